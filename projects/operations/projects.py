"""Projects: revision after the award, delivery, closure."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from app.db import session
from app.kernel.clock import local
from app.kernel.digest import canonical_json, sha256_hex
from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.kernel.money import ZERO, Money
from app.kernel.numbering import new_code
from app.records.actor import Actor
from app.records.attachments import Upload, attach
from app.records.audit import record_act
from app.records.lifecycle import advance
from projects import notices
from projects.enums import ProjectStatus
from projects.models.plan import BudgetLine
from projects.models.project import Activity, Expense, Project
from projects.operations.decisions import accept_award
from projects.operations.plans import copy_plan, replace_lines, replace_rows
from projects.queries.applications import last_submission
from projects.queries.projects import activities_of, expenses_of
from projects.queries.snapshots import plan_snapshot
from projects.rules.budgets import BudgetItem
from projects.rules.expenses import DisallowedTooMuch
from projects.rules.revision import check_revision, open_tables
from projects.rules.rulebook_form import Section

RUNNING = (ProjectStatus.RUNNING, ProjectStatus.RECTIFYING, ProjectStatus.MIDTERM_PASSED)


class NotHandedIn(DomainError):
    """The revised plan was not handed in."""

    message = N_("The organisation has not handed in the revised plan yet.")
    status = 409


class NotRevising(DomainError):
    """The plan is not under revision."""

    message = N_("The plan is not under revision; nothing was changed.")
    status = 409


class NoLines(DomainError):
    """A revised budget without a line."""

    message = N_("The budget has no line any more; nothing was saved. Load the page again.")


class NotRunning(DomainError):
    """The project is not under way."""

    message = N_("Activities and expenses can be recorded while the project is under way.")
    status = 409


class HeldInFuture(DomainError):
    """An activity that has not taken place."""

    message = N_("Record an activity after it has taken place; the day is in the future.")
    field = "held_on"


class SpentInFuture(DomainError):
    """An expense of a coming day."""

    message = N_("The day of the voucher is in the future. Enter the day on the voucher.")
    field = "spent_on"


class ReasonMissing(DomainError):
    """A reduction without words."""

    message = N_("Enter why the amount is not recognised.")
    field = "reason"


class VoucherUsed(DomainError):
    """The voucher is recorded already."""

    message = N_("Voucher %(voucher)s is recorded in this project already. Enter another number.")
    field = "voucher"


class MoreNewThanPresent(DomainError):
    """More new people than people."""

    message = N_("There cannot be more new beneficiaries than people present.")
    field = "new_people"


def begin_revision(project: Project, *, actor: Actor, at: datetime) -> None:
    """Accept the award and begin to cut plan and budget to the awarded amount.

    The working copy starts as what was submitted: texts, budget lines and tables.
    """
    application = project.application
    submission = last_submission(application)
    assert submission is not None
    accept_award(application, actor=actor, at=at)
    snapshot = submission.snapshot
    project.revision = {key: dict(values) for key, values in snapshot["sections"].items()}
    copy_plan(snapshot, project)
    advance(project, "revise", actor=actor, at=at)


def save_budget(
    project: Project, lines: Sequence[BudgetItem], *, actor: Actor, at: datetime
) -> None:
    """Save the budget of a revision as it stands; it is checked when it is handed in."""
    _check_revising(project)
    if not lines:
        raise NoLines
    replace_lines(project, lines)
    _note_revision(project, "budget", actor=actor, at=at)


def save_tables(
    project: Project,
    section: Section,
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Save the tables of one part of a revision (planned activities, indicators) as they stand.

    Raises ValueError for a table that the panel scored.
    """
    _check_revising(project)
    for table, rows in tables.items():
        if table not in {each.key for each in open_tables(section)}:
            raise ValueError(f"the table {table} is not open to revision")
        replace_rows(project, table, rows)
    _note_revision(project, section.key, actor=actor, at=at)


def _note_revision(project: Project, part: str, *, actor: Actor, at: datetime) -> None:
    project.revised_at = None
    record_act(project.chain, "project:save_revision", actor=actor, at=at, part=part)


def hand_in_revision(project: Project, *, actor: Actor, at: datetime) -> None:
    """Hand the revised plan in; raises what check_revision() finds wrong."""
    _check_revising(project)
    before = last_submission(project.application)
    assert before is not None
    check_revision(project.call.rulebook, project.amount, before.snapshot, plan_snapshot(project))
    project.revised_at, project.returned_reason = at, ""
    record_act(project.chain, "project:hand_in_revision", actor=actor, at=at)
    notices.revision_handed_in(project, at=at)


def return_revision(project: Project, reason: str, *, actor: Actor, at: datetime) -> None:
    """Send a revised plan back with the reason."""
    project.revised_at, project.returned_reason = None, reason
    record_act(project.chain, "project:return_revision", actor=actor, at=at, reason=reason)
    notices.revision_returned(project, at=at)


