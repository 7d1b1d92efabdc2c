"""Screening: the eligibility table of each received application, row by row."""

from datetime import datetime

from app.db import session
from app.kernel.digest import plain
from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.records.actor import Actor
from app.records.attachments import Upload, attach
from app.records.audit import record_act
from app.records.lifecycle import advance
from projects.enums import ApplicationStatus, CheckOutcome
from projects.models.application import Application, EligibilityCheck
from projects.models.call import Call
from projects.queries.applications import applications_under, checks_of, last_submission
from projects.queries.content import eligibility_of


class ReasonNeeded(DomainError):
    """A finding that differs from the automatic one needs a reason."""

    message = N_("Enter what you checked and why; the finding differs from the automatic one.")
    field = "note"


class RowsOpen(DomainError):
    """Rows of the table are not decided."""

    message = N_("%(count)s rows still have to be checked by a person.")
    status = 409


class RowsFailed(DomainError):
    """A rule is not met."""

    message = N_("%(count)s rules are not met; the application cannot be qualified.")
    status = 409


class NothingFailed(DomainError):
    """No row says that a rule is not met."""

    message = N_(
        "No condition is recorded as not met. Record the finding in the table, then disqualify."
    )
    status = 409


class NotScreened(DomainError):
    """Applications wait for screening."""

    message = N_("%(count)s applications are not screened yet.")
    status = 409


def start_screening(application: Application, *, actor: Actor, at: datetime) -> None:
    """Fill the eligibility table from the rules and what the registry knows now; once."""
    if checks_of(application):
        return
    submission = last_submission(application)
    assert submission is not None
    application.content = submission.snapshot["sections"]
    findings = eligibility_of(application.call, application.organisation, application, at)
    for finding in findings:
        outcome = CheckOutcome(finding.outcome)
        session().add(
            EligibilityCheck(
                application_id=application.id or 0,
                key=finding.key,
                automatic=outcome,
                outcome=outcome,
                message=finding.message,
                facts=plain(dict(finding.facts)),
                checked_at=at,
                checked_by=None,
            )
        )
    record_act(application.chain, "application:screen", actor=actor, at=at, rules=len(findings))
    session().flush()


def record_check(
    application: Application,
    key: str,
    outcome: CheckOutcome,
    note: str,
    *,
    evidence: Upload | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Record a person's finding of one row, with its evidence; raises ReasonNeeded."""
    row = next(check for check in checks_of(application) if check.key == key)
    if outcome is not row.automatic and not note.strip():
        raise ReasonNeeded
    if evidence is not None:
        file = attach(application.chain, evidence, slot=f"check-{key}", actor=actor, at=at)
        row.evidence_code = file.code
    row.outcome, row.note = outcome, note
    row.checked_at, row.checked_by = at, actor.user_id
    record_act(
        application.chain,
        "application:check",
        actor=actor,
        at=at,
        rule=key,
        outcome=str(outcome),
        note=note,
    )


def qualify(application: Application, *, actor: Actor, at: datetime) -> None:
    """Pass an application on to the panel; raises RowsOpen and RowsFailed."""
    rows = checks_of(application)
    waiting = [row for row in rows if row.outcome is CheckOutcome.PERSON]
    if waiting or not rows:
        raise RowsOpen(count=len(waiting) or 1)
    failed = [row for row in rows if row.outcome is CheckOutcome.FAIL]
    if failed:
        raise RowsFailed(count=len(failed))
    application.screened_at = at
    advance(application, "qualify", actor=actor, at=at)


def disqualify(application: Application, reason: str, *, actor: Actor, at: datetime) -> None:
    """Take an application out, with the reason that is read; raises NothingFailed."""
    if not any(row.outcome is CheckOutcome.FAIL for row in checks_of(application)):
        raise NothingFailed
    application.screened_at, application.reason = at, reason
    advance(application, "disqualify", actor=actor, at=at, reason=reason)


def finish_screening(call: Call, *, actor: Actor, at: datetime) -> None:
    """End the screening of a call when every application is decided; raises NotScreened."""
    waiting = applications_under(call, [ApplicationStatus.RECEIVED])
    if waiting:
        raise NotScreened(count=len(waiting))
    advance(call, "review", actor=actor, at=at)
