"""The guard: no route without a rule, no record without a question, no detour after sign-in."""

import pytest

from app.accounts.enums import Role
from app.accounts.views import local_path
from app.records.actor import ANONYMOUS, Actor, Grant
from app.web.guard import Unguarded, access, anyone, check_routes, require, roles, signed_in
from tests.factories.people import make_user

OFFICER = Actor(user_id=1, code="p", role="officer", grants=(Grant("officer", "area:3205"),))


@pytest.mark.parametrize(
    ("rule", "visitor", "officer"),
    [
        pytest.param(anyone, True, True, id="anyone"),
        pytest.param(signed_in, False, True, id="signed in"),
        pytest.param(roles(Role.OFFICER, Role.LEADER), False, True, id="one of the roles"),
        pytest.param(roles(Role.LEADER), False, False, id="another role"),
        pytest.param(roles(), False, False, id="no role"),
    ],
)
def test_rules(rule, visitor, officer):
    assert (rule(ANONYMOUS), rule(OFFICER)) == (visitor, officer)


@pytest.mark.parametrize(
    ("held", "asked", "covers"),
    [
        ("", "area:3205", True),
        ("area:3205", "area:3205", True),
        ("area:3205", "area:320505", True),
        ("area:320505", "area:3205", False),
        ("area:3205", "organisation:x", False),
        ("organisation:x", "organisation:xy", False),
        ("call:a", "call:a", True),
        ("call:a", "call:b", False),
    ],
)
def test_a_grant_reaches_its_scope_and_the_areas_within(held, asked, covers):
    assert Grant("officer", held).covers(asked) is covers


def test_the_application_does_not_start_with_an_open_route(app):
    @app.get("/test/open")
    def bare():
        return "open"

    with pytest.raises(Unguarded, match="bare"):
        check_routes(app)


def test_a_record_that_nobody_asked_about_is_noticed(app, client):
    @app.get("/test/<code>")
    @access(anyone)
    def careless(code):
        return code

    with pytest.raises(Unguarded, match="careless"):
        client.get("/test/abc")


def test_a_record_that_was_asked_about_is_shown(app, client):
    @app.get("/test/<code>")
    @access(anyone)
    def careful(code):
        require(True)
        return code

    assert client.get("/test/abc").status_code == 200


def test_a_visitor_comes_back_to_the_page_after_signing_in(client):
    answer = client.get("/applications?before=7")

    assert (answer.status_code, answer.location) == (
        302,
        "/sign-in?next=/applications?before%3D7",
    )


def test_an_act_is_not_repeated_after_signing_in(client):
    assert client.post("/organisations").location == "/sign-in"


def test_the_wrong_role_is_told_so(database, sign_in):
    with database.work(writing=True):
        user = make_user(Role.CASHIER)

    assert sign_in(user).get("/claims").status_code == 403


def test_only_the_hat_that_is_worn_counts(database, sign_in):
    with database.work(writing=True):
        user = make_user(Role.CASHIER, Role.OFFICER)
    client = sign_in(user)

    before = client.get("/claims").status_code
    client.post("/hat", data={"hat": "officer"})

    assert (before, client.get("/claims").status_code) == (403, 200)


@pytest.mark.parametrize(
    "target",
    [
        pytest.param("https://evil.example/", id="another site"),
        pytest.param("//evil.example/", id="another site without a scheme"),
        pytest.param("/\\evil.example/", id="a backslash"),
        pytest.param("javascript:alert(1)", id="a script"),
        pytest.param("/\t/evil.example/", id="a tab that browsers drop"),
        pytest.param("/\n/evil.example/", id="a line break that browsers drop"),
        pytest.param("", id="nothing"),
        pytest.param(None, id="absent"),
    ],
)
def test_a_link_never_leads_to_another_site(app, target):
    with app.test_request_context("/"):
        assert local_path(target) == "/desk"


@pytest.mark.parametrize("target", ["/desk", "/applications?before=7", "/calls/abc#form"])
def test_a_link_within_the_site_is_followed(app, target):
    with app.test_request_context("/"):
        assert local_path(target) == target
