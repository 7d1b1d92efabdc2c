"""What waits for the reader, from every package; derived on each read, constant queries."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlmodel import col, or_, select

from app.accounts.enums import APPLICANTS, FINANCE, Role
from app.db import session
from app.kernel.labels import N_
from app.records.actor import Actor
from app.records.tasks import Task
from app.registry.models import Organisation
from app.registry.queries import claims_waiting, organisation_codes
from evaluations.enums import AssessmentStatus, PanelStatus, ScorecardStatus
from evaluations.models.assessment import Assessment
from evaluations.models.scorecard import Scorecard
from evaluations.queries.assessments import assessments_under_way
from evaluations.queries.panels import my_seat, my_sheets, panels_visible_to
from funding.models.contract import Disbursement
from funding.queries.chains import next_step
from funding.queries.contracts import waiting_disbursements
from projects.enums import ApplicationStatus, CallStatus, ObjectionStatus, ProjectStatus
from projects.models.application import Application
from projects.models.call import Call
from projects.models.notice import Notice, Objection
from projects.models.project import Project
from projects.queries.call_tasks import call_tasks
from projects.queries.calls import within_reach

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
    CallStatus.IN_REVIEW: (N_("Panel review"), Role.SECRETARY, "/panels"),
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
        within_reach(actor, (Role.OFFICER, Role.LEADER, Role.SECRETARY)),
        col(Call.status).in_(list(mine)),
    )
    return [
        Task(what, call.title, role, link.format(code=call.code), call.opened_at or call.created_at)
        for call in session().exec(statement.order_by(col(Call.id)))
        for what, role, link in (mine[call.status],)
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
        )
        for project in rows
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


def _panels(actor: Actor, at: datetime) -> list[Task]:
    found = []
    member = actor.has(Role.PANELLIST) or actor.has(Role.CHAIR)
    for panel in panels_visible_to(actor) if member else []:
        seat = my_seat(panel, actor)
        if seat is None or panel.status is PanelStatus.FROZEN:
            continue
        link = f"/panels/{panel.code}"
        if seat.sworn_at is None:
            what = N_("Give the pledge and declare conflicts")
            found.append(
                Task(what, panel.name, Role.PANELLIST, link, panel.created_at, panel.meets_at)
            )
        elif panel.status is PanelStatus.SCORING and _open(my_sheets(seat)):
            what = N_("Score and lock the sheets")
            due = panel.scoring_until
            found.append(
                Task(what, panel.name, Role.PANELLIST, f"{link}/queue", seat.sworn_at, due)
            )
    return found


def _open(sheets: Sequence[Scorecard]) -> bool:
    done = (ScorecardStatus.LOCKED, ScorecardStatus.RECUSED)
    return any(sheet.status not in done for sheet in sheets)


def _assessments(actor: Actor, at: datetime) -> list[Task]:
    words = {
        AssessmentStatus.SELF_REPORTED: (N_("Assign an evaluator"), Role.OFFICER),
        AssessmentStatus.ASSIGNED: (N_("Evaluate the project"), Role.EVALUATOR),
        AssessmentStatus.RECTIFYING: (N_("Evaluate again after the rectification"), Role.EVALUATOR),
        AssessmentStatus.ASSESSED: (N_("Conclude the evaluation"), Role.OFFICER),
    }
    return [
        Task(
            words[a.status][0],
            a.project.title,
            words[a.status][1],
            f"/assessments/{a.code}",
            a.assessed_at or a.assigned_at or a.reported_at or a.planned_at,
        )
        for a in assessments_under_way(actor)
        if a.status in words and actor.has(words[a.status][1])
    ]


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
        )
        for found in rows
    ]


def _payments(actor: Actor, at: datetime) -> list[Task]:
    if not any(actor.has(role) for role in (*FINANCE, Role.OFFICER, Role.LEADER)):
        return []
    found = []
    for payment in waiting_disbursements(actor):
        step = next_step(payment)
        if step is not None and actor.has(step.role):
            found.append(_payment_task(payment, step.role))
    return found


def _payment_task(payment: Disbursement, role: str) -> Task:
    return Task(
        N_("Take the next step of a payment"),
        f"{payment.project.title}　{payment.installment.label}　¥{payment.amount.grouped}",
        role,
        f"/disbursements/{payment.code}",
        payment.approved_at or payment.checked_at or payment.drafted_at or payment.requested_at,
    )


SOURCES: tuple[Source, ...] = (
    _claims,
    call_tasks,
    _calls,
    _objections,
    _applications,
    _own_projects,
    _officer_projects,
    _panels,
    _assessments,
    _self_reports,
    _payments,
)
