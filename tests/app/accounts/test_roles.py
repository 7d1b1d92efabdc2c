"""Roles: given within a scope, worn one at a time, ended without a trace being lost."""

import pytest
from sqlmodel import select

from app.accounts.enums import Role
from app.accounts.models import RoleGrant
from app.accounts.operations import (
    actor_of,
    change_hat,
    end_role,
    grant_role,
    hats_of,
    open_session,
    read_actor,
)
from app.accounts.queries import ids_with, names_of, people_with
from app.records.actor import PLATFORM
from app.records.audit import trail
from tests.factories.people import AT, make_user

DEVICE = {"agent": "tests", "address": "127.0.0.1"}


def test_a_role_given_is_recorded_with_its_scope(work):
    user = make_user((Role.OFFICER, "area:320505"))
    entry = trail(user.chain)[-1]

    assert entry.event == "role:grant"
    assert entry.facts == {"role": "officer", "scope": "area:320505"}


def test_a_role_given_twice_is_one_role(work):
    user = make_user(Role.OFFICER)
    grant_role(user, Role.OFFICER, "area:3205", at=AT)

    assert len(work.exec(select(RoleGrant)).all()) == 1
    assert [e.event for e in trail(user.chain)].count("role:grant") == 1


def test_a_role_ended_and_given_again_holds(work):
    user = make_user(Role.OFFICER)
    end_role(user, Role.OFFICER, "area:3205", at=AT, actor=PLATFORM)
    before = hats_of(user.id)
    grant_role(user, Role.OFFICER, "area:3205", at=AT)

    assert (before, hats_of(user.id)) == ([], ["officer"])


def test_a_role_ended_is_over_at_once(work):
    user = make_user(Role.OFFICER)
    token = open_session(user, **DEVICE, real_now=AT)
    end_role(user, Role.OFFICER, "area:3205", at=AT, actor=PLATFORM)

    assert not read_actor(token, real_now=AT).has(Role.OFFICER)


def test_only_the_first_hat_is_worn_after_signing_in(work):
    actor = actor_of(make_user(Role.PREPARER, Role.OFFICER))

    assert (actor.role, actor.hats) == ("preparer", ("preparer", "officer"))
    assert not actor.has(Role.OFFICER)


def test_another_hat_can_be_worn(work):
    token = open_session(make_user(Role.PREPARER, Role.OFFICER), **DEVICE, real_now=AT)
    change_hat(token, "officer")

    assert read_actor(token, real_now=AT).role == "officer"


def test_a_hat_that_one_does_not_have_is_not_worn(work):
    token = open_session(make_user(Role.PREPARER), **DEVICE, real_now=AT)
    change_hat(token, "system_admin")
    actor = read_actor(token, real_now=AT)

    assert (actor.role, actor.has(Role.SYSTEM_ADMIN)) == ("preparer", False)


def test_the_form_refuses_a_hat_that_one_does_not_have(database, sign_in):
    with database.work(writing=True):
        user = make_user(Role.PREPARER)
    client = sign_in(user)

    assert client.post("/hat", data={"hat": "system_admin"}).status_code == 422
    assert client.get("/claims").status_code == 403


@pytest.mark.parametrize(
    ("scope", "asked", "found"),
    [
        pytest.param("area:3205", "area:320505", True, id="the city for a district"),
        pytest.param("area:320505", "area:320505", True, id="the district itself"),
        pytest.param("area:320505", "area:3205", False, id="a district for the city"),
        pytest.param("area:320505", "area:320506", False, id="another district"),
        pytest.param("", "area:320505", True, id="everywhere"),
        pytest.param("organisation:a", "organisation:a", True, id="an organisation"),
        pytest.param("organisation:a", "organisation:b", False, id="another organisation"),
    ],
)
def test_people_are_found_by_what_their_roles_reach(work, scope, asked, found):
    user = make_user((Role.OFFICER, scope))

    assert people_with(Role.OFFICER, asked) == ([user] if found else [])


def test_people_who_left_are_not_written_to(work):
    gone, ended, here = (make_user(Role.OFFICER) for _ in range(3))
    gone.is_active = False
    end_role(ended, Role.OFFICER, "area:3205", at=AT, actor=PLATFORM)

    assert ids_with([Role.OFFICER], "area:3205") == {here.id}


def test_names_are_found_by_id(work):
    user = make_user(name="陈立")

    assert names_of([user.id, None, 999_999]) == {user.id: "陈立"}
