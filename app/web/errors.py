"""Error pages in words: what happened and what to do next."""

import logging
import secrets
from typing import Any

from flask import Flask, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from app.db import abandon, session
from app.kernel.errors import DomainError
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
    app.register_error_handler(Exception, _crash)


def _page(status: int, **context: Any) -> ResponseReturnValue:
    try:
        if session().info["writing"]:
            abandon()
    except RuntimeError:
        pass  # no session was opened yet
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


def _busy(error: OperationalError) -> ResponseReturnValue:
    log.error("database unavailable: %s", error.orig)
    return _page(503)


def _crash(error: Exception) -> ResponseReturnValue:
    reference = secrets.token_hex(4).upper()
    log.exception("unexpected error %s", reference, exc_info=error)
    return _page(500, reference=reference)
