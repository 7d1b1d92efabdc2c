"""Down the ranking until the money is used up: recommended, reserve or not selected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from app.kernel.errors import DomainError
from app.kernel.labels import N_, Labelled
from app.kernel.money import ZERO, Money
from evaluations.rules.ranking import RankedEntry


class UndecidedTie(DomainError):
    """Equal applications stand at the line."""

    message = N_(
        "These applications are equal, and the line runs between them: %(codes)s. Decide their "
        "order by lot or by a vote of the panel, and enter it."
    )
    status = 409


class CutOutcome(Labelled):
    """What the ranking makes of an application."""

    RECOMMENDED = "recommended", N_("Recommended")
    RESERVE = "reserve", N_("Reserve")
    NOT_SELECTED = "not_selected", N_("Not selected")
    UNDECIDED = "undecided", N_("Undecided")


class CutReason(Labelled):
    """Why it came out so."""

    FITS = "fits", N_("The recommended amount fits into the budget.")
    PARTIAL = "partial", N_("The rest of the budget, with the applicant's consent.")
    OVER_BUDGET = "over_budget", N_("The recommended amount exceeds what is left of the budget.")
    AFTER_LINE = "after_line", N_("The budget line runs above this place.")
    QUOTA = "quota", N_("A quota is used up.")
    RESERVES_FULL = "reserves_full", N_("The reserve list is full.")
    BELOW_PASS = "below_pass", N_("The score is below the pass mark.")
    VETOED = "vetoed", N_("The panel rejected the application.")
    NO_AMOUNT = "no_amount", N_("The panel recommends no money.")
    TIE = "tie", N_("Equal applications stand at the line; their order has to be decided.")
    AFTER_TIE = "after_tie", N_("Depends on the tie above, which has to be decided first.")


Out = CutOutcome
Why = CutReason


@dataclass(frozen=True)
class Quota:
    """A limit on one group of applications.

    group: key in the entries' `groups`. value: the group meant, "" for each value by itself (one
    per organisation: Quota("organisation", most=1)). most: applications. most_amount: money.
    """

    group: str
    value: str = ""
    most: int | None = None
    most_amount: Money | None = None

    def to_data(self) -> dict[str, Any]:
        """Plain data for freezing."""
        amount = None if self.most_amount is None else self.most_amount.fen
        return {
            "group": self.group,
            "value": self.value,
            "most": self.most,
            "most_amount": amount,
        }


@dataclass(frozen=True)
class CutLine:
    """One row of the result.

    amount: recommended for payment (smaller than the panel's with `partial`), ZERO unless
    recommended. wanted: the panel's amount. cumulative: all wanted amounts down to this row among
    those that passed; the budget line runs where it exceeds the budget. remaining: of the budget
    after this row. at_line: the first row that does not fit. quota: group that is used up.
    """

    code: str
    place: int
    outcome: CutOutcome
    reason: CutReason
    wanted: Money
    amount: Money
    cumulative: Money
    remaining: Money
    at_line: bool = False
    quota: str = ""

    def to_data(self) -> dict[str, Any]:
        """Plain data for freezing; money in fen."""
        return {
            "code": self.code,
            "place": self.place,
            "outcome": self.outcome.value,
            "reason": self.reason.value,
            "wanted": self.wanted.fen,
            "amount": self.amount.fen,
            "cumulative": self.cumulative.fen,
            "remaining": self.remaining.fen,
            "at_line": self.at_line,
            "quota": self.quota,
        }


@dataclass(frozen=True)
class Cut:
    """The whole result, in the order of the ranking. undecided: each tie that has to be decided."""

    budget: Money
    lines: tuple[CutLine, ...]
    undecided: tuple[tuple[str, ...], ...] = ()

    def codes(self, outcome: CutOutcome) -> tuple[str, ...]:
        """Codes of one outcome, in order."""
        return tuple(line.code for line in self.lines if line.outcome is outcome)

    @property
    def recommended(self) -> tuple[str, ...]:
        """Codes proposed for funding, in order."""
        return self.codes(Out.RECOMMENDED)

    @property
    def reserve(self) -> tuple[str, ...]:
        """Codes of the reserve list, in the order in which they are offered."""
        return self.codes(Out.RESERVE)

    @property
    def not_selected(self) -> tuple[str, ...]:
        """Codes not selected, in order."""
        return self.codes(Out.NOT_SELECTED)

    @property
    def spent(self) -> Money:
        """All recommended amounts together."""
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def remaining(self) -> Money:
        """What is left of the budget."""
        return self.budget - self.spent

    @property
    def reserve_ties(self) -> tuple[tuple[str, ...], ...]:
        """Equal applications within the reserve list: to be decided before one is offered."""
        reserve = [line for line in self.lines if line.outcome is Out.RESERVE]
        groups = [[line.code for line in g] for _, g in groupby(reserve, key=lambda r: r.place)]
        return tuple(tuple(codes) for codes in groups if len(codes) > 1)

    @property
    def final(self) -> bool:
        """Whether nothing waits for a decision, so that the result may be frozen."""
        return not self.undecided

    def check_final(self) -> None:
        """Raise UndecidedTie while the order of equal applications matters and is not decided."""
        if self.undecided:
            raise UndecidedTie(codes=", ".join(self.undecided[0]))

    def to_data(self) -> dict[str, Any]:
        """Plain data for freezing; money in fen."""
        return {
            "budget": self.budget.fen,
            "spent": self.spent.fen,
            "remaining": self.remaining.fen,
            "undecided": [list(tie) for tie in self.undecided],
            "lines": [line.to_data() for line in self.lines],
        }


def cut(
    ranked: Sequence[RankedEntry],
    *,
    budget: Money,
    amounts: Mapping[str, Money],
    quotas: Sequence[Quota] = (),
    consents: Mapping[str, Money] | None = None,
    reserves: int | None = None,
    skip_over: bool = False,
) -> Cut:
    """Walk down the ranking until the budget is used up.

    amounts: code → what the panel recommends; a code that is missing or zero gets no money.
    The first that does not fit ends the walk and becomes the first reserve, unless its applicant
    has agreed to take the rest: consents: code → least amount that is accepted. With skip_over
    smaller ones further down may still fit. One whose quota is used up becomes a reserve and the
    walk goes on. reserves: length of the reserve list, None for no limit.
    Below the pass mark and vetoed: not selected. Of an undecided tie either all fit, or its order
    matters: then it and all that follow stay undecided (`Cut.undecided`), nothing is guessed.
    Raises ValueError for a negative budget.
    Source: DOMAIN §3 "Rank → walk down until budget exhausted".
    """
    if budget < ZERO:
        raise ValueError("a budget is not negative")
    walk = _Walk(budget, amounts, quotas, consents or {}, reserves, skip_over)
    for _, group in groupby(ranked, key=lambda row: row.place):
        walk.take(list(group))
    return Cut(budget, tuple(walk.lines), tuple(walk.undecided))


@dataclass
class _Walk:
    """The state of one walk down the ranking; private to `cut`."""

    budget: Money
    amounts: Mapping[str, Money]
    quotas: Sequence[Quota]
    consents: Mapping[str, Money]
    reserves: int | None
    skip_over: bool
    lines: list[CutLine] = field(default_factory=list)
    undecided: list[tuple[str, ...]] = field(default_factory=list)
    remaining: Money = ZERO
    cumulative: Money = ZERO
    stopped: bool = False

    def __post_init__(self) -> None:
        self.remaining = self.budget
        self.taken: list[tuple[RankedEntry, Money]] = []
        self.listed = 0

    def take(self, group: list[RankedEntry]) -> None:
        """Decide one place of the ranking; several rows where a tie is undecided."""
        passing = [row for row in group if row.passed and self.wanted(row)]
        if len(passing) > 1 and not self.undecided and self._order_matters(passing):
            self.undecided.append(tuple(row.code for row in passing))
        for row in group:
            self._decide(row)

    def wanted(self, row: RankedEntry) -> Money:
        return self.amounts.get(row.code, ZERO)

    def _order_matters(self, tied: list[RankedEntry]) -> bool:
        if self.stopped:
            return self._splits_reserves(len(tied))
        # Those whose quota is used up already become reserves in any order.
        able = [row for row in tied if not self._full_quota(row, self.taken)]
        if len(able) > 1 and sum(map(self.wanted, able), ZERO) > self.remaining:
            return True
        taken = list(self.taken)
        for row in able:
            if self._full_quota(row, taken):
                return True
            taken.append((row, self.wanted(row)))
        fitting = [row for row in able if self.wanted(row) <= self.remaining]
        return self._splits_reserves(len(tied) - len(fitting))

    def _splits_reserves(self, newcomers: int) -> bool:
        """Tell whether only some of several new reserves find room on the list."""
        if self.reserves is None or newcomers < 2:
            return False
        return self.listed < self.reserves < self.listed + newcomers

    def _decide(self, row: RankedEntry) -> None:
        wanted = self.wanted(row)
        if not row.passed:
            self._add(row, Out.NOT_SELECTED, Why.VETOED if row.entry.veto else Why.BELOW_PASS)
            return
        if not wanted:
            self._add(row, Out.NOT_SELECTED, Why.NO_AMOUNT)
            return
        self.cumulative = self.cumulative + wanted
        if self.undecided:
            tied = row.code in self.undecided[0]
            self._add(row, Out.UNDECIDED, Why.TIE if tied else Why.AFTER_TIE)
        elif self.stopped:
            self._reserve(row, Why.AFTER_LINE)
        elif quota := self._full_quota(row, self.taken):
            self._reserve(row, Why.QUOTA, quota=quota)
        else:
            self._pay(row, wanted)

    def _pay(self, row: RankedEntry, wanted: Money) -> None:
        if wanted <= self.remaining:
            self._recommend(row, wanted, Why.FITS)
            return
        first = not any(line.at_line for line in self.lines)
        self.stopped = not self.skip_over
        least = self.consents.get(row.code)
        if least is not None and self.remaining > ZERO and least <= self.remaining:
            self._recommend(row, self.remaining, Why.PARTIAL, at_line=first)
            self.stopped = True
        else:
            self._reserve(row, Why.OVER_BUDGET, at_line=first)

    def _recommend(
        self, row: RankedEntry, amount: Money, reason: CutReason, *, at_line: bool = False
    ) -> None:
        self.remaining = self.remaining - amount
        self.taken.append((row, amount))
        self._add(row, Out.RECOMMENDED, reason, amount=amount, at_line=at_line)

    def _reserve(
        self, row: RankedEntry, reason: CutReason, *, at_line: bool = False, quota: str = ""
    ) -> None:
        if self.reserves is not None and self.listed >= self.reserves:
            self._add(row, Out.NOT_SELECTED, Why.RESERVES_FULL, at_line=at_line, quota=quota)
            return
        self.listed += 1
        self._add(row, Out.RESERVE, reason, at_line=at_line, quota=quota)

    def _full_quota(self, row: RankedEntry, taken: Sequence[tuple[RankedEntry, Money]]) -> str:
        for quota in self.quotas:
            value = row.entry.groups.get(quota.group, "")
            if quota.value not in ("", value) or not value:
                continue
            same = [m for other, m in taken if other.entry.groups.get(quota.group) == value]
            many = quota.most is not None and len(same) >= quota.most
            if many or _exceeds(sum(same, ZERO) + self.wanted(row), quota.most_amount):
                return quota.group
        return ""

    def _add(
        self,
        row: RankedEntry,
        outcome: CutOutcome,
        reason: CutReason,
        *,
        amount: Money = ZERO,
        at_line: bool = False,
        quota: str = "",
    ) -> None:
        self.lines.append(
            CutLine(
                code=row.code,
                place=row.place,
                outcome=outcome,
                reason=reason,
                wanted=self.wanted(row),
                amount=amount,
                cumulative=self.cumulative,
                remaining=self.remaining,
                at_line=at_line,
                quota=quota,
            )
        )


def _exceeds(amount: Money, limit: Money | None) -> bool:
    return limit is not None and amount > limit
