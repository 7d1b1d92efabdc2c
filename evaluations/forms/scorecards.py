"""Input of the scoring desk: the sheet made from the call's criteria, recusal, reopening."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DecimalField, Field, SelectField, TextAreaField
from wtforms.validators import Length, Optional

from app.web.forms import BaseForm, MoneyField, needed, options
from evaluations.forms.panels import grounds
from evaluations.models.scorecard import Mark, Scorecard
from evaluations.rules.marks import Criterion, MarkGiven
from projects.rules.rulebook import Rulebook


class SheetForm(BaseForm):
    """Base of the forms made by sheet_form(); a mark that is not given stays empty."""

    keys: Sequence[str] = ()
    recommended = MoneyField(_l("Recommended amount"), [Optional()])
    comment = TextAreaField(
        _l("Overall comment"), [Optional(), Length(max=2000)], description=_l("The panel reads it.")
    )

    def mark(self, key: str) -> tuple[Field, Field]:
        """Return the fields of points and comment of one criterion."""
        return self._fields[key], self._fields[f"{key}_comment"]

    def marks(self) -> dict[str, MarkGiven]:
        """Return what was entered, by criterion; unset marks have no points."""
        given = {}
        for key in self.keys:
            points, comment = self.mark(key)
            given[key] = MarkGiven(points.data, comment.data or "")
        return given


def sheet_form(
    criteria: Sequence[Criterion], sheet: Scorecard, marks: Mapping[str, Mark]
) -> SheetForm:
    """Make the form of one sheet, filled with what was saved. Fields are named by criterion."""
    fields: dict[str, Any] = {"keys": [criterion.key for criterion in criteria]}
    saved: dict[str, Any] = {"comment": sheet.comment, "recommended": sheet.recommended}
    for criterion in criteria:
        fields[criterion.key] = DecimalField(_l("Points given"), [Optional()], places=None)
        fields[f"{criterion.key}_comment"] = TextAreaField(
            _l("Comment"), [Optional(), Length(max=500)]
        )
        if criterion.key in marks:
            saved[criterion.key] = marks[criterion.key].points
            saved[f"{criterion.key}_comment"] = marks[criterion.key].comment
    form: SheetForm = type("SheetOfCall", (SheetForm,), fields)(data=saved)
    return form


class RecuseForm(BaseForm):
    """On which ground an expert steps back."""

    ground = SelectField(_l("Ground"))
    note = TextAreaField(_l("Note"), [Optional(), Length(max=300)])

    def offer(self, rulebook: Rulebook) -> None:
        """Offer the grounds in the rulebook's words."""
        self.ground.choices = options(grounds(rulebook))


class ReopenForm(BaseForm):
    """Why the chair asks an expert to look again."""

    reason = TextAreaField(
        _l("Reason"), [needed(_l("Enter the reason; the expert reads it.")), Length(max=300)]
    )
