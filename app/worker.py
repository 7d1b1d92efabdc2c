"""The worker: renders papers and sends messages.

The job table is the truth and the queue: it is asked once a second, a job is leased under a row
lock that other workers skip, and a worker that dies gives its job back when the lease ends.
"""

import logging
import signal
import threading
from collections.abc import Callable, Mapping
from typing import Any

from app.config import read_settings
from app.db import Database, session
from app.factory import prepare_process
from app.kernel.clock import SystemClock
from app.records.clock import DatabaseClock
from app.records.jobs import Job, fail_job, finish_job, lease_job
from app.records.outbox import unsent
from app.web.archive import render_document

log = logging.getLogger("suyi.worker")
Handler = Callable[[Database, Mapping[str, Any]], None]
PAUSE_SECONDS = 1


def render(database: Database, payload: Mapping[str, Any]) -> None:
    """Render one issued paper into the archive."""
    render_document(payload["document"], database)


HANDLERS: dict[str, Handler] = {"render": render}


def run_next(database: Database) -> bool:
    """Do the oldest waiting job; returns whether there was one."""
    with database.work(writing=True):
        job = lease_job(real_now=SystemClock().now())
        if job is None:
            return False
        job_id, kind, payload = job.id, job.kind, dict(job.payload)
    problem = ""
    try:
        HANDLERS[kind](database, payload)
    except Exception as error:
        log.exception("job %s (%s) failed", job_id, kind)
        problem = f"{type(error).__name__}: {error}"
    with database.work(writing=True):
        row = session().get(Job, job_id)
        assert row is not None
        if problem:
            fail_job(row, problem, real_now=SystemClock().now())
        else:
            finish_job(row, real_now=SystemClock().now())
    return True


def run_all(database: Database) -> int:
    """Do every waiting job; returns how many were tried."""
    tried = 0
    while run_next(database):
        tried += 1
    return tried


def deliver(database: Database, clock: DatabaseClock) -> int:
    """Hand the waiting messages to the log, the only channel so far; returns how many.

    The inbox inside the platform does not wait for this.
    """
    with database.work(writing=True):
        waiting = unsent()
        for mail in waiting:
            log.debug("message %s to user %s: %s", mail.id, mail.user_id, mail.subject)
            mail.sent_at = clock.now()
            mail.attempts += 1
    return len(waiting)


def main() -> None:
    """Run the worker until SIGINT or SIGTERM."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s worker %(message)s")
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    settings = read_settings()
    prepare_process(settings)
    database = Database(settings.database_url)
    clock = DatabaseClock(database, shiftable=settings.demo)
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    while not stop.is_set():
        deliver(database, clock)
        if not run_next(database):
            stop.wait(PAUSE_SECONDS)
    database.dispose()


if __name__ == "__main__":
    main()
