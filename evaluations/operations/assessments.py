"""Mid-term evaluation and completion review: self-report, assignment, sheet, conclusion."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from app.accounts.enums import Role
from app.accounts.queries import ids_with
from app.db import session
from app.kernel.errors import DomainError, Forbidden, NotFound
from app.kernel.labels import N_
from app.kernel.money import ZERO, Money
from app.kernel.numbering import new_code
from app.records.actor import Actor
from app.records.audit import record_act
from app.records.lifecycle import advance, may
from evaluations import documents, notices
from evaluations.enums import AssessmentMoment
from evaluations.models.assessment import Assessment
from evaluations.queries.assessment_facts import assessment_facts, self_report_facts
from evaluations.queries.assessments import assessment_of
from evaluations.rules.assessments import Indicator, Item, Sheet, TailAdvice, sheet_result
from projects.enums import ProjectStatus
from projects.models.project import Expense, Project
from projects.operations.projects import (
    complete,
    disallow_expense,
    pass_midterm,
    report_completion,
)
from projects.queries.spending import spending_of
from projects.rules.rulebook_review import AssessmentSheet

MIDTERM, COMPLETION = AssessmentMoment.MIDTERM, AssessmentMoment.COMPLETION
EXPECTED = {
    MIDTERM: (ProjectStatus.RUNNING, ProjectStatus.RECTIFYING),
    COMPLETION: (ProjectStatus.MIDTERM_PASSED, ProjectStatus.COMPLETING),
}


class NotYet(DomainError):
    """The project is not at this point."""

    message = N_("The project is not at the point of this evaluation yet.")
    status = 409


class NotAnEvaluator(DomainError):
    """The chosen person does not evaluate in this area."""

    message = N_("Choose an evaluator of this area.")
    field = "evaluator"


class OpinionNeeded(DomainError):
    """An assessment without words."""

    message = N_("Enter the conclusion in words.")
    field = "opinion"


def sheet_rules(assessment: Assessment) -> AssessmentSheet:
    """Return the rulebook's sheet for the moment."""
    rulebook = assessment.project.call.rulebook
    return rulebook.midterm if assessment.moment is MIDTERM else rulebook.completion


def plan_assessment(
    project: Project, moment: AssessmentMoment, due_on: date, *, actor: Actor, at: datetime
) -> Assessment:
    """Plan an evaluation and ask the organisation for its self-report; once per moment."""
    known = assessment_of(project, moment)
    if known is not None:
        return known
    if project.status not in EXPECTED[moment]:
        raise NotYet
    assessment = Assessment(
        code=new_code(),
        project_id=project.id or 0,
        moment=moment,
        due_on=due_on,
        planned_at=at,
    )
    assessment.project = project
    session().add(assessment)
    record_act(assessment.chain, "assessment:plan", actor=actor, at=at, moment=str(moment))
    notices.self_report_due(assessment, at=at)
    return assessment


def hand_in_self_report(
    assessment: Assessment,
    *,
    texts: Mapping[str, str],
    points: Mapping[str, Decimal],
    actuals: Sequence[str],
    actor: Actor,
    at: datetime,
) -> None:
    """Hand the self-report in.

    texts: dimension key → text, with "problems" and "next_steps"; points: indicator key → own
    points; actuals: reached values in the order of the plan's indicators.
    """
    assessment.report = {
        "texts": dict(texts),
        "points": {key: format(value, "f") for key, value in points.items()},
        "actuals": list(actuals),
    }
    assessment.reported_at = at
    advance(assessment, "self_report", actor=actor, at=at)
    if assessment.moment is COMPLETION:
        report_completion(assessment.project, actor=actor, at=at)
    facts = self_report_facts(assessment, signer=actor.name)
    documents.issue_self_report(assessment, facts, actor=actor, at=at)
    notices.self_report_handed_in(assessment, at=at)


def assign_evaluator(
    assessment: Assessment, evaluator_id: int, *, actor: Actor, at: datetime
) -> None:
    """Assign the evaluation to a third-party evaluator of the area; raises NotAnEvaluator."""
    area = f"area:{assessment.project.call.area_code}"
    if evaluator_id not in ids_with([Role.EVALUATOR], area):
        raise NotAnEvaluator
    assessment.evaluator_id, assessment.assigned_at = evaluator_id, at
    advance(assessment, "assign", actor=actor, at=at, evaluator=evaluator_id)
    notices.evaluator_assigned(assessment, evaluator_id, at=at)


