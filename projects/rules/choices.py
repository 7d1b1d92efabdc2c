"""What a call may choose for itself, within the limits of its rulebook."""

import dataclasses
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.kernel.money import Money
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


def with_choices(rulebook: Rulebook, choices: Mapping[str, Any]) -> Rulebook:
    """Return the rulebook as a call applies it.

    choices: choice key → whole number, yuan text, percent text, text, or list of keys.
    Raises NotAChoice, OutsideLimits and NotAllowed with the choice's key as field.
    """
    known = {choice.key: choice for choice in rulebook.choices}
    changed = rulebook
    for key, raw in choices.items():
        if key not in known:
            raise NotAChoice(key=key, field=key)
        changed = _replaced(changed, key.split("."), _checked(known[key], raw))
    return changed


def current_value(rulebook: Rulebook, choice: Choice) -> Any:
    """Return the value that a rulebook has at a choice's place."""
    value: Any = rulebook
    for name in choice.key.split("."):
        value = getattr(value, name)
    if choice.kind is ChoiceKind.KEYS:
        return tuple(item.key for item in value)
    return value.value


def _checked(choice: Choice, raw: Any) -> Any:
    if choice.kind is ChoiceKind.KEYS:
        chosen = tuple(raw)
        if not chosen or not set(chosen) <= set(choice.allowed or chosen):
            raise _not_allowed(choice)
        return chosen
    if choice.kind is ChoiceKind.TEXT:
        if choice.allowed and raw not in choice.allowed:
            raise _not_allowed(choice)
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
        return int(str(raw)) if choice.kind is ChoiceKind.INTEGER else Decimal(str(raw))
    except (ValueError, InvalidOperation):
        raise _outside(choice) from None


def _limit(choice: Choice, text: str) -> Any:
    return _number(choice, text) if text else None


def _outside(choice: Choice) -> DomainError:
    return OutsideLimits(
        field=choice.key,
        label=choice.label,
        minimum=choice.minimum or "–",
        maximum=choice.maximum or "–",
    )


def _not_allowed(choice: Choice) -> DomainError:
    return NotAllowed(field=choice.key, label=choice.label, allowed="、".join(choice.allowed))


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
