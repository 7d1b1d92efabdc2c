"""Finding evaluations, and what they have to know of a project."""

from sqlalchemy.orm import selectinload
from sqlmodel import col, or_, select

from app.accounts.enums import Role
from app.db import locked, session
from app.kernel.errors import NotFound
from app.kernel.money import ZERO, Money
from app.records.actor import Actor
from evaluations.enums import AssessmentMoment, AssessmentStatus
from evaluations.models.assessment import Assessment
from projects.models.call import Call
from projects.models.project import Project
from projects.permissions import can_view_project
from projects.queries.projects import budget_lines, expenses_of


def find_assessment(code: str, *, actor: Actor) -> Assessment:
    """Return an evaluation of a project within the actor's reach."""
    found = session().exec(locked(select(Assessment).where(Assessment.code == code))).first()
    if found is None or not can_view_project(actor, found.project):
        raise NotFound
    return found


def assessment_of(project: Project, moment: AssessmentMoment) -> Assessment | None:
    """Return a project's evaluation of one moment."""
    statement = select(Assessment).where(
        Assessment.project_id == project.id, Assessment.moment == moment
    )
    return session().exec(statement).first()


def assessments_of(project: Project) -> list[Assessment]:
    """Return a project's evaluations, the mid-term one first."""
    statement = select(Assessment).where(Assessment.project_id == project.id)
    return list(session().exec(statement.order_by(col(Assessment.id))))


def assessments_under_way(actor: Actor) -> list[Assessment]:
    """Return the evaluations of the actor's areas that are not concluded, oldest first."""
    followers = (Role.OFFICER, Role.EVALUATOR)
    areas = [scope.removeprefix("area:") for role in followers for scope in actor.scopes(role)]
    if not areas:
        return []
    statement = (
        select(Assessment)
        .join(Project, col(Project.id) == col(Assessment.project_id))
        .join(Call, col(Call.id) == col(Project.call_id))
        .where(
            Assessment.status != AssessmentStatus.CONCLUDED,
            or_(*[col(Call.area_code).startswith(area) for area in areas]),
        )
        .options(selectinload(Assessment.project))  # type: ignore[arg-type]  # relationship
        .order_by(col(Assessment.id))
    )
    return list(session().exec(statement))


def spending_by_category(project: Project) -> list[dict[str, object]]:
    """Return budget and recognised spending (fen) by category: "category", "budget", "spent"."""
    labels = {c.key: c.label for c in project.call.rulebook.budget.categories}
    lines = {line.id: line for line in budget_lines(project)}
    planned: dict[str, Money] = {}
    spent: dict[str, Money] = {}
    for line in lines.values():
        planned[line.category] = planned.get(line.category, ZERO) + line.amount
    for expense in expenses_of(project):
        category = lines[expense.budget_line_id].category
        spent[category] = spent.get(category, ZERO) + expense.amount - expense.disallowed
    return [
        {
            "category": labels[key],
            "budget": amount.fen,
            "spent": spent.get(key, ZERO).fen,
        }
        for key, amount in planned.items()
    ]


def eligible_spending(project: Project) -> Money:
    """Return all vouchers less what was disallowed, over grant lines only."""
    granted = {line.id for line in budget_lines(project) if str(line.source) == "grant"}
    return sum(
        (e.amount - e.disallowed for e in expenses_of(project) if e.budget_line_id in granted),
        ZERO,
    )
