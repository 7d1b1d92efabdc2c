"""What the scoring desk shows: criteria with their bands, and the application as people read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any

from flask_babel import gettext as _

from app.kernel.errors import NotFound
from app.kernel.labels import N_
from app.records.actor import Actor
from app.web.filters import both
from evaluations.enums import ScorecardStatus
from evaluations.models.panel import Panellist
from evaluations.models.scorecard import Scorecard
from evaluations.queries.panels import find_scorecard, has_conflict, my_seat, my_sheets
from evaluations.rules.marks import plain
from projects.queries.applications import last_submission
from projects.queries.reading import read_budget, read_sections
from projects.rules.rulebook import Rulebook
from projects.rules.rulebook_review import Criterion

UNSCORED = (ScorecardStatus.ASSIGNED, ScorecardStatus.REOPENED)
WORDS = (N_("excellent"), N_("good"), N_("fair"), N_("poor"))


@dataclass(frozen=True)
class CriterionRow:
    """One criterion as the macro `score_input` takes it; anchors: (low, high, word, text)."""

    key: str
    title: str
    maximum: str
    step: str
    standard: str
    anchors: list[tuple[str, str, str, str]]
    material: tuple[str, str] | None


def readable_sheet(code: str, *, actor: Actor) -> Scorecard:
    """Return a sheet that the reader may open.

    Raises NotFound before the pledge, for recused and conflicted experts, and for experts who
    left: they see neither sheet nor application any more.
    """
    sheet = find_scorecard(code, actor=actor)
    seat = sheet.panellist
    if seat.user_id == actor.user_id:
        gone = sheet.status is ScorecardStatus.RECUSED or seat.left_at is not None
        if gone or seat.sworn_at is None:
            raise NotFound
    mine = my_seat(sheet.panel, actor)
    if mine is not None and has_conflict(mine, sheet.application):
        raise NotFound
    return sheet


def own_sheet(sheet: Scorecard, *, actor: Actor) -> bool:
    """Return whether the reader is the expert of the sheet."""
    return sheet.panellist.user_id == actor.user_id


def criterion_rows(rulebook: Rulebook) -> list[CriterionRow]:
    """Return the call's criteria with bands in points and a link to what they judge."""
    step = rulebook.scoring.step.value
    return [
        CriterionRow(
            key=criterion.key,
            title=both(criterion.label, criterion.label_en),
            maximum=plain(criterion.maximum.value),
            step=plain(step),
            standard=both(criterion.standard, criterion.standard_en),
            anchors=anchors_of(criterion, step),
            material=_material(rulebook, criterion.key),
        )
        for criterion in rulebook.criteria
    ]


def anchors_of(criterion: Criterion, step: Decimal) -> list[tuple[str, str, str, str]]:
    """Return the bands in points, best first, without gap or overlap: (low, high, word, text)."""
    maximum = criterion.maximum.value
    high, found = maximum, []
    for position, band in enumerate(criterion.bands):
        steps = (maximum * band.minimum / 100 / step).to_integral_value(ROUND_CEILING)
        low = steps * step
        word = _(WORDS[position]) if len(criterion.bands) == len(WORDS) else ""
        found.append((plain(low), plain(high), word, both(band.text, band.text_en)))
        high = low - step
    return found


def _material(rulebook: Rulebook, key: str) -> tuple[str, str] | None:
    for section in rulebook.form.sections:
        if key == section.key or any(field.key == key for field in section.fields):
            return f"#part-{section.key}", _("The material for it")
    return None


def reading_of(sheet: Scorecard) -> dict[str, Any]:
    """Return the application as it was handed in last, as the left side shows it."""
    submission = last_submission(sheet.application)
    if submission is None:
        raise NotFound
    rulebook = sheet.panel.call.rulebook
    snapshot = submission.snapshot
    slots = {rule.key: both(rule.label, rule.label_en) for rule in rulebook.attachments}
    return {
        "submission": submission,
        "readings": read_sections(rulebook, snapshot, both),
        "tables": snapshot["tables"],
        "budget": read_budget(rulebook, snapshot["budget"], both),
        "files": [
            {**file, "kind": slots.get(file["slot"], "")} for file in snapshot["attachments"]
        ],
    }


def tabs_of(readings: Sequence[Mapping[str, Any]], files: int, first: str) -> list[tuple[Any, ...]]:
    """Return the anchors of the desk as the macro `tabs` takes them. first: the first criterion."""
    rows: list[tuple[Any, ...]] = [
        (f"#part-{part['key']}", part["title"], False) for part in readings
    ]
    return [
        *rows,
        ("#part-indicators", _("Indicators"), False),
        ("#part-budget", _("Budget"), False),
        ("#part-attachments", _("Attachments"), False, files),
        (f"#{first}-title", _("Score sheet"), False),
    ]


def following_sheet(sheet: Scorecard, seat: Panellist) -> Scorecard | None:
    """Return the expert's next sheet that is not done, going round; None when this was the last."""
    sheets = my_sheets(seat)
    ordered = [s for s in sheets if s.position > sheet.position] + [
        s for s in sheets if s.position < sheet.position
    ]
    return next((s for s in ordered if s.status in UNSCORED), None)
