"""The money of a programme: what may be asked for, spent on what, and paid out when."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.kernel.money import Money
from projects.rules.sourced import Sourced


@dataclass(frozen=True)
class MoneyRules:
    """Limits of one request, and the fund it is paid from.

    own_share: least share of the applicant's own funds, percent of the project's total.
    fund: key of the kind of fund. function_code: the fiscal function code of that fund.
    """

    cap: Sourced[Money]
    minimum: Sourced[Money]
    own_share: Sourced[Decimal]
    fund: Sourced[str]
    fund_label: str
    fund_label_en: str
    function_code: Sourced[str]


class CapBase(StrEnum):
    """What a cap is a share of: the requested amount or the project's total."""

    REQUEST = "request"
    TOTAL = "total"


class CapKind(StrEnum):
    """A hard cap stops the submission; a soft one asks for an explanation."""

    HARD = "hard"
    SOFT = "soft"


@dataclass(frozen=True)
class CategoryCap:
    """The cap written into one category."""

    percent: Sourced[Decimal]
    of: CapBase
    kind: CapKind


@dataclass(frozen=True)
class Cap:
    """A cap on what one or several categories together may take.

    percent: 10 means that the categories may take at most 10 % of the base. Under the base
    "request" only lines paid from the grant count; under "total" all lines count.
    """

    key: str
    categories: tuple[str, ...]
    label: str
    label_en: str
    percent: Sourced[Decimal]
    of: CapBase
    kind: CapKind


@dataclass(frozen=True)
class Rate:
    """A usual highest unit price, such as 500 yuan a person and day. per: the unit it is for."""

    amount: Sourced[Money]
    per: str
    note: str = ""
    note_en: str = ""


@dataclass(frozen=True)
class Category:
    """One category of expenses. forbidden: it stands there to say that it is not paid."""

    key: str
    label: str
    label_en: str
    group: str
    cap: CategoryCap | None = None
    rate: Rate | None = None
    note: str = ""
    note_en: str = ""
    forbidden: bool = False


@dataclass(frozen=True)
class ForbiddenUse:
    """Something that no line of the budget may pay for."""

    key: str
    label: str
    label_en: str
    source: str = ""


@dataclass(frozen=True)
class BudgetRules:
    """Categories, caps and limits of a budget.

    adjust_free: percent of a line that may be moved by a note of the organisation's own.
    adjust_agreement: percent of a category from which a change needs a supplementary agreement.
    """

    maximum_lines: Sourced[int]
    adjust_free: Sourced[Decimal]
    adjust_agreement: Sourced[Decimal]
    categories: tuple[Category, ...]
    joint_caps: tuple[Cap, ...]
    forbidden: tuple[ForbiddenUse, ...]

    def category(self, key: str) -> Category:
        """Return one category. Raises KeyError."""
        for category in self.categories:
            if category.key == key:
                return category
        raise KeyError(key)

    @property
    def caps(self) -> tuple[Cap, ...]:
        """All caps: those of single categories in their order, then the joint ones."""
        single = tuple(
            Cap(each.key, (each.key,), each.label, each.label_en, cap.percent, cap.of, cap.kind)
            for each in self.categories
            if (cap := each.cap) is not None
        )
        return single + self.joint_caps


@dataclass(frozen=True)
class InstallmentRule:
    """One installment: its share of the award in percent and the gates that open it."""

    key: str
    label: str
    label_en: str
    share: Sourced[Decimal]
    gates: tuple[str, ...]


@dataclass(frozen=True)
class Gate:
    """A condition of payment. owner: the role whose turn it is while the gate is closed."""

    key: str
    label: str
    label_en: str
    owner: str


@dataclass(frozen=True)
class ChainStep:
    """One signature under a payment.

    role: who signs. move: the move of the payment that this signature belongs to (draft, check,
    approve, pay); a move is done when the last of its steps is signed. from_amount: the step
    is needed for payments of this size and above.
    """

    key: str
    role: str
    move: str
    label: str
    label_en: str
    from_amount: Sourced[Money]


def payment_steps(chain: tuple[ChainStep, ...], amount: Money) -> tuple[ChainStep, ...]:
    """Return the steps that a payment of this amount needs, in order of signing."""
    return tuple(step for step in chain if amount >= step.from_amount.value)
