"""One request, one transaction: reading for GET, writing for everything else."""

from collections.abc import Iterator

from flask import Flask, abort, g, request
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
        _refuse_zero_bytes()
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


def _refuse_zero_bytes() -> None:
    """Answer 400: PostgreSQL keeps no zero byte in text, and nobody types one."""
    if any("\0" in text for text in _texts()):
        abort(400)


def _texts() -> Iterator[str]:
    yield request.path
    for sent in (request.args, request.form):
        yield from (value for _name, value in sent.items(multi=True))
    yield from (file.filename or "" for _name, file in request.files.items(multi=True))
