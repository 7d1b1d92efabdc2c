"""Who may do what with calls, applications and projects; predicates (actor, record) -> bool."""

from typing import Any

from app.accounts.enums import APPLICANTS, FINANCE, Role
from app.records.actor import Actor


def is_call_officer(actor: Actor, record: Any) -> bool:
    """An officer of the call's area, or the organiser to whom the call is delegated."""
    call = call_of(record)
    return actor.has(Role.OFFICER, f"area:{call.area_code}") or actor.has(
        Role.ORGANISER, f"call:{call.code}"
    )


def is_officer(actor: Actor, record: Any) -> bool:
    """An officer of the call's area; the organiser cannot do this."""
    return actor.has(Role.OFFICER, f"area:{call_of(record).area_code}")


def is_leader(actor: Actor, record: Any) -> bool:
    """The leader in charge of the call's area."""
    return actor.has(Role.LEADER, f"area:{call_of(record).area_code}")


def is_applicant(actor: Actor, record: Any) -> bool:
    """An editor or signatory of the applying organisation."""
    return any(actor.has(role, record.organisation.scope) for role in APPLICANTS)


def is_signatory(actor: Actor, record: Any) -> bool:
    """The person who signs for the applying organisation."""
    return actor.has(Role.APPLICANT_SIGNATORY, record.organisation.scope)


def is_secretary(actor: Actor, record: Any) -> bool:
    """The panel secretary of the call's area, or of the call."""
    call = call_of(record)
    return actor.has(Role.SECRETARY, f"area:{call.area_code}") or actor.has(
        Role.SECRETARY, f"call:{call.code}"
    )


def is_evaluator(actor: Actor, record: Any) -> bool:
    """The third-party evaluator of the call's area."""
    return actor.has(Role.EVALUATOR, f"area:{call_of(record).area_code}")


def is_steward(actor: Actor, record: Any) -> bool:
    """Staff who follow a call and its projects: officer, organiser, leader, supervisor, auditor."""
    call = call_of(record)
    area = f"area:{call.area_code}"
    followers = (Role.LEADER, Role.SUPERVISOR, Role.AUDITOR)
    return is_call_officer(actor, record) or any(actor.has(role, area) for role in followers)


def can_view_application(actor: Actor, application: Any) -> bool:
    """Its organisation always; staff from the opening on (drafts and sealed bids are nobody's)."""
    if is_applicant(actor, application):
        return True
    opened = application.received_at is not None
    return opened and (is_steward(actor, application) or is_secretary(actor, application))


def can_view_project(actor: Actor, project: Any) -> bool:
    """Its organisation, the stewards of its call, finance and evaluators of its area."""
    area = f"area:{call_of(project).area_code}"
    return (
        is_applicant(actor, project)
        or is_steward(actor, project)
        or any(actor.has(role, area) for role in (*FINANCE, Role.EVALUATOR))
    )


def call_of(record: Any) -> Any:
    """Return the call of a record: itself, its own, or its project's or application's."""
    for name in ("call", "project", "application", "notice"):
        owner = getattr(record, name, None)
        if owner is not None:
            return call_of(owner)
    return record
