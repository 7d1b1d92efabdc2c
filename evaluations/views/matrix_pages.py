"""The matrix of marks and the ranking as it stands, for the chair and those who follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.kernel.errors import DomainError
from app.web.actor import current_actor
from app.web.forms import sentence_of
from evaluations.enums import PanelStatus, ScorecardStatus
from evaluations.models.panel import Panel, Panellist
from evaluations.models.scorecard import Mark, Scorecard
from evaluations.operations.rankings import inputs_of
from evaluations.operations.scorecards import criteria_of
from evaluations.queries.panel_tasks import DONE
from evaluations.queries.panels import conflicts_of, marks_of, ranking_of, sheets_of
from evaluations.rules.cut import CutOutcome, CutReason
from evaluations.rules.frozen import compute
from evaluations.rules.marks import progress
from evaluations.rules.scoring import Spread, panel_score, spread
from projects.enums import ApplicationStatus
from projects.models.application import Application
from projects.queries.applications import applications_under, last_submissions

JUDGED = (
    ApplicationStatus.QUALIFIED,
    ApplicationStatus.RECOMMENDED,
    ApplicationStatus.RESERVE,
    ApplicationStatus.NOT_SELECTED,
    ApplicationStatus.AWARDED,
    ApplicationStatus.ACCEPTED,
    ApplicationStatus.DECLINED,
)
GLYPHS = {
    ScorecardStatus.LOCKED: "●",
    ScorecardStatus.RECUSED: "⊘",
    ScorecardStatus.IN_PROGRESS: "○",
    ScorecardStatus.REOPENED: "!",
    ScorecardStatus.ASSIGNED: "–",
}


@dataclass(frozen=True)
class Cell:
    """One expert's total for one application. total: points so far, None without any mark."""

    total: Decimal | None
    glyph: str
    status: ScorecardStatus | None
    flagged: bool
    href: str


@dataclass(frozen=True)
class MatrixRow:
    """One application with everybody's totals; mean only when all its sheets are done."""

    application: Application
    cells: list[Cell]
    mean: Fraction | None
    median: Fraction | None
    range: Decimal | None
    flagged: list[str]


@dataclass(frozen=True)
class _Entry:
    """One expert's sheet for one application, before it is compared with the others."""

    seat: str
    sheet: Scorecard | None
    total: Decimal | None
    barred: bool


@dataclass(frozen=True)
class Line:
    """One line of the ranking. amount: recommended, or the panel's where not recommended (fen)."""

    application: Application
    place: int
    score: str
    requested: int
    amount: int
    cumulative: int
    outcome: CutOutcome
    reason: CutReason
    at_line: bool
    tied: bool
    flagged: bool


@dataclass(frozen=True)
class Preview:
    """The ranking as it stands. ties: groups of equal applications that must be decided."""

    lines: list[Line]
    ties: list[list[Application]]
    budget: int
    spent: int
    remaining: int


def judged_applications(panel: Panel) -> list[Application]:
    """Return the applications that the panel judges, before and after its result."""
    return applications_under(panel.call, JUDGED)


def matrix_of(panel: Panel, members: Sequence[Panellist]) -> list[MatrixRow]:
    """Return applications × experts with totals, means and what stands out."""
    sheets = sheets_of(panel)
    marks = marks_of(sheets)
    by_place = {(s.application_id, s.panellist_id): s for s in sheets}
    barred = {(c.application_id, c.panellist_id) for c in conflicts_of(panel)}
    hidden = _own_conflicts(panel, members)
    rows = []
    for application in judged_applications(panel):
        if application.id in hidden:
            continue
        places = [(application.id or 0, member.id or 0) for member in members]
        entries = [
            _entry(panel, member, by_place.get(place), marks, barred=place in barred)
            for member, place in zip(members, places, strict=True)
        ]
        rows.append(_matrix_row(panel, application, entries))
    return rows


def _own_conflicts(panel: Panel, members: Sequence[Panellist]) -> set[int]:
    """Applications that the reader, as a member, must not judge."""
    mine = {member.id for member in members if member.user_id == current_actor.user_id}
    return {c.application_id for c in conflicts_of(panel) if c.panellist_id in mine}


def _entry(
    panel: Panel,
    member: Panellist,
    sheet: Scorecard | None,
    marks: Mapping[int, Mapping[str, Mark]],
    *,
    barred: bool,
) -> _Entry:
    return _Entry(str(member.seat), sheet, _total(panel, sheet, marks), barred)


