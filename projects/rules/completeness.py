"""Which parts an application still lacks, by the rulebook's schema."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.kernel.money import Money
from app.kernel.periods import months_between
from projects.rules.budgets import BudgetItem, check_budget
from projects.rules.calls import project_period
from projects.rules.rulebook import Rulebook
from projects.rules.rulebook_form import FieldKind, FormField, Section, SectionKind


@dataclass(frozen=True)
class Content:
    """A working copy as the rules read it.

    sections: {section: {field: value}}; tables: {table: rows}; slots: keys of attached items;
    year: of the call.
    """

    sections: Mapping[str, Mapping[str, Any]]
    tables: Mapping[str, Sequence[Mapping[str, Any]]]
    items: Sequence[BudgetItem]
    slots: frozenset[str]
    year: int


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
TOO_SHORT = N_("The project must last at least %(least)s months; it lasts %(given)s.")
TOO_LONG = N_("The project may last at most %(most)s months; it lasts %(given)s.")
OUTSIDE_PERIOD = N_("The project must lie between %(first)s and %(last)s.")
REQUEST_DIFFERS = N_(
    "The requested amount (%(entered)s) and the grant lines of the budget (%(lines)s) differ."
)


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
    if not lacks:
        return SectionState(section, Completion.COMPLETE, ())
    started = _started(section, content)
    wrong = any(lack.message not in (FILL_IN, ROWS_NEEDED, ATTACH) for lack in lacks)
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
            Lack(section.key, rule.key, ATTACH, {"label": rule.label})
            for rule in rulebook.attachments
            if rule.required and rule.key not in content.slots
        ]
    found = _unanswered(section, content) + _short_tables(section, content)
    if section.key == "overview":
        found += _period(rulebook, content) + _request(content)
    return found


def _unanswered(section: Section, content: Content) -> list[Lack]:
    values = content.sections.get(section.key, {})
    return [
        Lack(section.key, question.key, FILL_IN, {"label": question.label})
        for question in section.fields
        if _wanted(question, values) and _empty(values.get(question.key))
    ]


def _wanted(question: FormField, values: Mapping[str, Any]) -> bool:
    if question.required_if:
        return bool(values.get(question.required_if))
    return question.required and question.kind is not FieldKind.BOOL


def _short_tables(section: Section, content: Content) -> list[Lack]:
    found = []
    for table in section.tables:
        given = len(content.tables.get(table.key, ()))
        if given < table.minimum_rows:
            facts = {"label": table.label, "least": table.minimum_rows, "given": given}
            found.append(Lack(section.key, table.key, ROWS_NEEDED, facts))
    return found


def _empty(value: Any) -> bool:
    return value is None or value == "" or value == []


def _month(text: Any) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _period(rulebook: Rulebook, content: Content) -> list[Lack]:
    values = content.sections.get("overview", {})
    starts, ends = _month(values.get("starts")), _month(values.get("ends"))
    if starts is None or ends is None:
        return []
    given = months_between(starts, ends)
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
    lines = sum(item.amount.fen for item in content.items if item.source == "grant")
    if _empty(entered) or not content.items or int(entered) == lines:
        return []
    facts = {"entered": Money(int(entered)), "lines": Money(lines)}
    return [Lack("overview", "requested", REQUEST_DIFFERS, facts)]
