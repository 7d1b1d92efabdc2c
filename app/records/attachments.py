"""Attachments: what people uploaded to a record, checked and never overwritten."""

import io
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Field, SQLModel, col, select

from app.db import session
from app.kernel.numbering import new_code
from app.records import files
from app.records.actor import Actor
from app.records.audit import record_act
from app.records.content_check import check_content, without_metadata


class Attachment(SQLModel, table=True):
    """One uploaded file of a record.

    chain: the owner; slot: which listed item it answers ("" = other); removed_at: taken out by the
    owner, still kept for the audit.
    """

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    chain: str = Field(index=True, max_length=80)
    slot: str = Field(default="", max_length=40)
    name: str = Field(max_length=255)
    media_type: str = Field(max_length=100)
    size: int
    sha256: str = Field(max_length=64)
    uploaded_by: int | None = Field(default=None, foreign_key="user.id")
    uploaded_at: datetime
    removed_at: datetime | None = None


@dataclass(frozen=True)
class Upload:
    """A file that is checked and stored, and waits for its row. size in bytes."""

    name: str
    media_type: str
    size: int
    sha256: str


def receive(name: str, content: bytes) -> Upload:
    """Check and store an upload before the act's transaction begins.

    Raises the DomainErrors of app.records.content_check.
    """
    clean = name.replace("\\", "/").rpartition("/")[2].strip()[-200:]
    media_type = check_content(clean, content)
    stored = files.put(io.BytesIO(without_metadata(content, media_type)))
    return Upload(clean, media_type, stored.size, stored.sha256)


def attach(chain: str, upload: Upload, *, slot: str = "", actor: Actor, at: datetime) -> Attachment:
    """Give a record an upload."""
    attachment = Attachment(
        code=new_code(),
        chain=chain,
        slot=slot,
        name=upload.name,
        media_type=upload.media_type,
        size=upload.size,
        sha256=upload.sha256,
        uploaded_by=actor.user_id,
        uploaded_at=at,
    )
    session().add(attachment)
    record_act(chain, "attachment:add", actor=actor, at=at, name=upload.name, sha256=upload.sha256)
    return attachment


def remove(attachment: Attachment, *, actor: Actor, at: datetime) -> None:
    """Take a file out of a record; file and row stay for the audit."""
    attachment.removed_at = at
    record_act(attachment.chain, "attachment:remove", actor=actor, at=at, name=attachment.name)


def attachments_of(*chains: str) -> list[Attachment]:
    """Return the present files of some records, oldest first."""
    statement = (
        select(Attachment)
        .where(col(Attachment.chain).in_(chains), col(Attachment.removed_at).is_(None))
        .order_by(col(Attachment.id))
    )
    return list(session().exec(statement))


def find_attachment(code: str) -> Attachment | None:
    """Return a file by its code, removed ones too."""
    return session().exec(select(Attachment).where(Attachment.code == code)).first()
