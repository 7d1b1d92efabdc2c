"""The project page: lifecycle, what is stuck, money, papers, log; composed from all packages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.accounts.enums import Role
from app.kernel.labels import N_
from app.records.actor import Actor
from app.records.audit import AuditEntry, trail_of
from app.records.documents import Document, documents_of
from evaluations.enums import AssessmentStatus
from evaluations.models.assessment import Assessment
from evaluations.queries.assessments import assessments_of
from funding.models.contract import Contract
from funding.queries.chains import next_step
from funding.queries.contracts import contract_of, disbursements_of
from funding.queries.readiness import Standing, standings, tail_of
from projects.enums import ProjectStatus as P
from projects.models.project import Project
from projects.queries.projects import activities_of
from projects.queries.spending import Spending, spending_of

STAGES = (
    N_("Application"),
    N_("Screening"),
    N_("Review"),
    N_("Notice"),
    N_("Award"),
    N_("Agreement"),
    N_("Delivery"),
    N_("Mid-term"),
    N_("Completion"),
    N_("Archive"),
)
REACHED = {
    P.AWARDED: 4,
    P.REVISING: 4,
    P.CONFIRMED: 5,
    P.CONTRACTED: 5,
    P.RUNNING: 6,
    P.RECTIFYING: 7,
    P.MIDTERM_PASSED: 7,
    P.COMPLETING: 8,
    P.COMPLETED: 9,
    P.ARCHIVED: 10,
    P.TERMINATED: 10,
}


@dataclass(frozen=True)
class Blocker:
    """One thing that the project waits for. role: whose turn it is."""

    what: str
    role: str
    owner: str
    since: datetime
    href: str
    mine: bool
    due: datetime | None = None


@dataclass(frozen=True)
class ProjectPage:
    """Everything that the page shows."""

    project: Project
    rail: list[tuple[str, str, str]]
    blockers: list[Blocker]
    contract: Contract | None
    standings: list[Standing]
    assessments: list[Assessment]
    papers: list[Document]
    log: list[AuditEntry]
    spending: Spending
    facts: dict[str, Any]


def project_page(project: Project, actor: Actor) -> ProjectPage:
    """Gather the page of one project; the number of queries does not grow with its history."""
    contract = contract_of(project)
    evaluations = assessments_of(project)
    payments = disbursements_of(contract) if contract else []
    chains = [project.chain, project.application.chain]
    chains += [contract.chain] if contract else []
    chains += [a.chain for a in evaluations] + [d.chain for d in payments]
    activities = activities_of(project)
    return ProjectPage(
        project,
        rail_of(project),
        blockers_of(project, contract, evaluations, actor),
        contract,
        standings(contract) if contract else [],
        evaluations,
        documents_of(*chains),
        trail_of(chains, newest=12),
        spending_of(project),
        {
            "activities": activities,
            "attended": sum(a.attended for a in activities),
            "new_people": sum(a.new_people for a in activities),
            "tail": tail_of(contract) if contract else None,
        },
    )


def rail_of(project: Project) -> list[tuple[str, str, str]]:
    """Return the lifecycle rail: (text, state, note)."""
    reached = REACHED[project.status]
    stopped = project.status is P.TERMINATED
    return [
        (text, "done" if n < reached and not stopped else ("now" if n == reached else ""), "")
        for n, text in enumerate(STAGES)
    ]


def blockers_of(
    project: Project, contract: Contract | None, evaluations: list[Assessment], actor: Actor
) -> list[Blocker]:
    """Return what the project waits for, the reader's own acts first."""
    found = [*_plan(project, actor), *_agreement(project, contract, actor)]
    found += _evaluations(evaluations, actor)
    found += _money(contract, actor) if contract else []
    return sorted(found, key=lambda blocker: not blocker.mine)


def _mine(actor: Actor, role: str, project: Project) -> bool:
    if role == Role.APPLICANT_SIGNATORY:
        return actor.has(role, project.organisation.scope)
    return actor.has(role, f"area:{project.call.area_code}")


