"""Finding notices and objections."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import selectinload
from sqlmodel import col, select

from app.db import locked, session
from app.kernel.errors import NotFound
from app.records.actor import Actor
from app.web.paging import Page, page_of
from projects.enums import NoticeStatus, ObjectionStatus
from projects.models.call import Call
from projects.models.notice import Notice, Objection
from projects.permissions import is_officer, is_steward

UNANSWERED = (ObjectionStatus.RECEIVED, ObjectionStatus.ACCEPTED)


def find_notice(code: str, *, actor: Actor) -> Notice:
    """Return a notice: published ones for everybody, others for stewards; raises NotFound."""
    found = session().exec(locked(select(Notice).where(Notice.code == code))).first()
    if found is None:
        raise NotFound
    if found.status is NoticeStatus.PUBLISHED or is_steward(actor, found.call):
        return found
    raise NotFound


def notice_of(call: Call) -> Notice | None:
    """Return the newest notice of a call that was not withdrawn."""
    statement = (
        select(Notice)
        .where(Notice.call_id == call.id, Notice.status != NoticeStatus.WITHDRAWN)
        .order_by(col(Notice.id).desc())
    )
    return session().exec(statement).first()


def notice_ends(calls: Sequence[Call]) -> dict[int, datetime]:
    """Return call id → end of its notice's period, for calls that have one, in one query."""
    statement = (
        select(Notice.call_id, Notice.ends_at)
        .where(
            col(Notice.call_id).in_([call.id for call in calls]),
            Notice.status != NoticeStatus.WITHDRAWN,
        )
        .order_by(col(Notice.id))
    )
    return {call_id: ends for call_id, ends in session().exec(statement) if ends is not None}


def public_notices(*, before: int | None = None) -> Page[Notice]:
    """Return the published notices, newest first, a page at a time."""
    statement = (
        select(Notice)
        .where(Notice.status == NoticeStatus.PUBLISHED)
        .options(selectinload(Notice.call))  # type: ignore[arg-type]  # relationship
    )
    return page_of(statement, col(Notice.id), before=before)


def running_notices(at: datetime) -> list[Notice]:
    """Return the notices whose period runs, the earliest end first."""
    statement = (
        select(Notice)
        .where(Notice.status == NoticeStatus.PUBLISHED, col(Notice.ends_at) > at)
        .order_by(col(Notice.ends_at))
    )
    return list(session().exec(statement))


def find_objection(code: str, *, actor: Actor) -> Objection:
    """Return an objection for an officer of its call; raises NotFound for others."""
    found = session().exec(locked(select(Objection).where(Objection.code == code))).first()
    if found is None or not is_officer(actor, found.notice):
        raise NotFound
    return found


def objection_numbered(number: str) -> Objection | None:
    """Return an objection by its receipt number."""
    return session().exec(select(Objection).where(Objection.number == number)).first()


def objections_of(notice: Notice) -> list[Objection]:
    """Return the objections against a notice, oldest first."""
    statement = select(Objection).where(Objection.notice_id == notice.id)
    return list(session().exec(statement.order_by(col(Objection.id))))


def open_objections(notice: Notice) -> list[Objection]:
    """Return the objections that still wait for an answer."""
    return [found for found in objections_of(notice) if found.status in UNANSWERED]
