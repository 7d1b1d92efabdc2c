"""Approval by the bureau, public notice, decision, and what becomes of awards."""

from datetime import date, datetime, timedelta

from app.db import session
from app.kernel.clock import local
from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.kernel.money import Money
from app.kernel.numbering import new_code, numbered
from app.kernel.periods import end_of_day
from app.kernel.workdays import add_workdays
from app.ledger.models import Appropriation
from app.ledger.operations import transfer
from app.ledger.rules import Stage
from app.records.actor import Actor
from app.records.attachments import Upload, attach
from app.records.calendar import working_calendar
from app.records.counters import next_number
from app.records.lifecycle import advance
from projects import documents, notices
from projects.enums import ApplicationStatus, ObjectionStatus
from projects.models.application import Application
from projects.models.call import Call
from projects.models.notice import Notice
from projects.models.project import Project
from projects.queries.applications import applications_under, last_submission
from projects.queries.calls import budget_item
from projects.queries.notices import notice_of, objections_of, open_objections
from projects.queries.projects import project_of
from projects.queries.reserves import next_reserve

A = ApplicationStatus


class NoticeRunning(DomainError):
    """The notice period is not over."""

    message = N_("The notice period runs until %(until)s. Decide after it has ended.")
    status = 409


class ObjectionsOpen(DomainError):
    """Objections wait for an answer."""

    message = N_("%(count)s objections are not answered yet. Answer them before the decision.")
    status = 409


class NothingToAnnounce(DomainError):
    """No application is proposed for funding."""

    message = N_("No application is proposed for funding; there is nothing to announce.")


class MeetingInFuture(DomainError):
    """Minutes of a meeting that has not taken place."""

    message = N_("The day of the meeting is in the future. Enter the day on the minutes.")
    field = "held_on"


class NoReserve(DomainError):
    """No reserve fits into what is left."""

    message = N_("No reserve application fits into the money that is left.")
    status = 409


def approve_results(
    call: Call,
    *,
    body: str,
    number: str,
    held_on: date,
    scan: Upload,
    actor: Actor,
    at: datetime,
) -> None:
    """Record that the bureau's meeting approved the ranking (审定).

    body: 局党组会议 or 局长办公会; number: of its minutes; scan: the signed minutes.
    """
    if held_on > local(at).date():
        raise MeetingInFuture
    call.minutes_body, call.minutes_number, call.minutes_on = body, number, held_on
    advance(call, "approve", actor=actor, at=at, minutes=number, held_on=held_on.isoformat())
    attach(call.chain, scan, slot="minutes", actor=actor, at=at)
    notices.results_approved(call, at=at)


def announce(call: Call, *, actor: Actor, at: datetime) -> Notice:
    """Publish the notice of proposed awards and reserve their money.

    The day of publication does not count; the period ends at 24:00 of its last working day.
    Raises NothingToAnnounce, NoBudgetItem and NotEnoughMoney.
    """
    rulebook = call.rulebook
    proposed = applications_under(call, [A.RECOMMENDED])
    if not proposed:
        raise NothingToAnnounce
    workdays = rulebook.timing.notice_workdays.value
    starts = local(at).date()
    ends = add_workdays(starts, workdays, working_calendar())
    notice = Notice(
        code=new_code(),
        call_id=call.id or 0,
        title=documents.notice_title(call),
        workdays=workdays,
        starts_on=starts,
        ends_on=ends,
        ends_at=end_of_day(ends),
        rows=notice_rows(call),
        created_at=at,
        published_at=at,
    )
    notice.call = call
    session().add(notice)
    session().flush()
    advance(call, "announce", actor=actor, at=at, notice=notice.code)
    advance(notice, "approve", actor=actor, at=at)
    appropriation = budget_item(call)
    for application in proposed:
        reserve(appropriation, application, application.recommended, actor=actor, at=at)
    year = local(at).year
    notice.number = numbered(
        rulebook.numbers.notice, year=year, n=next_number(f"notice:{call.programme}:{year}")
    )
    advance(notice, "publish", actor=actor, at=at, number=notice.number, until=ends.isoformat())
    documents.issue_notice(notice, actor=actor, at=at)
    notices.notice_published(notice, at=at)
    return notice


def notice_rows(call: Call) -> list[dict[str, object]]:
    """Return the list of a notice: proposed awards by rank, then the reserves."""
    applications = applications_under(call, [A.RECOMMENDED, A.RESERVE])
    applications.sort(key=lambda a: (a.status is A.RESERVE, a.place or 0))
    return [
        {
            "application": application.code,
            "number": application.number,
            "title": application.title,
            "organisation": application.organisation.name,
            "amount": application.recommended.fen if application.recommended else 0,
            "place": application.place,
            "outcome": str(application.status),
        }
        for application in applications
    ]


