"""Time: aware UTC inside, Beijing time for people."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Whatever knows the time."""

    def now(self) -> datetime:
        """Return the present moment, aware UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class FixedClock:
    """A clock that stands still."""

    at: datetime

    def now(self) -> datetime:
        return ensure_utc(self.at)


@dataclass(frozen=True)
class ShiftedClock:
    """A clock that is ahead of another one by a fixed time."""

    clock: Clock
    ahead: timedelta

    def now(self) -> datetime:
        return self.clock.now() + self.ahead


def ensure_utc(at: datetime) -> datetime:
    """Return the moment in UTC; raises ValueError for a moment without a time zone."""
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(UTC)


def local(at: datetime) -> datetime:
    """Return the moment in Beijing time; raises ValueError for a naive one."""
    return ensure_utc(at).astimezone(SHANGHAI)
