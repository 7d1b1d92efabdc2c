"""Working days: official vectors, make-up days, years that are not known yet."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.workdays import (
    BUILT_IN,
    Counted,
    WorkCalendar,
    add_days,
    add_workdays,
    explain,
    workdays_between,
)

EMPTY = WorkCalendar({}, frozenset())
days = st.dates(date(2020, 1, 1), date(2028, 12, 31))
periods = st.integers(0, 60)
few = settings(max_examples=60)

VECTORS = [
    ("2026-02-10", 5, "2026-02-24"),
    ("2026-02-10", 7, "2026-02-26"),
    ("2026-09-18", 2, "2026-09-21"),
    ("2026-09-18", 5, "2026-09-24"),
    ("2026-09-28", 7, "2026-10-13"),
    ("2026-04-30", 5, "2026-05-11"),
    ("2026-01-01", 2, "2026-01-05"),
    ("2026-06-17", 3, "2026-06-23"),
    ("2026-10-09", 1, "2026-10-10"),
]
MAKE_UP = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
HOLIDAYS = [
    ("01-01", "01-03"),
    ("02-15", "02-23"),
    ("04-04", "04-06"),
    ("05-01", "05-05"),
    ("06-19", "06-21"),
    ("09-25", "09-27"),
    ("10-01", "10-07"),
]


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(("start", "n", "end"), VECTORS)
def test_add_workdays_by_the_arrangement_of_2026(start, n, end):
    assert add_workdays(day(start), n) == day(end)


@pytest.mark.parametrize(("start", "n", "end"), VECTORS)
def test_workdays_between_is_the_way_back(start, n, end):
    assert workdays_between(day(start), day(end)) == n


def test_the_year_2026_is_off_and_made_up_as_announced():
    free = set()
    for first, last in HOLIDAYS:
        length = (day(f"2026-{last}") - day(f"2026-{first}")).days + 1
        free |= {day(f"2026-{first}") + timedelta(days=i) for i in range(length)}
    worked = {day(f"2026-{text}") for text in MAKE_UP}

    for ordinal in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal()):
        here = date.fromordinal(ordinal)
        expected = here in worked or (here.weekday() < 5 and here not in free)
        assert BUILT_IN.is_workday(here) is expected, here


def test_nothing_added_is_the_day_itself_even_a_sunday():
    assert add_workdays(day("2026-01-11"), 0) == day("2026-01-11")


@pytest.mark.parametrize("add", [add_workdays, add_days])
def test_a_period_is_not_negative(add):
    with pytest.raises(ValueError, match="not negative"):
        add(day("2026-01-05"), -1)


def test_a_moment_is_no_day():
    with pytest.raises(TypeError, match="not a moment"):
        BUILT_IN.is_workday(datetime(2026, 10, 1, tzinfo=UTC))


def test_workdays_between_counts_backwards_below_zero():
    assert workdays_between(day("2026-02-24"), day("2026-02-10")) == -5
    assert workdays_between(day("2026-02-10"), day("2026-02-10")) == 0


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        pytest.param("2026-03-02", 7, "2026-03-09", id="a working day stays"),
        pytest.param("2026-03-01", 6, "2026-03-09", id="Saturday gives way to Monday"),
        pytest.param("2026-02-05", 10, "2026-02-24", id="past the whole spring festival"),
        pytest.param("2026-02-04", 10, "2026-02-14", id="a Saturday that is worked stays"),
    ],
)
def test_calendar_days_end_on_a_working_day(start, n, end):
    assert add_days(day(start), n) == day(end)


def test_a_year_that_is_not_loaded_is_provisional():
    assert not BUILT_IN.is_provisional(day("2026-12-31"))
    assert BUILT_IN.is_provisional(day("2027-01-01"))


def test_a_period_into_a_year_that_is_not_loaded_counts_monday_to_friday():
    end = add_workdays(day("2026-12-30"), 3)

    assert end == day("2027-01-04")
    assert BUILT_IN.is_provisional(end)


def test_a_loaded_calendar_moves_the_end():
    loaded = WorkCalendar({day("2027-01-01"): False}, frozenset({2026, 2027}))

    assert add_workdays(day("2026-12-30"), 3, loaded) == day("2027-01-05")
    assert not loaded.is_provisional(day("2027-01-05"))


def test_the_built_in_calendar_cannot_be_changed():
    with pytest.raises(TypeError):
        BUILT_IN.exceptions[day("2026-01-05")] = False


def test_explain_names_every_day_of_the_strip():
    assert explain(day("2026-09-24"), 2) == (
        Counted(day("2026-09-24"), None, "start"),
        Counted(day("2026-09-25"), None, "holiday"),
        Counted(day("2026-09-26"), None, "weekend"),
        Counted(day("2026-09-27"), None, "weekend"),
        Counted(day("2026-09-28"), 1, "workday"),
        Counted(day("2026-09-29"), 2, "workday"),
    )


def test_explain_shows_a_made_up_day_as_counted():
    assert explain(day("2026-10-09"), 1)[-1] == Counted(day("2026-10-10"), 1, "makeup")


def test_explain_of_no_days_is_the_start_alone():
    assert explain(day("2026-10-01"), 0) == (Counted(day("2026-10-01"), None, "start"),)


@few
@given(days, st.integers(1, 60))
def test_a_period_ends_on_a_working_day(start, n):
    assert BUILT_IN.is_workday(add_workdays(start, n))


@few
@given(days, periods)
def test_between_undoes_add(start, n):
    assert workdays_between(start, add_workdays(start, n)) == n


@few
@given(days, periods, periods)
def test_periods_follow_one_another(start, first, second):
    assert add_workdays(add_workdays(start, first), second) == add_workdays(start, first + second)


@few
@given(days, days, periods)
def test_a_later_start_never_ends_earlier(one, other, n):
    early, late = sorted([one, other])

    assert add_workdays(early, n) <= add_workdays(late, n)


@few
@given(days, periods)
def test_explain_counts_as_add_does(start, n):
    strip = explain(start, n)

    assert strip[-1].day == add_workdays(start, n)
    assert [step.index for step in strip if step.index] == list(range(1, n + 1))
    assert [step.day for step in strip] == [
        start + timedelta(days=i) for i in range((strip[-1].day - start).days + 1)
    ]


@few
@given(days, periods)
def test_without_exceptions_five_working_days_are_a_week(start, weeks):
    monday = start - timedelta(days=start.weekday())

    assert add_workdays(monday, weeks * 5, EMPTY) == monday + timedelta(weeks=weeks)
