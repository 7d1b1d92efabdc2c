"""Databases of a test's own, for threads, servers and migrations: nothing is rolled back there."""

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url
from sqlmodel import create_engine

from app import schema
from app.config import Settings
from app.db import Database


@pytest.fixture(params=("sqlite", "postgresql"))
def make_own_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Make empty databases and return their addresses; they are removed when the test ends."""
    if request.param == "sqlite":
        yield lambda: f"sqlite:///{tmp_path / secrets.token_hex(6)}.db"
        return
    base, names = os.environ["TEST_DATABASE_URL"], list[str]()
    server = create_engine(base, isolation_level="AUTOCOMMIT")

    def make() -> str:
        names.append(f"own_{secrets.token_hex(6)}")
        with server.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{names[-1]}" TEMPLATE template0')
        return make_url(base).set(database=names[-1]).render_as_string(hide_password=False)

    yield make
    with server.connect() as connection:
        for name in names:
            connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    server.dispose()


@pytest.fixture
def own_database(make_own_url: Callable[[], str], settings: Settings) -> Iterator[Database]:
    """A committed database with the whole schema, and connections for each thread."""
    database = Database(make_own_url())
    schema.upgrade(database)
    yield database
    database.dispose()
