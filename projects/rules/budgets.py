"""Budgets: lines, totals, caps and the two ways out of an exceeded cap."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import Any

from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.kernel.money import LARGEST, ZERO, Money
from projects.rules.rulebook import Rulebook
from projects.rules.rulebook_money import BudgetRules, Cap, CapBase, CapKind
from projects.rules.sourced import named

# More digits than any quantity has; keeps 1e999999 out of the arithmetic.
MOST_DIGITS = 12


class BudgetSource(StrEnum):
    """Who pays a line."""

    GRANT = "grant"
    OWN = "own"
    MATCHING = "matching"


class NotWholeFen(DomainError):
    """Unit price times quantity is no whole number of fen."""

    message = N_("Unit price × quantity must come to whole fen. Change the price or the quantity.")
    field = "price"


class NegativeLine(DomainError):
    """A line below zero."""

    message = N_("Price and quantity must be more than zero.")
    field = "price"


class LineTooLarge(DomainError):
    """A quantity or an amount beyond anything that can be paid."""

    message = N_("This line is too large. Check price and quantity.")
    field = "price"


@dataclass(frozen=True)
class BudgetItem:
    """One line: unit price × quantity = amount. source: a BudgetSource value."""

    category: str
    content: str
    unit_price: Money
    quantity: Decimal
    unit: str
    amount: Money
    source: str
    basis: str = ""


@dataclass(frozen=True)
class BudgetTotals:
    """Sums of a budget."""

    grant: Money
    own: Money
    matching: Money

    @property
    def total(self) -> Money:
        """The whole project."""
        return self.grant + self.own + self.matching

    @property
    def not_granted(self) -> Money:
        """Own and matching funds together."""
        return self.own + self.matching


@dataclass(frozen=True)
class CapWarning:
    """A cap and how a budget stands to it.

    amount: of the cap's categories; base: what the percent is taken of; transfer: what to move to
    other categories so that the base stays; cut: what to strike out so that the base shrinks too.
    Either is enough; both are zero when the cap is kept.
    """

    cap: Cap
    amount: Money
    base: Money
    transfer: Money
    cut: Money

    @property
    def over(self) -> bool:
        """Whether the cap is exceeded."""
        return self.transfer > ZERO

    @property
    def share(self) -> Decimal:
        """Percent of the base that the categories take."""
        return Decimal(self.amount.fen) * 100 / self.base.fen if self.base else Decimal(0)


@dataclass(frozen=True)
class BudgetProblem:
    """Something that keeps a budget from being submitted: an English msgid and its facts."""

    key: str
    message: str
    facts: dict[str, Any]


OVER_CAP = N_(
    "%(label)s takes %(share)s %% of the base; the limit is %(percent)s %%. Move %(transfer)s to "
    "other categories, or strike out %(cut)s."
)
NO_LINES = N_("Enter at least one line of the budget.")
TOO_MANY_LINES = N_("The budget has %(given)s lines; at most %(most)s are allowed.")
OVER_PROJECT_CAP = N_(
    "The requested amount is %(requested)s; this call grants at most %(cap)s. "
    "Reduce it by %(over)s."
)
BELOW_MINIMUM = N_("The requested amount is %(requested)s; at least %(minimum)s must be asked for.")
OWN_SHARE = N_("Own funds must be at least %(percent)s %% of the project's total.")
FORBIDDEN = N_("“%(label)s” cannot be paid. Take the line out.")


def line_amount(unit_price: Money, quantity: Decimal | int) -> Money:
    """Return unit price × quantity, never rounded.

    Raises NegativeLine for nothing, less than nothing or no number, LineTooLarge, NotWholeFen.
    """
    times = Decimal(quantity)
    if times.is_nan() or unit_price <= ZERO or times <= 0:
        raise NegativeLine
    if times.is_infinite() or abs(times.adjusted()) > MOST_DIGITS:
        raise LineTooLarge
    exact = unit_price.fen * Fraction(times)
    if exact.denominator != 1:
        raise NotWholeFen
    if exact > LARGEST:
        raise LineTooLarge
    return Money(exact.numerator)


def totals(items: Sequence[BudgetItem]) -> BudgetTotals:
    """Return the sums of a budget by source."""
    sums = dict.fromkeys(BudgetSource, ZERO)
    for item in items:
        source = BudgetSource(item.source)
        sums[source] = sums[source] + item.amount
    return BudgetTotals(
        sums[BudgetSource.GRANT], sums[BudgetSource.OWN], sums[BudgetSource.MATCHING]
    )


def cap_standings(budget: BudgetRules, items: Sequence[BudgetItem]) -> tuple[CapWarning, ...]:
    """Return how a budget stands to every cap, kept or not."""
    return tuple(_standing(cap, items) for cap in budget.caps)


def check_caps(budget: BudgetRules, items: Sequence[BudgetItem]) -> tuple[CapWarning, ...]:
    """Return the exceeded caps with both ways out.

    transfer = amount − cap × base; cut = (amount − cap × base) / (1 − cap), both rounded up to
    whole fen. Source: DESIGN §6 "Caps".
    """
    return tuple(found for found in cap_standings(budget, items) if found.over)


def _standing(cap: Cap, items: Sequence[BudgetItem]) -> CapWarning:
    counted = [
        item for item in items if cap.of is CapBase.TOTAL or item.source == BudgetSource.GRANT
    ]
    base = sum((item.amount for item in counted), ZERO)
    amount = sum((item.amount for item in counted if item.category in cap.categories), ZERO)
    share = Fraction(cap.percent.value) / 100
    excess = amount.fen - share * base.fen
    if excess <= 0:
        return CapWarning(cap, amount, base, ZERO, ZERO)
    # The categories are a part of the base, so a cap of 100 % is never exceeded: 1 - share > 0.
    return CapWarning(cap, amount, base, Money(ceil(excess)), Money(ceil(excess / (1 - share))))


def check_budget(rulebook: Rulebook, items: Sequence[BudgetItem]) -> tuple[BudgetProblem, ...]:
    """Return everything that keeps a budget from being submitted, hard caps included."""
    found: list[BudgetProblem] = []
    sums = totals(items)
    most = rulebook.budget.maximum_lines.value
    if not items:
        found.append(BudgetProblem("lines", NO_LINES, {}))
    if len(items) > most:
        found.append(BudgetProblem("lines", TOO_MANY_LINES, {"given": len(items), "most": most}))
    found += _forbidden(rulebook, items)
    found += _limits(rulebook, sums) if items else []
    found += [
        cap_problem(each)
        for each in check_caps(rulebook.budget, items)
        if each.cap.kind is CapKind.HARD
    ]
    return tuple(found)


def cap_problem(warning: CapWarning) -> BudgetProblem:
    """Return an exceeded cap as a sentence with both ways out."""
    return BudgetProblem(
        warning.cap.key,
        OVER_CAP,
        {
            "label": named(warning.cap),
            "share": f"{warning.share:.1f}",
            "percent": f"{warning.cap.percent.value.normalize():f}",
            "transfer": warning.transfer,
            "cut": warning.cut,
        },
    )


def _forbidden(rulebook: Rulebook, items: Sequence[BudgetItem]) -> list[BudgetProblem]:
    barred = {c.key: named(c) for c in rulebook.budget.categories if c.forbidden}
    used = {item.category for item in items} & barred.keys()
    return [BudgetProblem(key, FORBIDDEN, {"label": barred[key]}) for key in sorted(used)]


def _limits(rulebook: Rulebook, sums: BudgetTotals) -> list[BudgetProblem]:
    money = rulebook.money
    found = []
    if sums.grant > money.cap.value:
        facts = {
            "requested": sums.grant,
            "cap": money.cap.value,
            "over": sums.grant - money.cap.value,
        }
        found.append(BudgetProblem("cap", OVER_PROJECT_CAP, facts))
    if sums.grant < money.minimum.value:
        facts = {"requested": sums.grant, "minimum": money.minimum.value}
        found.append(BudgetProblem("minimum", BELOW_MINIMUM, facts))
    needed = money.own_share.value
    if needed and Decimal(sums.not_granted.fen) * 100 < needed * sums.total.fen:
        found.append(BudgetProblem("own_share", OWN_SHARE, {"percent": needed}))
    return found
