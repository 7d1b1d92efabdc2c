"""One request, one transaction: what is written, what is not, and who waits for whom."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select
from werkzeug.serving import make_server

from app import schema
from app.accounts.models import User
from app.config import Settings
from app.db import Database, session, settle
from app.factory import create_app
from app.kernel.errors import DomainError
from app.records.actor import PLATFORM
from app.records.audit import record_act, trail
from app.web.forms import BaseForm, ConfirmForm, page
from app.web.guard import access, anyone
from tests.factories.people import AT, make_user


class Refused(DomainError):
    """The act of these tests is refused."""

    message = "Not like this."


def act(chain: str, *, fail: bool = False) -> None:
    record_act(chain, "test:act", actor=PLATFORM, at=AT)
    session().flush()
    if fail:
        raise Refused


def add_routes(app: Flask) -> Flask:
    """Routes that do one thing each; the application of a test takes them before its first use."""

    @app.post("/test/act")
    @access(anyone)
    def written() -> str:
        act("test:written")
        return "done"

    @app.post("/test/refused")
    @access(anyone)
    def refused() -> str:
        act("test:refused", fail=True)
        return "never"

    @app.post("/test/form")
    @access(anyone)
    def failing_form():
        form = ConfirmForm()
        if form.validate_on_submit():
            form.carry_out(act, "test:form", fail=True)
        return page("accounts/hat.html", form=form)

    @app.post("/test/crash")
    @access(anyone)
    def crash() -> str:
        act("test:crash")
        raise ZeroDivisionError

    @app.get("/test/reads")
    @access(anyone)
    def reads() -> str:
        session().execute(text("UPDATE clock_shift SET seconds = seconds + 1"))
        return "never"

    return app


@pytest.fixture
def app(app: Flask) -> Flask:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return add_routes(app)


def acts_of(database: Database, chain: str) -> int:
    with database.work(writing=False):
        return len(trail(chain))


def test_a_successful_act_is_committed(client, database):
    assert client.post("/test/act").status_code == 200
    assert acts_of(database, "test:written") == 1


@pytest.mark.parametrize(
    ("path", "chain", "status"),
    [
        pytest.param("/test/refused", "test:refused", 422, id="refused"),
        pytest.param("/test/crash", "test:crash", 500, id="crashed"),
    ],
)
def test_an_act_that_fails_leaves_nothing(client, database, path, chain, status):
    assert client.post(path).status_code == status
    assert acts_of(database, chain) == 0


@pytest.fixture
def real(settings: Settings, make_own_url) -> Iterator[Flask]:
    """The application on a database that commits, with separate sessions for reading."""
    database = Database(make_own_url())
    schema.upgrade(database)
    app = create_app(settings, database)
    app.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    yield add_routes(app)
    database.dispose()


def test_a_page_that_is_read_cannot_write(real: Flask):
    with real.extensions["database"].work(writing=True):
        session().execute(text("INSERT INTO clock_shift (id, seconds) VALUES (1, 0)"))

    answer = real.test_client().get("/test/reads")

    with real.extensions["database"].work(writing=False):
        assert session().execute(text("SELECT seconds FROM clock_shift")).scalar() == 0
    assert answer.status_code in (500, 503)


def test_a_reading_session_refuses_to_write(real: Flask):
    with real.extensions["database"].work(writing=False), pytest.raises(DBAPIError):
        session().execute(text("INSERT INTO clock_shift (id, seconds) VALUES (1, 0)"))


def test_outside_of_a_piece_of_work_there_is_no_session():
    with pytest.raises(RuntimeError, match="No database session"):
        session()


def test_settling_a_reading_session_commits_nothing(own_database: Database):
    with own_database.work(writing=False):
        settle()
        assert session().exec(select(User)).all() == []


def test_a_failed_piece_of_work_is_rolled_back(own_database: Database):
    def fail() -> None:
        with own_database.work(writing=True):
            make_user()
            raise Refused

    with pytest.raises(Refused):
        fail()

    with own_database.work(writing=False):
        assert session().exec(select(User)).all() == []


@pytest.fixture
def slow_server(settings: Settings, tmp_path: Path) -> Iterator[tuple[Database, int]]:
    """A real server on a SQLite file, where one writer locks the whole database."""
    database = Database(f"sqlite:///{tmp_path / 'slow.db'}")
    schema.upgrade(database)
    app = create_app(settings, database)
    app.config["WTF_CSRF_ENABLED"] = False
    server = make_server("127.0.0.1", 0, add_routes(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield database, server.port
    server.shutdown()
    thread.join()
    server.server_close()
    database.dispose()


def post_slowly(port: int, seconds: float, started: threading.Event) -> bytes:
    """Send a form whose body takes some seconds to arrive; returns the status line."""
    body = b"padding=" + b"x" * 12
    head = (
        "POST /test/act HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(head.encode() + body[:8])
        started.set()
        for letter in body[8:]:
            time.sleep(seconds / 12)
            connection.sendall(bytes([letter]))
        answer = b""
        while part := connection.recv(4096):
            answer += part
    return answer.partition(b"\r\n")[0]


def test_a_slow_sender_does_not_hold_the_write_lock(slow_server):
    database, port = slow_server
    started, answers = threading.Event(), []
    sender = threading.Thread(target=lambda: answers.append(post_slowly(port, 3, started)))
    sender.start()
    started.wait()
    time.sleep(0.3)

    begun = time.monotonic()
    with database.work(writing=True):
        make_user()
    took = time.monotonic() - begun
    still_sending = sender.is_alive()
    sender.join()

    assert still_sending
    assert took < 1.5
    assert answers[0].endswith(b"200 OK")
    assert acts_of(database, "test:written") == 1


def test_a_refused_form_gives_the_write_lock_back_before_its_page_is_rendered(real: Flask):
    with real.test_request_context("/test/form", method="POST"):
        real.preprocess_request()
        form = BaseForm()

        assert not form.carry_out(act, "test:form", fail=True)

        assert session().info["writing"] is False
        assert not session().in_transaction()
        assert form.form_errors == ["Not like this."]
