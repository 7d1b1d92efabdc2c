"""The rulebook of a programme: every figure, word and text in which one programme differs.

A rulebook is written as TOML in `projects/rulebooks/`, read by `rulebook_reading`, narrowed by a
call's own choices (`choices`) and frozen into the call as plain data.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from app.kernel.money import Money
from projects.rules.rulebook_form import AttachmentRule, Declaration, FormSchema
from projects.rules.rulebook_money import (
    BudgetRules,
    ChainStep,
    Gate,
    InstallmentRule,
    MoneyRules,
    payment_steps,
)
from projects.rules.rulebook_review import AssessmentSheet, Criterion, PanelRules, ScoringRules
from projects.rules.sourced import Certainty, Sourced
from projects.rules.typed_tables import plain, read_table

T = TypeVar("T")


class Family(StrEnum):
    """What kind of cycle a programme follows."""

    GRANT = "grant"
    PROCUREMENT = "procurement"
    ALLOCATION = "allocation"
    RECOGNITION = "recognition"


@dataclass(frozen=True)
class Basis:
    """An official text that the programme rests on. confirmed: its number has been checked."""

    title: str
    number: str
    confirmed: bool = False


@dataclass(frozen=True)
class Words:
    """The official Chinese words in which this programme differs from the others."""

    programme: str
    edition: str
    call: str
    application: str
    applicant: str
    executor: str
    submission: str
    notice: str
    result: str
    award: str
    award_letter: str
    contract: str
    panel: str
    panellist: str
    revised_plan: str
    installment: str
    midterm: str
    completion: str
    closure_letter: str
    objection: str
    host: str
    organiser: str


@dataclass(frozen=True)
class Period:
    """How long a project may run, and in which months.

    start_month, end_month: 1 to 12. end_year: 0 when the last month lies in the call's year, 1 when
    it lies in the year after it.
    """

    min_months: Sourced[int]
    max_months: Sourced[int]
    start_month: Sourced[int]
    end_month: Sourced[int]
    end_year: Sourced[int]


@dataclass(frozen=True)
class WorkField:
    """A field of work; a project has exactly one."""

    key: str
    label: str
    label_en: str
    help: str = ""
    help_en: str = ""
    source: str = ""


@dataclass(frozen=True)
class Quota:
    """How many projects an organisation may have in one call and in one year."""

    per_organisation: Sourced[int]
    per_year: Sourced[int]


@dataclass(frozen=True)
class Timing:
    """All periods; `…_workdays` on the working calendar, `…_days` calendar days, `…_months` months.

    closing_time: the hour of the deadline's day, "24:00" for its end.
    """

    closing_time: Sourced[str]
    call_days: Sourced[int]
    call_days_minimum: Sourced[int]
    screening_workdays: Sourced[int]
    correction_workdays: Sourced[int]
    review_days: Sourced[int]
    approval_days: Sourced[int]
    notice_workdays: Sourced[int]
    objection_answer_days: Sourced[int]
    acceptance_workdays: Sourced[int]
    revision_workdays: Sourced[int]
    signing_days: Sourced[int]
    first_payment_workdays: Sourced[int]
    midterm_self_report_days: Sourced[int]
    midterm_assessment_days: Sourced[int]
    completion_report_months: Sourced[int]
    closure_months: Sourced[int]
    rectification_days: Sourced[int]
    outage_report_workdays: Sourced[int]


class RuleKind(StrEnum):
    """Which automatic check an eligibility rule runs; `person` is decided by an officer."""

    REGISTERED = "registered"
    PLACE = "place"
    INSPECTION = "inspection"
    GRADE = "grade"
    LISTING = "listing"
    VIOLATIONS = "violations"
    DECLARED = "declared"
    BANK = "bank"
    QUOTA = "quota"
    FUNDING = "funding"
    PRIOR_FAILURE = "prior_failure"
    PERSON = "person"


@dataclass(frozen=True)
class EligibilityRule:
    """One row of the eligibility table. params: the figures of its check, by name."""

    key: str
    kind: RuleKind
    label: str
    label_en: str
    source: str
    certainty: Certainty
    help: str = ""
    help_en: str = ""
    params: Mapping[str, int | str | tuple[str, ...]] = field(default_factory=dict)

    def number(self, name: str) -> int:
        """Return a whole number among the parameters. Raises KeyError or TypeError."""
        value = self.params[name]
        if not isinstance(value, int):
            raise TypeError(f"{self.key}.params.{name}")
        return value

    def names(self, name: str) -> tuple[str, ...]:
        """Return a list among the parameters. Raises KeyError or TypeError."""
        value = self.params[name]
        if not isinstance(value, tuple):
            raise TypeError(f"{self.key}.params.{name}")
        return value

    def text(self, name: str) -> str:
        """Return a text among the parameters. Raises KeyError or TypeError."""
        value = self.params[name]
        if not isinstance(value, str):
            raise TypeError(f"{self.key}.params.{name}")
        return value


@dataclass(frozen=True)
class Numbers:
    """Patterns of official numbers, with `{year}` and `{n}`."""

    application: str
    receipt: str
    refusal: str
    correction: str
    notice: str
    award_letter: str
    objection: str
    project: str
    contract: str
    disbursement: str
    closure: str


@dataclass(frozen=True)
class Retention:
    """How long the papers are kept: years, or "permanent"."""

    project_years: Sourced[int]
    voucher_years: Sourced[int]
    decisions: Sourced[str]


@dataclass(frozen=True)
class Texts:
    """Fixed wording of official papers, with `{placeholders}` filled by `texts.fill`."""

    receipt: str
    refusal: str
    correction: str
    notice: str
    award_letter: str
    blocked: str
    objection_answer: str
    closure: str


@dataclass(frozen=True)
class Clause:
    """One article of the agreement; paragraphs may hold `{placeholders}`."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Agreement:
    """The agreement between host and executor. copies: how many originals are signed."""

    title: str
    copies: Sourced[int]
    copies_text: str
    annexes: tuple[str, ...]
    clauses: tuple[Clause, ...]


