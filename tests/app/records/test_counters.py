"""Official numbers have no gaps and no doubles, whatever is rolled back and however many come."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.db import Database
from app.records.counters import next_number


class Undone(Exception):
    """Something went wrong after the number was taken."""


def test_numbers_begin_at_one(work):
    assert [next_number("a"), next_number("a"), next_number("b")] == [1, 2, 1]


def take_and_fail(work):
    with work.begin_nested():
        next_number("letter")
        raise Undone


def test_a_number_rolled_back_is_given_again(work):
    next_number("letter")
    with pytest.raises(Undone):
        take_and_fail(work)
    work.expire_all()

    assert next_number("letter") == 2


def test_parallel_numbers_have_no_gap_and_no_double(own_database: Database):
    """The counter has no row yet, and every third writer rolls back."""

    def take(turn: int) -> int | None:
        try:
            with own_database.work(writing=True):
                number = next_number("letter")
                if turn % 3 == 0:
                    raise Undone
                return number
        except Undone:
            return None

    with ThreadPoolExecutor(4) as pool:
        numbers = [n for n in pool.map(take, range(24)) if n is not None]

    assert sorted(numbers) == list(range(1, 17))
