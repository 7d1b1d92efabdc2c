"""Error pages in words: what happened and what to do next."""

import logging
import secrets
from contextlib import suppress
from typing import Any

from flask import Flask, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from app.db import abandon
from app.kernel.errors import DomainError
from app.records.actor import ANONYMOUS
from app.records.idempotency import Replayed
from app.web.forms import sentence_of

log = logging.getLogger("suyi.web")
PAGES = (400, 403, 404, 409, 413, 422, 429, 500, 503)


def install(app: Flask) -> None:
    """Answer errors with pages."""
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(Replayed, _replayed)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(PoolTimeout, _busy)
    app.register_error_handler(Exception, _crash)


def _page(status: int, **context: Any) -> ResponseReturnValue:
    with suppress(RuntimeError):  # no session was opened yet
        # A reading session too: after an error PostgreSQL answers nothing until the roll-back.
        abandon()
    known = status if status in PAGES else 400
    return render_template(f"errors/{known}.html", **context), status


def _domain(error: DomainError) -> ResponseReturnValue:
    return _page(error.status, sentence=sentence_of(error) if error.message else "")


def _replayed(done: Replayed) -> ResponseReturnValue:
    return redirect(done.location or request.path)


def _expired(_error: CSRFError) -> ResponseReturnValue:
    return _page(
        400, sentence=_("This page has expired. Go back, load it again and send it once more.")
    )


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is not None and error.code < 400:
        return error.get_response()
    return _page(error.code or 500)


def _busy(error: SQLAlchemyError) -> ResponseReturnValue:
    log.error("database unavailable: %s", error)
    # The page must not ask the database again, not even who the reader is.
    g.unavailable, g._login_user = True, ANONYMOUS
    return _page(503)


def _crash(error: Exception) -> ResponseReturnValue:
    reference = secrets.token_hex(4).upper()
    log.exception("unexpected error %s", reference, exc_info=error)
    return _page(500, reference=reference)
