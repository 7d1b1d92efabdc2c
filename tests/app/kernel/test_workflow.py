"""Lifecycles: the whole grid of status and action, who, when, and the diagram."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import pytest

from app.kernel.errors import IllegalMove
from app.kernel.workflow import Move, Workflow, diagram

AT = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


class Status(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    PASSED = "passed"
    FAILED = "failed"


class Other(StrEnum):
    DRAFT = "draft"


@dataclass
class Letter:
    status: Status
    writer: str = "wang"
    due: datetime = AT


def is_writer(actor, letter):
    return actor == letter.writer


def is_officer(actor, letter):
    return actor == "officer"


def is_due(letter, at):
    return at >= letter.due


S = Status
MOVES = [
    Move("send", {S.DRAFT, S.FAILED}, S.SENT, is_writer),
    Move("decide", {S.SENT}, S.PASSED, is_officer, is_due),
    Move("take_back", {S.SENT}, S.DRAFT, is_writer),
    Move("take_back", {S.PASSED}, S.FAILED, is_officer),
]
LETTER = Workflow("letter", MOVES, initial=S.DRAFT)

TARGETS = {
    ("send", S.DRAFT): S.SENT,
    ("send", S.FAILED): S.SENT,
    ("decide", S.SENT): S.PASSED,
    ("take_back", S.SENT): S.DRAFT,
    ("take_back", S.PASSED): S.FAILED,
}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("action", ["send", "decide", "take_back", "burn"])
def test_the_table_decides_every_pair(action, status):
    if (action, status) in TARGETS:
        assert LETTER.move(action, status).target is TARGETS[action, status]
    else:
        with pytest.raises(IllegalMove) as refusal:
            LETTER.move(action, status)
        assert refusal.value.facts == {"action": action, "status": status.value}


def test_actions_stand_once_in_the_order_of_the_table():
    assert LETTER.actions == ("send", "decide", "take_back")


def test_statuses_are_all_of_the_enum():
    assert LETTER.statuses == tuple(Status)


def test_moves_from_a_status():
    assert LETTER.moves_from(S.SENT) == [MOVES[1], MOVES[2]]


@pytest.mark.parametrize(
    ("actor", "status", "actions"),
    [
        ("wang", S.DRAFT, ["send"]),
        ("wang", S.SENT, ["take_back"]),
        ("officer", S.SENT, ["decide"]),
        ("officer", S.PASSED, ["take_back"]),
        ("wang", S.PASSED, []),
        ("passer-by", S.SENT, []),
    ],
)
def test_actions_for_asks_who(actor, status, actions):
    assert LETTER.actions_for(actor, Letter(status), AT) == actions


def test_actions_for_asks_when():
    later = Letter(S.SENT, due=datetime(2026, 1, 6, tzinfo=UTC))

    assert LETTER.actions_for("officer", later, AT) == []


def anyone(actor, letter):
    return True


@pytest.mark.parametrize(
    ("moves", "reason"),
    [
        pytest.param(
            [Move("send", {S.DRAFT}, S.SENT, anyone), Move("send", {S.DRAFT}, S.FAILED, anyone)],
            "listed twice",
            id="one action from one status twice",
        ),
        pytest.param([Move("send", set(), S.SENT, anyone)], "starts nowhere", id="no source"),
        pytest.param(
            [Move("send", {Other.DRAFT}, S.SENT, anyone)], "unknown status", id="foreign source"
        ),
        pytest.param(
            [Move("send", {S.DRAFT}, Other.DRAFT, anyone)], "unknown status", id="foreign target"
        ),
        pytest.param([Move("Send off", {S.DRAFT}, S.SENT, anyone)], "no verb", id="no verb"),
    ],
)
def test_a_wrong_table_is_refused_at_start(moves, reason):
    with pytest.raises(ValueError, match=reason):
        Workflow("letter", moves, initial=S.DRAFT)


def test_diagram_draws_the_table():
    assert diagram(LETTER, {S.DRAFT: '草稿 "一"'}).splitlines() == [
        "stateDiagram-v2",
        "    state \"草稿 '一'\" as draft",
        '    state "sent" as sent',
        '    state "passed" as passed',
        '    state "failed" as failed',
        "    [*] --> draft",
        "    draft --> sent: send",
        "    failed --> sent: send",
        "    sent --> passed: decide",
        "    sent --> draft: take_back",
        "    passed --> failed: take_back",
    ]
