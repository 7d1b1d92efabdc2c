"""Public figures of a year."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import col, select

from app.db import session
from app.kernel.money import Money
from app.ledger.models import Account, Appropriation
from app.ledger.rules import Stage
from projects.enums import ProjectStatus
from projects.models.call import Call
from projects.models.project import Activity, Project


@dataclass(frozen=True)
class YearFigures:
    """Projects, granted and paid money, organisations and person-times of a year's calls."""

    projects: int
    granted: Money
    paid: Money
    organisations: int
    person_times: int


def year_figures(year: int) -> YearFigures:
    """Compute the figures of the calls of one year; projects that ended early do not count."""
    mine = (Call.year == year, Project.status != ProjectStatus.TERMINATED)
    join = col(Call.id) == col(Project.call_id)
    count, granted, organisations = (
        session()
        .exec(
            select(
                func.count(),
                func.coalesce(func.sum(Project.amount), 0),
                func.count(func.distinct(Project.organisation_id)),
            )
            .select_from(Project)
            .join(Call, join)
            .where(*mine)
        )
        .one()
    )
    people = (
        session()
        .exec(
            select(func.coalesce(func.sum(Activity.attended), 0))
            .select_from(Activity)
            .join(Project, col(Project.id) == col(Activity.project_id))
            .join(Call, join)
            .where(*mine)
        )
        .one()
    )
    paid = (
        session()
        .exec(
            select(func.coalesce(func.sum(Account.balance), 0))
            .join(Appropriation, col(Appropriation.id) == col(Account.appropriation_id))
            .where(Account.stage == Stage.PAID, Appropriation.year == year)
        )
        .one()
    )
    return YearFigures(count, _money(granted), _money(paid), organisations, int(people))


def _money(value: object) -> Money:
    return value if isinstance(value, Money) else Money(int(str(value)))
