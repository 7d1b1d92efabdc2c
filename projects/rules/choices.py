"""What a call may choose for itself, within the limits of its rulebook."""

import dataclasses
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.kernel.money import Money
from projects.rules.calls import months_of_projects
from projects.rules.rulebook import Choice, ChoiceKind, Rulebook
from projects.rules.sourced import Certainty, Sourced


class NotAChoice(DomainError):
    """The rulebook does not let calls choose this."""

    message = N_("The rulebook does not allow a call to change %(key)s.")


class OutsideLimits(DomainError):
    """The value lies outside the rulebook's limits."""

    message = N_("“%(label)s” must lie between %(minimum)s and %(maximum)s.")


class NotAllowed(DomainError):
    """The value is not among the allowed ones."""

    message = N_("“%(label)s” must be one of: %(allowed)s.")


class NoRoomForProjects(DomainError):
    """The shortest project would not fit into the months of the call."""

    message = N_(
        "Projects must last at least %(least)s months, but only %(room)s months lie between the "
        "first and the last month of the call. Choose fewer months."
    )
    field = "period.min_months"


def with_choices(rulebook: Rulebook, choices: Mapping[str, Any]) -> Rulebook:
    """Return the rulebook as a call applies it.

    choices: choice key → whole number, yuan text, percent text, text, or list of keys.
    Raises NotAChoice, OutsideLimits, NotAllowed and NoRoomForProjects, with the choice's key as
    field.
    """
    known = {choice.key: choice for choice in rulebook.choices}
    changed = rulebook
    for key, raw in choices.items():
        if key not in known:
            raise NotAChoice(key=key, field=key)
        changed = _replaced(changed, key.split("."), _checked(rulebook, known[key], raw))
    if choices:
        _check_room(changed)
    return changed


def _check_room(rulebook: Rulebook) -> None:
    least, room = rulebook.period.min_months.value, months_of_projects(rulebook)
    if least > room:
        raise NoRoomForProjects(least=least, room=room)


def current_value(rulebook: Rulebook, choice: Choice) -> Any:
    """Return the value that a rulebook has at a choice's place; of a list, the keys."""
    place = _place(rulebook, choice)
    if choice.kind is ChoiceKind.KEYS:
        return tuple(item.key for item in place)
    return place.value


def _place(rulebook: Rulebook, choice: Choice) -> Any:
    place: Any = rulebook
    for name in choice.key.split("."):
        place = getattr(place, name)
    return place


def _checked(rulebook: Rulebook, choice: Choice, raw: Any) -> Any:
    if choice.kind is ChoiceKind.KEYS:
        return _keys(rulebook, choice, raw)
    if choice.kind is ChoiceKind.TEXT:
        if choice.allowed and raw not in choice.allowed:
            raise NotAllowed(
                field=choice.key, label=choice.label, allowed="、".join(choice.allowed)
            )
        return str(raw)
    value = _number(choice, raw)
    low, high = _limit(choice, choice.minimum), _limit(choice, choice.maximum)
    if (low is not None and value < low) or (high is not None and value > high):
        raise _outside(choice)
    return value


def _number(choice: Choice, raw: Any) -> Any:
    try:
        if choice.kind is ChoiceKind.MONEY:
            return raw if isinstance(raw, Money) else Money.yuan(str(raw))
        value = int(str(raw)) if choice.kind is ChoiceKind.INTEGER else Decimal(str(raw))
    except (ValueError, InvalidOperation):
        raise _outside(choice) from None
    if isinstance(value, Decimal) and not value.is_finite():
        raise _outside(choice)
    return value


def _limit(choice: Choice, text: str) -> Any:
    return _number(choice, text) if text else None


def _outside(choice: Choice) -> DomainError:
    return OutsideLimits(
        field=choice.key,
        label=choice.label,
        minimum=choice.minimum or "–",
        maximum=choice.maximum or "–",
    )


def _keys(rulebook: Rulebook, choice: Choice, raw: Any) -> tuple[str, ...]:
    """One key at least, each of an item that the rulebook has and the choice allows."""
    items = [
        item
        for item in _place(rulebook, choice)
        if not choice.allowed or item.key in choice.allowed
    ]
    chosen = tuple(raw) if isinstance(raw, list | tuple) else ()
    if not chosen or not set(chosen) <= {item.key for item in items}:
        labels = "、".join(item.label for item in items)
        raise NotAllowed(field=choice.key, label=choice.label, allowed=labels)
    return chosen


def _replaced(node: Any, path: list[str], value: Any) -> Any:
    name, *rest = path
    present = getattr(node, name)
    if rest:
        return dataclasses.replace(node, **{name: _replaced(present, rest, value)})
    if isinstance(present, Sourced):
        new: Any = Sourced(value, present.source, Certainty.CHOSEN)
    elif isinstance(present, tuple):
        new = tuple(item for item in present if item.key in value)
    else:
        new = value
    return dataclasses.replace(node, **{name: new})
