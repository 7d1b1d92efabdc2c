"""Input of the pages of a panel: forming, draw, pledge, chair, freezing."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional

from app.web.filters import both
from app.web.forms import BaseForm, LocalDateTimeField, needed, options
from evaluations.models.panel import Panellist
from evaluations.rules.conflicts import DECLARABLE, Ground
from projects.models.application import Application
from projects.rules.rulebook import Rulebook


class PanelForm(BaseForm):
    """Name, time and place of a panel; its size is the rulebook's."""

    name = StringField(
        _l("Name of the panel"), [needed(_l("Enter a name for the panel.")), Length(max=120)]
    )
    meets_at = LocalDateTimeField(
        _l("The panel meets"), [needed(_l("Enter when the panel meets."))]
    )
    scoring_until = LocalDateTimeField(
        _l("Scoring ends"), [needed(_l("Enter until when the experts score."))]
    )
    venue = StringField(_l("Venue"), [needed(_l("Enter the venue.")), Length(max=120)])


class NumberForm(BaseForm):
    """The number that the supervisor calls out."""

    number = StringField(
        _l("The supervisor's number"),
        [needed(_l("Enter the number that the supervisor gives."))],
        description=_l("1 to 64 digits, as the supervisor calls them out in the room."),
    )


class ReasonForm(BaseForm):
    """Why something is taken back."""

    reason = TextAreaField(
        _l("Reason"), [needed(_l("Enter the reason; it is put on record.")), Length(max=300)]
    )


class ReplaceForm(ReasonForm):
    """Which expert cannot come, and why."""

    seat = SelectField(_l("Expert who cannot come"), coerce=int)

    def offer(self, members: Sequence[tuple[int, str]]) -> None:
        """Offer the present members: (seat, text)."""
        self.seat.choices = options(members)


class ChairForm(BaseForm):
    """Whom the experts elected."""

    seat = RadioField(
        _l("Elected as chair"),
        coerce=int,
        validate_choice=True,
        validators=[needed(_l("Choose the expert whom the panel elected."))],
    )

    def offer(self, members: Sequence[tuple[int, str]]) -> None:
        """Offer the present members: (seat, text)."""
        self.seat.choices = options(members)


class PledgeForm(BaseForm):
    """Base of the forms made by pledge_form()."""

    pledge = BooleanField(
        _l("I have read the pledge, I give it, and my declaration of conflicts is complete.")
    )

    def row(self, application: Application) -> tuple[Field, Field]:
        """Return the fields of ground and note of one application."""
        return (
            self._fields[f"ground_{application.code}"],
            self._fields[f"note_{application.code}"],
        )

    def declared(self, applications: Sequence[Application]) -> dict[str, tuple[Ground, str]]:
        """Return the declared conflicts: application code → (ground, note)."""
        found = {}
        for application in applications:
            ground, note = self.row(application)
            if ground.data:
                found[application.code] = (Ground(ground.data), note.data or "")
        return found


def pledge_form(rulebook: Rulebook, applications: Sequence[Application]) -> PledgeForm:
    """Make the form of pledge and declaration for the whole list of a panel."""
    choices = options([("", _l("No conflict")), *grounds(rulebook)])
    fields: dict[str, Any] = {}
    for application in applications:
        fields[f"ground_{application.code}"] = SelectField(
            _l("Conflict of interest"), choices=choices
        )
        fields[f"note_{application.code}"] = StringField(_l("Note"), [Optional(), Length(max=300)])
    form: PledgeForm = type("PledgeOfPanel", (PledgeForm,), fields)()
    return form


def grounds(rulebook: Rulebook) -> list[tuple[str, Any]]:
    """Return the grounds that an expert may declare, in the rulebook's words."""
    words = {each.key: both(each.label, each.label_en) for each in rulebook.panel.conflicts}
    return [(str(ground), words.get(str(ground), _l(ground.label))) for ground in DECLARABLE]


class LotsForm(BaseForm):
    """Base of the forms made by lots_form()."""

    ties: Sequence[Sequence[str]] = ()

    def lots(self) -> dict[str, int]:
        """Return the order among equals as entered: application code → place."""
        entered = {code: self._fields[f"lot_{code}"].data for equal in self.ties for code in equal}
        return {code: place for code, place in entered.items() if place is not None}

    def field_of(self, code: str) -> Field:
        """Return the field of one application of a tie."""
        return self._fields[f"lot_{code}"]


def lots_form(ties: Sequence[Sequence[str]]) -> LotsForm:
    """Make the form that freezes; with the order of every tie that still has to be decided."""
    fields: dict[str, Any] = {"ties": ties}
    for equal in ties:
        for code in equal:
            fields[f"lot_{code}"] = IntegerField(
                _l("Place among the equals"),
                [Optional(), NumberRange(1, len(equal))],
            )
    form: LotsForm = type("LotsOfPanel", (LotsForm,), fields)()
    return form


def member_choices(members: Sequence[Panellist], *, names: bool) -> list[tuple[int, str]]:
    """Return members as choices; names: with their names, otherwise by seat only."""
    return [
        (
            member.seat,
            str(_l("Expert %(n)s", n=member.seat)) + (f"　{member.user.name}" if names else ""),
        )
        for member in members
    ]
