"""The pages of a panel: who may open them, what they do, what they refuse."""

import pytest
from sqlmodel import select

from app.db import session
from evaluations.enums import PanelStatus
from evaluations.models.panel import Panel
from evaluations.operations.rankings import close_scoring
from evaluations.queries.panels import (
    conflicts_of,
    current_draw,
    panellists_of,
    ranking_of,
    sheets_of,
)
from projects.enums import ApplicationStatus
from projects.queries.applications import applications_under
from tests.factories.panels import (
    expert_of,
    make_drawn_panel,
    make_review,
    make_scoring_panel,
    person_named,
)


def _person(database, name):
    with database.work(writing=False):
        return person_named(name)


def _only_panel() -> Panel:
    return session().exec(select(Panel)).one()


def test_secretary_forms_freezes_and_draws(database, sign_in):
    with database.work(writing=True):
        call = make_review().running
    client = sign_in(_person(database, "secretary"))

    assert f"/panels/new/{call.code}" in client.get("/panels").text
    formed = client.post(
        f"/panels/new/{call.code}",
        data={
            "name": "第八届评审组",
            "meets_at": "2026-02-10T09:00",
            "scoring_until": "2026-02-12T18:00",
            "venue": "三楼评审室",
        },
    )
    base = formed.headers["Location"]
    assert client.get(f"{base}/draw").status_code == 302
    assert client.post(f"{base}/prepare").status_code == 302
    refused = client.post(f"{base}/draw", data={"number": "twelve"})
    drawn = client.post(f"{base}/draw", data={"number": "20260210"})

    assert refused.status_code == 422
    assert 'value="twelve"' in refused.text
    assert drawn.headers["Location"] == f"{base}/result"
    with database.work(writing=False):
        panel = _only_panel()
        draw = current_draw(panel)
        assert panel.status is PanelStatus.DRAWN
        assert len(panellists_of(panel)) == 5
        assert draw is not None
        assert client.get(f"{base}/draw.json").json == draw.receipt
        assert draw.commitment in client.get(f"{base}/result").text


def test_call_gets_one_panel_only(database, sign_in):
    with database.work(writing=True):
        story, panel = make_drawn_panel()
        code = story.running.code
    client = sign_in(_person(database, "secretary"))

    again = client.get(f"/panels/new/{code}")

    assert again.headers["Location"] == f"/panels/{panel.code}"


def test_expert_sees_nothing_before_the_pledge(database, sign_in):
    with database.work(writing=True):
        _story, panel = make_drawn_panel()
        user, other = expert_of(panel, 1), expert_of(panel, 2)
    client = sign_in(user)

    hub = client.get(f"/panels/{panel.code}")
    queue = client.get(f"/panels/{panel.code}/queue")

    assert hub.status_code == 200
    assert other.name not in hub.text.partition('<main id="main"')[2]
    assert queue.headers["Location"] == f"/panels/{panel.code}/pledge"
    assert client.get(f"/panels/{panel.code}/matrix").status_code == 403
    assert client.get(f"/panels/{panel.code}/result").status_code == 403


def test_pledge_needs_its_tick_and_keeps_what_was_chosen(database, sign_in):
    with database.work(writing=True):
        story, panel = make_drawn_panel()
        judged = applications_under(story.running, [ApplicationStatus.QUALIFIED])
        fields = {f"ground_{application.code}": "" for application in judged}
        user = expert_of(panel, 1)
    client = sign_in(user)
    fields[f"ground_{judged[0].code}"] = "kinship"

    refused = client.post(f"/panels/{panel.code}/pledge", data=fields)
    given = client.post(f"/panels/{panel.code}/pledge", data={**fields, "pledge": "y"})

    assert refused.status_code == 422
    assert 'selected value="kinship"' in refused.text
    assert given.status_code == 302
    with database.work(writing=False):
        found = conflicts_of(_only_panel())
        assert [(c.application_id, str(c.ground), c.declared) for c in found if c.declared] == [
            (judged[0].id, "kinship", True)
        ]
    assert client.get(f"/panels/{panel.code}/pledge").status_code == 302


