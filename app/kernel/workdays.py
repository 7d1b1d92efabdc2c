"""Working days by the State Council's yearly arrangement (调休).

Day 0 does not count; a period of n working days ends on the n-th working day after the start, at
24:00. A date in a year that is not loaded is counted Monday–Friday and shown as provisional.
Source: 民法典 201, 203; the State Council's notices as chinesecalendar holds them (2004 to 2026).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Literal

from chinese_calendar.constants import holidays, workdays

DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """Exceptions to Monday–Friday and the years whose arrangement is known.

    exceptions: day → whether it is worked; loaded_years: the years that are not provisional.
    """

    exceptions: Mapping[date, bool]
    loaded_years: frozenset[int]

    def is_workday(self, day: date) -> bool:
        """Return whether a day is worked; raises TypeError for a moment."""
        # A datetime is a date to Python, but equals no key here: it would miss every holiday.
        if isinstance(day, datetime):
            raise TypeError("a day is expected, not a moment: take local(at).date()")
        return self.exceptions.get(day, day.weekday() < 5)

    def is_provisional(self, day: date) -> bool:
        """Return whether a date rests on Monday–Friday only, its year not being loaded yet."""
        return day.year not in self.loaded_years


def _built_in() -> WorkCalendar:
    exceptions = {day: False for day in holidays if day.weekday() < 5}
    exceptions |= {day: True for day in workdays if day.weekday() >= 5}
    years = frozenset(day.year for day in holidays)
    return WorkCalendar(MappingProxyType(exceptions), years)


BUILT_IN = _built_in()


def add_workdays(start: date, n: int, calendar: WorkCalendar = BUILT_IN) -> date:
    """Return the n-th working day after a day; for 0 the day itself, worked or not.

    Raises ValueError below 0. Whether the answer is certain, calendar.is_provisional() tells.
    """
    if n < 0:
        raise ValueError("a period of working days is not negative")
    day = start
    while n:
        day += DAY
        n -= calendar.is_workday(day)
    return day


def add_days(start: date, n: int, calendar: WorkCalendar = BUILT_IN) -> date:
    """Return the last day of a period of n calendar days after a day.

    A last day that is not worked gives way to the next working day. Source: 民法典 203.
    Raises ValueError below 0.
    """
    if n < 0:
        raise ValueError("a period of days is not negative")
    day = start + DAY * n
    while not calendar.is_workday(day):
        day += DAY
    return day


def workdays_between(start: date, end: date, calendar: WorkCalendar = BUILT_IN) -> int:
    """Count the working days after start up to and including end; negative when end is before."""
    if end < start:
        return -workdays_between(end, start, calendar)
    days = (end - start).days
    return sum(calendar.is_workday(start + DAY * i) for i in range(1, days + 1))


@dataclass(frozen=True)
class Counted:
    """One day of a period.

    index: its number among the counted working days, None when it is not counted; kind: why.
    """

    day: date
    index: int | None
    kind: Literal["start", "workday", "weekend", "holiday", "makeup"]


def explain(start: date, n: int, calendar: WorkCalendar = BUILT_IN) -> tuple[Counted, ...]:
    """Return every day from start to the end of n working days, for the strip that explains it.

    A holiday on a weekend is shown as weekend: the calendar keeps exceptions only.
    """
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
