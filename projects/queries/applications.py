"""Finding applications and what was handed in."""

from collections.abc import Sequence

from sqlalchemy.orm import selectinload
from sqlmodel import col, select

from app.accounts.enums import APPLICANTS
from app.db import locked, session
from app.kernel.errors import NotFound
from app.records.actor import Actor
from app.registry.models import Organisation
from app.registry.queries import organisation_codes
from projects.enums import ApplicationStatus
from projects.models.application import Application, EligibilityCheck, Submission
from projects.models.call import Call
from projects.permissions import can_view_application


def find_application(code: str, *, actor: Actor) -> Application:
    """Return an application within the actor's reach, locked when a move may follow.

    Raises NotFound for an unknown code and for another organisation's draft alike.
    """
    statement = select(Application).where(Application.code == code)
    found = session().exec(locked(statement)).first()
    if found is None or not can_view_application(actor, found):
        raise NotFound
    return found


def application_with(call: Call, organisation: Organisation) -> Application | None:
    """Return an organisation's application under a call that was not given up."""
    statement = select(Application).where(
        Application.call_id == call.id,
        Application.organisation_id == organisation.id,
        Application.status != ApplicationStatus.WITHDRAWN,
    )
    return session().exec(statement).first()


def applications_of(actor: Actor) -> list[Application]:
    """Return the applications of the organisations that the actor represents, newest first."""
    if not any(actor.has(role) for role in APPLICANTS):
        return []
    statement = (
        select(Application)
        .join(Organisation, col(Organisation.id) == col(Application.organisation_id))
        .where(col(Organisation.code).in_(organisation_codes(actor)))
        .options(selectinload(Application.call), selectinload(Application.organisation))  # type: ignore[arg-type]  # relationships
        .order_by(col(Application.id).desc())
    )
    return list(session().exec(statement))


def applications_under(call: Call, statuses: Sequence[ApplicationStatus] = ()) -> list[Application]:
    """Return the received applications of a call in the order of their numbers.

    statuses: only these; empty = all that were received.
    """
    statement = (
        select(Application)
        .where(Application.call_id == call.id, col(Application.received_at).is_not(None))
        .options(selectinload(Application.organisation))  # type: ignore[arg-type]  # relationship
        .order_by(col(Application.number))
    )
    if statuses:
        statement = statement.where(col(Application.status).in_(statuses))
    return list(session().exec(statement))


def last_submission(application: Application) -> Submission | None:
    """Return what counts of an application: the version handed in last."""
    statement = (
        select(Submission)
        .where(Submission.application_id == application.id)
        .order_by(col(Submission.version).desc())
    )
    return session().exec(statement).first()


def last_submissions(applications: Sequence[Application]) -> dict[int, Submission]:
    """Return what counts of several applications, by application id, in one query."""
    ids = [application.id for application in applications]
    statement = (
        select(Submission)
        .where(col(Submission.application_id).in_(ids))
        .order_by(col(Submission.version))
    )
    return {submission.application_id: submission for submission in session().exec(statement)}


def submissions_of(application: Application) -> list[Submission]:
    """Return every version handed in, newest first."""
    statement = (
        select(Submission)
        .where(Submission.application_id == application.id)
        .order_by(col(Submission.version).desc())
    )
    return list(session().exec(statement))


def checks_of(application: Application) -> list[EligibilityCheck]:
    """Return the rows of an application's eligibility table."""
    statement = select(EligibilityCheck).where(EligibilityCheck.application_id == application.id)
    return list(session().exec(statement.order_by(col(EligibilityCheck.id))))
