"""Applications: started, saved part by part, submitted, recalled, withdrawn."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.db import session
from app.kernel.clock import local
from app.kernel.digest import canonical_json, sha256_hex
from app.kernel.errors import DomainError, Forbidden, NotFound, Said, Stale
from app.kernel.labels import N_
from app.kernel.money import Money
from app.kernel.numbering import new_code, numbered
from app.kernel.workdays import add_workdays
from app.records.actor import Actor
from app.records.attachments import Attachment, Upload, attach, attachments_of, remove
from app.records.audit import record_act
from app.records.calendar import working_calendar
from app.records.counters import next_number
from app.records.lifecycle import advance
from app.registry.models import Organisation
from app.registry.permissions import represents
from projects import documents
from projects.enums import ApplicationStatus, CallStatus
from projects.models.application import Application, Submission
from projects.models.call import Call
from projects.operations.plans import replace_lines, replace_rows
from projects.permissions import is_signatory
from projects.queries.applications import application_with, last_submission
from projects.queries.content import content_of, eligibility_of
from projects.queries.snapshots import application_snapshot
from projects.rules.budgets import BudgetItem
from projects.rules.completeness import check_complete
from projects.rules.eligibility import Outcome

A = ApplicationStatus


class CallNotOpen(DomainError):
    """The call does not take applications yet."""

    message = N_("The call opens on %(opens)s. Applications can be started from then on.")
    status = 409


class CallClosed(DomainError):
    """The deadline has passed; the refusal is numbered."""

    message = N_(
        "This call closed at %(closes)s. Your request reached the server at %(received)s, "
        "%(seconds)s seconds after the deadline, and cannot be taken. What you filled in is kept "
        "and can be viewed and downloaded. If a fault of the system kept you from submitting in "
        "time, contact %(office)s, %(phone)s, by %(until)s and name record number %(number)s."
    )
    numbered = True
    status = 409


class SecondApplication(DomainError):
    """The organisation has an application under this call already."""

    message = N_(
        "%(organisation)s has already applied under this call: “%(title)s”. Each organisation may "
        "submit one; open that application, or give it up first."
    )
    field = "organisation"


class NotEligible(DomainError):
    """A rule is not met."""

    message = N_(
        "The organisation does not meet this condition: %(rule)s. %(reason)s If the facts are "
        "wrong, have them corrected by the registering authority before the deadline."
    )


class DeclarationNeeded(DomainError):
    """The declaration is not signed."""

    message = N_("Read the declaration and tick that you sign it for the organisation.")
    field = "declaration"


class NotRecalled(DomainError):
    """A submitted application is changed without being recalled."""

    message = N_("The application has been submitted. Recall it first if you want to change it.")
    status = 409


class ConfirmTitle(DomainError):
    """Giving up needs the title typed."""

    message = N_("Type the title of the project exactly as it stands above to give it up.")
    field = "title"


def start_application(
    call: Call, organisation: Organisation, *, actor: Actor, at: datetime
) -> Application:
    """Start an organisation's application under an open call.

    Raises CallNotOpen, CallClosed and SecondApplication.
    """
    if not represents(actor, organisation):
        raise Forbidden
    check_window(call, at)
    known = application_with(call, organisation)
    if known is not None:
        raise SecondApplication(
            organisation=organisation.name, title=known.title or known.number or known.code
        )
    application = Application(
        code=new_code(),
        call_id=call.id or 0,
        organisation_id=organisation.id or 0,
        content={"organisation": prefilled(organisation)},
        started_by=actor.user_id,
        started_at=at,
    )
    application.call, application.organisation = call, organisation
    session().add(application)
    record_act(application.chain, "application:start", actor=actor, at=at, call=call.code)
    session().flush()
    return application


def prefilled(organisation: Organisation) -> dict[str, Any]:
    """Return the first section as the organisation's profile fills it."""
    keys = (
        "introduction",
        "experience",
        "staff_full_time",
        "social_workers",
        "party_members",
        "net_assets",
        "income",
    )
    return {key: organisation.profile[key] for key in keys if key in organisation.profile}


def is_open(call: Call, at: datetime) -> bool:
    """Tell whether applications can be started and handed in now."""
    return call.status is CallStatus.PUBLISHED and call.opens_at <= at < call.closes_at


def check_window(call: Call, at: datetime) -> None:
    """Raise CallNotOpen or CallClosed outside the call's window.

    The closing moment itself is late; the refusal names the seconds and a way to complain.
    """
    if call.status is not CallStatus.PUBLISHED and at < call.closes_at:
        raise CallNotOpen(opens=call.opens_at)
    if at < call.opens_at:
        raise CallNotOpen(opens=call.opens_at)
    if at >= call.closes_at:
        days = call.rulebook.timing.outage_report_workdays.value
        until = add_workdays(local(at).date(), days, working_calendar())
        raise CallClosed(
            closes=call.closes_at,
            received=at,
            seconds=max(1, int((at - call.closes_at).total_seconds())),
            office=call.texts.get("contact", ""),
            phone=call.texts.get("phone", ""),
            until=until.isoformat(),
            number="",
        )


def _check_in_time(application: Application, at: datetime) -> None:
    """Check the call's window; who comes too late gets a paper about it."""
    try:
        check_window(application.call, at)
    except CallClosed as late:
        late.paper = documents.lateness(application, **late.facts)
        raise


def is_editable(application: Application, at: datetime) -> bool:
    """Return whether the working copy can be changed now."""
    call = application.call
    draft = application.status is A.DRAFT
    recalled = application.status is A.SUBMITTED and application.recalled_at is not None
    return is_open(call, at) and (draft or recalled)


