"""What waits for the reader, from every package; derived on each read, constant queries."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import col, or_, select

from app.accounts.enums import APPLICANTS, FINANCE, Role
from app.db import session
from app.kernel.labels import N_
from app.kernel.periods import end_of_day
from app.records.actor import Actor
from app.records.audit import last_moves
from app.records.lifecycle import may
from app.records.tasks import Task
from app.registry.models import Organisation
from app.registry.queries import claims_waiting, organisation_codes
from evaluations.enums import AssessmentStatus
from evaluations.models.assessment import Assessment
from evaluations.operations.assessments import passes
from evaluations.queries.assessments import assessments_under_way
from evaluations.queries.panel_tasks import panel_tasks
from funding.models.contract import Disbursement
from funding.permissions import can_confirm_paper, can_take
from funding.queries.chains import next_steps
from funding.queries.contracts import contracts_in_force, waiting_disbursements
from funding.queries.readiness import standings
from projects.enums import ApplicationStatus, CallStatus, ObjectionStatus, ProjectStatus
from projects.models.application import Application
from projects.models.call import Call
from projects.models.notice import Notice, Objection
from projects.models.project import Project
from projects.queries.call_tasks import call_tasks
from projects.queries.calls import within_reach
from projects.queries.notices import notice_ends
from projects.queries.reserves import reserve_tasks

Source = Callable[[Actor, datetime], list[Task]]


def tasks_for(actor: Actor, at: datetime) -> list[Task]:
    """Return everything that waits for the actor's hat, what is due first at the top."""
    found = [task for source in SOURCES for task in source(actor, at)]
    return sorted(found, key=lambda task: (task.due is None, task.due or task.since))


def _claims(actor: Actor, at: datetime) -> list[Task]:
    if not actor.has(Role.OFFICER):
        return []
    return [
        Task(N_("Confirm a claim"), organisation.name, Role.OFFICER, "/claims", claim.claimed_at)
        for claim, organisation, _user in claims_waiting(actor)
    ]


CALL_TASKS = {
    CallStatus.OPENED: (N_("Screen the applications"), Role.OFFICER, "/screening/calls/{code}"),
    CallStatus.RANKED: (N_("Record the bureau's approval"), Role.LEADER, "/calls/{code}/approve"),
    CallStatus.APPROVED: (N_("Publish the notice"), Role.OFFICER, "/calls/{code}/announce"),
    CallStatus.IN_NOTICE: (N_("Decide after the notice"), Role.OFFICER, "/calls/{code}/decide"),
}


def _calls(actor: Actor, at: datetime) -> list[Task]:
    """What follows the opening; what comes before it is projects.queries.call_tasks."""
    mine = {status: task for status, task in CALL_TASKS.items() if actor.has(task[1])}
    if not mine:
        return []
    statement = select(Call).where(
        within_reach(actor, (Role.OFFICER, Role.LEADER)),
        col(Call.status).in_(list(mine)),
    )
    calls = list(session().exec(statement.order_by(col(Call.id))))
    ends, moved = notice_ends(calls), last_moves([call.chain for call in calls])
    return [
        Task(
            what,
            call.title,
            role,
            link.format(code=call.code),
            moved.get(call.chain, call.created_at),
        )
        for call in calls
        for what, role, link in (mine[call.status],)
        if call.id not in ends or ends[call.id] <= at  # nothing to decide while the notice runs
    ]


def _objections(actor: Actor, at: datetime) -> list[Task]:
    areas = [scope.removeprefix("area:") for scope in actor.scopes(Role.OFFICER)]
    if not areas:
        return []
    rows = session().exec(
        select(Objection, Notice.title)
        .join(Notice, col(Notice.id) == col(Objection.notice_id))
        .join(Call, col(Call.id) == col(Notice.call_id))
        .where(
            col(Objection.status).in_([ObjectionStatus.RECEIVED, ObjectionStatus.ACCEPTED]),
            or_(*[col(Call.area_code).startswith(area) for area in areas]),
        )
    )
    return [
        Task(
            N_("Examine and answer an objection"),
            f"{objection.number}　{title}",
            Role.OFFICER,
            f"/objections/{objection.code}",
            objection.received_at,
            objection.answer_due,
        )
        for objection, title in rows
    ]


def _applications(actor: Actor, at: datetime) -> list[Task]:
    codes = organisation_codes(actor)
    if not codes:
        return []
    rows = session().exec(
        select(Application, Call)
        .join(Call, col(Call.id) == col(Application.call_id))
        .join(Organisation, col(Organisation.id) == col(Application.organisation_id))
        .where(
            col(Organisation.code).in_(codes),
            col(Application.status).in_([ApplicationStatus.DRAFT, ApplicationStatus.SUBMITTED]),
            Call.status == CallStatus.PUBLISHED,
            col(Call.closes_at) > at,
        )
    )
    return [
        Task(
            N_("Complete and submit the application"),
            application.title or call.title,
            Role.APPLICANT_SIGNATORY,
            f"/applications/{application.code}",
            application.recalled_at or application.started_at,
            call.closes_at,
        )
        for application, call in rows
        if application.status is ApplicationStatus.DRAFT or application.recalled_at
    ]


PROJECT_TASKS = {
    ProjectStatus.AWARDED: (N_("Accept or decline the award"), "/projects/{code}"),
    ProjectStatus.REVISING: (N_("Revise plan and budget"), "/projects/{code}/plan"),
}


