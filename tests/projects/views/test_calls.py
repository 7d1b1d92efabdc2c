import json
import re
from datetime import timedelta
from hashlib import sha256
from html import unescape

import pytest
from sqlalchemy import event
from sqlmodel import select

from app.accounts.enums import Role
from app.accounts.operations import actor_of
from app.db import session
from app.kernel.clock import FixedClock
from projects.enums import CallStatus
from projects.models.call import Call
from tests.factories.calls import AT, CLOSES_AT, OPENS_AT, make_appropriation, make_call, make_draft
from tests.factories.people import make_user
from tests.factories.registry import make_area, make_organisation, make_signatory


@pytest.fixture
def at(app):
    """Set the platform's clock; the morning of 5 January 2026 unless told otherwise."""

    def move(moment):
        app.extensions["clock"] = FixedClock(moment)

    move(AT)
    return move


@pytest.fixture
def made(database):
    """Make something in a finished piece of work and return it."""

    def make(factory, *args, **kwargs):
        with database.work(writing=True):
            return factory(*args, **kwargs)

    return make


def text_of(response) -> str:
    return unescape(response.get_data(as_text=True))


def read_call(database, code: str) -> Call:
    with database.work(writing=False):
        return session().exec(select(Call).where(Call.code == code)).one()


def test_index_without_calls_says_so(client, at):
    response = client.get("/calls")

    assert response.status_code == 200
    assert "table" not in text_of(response)


def test_index_lists_published_calls_only(client, at, made):
    public, draft = made(make_call), made(make_draft, title="还没有发布的征集")

    body = text_of(client.get("/calls"))

    assert f"/calls/{public.code}" in body
    assert draft.title not in body


def test_show_says_what_an_organisation_must_know(client, at, made):
    call = made(make_call)
    at(OPENS_AT)

    body = text_of(client.get(f"/calls/{call.code}"))

    rules = call.rulebook
    for expected in (
        call.title,
        f"¥{call.budget.grouped}",
        f"¥{rules.money.cap.value.grouped}",
        *(rule.label for rule in rules.eligibility),
        *(field.label for field in rules.fields),
        *(criterion.label for criterion in rules.criteria),
        *(item.label for item in rules.attachments),
        call.rules_digest[:16].upper(),
        "24:00",
    ):
        assert expected in body


@pytest.mark.parametrize(
    ("moment", "offered"),
    [
        pytest.param(OPENS_AT - timedelta(seconds=1), False, id="not yet open"),
        pytest.param(OPENS_AT, True, id="open"),
        pytest.param(CLOSES_AT, False, id="closed"),
    ],
)
def test_show_offers_to_apply_while_open(client, at, made, moment, offered):
    call = made(make_call)
    at(moment)

    body = text_of(client.get(f"/calls/{call.code}"))

    assert (f"/applications/start/{call.code}" in body) is offered


def test_show_does_not_offer_staff_to_apply(client, at, made, sign_in):
    call = made(make_call)
    sign_in(made(make_user, Role.OFFICER))
    at(OPENS_AT)

    assert "/applications/start/" not in text_of(client.get(f"/calls/{call.code}"))


def test_draft_is_a_preview_for_its_stewards_and_nothing_for_others(client, at, made, sign_in):
    call = made(make_draft)

    assert client.get(f"/calls/{call.code}").status_code == 404
    assert client.get(f"/calls/{call.code}/rules").status_code == 404
    sign_in(made(make_user, Role.OFFICER))
    assert client.get(f"/calls/{call.code}").status_code == 200


@pytest.mark.parametrize("untold", ["待确认", "{year}", "{n", "-100", r"S1\d", " %"])
def test_the_rules_are_told_without_codes_and_doubts(client, at, made, untold):
    call = made(make_call)

    body = text_of(client.get(f"/calls/{call.code}/rules"))

    tables = body[body.index('id="money"') : body.index('id="sources"')]
    assert re.findall(untold, tables) == []
    assert "60分以下" in tables
    assert f"SB-GYCT-{call.year}-0001" in tables


def test_rules_file_has_the_published_hash(client, at, made):
    call = made(make_call)

    response = client.get(f"/calls/{call.code}/rules.json")

    assert sha256(response.data).hexdigest() == call.rules_digest
    assert json.loads(response.data) == call.rules
    assert call.rules_digest in text_of(client.get(f"/calls/{call.code}/rules"))


@pytest.mark.parametrize("path", ["/calls/manage", "/calls/new"])
def test_staff_pages_are_closed_to_applicants(client, at, made, sign_in, path):
    sign_in(made(lambda: make_signatory(make_organisation())))

    assert client.get(path).status_code == 403


def test_new_makes_a_draft_with_the_usual_dates(client, at, made, sign_in, database):
    made(make_area)
    sign_in(made(make_user, Role.OFFICER))
    assert "2026-01-16 24:00" in text_of(client.get("/calls/new"))

    response = client.post(
        "/calls/new",
        data={
            "title": "第八届公益创投征集公告",
            "year": "2026",
            "area": "3205",
            "budget": "600,000",
            "opens_at": "2026-01-06",
            "closes_at": "2026年1月16日",
        },
    )

    assert response.status_code == 302
    call = read_call(database, response.location.split("/")[2])
    assert (call.status, call.opens_at, call.closes_at) == (CallStatus.DRAFT, OPENS_AT, CLOSES_AT)


