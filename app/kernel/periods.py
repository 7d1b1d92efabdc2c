"""Days, windows and deadlines in Beijing time."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.kernel.clock import SHANGHAI, ensure_utc


def start_of_day(day: date) -> datetime:
    """Return 00:00 Beijing time of a day, aware UTC; raises TypeError for a moment."""
    if isinstance(day, datetime):
        raise TypeError("a day is expected, not a moment: take local(at).date()")
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """Return 24:00 Beijing time of a day (00:00 of the next), aware UTC."""
    return start_of_day(day + timedelta(days=1))


@dataclass(frozen=True)
class Window:
    """A span of time: the opening moment belongs to it, the closing moment does not.

    A deadline that is given as a day closes at end_of_day(day): what arrives at 23:59:59.999999
    is in time, what arrives at 24:00:00 sharp is late. Raises ValueError for naive moments and
    for a window that does not close after it opens.
    """

    opens: datetime
    closes: datetime

    def __post_init__(self) -> None:
        if ensure_utc(self.opens) >= ensure_utc(self.closes):
            raise ValueError("a window closes after it opens")

    @classmethod
    def of_days(cls, first: date, last: date) -> "Window":
        """Return the window from 00:00 of the first to 24:00 of the last day, Beijing time."""
        return cls(start_of_day(first), end_of_day(last))

    def contains(self, at: datetime) -> bool:
        """Return whether a moment lies inside; raises ValueError for a naive one."""
        return self.opens <= ensure_utc(at) < self.closes


MONTH = re.compile(r"(\d{4})(?:\s*[-./年]\s*(\d{1,2})\s*月?|(\d{2}))")


def month_from(text: str) -> date:
    """Return the first day of a month as people write it.

    text: "2026-08", "2026年8月", "2026.8", "2026/8" or "202608". Raises ValueError for the rest.
    """
    found = MONTH.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is no month")
    return date(int(found[1]), int(found[2] or found[3]), 1)


def months_between(first: date, last: date) -> int:
    """Count the calendar months from the first to the last, both included, whatever the days.

    2018-08 to 2019-06 is 11; the same month is 1; 0 or less when last is in an earlier month.
    Source: 太仓 2018, whose periods are given in months ("2018-08 to 2019-06, at least 8").
    """
    return (last.year - first.year) * 12 + last.month - first.month + 1