def _own_projects(actor: Actor, at: datetime) -> list[Task]:
    if not any(actor.has(role) for role in APPLICANTS):
        return []
    rows = session().exec(
        select(Project)
        .join(Organisation, col(Organisation.id) == col(Project.organisation_id))
        .where(
            col(Organisation.code).in_(organisation_codes(actor)),
            col(Project.status).in_(list(PROJECT_TASKS)),
            col(Project.revised_at).is_(None),
        )
    )
    return [
        Task(
            PROJECT_TASKS[project.status][0],
            project.title,
            Role.APPLICANT_SIGNATORY,
            PROJECT_TASKS[project.status][1].format(code=project.code),
            project.awarded_at,
            end_of_day(project.revision_due) if project.revision_due else None,
        )
        for project in rows
        if project.status is not ProjectStatus.AWARDED or actor.has(Role.APPLICANT_SIGNATORY)
    ]


def _officer_projects(actor: Actor, at: datetime) -> list[Task]:
    areas = [scope.removeprefix("area:") for scope in actor.scopes(Role.OFFICER)]
    if not areas:
        return []
    rows = session().exec(
        select(Project)
        .join(Call, col(Call.id) == col(Project.call_id))
        .where(
            or_(
                (col(Project.status) == ProjectStatus.REVISING)
                & col(Project.revised_at).is_not(None),
                col(Project.status).in_([ProjectStatus.CONFIRMED, ProjectStatus.COMPLETED]),
            ),
            or_(*[col(Call.area_code).startswith(area) for area in areas]),
        )
        .limit(60)
    )
    words = {
        ProjectStatus.REVISING: (N_("Confirm the revised plan"), "/projects/{code}/plan"),
        ProjectStatus.CONFIRMED: (N_("Prepare the agreement"), "/projects/{code}"),
        ProjectStatus.COMPLETED: (N_("Archive the project"), "/projects/{code}"),
    }
    return [
        Task(
            words[p.status][0],
            p.title,
            Role.OFFICER,
            words[p.status][1].format(code=p.code),
            p.completed_at or p.confirmed_at or p.revised_at or p.awarded_at,
        )
        for p in rows
    ]


ASSESSMENT_STEPS = {
    AssessmentStatus.SELF_REPORTED: ("assign", N_("Assign an evaluator"), Role.OFFICER),
    AssessmentStatus.ASSIGNED: ("assess", N_("Evaluate the project"), Role.EVALUATOR),
    AssessmentStatus.RECTIFYING: (
        "assess",
        N_("Evaluate again after the rectification"),
        Role.EVALUATOR,
    ),
    AssessmentStatus.ASSESSED: ("conclude", N_("Conclude the evaluation"), Role.OFFICER),
}
FAILED = ("order_rectification", N_("Order a rectification"), Role.EVALUATOR)


def _assessments(actor: Actor, at: datetime) -> list[Task]:
    found = []
    for each in assessments_under_way(actor):
        if each.status not in ASSESSMENT_STEPS:
            continue
        failed = each.status is AssessmentStatus.ASSESSED and not passes(each)
        action, what, role = FAILED if failed else ASSESSMENT_STEPS[each.status]
        if may(actor, action, each, at):
            since = each.assessed_at or each.assigned_at or each.reported_at or each.planned_at
            found.append(Task(what, each.project.title, role, f"/assessments/{each.code}", since))
    return found


def _self_reports(actor: Actor, at: datetime) -> list[Task]:
    codes = organisation_codes(actor)
    if not codes:
        return []
    rows = session().exec(
        select(Assessment)
        .join(Project, col(Project.id) == col(Assessment.project_id))
        .join(Organisation, col(Organisation.id) == col(Project.organisation_id))
        .where(col(Organisation.code).in_(codes), Assessment.status == AssessmentStatus.PLANNED)
    )
    return [
        Task(
            N_("Hand in the self-report"),
            found.project.title,
            Role.APPLICANT_SIGNATORY,
            f"/assessments/{found.code}",
            found.planned_at,
            end_of_day(found.due_on),
        )
        for found in rows
    ]


def _requests(actor: Actor, at: datetime) -> list[Task]:
    """Installments that nothing blocks any more; few agreements of one organisation run at once."""
    if not actor.has(Role.APPLICANT_SIGNATORY):
        return []
    return [
        Task(
            N_("Request the installment"),
            f"{contract.project.title}　{standing.installment.label}",
            Role.APPLICANT_SIGNATORY,
            f"/disbursements/request/{standing.installment.code}",
            contract.effective_at or contract.created_at,
        )
        for contract in contracts_in_force(organisation_codes(actor))
        for standing in standings(contract)
        if standing.state == "ready"
    ]


def _payments(actor: Actor, at: datetime) -> list[Task]:
    if not any(actor.has(role) for role in (*FINANCE, Role.OFFICER, Role.LEADER)):
        return []
    found = []
    for payment, step, pending in next_steps(waiting_disbursements(actor)):
        if pending is not None:
            if can_confirm_paper(actor, payment, pending):
                what = N_("Compare a signed sheet with its scan and confirm it")
                found.append(_payment_task(what, payment, actor.role))
        elif can_take(actor, payment, step.role):
            found.append(_payment_task(N_("Take the next step of a payment"), payment, step.role))
    return found


def _payment_task(what: str, payment: Disbursement, role: str) -> Task:
    return Task(
        what,
        f"{payment.project.title}　{payment.installment.label}　¥{payment.amount.grouped}",
        role,
        f"/disbursements/{payment.code}",
        payment.approved_at or payment.checked_at or payment.drafted_at or payment.requested_at,
    )


SOURCES: tuple[Source, ...] = (
    _claims,
    call_tasks,
    _calls,
    reserve_tasks,
    _objections,
    _applications,
    _own_projects,
    _officer_projects,
    panel_tasks,
    _assessments,
    _self_reports,
    _requests,
    _payments,
)
