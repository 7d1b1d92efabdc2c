"""What the pages of a panel show: steps, members, papers, history, the drawn order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.records.audit import trail
from app.records.documents import Document, documents_of
from app.web.actor import current_actor
from app.web.filters import act, moment
from evaluations.enums import PanelStatus, ScorecardStatus
from evaluations.models.panel import Draw, Panel, Panellist
from evaluations.models.scorecard import Scorecard
from evaluations.operations.scorecards import criteria_of
from evaluations.permissions import can_read_paper, can_see_matrix
from evaluations.queries.panel_tasks import DONE
from evaluations.queries.panels import (
    conflicts_of,
    marks_of,
    panellists_of,
    ranking_of,
    sheets_of,
)
from evaluations.rules.marks import progress


@dataclass(frozen=True)
class Seat:
    """One member as the hub shows it. done, of: sheets locked or recused, and all of them."""

    member: Panellist
    done: int
    of: int
    conflicts: int


def steps_of(panel: Panel, draw: Draw | None, seats: Sequence[Seat]) -> list[tuple[str, str, str]]:
    """Return the way of a panel as the macro `rail` takes it."""
    sworn = sum(1 for seat in seats if seat.member.sworn_at is not None)
    done, of = sum(seat.done for seat in seats), sum(seat.of for seat in seats)
    names = [
        (_("Formed"), moment(panel.created_at)),
        (_("Candidates frozen"), moment(draw.committed_at) if draw else ""),
        (_("Panel drawn"), moment(draw.drawn_at) if draw and draw.drawn_at else ""),
        (_("Pledges"), _("%(n)s of %(of)s", n=sworn, of=len(seats)) if seats else ""),
        (_("Scoring by the experts"), _("%(n)s of %(of)s sheets", n=done, of=of) if of else ""),
        (_("Scoring closed"), ""),
        (_("Result confirmed"), ""),
    ]
    current = _current_step(panel, draw)
    return [
        (name, "done" if n < current else ("now" if n == current else ""), note)
        for n, (name, note) in enumerate(names)
    ]


def _current_step(panel: Panel, draw: Draw | None) -> int:
    if panel.status is PanelStatus.FORMING:
        return 2 if draw else 1
    steps = {
        PanelStatus.DRAWN: 3,
        PanelStatus.SCORING: 4,
        PanelStatus.SCORED: 6,
        PanelStatus.FROZEN: 7,
    }
    return steps[panel.status]


def seats_of(panel: Panel) -> list[Seat]:
    """Return the present members with the progress of their sheets."""
    sheets, conflicts = sheets_of(panel), conflicts_of(panel)
    return [
        Seat(
            member,
            sum(1 for s in sheets if s.panellist_id == member.id and s.status in DONE),
            sum(1 for s in sheets if s.panellist_id == member.id),
            sum(1 for c in conflicts if c.panellist_id == member.id),
        )
        for member in panellists_of(panel)
    ]


def papers_of(panel: Panel) -> list[Document]:
    """Return the papers that the reader may see, those of the ranking last."""
    ranking = ranking_of(panel)
    papers = [
        paper for paper in documents_of(panel.chain) if can_read_paper(current_actor, panel, paper)
    ]
    if ranking is not None and can_see_matrix(current_actor, panel):
        papers += documents_of(ranking.chain)
    return papers


def history(panel: Panel) -> list[tuple[str, str, datetime, str]]:
    """Return what was done with a panel, newest first, as the macro `log` takes it.

    Papers are left out, they have a list of their own.
    """
    return [
        (act(entry.event), entry.facts.get("reason", ""), entry.at, entry.actor_name)
        for entry in reversed(trail(panel.chain))
        if not entry.event.startswith("document:")
    ]


def draw_rows(panel: Panel, draw: Draw) -> list[dict[str, Any]]:
    """Return the drawn order with names, units and reasons; only for those who see names."""
    members = {m.user.code: m for m in panellists_of(panel, everybody=True)}
    receipt = draw.receipt or {}
    units = {row["code"]: row["unit"] for row in draw.candidates}
    return [
        {**step, "member": members.get(step["code"]), "unit": units.get(step["code"], "")}
        for step in receipt["result"]["steps"]
    ]


def queue_rows(panel: Panel, sheets: Sequence[Scorecard]) -> list[dict[str, Any]]:
    """Return an expert's sheets in the expert's own order, with points so far and what is done."""
    rulebook, marks = panel.call.rulebook, marks_of(sheets)
    fields = {field.key: field for field in rulebook.fields}
    rows = []
    for sheet in sheets:
        points = {key: mark.points for key, mark in marks.get(sheet.id or 0, {}).items()}
        where = progress(criteria_of(rulebook), points)
        recused = sheet.status is ScorecardStatus.RECUSED
        finished = sheet.status in DONE or (where.complete and sheet.recommended is not None)
        rows.append(
            {
                "sheet": sheet,
                "field": fields.get(sheet.application.field),
                "progress": None if recused else where,
                "recused": recused,
                "complete": finished,
            }
        )
    return rows
