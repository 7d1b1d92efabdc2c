"""One request, one transaction: reading for GET, writing for everything else."""

from flask import Flask, g, request
from werkzeug.wrappers import Response

from app.db import Database, enter, session, settle
from app.records.idempotency import IdempotencyKey

READING = ("GET", "HEAD", "OPTIONS")


def install(app: Flask, database: Database) -> None:
    """Open the session of each request and settle it before the answer is sent."""
    app.extensions["database"] = database

    @app.before_request
    def _open() -> None:
        writing = request.method not in READING
        if writing:
            # The whole body is read before the first query, so that a slow sender never holds
            # the write lock.
            request.form  # noqa: B018 -- reading parses the body
        g.leave = enter(database.open(writing=writing))

    @app.after_request
    def _settle(response: Response) -> Response:
        if "leave" in g and response.status_code < 400:
            claim: IdempotencyKey | None = g.get("claim")
            if claim is not None:
                claim.location = response.headers.get("Location", "")
            settle()
        return response

    @app.teardown_request
    def _close(_error: BaseException | None) -> None:
        leave = g.pop("leave", None)
        if leave is not None:
            session().close()
            leave()
