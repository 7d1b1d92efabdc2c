"""Every lifecycle over its whole grid status × action, against tables written by hand."""

from types import SimpleNamespace

import pytest

from app.accounts.enums import Role
from app.kernel.errors import Forbidden, IllegalMove
from app.portal.lifecycles import LIFECYCLES
from app.records.actor import ANONYMOUS, Actor, Grant
from app.records.audit import trail
from app.records.lifecycle import NotNow, advance, may
from projects.enums import CallStatus
from tests.factories.people import AT

# noun → status → action → the status that it leads to; a status without a line is an end.
MOVES = {
    "claim": {"claimed": {"confirm": "confirmed", "refuse": "refused"}},
    "call": {
        "draft": {"publish": "published", "cancel": "cancelled"},
        "published": {"open": "opened", "cancel": "cancelled"},
        "opened": {"review": "in_review", "cancel": "cancelled"},
        "in_review": {"rank": "ranked"},
        "ranked": {"approve": "approved"},
        "approved": {"announce": "in_notice"},
        "in_notice": {"decide": "decided"},
        "decided": {"conclude": "concluded"},
    },
    "application": {
        "draft": {"submit": "submitted", "withdraw": "withdrawn"},
        "submitted": {"submit": "submitted", "withdraw": "withdrawn", "receive": "received"},
        "received": {"qualify": "qualified", "disqualify": "disqualified"},
        "qualified": {
            "recommend": "recommended",
            "keep_in_reserve": "reserve",
            "not_select": "not_selected",
        },
        "recommended": {"award": "awarded", "set_aside": "not_selected"},
        "reserve": {"award": "awarded", "set_aside": "not_selected"},
        "awarded": {"accept": "accepted", "decline": "declined"},
    },
    "panel": {
        "forming": {"draw": "drawn"},
        "drawn": {"replace": "drawn", "start_scoring": "scoring"},
        "scoring": {"close_scoring": "scored"},
        "scored": {"reopen_scoring": "scoring", "freeze": "frozen"},
    },
    "scorecard": {
        "assigned": {"score": "in_progress", "recuse": "recused"},
        "in_progress": {"score": "in_progress", "recuse": "recused", "lock": "locked"},
        "locked": {"reopen": "reopened"},
        "reopened": {"score": "in_progress", "recuse": "recused"},
    },
    "notice": {
        "draft": {"approve": "approved"},
        "approved": {"publish": "published"},
        "published": {"withdraw": "withdrawn"},
    },
    "objection": {
        "received": {"accept": "accepted", "refuse": "refused"},
        "accepted": {"uphold": "upheld", "dismiss": "dismissed"},
    },
    "project": {
        "awarded": {"revise": "revising", "decline": "terminated", "terminate": "terminated"},
        "revising": {"confirm_plan": "confirmed", "terminate": "terminated"},
        "confirmed": {
            "revise": "revising",
            "sign_contract": "contracted",
            "terminate": "terminated",
        },
        "contracted": {"start": "running", "terminate": "terminated"},
        "running": {
            "pass_midterm": "midterm_passed",
            "order_rectification": "rectifying",
            "terminate": "terminated",
        },
        "rectifying": {"pass_midterm": "midterm_passed", "terminate": "terminated"},
        "midterm_passed": {"report_completion": "completing"},
        "completing": {"complete": "completed"},
        "completed": {"archive": "archived"},
    },
    "contract": {
        "draft": {"approve": "approved", "void": "void"},
        "approved": {"issue": "issued", "void": "void"},
        "issued": {"sign": "signed", "void": "void"},
        "signed": {"file": "filed"},
    },
    "disbursement": {
        "requested": {"draft": "drafted", "reject": "rejected"},
        "drafted": {"check": "checked", "reject": "rejected"},
        "checked": {"approve": "approved", "reject": "rejected"},
        "approved": {"pay": "paid"},
    },
    "assessment": {
        "planned": {"self_report": "self_reported"},
        "self_reported": {"assign": "assigned"},
        "assigned": {"assess": "assessed"},
        "assessed": {"order_rectification": "rectifying", "conclude": "concluded"},
        "rectifying": {"assess": "assessed"},
    },
}
# Moves for which the clock decides, with the hours after the closing at which they are possible.
BEFORE_THE_CLOSING = {("application", "withdraw")}
AFTER_THE_CLOSING = {("call", "open")}

