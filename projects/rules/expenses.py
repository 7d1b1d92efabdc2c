"""Spending against the agreed budget, and who has to agree when it turns out otherwise.

A line may move by a tenth on the organisation's own record; beyond that somebody approves; when a
whole category moves by a fifth or the total changes, the agreement itself is amended. Both limits
are data of the rulebook (`budget.adjust_free`, `budget.adjust_agreement`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.kernel.errors import DomainError
from app.kernel.labels import N_, Labelled
from app.kernel.money import ZERO, Money

RECORD_UP_TO = Decimal(10)
AMEND_ABOVE = Decimal(20)


class UnknownLine(DomainError):
    """An expense points at no line of the agreed budget."""

    message = N_("The budget has no line “%(line)s”. Choose one of the agreed lines.")
    field = "line"


class DisallowedTooMuch(DomainError):
    """More is disallowed than was spent."""

    message = N_("At most the amount of the voucher, %(amount)s yuan, can be not recognised.")
    field = "disallowed"


class Level(Labelled):
    """Who has to agree to a deviation; the later, the more."""

    NONE = "none", N_("No deviation")
    RECORD = "record", N_("To be recorded by the organisation")
    APPROVAL = "approval", N_("To be approved in writing")
    AMENDMENT = "amendment", N_("Needs a supplementary agreement")

    @property
    def weight(self) -> int:
        """0 for the lightest."""
        return list(Level).index(self)


@dataclass(frozen=True)
class PlannedLine:
    """One line of the agreed budget."""

    key: str
    category: str
    planned: Money


@dataclass(frozen=True)
class Expense:
    """One voucher on a line. disallowed: the part that is not recognised (核减)."""

    line: str
    amount: Money
    disallowed: Money = ZERO

    @property
    def eligible(self) -> Money:
        """What is recognised. Raises DisallowedTooMuch."""
        if not ZERO <= self.disallowed <= self.amount:
            raise DisallowedTooMuch(amount=self.amount)
        return self.amount - self.disallowed


@dataclass(frozen=True)
class LineStanding:
    """One line against its plan.

    remaining, over: never negative, one of them is zero. level: what the overspending needs; a
    line that is not used up needs nothing.
    """

    key: str
    category: str
    planned: Money
    spent: Money
    level: Level

    @property
    def remaining(self) -> Money:
        """What may still be spent."""
        return max(self.planned - self.spent, ZERO)

    @property
    def over(self) -> Money:
        """What was spent beyond the plan."""
        return max(self.spent - self.planned, ZERO)


@dataclass(frozen=True)
class Summary:
    """All lines together. over: the sum of what single lines are over, not the net of all."""

    planned: Money
    spent: Money
    eligible: Money
    over: Money
    level: Level

    @property
    def remaining(self) -> Money:
        """Planned − spent, negative when more was spent in all."""
        return self.planned - self.spent


@dataclass(frozen=True)
class LineChange:
    """One line before and after an adjustment. level: what the change of this line needs."""

    key: str
    category: str
    before: Money
    after: Money
    level: Level


@dataclass(frozen=True)
class Adjustment:
    """A changed budget. level: the highest that any line, category or the total needs.

    categories: those whose total moved so far that the agreement is amended, sorted.
    """

    level: Level
    lines: tuple[LineChange, ...]
    categories: tuple[str, ...] = ()


def standings(
    lines: Sequence[PlannedLine],
    expenses: Iterable[Expense],
    *,
    record_up_to: Decimal = RECORD_UP_TO,
) -> tuple[LineStanding, ...]:
    """Return every line with what was spent on it, in the order of the budget.

    record_up_to: percent of the line by which it may be exceeded on the organisation's own record.
    Raises UnknownLine.
    """
    spent = {line.key: ZERO for line in lines}
    for expense in expenses:
        if expense.line not in spent:
            raise UnknownLine(line=expense.line)
        spent[expense.line] = spent[expense.line] + expense.amount
    return tuple(
        LineStanding(
            key=line.key,
            category=line.category,
            planned=line.planned,
            spent=spent[line.key],
            level=_level(line.planned, max(line.planned, spent[line.key]), record_up_to),
        )
        for line in lines
    )


def summary(
    lines: Sequence[PlannedLine],
    expenses: Sequence[Expense],
    *,
    record_up_to: Decimal = RECORD_UP_TO,
) -> Summary:
    """Return all lines together. Raises UnknownLine and DisallowedTooMuch."""
    rows = standings(lines, expenses, record_up_to=record_up_to)
    return Summary(
        planned=sum((row.planned for row in rows), ZERO),
        spent=sum((row.spent for row in rows), ZERO),
        eligible=eligible_spending(expenses),
        over=sum((row.over for row in rows), ZERO),
        level=max((row.level for row in rows), key=lambda level: level.weight, default=Level.NONE),
    )


def eligible_spending(expenses: Iterable[Expense]) -> Money:
    """Return what is recognised of all expenses together. Raises DisallowedTooMuch."""
    return sum((expense.eligible for expense in expenses), ZERO)


def adjustment(
    before: Sequence[PlannedLine],
    after: Sequence[PlannedLine],
    *,
    record_up_to: Decimal = RECORD_UP_TO,
    amend_above: Decimal = AMEND_ABOVE,
) -> Adjustment:
    """Say what a changed budget needs.

    A line that moves, up or down, by at most record_up_to percent of what it was is recorded;
    further, a new line and a line that ends are approved. A category whose total moves by more
    than amend_above percent, or another total of all lines, needs a supplementary agreement.
    Source: DOMAIN §1.1, adjustments; `budget.adjust_free`, `.adjust_agreement` of the rulebook.
    """
    old = {line.key: line for line in before}
    new = {line.key: line for line in after}
    changes = tuple(
        _change(old.get(key), new.get(key), record_up_to) for key in dict.fromkeys([*old, *new])
    )
    moved = _moved_categories(before, after, amend_above)
    levels = [change.level for change in changes]
    if moved or _sum(before) != _sum(after):
        levels.append(Level.AMENDMENT)
    highest = max(levels, key=lambda level: level.weight, default=Level.NONE)
    return Adjustment(highest, changes, moved)


def _change(old: PlannedLine | None, new: PlannedLine | None, record_up_to: Decimal) -> LineChange:
    known = new or old
    assert known is not None
    before = old.planned if old else ZERO
    after = new.planned if new else ZERO
    level = _level(before, after, record_up_to)
    if old and new and old.category != new.category:
        level = Level.APPROVAL
    return LineChange(known.key, known.category, before, after, level)


def _level(before: Money, after: Money, record_up_to: Decimal) -> Level:
    if before == after:
        return Level.NONE
    small = not _exceeds(before, after, record_up_to) and before and after
    return Level.RECORD if small else Level.APPROVAL


def _exceeds(before: Money, after: Money, percent: Decimal) -> bool:
    return abs(after.fen - before.fen) * 100 > percent * before.fen


def _moved_categories(
    before: Sequence[PlannedLine], after: Sequence[PlannedLine], amend_above: Decimal
) -> tuple[str, ...]:
    keys = sorted({line.category for line in (*before, *after)})
    pairs = [(key, _sum(before, key), _sum(after, key)) for key in keys]
    return tuple(key for key, old, new in pairs if _exceeds(old, new, amend_above))


def _sum(lines: Iterable[PlannedLine], category: str | None = None) -> Money:
    return sum((each.planned for each in lines if category in (None, each.category)), ZERO)
