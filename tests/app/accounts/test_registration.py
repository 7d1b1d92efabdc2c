"""Signing up: what is asked, what is refused, and how many newcomers one network may bring."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.accounts.models import User
from app.accounts.operations import NameTaken, open_session, read_actor, register_person
from app.accounts.passwords import LEAST, WeakPassword, matches
from app.accounts.registration import MOST, PERIOD, TooManyNewcomers, sign_up
from app.records.audit import trail
from tests.factories.people import AT, make_user

PASSWORD = "Lotus-under-rain-9"
HERE, THERE = "192.0.2.7", "192.0.2.8"
TYPED = {"name": "夏知秋", "sign_in_name": "Zhiqiu", "phone": "13000000000", "password": PASSWORD}


def enter(name="zhiqiu", *, password=PASSWORD, address=HERE, real_now=AT):
    return sign_up(
        name,
        "夏知秋",
        phone="13000000000",
        password=password,
        password_hash="",
        agent="tests",
        address=address,
        at=AT,
        real_now=real_now,
    )


def crowd(address=HERE, *, count=MOST, real_now=AT, first=0):
    for n in range(first, first + count):
        enter(f"newcomer{n}", address=address, real_now=real_now)


def test_a_newcomer_is_signed_in_has_no_role_and_is_on_record(work):
    actor = read_actor(enter("Zhiqiu"), real_now=AT)

    assert (actor.name, actor.hats) == ("夏知秋", ())
    (entry,) = trail(f"user:{actor.code}")
    assert (entry.event, entry.actor_name, entry.facts) == ("user:register", "夏知秋", {})


@pytest.mark.parametrize(
    ("facts", "refusal"), [({"password": "short"}, WeakPassword), ({"name": "TAKEN"}, NameTaken)]
)
def test_a_refused_newcomer_leaves_nothing(work, facts, refusal):
    register_person("taken", "王晓", password_hash="", at=AT)

    with pytest.raises(refusal):
        enter(**facts)

    assert [user.sign_in_name for user in work.exec(select(User))] == ["taken"]


def test_a_network_brings_so_many_newcomers_an_hour(work):
    crowd()

    with pytest.raises(TooManyNewcomers):
        enter()
    assert enter("elsewhere", address=THERE)
    assert enter("later", real_now=AT + PERIOD)


def test_only_a_first_session_makes_a_newcomer(work):
    crowd(count=MOST - 1)
    old = make_user()
    open_session(old, agent="tests", address=THERE, real_now=AT - timedelta(days=1))
    for _again in range(3):
        open_session(old, agent="tests", address=HERE, real_now=AT)

    assert enter()


def test_demo_people_are_no_newcomers(work):
    for n in range(MOST):
        shown = register_person(f"demo{n}", "王晓", password_hash="", at=AT, is_demo=True)
        open_session(shown, agent="tests", address=HERE, real_now=AT)

    assert enter()


def read(database, name) -> User | None:
    with database.work(writing=False) as reading:
        return reading.exec(select(User).where(User.sign_in_name == name)).first()


def test_the_form_registers_signs_in_and_leads_to_the_claim(database, client):
    answer = client.post("/register", data=TYPED)
    known = read(database, "zhiqiu")

    assert (answer.status_code, answer.location) == (302, "/organisations")
    assert (known.name, known.phone) == ("夏知秋", "13000000000")
    assert matches(PASSWORD, known.password_hash)
    assert client.get("/organisations").status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("sign_in_name", "ab"),
        ("sign_in_name", "two words"),
        ("sign_in_name", "x" * 41),
        ("phone", "call me"),
        ("phone", "12345"),
        ("phone", "1" * 21),
        ("password", ""),
        ("password", "minzheng-2026"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(database, client, field, value):
    answer = client.post("/register", data=TYPED | {field: value})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in page
    assert page.count('class="error"') == 1
    assert PASSWORD not in page
    assert read(database, "zhiqiu") is None


@pytest.mark.parametrize(
    "phone", ["13000000000", "0512-60000262", "（0512）6000 0262", "+86 512 60000262"]
)
def test_a_telephone_number_is_taken_as_people_write_it(client, phone):
    assert client.post("/register", data=TYPED | {"phone": phone}).status_code == 302


def test_who_is_signed_in_has_an_account(database, sign_in):
    with database.work(writing=True):
        user = make_user()
    client = sign_in(user)

    assert client.get("/register").location == "/organisations"
    assert client.post("/register", data=TYPED).location == "/organisations"
    assert read(database, "zhiqiu") is None


def test_the_sign_in_page_leads_to_the_registration(client):
    assert 'href="/register"' in client.get("/sign-in").get_data(as_text=True)


def test_the_hint_and_the_rule_agree(client):
    assert f"至少{LEAST}个字符" in client.get("/register").get_data(as_text=True)