def test_new_keeps_what_was_typed(client, at, made, sign_in):
    made(make_area)
    sign_in(made(make_user, Role.OFFICER))

    response = client.post(
        "/calls/new",
        data={
            "title": "征集公告",
            "year": "2026",
            "area": "3205",
            "budget": "600000",
            "opens_at": "2026-01-16",
            "closes_at": "明天",
        },
    )

    assert response.status_code == 422
    assert 'value="明天"' in text_of(response)


@pytest.mark.parametrize(
    ("part", "data", "name", "value"),
    [
        pytest.param("facts", {"title": "新", "year": "2026"}, "title", "新", id="facts"),
        pytest.param(
            "dates",
            {"opens_at": "2026-01-06", "closes_at": "2026-01-20 17:00"},
            "closes_at",
            CLOSES_AT + timedelta(days=3, hours=17),
            id="dates",
        ),
        pytest.param(
            "choices",
            {"timing.notice_workdays": "7"},
            "choices",
            {"timing.notice_workdays": 7},
            id="choices",
        ),
    ],
)
def test_part_changes_a_draft(client, at, made, sign_in, database, part, data, name, value):
    call = made(make_draft)
    sign_in(made(make_user, Role.OFFICER))
    address = f"/calls/{call.code}/setup/{part}"
    assert client.get(address).status_code == 200

    response = client.post(address, data=data)

    assert response.status_code == 302, text_of(response)
    assert getattr(read_call(database, call.code), name) == value


def test_choice_outside_its_limits_is_refused_at_its_field(client, at, made, sign_in):
    call = made(make_draft)
    sign_in(made(make_user, Role.OFFICER))

    response = client.post(
        f"/calls/{call.code}/setup/choices", data={"timing.notice_workdays": "3"}
    )

    assert response.status_code == 422
    assert 'href="#timing.notice_workdays"' in text_of(response)


def test_money_part_sets_the_budget_item(client, at, made, sign_in, database):
    call, item = made(make_draft), made(make_appropriation)
    sign_in(made(make_user, Role.OFFICER))

    client.post(
        f"/calls/{call.code}/setup/money", data={"budget": "500000", "appropriation": item.code}
    )

    assert read_call(database, call.code).appropriation_id == item.id


def test_texts_part_is_shown_on_the_public_page(client, at, made, sign_in):
    call = made(make_draft)
    sign_in(made(make_user, Role.OFFICER))

    client.post(f"/calls/{call.code}/setup/texts", data={"purpose": "让老人吃上热饭", "phone": "1"})

    assert "让老人吃上热饭" in text_of(client.get(f"/calls/{call.code}"))


def test_publish_lists_problems_and_changes_nothing(client, at, made, sign_in, database):
    call = made(make_draft, texts={})
    sign_in(made(make_user, Role.OFFICER))

    assert f"/calls/{call.code}/setup/texts" in text_of(client.get(f"/calls/{call.code}/publish"))
    assert client.post(f"/calls/{call.code}/publish").status_code == 422
    assert read_call(database, call.code).status is CallStatus.DRAFT


def test_publish_then_open(client, at, made, sign_in, database):
    call = made(make_draft)
    sign_in(made(make_user, Role.OFFICER))

    assert client.post(f"/calls/{call.code}/publish").status_code == 302
    assert client.get(f"/calls/{call.code}/open").status_code == 403
    at(CLOSES_AT)
    assert client.get(f"/calls/{call.code}/open").status_code == 200
    assert client.post(f"/calls/{call.code}/open").status_code == 302
    assert read_call(database, call.code).status is CallStatus.OPENED


def test_publish_is_not_for_leaders(client, at, made, sign_in):
    call = made(make_draft)
    sign_in(made(make_user, Role.LEADER))

    assert client.get(f"/calls/{call.code}/setup").status_code == 200
    assert client.post(f"/calls/{call.code}/publish").status_code == 403


def test_cancel_shows_the_reason_on_the_public_page(client, at, made, sign_in):
    call = made(make_call)
    sign_in(made(make_user, Role.OFFICER))

    assert client.post(f"/calls/{call.code}/cancel", data={}).status_code == 422
    client.post(f"/calls/{call.code}/cancel", data={"reason": "资金计划调整"})

    assert "资金计划调整" in text_of(client.get(f"/calls/{call.code}"))


@pytest.mark.parametrize("calls", [1, 30])
def test_lists_take_the_same_number_of_queries(client, at, made, sign_in, connection, calls):
    def make_many():
        officer = actor_of(make_user(Role.OFFICER))
        item = make_appropriation()
        return [make_call(actor=officer, appropriation=item) for _ in range(calls)]

    made(make_many)
    sign_in(made(make_user, Role.OFFICER))
    for path, most in (("/calls", 8), ("/calls/manage", 10)):
        statements = counted(connection, lambda path=path: client.get(path))
        assert len(statements) <= most, statements


def counted(connection, act) -> list[str]:
    """Return the SELECTs that an act sends."""
    found: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.startswith("SELECT"):
            found.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    act()
    event.remove(connection, "before_cursor_execute", note)
    return found
