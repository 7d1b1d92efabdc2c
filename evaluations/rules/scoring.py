"""From the experts' totals to one score: exact, and rounded by nobody but the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.kernel.errors import DomainError
from app.kernel.labels import N_

# Makes the median of absolute deviations comparable with a standard deviation (normal marks).
MAD_TO_SIGMA = Fraction(14826, 10000)


class NoMarks(DomainError):
    """Nobody has judged yet."""

    message = N_("There is no mark yet, so there is no score.")


@dataclass(frozen=True)
class Spread:
    """How far the experts are apart on one application.

    median, range: points. limit: the largest distance from the median that is not flagged, None
    where the range decides. flagged: keys of the experts who are asked to look again, in order.
    """

    median: Fraction
    range: Decimal
    limit: Fraction | None
    flagged: tuple[str, ...]


def panel_score(
    marks: Sequence[Decimal], *, drop_from: int = 5, high: int = 1, low: int = 1
) -> Fraction:
    """Mean of one application's totals, exact.

    marks: one total per expert who judged, in points; a recused expert has none.
    drop_from: from this many marks on, `high` of the highest and `low` of the lowest are left
    out; below it the plain mean counts.
    Returns points; a ranking never rounds them, only the page does (`shown`).
    Raises NoMarks without any, and ValueError for a rule that would leave nothing over.
    Source: `panel.drop` of the rulebook; DOMAIN: n ≥ 5 drop one each, n = 3 or 4 plain mean.
    """
    if not marks:
        raise NoMarks
    cut = left_out(marks, drop_from=drop_from, high=high, low=low)
    kept = [mark for position, mark in enumerate(marks) if position not in cut]
    return mean(kept)


def left_out(
    marks: Sequence[Decimal], *, drop_from: int = 5, high: int = 1, low: int = 1
) -> frozenset[int]:
    """Positions of the marks that do not count; of equal ones the first is left out.

    Raises ValueError when the rule could leave nothing over (drop_from ≤ high + low).
    """
    if high < 0 or low < 0 or drop_from <= high + low:
        raise ValueError("a panel rule must leave at least one mark over")
    if len(marks) < drop_from:
        return frozenset()
    lowest = sorted(range(len(marks)), key=lambda position: (marks[position], position))[:low]
    rest = [position for position in range(len(marks)) if position not in lowest]
    highest = sorted(rest, key=lambda position: (-marks[position], position))[:high]
    return frozenset([*lowest, *highest])


def mean(points: Sequence[Decimal]) -> Fraction:
    """The plain mean, exact. Raises NoMarks without any."""
    if not points:
        raise NoMarks
    return sum(map(Fraction, points), Fraction()) / len(points)


def criterion_means(sheets: Sequence[Mapping[str, Decimal]]) -> dict[str, Fraction]:
    """The plain mean of each criterion over all sheets, for breaking ties.

    sheets: one mapping criterion key → points per expert, all with the same keys.
    Raises NoMarks without a sheet and KeyError when a sheet lacks a criterion.
    """
    if not sheets:
        raise NoMarks
    return {key: mean([sheet[key] for sheet in sheets]) for key in sheets[0]}


def median(points: Sequence[Decimal | Fraction]) -> Fraction:
    """The middle value; with an even number the mean of the two in the middle. Raises NoMarks."""
    if not points:
        raise NoMarks
    ordered = sorted(Fraction(point) for point in points)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def spread(
    totals: Mapping[str, Decimal],
    *,
    least: Decimal = Decimal(10),
    factor: Decimal = Decimal(2),
    from_n: int = 4,
    range_limit: Decimal = Decimal(20),
) -> Spread:
    """Say which experts stand so far off that they should look again.

    totals: expert → total in points. With at least `from_n` totals, one is flagged when its
    distance from the median is more than max(least, factor × 1.4826 × MAD), MAD being the median
    of those distances. With fewer, when highest − lowest is more than `range_limit`, those
    farthest from the median are flagged. Flagging asks, it never changes a mark.
    Raises NoMarks. Source: EXPERIENCE A4; `panel.outlier` of the rulebook.
    """
    middle = median(list(totals.values()))
    width = max(totals.values()) - min(totals.values())
    distances = {expert: abs(Fraction(total) - middle) for expert, total in totals.items()}
    if len(totals) >= from_n:
        mad = median(list(distances.values()))
        limit = max(Fraction(least), Fraction(factor) * MAD_TO_SIGMA * mad)
        flagged = tuple(expert for expert, distance in distances.items() if distance > limit)
        return Spread(middle, width, limit, flagged)
    farthest = max(distances.values())
    apart = width > range_limit
    flagged = tuple(e for e, distance in distances.items() if apart and distance == farthest)
    return Spread(middle, width, None, flagged)


def shown(points: Fraction | Decimal) -> Decimal:
    """Points as pages and papers show them: two decimals, half away from zero (HALF_UP)."""
    exact = Fraction(points)
    hundredths = int(abs(exact) * 100 + Fraction(1, 2))
    return Decimal(hundredths if exact >= 0 else -hundredths).scaleb(-2)