def _matrix_row(panel: Panel, application: Application, entries: Sequence[_Entry]) -> MatrixRow:
    locked = _locked_totals(entries)
    waiting = any(e.sheet is not None and e.sheet.status not in DONE for e in entries)
    apart = _spread(panel, locked) if locked else None
    flagged = list(apart.flagged) if apart else []
    return MatrixRow(
        application,
        [_cell(entry, flagged=entry.seat in flagged) for entry in entries],
        _mean(panel, locked) if locked and not waiting else None,
        apart.median if apart else None,
        apart.range if apart else None,
        flagged,
    )


def _locked_totals(entries: Sequence[_Entry]) -> dict[str, Decimal]:
    return {
        entry.seat: entry.total or Decimal(0)
        for entry in entries
        if entry.sheet is not None and entry.sheet.status is ScorecardStatus.LOCKED
    }


def _total(
    panel: Panel, sheet: Scorecard | None, marks: Mapping[int, Mapping[str, Mark]]
) -> Decimal | None:
    given = marks.get(sheet.id or 0, {}) if sheet else {}
    points = {key: mark.points for key, mark in given.items()}
    return progress(criteria_of(panel.call.rulebook), points).total if points else None


def _spread(panel: Panel, locked: Mapping[str, Decimal]) -> Spread:
    rule = panel.call.rulebook.panel.outlier
    return spread(
        locked,
        least=rule.points.value,
        factor=rule.deviations.value,
        from_n=rule.from_n.value,
        range_limit=rule.range.value,
    )


def _mean(panel: Panel, locked: Mapping[str, Decimal]) -> Fraction:
    rule = panel.call.rulebook.panel.drop
    return panel_score(
        list(locked.values()),
        drop_from=rule.from_n.value,
        high=rule.high.value,
        low=rule.low.value,
    )


def _cell(entry: _Entry, *, flagged: bool) -> Cell:
    sheet = entry.sheet
    if sheet is None:
        status = ScorecardStatus.RECUSED if entry.barred else None
        return Cell(None, GLYPHS[status] if status else "", status, False, "")
    if sheet.status is ScorecardStatus.RECUSED:
        return Cell(None, GLYPHS[sheet.status], sheet.status, False, "")
    href = url_for("scorecards.show", code=sheet.code)
    return Cell(entry.total, GLYPHS[sheet.status], sheet.status, flagged, href)


def preview_of(panel: Panel) -> tuple[Preview | None, str]:
    """Return the ranking, frozen or computed from the locked sheets, or why there is none."""
    ranking = ranking_of(panel)
    if ranking is None and panel.status not in (PanelStatus.SCORING, PanelStatus.SCORED):
        return None, ""
    if ranking is None and any(s.status not in DONE for s in sheets_of(panel)):
        return None, _("The ranking appears here as soon as all score sheets are locked.")
    try:
        results = ranking.results if ranking else compute(inputs_of(panel))
    except DomainError as error:
        return None, sentence_of(error)
    return _preview(panel, results), ""


def _preview(panel: Panel, results: Mapping[str, Any]) -> Preview:
    applications = {a.code: a for a in judged_applications(panel)}
    cut = results["cut"]
    return Preview(
        _lines(applications, results),
        [[applications[code] for code in equal] for equal in cut["undecided"]],
        cut["budget"],
        cut["spent"],
        cut["remaining"],
    )


def _lines(applications: Mapping[str, Application], results: Mapping[str, Any]) -> list[Line]:
    asked = last_submissions(list(applications.values()))
    scored = {row["code"]: row for row in results["applications"]}
    ranked = {row["code"]: row for row in results["ranked"]}
    return [
        Line(
            application=applications[row["code"]],
            place=row["place"],
            score=scored[row["code"]]["score"],
            requested=asked[applications[row["code"]].id or 0].requested.fen,
            amount=row["amount"] or row["wanted"],
            cumulative=row["cumulative"],
            outcome=CutOutcome(row["outcome"]),
            reason=CutReason(row["reason"]),
            at_line=row["at_line"],
            tied=bool(ranked[row["code"]]["tied_with"]),
            flagged=bool(scored[row["code"]]["flagged"]),
        )
        for row in results["cut"]["lines"]
    ]
