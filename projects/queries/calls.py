"""Finding calls, and what a page or a task has to know of them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col, select

from app.accounts.enums import APPLICANTS, Role
from app.accounts.models import RoleGrant
from app.db import locked, session
from app.kernel.clock import local
from app.kernel.errors import DomainError, NotFound
from app.kernel.labels import N_
from app.kernel.money import Money
from app.ledger.models import Appropriation
from app.ledger.queries import standings
from app.ledger.rules import Stage
from app.records.actor import Actor
from app.registry.models import Organisation
from app.web.paging import Page, page_of
from projects.enums import ApplicationStatus, CallPhase, CallStatus
from projects.models.application import Application
from projects.models.call import Call
from projects.permissions import is_steward


class NoBudgetItem(DomainError):
    """The call has no appropriation."""

    message = N_("The call has no budget item. Choose one before money is reserved.")


STEWARDS = (Role.OFFICER, Role.ORGANISER, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR)


def find_call(code: str, *, actor: Actor) -> Call:
    """Return a call by code, locked when a move may follow.

    Raises NotFound for an unknown code, and for a draft to everybody but its stewards.
    """
    found = session().exec(locked(select(Call).where(Call.code == code))).first()
    if found is None or (found.published_at is None and not is_steward(actor, found)):
        raise NotFound
    return found


def open_calls(at: datetime) -> list[Call]:
    """Return the calls that take applications now, those closing first at the top."""
    statement = select(Call).where(
        Call.status == CallStatus.PUBLISHED,
        col(Call.opens_at) <= at,
        col(Call.closes_at) > at,
    )
    return list(session().exec(statement.order_by(col(Call.closes_at), col(Call.id))))


def public_calls(before: int | None = None) -> Page[Call]:
    """Return one page of the published calls, newest first. before: key of the page before."""
    statement = select(Call).where(col(Call.published_at).is_not(None))
    return page_of(statement, col(Call.id), before=before)


def calls_of(actor: Actor, before: int | None = None) -> Page[Call]:
    """Return one page of the calls that the actor follows as staff, drafts included."""
    statement = select(Call).where(within_reach(actor, STEWARDS))
    return page_of(statement, col(Call.id), before=before)


def within_reach(actor: Actor, roles: Sequence[Role]) -> ColumnElement[bool]:
    """Return the condition that a call lies in the scope of one of the actor's roles."""
    reached: list[ColumnElement[bool]] = [col(Call.id).is_(None)]
    for role, scope in ((each, scope) for each in roles for scope in actor.scopes(each)):
        kind, _, code = scope.partition(":")
        if kind in ("", "area") and role is not Role.ORGANISER:  # delegated call by call
            reached.append(col(Call.area_code).startswith(code, autoescape=True))
        elif kind == "call":
            reached.append(col(Call.code) == code)
    return or_(*reached)


def calls_by_code(codes: Sequence[str]) -> list[Call]:
    """Return some calls by their codes."""
    return list(session().exec(select(Call).where(col(Call.code).in_(codes))))


def applications_counted(call: Call) -> dict[ApplicationStatus, int]:
    """Return how many received applications stand where; empty before the opening.

    Nothing tells anybody before the opening how many were handed in.
    """
    statement = (
        select(Application.status, func.count())
        .where(Application.call_id == call.id, col(Application.received_at).is_not(None))
        .group_by(col(Application.status))
    )
    return {ApplicationStatus(status): n for status, n in session().exec(statement)}


def received_counts(calls: Sequence[Call]) -> dict[int, int]:
    """Return how many applications were received under some calls, by call id, in one query."""
    statement = (
        select(Application.call_id, func.count())
        .where(
            col(Application.call_id).in_([call.id for call in calls]),
            col(Application.received_at).is_not(None),
        )
        .group_by(col(Application.call_id))
    )
    return dict(session().exec(statement).all())


def handed_in(call: Call) -> list[Application]:
    """Return the applications that count at the opening, locked, in the order of their numbers."""
    statement = (
        select(Application)
        .where(Application.call_id == call.id, Application.status == ApplicationStatus.SUBMITTED)
        .order_by(col(Application.number), col(Application.id))
    )
    return list(session().exec(locked(statement)))


def representatives_under(call: Call, statuses: Sequence[ApplicationStatus]) -> set[int]:
    """Return the people of the organisations whose applications stand at one of the statuses."""
    scope = "organisation:" + col(Organisation.code)
    statement = (
        select(RoleGrant.user_id)
        .join(Organisation, col(RoleGrant.scope) == scope)
        .join(Application, col(Application.organisation_id) == col(Organisation.id))
        .where(
            Application.call_id == call.id,
            col(Application.status).in_(statuses),
            col(RoleGrant.role).in_(APPLICANTS),
            col(RoleGrant.ended_at).is_(None),
        )
        .distinct()
    )
    return set(session().exec(statement))


def appropriation_of(call: Call) -> Appropriation | None:
    """Return the budget item from which a call is paid."""
    if call.appropriation_id is None:
        return None
    return session().get(Appropriation, call.appropriation_id)


def budget_item(call: Call) -> Appropriation:
    """Return the budget item from which a call is paid; raises NoBudgetItem."""
    found = appropriation_of(call)
    if found is None:
        raise NoBudgetItem
    return found


def available(appropriation: Appropriation) -> Money:
    """Return what is still free of a budget item."""
    return standings([appropriation])[0].at(Stage.AVAILABLE)


def standing_of(call: Call, at: datetime) -> CallStatus | CallPhase:
    """Return how a call is shown: by its clock while published, by its status otherwise."""
    if call.status is not CallStatus.PUBLISHED:
        return call.status
    if at < call.opens_at:
        return CallPhase.NOT_YET_OPEN
    return CallPhase.OPEN if at < call.closes_at else CallPhase.CLOSED


def last_day(call: Call) -> date:
    """Return the last day of a call's window: one that ends at 24:00 ends on the day before."""
    return local(call.closes_at - timedelta(microseconds=1)).date()
