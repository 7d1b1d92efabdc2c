"""The revised plan after the award: what must hold, and what differs from the application."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.kernel.money import Money
from projects.rules.budgets import BudgetItem, check_budget
from projects.rules.rulebook import Rulebook


class AmountDiffers(DomainError):
    """The revised budget asks for another amount than was awarded."""

    message = N_(
        "The grant lines come to %(given)s, the award is %(award)s. Change the lines until both "
        "are equal; the difference is %(difference)s."
    )


class ScoredPartChanged(DomainError):
    """A part that the panel scored was changed."""

    message = N_("“%(label)s” was scored by the panel and cannot be changed.")


class BudgetWrong(DomainError):
    """The revised budget breaks a rule."""


@dataclass(frozen=True)
class Difference:
    """One row of the comparison. part: section or table; label: what; before, after: as text."""

    part: str
    label: str
    before: str
    after: str


def items_of(lines: Sequence[Mapping[str, Any]]) -> list[BudgetItem]:
    """Return the budget lines of a snapshot as items."""
    return [
        BudgetItem(
            line["category"],
            line["content"],
            Money(line["unit_price"]),
            Decimal(line["quantity"]),
            line["unit"],
            Money(line["amount"]),
            line["source"],
            line["basis"],
        )
        for line in lines
    ]


def check_revision(
    rulebook: Rulebook, award: Money, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Check a revised plan against the award.

    before: submitted snapshot; after: revised plan, both with "sections", "budget", "tables".
    The minimum request does not apply any more, every other budget rule does. Raises
    AmountDiffers, BudgetWrong and ScoredPartChanged.
    """
    items = items_of(after["budget"])
    given = Money(sum(item.amount.fen for item in items if item.source == "grant"))
    if given != award:
        raise AmountDiffers(given=given, award=award, difference=Money(abs(given.fen - award.fen)))
    for problem in check_budget(rulebook, items):
        if problem.key != "minimum":
            raise BudgetWrong(problem.message, **problem.facts)
    _check_scored(rulebook, before, after)


def _check_scored(rulebook: Rulebook, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    for section in rulebook.form.sections:
        old, new = before["sections"].get(section.key, {}), after["sections"].get(section.key, {})
        for question in section.fields:
            if question.scored and old.get(question.key) != new.get(question.key):
                raise ScoredPartChanged(label=question.label)


def differences(
    rulebook: Rulebook, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Difference]:
    """Return what a revised plan changes: texts, budget lines by position, table rows."""
    found = []
    for section in rulebook.form.sections:
        old, new = before["sections"].get(section.key, {}), after["sections"].get(section.key, {})
        for question in section.fields:
            if old.get(question.key) != new.get(question.key):
                found.append(
                    Difference(
                        section.label,
                        question.label,
                        str(old.get(question.key, "")),
                        str(new.get(question.key, "")),
                    )
                )
        for table in section.tables:
            found += _rows(
                table.label,
                [_row(cells) for cells in before["tables"].get(table.key, [])],
                [_row(cells) for cells in after["tables"].get(table.key, [])],
            )
    labels = {category.key: category.label for category in rulebook.budget.categories}
    found += _rows(
        rulebook.form.section("budget").label,
        [_line(line, labels) for line in before["budget"]],
        [_line(line, labels) for line in after["budget"]],
    )
    return found


def _row(cells: Mapping[str, Any]) -> str:
    return "｜".join(str(value) for value in cells.values() if value not in (None, ""))


def _line(line: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    amount = Money(line["amount"]).grouped
    price = Money(line["unit_price"]).grouped
    return f"{labels[line['category']]}｜{line['content']}｜{price} × {line['quantity']}｜¥{amount}"


def _rows(part: str, before: Sequence[str], after: Sequence[str]) -> list[Difference]:
    count = max(len(before), len(after))
    pairs = [
        (before[n] if n < len(before) else "", after[n] if n < len(after) else "")
        for n in range(count)
    ]
    return [
        Difference(part, str(n), old, new)
        for n, (old, new) in enumerate(pairs, start=1)
        if old != new
    ]
