"""Pages by key: every row once, newest first, and the same number of statements however long."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from app.accounts.enums import Role
from app.accounts.models import User
from app.accounts.operations import actor_of
from app.records.outbox import queue
from app.registry.operations import claim_organisation
from app.web.paging import page_of
from projects.operations.applications import start_application
from tests.factories.calls import OPENS_AT, make_appropriation, make_call
from tests.factories.people import AT, make_actor, make_user
from tests.factories.registry import make_organisation, make_signatory


@pytest.fixture
def people(work) -> list[User]:
    return [make_user() for _ in range(7)]


def test_pages_hold_every_row_once_newest_first(people):
    statement, key, found, before = select(User), col(User.id), [], None
    while True:
        shown = page_of(statement, key, before=before, limit=3)
        found += [user.id for user in shown]
        if shown.next is None:
            break
        before = shown.next

    assert found == sorted((user.id for user in people), reverse=True)


@pytest.mark.parametrize(("limit", "more"), [(6, True), (7, False), (8, False)])
def test_the_last_page_has_no_next(people, limit, more):
    shown = page_of(select(User), col(User.id), before=None, limit=limit)

    assert (shown.next is not None) is more


def test_a_row_that_comes_in_between_shifts_nothing(people):
    first = page_of(select(User), col(User.id), before=None, limit=3)
    make_user()
    second = page_of(select(User), col(User.id), before=first.next, limit=3)

    assert [user.id for user in second] == [people[i].id for i in (3, 2, 1)]


def test_only_the_first_page_says_so(people):
    first = page_of(select(User), col(User.id), before=None, limit=3)
    second = page_of(select(User), col(User.id), before=first.next, limit=3)

    assert (first.first, second.first) == (True, False)


@contextmanager
def counted(connection) -> Iterator[list[str]]:
    """Collect the statements that are sent, without the savepoints of the tests."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            sent.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    yield sent
    event.remove(connection, "before_cursor_execute", note)


def _calls(n: int) -> User:
    money = make_appropriation()
    officer = make_user(Role.OFFICER)
    for number in range(n):
        make_call(actor=actor_of(officer), appropriation=money, title=f"征集公告{number}")
    return officer


def _claims(n: int) -> User:
    for _ in range(n):
        organisation = make_organisation()
        claim_organisation(organisation.credit_code, "主任", actor=make_actor(), at=AT)
    return make_user(Role.OFFICER)


def _own_claims(n: int) -> User:
    user = make_user()
    for _ in range(n):
        claim_organisation(make_organisation().credit_code, "主任", actor=actor_of(user), at=AT)
    return user


def _messages(n: int) -> User:
    user = make_user(Role.OFFICER)
    for number in range(n):
        queue([user.id], subject=f"第{number}条", body="请查看", at=AT)
    return user


def _appropriations(n: int) -> User:
    for _ in range(n):
        make_appropriation()
    return make_user(Role.OFFICER)


def _applications(n: int) -> User:
    organisation = make_organisation()
    user = make_signatory(organisation)
    money = make_appropriation()
    for number in range(n):
        call = make_call(appropriation=money, title=f"征集公告{number}")
        start_application(call, organisation, actor=actor_of(user), at=OPENS_AT)
    return user


LISTS = [
    pytest.param("/calls", _calls, id="calls"),
    pytest.param("/calls/manage", _calls, id="calls to manage"),
    pytest.param("/claims", _claims, id="claims"),
    pytest.param("/organisations", _own_claims, id="own claims"),
    pytest.param("/messages", _messages, id="messages"),
    pytest.param("/desk", _messages, id="desk with messages"),
    pytest.param("/desk", _claims, id="desk with tasks"),
    pytest.param("/appropriations", _appropriations, id="appropriations"),
    pytest.param("/applications", _applications, id="applications"),
]


@pytest.mark.parametrize(("path", "fill"), LISTS)
def test_a_long_list_asks_no_more_than_a_short_one(
    database, connection, sign_in, path: str, fill: Callable[[int], User]
):
    numbers = []
    for rows in (1, 30):
        with database.work(writing=True):
            user = fill(rows)
        client = sign_in(user)
        client.get(path)
        with counted(connection) as sent:
            assert client.get(path).status_code == 200
        numbers.append(len(sent))

    assert numbers[0] == numbers[1]
