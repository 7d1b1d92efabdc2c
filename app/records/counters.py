"""Gapless numbers: a locked row per counter, so that a roll-back gives its number back."""

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
        counter = Counter(name=name)
    counter.value += 1
    database.add(counter)
    database.flush()
    return counter.value
