"""Whether one answer fits its question; an empty answer is not asked here."""

from collections.abc import Callable
from datetime import date
from typing import Any

from app.kernel.money import LARGEST
from projects.rules.rulebook import Rulebook
from projects.rules.rulebook_form import FieldKind, FormField


def fits(rulebook: Rulebook, question: FormField, value: Any) -> bool:
    """Return whether an answer has the kind, the length and the bounds that its question asks for.

    value: as it lies in the section's JSON (see FieldKind), not empty.
    """
    return CHECKS[question.kind](rulebook, question, value)


def month_of(value: Any) -> date | None:
    """Return the first day of a month given as "2026-08", or None for anything else."""
    if not isinstance(value, str) or len(value) != len("2026-08"):
        return None
    return day_of(f"{value}-01")


def day_of(value: Any) -> date | None:
    """Return the day given as "2026-08-01", or None for anything else."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def is_whole(value: Any) -> bool:
    """Return whether a value is a whole number; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def options_offered(rulebook: Rulebook, question: FormField) -> frozenset[str]:
    """Return the keys among which a question lets choose."""
    items = rulebook.fields if question.options_from == "fields" else question.options
    return frozenset(item.key for item in items)


def _text(rulebook: Rulebook, question: FormField, value: Any) -> bool:
    longest = question.maximum_length
    return isinstance(value, str) and (not longest or len(value) <= longest)


def _number(rulebook: Rulebook, question: FormField, value: Any) -> bool:
    low, high = question.minimum, question.maximum
    return is_whole(value) and (low is None or value >= low) and (high is None or value <= high)


def _money(rulebook: Rulebook, question: FormField, value: Any) -> bool:
    return is_whole(value) and 0 <= value <= LARGEST


def _choice(rulebook: Rulebook, question: FormField, value: Any) -> bool:
    return isinstance(value, str) and value in options_offered(rulebook, question)


def _choices(rulebook: Rulebook, question: FormField, value: Any) -> bool:
    return isinstance(value, list) and set(value) <= options_offered(rulebook, question)


def _areas(rulebook: Rulebook, question: FormField, value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


CHECKS: dict[FieldKind, Callable[[Rulebook, FormField, Any], bool]] = {
    FieldKind.TEXT: _text,
    FieldKind.TEXTAREA: _text,
    FieldKind.PHONE: _text,
    FieldKind.EMAIL: _text,
    FieldKind.NUMBER: _number,
    FieldKind.MONEY: _money,
    FieldKind.DATE: lambda rulebook, question, value: day_of(value) is not None,
    FieldKind.MONTH: lambda rulebook, question, value: month_of(value) is not None,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.BOOL: lambda rulebook, question, value: isinstance(value, bool),
    FieldKind.AREAS: _areas,
}