def test_scoring_does_not_start_before_all_are_sworn(database, sign_in):
    with database.work(writing=True):
        _story, panel = make_drawn_panel()
    client = sign_in(_person(database, "secretary"))

    answer = client.post(f"/panels/{panel.code}/start_scoring")

    assert answer.status_code == 409
    with database.work(writing=False):
        assert _only_panel().status is PanelStatus.DRAWN


def test_replaced_expert_loses_the_panel(database, sign_in):
    with database.work(writing=True):
        _story, panel = make_drawn_panel()
        user = expert_of(panel, 2)
    client = sign_in(_person(database, "secretary"))

    answer = client.post(f"/panels/{panel.code}/replace", data={"seat": "2", "reason": "临时出差"})

    assert answer.status_code == 302
    with database.work(writing=False):
        assert [m.seat for m in panellists_of(_only_panel())] == [1, 3, 4, 5, 6]
    assert sign_in(user).get(f"/panels/{panel.code}").status_code in (403, 404)


def test_lock_lists_what_is_missing_and_locks_nothing(database, sign_in):
    with database.work(writing=True):
        _story, panel = make_scoring_panel()
        user = expert_of(panel, 1)
    client = sign_in(user)

    shown = client.get(f"/panels/{panel.code}/lock")
    refused = client.post(f"/panels/{panel.code}/lock")

    assert shown.text.count("/scorecards/") >= 2
    assert refused.status_code == 422
    with database.work(writing=False):
        assert {str(sheet.status) for sheet in sheets_of(_only_panel())} == {"assigned"}


@pytest.mark.parametrize("who", ["supervisor", "leader"])
def test_followers_read_the_matrix_with_names(database, sign_in, who):
    with database.work(writing=True):
        _story, panel = make_scoring_panel(scored=5)
        user = expert_of(panel, 1)
    client = sign_in(_person(database, who))

    matrix = client.get(f"/panels/{panel.code}/matrix")

    assert matrix.status_code == 200
    assert user.name in matrix.text.partition('<main id="main"')[2]
    assert "<select" not in matrix.text
    assert client.get(f"/panels/{panel.code}/freeze").status_code == 403


def test_chair_sees_seats_and_not_names(database, sign_in):
    with database.work(writing=True):
        _story, panel = make_scoring_panel(scored=5)
        chair, other = expert_of(panel, 3), expert_of(panel, 1)
    client = sign_in(chair)
    client.post("/hat", data={"hat": "chair"})

    matrix = client.get(f"/panels/{panel.code}/matrix").text.partition('<main id="main"')[2]

    assert other.name not in matrix
    assert "⊘" in matrix


def test_closing_waits_for_every_sheet(database, sign_in):
    with database.work(writing=True):
        _story, panel = make_scoring_panel(scored=4)
    client = sign_in(_person(database, "secretary"))

    assert client.post(f"/panels/{panel.code}/close_scoring").status_code == 409


def test_freezing_moves_every_application(database, sign_in):
    with database.work(writing=True):
        story, panel = make_scoring_panel(scored=5)
        close_scoring(panel, actor=story.secretary, at=story.later(minutes=5))
    client = sign_in(_person(database, "secretary"))

    shown = client.get(f"/panels/{panel.code}/freeze")
    answer = client.post(f"/panels/{panel.code}/freeze")

    assert shown.status_code == 200
    assert answer.headers["Location"] == f"/panels/{panel.code}"
    with database.work(writing=False):
        frozen = _only_panel()
        ranking = ranking_of(frozen)
        assert ranking is not None
        assert frozen.status is PanelStatus.FROZEN
        assert not applications_under(frozen.call, [ApplicationStatus.QUALIFIED])
    assert ranking.digest in client.get(f"/panels/{panel.code}/matrix").text


def test_outsiders_find_no_panel(database, sign_in):
    with database.work(writing=True):
        _story, panel = make_drawn_panel()

    assert sign_in(_person(database, "cashier")).get("/panels").status_code == 403
    district = sign_in(_person(database, "district_officer"))
    assert district.get(f"/panels/{panel.code}").status_code == 404
