"""Scoring: save, recuse, lock, reopen."""

from collections.abc import Mapping
from datetime import datetime

from app.db import session
from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.kernel.money import Money
from app.records.actor import Actor
from app.records.lifecycle import advance
from evaluations import documents
from evaluations.enums import PanelStatus, ScorecardStatus
from evaluations.models.panel import Conflict, Panel, Panellist
from evaluations.models.scorecard import Mark, Scorecard
from evaluations.queries.panels import has_conflict, marks_of, my_sheets, sheets_of
from evaluations.rules.conflicts import Ground
from evaluations.rules.marks import Criterion, MarkGiven, check_points, faults
from projects.queries.applications import last_submission
from projects.rules.rulebook import Rulebook


class ScoringClosed(DomainError):
    """The panel does not score now."""

    message = N_("The panel is not scoring at the moment; nothing was changed.")
    status = 409


class Barred(DomainError):
    """A conflict of interest stands between expert and application."""

    message = N_("You are recused from this application; the marks were not saved.")
    status = 409


class AmountTooHigh(DomainError):
    """The expert recommends more than was asked for."""

    message = N_("Recommend at most the requested %(requested)s.")
    field = "recommended"


class AmountNeeded(DomainError):
    """A sheet without an amount cannot be locked."""

    message = N_("Enter the amount that you recommend.")
    field = "recommended"


class SheetsIncomplete(DomainError):
    """Not every sheet is complete."""

    message = N_("%(count)s sheets are not complete yet. Complete or recuse them, then lock.")


def criteria_of(rulebook: Rulebook) -> list[Criterion]:
    """Return the criteria of a rulebook as the scoring rules take them."""
    scoring = rulebook.scoring
    return [
        Criterion(
            each.key,
            each.maximum.value,
            scoring.step.value,
            scoring.comment_below.value,
            scoring.comment_above.value,
        )
        for each in rulebook.criteria
    ]


def save_sheet(
    sheet: Scorecard,
    marks: Mapping[str, MarkGiven],
    *,
    comment: str,
    recommended: Money | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Save a draft of a sheet; an unset mark is not zero, it has no row.

    Raises MarkOutOfRange and MarkOffStep with the criterion as field, AmountTooHigh, Barred,
    ScoringClosed.
    """
    _check_open(sheet)
    requested = requested_of(sheet)
    if recommended is not None and recommended > requested:
        raise AmountTooHigh(requested=requested)
    known = marks_of([sheet]).get(sheet.id or 0, {})
    for criterion in criteria_of(sheet.panel.call.rulebook):
        given = marks.get(criterion.key, MarkGiven(None))
        mark = known.get(criterion.key)
        if given.points is None:
            if mark is not None:
                session().delete(mark)
            continue
        points = check_points(criterion, given.points)
        if mark is None:
            mark = Mark(scorecard_id=sheet.id or 0, criterion=criterion.key, points=points)
            session().add(mark)
        mark.points, mark.comment = points, given.comment
    sheet.comment, sheet.recommended = comment, recommended
    sheet.version += 1
    sheet.saved_at = at
    advance(sheet, "score", actor=actor, at=at, version=sheet.version)


def requested_of(sheet: Scorecard) -> Money:
    """Return the requested amount of a sheet's application."""
    submission = last_submission(sheet.application)
    assert submission is not None
    return submission.requested


def _check_open(sheet: Scorecard) -> None:
    if sheet.panel.status is not PanelStatus.SCORING:
        raise ScoringClosed
    if has_conflict(sheet.panellist, sheet.application):
        raise Barred


def recuse(sheet: Scorecard, ground: Ground, note: str, *, actor: Actor, at: datetime) -> None:
    """Step back from one application; access to it ends at once and its marks never count."""
    sheet.recusal = note or str(ground)
    advance(sheet, "recuse", actor=actor, at=at, ground=str(ground))
    session().add(
        Conflict(
            panellist_id=sheet.panellist_id,
            application_id=sheet.application_id,
            ground=ground,
            declared=True,
            note=note,
            found_at=at,
        )
    )


def incomplete_sheets(seat: Panellist) -> list[tuple[Scorecard, list[DomainError]]]:
    """Return a member's sheets that cannot be locked yet, with everything that is missing."""
    sheets = [s for s in my_sheets(seat) if s.status is not ScorecardStatus.RECUSED]
    marks = marks_of(sheets)
    criteria = criteria_of(seat.panel.call.rulebook)
    found = []
    for sheet in sheets:
        if sheet.status is ScorecardStatus.LOCKED:
            continue
        given = {
            key: MarkGiven(mark.points, mark.comment)
            for key, mark in marks.get(sheet.id or 0, {}).items()
        }
        missing: list[DomainError] = list(faults(criteria, given))
        if sheet.recommended is None:
            missing.append(AmountNeeded())
        if missing:
            found.append((sheet, missing))
    return found


def lock_sheets(seat: Panellist, *, actor: Actor, at: datetime) -> int:
    """Lock all of a member's sheets at once and issue the signed score sheet.

    Raises SheetsIncomplete; returns how many were locked.
    """
    missing = incomplete_sheets(seat)
    if missing:
        raise SheetsIncomplete(count=len(missing))
    locked = 0
    for sheet in my_sheets(seat):
        if sheet.status in (ScorecardStatus.RECUSED, ScorecardStatus.LOCKED):
            continue
        _check_open(sheet)
        sheet.locked_at = at
        advance(sheet, "lock", actor=actor, at=at, version=sheet.version)
        locked += 1
    documents.issue_scoresheet(seat.panel, seat, actor=actor, at=at)
    return locked


def reopen_sheet(sheet: Scorecard, reason: str, *, actor: Actor, at: datetime) -> None:
    """Ask an expert to look at a locked sheet again; only the expert changes marks."""
    if sheet.panel.status is not PanelStatus.SCORING:
        raise ScoringClosed
    sheet.locked_at = None
    advance(sheet, "reopen", actor=actor, at=at, reason=reason)


def all_locked(panel: Panel) -> bool:
    """Return whether every sheet is locked or recused."""
    done = (ScorecardStatus.LOCKED, ScorecardStatus.RECUSED)
    return all(sheet.status in done for sheet in sheets_of(panel))