FLOWS = {flow.name: flow for flow in LIFECYCLES}
GRID = [
    pytest.param(flow.name, status, action, id=f"{flow.name}-{status}-{action}")
    for flow in LIFECYCLES
    for status in flow.statuses
    for action in flow.actions
]
EVERYTHING = Actor(
    user_id=7, code="p7", name="王晓", grants=tuple(Grant(role, "") for role in Role)
)


def make_record(noun, status, *, closes_at=AT):
    """A record of the smallest kind that all predicates of permission can be asked about."""
    call = SimpleNamespace(
        code="c",
        area_code="3205",
        status=CallStatus.PUBLISHED,
        opens_at=AT.replace(year=2025),
        closes_at=closes_at,
    )
    return SimpleNamespace(
        flow=FLOWS[noun],
        status=status,
        chain=f"{noun}:x",
        code="c",
        area_code="3205",
        call=None if noun == "call" else call,
        closes_at=closes_at,
        organisation=SimpleNamespace(scope="organisation:o"),
        panel=SimpleNamespace(code="p"),
        evaluator_id=7,
        panellist=SimpleNamespace(user_id=7, sworn_at=AT, left_at=None),
    )


def record_in_time(noun, status, action):
    late = AT.replace(year=2027)
    return make_record(noun, status, closes_at=late if (noun, action) in BEFORE_THE_CLOSING else AT)


def target_of(noun, status, action):
    return MOVES[noun].get(str(status), {}).get(action)


def test_every_lifecycle_has_its_table_here():
    assert sorted(FLOWS) == sorted(MOVES)


@pytest.mark.parametrize("noun", sorted(MOVES))
def test_the_table_names_every_action(noun):
    named = {action for line in MOVES[noun].values() for action in line}

    assert named == set(FLOWS[noun].actions)


@pytest.mark.parametrize("noun", sorted(MOVES))
def test_every_status_can_be_reached(noun):
    targets = {target for line in MOVES[noun].values() for target in line.values()}

    assert targets | {str(FLOWS[noun].initial)} == {str(s) for s in FLOWS[noun].statuses}


@pytest.mark.parametrize(("noun", "status", "action"), GRID)
def test_the_grid(noun, status, action):
    target = target_of(noun, status, action)
    if target is None:
        with pytest.raises(IllegalMove):
            FLOWS[noun].move(action, status)
    else:
        assert FLOWS[noun].move(action, status).target == target


@pytest.mark.parametrize(("noun", "status", "action"), GRID)
def test_nobody_gets_through_the_door_anonymously(noun, status, action):
    record = record_in_time(noun, status, action)
    legal = target_of(noun, status, action) is not None

    with pytest.raises(Forbidden if legal else IllegalMove):
        advance(record, action, actor=ANONYMOUS, at=AT)

    assert record.status is status


def test_the_door_moves_and_records_every_legal_move(work):
    for noun, lines in MOVES.items():
        for status, actions in lines.items():
            for action, target in actions.items():
                record = record_in_time(noun, type(FLOWS[noun].initial)(status), action)
                record.chain = f"{noun}:{status}-{action}"

                advance(record, action, actor=EVERYTHING, at=AT)
                work.flush()

                (entry,) = trail(record.chain)
                assert record.status == target
                assert entry.event == f"{noun}:{action}"
                assert (entry.source, entry.target) == (status, target)


@pytest.mark.parametrize(("noun", "status", "action"), GRID)
def test_what_is_offered_is_what_the_door_lets_through(noun, status, action):
    record = record_in_time(noun, status, action)

    assert may(EVERYTHING, action, record, AT) == (target_of(noun, status, action) is not None)


def test_only_two_moves_wait_for_the_clock():
    timed = {(flow.name, move.action) for flow in LIFECYCLES for move in flow.moves if move.when}

    assert timed == BEFORE_THE_CLOSING | AFTER_THE_CLOSING


def test_a_call_is_not_opened_before_it_closes():
    record = make_record("call", FLOWS["call"].statuses[1], closes_at=AT.replace(year=2027))

    with pytest.raises(NotNow):
        advance(record, "open", actor=EVERYTHING, at=AT)


def test_an_application_is_not_withdrawn_at_the_closing_moment():
    record = make_record("application", FLOWS["application"].initial, closes_at=AT)

    with pytest.raises(NotNow):
        advance(record, "withdraw", actor=EVERYTHING, at=AT)
