"""Working days by the State Council's yearly arrangement (调休).

Day 0 does not count; a period of n working days ends on the n-th working day after the start.
Source: DOMAIN rules; data of the years that chinesecalendar knows. A date in a year that is not
loaded is counted Monday–Friday and shown as provisional.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from chinese_calendar.constants import holidays, workdays

DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """Exceptions to Monday–Friday and the years whose arrangement is known.

    exceptions: day → whether it is worked.
    """

    exceptions: Mapping[date, bool]
    loaded_years: frozenset[int]

    def is_workday(self, day: date) -> bool:
        """Return whether a day is worked."""
        return self.exceptions.get(day, day.weekday() < 5)

    def is_provisional(self, day: date) -> bool:
        """Return whether the year's arrangement is not loaded yet."""
        return day.year not in self.loaded_years


def _built_in() -> WorkCalendar:
    exceptions = {day: False for day in holidays if day.weekday() < 5}
    exceptions |= {day: True for day in workdays if day.weekday() >= 5}
    years = frozenset(day.year for day in holidays)
    return WorkCalendar(exceptions, years)


BUILT_IN = _built_in()


def add_workdays(start: date, n: int, calendar: WorkCalendar = BUILT_IN) -> date:
    """Return the n-th working day after a day; 0 is the day itself. Raises ValueError below 0."""
    if n < 0:
        raise ValueError("a period of working days is not negative")
    day = start
    while n:
        day += DAY
        n -= calendar.is_workday(day)
    return day


def workdays_between(start: date, end: date, calendar: WorkCalendar = BUILT_IN) -> int:
    """Count the working days after start up to and including end; negative when end is before."""
    if end < start:
        return -workdays_between(end, start, calendar)
    days = (end - start).days
    return sum(calendar.is_workday(start + DAY * i) for i in range(1, days + 1))


@dataclass(frozen=True)
class Counted:
    """One day of a period: index is its number among the working days, None when skipped."""

    day: date
    index: int | None
    kind: Literal["start", "workday", "weekend", "holiday", "makeup"]


def explain(start: date, n: int, calendar: WorkCalendar = BUILT_IN) -> tuple[Counted, ...]:
    """Return every day of a period of n working days, for the strip that explains it."""
    steps = [Counted(start, None, "start")]
    index = 0
    end = add_workdays(start, n, calendar)
    day = start
    while day < end:
        day += DAY
        worked, weekday = calendar.is_workday(day), day.weekday() < 5
        index += worked
        if worked:
            steps.append(Counted(day, index, "workday" if weekday else "makeup"))
        else:
            steps.append(Counted(day, None, "holiday" if weekday else "weekend"))
    return tuple(steps)


__all__ = [
    "BUILT_IN",
    "Counted",
    "WorkCalendar",
    "add_workdays",
    "explain",
    "workdays_between",
]