def _check_editable(application: Application, version: int | None, at: datetime) -> None:
    if application.status not in (A.DRAFT, A.SUBMITTED):
        raise NotRecalled
    _check_in_time(application, at)
    if not is_editable(application, at):
        raise NotRecalled
    if version is not None and version != application.version:
        raise Stale


def save_section(
    application: Application,
    section: str,
    values: Mapping[str, Any],
    *,
    version: int | None = None,
    tables: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Save one section of the working copy as it is; completeness is asked at submission.

    version: as the editor loaded it; raises Stale when somebody else saved in between.
    """
    _check_editable(application, version, at)
    application.content = {**application.content, section: dict(values)}
    if section == "overview":
        application.title = str(values.get("title") or "")
        application.field = str(values.get("field") or "")
    for table, rows in (tables or {}).items():
        replace_rows(application, table, rows)
    _saved(application, section, actor=actor, at=at)


def save_budget(
    application: Application,
    items: Sequence[BudgetItem],
    *,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Save the budget lines of the working copy; caps are asked at submission."""
    _check_editable(application, version, at)
    replace_lines(application, items)
    _saved(application, "budget", actor=actor, at=at)


def _saved(application: Application, section: str, *, actor: Actor, at: datetime) -> None:
    application.version += 1
    application.saved_at = at
    record_act(application.chain, "application:save", actor=actor, at=at, section=section)


def add_file(
    application: Application, upload: Upload, slot: str, *, actor: Actor, at: datetime
) -> Attachment:
    """Add a file to the working copy."""
    _check_editable(application, None, at)
    application.saved_at = at
    return attach(application.chain, upload, slot=slot, actor=actor, at=at)


def remove_file(application: Application, code: str, *, actor: Actor, at: datetime) -> None:
    """Take a file out of the working copy; submitted versions keep it."""
    _check_editable(application, None, at)
    found = next((a for a in attachments_of(application.chain) if a.code == code), None)
    if found is None:
        raise NotFound
    remove(found, actor=actor, at=at)


def submit_application(
    application: Application, *, declared: bool, actor: Actor, at: datetime
) -> Submission:
    """Hand the application in: one row of its own, never the call's; the receipt is issued.

    Raises CallClosed after the deadline, NotEligible, Incomplete, DeclarationNeeded and the budget
    problems of check_complete().
    """
    if not is_signatory(actor, application):
        raise Forbidden
    _check_editable(application, None, at)
    if not declared:
        raise DeclarationNeeded
    _check_eligible(application, at)
    check_complete(application.call.rulebook, content_of(application))
    before = last_submission(application)
    snapshot = {**application_snapshot(application), "submitted_at": at.isoformat()}
    snapshot["signed_by"] = actor.name
    _number(application, at)
    snapshot["number"] = application.number
    submission = Submission(
        application_id=application.id or 0,
        version=before.version + 1 if before else 1,
        submitted_at=at,
        submitted_by=actor.user_id,
        title=application.title,
        field=application.field,
        requested=requested_in(snapshot),
        snapshot=snapshot,
        digest=sha256_hex(canonical_json(snapshot)),
    )
    session().add(submission)
    application.submitted_at, application.recalled_at = at, None
    advance(
        application,
        "submit",
        actor=actor,
        at=at,
        version=submission.version,
        digest=submission.digest,
    )
    session().flush()
    documents.issue_receipt(application, submission, actor=actor, at=at)
    documents.issue_application(application, submission, actor=actor, at=at)
    return submission


def _number(application: Application, at: datetime) -> None:
    if application.number is None:
        call = application.call
        application.number = numbered(
            call.rulebook.numbers.application,
            year=call.year,
            n=next_number(f"application:{call.programme}:{call.year}"),
        )


def _check_eligible(application: Application, at: datetime) -> None:
    rules = {rule.key: rule for rule in application.call.rulebook.eligibility}
    for finding in eligibility_of(application.call, application.organisation, application, at):
        if finding.outcome is Outcome.FAIL:
            reason = Said(finding.message, finding.facts)
            raise NotEligible(rule=rules[finding.key].label, reason=reason)


def requested_in(snapshot: Mapping[str, Any]) -> Money:
    """Return the requested grant of a snapshot: its grant lines together."""
    lines = snapshot["budget"]
    return Money(sum(line["amount"] for line in lines if line["source"] == "grant"))


def recall_application(application: Application, *, actor: Actor, at: datetime) -> None:
    """Take a submitted application back for changes; what was handed in last stays valid."""
    if not is_signatory(actor, application):
        raise Forbidden
    _check_in_time(application, at)
    if application.status is not A.SUBMITTED or application.recalled_at is not None:
        raise NotRecalled
    application.recalled_at = at
    record_act(application.chain, "application:recall", actor=actor, at=at)


def keep_submission(application: Application, *, actor: Actor, at: datetime) -> None:
    """Leave the recall: what was handed in last counts, changes since never do."""
    check_window(application.call, at)
    if application.recalled_at is None:
        raise NotRecalled
    application.recalled_at = None
    record_act(application.chain, "application:keep", actor=actor, at=at)


def withdraw_application(
    application: Application, title: str, *, actor: Actor, at: datetime
) -> None:
    """Give an application up; the title has to be typed. Another one may be started afterwards."""
    check_window(application.call, at)
    if title.strip() != (application.title or application.code):
        raise ConfirmTitle
    advance(application, "withdraw", actor=actor, at=at)
