"""When the database does not answer, people get a page that says so, signed in or not."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.engine import Engine, make_url
from sqlmodel import create_engine

from app import schema
from app.accounts.operations import open_session
from app.config import Settings
from app.db import Database
from app.factory import create_app
from app.kernel.clock import SystemClock
from tests.factories.people import make_user


@pytest.fixture
def outage(settings: Settings, postgres_url: str, make_own_url: Callable[[], str]):
    """A browser of a person who is signed in, and the switch that stops the database."""
    database = Database(make_own_url())
    schema.upgrade(database)
    app = create_app(settings, database)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with database.work(writing=True):
        token = open_session(make_user(), agent="", address="", real_now=SystemClock().now())
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True

    def stop() -> None:
        name = make_url(database.url).database
        database.dispose()
        server = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.exec_driver_sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        server.dispose()

    yield client, stop
    database.dispose()


@pytest.mark.parametrize("make_own_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("path", ["/", "/messages", "/nowhere"])
def test_an_outage_is_said_in_words(outage: tuple[FlaskClient, Callable[[], None]], path: str):
    client, stop = outage
    stop()

    answer = client.get(path)

    assert answer.status_code == 503
    assert "<h1" in answer.get_data(as_text=True)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("make_own_url", ["postgresql"], indirect=True)
def test_more_people_than_connections_are_asked_to_wait(
    settings: Settings, make_own_url: Callable[[], str]
):
    database = Database(make_own_url())
    schema.upgrade(database)
    app = create_app(settings, database)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert isinstance(database.reading, Engine)
    held = [database.reading.connect() for _ in range(8)]

    answer = app.test_client().get("/")

    for connection in held:
        connection.close()
    database.dispose()
    assert answer.status_code == 503
