"""How a programme judges: criteria, panel, and the sheets of mid-term and completion."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.kernel.money import Money
from projects.rules.sourced import Sourced


@dataclass(frozen=True)
class Band:
    """What a mark between two shares of a criterion's maximum means. minimum, maximum: percent."""

    minimum: Decimal
    maximum: Decimal
    text: str
    text_en: str


@dataclass(frozen=True)
class Criterion:
    """One criterion of the score sheet. maximum: points."""

    key: str
    label: str
    label_en: str
    standard: str
    standard_en: str
    maximum: Sourced[Decimal]
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class ScoringRules:
    """How a mark is given.

    step: marks are multiples of it. comment_below, comment_above: percent of a criterion's maximum
    outside which a comment is required. decimals: digits shown; a ranking is never rounded.
    """

    step: Sourced[Decimal]
    comment_below: Sourced[Decimal]
    comment_above: Sourced[Decimal]
    decimals: Sourced[int]


@dataclass(frozen=True)
class Seat:
    """A group of seats on the panel. minimum: how many at least; 0 fills the rest."""

    key: str
    label: str
    label_en: str
    expertise: str
    minimum: Sourced[int]


@dataclass(frozen=True)
class Drop:
    """How many of the highest and lowest totals are left out, from which number of totals on."""

    from_n: Sourced[int]
    high: Sourced[int]
    low: Sourced[int]


class TieKind(StrEnum):
    """How a tie is broken: by a criterion's mean, by a vote of the panel, by lot."""

    CRITERION = "criterion"
    VOTE = "vote"
    LOT = "lot"


@dataclass(frozen=True)
class TieRule:
    """One step in breaking ties. criterion: its key when the kind is a criterion."""

    kind: TieKind
    label: str
    label_en: str
    criterion: str = ""


@dataclass(frozen=True)
class Outlier:
    """When a panellist's total is returned once for an explanation.

    With at least from_n totals: distance from the median above both `points` and
    `deviations` × 1.4826 × the median absolute deviation. With fewer: the range
    (highest − lowest) above `range`.
    """

    points: Sourced[Decimal]
    deviations: Sourced[Decimal]
    from_n: Sourced[int]
    range: Sourced[Decimal]


@dataclass(frozen=True)
class Veto:
    """A ground on which the panel rejects an application whatever its score."""

    key: str
    label: str
    label_en: str
    source: str = ""


@dataclass(frozen=True)
class Majority:
    """At least numerator / denominator of those who judge, counted exactly."""

    numerator: Sourced[int]
    denominator: Sourced[int]

    def reached(self, votes: int, of: int) -> bool:
        """Tell whether `votes` out of `of` are enough; nobody judging is never enough."""
        return of > 0 and votes * self.denominator.value >= of * self.numerator.value


class AmountMethod(StrEnum):
    """How the panel's recommended amount follows from those of its members."""

    MEDIAN = "median"
    MEAN = "mean"


@dataclass(frozen=True)
class AmountRule:
    """The recommended amount, never above the request or the cap. step: rounded down to it."""

    method: Sourced[AmountMethod]
    step: Sourced[Money]


@dataclass(frozen=True)
class Pledge:
    """The pledge that a panellist signs before anything opens."""

    title: str
    clauses: tuple[str, ...]
    signature: str


@dataclass(frozen=True)
class ConflictGround:
    """A relation for which a panellist steps back. hard: it excludes without a decision."""

    key: str
    label: str
    label_en: str
    hard: bool


@dataclass(frozen=True)
class PanelRules:
    """Who judges, how totals become a ranking, and how ties and outliers are dealt with.

    size: panellists drawn. minimum_size: fewest locked totals one application may be ranked on.
    pass_mark: points. reserves: how many applications stay on the reserve list.
    """

    size: Sourced[int]
    minimum_size: Sourced[int]
    pass_mark: Sourced[Decimal]
    reserves: Sourced[int]
    drop: Drop
    outlier: Outlier
    veto_majority: Majority
    amount: AmountRule
    pledge: Pledge
    seats: tuple[Seat, ...]
    ties: tuple[TieRule, ...]
    vetoes: tuple[Veto, ...]
    conflicts: tuple[ConflictGround, ...]


@dataclass(frozen=True)
class Indicator:
    """A third-level indicator: what is scored. points: its maximum."""

    key: str
    label: str
    label_en: str
    points: Decimal
    standard: str
    standard_en: str


@dataclass(frozen=True)
class IndicatorGroup:
    """A second-level indicator."""

    key: str
    label: str
    label_en: str
    items: tuple[Indicator, ...]

    @property
    def points(self) -> Decimal:
        """Maximum of the group."""
        return sum((item.points for item in self.items), Decimal())


@dataclass(frozen=True)
class Dimension:
    """A first-level indicator."""

    key: str
    label: str
    label_en: str
    items: tuple[IndicatorGroup, ...]

    @property
    def points(self) -> Decimal:
        """Maximum of the dimension."""
        return sum((item.points for item in self.items), Decimal())


@dataclass(frozen=True)
class Adjustment:
    """A bonus or a deduction outside the hundred points. limit: most points it may move."""

    key: str
    label: str
    label_en: str
    limit: Sourced[Decimal]


@dataclass(frozen=True)
class Grade:
    """An evaluation grade and the total from which it is given."""

    key: str
    label: str
    label_en: str
    minimum: Sourced[Decimal]


@dataclass(frozen=True)
class AssessmentOutcome:
    """What an assessment recommends for the money still to be paid."""

    key: str
    label: str
    label_en: str


@dataclass(frozen=True)
class AssessmentSheet:
    """The sheet of one assessment; bonuses and deductions are added without a limit at 0 or 100.

    assessors, finance_assessors: how many assess, and how many of them know accounting.
    grades: highest first. alternative: another published way to cut the grades, for information.
    """

    title: str
    title_en: str
    source: str
    pass_mark: Sourced[Decimal]
    assessors: Sourced[int]
    finance_assessors: Sourced[int]
    dimensions: tuple[Dimension, ...]
    bonuses: tuple[Adjustment, ...]
    deductions: tuple[Adjustment, ...]
    grades: tuple[Grade, ...]
    outcomes: tuple[AssessmentOutcome, ...]
    alternative: str = ""

    @property
    def total(self) -> Decimal:
        """Points of all dimensions, without bonuses."""
        return sum((each.points for each in self.dimensions), Decimal())

    @property
    def leaves(self) -> tuple[Indicator, ...]:
        """All third-level indicators in their order."""
        return tuple(self._leaves())

    def _leaves(self) -> Iterator[Indicator]:
        for dimension in self.dimensions:
            for group in dimension.items:
                yield from group.items

    def grade(self, total: Decimal) -> Grade:
        """Return the grade of a total in points; the lowest one takes all that is left."""
        for grade in self.grades:
            if total >= grade.minimum.value:
                return grade
        return self.grades[-1]
