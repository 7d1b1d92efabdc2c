"""Gapless numbers: a locked row per counter, so that a roll-back gives its number back."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, SQLModel

from app.db import session


class Counter(SQLModel, table=True):
    """The last number given under one name."""

    name: str = Field(primary_key=True, max_length=80)
    value: int = 0


def next_number(name: str) -> int:
    """Take the next number; it belongs to the current transaction until that ends.

    Take counters last in a transaction: the row stays locked until the commit.
    """
    database = session()
    counter = database.get(Counter, name, with_for_update=True)
    if counter is None:
        counter = _begin(name)
    counter.value += 1
    database.flush()
    return counter.value


def _begin(name: str) -> Counter:
    """Make a counter's row; when somebody else makes it at the same time, wait and take theirs."""
    database = session()
    database.flush()  # what waits to be written must not fail inside the savepoint
    try:
        with database.begin_nested():
            database.add(Counter(name=name))
            database.flush()
    except IntegrityError:
        pass
    return database.get_one(Counter, name, with_for_update=True)
