"""Finding panels, panellists, sheets and marks."""

from collections.abc import Sequence

from sqlalchemy.orm import selectinload
from sqlmodel import col, or_, select

from app.accounts.enums import Role
from app.db import locked, session
from app.kernel.errors import NotFound
from app.records.actor import Actor
from evaluations.enums import ScorecardStatus
from evaluations.models.panel import Conflict, Draw, Panel, Panellist
from evaluations.models.scorecard import Mark, Ranking, Scorecard
from evaluations.permissions import can_see_matrix, is_panellist
from projects.models.application import Application
from projects.models.call import Call


def find_panel(code: str, *, actor: Actor) -> Panel:
    """Return a panel for its members and the stewards of its call, locked for a move."""
    found = session().exec(locked(select(Panel).where(Panel.code == code))).first()
    if found is None or not (is_panellist(actor, found) or can_see_matrix(actor, found)):
        raise NotFound
    return found


def panel_of(call: Call) -> Panel | None:
    """Return the panel of a call."""
    return session().exec(select(Panel).where(Panel.call_id == call.id)).first()


def panels_visible_to(actor: Actor) -> list[Panel]:
    """Return the panels that the actor sits on or follows, newest first."""
    codes = [
        scope.removeprefix("panel:")
        for role in (Role.PANELLIST, Role.CHAIR)
        for scope in actor.scopes(role)
    ]
    followers = (Role.SECRETARY, Role.SUPERVISOR, Role.OFFICER, Role.LEADER, Role.AUDITOR)
    areas = [
        scope.removeprefix("area:")
        for role in followers
        for scope in actor.scopes(role)
        if not scope.startswith("call:")
    ]
    calls = [
        scope.removeprefix("call:")
        for role in (Role.SECRETARY, Role.ORGANISER)
        for scope in actor.scopes(role)
    ]
    reach = [col(Call.area_code).startswith(area) for area in areas]
    statement = (
        select(Panel)
        .join(Call, col(Call.id) == col(Panel.call_id))
        .where(or_(col(Panel.code).in_(codes), col(Call.code).in_(calls), *reach))
        .options(selectinload(Panel.call))  # type: ignore[arg-type]  # relationship
        .order_by(col(Panel.id).desc())
        .limit(50)
    )
    return list(session().exec(statement))


def current_draw(panel: Panel) -> Draw | None:
    """Return the newest draw of a panel."""
    statement = select(Draw).where(Draw.panel_id == panel.id).order_by(col(Draw.attempt).desc())
    return session().exec(statement).first()


def panellists_of(panel: Panel, *, everybody: bool = False) -> list[Panellist]:
    """Return who sits on a panel, by seat; everybody: with those who left."""
    statement = (
        select(Panellist)
        .where(Panellist.panel_id == panel.id)
        .options(selectinload(Panellist.user), selectinload(Panellist.expert))  # type: ignore[arg-type]  # relationships
        .order_by(col(Panellist.seat))
    )
    if not everybody:
        statement = statement.where(col(Panellist.left_at).is_(None))
    return list(session().exec(statement))


def my_seat(panel: Panel, actor: Actor) -> Panellist | None:
    """Return the actor's own seat on a panel."""
    statement = select(Panellist).where(
        Panellist.panel_id == panel.id,
        Panellist.user_id == actor.user_id,
        col(Panellist.left_at).is_(None),
    )
    return session().exec(statement).first()


def conflicts_of(panel: Panel) -> list[Conflict]:
    """Return all conflicts of a panel's members."""
    statement = (
        select(Conflict)
        .join(Panellist, col(Panellist.id) == col(Conflict.panellist_id))
        .where(Panellist.panel_id == panel.id)
        .options(selectinload(Conflict.application))  # type: ignore[arg-type]  # relationship
        .order_by(col(Conflict.id))
    )
    return list(session().exec(statement))


def has_conflict(panellist: Panellist, application: Application) -> bool:
    """Return whether a member must not judge an application."""
    statement = select(Conflict.id).where(
        Conflict.panellist_id == panellist.id, Conflict.application_id == application.id
    )
    return session().exec(statement).first() is not None


def find_scorecard(code: str, *, actor: Actor) -> Scorecard:
    """Return a sheet for its own panellist and for those who follow the panel."""
    found = session().exec(locked(select(Scorecard).where(Scorecard.code == code))).first()
    if found is None:
        raise NotFound
    own = found.panellist.user_id == actor.user_id
    if not (own or can_see_matrix(actor, found.panel)):
        raise NotFound
    return found


def sheets_of(panel: Panel) -> list[Scorecard]:
    """Return all sheets of a panel."""
    statement = select(Scorecard).where(Scorecard.panel_id == panel.id)
    return list(session().exec(statement.order_by(col(Scorecard.id))))


def my_sheets(seat: Panellist) -> list[Scorecard]:
    """Return a member's sheets in the member's own order, with their applications."""
    statement = (
        select(Scorecard)
        .where(Scorecard.panellist_id == seat.id)
        .options(selectinload(Scorecard.application))  # type: ignore[arg-type]  # relationship
        .order_by(col(Scorecard.position))
    )
    return list(session().exec(statement))


def marks_of(sheets: Sequence[Scorecard]) -> dict[int, dict[str, Mark]]:
    """Return the marks of several sheets by sheet id and criterion, in one query."""
    ids = [sheet.id for sheet in sheets]
    found: dict[int, dict[str, Mark]] = {}
    for mark in session().exec(select(Mark).where(col(Mark.scorecard_id).in_(ids))):
        found.setdefault(mark.scorecard_id, {})[mark.criterion] = mark
    return found


def ranking_of(panel: Panel) -> Ranking | None:
    """Return the frozen ranking of a panel."""
    return session().exec(select(Ranking).where(Ranking.panel_id == panel.id)).first()


def judges(actor: Actor, application: Application) -> bool:
    """Return whether the actor is a sworn panellist who judges this application now."""
    statement = (
        select(Scorecard.id)
        .join(Panellist, col(Panellist.id) == col(Scorecard.panellist_id))
        .where(
            Scorecard.application_id == application.id,
            Scorecard.status != ScorecardStatus.RECUSED,
            Panellist.user_id == actor.user_id,
            col(Panellist.sworn_at).is_not(None),
            col(Panellist.left_at).is_(None),
        )
    )
    if actor.user_id is None or not (actor.has(Role.PANELLIST) or actor.has(Role.CHAIR)):
        return False
    return session().exec(statement).first() is not None
