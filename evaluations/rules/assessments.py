"""Mid-term evaluation and completion review: points, pass or grade, and what becomes of the tail.

Suzhou's own model: dimensions with indicators make 100 points, bonus items are added and deduction
items taken off, so that a total may exceed 100 (or fall below 0). It is never clamped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from app.kernel.errors import DomainError
from app.kernel.labels import N_, Labelled
from evaluations.rules.marks import plain

HUNDRED = Decimal(100)


class IndicatorMissing(DomainError):
    """An indicator has no points yet; unset is not zero."""

    message = N_("Enter the points of this indicator; 0 counts only when you enter it.")


class IndicatorOutOfRange(DomainError):
    """Points are below zero or above the maximum of the indicator."""

    message = N_("Enter between 0 and %(maximum)s points.")


class ItemNotPositive(DomainError):
    """A bonus or deduction is not more than zero."""

    message = N_("Enter more than 0 points; a deduction is written without a minus.")


class ItemWithoutReason(DomainError):
    """A bonus or deduction is not explained."""

    message = N_("Say what the bonus or deduction is for.")


class ItemOverLimit(DomainError):
    """A bonus or deduction exceeds what the item may move."""

    message = N_("Enter at most %(limit)s points for this item.")


class NoAssessment(DomainError):
    """Nobody has assessed yet."""

    message = N_("There is no assessment yet, so there is no result.")


class TailAdvice(Labelled):
    """What a completion review recommends for the last installment."""

    FULL = "full", N_("Pay in full")
    REDUCED = "reduced", N_("Pay less")
    NONE = "none", N_("Do not pay")
    RECOVER = "recover", N_("Do not pay, and recover")


class MidtermReason(Labelled):
    """Why a mid-term evaluation ended as it did."""

    PASSED = "passed", N_("The pass mark is reached.")
    BELOW = "below", N_("The total is below the pass mark.")
    LATE = "late", N_("The self-report was handed in late without cause.")
    MISSING = "missing", N_("No self-report was handed in.")


@dataclass(frozen=True)
class Indicator:
    """One indicator of the sheet. maximum: points."""

    key: str
    dimension: str
    maximum: Decimal


@dataclass(frozen=True)
class Item:
    """A bonus or a deduction: positive points, and what for. limit: most it may move, or None."""

    key: str
    points: Decimal
    reason: str
    limit: Decimal | None = None


@dataclass(frozen=True)
class Sheet:
    """One expert's assessment. points: indicator key → points, None while unset."""

    points: Mapping[str, Decimal | None]
    bonuses: tuple[Item, ...] = ()
    deductions: tuple[Item, ...] = ()


@dataclass(frozen=True)
class SheetResult:
    """What a sheet adds up to, in points. dimensions: subtotal of each, in their order."""

    dimensions: Mapping[str, Decimal]
    bonus: Decimal
    deduction: Decimal

    @property
    def base(self) -> Decimal:
        """All dimensions together, without bonus and deduction."""
        return sum(self.dimensions.values(), Decimal())

    @property
    def total(self) -> Decimal:
        """Base + bonus − deduction, never clamped."""
        return self.base + self.bonus - self.deduction


@dataclass(frozen=True)
class Midterm:
    """The result of a mid-term evaluation; total None when there was nothing to assess."""

    total: Fraction | None
    passed: bool
    reason: MidtermReason


@dataclass(frozen=True)
class GradeRule:
    """A grade and the total from which it is given; None for the lowest, which takes the rest."""

    key: str
    at_least: Decimal | None


@dataclass(frozen=True)
class TailRule:
    """What a grade means for the last installment. percent: taken off it, for `reduced` only."""

    advice: TailAdvice
    percent: Decimal = Decimal(0)

    @property
    def share(self) -> Decimal:
        """Percent of the last installment that is recommended for payment, 0 to 100."""
        if self.advice is TailAdvice.FULL:
            return HUNDRED
        return HUNDRED - self.percent if self.advice is TailAdvice.REDUCED else Decimal(0)


@dataclass(frozen=True)
class Completion:
    """The result of a completion review."""

    total: Fraction
    grade: str
    tail: TailRule = field(default=TailRule(TailAdvice.FULL))