def review_voucher(
    assessment: Assessment,
    expense: Expense,
    disallowed: Money,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Say what of a voucher is not recognised (核减), before the sheet is handed in.

    Raises Forbidden, NotFound, DisallowedTooMuch and ReasonMissing.
    """
    if not may(actor, "assess", assessment, at):
        raise Forbidden
    if expense.project_id != assessment.project_id:
        raise NotFound
    disallow_expense(expense, disallowed, reason, actor=actor, at=at)


def assess(
    assessment: Assessment,
    *,
    points: Mapping[str, Decimal | None],
    bases: Mapping[str, str],
    bonuses: Sequence[tuple[str, Decimal, str]],
    deductions: Sequence[tuple[str, Decimal, str]],
    opinion: str,
    advice: TailAdvice,
    reduction_percent: int = 0,
    actor: Actor,
    at: datetime,
) -> None:
    """Hand the evaluator's sheet in; the total may exceed 100 and is never clamped.

    bonuses, deductions: (key, points, reason). Raises the errors of sheet_result() with the
    indicator or item as field, OpinionNeeded.
    """
    if not opinion.strip():
        raise OpinionNeeded
    rules = sheet_rules(assessment)
    limits = {a.key: a.limit.value for a in (*rules.bonuses, *rules.deductions)}
    sheet = Sheet(
        dict(points),
        tuple(Item(key, value, why, limits.get(key)) for key, value, why in bonuses),
        tuple(Item(key, value, why, limits.get(key)) for key, value, why in deductions),
    )
    result = sheet_result(indicators_of(rules), sheet)
    assessment.sheet = {
        "points": {key: format(value or Decimal(), "f") for key, value in points.items()},
        "bases": dict(bases),
        "bonuses": [[key, format(value, "f"), why] for key, value, why in bonuses],
        "deductions": [[key, format(value, "f"), why] for key, value, why in deductions],
    }
    assessment.total = result.total
    assessment.grade = rules.grade(result.total).key
    assessment.opinion, assessment.advice = opinion, advice
    assessment.reduction_percent = reduction_percent
    assessment.assessed_at = at
    if assessment.moment is COMPLETION:
        assessment.eligible_spending = spending_of(assessment.project).granted
    advance(assessment, "assess", actor=actor, at=at, total=format(result.total, "f"))
    facts = assessment_facts(assessment, evaluator=actor.name)
    documents.issue_assessment(assessment, facts, actor=actor, at=at)


def indicators_of(rules: AssessmentSheet) -> list[Indicator]:
    """Return the third-level indicators with their dimension and maximum."""
    return [
        Indicator(leaf.key, dimension.key, leaf.points)
        for dimension in rules.dimensions
        for group in dimension.items
        for leaf in group.items
    ]


def passes(assessment: Assessment) -> bool:
    """Return whether the total reaches the pass mark."""
    rules = sheet_rules(assessment)
    return assessment.total is not None and assessment.total >= rules.pass_mark.value


def conclude(assessment: Assessment, *, actor: Actor, at: datetime) -> None:
    """Conclude an evaluation: a passed one moves the project, which opens the next money.

    Raises NotPassed.
    """
    if not passes(assessment):
        raise NotPassed
    project = assessment.project
    assessment.concluded_at = at
    advance(assessment, "conclude", actor=actor, at=at, grade=assessment.grade)
    if assessment.moment is MIDTERM:
        pass_midterm(project, actor=actor, at=at)
    else:
        complete(
            project,
            eligible_spending=assessment.eligible_spending or ZERO,
            withheld_percent=withheld(assessment),
            actor=actor,
            at=at,
        )
        documents.issue_closing(assessment, actor=actor, at=at)
    grade = next(g for g in sheet_rules(assessment).grades if g.key == assessment.grade)
    notices.assessment_concluded(assessment, grade.label, at=at)


class NotPassed(DomainError):
    """An evaluation below the pass mark is not concluded but rectified."""

    message = N_("The total is below the pass mark. Order a rectification instead.")
    status = 409


def withheld(assessment: Assessment) -> int:
    """Return what the advice takes off the last installment, in percent."""
    if assessment.advice is TailAdvice.FULL:
        return 0
    return assessment.reduction_percent if assessment.advice is TailAdvice.REDUCED else 100


def order_rectification(
    assessment: Assessment, findings: Sequence[str], due_on: date, *, actor: Actor, at: datetime
) -> None:
    """Order a rectification with its findings and period; the evaluation is repeated after it."""
    assessment.findings = [
        *assessment.findings,
        *({"text": text, "due": due_on.isoformat()} for text in findings),
    ]
    advance(assessment, "order_rectification", actor=actor, at=at, until=due_on.isoformat())
    if assessment.project.status is ProjectStatus.RUNNING:
        advance(assessment.project, "order_rectification", actor=actor, at=at)