class ChoiceKind(StrEnum):
    """What a call's choice is: a number, a sum, a percentage, one text, or a subset of keys."""

    INTEGER = "integer"
    MONEY = "money"
    PERCENT = "percent"
    TEXT = "text"
    KEYS = "keys"


@dataclass(frozen=True)
class Choice:
    """Something that a call may choose for itself, and within which limits.

    key: the path of the value, such as "timing.notice_workdays". minimum, maximum: as text, money
    in yuan; "" without a limit. allowed: the texts or keys among which the call chooses.
    """

    key: str
    kind: ChoiceKind
    label: str
    label_en: str
    minimum: str = ""
    maximum: str = ""
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rulebook:
    """All rules of one programme, in one version."""

    code: str
    version: str
    family: Family
    title: str
    title_en: str
    basis: tuple[Basis, ...]
    sources: Mapping[str, str]
    words: Words
    money: MoneyRules
    period: Period
    fields: tuple[WorkField, ...]
    quota: Quota
    timing: Timing
    eligibility: tuple[EligibilityRule, ...]
    form: FormSchema
    attachments: tuple[AttachmentRule, ...]
    declaration: Declaration
    budget: BudgetRules
    criteria: tuple[Criterion, ...]
    scoring: ScoringRules
    panel: PanelRules
    installments: tuple[InstallmentRule, ...]
    gates: tuple[Gate, ...]
    payment_chain: tuple[ChainStep, ...]
    midterm: AssessmentSheet
    completion: AssessmentSheet
    numbers: Numbers
    retention: Retention
    texts: Texts
    agreement: Agreement
    choices: tuple[Choice, ...]

    def to_data(self) -> dict[str, Any]:
        """Return the rulebook as JSON-able data; money in fen, decimals as text."""
        data: dict[str, Any] = plain(self)
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Rulebook":
        """Read what `to_data` returned; the result equals the original.

        Raises RulebookError when the data has another shape.
        """
        return read_table(cls, data, name="frozen rulebook", frozen=True)

    def field(self, key: str) -> WorkField:
        """Return one field of work. Raises KeyError."""
        return _keyed(self.fields, key)

    def criterion(self, key: str) -> Criterion:
        """Return one criterion. Raises KeyError."""
        return _keyed(self.criteria, key)

    def gate(self, key: str) -> Gate:
        """Return one gate. Raises KeyError."""
        return _keyed(self.gates, key)

    def eligibility_rule(self, key: str) -> EligibilityRule:
        """Return one row of the eligibility table. Raises KeyError."""
        return _keyed(self.eligibility, key)

    def attachment(self, key: str) -> AttachmentRule:
        """Return one attachment. Raises KeyError."""
        return _keyed(self.attachments, key)

    def payment_steps(self, amount: Money) -> tuple[ChainStep, ...]:
        """Return the signatures that a payment of this amount needs, in order."""
        return payment_steps(self.payment_chain, amount)


def _keyed(items: tuple[T, ...], key: str) -> T:
    for item in items:
        if getattr(item, "key", None) == key:
            return item
    raise KeyError(key)