def sheet_result(indicators: Sequence[Indicator], sheet: Sheet) -> SheetResult:
    """Add up one sheet.

    Raises IndicatorMissing and IndicatorOutOfRange with the indicator's key as field,
    ItemNotPositive, ItemOverLimit and ItemWithoutReason with the item's.
    """
    dimensions: dict[str, Decimal] = {}
    for indicator in indicators:
        points = _checked(indicator, sheet.points.get(indicator.key))
        dimensions[indicator.dimension] = dimensions.get(indicator.dimension, Decimal()) + points
    return SheetResult(
        dimensions=dimensions,
        bonus=sum(map(_moved, sheet.bonuses), Decimal()),
        deduction=sum(map(_moved, sheet.deductions), Decimal()),
    )


def faults(indicators: Sequence[Indicator], sheet: Sheet) -> tuple[DomainError, ...]:
    """Return everything that keeps a sheet from being handed in, in its order."""
    found: list[DomainError] = []
    for indicator in indicators:
        try:
            _checked(indicator, sheet.points.get(indicator.key))
        except DomainError as fault:
            found.append(fault)
    for item in (*sheet.bonuses, *sheet.deductions):
        try:
            _moved(item)
        except DomainError as fault:
            found.append(fault)
    return tuple(found)


def _checked(indicator: Indicator, points: Decimal | None) -> Decimal:
    if points is None:
        raise IndicatorMissing(field=indicator.key)
    if not points.is_finite() or not 0 <= points <= indicator.maximum:
        raise IndicatorOutOfRange(field=indicator.key, maximum=plain(indicator.maximum))
    return points


def _moved(item: Item) -> Decimal:
    if not item.points.is_finite() or item.points <= 0:
        raise ItemNotPositive(field=item.key)
    if item.limit is not None and item.points > item.limit:
        raise ItemOverLimit(field=item.key, limit=plain(item.limit))
    if not item.reason.strip():
        raise ItemWithoutReason(field=item.key)
    return item.points


def average(totals: Sequence[Decimal]) -> Fraction:
    """Return the plain mean of the experts' totals, exact. Raises NoAssessment without any."""
    if not totals:
        raise NoAssessment
    return sum(map(Fraction, totals), Fraction()) / len(totals)


def midterm(
    totals: Sequence[Decimal],
    *,
    pass_mark: Decimal,
    handed_in: bool = True,
    late: bool = False,
    excused: bool = False,
) -> Midterm:
    """Decide a mid-term evaluation.

    totals: one per expert, in points. A report that is missing, or late without cause, is
    unqualified whatever the points. Raises NoAssessment when a report in time has no total.
    Source: DOMAIN §1.1, [S10] ≥ 60 qualified, [S21] late without cause = 不合格.
    """
    total = average(totals) if totals else None
    if not handed_in:
        return Midterm(total, passed=False, reason=MidtermReason.MISSING)
    if late and not excused:
        return Midterm(total, passed=False, reason=MidtermReason.LATE)
    if total is None:
        raise NoAssessment
    passed = total >= Fraction(pass_mark)
    return Midterm(total, passed, MidtermReason.PASSED if passed else MidtermReason.BELOW)


def grade(total: Fraction | Decimal, rules: Sequence[GradeRule]) -> str:
    """Return the grade of a total, compared unrounded: 84.999 is not yet 85.

    rules: from the highest grade to the lowest. Raises ValueError when their boundaries do not
    fall, or when the last one does not take the rest.
    """
    bounds = [rule.at_least for rule in rules]
    if not rules or bounds[-1] is not None or None in bounds[:-1]:
        raise ValueError("only the lowest grade, and it always, has no boundary")
    steps = [bound for bound in bounds if bound is not None]
    if steps != sorted(set(steps), reverse=True):
        raise ValueError("the boundaries of the grades must fall")
    exact = Fraction(total)
    return next(r.key for r in rules if r.at_least is None or exact >= Fraction(r.at_least))


def completion(
    totals: Sequence[Decimal],
    *,
    grades: Sequence[GradeRule],
    tails: Mapping[str, TailRule],
) -> Completion:
    """Decide a completion review.

    totals: one per expert, in points. tails: grade key → what it means for the last installment.
    Raises NoAssessment, and ValueError for a rule that lacks a grade or pays more for a worse one.
    """
    shares = [tails[rule.key].share for rule in grades if rule.key in tails]
    if len(shares) < len(grades) or shares != sorted(shares, reverse=True):
        raise ValueError("every grade needs a tail rule, and a worse grade never pays more")
    total = average(totals)
    key = grade(total, grades)
    return Completion(total, key, tails[key])
