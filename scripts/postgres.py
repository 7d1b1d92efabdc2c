"""A throw-away PostgreSQL for tests: starts in a second, listens on a socket only, leaves nothing.

    python3 -m scripts.postgres pytest tests     run a command with TEST_DATABASE_URL set
    python3 -m scripts.postgres                  print the address and wait for Ctrl-C

When TEST_DATABASE_URL is set already, the command gets that one and nothing is started.
Works as an ordinary user and as root (PostgreSQL refuses root, so it then runs as `postgres`
or `nobody`). Nothing survives a crash on purpose: fsync is off.
"""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

VARIABLE = "TEST_DATABASE_URL"
NAME = "suyi"
START_SECONDS = 60
STOP_SECONDS = 20
# Not the user's own temporary folder: a socket's path has at most 107 characters, and the server
# may be another user who must be able to walk there.
FOLDERS = Path("/tmp")
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "timezone": "UTC",
}


class NoServer(RuntimeError):
    """PostgreSQL is not installed, or did not start; the message says which and why."""


def find_binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL's programs, None when there is none."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=_version, default=None)


@contextmanager
def throw_away_server() -> Iterator[str]:
    """Start a PostgreSQL with an empty database, and remove both afterwards.

    Yields its SQLAlchemy address, `postgresql+psycopg://…`; the user may create databases.
    Raises NoServer.
    """
    binaries = find_binaries()
    if binaries is None:
        raise NoServer("PostgreSQL is not installed; `make setup` installs it.")
    folder = Path(tempfile.mkdtemp(prefix="suyi-postgres-", dir=FOLDERS))
    try:
        server = _start(binaries, folder)
        try:
            _await_database(server, binaries, folder)
            yield f"postgresql+psycopg://{NAME}@/{NAME}?host={folder}"
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(command: Sequence[str]) -> int:
    """Run a command with TEST_DATABASE_URL naming a fresh server; return its exit code."""
    if os.environ.get(VARIABLE):
        return _run_child(command, os.environ)
    with throw_away_server() as url:
        return _run_child(command, os.environ | {VARIABLE: url})


def wait() -> int:
    """Start a server, print its address and keep it until a signal arrives."""
    with throw_away_server() as url:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        signal.pause()
    return 0


def _run_child(command: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run a command to its end; the signals that reach this program reach it too."""
    child = subprocess.Popen(command, env=environ)
    # The terminal sends Ctrl-C to the child itself.
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    code = child.wait()
    return 128 - code if code < 0 else code


def _start(binaries: Path, folder: Path) -> subprocess.Popen[bytes]:
    """Make the data folder and start the server; raises NoServer with what initdb said."""
    prefix = _become_server_user(folder)
    data = f"{folder}/data"
    initdb = [f"{binaries}/initdb", "-D", data, "-U", NAME, "--auth=trust", "--no-sync"]
    initdb += ["--encoding=UTF8", "--locale=C.UTF-8"]
    made = subprocess.run([*prefix, *initdb], capture_output=True, check=False, cwd=folder)
    if made.returncode:
        raise NoServer(f"initdb failed: {made.stderr.decode(errors='replace')}")
    options = [f"--{name}={value}" for name, value in SETTINGS.items()]
    with (folder / "log").open("wb") as log:
        # A session of its own: Ctrl-C must end the tests first and the server after them.
        return subprocess.Popen(
            [*prefix, f"{binaries}/postgres", "-D", data, "-k", f"{folder}", *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            start_new_session=True,
        )


def _become_server_user(folder: Path) -> list[str]:
    """Give the folder to the user who may run the server; return what to put before a command.

    The command also gets SIGINT when this program dies, however it dies.
    """
    prefix = ["setpriv", "--pdeathsig=INT"]
    if os.geteuid() != 0:
        return prefix
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    owner = known.get("postgres") or known["nobody"]
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return [*prefix, f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]


def _await_database(server: subprocess.Popen[bytes], binaries: Path, folder: Path) -> None:
    """Create the database as soon as the server answers; raises NoServer with its log."""
    create = [f"{binaries}/createdb", "-h", f"{folder}", "-U", NAME, NAME]
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if subprocess.run(create, capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.05)
    log = (folder / "log").read_text("utf-8", errors="replace")
    raise NoServer(f"PostgreSQL did not start:\n{log}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Stop the server: first the fast shutdown, which drops its clients, then at once."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        server.send_signal(number)
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return


def _leave_on_signals() -> None:
    """Turn the signals that ask for an end into an orderly exit, so that the server is stopped."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)


def _version(binaries: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", binaries.parent.name))


def main(arguments: Sequence[str]) -> int:
    """Run the command given, or print the address and wait."""
    _leave_on_signals()
    try:
        return run(arguments) if arguments else wait()
    except NoServer as failure:
        sys.stderr.write(f"{failure}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
