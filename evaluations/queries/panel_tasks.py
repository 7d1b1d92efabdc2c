"""What waits for whom around a panel."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from app.accounts.enums import Role
from app.db import session
from app.kernel.labels import N_
from app.records.actor import Actor
from app.records.tasks import Task
from evaluations.enums import PanelStatus, ScorecardStatus
from evaluations.models.panel import Panel, Panellist
from evaluations.models.scorecard import Scorecard
from evaluations.permissions import is_secretary
from evaluations.queries.panels import panels_visible_to
from projects.enums import CallStatus
from projects.models.call import Call
from projects.queries.calls import within_reach

DONE = (ScorecardStatus.LOCKED, ScorecardStatus.RECUSED)


def calls_without_panel(actor: Actor) -> list[Call]:
    """Return the calls in review for which the secretary has not set up a panel yet."""
    statement = (
        select(Call)
        .outerjoin(Panel, col(Panel.call_id) == col(Call.id))
        .where(
            Call.status == CallStatus.IN_REVIEW,
            col(Panel.id).is_(None),
            within_reach(actor, (Role.SECRETARY,)),
        )
        .order_by(col(Call.id))
    )
    return list(session().exec(statement))


def sheets_counted(panels: Sequence[Panel]) -> dict[int, tuple[int, int]]:
    """Return panel id → (sheets that are done, sheets in all), in one query."""
    statement = (
        select(Scorecard.panel_id, Scorecard.status, func.count())
        .where(col(Scorecard.panel_id).in_([panel.id for panel in panels]))
        .group_by(col(Scorecard.panel_id), col(Scorecard.status))
    )
    found: dict[int, tuple[int, int]] = {}
    for panel_id, status, number in session().exec(statement):
        done, of = found.get(panel_id, (0, 0))
        found[panel_id] = (done + (number if status in DONE else 0), of + number)
    return found


def panel_tasks(actor: Actor, at: datetime) -> list[Task]:
    """Return what the actor has to do for panels: set up, go on, pledge, score."""
    panels = [panel for panel in panels_visible_to(actor) if panel.status is not PanelStatus.FROZEN]
    seats = _seats(actor, panels)
    unfinished = _unfinished(list(seats.values()))
    counted = sheets_counted(panels)
    tasks = [
        Task(
            what=N_("Set up the panel of experts"),
            subject=call.title,
            owner_role=Role.SECRETARY,
            link=f"/panels/new/{call.code}",
            since=call.closes_at,
            mine=True,
        )
        for call in calls_without_panel(actor)
    ]
    for panel in panels:
        seat = seats.get(panel.id or 0)
        if seat is not None:
            tasks += _expert_tasks(panel, seat, open_sheets=seat.id in unfinished)
        elif is_secretary(actor, panel):
            tasks += _secretary_tasks(panel, *counted.get(panel.id or 0, (0, 0)))
    return tasks


def _seats(actor: Actor, panels: Sequence[Panel]) -> dict[int, Panellist]:
    statement = select(Panellist).where(
        Panellist.user_id == actor.user_id,
        col(Panellist.panel_id).in_([panel.id for panel in panels]),
        col(Panellist.left_at).is_(None),
    )
    return {seat.panel_id: seat for seat in session().exec(statement)}


def _unfinished(seats: Sequence[Panellist]) -> set[int | None]:
    statement = select(col(Scorecard.panellist_id)).where(
        col(Scorecard.panellist_id).in_([seat.id for seat in seats]),
        col(Scorecard.status).not_in(DONE),
    )
    found = session().exec(statement)
    return set(found)


def _expert_tasks(panel: Panel, seat: Panellist, *, open_sheets: bool) -> list[Task]:
    due: datetime | None
    if seat.sworn_at is None:
        what, link, due = N_("Give the pledge and declare conflicts"), "pledge", panel.meets_at
    elif panel.status is PanelStatus.SCORING and open_sheets:
        what, link, due = N_("Score and lock your sheets"), "queue", panel.scoring_until
    else:
        return []
    return [
        Task(
            what=what,
            subject=f"{panel.call.title}　{panel.name}",
            owner_role=Role.PANELLIST,
            link=f"/panels/{panel.code}/{link}",
            since=seat.sworn_at or panel.created_at,
            due=due,
            mine=True,
        )
    ]


def _secretary_tasks(panel: Panel, done: int, of: int) -> list[Task]:
    words = {
        PanelStatus.FORMING: N_("Draw the experts"),
        PanelStatus.DRAWN: N_("Collect the pledges and start the scoring"),
        PanelStatus.SCORED: N_("Freeze the result"),
    }
    if panel.status is PanelStatus.SCORING and done == of:
        words[PanelStatus.SCORING] = N_("Close the scoring")
    if panel.status not in words:
        return []
    return [
        Task(
            what=words[panel.status],
            subject=f"{panel.call.title}　{panel.name}",
            owner_role=Role.SECRETARY,
            link=f"/panels/{panel.code}",
            since=panel.created_at,
            mine=True,
        )
    ]
