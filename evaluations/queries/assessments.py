"""Finding evaluations, and what they have to know of a project."""

from sqlalchemy.orm import selectinload
from sqlmodel import col, or_, select

from app.accounts.enums import Role
from app.db import locked, session
from app.kernel.errors import NotFound
from app.records.actor import Actor
from evaluations.enums import AssessmentMoment, AssessmentStatus
from evaluations.models.assessment import Assessment
from projects.models.call import Call
from projects.models.project import Project
from projects.permissions import can_view_project


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
