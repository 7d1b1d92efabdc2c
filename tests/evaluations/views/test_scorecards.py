"""The scoring desk: saving, recusing, and asking to look again."""

from decimal import Decimal

import pytest
from sqlmodel import select

from app.db import session
from app.kernel.money import Money
from evaluations.enums import ScorecardStatus
from evaluations.models.scorecard import Scorecard
from evaluations.queries.panels import marks_of
from evaluations.views.scorecard_pages import anchors_of
from projects.rules.rulebook_reading import programme
from tests.factories.panels import expert_of, make_scoring_panel, sheet_codes


@pytest.fixture
def desk(database, sign_in):
    """Seat 1 at the desk: client, the panel's code, the addresses of its sheets."""
    with database.work(writing=True):
        _story, panel = make_scoring_panel()
        user, codes = expert_of(panel, 1), sheet_codes(panel, 1)
    return sign_in(user), panel, codes


def _sheet(path: str) -> Scorecard:
    code = path.rpartition("/")[2]
    return session().exec(select(Scorecard).where(Scorecard.code == code)).one()


def test_conflicted_application_has_no_sheet(desk):
    client, panel, codes = desk

    queue = client.get(f"/panels/{panel.code}/queue")

    assert len(codes) == 2
    assert all(code in queue.text for code in codes)


def test_desk_shows_application_and_empty_marks(desk):
    client, _panel, codes = desk

    page = client.get(codes[0])

    assert page.text.count("data-unset") == 6
    assert all(f'id="part-{part}"' in page.text for part in ("needs", "plan", "budget"))


def test_save_and_next_leads_to_the_next_sheet(database, desk):
    client, _panel, codes = desk

    answer = client.post(
        codes[0], data={"needs": "17.5", "plan": "0", "recommended": "30,000", "then": "next"}
    )

    assert answer.headers["Location"] == codes[1]
    with database.work(writing=False):
        sheet = _sheet(codes[0])
        marks = marks_of([sheet])[sheet.id]
        assert {key: mark.points for key, mark in marks.items()} == {
            "needs": Decimal("17.5"),
            "plan": Decimal(0),
        }
        assert sheet.recommended == Money.yuan("30000")
        assert sheet.status is ScorecardStatus.IN_PROGRESS


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"needs": "21"}, id="above the maximum"),
        pytest.param({"needs": "12.3"}, id="between two steps"),
        pytest.param({"needs": "NaN"}, id="no number"),
        pytest.param({"recommended": "9999999"}, id="more than requested"),
    ],
)
def test_wrong_marks_save_nothing_and_lose_nothing(database, desk, wrong):
    client, _panel, codes = desk

    answer = client.post(codes[0], data={"comment": "意见保留", **wrong})

    assert answer.status_code == 422
    assert "意见保留" in answer.text
    with database.work(writing=False):
        assert _sheet(codes[0]).status is ScorecardStatus.ASSIGNED


def test_recused_application_is_gone_at_once(database, desk):
    client, panel, codes = desk

    answer = client.post(f"{codes[0]}/recuse", data={"ground": "other", "note": "同学"})

    assert answer.headers["Location"] == f"/panels/{panel.code}/queue"
    assert client.get(codes[0]).status_code == 404
    assert client.post(codes[0], data={"needs": "10"}).status_code == 404
    with database.work(writing=False):
        assert _sheet(codes[0]).status is ScorecardStatus.RECUSED


def test_sheet_of_another_expert_is_not_found(database, desk):
    client, panel, _codes = desk
    with database.work(writing=False):
        others = sheet_codes(panel, 2)

    assert client.get(others[0]).status_code == 404


def test_chair_asks_and_only_the_expert_changes(database, sign_in):
    with database.work(writing=True):
        _story, panel = make_scoring_panel(scored=5)
        chair, expert = expert_of(panel, 3), expert_of(panel, 2)
        codes = sheet_codes(panel, 2)
    client = sign_in(chair)
    client.post("/hat", data={"hat": "chair"})

    assert client.post(codes[0], data={"needs": "1"}).status_code == 403
    answer = client.post(f"{codes[0]}/reopen", data={"reason": "与其他专家相差较大"})

    assert answer.headers["Location"] == f"/panels/{panel.code}/matrix"
    client = sign_in(expert)
    assert "与其他专家相差较大" in client.get(codes[0]).text
    assert client.get(codes[1]).text.count("data-mark") == 0
    assert client.get(f"{codes[0]}/reopen").status_code == 403


def test_bands_leave_no_gap():
    rulebook = programme("venture")

    anchors = anchors_of(rulebook.criteria[0], rulebook.scoring.step.value)

    assert [(low, high) for low, high, _word, _text in anchors] == [
        ("18", "20"),
        ("15", "17.5"),
        ("12", "14.5"),
        ("0", "11.5"),
    ]
