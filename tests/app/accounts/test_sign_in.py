"""Signing in and out, being kept out, and what a session is worth."""

import hashlib
from datetime import timedelta

import pytest
from sqlmodel import select

from app.accounts.enums import Role
from app.accounts.models import User, UserSession
from app.accounts.operations import (
    ABSOLUTE,
    FREE_TRIES,
    IDLE,
    PAUSE,
    SEEN_EVERY,
    NameTaken,
    TooManyTries,
    WrongSignIn,
    end_sessions,
    hash_token,
    note_failure,
    note_seen,
    open_session,
    read_actor,
    register_person,
    sign_in,
    sign_out,
)
from app.accounts.passwords import WeakPassword, check_strength, hash_password, matches
from app.kernel.clock import SystemClock
from app.records.audit import trail
from app.records.idempotency import IdempotencyKey
from tests.factories.people import AT, make_user

PASSWORD = "Lotus-under-rain-9"
DEVICE = {"agent": "tests", "address": "127.0.0.1"}


@pytest.fixture
def user(work) -> User:
    return make_user(Role.OFFICER)


def test_a_token_opens_the_persons_session(user):
    token = open_session(user, **DEVICE, real_now=AT)

    assert read_actor(token, real_now=AT).code == user.code


def test_only_the_hash_of_a_token_is_stored(work, user):
    token = open_session(user, **DEVICE, real_now=AT)
    row = work.exec(select(UserSession)).one()

    assert (row.token_hash, row.token_hash == token) == (hash_token(token), False)


@pytest.mark.parametrize("token", ["", "guess", "' OR 1=1 --"])
def test_a_guessed_token_opens_nothing(user, token):
    open_session(user, **DEVICE, real_now=AT)

    assert read_actor(token, real_now=AT) is None


def test_a_session_ended_is_worthless(user):
    token = open_session(user, **DEVICE, real_now=AT)
    sign_out(token, real_now=AT)

    assert read_actor(token, real_now=AT) is None


def test_all_sessions_of_a_person_can_be_ended(user):
    tokens = [open_session(user, **DEVICE, real_now=AT) for _ in range(2)]
    end_sessions(user.id, real_now=AT)

    assert [read_actor(token, real_now=AT) for token in tokens] == [None, None]


def test_signing_out_ends_one_session_only(user):
    here, there = (open_session(user, **DEVICE, real_now=AT) for _ in range(2))
    sign_out(here, real_now=AT)

    assert read_actor(there, real_now=AT) is not None


@pytest.mark.parametrize(
    ("later", "open_"),
    [
        pytest.param(timedelta(minutes=119), True, id="within two hours"),
        pytest.param(ABSOLUTE + timedelta(seconds=1), False, id="after twelve hours"),
    ],
)
def test_a_session_grows_too_old(user, later, open_):
    token = open_session(user, **DEVICE, real_now=AT)

    assert (read_actor(token, real_now=AT + later) is not None) is open_


def test_a_person_who_was_deactivated_is_signed_out(user):
    token = open_session(user, **DEVICE, real_now=AT)
    user.is_active = False

    assert read_actor(token, real_now=AT) is None


def test_the_right_password_opens_a_session_and_is_recorded(user):
    token = sign_in(user.sign_in_name, True, **DEVICE, real_now=AT)

    assert read_actor(token, real_now=AT).user_id == user.id
    assert trail(user.chain)[-1].event == "user:sign_in"


@pytest.mark.parametrize("name", ["known", "unknown"])
def test_a_wrong_sign_in_does_not_say_what_was_wrong(user, name):
    asked = user.sign_in_name if name == "known" else "nobody-of-this-name"

    with pytest.raises(WrongSignIn):
        sign_in(asked, False, **DEVICE, real_now=AT)


def test_a_deactivated_person_is_not_told_so(user):
    user.is_active = False

    with pytest.raises(WrongSignIn):
        sign_in(user.sign_in_name, True, **DEVICE, real_now=AT)


def fail_times(user: User, times: int) -> None:
    for _ in range(times):
        note_failure(user.sign_in_name, real_now=AT)


def test_ten_failures_close_the_account_for_a_while(user):
    fail_times(user, FREE_TRIES)

    with pytest.raises(TooManyTries):
        sign_in(user.sign_in_name, True, **DEVICE, real_now=AT)


def test_nine_failures_do_not(user):
    fail_times(user, FREE_TRIES - 1)

    assert sign_in(user.sign_in_name, True, **DEVICE, real_now=AT)


def test_after_the_pause_the_account_is_open_again(user):
    fail_times(user, FREE_TRIES)

    assert sign_in(user.sign_in_name, True, **DEVICE, real_now=AT + PAUSE)


def test_failures_of_long_ago_are_forgotten(user):
    fail_times(user, FREE_TRIES - 1)
    note_failure(user.sign_in_name, real_now=AT + PAUSE + timedelta(seconds=1))

    assert user.failures == 1


