"""What is done with the applications of the demo: calls, marks, deliveries, evaluations, letters.

By seat, not by expert, because the draw decides who sits there. Days are those of the call of
2026; `year` moves them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.demo.content_application import WRITTEN_FOR, moved
from app.kernel.money import Money


@dataclass(frozen=True)
class Call:
    """A call at one stage. begins: days after the demo's first morning, negative before it."""

    key: str
    stage: str
    area: str
    host: str
    organiser: str
    edition: str
    title: str
    year: int
    begins: int
    budget: Money
    phone: str
    supervision: str
    applications: tuple[str, ...]
    note: str

    def texts(self, common: Mapping[str, str], area_name: str) -> dict[str, str]:
        """Return the texts that an officer enters; common: the part that all calls share."""
        facts = {"edition": self.edition, "host": self.host, "year": self.year, "area": area_name}
        return {
            "host": self.host,
            "organiser": self.organiser,
            **{key: text.format(**facts) for key, text in common.items()},
            "phone": self.phone,
            "supervision": self.supervision,
        }


@dataclass(frozen=True)
class Scorecard:
    """What the expert of one seat (1 to 5) gives.

    marks: points by criterion; reasons: by criterion, where a mark is far up or down.
    """

    seat: int
    marks: Mapping[str, Decimal]
    amount: Money
    comment: str
    reasons: Mapping[str, str] | None = None

    @property
    def total(self) -> Decimal:
        """Points of all criteria."""
        return sum(self.marks.values(), Decimal())


@dataclass(frozen=True)
class Review:
    """Five scorecards of one application."""

    application: str
    scorecards: tuple[Scorecard, ...]

    def seat(self, number: int) -> Scorecard:
        """Return the scorecard of a seat. Raises KeyError."""
        for card in self.scorecards:
            if card.seat == number:
                return card
        raise KeyError(number)


@dataclass(frozen=True)
class ActivityRow:
    """An activity that took place. plan_row: its place in the plan, from 1."""

    plan_row: int
    on: date
    starts: str
    ends: str
    place: str
    audience: str
    expected: int
    attended: int
    new_people: int
    volunteers: int
    volunteer_hours: Decimal
    content: str
    effect: str
    problem: str

    def held_on(self, year: int) -> date:
        """Return the day, moved to the call of `year`."""
        return self.on.replace(year=self.on.year - WRITTEN_FOR + year)


@dataclass(frozen=True)
class ExpenseRow:
    """What is spent of a budget line: percents of it before and after the mid-term."""

    line: int
    midterm: Decimal
    completion: Decimal
    payee: str
    purpose: str
    invoice: str


@dataclass(frozen=True)
class Report:
    """A self-report. texts: by dimension, then problems and next_steps; actuals: by indicator."""

    texts: Mapping[str, str]
    self_score: Decimal
    actuals: tuple[Decimal, ...]

    def texts_of(self, year: int) -> dict[str, str]:
        """Return the texts, moved to the call of `year`."""
        return {key: moved(text, year) for key, text in self.texts.items()}


@dataclass(frozen=True)
class Extra:
    """A bonus or a deduction. key: of the rulebook's sheet."""

    key: str
    points: Decimal
    reason: str


@dataclass(frozen=True)
class Disallowed:
    """Spending that the evaluator strikes out."""

    line: int
    amount: Money
    reason: str


@dataclass(frozen=True)
class AssessmentRow:
    """An evaluator's sheet: points and their bases by indicator of the third level."""

    points: Mapping[str, Decimal]
    bases: Mapping[str, str]
    opinion: str
    findings: tuple[str, ...]
    bonuses: tuple[Extra, ...] = ()
    deductions: tuple[Extra, ...] = ()
    disallowed: Disallowed | None = None

    @property
    def total(self) -> Decimal:
        """Points with bonuses and deductions; may exceed 100."""
        extra = sum((each.points for each in self.bonuses), Decimal())
        less = sum((each.points for each in self.deductions), Decimal())
        return sum(self.points.values(), Decimal()) + extra - less


@dataclass(frozen=True)
class Delivery:
    """How a project is carried out and evaluated; without completion it stops at the mid-term."""

    application: str
    activities: tuple[ActivityRow, ...]
    expenses: tuple[ExpenseRow, ...]
    midterm: Report
    midterm_assessment: AssessmentRow
    completion: Report | None = None
    completion_assessment: AssessmentRow | None = None


@dataclass(frozen=True)
class ObjectionText:
    """An objection of the public. application: key of the one it is about."""

    name: str
    by_organisation: bool
    contact: str
    application: str
    subject: str
    body: str


@dataclass(frozen=True)
class AnswerText:
    """What the officer answers."""

    findings: str
    verdict: str
    measures: str
    note: str


@dataclass(frozen=True)
class Texts:
    """Words of the people of the story.

    reasons: why something is declined or sent back; minutes: of the meetings, with {year};
    checks: findings by eligibility rule; room: of the review room.
    """

    objection: ObjectionText
    answer: AnswerText
    reasons: Mapping[str, str]
    corrections: tuple[str, ...]
    minutes: Mapping[str, str]
    checks: Mapping[str, str]
    room: Mapping[str, str]
