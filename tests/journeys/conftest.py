"""A journey: a real database of its own, the application as it runs, people in their browsers."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlmodel import Session

from app.accounts.queries import user_named
from app.config import Settings
from app.db import Database
from app.demo.story.thread import Story
from app.factory import create_app
from app.kernel.clock import SystemClock
from app.records.clock import set_shift
from app.schema import METADATA
from tests.conftest import DIALECTS
from tests.journeys.browser import Browser
from tests.journeys.databases import Shelf

# What moves without anybody's act: sessions, the demo's clock.
RESTLESS = {"user_session", "clock_shift"}


@dataclass(frozen=True)
class Journey:
    """One test's world. story: where the call stands and what time it is there."""

    database: Database
    app: Flask
    story: Story

    def read(self) -> AbstractContextManager[Session]:
        """A reading session, to look at what the pages have left."""
        return self.database.work(writing=False)

    def write(self) -> AbstractContextManager[Session]:
        """A writing session, to let the story's operations go on."""
        return self.database.work(writing=True)

    def clock(self, at: datetime) -> datetime:
        """Set the platform's clock; it runs on from there."""
        with self.write():
            set_shift(round((at - SystemClock().now()).total_seconds()) + 1)
        self.story.now = at
        return at

    def later(self, **period: float) -> datetime:
        """Let time pass on the platform."""
        return self.clock(self.story.now + timedelta(**period))

    def visitor(self) -> Browser:
        """A browser in which nobody has signed in."""
        return Browser(self.app)

    def person(self, sign_in_name: str) -> Browser:
        """The browser of a demo person, signed in by one click in the demo bar."""
        browser = self.visitor()
        with self.read():
            known = user_named(sign_in_name)
            assert known is not None, sign_in_name
        bar = browser.form_at("/", button="/demo/become")
        bar.submit("person", value=known.code, status=302)
        return browser

    def fingerprint(self, *without: str) -> dict[str, str]:
        """Return a checksum of every table, to show that a refusal has changed nothing.

        without: tables that the refusal may write to.
        """
        sums = {}
        with self.read() as reading:
            for table in METADATA.sorted_tables:
                if table.name in RESTLESS or table.name in without:
                    continue
                rows = reading.execute(text(f'SELECT * FROM "{table.name}"'))
                lines = sorted(repr(tuple(row)) for row in rows)
                sums[table.name] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        return sums


@pytest.fixture(scope="session", params=DIALECTS)
def shelf(request: pytest.FixtureRequest, settings: Settings, instance: Path) -> Iterator[Shelf]:
    """The templates of one kind of database."""
    made = Shelf(request.param, instance)
    yield made
    made.clear()


@pytest.fixture
def journey_from(shelf: Shelf, settings: Settings) -> Iterator[Callable[[str], Journey]]:
    """Begin a journey at a stage of the demo's story, or at "world" before any call."""
    opened: list[Database] = []

    def begin(stage: str) -> Journey:
        database, story = shelf.copy_of(stage)
        opened.append(database)
        journey = Journey(database, create_app(settings, database), story)
        journey.later(minutes=1)
        return journey

    yield begin
    for database in opened:
        shelf.drop(database)
