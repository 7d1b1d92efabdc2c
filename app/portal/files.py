"""Every stored file is served here, under its owner's predicate."""

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue

from app.kernel.errors import NotFound
from app.portal.owners import holds_receipt, may_read_file, may_read_paper
from app.records import files
from app.records.attachments import find_attachment
from app.records.documents import find_document
from app.web.actor import current_actor
from app.web.archive import archived
from app.web.downloads import answer
from app.web.guard import access, anyone, require

stored = Blueprint("files", __name__)


@stored.get("/attachments/<code>")
@access(anyone)
def attachment(code: str) -> ResponseReturnValue:
    found = find_attachment(code)
    if found is None or not may_read_file(current_actor, found):
        raise NotFound
    require(True)
    shown = found.media_type in ("application/pdf", "image/png", "image/jpeg")
    return answer(files.get(found.sha256), found.name, found.media_type, inline=shown)


@stored.get("/documents/<code>.pdf")
@access(anyone)
def document(code: str) -> ResponseReturnValue:
    found = find_document(code)
    if found is None:
        raise NotFound
    held = holds_receipt(found, request.args.get("check", ""))
    if not held and not may_read_paper(current_actor, found):
        raise NotFound
    require(True)
    content = archived(found, current_app.extensions["database"])
    name = f"{found.title} {found.number}.pdf".replace("/", "-")
    return answer(content, name, "application/pdf", inline=True)
