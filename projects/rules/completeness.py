"""Which parts an application still lacks, by the rulebook's schema."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.kernel.money import Money
from app.kernel.periods import months_between
from projects.rules.answers import fits, is_whole, month_of
from projects.rules.budgets import BudgetItem, check_budget, totals
from projects.rules.calls import project_period
from projects.rules.rulebook import Rulebook
from projects.rules.rulebook_form import (
    FieldKind,
    FormField,
    Section,
    SectionKind,
    TableSchema,
)
from projects.rules.sourced import named


@dataclass(frozen=True)
class Content:
    """A working copy as the rules read it.

    sections: {section: {field: value}}; tables: {table: rows}; slots: keys of attached items;
    year: of the call; declared: the declaration is signed with what is handed in.
    """

    sections: Mapping[str, Mapping[str, Any]]
    tables: Mapping[str, Sequence[Mapping[str, Any]]]
    items: Sequence[BudgetItem]
    slots: frozenset[str]
    year: int
    declared: bool = False


class Completion(StrEnum):
    """How far a section is."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"
    ERRORS = "errors"


@dataclass(frozen=True)
class Lack:
    """One thing that is missing or wrong: where, and an English sentence with its facts."""

    section: str
    field: str
    message: str
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class SectionState:
    """A section with its state and everything that it lacks."""

    section: Section
    state: Completion
    lacks: tuple[Lack, ...]


class Incomplete(DomainError):
    """The application cannot be submitted yet."""

    message = N_(
        "The application is not complete: %(count)s points are open. They are listed above."
    )
    status = 422


FILL_IN = N_("Fill in “%(label)s”.")
ROWS_NEEDED = N_("Enter at least %(least)s rows in “%(label)s”; there are %(given)s.")
ATTACH = N_("Attach: %(label)s.")
FILL_IN_CELL = N_("“%(table)s”, row %(row)s: fill in “%(label)s”.")
WRONG_ANSWER = N_("“%(label)s” cannot be taken as it stands. Correct it.")
WRONG_CELL = N_("“%(table)s”, row %(row)s: “%(label)s” cannot be taken as it stands. Correct it.")
TOO_MANY_ROWS = N_("Enter at most %(most)s rows in “%(label)s”; there are %(given)s.")
KIND_NEEDED = N_("“%(label)s” needs at least one row of the kind “%(kind)s”.")
ENDS_FIRST = N_("The last month lies before the first. Correct the months.")
TOO_SHORT = N_("The project must last at least %(least)s months; it lasts %(given)s.")
TOO_LONG = N_("The project may last at most %(most)s months; it lasts %(given)s.")
OUTSIDE_PERIOD = N_("The project must lie between %(first)s and %(last)s.")
REQUEST_DIFFERS = N_(
    "The requested amount (%(entered)s) and the grant lines of the budget (%(lines)s) differ."
)

# What is only not done yet; everything else is a mistake.
MERELY_OPEN = (FILL_IN, FILL_IN_CELL, ROWS_NEEDED, KIND_NEEDED, ATTACH)


def section_states(rulebook: Rulebook, content: Content) -> tuple[SectionState, ...]:
    """Return every section with its state, in the order of the form."""
    return tuple(_state(rulebook, section, content) for section in rulebook.form.sections)


def missing(rulebook: Rulebook, content: Content) -> tuple[Lack, ...]:
    """Return everything that keeps an application from being submitted."""
    return tuple(lack for state in section_states(rulebook, content) for lack in state.lacks)


def check_complete(rulebook: Rulebook, content: Content) -> None:
    """Raise Incomplete while anything is missing or a hard cap is exceeded."""
    lacks = missing(rulebook, content)
    if lacks:
        raise Incomplete(count=len(lacks))


def _state(rulebook: Rulebook, section: Section, content: Content) -> SectionState:
    lacks = tuple(_lacks(rulebook, section, content))
    if section.kind is SectionKind.DECLARATION and not content.declared:
        return SectionState(section, Completion.NOT_STARTED, lacks)
    if not lacks:
        return SectionState(section, Completion.COMPLETE, ())
    started = _started(section, content)
    wrong = any(lack.message not in MERELY_OPEN for lack in lacks)
    if wrong and started:
        return SectionState(section, Completion.ERRORS, lacks)
    state = Completion.IN_PROGRESS if started else Completion.NOT_STARTED
    return SectionState(section, state, lacks)


def _started(section: Section, content: Content) -> bool:
    if section.kind is SectionKind.BUDGET:
        return bool(content.items)
    if section.kind is SectionKind.ATTACHMENTS:
        return bool(content.slots)
    values = content.sections.get(section.key, {})
    tables = any(content.tables.get(table.key) for table in section.tables)
    return tables or any(not _empty(value) for value in values.values())


