"""What of a call waits for whom: a draft to publish, a closed call to open."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from app.accounts.enums import Role
from app.db import session
from app.kernel.labels import N_
from app.records.actor import Actor
from app.records.tasks import Task
from projects.enums import CallStatus
from projects.models.call import Call
from projects.permissions import is_call_officer, is_officer
from projects.queries.calls import within_reach


def call_tasks(actor: Actor, at: datetime) -> list[Task]:
    """Return what waits for the actor, oldest first; one query, none for other hats."""
    if not (actor.has(Role.OFFICER) or actor.has(Role.ORGANISER)):
        return []
    statement = select(Call).where(
        within_reach(actor, (Role.OFFICER, Role.ORGANISER)),
        col(Call.status).in_([CallStatus.DRAFT, CallStatus.PUBLISHED]),
    )
    found = session().exec(statement.order_by(col(Call.created_at)))
    tasks = [task for call in found for task in tasks_of_call(call, at, actor=actor)]
    return [task for task in tasks if task.mine]


def tasks_of_call(call: Call, at: datetime, *, actor: Actor) -> Sequence[Task]:
    """Return what a call waits for until it is opened; mine tells whose turn it is."""
    if call.status is CallStatus.DRAFT:
        return [
            Task(
                what=N_("Finish the call and publish it"),
                subject=call.title,
                owner_role=Role.OFFICER,
                link=f"/calls/{call.code}/setup",
                since=call.created_at,
                due=call.opens_at,
                mine=is_officer(actor, call),
            )
        ]
    if call.status is CallStatus.PUBLISHED and at >= call.closes_at:
        return [
            Task(
                what=N_("Open what was handed in"),
                subject=call.title,
                owner_role=Role.OFFICER,
                link=f"/calls/{call.code}/open",
                since=call.closes_at,
                mine=is_call_officer(actor, call),
            )
        ]
    return []
