"""The time of the platform: the database's clock, shifted in the demo and in tests only."""

import time
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlmodel import Field, SQLModel, select

from app.db import Database, session
from app.kernel.clock import SystemClock


class ClockShift(SQLModel, table=True):
    """By how many seconds the demo's clock is ahead of the real one (one row)."""

    __tablename__ = "clock_shift"

    id: int = Field(default=1, primary_key=True)
    seconds: int = 0


class DatabaseClock:
    """Database time, read once and carried on by the monotonic clock since.

    On SQLite the machine's own time. In the demo the shift row is read on every call, so that web
    and worker agree at once; production never reads it.
    """

    def __init__(self, database: Database, *, shiftable: bool) -> None:
        self._database = database
        self._shiftable = shiftable
        self._start = self._database_time()
        self._monotonic = time.monotonic()

    def now(self) -> datetime:
        """Return the platform's time, aware UTC."""
        elapsed = timedelta(seconds=time.monotonic() - self._monotonic)
        return self._start + elapsed + timedelta(seconds=self.shift())

    def shift(self) -> int:
        """Return the shift in seconds, 0 in production."""
        if not self._shiftable:
            return 0
        with self._database.open(writing=False) as reading:
            return reading.exec(select(ClockShift.seconds)).first() or 0

    def _database_time(self) -> datetime:
        if self._database.is_sqlite:
            return SystemClock().now()
        with self._database.open(writing=False) as reading:
            moment: datetime = reading.execute(text("SELECT clock_timestamp()")).scalar_one()
            return moment


def set_shift(seconds: int) -> None:
    """Move the demo's clock for web and worker alike."""
    row = session().get(ClockShift, 1) or ClockShift()
    row.seconds = seconds
    session().add(row)
