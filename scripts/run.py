"""Run the whole site in one terminal: database, demo, web server and worker, until Ctrl-C.

    python -m scripts.run [--host 127.0.0.1] [--port 8000]

Web and worker live and die together: Ctrl-C and SIGTERM stop both (exit code 0), and when one ends
by itself the other is stopped and the exit code is 1.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
STOP_SECONDS = 20
TICK = 0.2
FLASK = [sys.executable, "-m", "flask", "--app", "app.factory"]
WEB = [
    sys.executable,
    "-m",
    "granian",
    "--interface",
    "wsgi",
    "--factory",
    "app.factory:create_app",
]
WORKER = [sys.executable, "-m", "app.worker"]
# What was measured best on two cores; the environment may say otherwise.
WEB_SETTINGS = {
    "GRANIAN_WORKERS": "2",
    "GRANIAN_BLOCKING_THREADS": "8",
    "GRANIAN_BACKPRESSURE": "32",
    "GRANIAN_WEBSOCKETS": "false",
    "GRANIAN_LOG_LEVEL": "error",
}


class Stopped(Exception):
    """Ctrl-C, SIGTERM or a closed terminal: not a failure, somebody asked for it."""


class Failed(RuntimeError):
    """The site cannot start or go on; the message is for the person at the terminal."""


@dataclass(frozen=True)
class Part:
    """A running program with the name by which people know it."""

    name: str
    process: subprocess.Popen[bytes]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the site until it is stopped; return the exit code."""
    host, port = _address(arguments)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop_on_signal)
    try:
        serve(host, port)
    except Stopped:
        _say("Stopped.")
        return 0
    except Failed as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


def serve(host: str, port: int) -> None:
    """Prepare the data, start web and worker, and watch them; never returns by itself.

    Raises Failed when a step fails or a part ends, Stopped when a signal arrives.
    """
    check_free(host, port)
    environ = environment(host, port)
    people = prepare(environ)
    parts: list[Part] = []
    try:
        for name, command in (("web server", WEB), ("worker", WORKER)):
            parts.append(Part(name, start(command, environ)))
        await_answer(host, port, parts)
        _say(f"{people}\nSuyi is running at {environ['PUBLIC_URL']} (Ctrl-C stops it)")
        while True:
            check_alive(parts)
            time.sleep(TICK)
    finally:
        stop(parts)


def environment(host: str, port: int) -> dict[str, str]:
    """Return the environment of all parts: what is set stays, what is not gets its default."""
    defaults = {"PUBLIC_URL": f"http://{host}:{port}", **WEB_SETTINGS}
    fixed = {"GRANIAN_HOST": host, "GRANIAN_PORT": str(port), "PYTHONUNBUFFERED": "1"}
    return defaults | os.environ | fixed


def check_free(host: str, port: int) -> None:
    """Raise Failed when another program listens at this address.

    The server itself would not complain: it shares a port with another copy of itself.
    """
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with closing(socket.socket(family, kind)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise Failed(
                f"Cannot listen at {host}:{port} ({error.strerror}). Stop the program that is "
                f"there, or choose another port: make run PORT={port + 1}"
            ) from error


def prepare(environ: Mapping[str, str]) -> str:
    """Bring the database to its newest form and load the demo; return the list of demo people.

    Both do nothing when nothing is to be done. Raises Failed when one fails.
    """
    _say("Preparing the database and the demo; the first time takes a little longer.")
    for step in (["db", "upgrade"], ["demo", "seed"]):
        done = subprocess.run(
            [*FLASK, *step], cwd=ROOT, env=environ, stdout=subprocess.PIPE, check=False
        )
        said = done.stdout.decode(errors="replace").rstrip()
        if done.returncode:
            raise Failed(f"{said}\n`flask {' '.join(step)}` failed, see above.".lstrip())
    return said


def start(command: Sequence[str], environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start one part in a session of its own, so that Ctrl-C reaches only this program."""
    return subprocess.Popen(
        command, cwd=ROOT, env=environ, stdin=subprocess.DEVNULL, start_new_session=True
    )


def await_answer(host: str, port: int, parts: Sequence[Part]) -> None:
    """Wait until the web server accepts connections; raises Failed when it does not."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        check_alive(parts)
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(TICK)
        else:
            return
    raise Failed(f"The web server did not answer within {START_SECONDS} seconds.")


def check_alive(parts: Sequence[Part]) -> None:
    """Raise Failed with the name of the first part that has ended."""
    for part in parts:
        code = part.process.poll()
        if code is not None:
            raise Failed(f"The {part.name} ended by itself (code {code}); stopping the rest.")


def stop(parts: Sequence[Part]) -> None:
    """Stop every part and wait for it; a second signal meanwhile changes nothing.

    SIGINT, because the worker ends its current job on it and loses the job on SIGTERM.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for part in parts:
        if part.process.poll() is None:
            part.process.send_signal(signal.SIGINT)
    deadline = time.monotonic() + STOP_SECONDS
    for part in parts:
        try:
            part.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            _say(f"The {part.name} does not stop; ending it.")
            os.killpg(part.process.pid, signal.SIGKILL)
            part.process.wait()


def _address(arguments: Sequence[str] | None) -> tuple[str, int]:
    parser = argparse.ArgumentParser(prog="python -m scripts.run", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    chosen = parser.parse_args(arguments)
    return chosen.host, chosen.port


def _stop_on_signal(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
