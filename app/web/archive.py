"""Rendering issued papers: once, into the archive; afterwards the archived bytes are read."""

import io
from typing import Any

from app.db import Database
from app.kernel.clock import SystemClock
from app.records import files
from app.records.documents import Document, find_document
from app.web.pdf import render_pdf


def archived(document: Document, database: Database) -> bytes:
    """Return a paper's archived bytes, rendering it now when the worker has not come to it yet."""
    if not document.sha256:
        render_document(document.code, database)
        with database.work(writing=False):
            fresh = find_document(document.code)
            assert fresh is not None
            return files.get(fresh.sha256)
    return files.get(document.sha256)


def render_document(code: str, database: Database) -> None:
    """Render a paper once; a second call changes nothing. Rendering holds no write lock."""
    with database.work(writing=False):
        document = find_document(code)
    if document is None or document.sha256:
        return
    content = render(document.kind, document.facts, document.title, document.issued_at.isoformat())
    stored = files.put(io.BytesIO(content))
    with database.work(writing=True):
        fresh = find_document(code)
        if fresh is not None and not fresh.sha256:
            fresh.sha256, fresh.size = stored.sha256, stored.size
            fresh.rendered_at = SystemClock().now()


def render(kind: str, facts: dict[str, Any], title: str, created: str | None = None) -> bytes:
    """Render a paper's facts (also a preview that is not archived)."""
    return render_pdf(f"{kind}.html", facts, title=title, created=created)


def preview_paper(issuer: str) -> dict[str, str]:
    """Return the "paper" of a preview: no number, no check code."""
    return {
        "issuer": issuer,
        "number_label": "编号",
        "number": "",
        "check_code": "",
        "check_url": "",
    }
