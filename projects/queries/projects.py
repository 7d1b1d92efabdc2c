"""Finding projects, their plans, activities and expenses."""

from sqlalchemy.orm import selectinload
from sqlmodel import col, or_, select

from app.accounts.enums import APPLICANTS, FINANCE, Role
from app.db import locked, session
from app.kernel.errors import NotFound
from app.records.actor import Actor
from app.registry.models import Organisation
from app.registry.queries import organisation_codes
from app.web.paging import Page, page_of
from projects.models.application import Application
from projects.models.call import Call
from projects.models.plan import BudgetLine, TableRow
from projects.models.project import Activity, Expense, Project
from projects.permissions import can_view_project

FOLLOWERS = (
    Role.OFFICER,
    Role.LEADER,
    Role.SUPERVISOR,
    Role.AUDITOR,
    Role.EVALUATOR,
    *FINANCE,
)


def find_project(code: str, *, actor: Actor) -> Project:
    """Return a project within the actor's reach, locked when a move may follow."""
    found = session().exec(locked(select(Project).where(Project.code == code))).first()
    if found is None or not can_view_project(actor, found):
        raise NotFound
    return found


def projects_visible_to(actor: Actor, *, before: int | None = None) -> Page[Project]:
    """Return the projects that the actor may see, newest first, a page at a time."""
    statement = (
        select(Project)
        .join(Call, col(Call.id) == col(Project.call_id))
        .join(Organisation, col(Organisation.id) == col(Project.organisation_id))
        .options(selectinload(Project.organisation), selectinload(Project.call))  # type: ignore[arg-type]  # relationships
    )
    if any(actor.has(role) for role in APPLICANTS):
        statement = statement.where(col(Organisation.code).in_(organisation_codes(actor)))
    else:
        areas = [
            scope.removeprefix("area:")
            for role in FOLLOWERS
            for scope in actor.scopes(role)
            if scope.startswith("area:") or scope == ""
        ]
        calls = [s.removeprefix("call:") for s in actor.scopes(Role.ORGANISER)]
        reach = [col(Call.area_code).startswith(area) for area in areas]
        statement = statement.where(or_(col(Call.code).in_(calls), *reach))
    return page_of(statement, col(Project.id), before=before)


def projects_under(call: Call) -> list[Project]:
    """Return the projects of a call by number."""
    statement = (
        select(Project)
        .where(Project.call_id == call.id)
        .options(selectinload(Project.organisation))  # type: ignore[arg-type]  # relationship
        .order_by(col(Project.number))
    )
    return list(session().exec(statement))


def project_of(application: Application) -> Project | None:
    """Return the project that was born from an application."""
    return session().exec(select(Project).where(Project.application_id == application.id)).first()


def budget_lines(owner: Application | Project) -> list[BudgetLine]:
    """Return the budget lines of a working copy or of a project, in order."""
    column = BudgetLine.application_id if isinstance(owner, Application) else BudgetLine.project_id
    statement = select(BudgetLine).where(column == owner.id).order_by(col(BudgetLine.position))
    return list(session().exec(statement))


def table_rows(owner: Application | Project) -> dict[str, list[TableRow]]:
    """Return the rows of the form's tables by table key, in order, in one query."""
    column = TableRow.application_id if isinstance(owner, Application) else TableRow.project_id
    statement = select(TableRow).where(column == owner.id).order_by(col(TableRow.position))
    found: dict[str, list[TableRow]] = {}
    for row in session().exec(statement):
        found.setdefault(row.table, []).append(row)
    return found


def activities_of(project: Project) -> list[Activity]:
    """Return the activities of a project, oldest first."""
    statement = select(Activity).where(Activity.project_id == project.id)
    return list(session().exec(statement.order_by(col(Activity.held_on), col(Activity.id))))


def find_activity(code: str, *, actor: Actor) -> Activity:
    """Return an activity of a project within the actor's reach."""
    found = session().exec(locked(select(Activity).where(Activity.code == code))).first()
    if found is None or not can_view_project(actor, found.project):
        raise NotFound
    return found


def expenses_of(project: Project) -> list[Expense]:
    """Return the expenses of a project, oldest first."""
    statement = select(Expense).where(Expense.project_id == project.id)
    return list(session().exec(statement.order_by(col(Expense.spent_on), col(Expense.id))))


def find_expense(code: str, *, actor: Actor) -> Expense:
    """Return an expense of a project within the actor's reach."""
    found = session().exec(locked(select(Expense).where(Expense.code == code))).first()
    if found is None or not can_view_project(actor, found.project):
        raise NotFound
    return found
