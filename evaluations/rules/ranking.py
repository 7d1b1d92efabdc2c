"""From scores to an order: exact, ties broken by rule, and an undecided tie left undecided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Any, Literal

from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.kernel.money import Money
from evaluations.rules.scoring import mean, median, shown

BY_SCORE = "score"
BY_LOT = "lot"
UNDECIDED = ""
FEN = Money(1)


class NoAmounts(DomainError):
    """No expert has recommended an amount."""

    message = N_("No expert has recommended an amount for this application.")


class RankedTwice(DomainError):
    """One application stands in the list twice."""

    message = N_("Application %(code)s is in the ranking more than once.")


@dataclass(frozen=True)
class RankEntry:
    """One application to be ranked.

    score: panel score in points, exact. means: criterion key → mean, for ties. groups: what quotas
    count by, e.g. {"field": "elderly", "area": "320505", "organisation": "o17"}.
    veto: key of the ground on which the panel rejected it, "" for none.
    """

    code: str
    score: Fraction
    means: Mapping[str, Fraction] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    veto: str = ""


@dataclass(frozen=True)
class RankedEntry:
    """An application with its place, and why it stands there.

    place: 1 for the best; an undecided tie shares a place, the next one leaves it out (1, 2, 2, 4).
    passed: at or above the pass mark and not vetoed. decided_by: what parts it from its
    neighbours of equal score: "score" when there is none, a criterion's key, "lot", "" while
    undecided. tied_with: the others of an undecided tie. equals: everybody of equal score.
    """

    place: int
    entry: RankEntry
    passed: bool
    decided_by: str
    tied_with: tuple[str, ...] = ()
    equals: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """Code of the application."""
        return self.entry.code

    def to_data(self) -> dict[str, Any]:
        """Plain data for freezing and for the explanation of the row."""
        return {
            "place": self.place,
            "code": self.code,
            "score": str(self.entry.score),
            "shown": str(shown(self.entry.score)),
            "means": {key: str(value) for key, value in self.entry.means.items()},
            "veto": self.entry.veto,
            "passed": self.passed,
            "decided_by": self.decided_by,
            "tied_with": list(self.tied_with),
            "equals": list(self.equals),
        }


def rank(
    entries: Sequence[RankEntry],
    *,
    ties: Sequence[str] = (),
    pass_mark: Decimal | Fraction = Decimal(60),
    lots: Mapping[str, int] | None = None,
) -> tuple[RankedEntry, ...]:
    """Rank applications by unrounded score, best first.

    ties: criterion keys, compared in this order among equal scores by their means. lots: code →
    place (1 first) as decided by lot or by vote of the panel; it counts only for a tie of whose
    members each has a different place, so half a lot decides nothing. What is still equal shares
    its place and is listed in the order of codes, which means nothing.
    Raises RankedTwice, and KeyError when an entry lacks the mean of a tie criterion.
    Source: DOMAIN §3, ties at the line; `panel.ties` of the rulebook.
    """
    codes = sorted(entry.code for entry in entries)
    for code, following in pairwise(codes):
        if code == following:
            raise RankedTwice(code=code)
    ordered = sorted(entries, key=lambda entry: (_key(entry, ties), entry.code))
    ranked: list[RankedEntry] = []
    for _, equal in groupby(ordered, key=lambda entry: entry.score):
        ranked += _rank_equal(list(equal), len(ranked) + 1, ties, Fraction(pass_mark), lots or {})
    return tuple(ranked)


def _key(entry: RankEntry, ties: Sequence[str]) -> tuple[Fraction, ...]:
    return (-entry.score, *(-entry.means[key] for key in ties))


def _rank_equal(
    equal: list[RankEntry],
    place: int,
    ties: Sequence[str],
    pass_mark: Fraction,
    lots: Mapping[str, int],
) -> list[RankedEntry]:
    """Rank entries of one score, given in the order of their tie criteria."""
    everybody = [entry.code for entry in equal]
    ranked: list[RankedEntry] = []
    for _, group in groupby(equal, key=lambda entry: _key(entry, ties)):
        tied = list(group)
        places = {lots[entry.code] for entry in tied if entry.code in lots}
        by_lot = len(tied) > 1 and len(places) == len(tied)
        if by_lot:
            tied.sort(key=lambda entry: lots[entry.code])
        first = place + len(ranked)
        for offset, entry in enumerate(tied):
            others = tuple(other.code for other in tied if other is not entry)
            ranked.append(
                RankedEntry(
                    place=first + offset if by_lot else first,
                    entry=entry,
                    passed=entry.score >= pass_mark and not entry.veto,
                    decided_by=_decided_by(entry, equal, tied, ties, by_lot),
                    tied_with=() if by_lot else others,
                    equals=tuple(code for code in everybody if code != entry.code),
                )
            )
    return ranked


def _decided_by(
    entry: RankEntry,
    equal: Sequence[RankEntry],
    tied: Sequence[RankEntry],
    ties: Sequence[str],
    by_lot: bool,
) -> str:
    if len(tied) > 1:
        return BY_LOT if by_lot else UNDECIDED
    # The last criterion that was needed to part the entry from all others of its score.
    others = [other for other in equal if other is not entry]
    for key in ties:
        others = [other for other in others if other.means[key] == entry.means[key]]
        if not others:
            return key if len(equal) > 1 else BY_SCORE
    return BY_SCORE


def recommended_amount(
    amounts: Sequence[Money],
    requested: Money,
    cap: Money | None = None,
    *,
    step: Money = FEN,
    method: Literal["median", "mean"] = "median",
) -> Money:
    """Return the amount that the panel recommends.

    amounts: one per expert; each counts for at most the request and the cap. The median (of an
    even number the mean of the two in the middle) or the mean is rounded **down** to a multiple
    of `step`, at least to whole fen, so that no rounding ever exceeds what experts said.
    Raises NoAmounts without any, and ValueError for a negative amount or a step below one fen.
    Source: `panel.amount` of the rulebook.
    """
    if not amounts:
        raise NoAmounts
    if step.fen < 1 or min(amounts).fen < 0:
        raise ValueError("amounts are not negative and the step is at least one fen")
    most = requested if cap is None else min(requested, cap)
    fen = [Decimal(min(amount, most).fen) for amount in amounts]
    exact = median(fen) if method == "median" else mean(fen)
    return Money(int(exact // step.fen) * step.fen)