def _lacks(rulebook: Rulebook, section: Section, content: Content) -> list[Lack]:
    if section.kind is SectionKind.BUDGET:
        problems = check_budget(rulebook, content.items)
        return [Lack("budget", p.key, p.message, p.facts) for p in problems]
    if section.kind is SectionKind.ATTACHMENTS:
        return [
            Lack(section.key, rule.key, ATTACH, {"label": named(rule)})
            for rule in rulebook.attachments
            if rule.required and rule.key not in content.slots
        ]
    found = [*_answers(rulebook, section, content), *table_lacks(rulebook, section, content.tables)]
    if section.key == "overview":
        found += _period(rulebook, content) + _request(content)
    return found


def _answers(rulebook: Rulebook, section: Section, content: Content) -> Iterator[Lack]:
    values = content.sections.get(section.key, {})
    for question in section.fields:
        told = {"label": named(question)}
        if _empty(values.get(question.key)):
            if _wanted(question, values):
                yield Lack(section.key, question.key, FILL_IN, told)
        elif not fits(rulebook, question, values[question.key]):
            yield Lack(section.key, question.key, WRONG_ANSWER, told)


def _wanted(question: FormField, values: Mapping[str, Any]) -> bool:
    if question.required_if:
        return bool(values.get(question.required_if))
    return question.required and question.kind is not FieldKind.BOOL


def table_lacks(
    rulebook: Rulebook, section: Section, tables: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Iterator[Lack]:
    """Return what is missing or wrong in the tables of a section. tables: {table: rows}."""
    for table in section.tables:
        rows = tables.get(table.key, ())
        told = {"label": named(table), "given": len(rows)}
        if len(rows) < table.minimum_rows:
            facts = {**told, "least": table.minimum_rows}
            yield Lack(section.key, table.key, ROWS_NEEDED, facts)
        if len(rows) > table.maximum_rows:
            yield Lack(section.key, table.key, TOO_MANY_ROWS, {**told, "most": table.maximum_rows})
        for number, row in enumerate(rows, start=1):
            yield from _cells(rulebook, section, table, number, row)
        yield from _kinds(section, table, rows)


def _cells(
    rulebook: Rulebook, section: Section, table: TableSchema, number: int, row: Mapping[str, Any]
) -> Iterator[Lack]:
    for column in table.columns:
        told = {"table": named(table), "row": number, "label": named(column)}
        value = row.get(column.key)
        if _empty(value):
            if _wanted(column, row):
                yield Lack(section.key, table.key, FILL_IN_CELL, told)
        elif not fits(rulebook, column, value):
            yield Lack(section.key, table.key, WRONG_CELL, told)


def _kinds(
    section: Section, table: TableSchema, rows: Sequence[Mapping[str, Any]]
) -> Iterator[Lack]:
    """Each option of the table's `each_of` column must stand in some row, once rows are there."""
    if not table.each_of or not rows:
        return
    column = next(each for each in table.columns if each.key == table.each_of)
    given = {row.get(table.each_of) for row in rows}
    for option in column.options:
        if option.key not in given:
            facts = {"label": named(table), "kind": named(option)}
            yield Lack(section.key, table.key, KIND_NEEDED, facts)


def _empty(value: Any) -> bool:
    return value is None or value == "" or value == []


def _period(rulebook: Rulebook, content: Content) -> list[Lack]:
    values = content.sections.get("overview", {})
    starts, ends = month_of(values.get("starts")), month_of(values.get("ends"))
    if starts is None or ends is None:
        return []
    given = months_between(starts, ends)
    if given < 1:
        return [Lack("overview", "ends", ENDS_FIRST)]
    least, most = rulebook.period.min_months.value, rulebook.period.max_months.value
    if given < least:
        return [Lack("overview", "ends", TOO_SHORT, {"least": least, "given": given})]
    if given > most:
        return [Lack("overview", "ends", TOO_LONG, {"most": most, "given": given})]
    first, last = project_period(rulebook, content.year)
    if starts < first or ends > last:
        facts = {"first": f"{first:%Y-%m}", "last": f"{last:%Y-%m}"}
        return [Lack("overview", "starts", OUTSIDE_PERIOD, facts)]
    return []


def _request(content: Content) -> list[Lack]:
    entered: Any = content.sections.get("overview", {}).get("requested")
    lines = totals(content.items).grant
    if not is_whole(entered) or not content.items or Money(entered) == lines:
        return []
    facts = {"entered": Money(entered), "lines": lines}
    return [Lack("overview", "requested", REQUEST_DIFFERS, facts)]
