"""Keyset pages: constant cost however long a list becomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select

from app.db import session

T = TypeVar("T")
PER_PAGE = 30


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows, and the keys before which the neighbouring pages begin (None at the ends)."""

    rows: Sequence[T]
    next: int | None
    first: bool

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def page_of(
    statement: Select[Any],
    key: Any,
    *,
    before: int | None,
    limit: int = PER_PAGE,
    scalars: bool = True,
) -> Page[Any]:
    """Return one page, newest first.

    key: the unique integer column that orders the list; before: the last key of the page before.
    """
    if before is not None:
        statement = statement.where(key < before)
    wanted = statement.order_by(key.desc()).limit(limit + 1)
    result = session().execute(wanted)
    rows = list(result.scalars() if scalars else result)
    more = len(rows) > limit
    rows = rows[:limit]
    last = rows[-1].id if more else None
    return Page(rows, last, before is None)