def _blocker(
    project: Project, what: str, role: str, since: datetime, href: str, actor: Actor
) -> Blocker:
    owner = project.organisation.name if role == Role.APPLICANT_SIGNATORY else ""
    return Blocker(what, role, owner, since, href, _mine(actor, role, project))


def _plan(project: Project, actor: Actor) -> list[Blocker]:
    code, since = project.code, project.awarded_at
    if project.status is P.AWARDED:
        what = N_("The award is not accepted yet")
        return [
            _blocker(
                project, what, Role.APPLICANT_SIGNATORY, since, f"/projects/{code}/accept", actor
            )
        ]
    if project.status is P.REVISING and project.revised_at is None:
        what = N_("The revised plan is not handed in yet")
        return [
            _blocker(
                project, what, Role.APPLICANT_SIGNATORY, since, f"/projects/{code}/plan", actor
            )
        ]
    if project.status is P.REVISING and project.revised_at is not None:
        what = N_("The revised plan is not confirmed yet")
        return [
            _blocker(
                project, what, Role.OFFICER, project.revised_at, f"/projects/{code}/plan", actor
            )
        ]
    if project.status is P.COMPLETED:
        what = N_("The project is not archived yet")
        since = project.completed_at or since
        return [_blocker(project, what, Role.OFFICER, since, f"/projects/{code}/archive", actor)]
    return []


CONTRACT_STEPS = {
    "draft": N_("The agreement is not approved yet"),
    "approved": N_("The agreement is not issued yet"),
    "issued": N_("The signed agreement has not come back yet"),
}


def _agreement(project: Project, contract: Contract | None, actor: Actor) -> list[Blocker]:
    if project.status is not P.CONFIRMED:
        return []
    since = project.confirmed_at or project.awarded_at
    if contract is None:
        what = N_("The agreement is not drafted yet")
        href = f"/contracts/new/{project.code}"
        return [_blocker(project, what, Role.OFFICER, since, href, actor)]
    what = CONTRACT_STEPS.get(str(contract.status), "")
    if not what:
        return []
    href = f"/contracts/{contract.code}"
    return [_blocker(project, what, Role.OFFICER, contract.created_at, href, actor)]


ASSESSMENT_STEPS = {
    AssessmentStatus.PLANNED: (
        N_("The self-report is not handed in yet"),
        Role.APPLICANT_SIGNATORY,
    ),
    AssessmentStatus.SELF_REPORTED: (N_("No evaluator is assigned yet"), Role.OFFICER),
    AssessmentStatus.ASSIGNED: (N_("The evaluation is not done yet"), Role.EVALUATOR),
    AssessmentStatus.RECTIFYING: (N_("The rectification is not evaluated yet"), Role.EVALUATOR),
    AssessmentStatus.ASSESSED: (N_("The evaluation is not concluded yet"), Role.OFFICER),
}


def _evaluations(evaluations: list[Assessment], actor: Actor) -> list[Blocker]:
    found = []
    for each in evaluations:
        if each.status not in ASSESSMENT_STEPS:
            continue
        what, role = ASSESSMENT_STEPS[each.status]
        since = each.assessed_at or each.assigned_at or each.reported_at or each.planned_at
        found.append(_blocker(each.project, what, role, since, f"/assessments/{each.code}", actor))
    return found


def _money(contract: Contract, actor: Actor) -> list[Blocker]:
    found = []
    project = contract.project
    for standing in standings(contract):
        payment = standing.payment
        if standing.state == "ready":
            what = N_("An installment can be requested")
            href = f"/disbursements/request/{standing.installment.code}"
            since = contract.effective_at or contract.created_at
            found.append(_blocker(project, what, Role.APPLICANT_SIGNATORY, since, href, actor))
        elif standing.state == "under_way" and payment is not None:
            step = next_step(payment)
            if step is not None:
                what = N_("A payment waits for its next step")
                href = f"/disbursements/{payment.code}"
                found.append(_blocker(project, what, step.role, payment.requested_at, href, actor))
    return found
