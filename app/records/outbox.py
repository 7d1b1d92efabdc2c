"""Messages: rows written with the act; the inbox is immediate, mail is sent by the worker."""

from datetime import datetime

from sqlmodel import Field, SQLModel, col, select, update

from app.db import session


class OutboxMail(SQLModel, table=True):
    """One message to one person, in Chinese as it was written; sent by the worker."""

    __tablename__ = "outbox_mail"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", index=True)
    subject: str = Field(max_length=200)
    body: str
    link: str = Field(default="", max_length=300)
    chain: str = Field(default="", max_length=80)
    created_at: datetime
    sent_at: datetime | None = None
    read_at: datetime | None = None
    attempts: int = 0
    error: str = Field(default="", max_length=300)


def queue(
    user_ids: list[int] | set[int],
    *,
    subject: str,
    body: str,
    at: datetime,
    link: str = "",
    chain: str = "",
) -> None:
    """Queue a message to each person, in the current transaction."""
    for user_id in sorted(set(user_ids)):
        session().add(
            OutboxMail(
                user_id=user_id, subject=subject, body=body, link=link, chain=chain, created_at=at
            )
        )


def inbox(user_id: int, *, limit: int = 30, before: int | None = None) -> list[OutboxMail]:
    """Return a person's newest messages."""
    statement = select(OutboxMail).where(OutboxMail.user_id == user_id)
    if before is not None:
        statement = statement.where(col(OutboxMail.id) < before)
    return list(session().exec(statement.order_by(col(OutboxMail.id).desc()).limit(limit)))


def unsent(limit: int = 50) -> list[OutboxMail]:
    """Return the oldest messages that still have to be sent."""
    statement = (
        select(OutboxMail)
        .where(col(OutboxMail.sent_at).is_(None), OutboxMail.attempts < 5)
        .order_by(col(OutboxMail.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(session().exec(statement))


def mark_read(user_id: int, *, at: datetime) -> None:
    """Mark a person's messages as read."""
    session().exec(
        update(OutboxMail)
        .where(col(OutboxMail.user_id) == user_id, col(OutboxMail.read_at).is_(None))
        .values(read_at=at)
    )
