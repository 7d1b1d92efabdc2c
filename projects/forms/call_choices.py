"""The form of what a call may choose for itself, made from the rulebook's list of choices."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any

from flask_babel import gettext as _
from wtforms import DecimalField, Field, IntegerField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.money import Money
from app.web.filters import both
from app.web.forms import BaseForm, MoneyField
from projects.rules.choices import current_value
from projects.rules.rulebook import Choice, ChoiceKind, Rulebook
from projects.rules.sourced import Sourced


class KeysField(SelectMultipleField):
    """Some of the rulebook's keys, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


@dataclass(frozen=True)
class ChoiceRow:
    """One choice as the page shows it. own: the rulebook's value; limits: "" when it has none."""

    choice: Choice
    field: Field
    own: str
    sourced: Sourced[Any] | None
    limits: str


class ChoicesForm(BaseForm):
    """What choices_form() makes: a field named after each choice; empty = the rulebook's value."""

    programme: Rulebook

    def changes(self) -> dict[str, Any]:
        """Return the choices that differ from the rulebook, by its keys, as JSON-able values."""
        chosen = {choice.key: self._chosen(choice) for choice in self.programme.choices}
        return {"choices": {key: value for key, value in chosen.items() if value is not None}}

    def rows(self) -> list[ChoiceRow]:
        """Return what the page shows beside each field."""
        return [
            ChoiceRow(
                choice,
                self._fields[choice.key],
                own_text(self.programme, choice),
                _sourced(self.programme, choice),
                limits_of(choice),
            )
            for choice in self.programme.choices
        ]

    def _chosen(self, choice: Choice) -> Any:
        typed = self._fields[choice.key].data
        own = current_value(self.programme, choice)
        if typed in (None, "", []) or _same(typed, own):
            return None
        return as_json(typed)


def choices_form(programme: Rulebook, chosen: Mapping[str, Any]) -> ChoicesForm:
    """Make the form for a rulebook, filled with what the call has chosen so far."""
    fields = {choice.key: _field(programme, choice) for choice in programme.choices}
    kind = type("ChoicesOfCall", (ChoicesForm,), {**fields, "programme": programme})
    filled = {
        choice.key: _filled(choice, chosen.get(choice.key, current_value(programme, choice)))
        for choice in programme.choices
    }
    form: ChoicesForm = kind(data=filled)
    return form


def own_text(programme: Rulebook, choice: Choice) -> str:
    """Write the rulebook's own value of a choice as people read it."""
    value = current_value(programme, choice)
    if isinstance(value, Money):
        return f"¥{value.grouped}"
    if choice.kind is ChoiceKind.KEYS:
        items = attrgetter(choice.key)(programme)
        return _("all: %(names)s", names="、".join(both(x.label, x.label_en) for x in items))
    return as_json(value) if isinstance(value, Decimal) else str(value)


def limits_of(choice: Choice) -> str:
    """Return the limits of a choice in words."""
    low, high = _limit(choice, choice.minimum), _limit(choice, choice.maximum)
    if low and high:
        return _("%(low)s to %(high)s", low=low, high=high)
    if low:
        return _("at least %(low)s", low=low)
    return _("at most %(high)s", high=high) if high else ""


def as_json(value: Any) -> Any:
    """Write a value as it lies in the call's choices: money and percents as text."""
    if isinstance(value, Money):
        return value.grouped.replace(",", "")
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value


def _limit(choice: Choice, text: str) -> str:
    if text and choice.kind is ChoiceKind.MONEY:
        return f"¥{Money.yuan(text).grouped}"
    return text


def _sourced(programme: Rulebook, choice: Choice) -> Sourced[Any] | None:
    found = attrgetter(choice.key)(programme)
    return found if isinstance(found, Sourced) else None


def _same(typed: Any, own: Any) -> bool:
    if isinstance(typed, list):
        return sorted(typed) == sorted(own)
    return bool(typed == own)


def _field(programme: Rulebook, choice: Choice) -> Any:
    text = both(choice.label, choice.label_en)
    if choice.kind is ChoiceKind.MONEY:
        return MoneyField(text, [Optional()])
    if choice.kind is ChoiceKind.PERCENT:
        return DecimalField(text, [Optional()], places=None)
    if choice.kind is ChoiceKind.INTEGER:
        return IntegerField(text, [Optional()])
    if choice.kind is ChoiceKind.TEXT:
        return SelectField(
            text, [Optional()], choices=[SelectChoice(each) for each in choice.allowed]
        )
    items = {item.key: item for item in attrgetter(choice.key)(programme)}
    offered = choice.allowed or tuple(items)
    labels = {key: both(items[key].label, items[key].label_en) for key in offered}
    return KeysField(text, choices=[SelectChoice(key, label) for key, label in labels.items()])


def _filled(choice: Choice, value: Any) -> Any:
    if choice.kind is ChoiceKind.MONEY and isinstance(value, str):
        return Money.yuan(value)
    if choice.kind is ChoiceKind.PERCENT and not isinstance(value, Decimal):
        return Decimal(str(value))
    return value
