"""One's own account: the password and the sessions."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.accounts.enums import Role
from app.accounts.models import UserSession
from app.accounts.operations import (
    FREE_TRIES,
    TooManyTries,
    WrongPassword,
    actor_of,
    change_password,
    end_session,
    note_failure,
    open_session,
    open_sessions,
    read_actor,
)
from app.accounts.passwords import WeakPassword, hash_password, matches
from app.kernel.errors import NotFound
from app.records.audit import trail
from tests.factories.people import AT, make_user

NEW = "Lotus-under-rain-9"
DEVICE = {"agent": "tests", "address": "127.0.0.1"}


@pytest.fixture
def user(work):
    return make_user(Role.OFFICER)


@pytest.fixture
def actor(user):
    return actor_of(user, token=open_session(user, **DEVICE, real_now=AT))


def change(actor, *, right=True, password=NEW):
    change_password(actor, right, password, hash_password(password), at=AT, real_now=AT)


def test_a_new_password_ends_the_other_sessions(user, actor):
    elsewhere = open_session(user, **DEVICE, real_now=AT)

    change(actor)

    assert matches(NEW, user.password_hash)
    assert read_actor(actor.token, real_now=AT) is not None
    assert read_actor(elsewhere, real_now=AT) is None
    assert "user:password" in [entry.event for entry in trail(user.chain)]


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [({"right": False}, WrongPassword), ({"password": "Suzhou-2026-x"}, WeakPassword)],
)
def test_a_refused_change_keeps_the_old_password(user, actor, facts, refusal):
    before = user.password_hash

    with pytest.raises(refusal):
        change(actor, **facts)

    assert user.password_hash == before


def test_guessing_the_present_password_is_slowed_down(user, actor):
    for _try in range(FREE_TRIES):
        note_failure(user.sign_in_name, real_now=AT)

    with pytest.raises(TooManyTries):
        change(actor)


def test_an_own_session_can_be_ended(work, user, actor):
    elsewhere = open_session(user, **DEVICE, real_now=AT)
    work.flush()
    newest = open_sessions(user.id, real_now=AT)[0]

    end_session(actor, newest.id, at=AT, real_now=AT)

    assert read_actor(elsewhere, real_now=AT) is None
    assert len(open_sessions(user.id, real_now=AT)) == 1


def test_the_session_of_somebody_else_does_not_exist(work, actor):
    other = open_session(make_user(Role.OFFICER), **DEVICE, real_now=AT)
    work.flush()
    theirs = work.exec(select(UserSession).order_by(UserSession.id.desc())).first()

    with pytest.raises(NotFound):
        end_session(actor, theirs.id, at=AT, real_now=AT)

    assert read_actor(other, real_now=AT) is not None


def test_a_session_that_idled_is_not_listed(work, user, actor):
    assert open_sessions(user.id, real_now=AT + timedelta(hours=3)) == []


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Firefox/115.0", "Firefox, Linux"),
        ("tests", "tests"),
        ("", "–"),
    ],
)
def test_a_device_is_named_for_people(agent, device):
    assert UserSession(agent=agent).device == device
