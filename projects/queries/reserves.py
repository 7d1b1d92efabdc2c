"""Whom freed money of a decided call is offered next."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists
from sqlmodel import col, select

from app.accounts.enums import Role
from app.db import session
from app.kernel.labels import N_
from app.kernel.money import ZERO
from app.records.actor import Actor
from app.records.tasks import Task
from projects.enums import ApplicationStatus, CallStatus
from projects.models.application import Application
from projects.models.call import Call
from projects.queries.calls import within_reach

A = ApplicationStatus


def next_reserve(call: Call) -> Application | None:
    """Return the first reserve by rank whose amount the call's budget still covers."""
    return next_reserves([call]).get(call.id or 0)


def next_reserves(calls: Sequence[Call]) -> dict[int, Application]:
    """Return call id → first reserve by rank that its budget still covers, in one query."""
    statement = (
        select(Application)
        .where(
            col(Application.call_id).in_([call.id for call in calls]),
            col(Application.status).in_([A.AWARDED, A.ACCEPTED, A.RESERVE]),
        )
        .order_by(col(Application.place))
    )
    under: dict[int, list[Application]] = {}
    for application in session().exec(statement):
        under.setdefault(application.call_id, []).append(application)
    found = {}
    for call in calls:
        fitting = _fitting(call, under.get(call.id or 0, []))
        if fitting is not None:
            found[call.id or 0] = fitting
    return found


def _fitting(call: Call, applications: Sequence[Application]) -> Application | None:
    granted = [a for a in applications if a.status in (A.AWARDED, A.ACCEPTED)]
    taken = sum((a.awarded or ZERO for a in granted), ZERO)
    for candidate in applications:
        waits = candidate.status is A.RESERVE and candidate.recommended is not None
        if waits and taken + (candidate.recommended or ZERO) <= call.budget:
            return candidate
    return None


def reserve_tasks(actor: Actor, at: datetime) -> list[Task]:
    """Return the calls in which an award was declined and a reserve fits; two queries."""
    if not actor.has(Role.OFFICER):
        return []
    declined = exists().where(
        col(Application.call_id) == col(Call.id), col(Application.status) == A.DECLINED
    )
    statement = select(Call).where(
        within_reach(actor, (Role.OFFICER,)), col(Call.status) == CallStatus.DECIDED, declined
    )
    calls = list(session().exec(statement.order_by(col(Call.id))))
    waiting = next_reserves(calls)
    return [
        Task(
            what=N_("Offer a declined award to the next reserve"),
            subject=f"{call.title}　{waiting[call.id or 0].title}",
            owner_role=Role.OFFICER,
            link=f"/calls/{call.code}/reserve",
            since=call.decided_at or call.created_at,
            mine=True,
        )
        for call in calls
        if call.id in waiting
    ]
