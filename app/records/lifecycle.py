"""The one door through which a status changes."""

from datetime import datetime
from typing import Any, ClassVar, Protocol

from app.kernel.errors import DomainError, Forbidden, IllegalMove
from app.kernel.labels import N_
from app.kernel.workflow import Workflow
from app.records.actor import Actor
from app.records.audit import AuditEntry, record_act


class Record(Protocol):
    """What has a lifecycle: its table of moves, its status, and the name of its audit chain."""

    flow: ClassVar[Workflow]
    status: Any

    @property
    def chain(self) -> str: ...


class NotNow(DomainError):
    """The move is legal and the person may take it, but not at this moment."""

    message = N_("This cannot be done at the moment. Check the dates and try again later.")
    status = 409


def may(actor: Actor, action: str, record: Record, at: datetime) -> bool:
    """Return whether the actor may take the action on the record now."""
    return action in record.flow.actions_for(actor, record, at)


def advance(record: Record, action: str, *, actor: Actor, at: datetime, **facts: Any) -> AuditEntry:
    """Move a record along its table and write the audit entry with it.

    Raises IllegalMove (the status does not allow it), Forbidden (not this person) and
    NotNow (not at this moment).
    """
    move = record.flow.move(action, record.status)
    if not move.by(actor, record):
        raise Forbidden
    if move.when is not None and not move.when(record, at):
        raise NotNow
    source, record.status = record.status, move.target
    noun = record.chain.partition(":")[0]
    return record_act(
        record.chain,
        f"{noun}:{action}",
        actor=actor,
        at=at,
        source=str(source),
        target=str(move.target),
        **facts,
    )


__all__ = ["IllegalMove", "NotNow", "Record", "advance", "may"]
