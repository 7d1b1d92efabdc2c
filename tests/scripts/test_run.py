"""The runner on small programs in place of web server and worker, as real processes."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time

import pytest

from scripts import run

PATIENCE = 20
SLEEPS = "import time; time.sleep(60)"
ENDS = "raise SystemExit(7)"
ANSWERS = """
import os, socket, time
server = socket.create_server(("127.0.0.1", int(os.environ["GRANIAN_PORT"])))
time.sleep(60)
"""


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.fixture
def start_site(port):
    """Start the runner with programs of one's own; yields its process, ends it in any case."""
    started = []

    def start(*, web=ANSWERS, worker=SLEEPS, step="print('the demo people')"):
        program = f"""
        import sys
        from scripts import run
        run.FLASK = [sys.executable, "-c", {step!r}]
        run.WEB = [sys.executable, "-c", {web!r}]
        run.WORKER = [sys.executable, "-c", {worker!r}]
        sys.exit(run.main(["--port", "{port}"]))
        """
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(program)],
            cwd=run.ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def wait_until_listening(port):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("The site did not start.")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_stops_both(start_site, port, number):
    site = start_site()
    wait_until_listening(port)

    time.sleep(2 * run.TICK)
    site.send_signal(number)
    said, _ = site.communicate(timeout=PATIENCE)

    assert site.returncode == 0
    assert f"the demo people\nSuyi is running at http://127.0.0.1:{port}" in said
    assert said.endswith("Stopped.\n")
    run.check_free("127.0.0.1", port)


def test_worker_that_ends_takes_the_web_server_with_it(start_site, port):
    site = start_site(worker=ENDS)

    said, _ = site.communicate(timeout=PATIENCE)

    assert site.returncode == 1
    assert "The worker ended by itself (code 7); stopping the rest." in said
    run.check_free("127.0.0.1", port)


def test_web_server_that_ends_stops_the_start(start_site):
    site = start_site(web=ENDS)

    said, _ = site.communicate(timeout=PATIENCE)

    assert site.returncode == 1
    assert "The web server ended by itself (code 7); stopping the rest." in said


def test_step_that_fails_stops_the_start(start_site):
    site = start_site(step="raise SystemExit('no database today')")

    said, _ = site.communicate(timeout=PATIENCE)

    assert site.returncode == 1
    assert "no database today" in said
    assert "`flask db upgrade` failed, see above." in said


def test_port_in_use_is_said_before_anything_starts(start_site, port):
    with socket.create_server(("127.0.0.1", port)):
        site = start_site()
        said, _ = site.communicate(timeout=PATIENCE)

    assert site.returncode == 1
    assert f"Cannot listen at 127.0.0.1:{port}" in said
    assert f"make run PORT={port + 1}" in said
    assert "Preparing" not in said


def test_environment_keeps_what_is_set(monkeypatch):
    monkeypatch.setenv("PUBLIC_URL", "https://suyi.example")
    monkeypatch.setenv("GRANIAN_WORKERS", "4")

    environ = run.environment("127.0.0.1", 8001)

    assert environ["PUBLIC_URL"] == "https://suyi.example"
    assert environ["GRANIAN_WORKERS"] == "4"
    assert environ["GRANIAN_PORT"] == "8001"
    assert environ["PATH"] == os.environ["PATH"]