def confirm_plan(project: Project, *, actor: Actor, at: datetime) -> None:
    """Confirm the revised plan: it becomes the baseline and the agreement's annex."""
    if project.revised_at is None:
        raise NotHandedIn
    project.baseline = plan_snapshot(project)
    project.baseline_digest = sha256_hex(canonical_json(project.baseline))
    project.confirmed_at = at
    advance(project, "confirm_plan", actor=actor, at=at, baseline=project.baseline_digest)
    notices.plan_confirmed(project, at=at)


def _check_revising(project: Project) -> None:
    if project.status is not ProjectStatus.REVISING:
        raise NotRevising


def sign_contract(project: Project, *, actor: Actor, at: datetime) -> None:
    """Move the project on when its agreement is effective, and let it start."""
    advance(project, "sign_contract", actor=actor, at=at)
    advance(project, "start", actor=actor, at=at)


def record_activity(
    project: Project,
    facts: Mapping[str, Any],
    files: Sequence[Upload] = (),
    *,
    actor: Actor,
    at: datetime,
) -> Activity:
    """Record an activity that took place. facts: the columns of Activity by name."""
    if project.status not in RUNNING:
        raise NotRunning
    held_on: date = facts["held_on"]
    if held_on > local(at).date():
        raise HeldInFuture
    if facts.get("new_people", 0) > facts["attended"]:
        raise MoreNewThanPresent
    activity = Activity(
        code=new_code(),
        project_id=project.id or 0,
        recorded_by=actor.user_id,
        recorded_at=at,
        **facts,
    )
    activity.project = project
    session().add(activity)
    record_act(project.chain, "activity:record", actor=actor, at=at, activity=activity.code)
    for upload in files:
        attach(activity.chain, upload, slot="photo", actor=actor, at=at)
    return activity


def record_expense(
    project: Project,
    line: BudgetLine,
    *,
    spent_on: date,
    payee: str,
    purpose: str,
    amount: Money,
    voucher: str,
    invoice: str,
    image: Upload | None,
    actor: Actor,
    at: datetime,
) -> Expense:
    """Record one voucher against a budget line."""
    if project.status not in RUNNING:
        raise NotRunning
    if spent_on > local(at).date():
        raise SpentInFuture
    if any(known.voucher == voucher for known in expenses_of(project)):
        raise VoucherUsed(voucher=voucher)
    expense = Expense(
        code=new_code(),
        project_id=project.id or 0,
        budget_line_id=line.id or 0,
        spent_on=spent_on,
        payee=payee,
        purpose=purpose,
        amount=amount,
        voucher=voucher,
        invoice=invoice or None,
        recorded_by=actor.user_id,
        recorded_at=at,
    )
    expense.project = project
    session().add(expense)
    record_act(
        project.chain, "expense:record", actor=actor, at=at, expense=expense.code, fen=amount.fen
    )
    if image is not None:
        attach(expense.chain, image, slot="voucher", actor=actor, at=at)
    return expense


def disallow_expense(
    expense: Expense, amount: Money, reason: str, *, actor: Actor, at: datetime
) -> None:
    """Mark what the review does not recognise of a voucher; nothing (0.00) takes it back.

    Raises DisallowedTooMuch and ReasonMissing.
    """
    if not ZERO <= amount <= expense.amount:
        raise DisallowedTooMuch(amount=expense.amount)
    if amount and not reason.strip():
        raise ReasonMissing
    expense.disallowed, expense.disallowed_reason = amount, reason.strip() if amount else ""
    record_act(
        expense.project.chain,
        "expense:disallow",
        actor=actor,
        at=at,
        expense=expense.code,
        fen=amount.fen,
        reason=reason,
    )


def pass_midterm(project: Project, *, actor: Actor, at: datetime) -> None:
    """Record that the mid-term evaluation is passed; the second installment's gate opens."""
    advance(project, "pass_midterm", actor=actor, at=at)


def report_completion(project: Project, *, actor: Actor, at: datetime) -> None:
    """Record that the completion report is handed in."""
    advance(project, "report_completion", actor=actor, at=at)


def complete(
    project: Project,
    *,
    eligible_spending: Money,
    withheld_percent: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Record that the completion review is concluded; the last installment's gate opens.

    withheld_percent: what the review takes off the last installment, 0 to 100.
    """
    project.eligible_spending, project.withheld_percent = eligible_spending, withheld_percent
    project.completed_at = at
    advance(project, "complete", actor=actor, at=at)


def archive(project: Project, sha256: str, *, actor: Actor, at: datetime) -> None:
    """Archive a project with the hash of its package."""
    project.archive_sha256, project.archived_at = sha256, at
    advance(project, "archive", actor=actor, at=at, package=sha256)


def attendance(project: Project) -> tuple[int, int, int]:
    """Return how many activities took place, person-times, and people served for the first time."""
    activities = activities_of(project)
    return (
        len(activities),
        sum(activity.attended for activity in activities),
        sum(activity.new_people for activity in activities),
    )
