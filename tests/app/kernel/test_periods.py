"""Days, windows and months."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.kernel.periods import Window, end_of_day, month_from, months_between, start_of_day

DEADLINE = date(2026, 3, 20)
INSTANT = timedelta(microseconds=1)


def test_a_day_starts_at_midnight_in_beijing():
    assert start_of_day(DEADLINE) == datetime(2026, 3, 19, 16, 0, tzinfo=UTC)
    assert start_of_day(DEADLINE).tzinfo is UTC


def test_a_day_ends_when_the_next_one_starts():
    assert end_of_day(date(2026, 12, 31)) == start_of_day(date(2027, 1, 1))


def test_a_moment_is_no_day():
    with pytest.raises(TypeError, match="not a moment"):
        start_of_day(datetime(2026, 3, 20, tzinfo=UTC))


@pytest.mark.parametrize(
    ("at", "inside"),
    [
        pytest.param(start_of_day(date(2026, 3, 1)) - INSTANT, False, id="before"),
        pytest.param(start_of_day(date(2026, 3, 1)), True, id="opening moment"),
        pytest.param(end_of_day(DEADLINE) - INSTANT, True, id="last instant"),
        pytest.param(end_of_day(DEADLINE), False, id="24:00 sharp is late"),
        pytest.param(end_of_day(DEADLINE) + timedelta(seconds=1), False, id="one second late"),
    ],
)
def test_window_of_days(at, inside):
    assert Window.of_days(date(2026, 3, 1), DEADLINE).contains(at) is inside


def test_window_closes_after_it_opens():
    at = end_of_day(DEADLINE)

    with pytest.raises(ValueError, match="closes after"):
        Window(at, at)


def test_window_knows_no_naive_moments():
    naive = datetime(2026, 3, 20)  # noqa: DTZ001 -- a naive moment is what is refused

    with pytest.raises(ValueError, match="time zone"):
        Window(naive, end_of_day(DEADLINE))
    with pytest.raises(ValueError, match="time zone"):
        Window.of_days(DEADLINE, DEADLINE).contains(naive)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        pytest.param(date(2018, 8, 1), date(2019, 6, 1), 11, id="Taicang 2018"),
        pytest.param(date(2026, 8, 1), date(2027, 3, 1), 8, id="over the year's end"),
        pytest.param(date(2026, 8, 31), date(2026, 8, 1), 1, id="one month, days do not matter"),
        pytest.param(date(2026, 8, 1), date(2026, 7, 1), 0, id="the month before"),
        pytest.param(date(2026, 8, 1), date(2025, 8, 1), -11, id="a year before"),
    ],
)
def test_months_count_both_ends(first, last, months):
    assert months_between(first, last) == months


@pytest.mark.parametrize(
    "text",
    ["2026-08", "2026-8", "2026年8月", "2026年08月", "2026年8", "2026.8", "2026/8", "202608"],
)
def test_a_month_is_read_as_people_write_it(text):
    assert month_from(text) == date(2026, 8, 1)


@pytest.mark.parametrize("text", ["", "8月", "2026", "2026-13", "2026-00", "20268", "2026-08-01"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError, match="month"):
        month_from(text)
