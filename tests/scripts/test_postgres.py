import os
import subprocess
import sys

import pytest
from sqlalchemy import create_engine, make_url, text

from scripts import postgres


def run_with(command, **environ):
    clean = {name: value for name, value in os.environ.items() if name != postgres.VARIABLE}
    return subprocess.run(
        [sys.executable, "-m", "scripts.postgres", *command],
        env=clean | environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_server_answers_and_leaves_nothing():
    with postgres.throw_away_server() as url:
        folder = make_url(url).query["host"]
        engine = create_engine(url)
        with engine.connect() as connection:
            encoding = connection.scalar(text("SHOW server_encoding"))
        engine.dispose()

    assert encoding == "UTF8"
    assert not os.path.exists(folder)


def test_command_gets_the_address_and_gives_its_exit_code():
    done = run_with(["sh", "-c", f"echo ${postgres.VARIABLE}; exit 3"])

    assert done.returncode == 3
    assert done.stdout.startswith("postgresql+psycopg://suyi@/suyi?host=/tmp/suyi-postgres-")


def test_given_address_is_taken_and_no_server_started():
    given = "postgresql+psycopg://elsewhere/suyi"

    done = run_with(["sh", "-c", f"echo ${postgres.VARIABLE}"], TEST_DATABASE_URL=given)

    assert done.stdout == f"{given}\n"


def test_missing_server_is_an_error(monkeypatch):
    monkeypatch.setattr(postgres, "find_binaries", lambda: None)

    with (
        pytest.raises(postgres.NoServer, match="PostgreSQL is not installed"),
        postgres.throw_away_server(),
    ):
        pass
