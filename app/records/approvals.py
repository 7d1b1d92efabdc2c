"""Approvals: who approved which step, on screen or on paper.

Every approval can be printed, signed in ink, entered with its scan by one person and confirmed by
another.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel, col, select

from app.db import session
from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.records.actor import Actor
from app.records.audit import record_act


class Approval(SQLModel, table=True):
    """One step of one record.

    step: key of the rulebook's chain ("drafted", "checked", …); name and signed_on: as signed;
    on paper: entered_by typed it from the scan, confirmed_by compared it with the paper.
    """

    __table_args__ = (
        UniqueConstraint("chain", "step", "attempt"),
        CheckConstraint(
            "NOT on_paper OR scan_code <> ''",
            name="paper_has_scan",
        ),
        CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> entered_by", name="second_person_confirms"
        ),
        CheckConstraint("on_paper OR user_id IS NOT NULL", name="screen_has_person"),
    )

    id: int | None = Field(default=None, primary_key=True)
    chain: str = Field(index=True, max_length=80)
    step: str = Field(max_length=40)
    attempt: int = 1
    user_id: int | None = Field(default=None, foreign_key="user.id")
    name: str = Field(max_length=80)
    opinion: str = Field(default="", max_length=500)
    signed_on: date
    at: datetime
    on_paper: bool = False
    scan_code: str = Field(default="", max_length=20)
    entered_by: int | None = Field(default=None, foreign_key="user.id")
    confirmed_by: int | None = Field(default=None, foreign_key="user.id")
    confirmed_at: datetime | None = None

    @property
    def holds(self) -> bool:
        """Whether the step counts: on screen at once, on paper after the second person."""
        return not self.on_paper or self.confirmed_at is not None


class SamePerson(DomainError):
    """Who signed or entered a paper cannot confirm it."""

    message = N_("You signed or entered this paper yourself. A second person has to confirm it.")
    status = 409


class AlreadyConfirmed(DomainError):
    """The paper was confirmed before."""

    message = N_("This paper is confirmed already.")
    status = 409


def approve(
    chain: str, step: str, *, actor: Actor, at: datetime, signed_on: date, opinion: str = ""
) -> Approval:
    """Record an approval given on screen."""
    approval = Approval(
        chain=chain,
        step=step,
        user_id=actor.user_id,
        name=actor.name,
        opinion=opinion,
        signed_on=signed_on,
        at=at,
    )
    session().add(approval)
    record_act(chain, f"approval:{step}", actor=actor, at=at, opinion=opinion)
    return approval


def enter_paper(
    chain: str,
    step: str,
    *,
    name: str,
    signed_on: date,
    scan_code: str,
    signer_id: int | None,
    actor: Actor,
    at: datetime,
    opinion: str = "",
) -> Approval:
    """Record an approval signed in ink; it counts when a second person has confirmed it.

    signer_id: the signer's account, so that separation of duties holds on paper too.
    """
    approval = Approval(
        chain=chain,
        step=step,
        user_id=signer_id,
        name=name,
        opinion=opinion,
        signed_on=signed_on,
        at=at,
        on_paper=True,
        scan_code=scan_code,
        entered_by=actor.user_id,
    )
    session().add(approval)
    record_act(chain, f"approval:{step}:paper", actor=actor, at=at, name=name, scan=scan_code)
    return approval


def confirm_paper(approval: Approval, *, actor: Actor, at: datetime) -> None:
    """Confirm a paper as a second person; raises SamePerson and AlreadyConfirmed."""
    if approval.confirmed_at is not None:
        raise AlreadyConfirmed
    if actor.user_id in (approval.entered_by, approval.user_id):
        raise SamePerson
    approval.confirmed_by, approval.confirmed_at = actor.user_id, at
    record_act(approval.chain, f"approval:{approval.step}:confirm", actor=actor, at=at)


def approvals_of(*chains: str) -> list[Approval]:
    """Return the approvals of some records in the order in which they were given."""
    statement = select(Approval).where(col(Approval.chain).in_(chains)).order_by(col(Approval.id))
    return list(session().exec(statement))
