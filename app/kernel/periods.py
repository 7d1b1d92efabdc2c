"""Days, windows and deadlines in Beijing time."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.kernel.clock import SHANGHAI, ensure_utc


def start_of_day(day: date) -> datetime:
    """Return 00:00 Beijing time of a day, aware UTC."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """Return 24:00 Beijing time of a day (00:00 of the next), aware UTC."""
    return start_of_day(day + timedelta(days=1))


@dataclass(frozen=True)
class Window:
    """A span of time; the opening moment belongs to it, the closing moment does not."""

    opens: datetime
    closes: datetime

    def __post_init__(self) -> None:
        if ensure_utc(self.opens) >= ensure_utc(self.closes):
            raise ValueError("a window closes after it opens")

    def contains(self, at: datetime) -> bool:
        """Return whether a moment lies inside: at 24:00:00 of the last day it is over."""
        return self.opens <= ensure_utc(at) < self.closes


def months_between(first: date, last: date) -> int:
    """Count whole calendar months from the first to the last, both included (2026-08…2027-03: 8).

    Source: 太仓 2018, month-granular periods; a bare month is read as its first day.
    """
    return (last.year - first.year) * 12 + last.month - first.month + 1
