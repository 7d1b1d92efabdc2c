"""The revised plan after the award: what must hold, and what differs from the application."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.kernel.money import Money
from projects.rules.answers import month_of
from projects.rules.budgets import BudgetItem, BudgetSource, check_budget
from projects.rules.completeness import ROWS_NEEDED, table_lacks
from projects.rules.rulebook import Rulebook
from projects.rules.rulebook_form import FieldKind, FormField, Section, TableSchema
from projects.rules.sourced import Say, in_chinese, named


class AmountDiffers(DomainError):
    """The revised budget asks for another amount than was awarded."""

    message = N_(
        "The grant lines come to %(given)s, the award is %(award)s. Change the lines until both "
        "are equal; the difference is %(difference)s."
    )


class ScoredPartChanged(DomainError):
    """A part that the panel scored was changed."""

    message = N_("“%(label)s” was scored by the panel and cannot be changed.")


class PlanWrong(DomainError):
    """A table of the revised plan, such as the indicators, is not whole."""


class BudgetWrong(DomainError):
    """The revised budget breaks a rule."""


@dataclass(frozen=True)
class Difference:
    """One row of the comparison. part: section or table; label: what; before, after: as text."""

    part: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Row:
    """A row as it is compared. name: what makes it the same row before and after."""

    name: str
    text: str


# The comparison is annexed to Chinese papers.
SOURCES = {
    BudgetSource.OWN: ("自筹资金", "Own funds"),
    BudgetSource.MATCHING: ("配套资金", "Matching funds"),
}


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
    AmountDiffers, BudgetWrong, ScoredPartChanged and PlanWrong.
    """
    items = items_of(after["budget"])
    given = Money(sum(item.amount.fen for item in items if item.source == "grant"))
    if given != award:
        raise AmountDiffers(given=given, award=award, difference=Money(abs(given.fen - award.fen)))
    for problem in check_budget(rulebook, items):
        if problem.key != "minimum":
            raise BudgetWrong(problem.message, **problem.facts)
    _check_scored(rulebook, before, after)
    _check_open(rulebook, after)


def _check_open(rulebook: Rulebook, after: Mapping[str, Any]) -> None:
    """Rows may be cut below what an application needs, but every table keeps whole rows."""
    for section in rulebook.form.sections:
        part = replace(section, tables=open_tables(section))
        for lack in table_lacks(rulebook, part, after["tables"]):
            if lack.message != ROWS_NEEDED or not lack.facts["given"]:
                raise PlanWrong(lack.message, **lack.facts)


def open_tables(section: Section) -> tuple[TableSchema, ...]:
    """Return the tables of a section that may still change after the award: nobody scored them."""
    return tuple(table for table in section.tables if not table.scored)


def _check_scored(rulebook: Rulebook, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    for section in rulebook.form.sections:
        old, new = before["sections"].get(section.key, {}), after["sections"].get(section.key, {})
        for question in section.fields:
            if question.scored and old.get(question.key) != new.get(question.key):
                raise ScoredPartChanged(label=named(question))
        for table in section.tables:
            rows, present = before["tables"].get(table.key, []), after["tables"].get(table.key, [])
            if table.scored and list(rows) != list(present):
                raise ScoredPartChanged(label=named(table))


def differences(
    rulebook: Rulebook,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    say: Say = in_chinese,
) -> list[Difference]:
    """Return what a revised plan changes: texts, table rows, budget lines.

    Rows are matched by what they are called; of the rest, a row beside a row is a change, a row
    alone was added or taken out.
    """
    found = []
    for section in rulebook.form.sections:
        old, new = before["sections"].get(section.key, {}), after["sections"].get(section.key, {})
        for question in section.fields:
            if old.get(question.key) != new.get(question.key):
                found.append(
                    Difference(
                        say(section.label, section.label_en),
                        say(question.label, question.label_en),
                        _shown(question, old.get(question.key), say),
                        _shown(question, new.get(question.key), say),
                    )
                )
        for table in section.tables:
            found += _rows(
                say(table.label, table.label_en),
                [_row(table, cells, say) for cells in before["tables"].get(table.key, [])],
                [_row(table, cells, say) for cells in after["tables"].get(table.key, [])],
            )
    labels = {each.key: say(each.label, each.label_en) for each in rulebook.budget.categories}
    budget = rulebook.form.section("budget")
    found += _rows(
        say(budget.label, budget.label_en),
        [_line(line, labels, say) for line in before["budget"]],
        [_line(line, labels, say) for line in after["budget"]],
    )
    return found


def _row(table: TableSchema, cells: Mapping[str, Any], say: Say) -> Row:
    name = next((c.key for c in table.columns if c.kind is FieldKind.TEXT), "")
    shown = [_shown(column, cells.get(column.key), say) for column in table.columns]
    return Row(str(cells.get(name, "")), "｜".join(text for text in shown if text))


def _line(line: Mapping[str, Any], labels: Mapping[str, str], say: Say) -> Row:
    amount = Money(line["amount"]).grouped
    price = Money(line["unit_price"]).grouped
    label = labels.get(line["category"], line["category"])
    text = f"{label}｜{line['content']}｜{price} × {line['quantity']}｜¥{amount}"
    paid_by = "" if line["source"] == BudgetSource.GRANT else f"｜{say(*SOURCES[line['source']])}"
    return Row(f"{line['category']} {line['content']}", text + paid_by)


def _shown(question: FormField, value: Any, say: Say) -> str:
    """Write an answer as people read it."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return say("是", "Yes") if value else say("否", "No")
    if question.kind is FieldKind.MONEY:
        return f"¥{Money(int(value)).grouped}"
    if question.kind is FieldKind.MONTH and (month := month_of(value)):
        return say(f"{month.year}年{month.month}月", f"{month:%b %Y}")
    labels = {option.key: say(option.label, option.label_en) for option in question.options}
    chosen = value if isinstance(value, list) else [value]
    return say("、", ", ").join(labels.get(each, str(each)) for each in chosen)


def _rows(part: str, before: Sequence[Row], after: Sequence[Row]) -> list[Difference]:
    names = [row.name for row in before], [row.name for row in after]
    blocks = SequenceMatcher(None, *names, autojunk=False).get_opcodes()
    found = []
    for _tag, start, end, first, last in blocks:
        for n in range(max(end - start, last - first)):
            old = before[start + n] if start + n < end else None
            new = after[first + n] if first + n < last else None
            place = first + n if new else start + n
            pair = (old.text if old else "", new.text if new else "")
            if pair[0] != pair[1]:
                found.append(Difference(part, str(place + 1), *pair))
    return found
