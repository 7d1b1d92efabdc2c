"""What every test stands on: two databases, a rolled-back connection, the application, a client."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import make_url
from sqlmodel import Session, create_engine

from app import schema
from app.accounts.models import User
from app.accounts.operations import open_session
from app.config import Mode, Settings
from app.db import Database
from app.factory import create_app, prepare_process
from app.kernel.clock import SystemClock
from app.records.calendar import seed_calendar

AT = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
DIALECTS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("instance")


@pytest.fixture(scope="session")
def postgres_url(worker_id: str) -> Iterator[str]:
    """A database of this worker's own; make test starts the server."""
    base = os.environ.get("TEST_DATABASE_URL")
    assert base, "TEST_DATABASE_URL is not set: run the tests by make test."
    name = f"suyi_{worker_id}_{os.getpid()}"
    server = create_engine(base, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE template0')
    yield make_url(base).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    server.dispose()


@pytest.fixture(scope="session")
def settings(instance: Path) -> Settings:
    made = Settings(
        mode=Mode.TEST,
        instance=instance,
        database_url="sqlite://",
        secret_key="not-a-secret-but-long-enough-for-tests",
        field_key=bytes(32),
        public_url="http://127.0.0.1:8000",
        site={"host": "示范市民政局", "office": "社会组织管理处", "phone": "（0512）6000 0101"},
    )
    prepare_process(made)
    return made


@pytest.fixture(scope="session", params=DIALECTS)
def prepared(
    request: pytest.FixtureRequest, settings: Settings, instance: Path
) -> Iterator[Database]:
    """A database with the schema of the migrations and the working calendar."""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    else:
        url = f"sqlite:///{instance / 'shared.db'}"
    database = Database(url)
    schema.upgrade(database)
    with database.work(writing=True):
        seed_calendar()
    yield database
    database.dispose()


@pytest.fixture
def connection(prepared: Database) -> Iterator[Connection]:
    """One connection whose transaction is rolled back when the test ends."""
    engine = prepared.writing
    assert isinstance(engine, Engine)
    with engine.connect() as opened:
        transaction = opened.begin()
        yield opened
        transaction.rollback()


@pytest.fixture
def database(connection: Connection) -> Database:
    return Database.over(connection)


@pytest.fixture
def work(database: Database) -> Iterator[Session]:
    """An open piece of writing work: operations and queries can be called."""
    with database.work(writing=True) as opened:
        yield opened


@pytest.fixture
def app(settings: Settings, database: Database) -> Flask:
    made = create_app(settings, database)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sign_in(client: FlaskClient, database: Database) -> Callable[[User], FlaskClient]:
    """Sign a person in without the form and return the client."""

    def enter(user: User) -> FlaskClient:
        with database.work(writing=True):
            token = open_session(
                user, agent="tests", address="127.0.0.1", real_now=SystemClock().now()
            )
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
        return client

    return enter