def test_a_success_forgets_the_failures(user):
    fail_times(user, FREE_TRIES - 1)
    sign_in(user.sign_in_name, True, **DEVICE, real_now=AT)

    assert (user.failures, user.failed_at) == (0, None)


def test_failures_of_nobody_are_not_counted(work):
    note_failure("nobody", real_now=AT)

    assert work.exec(select(User)).all() == []


@pytest.mark.parametrize("name", ["officer7", "Officer7", "OFFICER7"])
def test_a_sign_in_name_belongs_to_one_person(work, name):
    register_person("officer7", "王晓", password_hash="", at=AT)

    with pytest.raises(NameTaken):
        register_person(name, "陈立", password_hash="", at=AT)


@pytest.mark.parametrize(
    "password", ["short-1", "Minzheng-2026", "my-PASSWORD-is", "苏州市民政局公益创投2026"]
)
def test_a_weak_password_is_refused(password):
    with pytest.raises(WeakPassword):
        check_strength(password)


def test_a_good_password_is_taken():
    check_strength(PASSWORD)

    assert matches(PASSWORD, hash_password(PASSWORD))


@pytest.mark.parametrize("stored", ["", "no hash at all"])
def test_a_person_without_a_password_cannot_sign_in_with_any(stored):
    assert not matches("", stored)
    assert not matches("nobody-signs-in-with-this", stored)


@pytest.fixture
def known(database) -> User:
    with database.work(writing=True):
        return register_person("lotus", "王晓", password_hash=hash_password(PASSWORD), at=AT)


def send(client, password: str, target: str = "/sign-in"):
    return client.post(target, data={"sign_in_name": "lotus", "password": password})


def test_the_form_signs_in(client, known):
    answer = send(client, PASSWORD, "/sign-in?next=/messages")

    assert (answer.status_code, answer.location) == (302, "/messages")
    assert client.get("/messages").status_code == 200


def test_no_digest_of_a_form_depends_on_the_password(database, client, known):
    sent = {"sign_in_name": "lotus", "password": PASSWORD, "act_key": "a-key"}
    plain = "/sign-in?act_key=a-key&sign_in_name=lotus"

    assert client.post("/sign-in", data=sent).status_code == 302
    with database.work(writing=False) as reading:
        stored = reading.exec(select(IdempotencyKey)).one()
    assert stored.body == hashlib.sha256(plain.encode()).hexdigest()


def test_the_form_says_the_same_of_a_wrong_name_and_a_wrong_password(client, known):
    wrong = send(client, "wrong")
    unknown = client.post("/sign-in", data={"sign_in_name": "nobody", "password": PASSWORD})

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    sentence = "登录名或者密码不正确，请核对后重试。"
    assert sentence in wrong.get_data(as_text=True)
    assert sentence in unknown.get_data(as_text=True)


def test_the_form_closes_the_account_after_ten_failures(client, known):
    for _ in range(FREE_TRIES):
        assert send(client, "wrong").status_code == 422

    assert send(client, PASSWORD).status_code == 429
    assert client.get("/messages").status_code == 302


def test_the_form_never_shows_a_password_again(client, known):
    assert "wrong-but-secret" not in send(client, "wrong-but-secret").get_data(as_text=True)


def test_signing_out_makes_the_cookie_worthless(client, database, known):
    send(client, PASSWORD)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    answer = client.post("/sign-out")
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True

    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert client.get("/messages").status_code == 302


def test_signing_in_gives_another_token_each_time(client, known):
    tokens = []
    for _ in range(2):
        send(client, PASSWORD)
        with client.session_transaction() as cookie:
            tokens.append(cookie["_user_id"])

    assert tokens[0] != tokens[1]


def test_an_idle_session_ends(user):
    token = open_session(user, **DEVICE, real_now=AT)

    assert read_actor(token, real_now=AT + IDLE) is not None
    assert read_actor(token, real_now=AT + IDLE + timedelta(seconds=1)) is None


def test_a_session_in_use_does_not_idle(user):
    token = open_session(user, **DEVICE, real_now=AT)
    note_seen(token, real_now=AT + IDLE)

    assert read_actor(token, real_now=AT + IDLE + timedelta(hours=1)) is not None


@pytest.mark.parametrize(
    ("ago", "seen_again"),
    [
        pytest.param(SEEN_EVERY + timedelta(minutes=1), True, id="some minutes ago"),
        pytest.param(SEEN_EVERY - timedelta(minutes=1), False, id="just now"),
    ],
)
def test_every_few_minutes_a_request_notes_that_the_person_is_here(
    client, database, known, ago, seen_again
):
    before = SystemClock().now() - ago
    with database.work(writing=True):
        token = open_session(known, **DEVICE, real_now=before)
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True

    assert client.get("/messages").status_code == 200

    with database.work(writing=False) as reading:
        opened = reading.exec(select(UserSession)).one()
    assert (opened.seen_at > before) is seen_again