def reserve(
    appropriation: Appropriation,
    application: Application,
    amount: Money | None,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Reserve an application's money."""
    assert amount is not None
    transfer(
        appropriation,
        Stage.AVAILABLE,
        Stage.RESERVED,
        amount,
        subject=application.chain,
        cause=application.chain,
        actor=actor,
        at=at,
    )


def release(
    appropriation: Appropriation,
    application: Application,
    amount: Money | None,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Give an application's reserved money back."""
    assert amount is not None
    transfer(
        appropriation,
        Stage.RESERVED,
        Stage.AVAILABLE,
        amount,
        subject=application.chain,
        cause=application.chain,
        actor=actor,
        at=at,
    )


def decide(call: Call, *, actor: Actor, at: datetime) -> list[Project]:
    """Decide after the notice: awards, letters, projects; an upheld objection sets one aside.

    Raises NoticeRunning and ObjectionsOpen.
    """
    notice = notice_of(call)
    assert notice is not None
    assert notice.ends_at is not None
    if at < notice.ends_at:
        raise NoticeRunning(until=notice.ends_at)
    waiting = open_objections(notice)
    if waiting:
        raise ObjectionsOpen(count=len(waiting))
    appropriation = budget_item(call)
    upheld = {
        objection.application_code
        for objection in objections_of(notice)
        if objection.status is ObjectionStatus.UPHELD
    }
    made = []
    proposed = applications_under(call, [A.RECOMMENDED, A.RESERVE])
    for application in sorted(proposed, key=lambda a: a.place or 0):
        if application.code in upheld:
            if application.status is A.RECOMMENDED:
                release(appropriation, application, application.recommended, actor=actor, at=at)
            application.reason = "公示期间异议成立"
            advance(application, "set_aside", actor=actor, at=at, reason=application.reason)
        elif application.status is A.RECOMMENDED:
            made.append(award(application, notice, actor=actor, at=at))
    call.decided_at = at
    advance(call, "decide", actor=actor, at=at, awards=len(made))
    return made


def award(
    application: Application, notice: Notice, *, actor: Actor, at: datetime, promoted: bool = False
) -> Project:
    """Grant an award: the project is born and its letter issued. The money is reserved before."""
    call = application.call
    rulebook = call.rulebook
    amount = application.recommended
    assert amount is not None
    application.awarded, application.awarded_at = amount, at
    advance(application, "award", actor=actor, at=at, amount=amount.fen, promoted=promoted)
    submission = last_submission(application)
    assert submission is not None
    starts, ends = project_days(submission.snapshot)
    today = local(at).date()
    year = today.year
    due = add_workdays(today, rulebook.timing.revision_workdays.value, working_calendar())
    project = Project(
        code=new_code(),
        number=numbered(
            rulebook.numbers.project, year=year, n=next_number(f"project:{call.programme}:{year}")
        ),
        application_id=application.id or 0,
        call_id=call.id or 0,
        organisation_id=application.organisation_id,
        title=application.title,
        amount=amount,
        starts_on=starts,
        ends_on=ends,
        revision_due=due,
        awarded_at=at,
    )
    session().add(project)
    session().flush()
    documents.issue_award_letter(
        project, application, notice, promoted=promoted, actor=actor, at=at
    )
    notices.award_granted(project, at=at)
    return project


def project_days(snapshot: dict[str, object]) -> tuple[date, date]:
    """Return first and last day of a project from a snapshot's months ("2026-08").

    A bare month is read as its first day at the start and as its last day at the end.
    """
    overview = snapshot["sections"]["overview"]  # type: ignore[index]  # plain JSON
    first = date.fromisoformat(f"{overview['starts']}-01")
    year, month = map(int, str(overview["ends"]).split("-"))
    after = date(year + month // 12, month % 12 + 1, 1)
    return first, after - timedelta(days=1)


def accept_award(application: Application, *, actor: Actor, at: datetime) -> None:
    """Accept an award; the revision of plan and budget begins."""
    application.answered_at = at
    advance(application, "accept", actor=actor, at=at)


def decline_award(application: Application, reason: str, *, actor: Actor, at: datetime) -> None:
    """Decline an award: its money goes back and the officer is asked to offer the next reserve."""
    project = project_of(application)
    assert project is not None
    application.answered_at, application.reason = at, reason
    advance(application, "decline", actor=actor, at=at, reason=reason)
    advance(project, "decline", actor=actor, at=at, reason=reason)
    release(budget_item(application.call), application, application.awarded, actor=actor, at=at)
    notices.award_declined(application, at=at)


def offer_reserve(call: Call, *, actor: Actor, at: datetime) -> Project:
    """Offer freed money to the next reserve; raises NoReserve when none fits."""
    notice = notice_of(call)
    candidate = next_reserve(call)
    if notice is None or candidate is None:
        raise NoReserve
    reserve(budget_item(call), candidate, candidate.recommended, actor=actor, at=at)
    return award(candidate, notice, actor=actor, at=at, promoted=True)
