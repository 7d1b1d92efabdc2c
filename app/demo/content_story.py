"""What is done with the proposals of the demo: calls, marks, deliveries, evaluations, letters.

Marks are by seat, not by expert, because the draw decides who sits there. Days are those of the
call of 2026; `year` moves them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.demo.content_proposal import WRITTEN_FOR, moved
from app.kernel.money import Money


@dataclass(frozen=True)
class CallPlan:
    """A call and the stage it is left at. begins: days after the demo's first morning."""

    stage: str
    area: str
    organiser: str
    edition: str
    title: str
    year: int
    begins: int
    budget: Money
    phone: str
    supervision: str
    minutes: str = ""

    def texts(self, common: Mapping[str, str], area_name: str) -> dict[str, str]:
        """Return the texts that an officer enters; common: the part that all calls share."""
        facts = {"edition": self.edition, "year": self.year, "area": area_name}
        return {
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
    """Five scorecards of one proposal."""

    proposal: str
    scorecards: tuple[Scorecard, ...]

    def seat(self, number: int) -> Scorecard:
        """Return the scorecard of a seat. Raises KeyError."""
        for card in self.scorecards:
            if card.seat == number:
                return card
        raise KeyError(number)


def moved_day(day: date, year: int) -> date:
    """Return a day, moved from the call of 2026 to the call of `year`."""
    return day.replace(year=day.year - WRITTEN_FOR + year)


@dataclass(frozen=True)
class ActivityRow:
    """An activity that took place. plan_row: its place in the plan, from 1."""

    plan_row: int
    on: date
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


@dataclass(frozen=True)
class ExpenseRow:
    """What is spent of a budget line: percents of it before and after the mid-term.

    invoice: what kind of paper proves it.
    """

    line: int
    midterm: Decimal
    completion: Decimal
    payee: str
    purpose: str
    invoice: str


@dataclass(frozen=True)
class Report:
    """A self-report. texts: by dimension, then problems and next_steps; actuals: by indicator."""

    on: date
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
    """Spending that the evaluator strikes out. line: of the budget, from 1."""

    line: int
    amount: Money
    reason: str


@dataclass(frozen=True)
class AssessmentRow:
    """An evaluator's sheet: points and their bases by indicator of the third level."""

    points: Mapping[str, Decimal]
    bases: Mapping[str, str]
    opinion: str
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
    """How a project is carried out and evaluated. moment: "midterm" or "completion"."""

    proposal: str
    activities: tuple[ActivityRow, ...]
    expenses: tuple[ExpenseRow, ...]
    midterm: Report
    midterm_assessment: AssessmentRow
    completion: Report
    completion_assessment: AssessmentRow

    def held(self, moment: str) -> list[ActivityRow]:
        """Return the activities that a moment's report tells of."""
        early = moment == "midterm"
        return [row for row in self.activities if (row.on <= self.midterm.on) is early]

    def spent(self, moment: str) -> list[tuple[ExpenseRow, Decimal]]:
        """Return what is spent by a moment's report, with the percents of the budget lines.

        What is bought at once comes before what runs on, such as staff.
        """
        early = moment == "midterm"
        spent = [(row, row.midterm if early else row.completion) for row in self.expenses]
        found = [(row, percent) for row, percent in spent if percent]
        return sorted(found, key=lambda one: one[1], reverse=True)

    def report(self, moment: str) -> Report:
        """Return the self-report of a moment."""
        return self.midterm if moment == "midterm" else self.completion

    def assessment(self, moment: str) -> AssessmentRow:
        """Return the evaluator's sheet of a moment."""
        return self.midterm_assessment if moment == "midterm" else self.completion_assessment


@dataclass(frozen=True)
class PanelText:
    """number: given by the supervisor for the draw; conflict: why one expert steps back."""

    number: str
    venue: str
    conflict: str


@dataclass(frozen=True)
class ObjectionText:
    """An objection and its answer. call: stage of the call; proposal: the one it is about."""

    call: str
    name: str
    by_organisation: bool
    contact: str
    proposal: str
    subject: str
    body: str
    findings: str
    measures: str


@dataclass(frozen=True)
class DeclineText:
    """Which awardee gives the award up, and why. call: stage of the call."""

    call: str
    proposal: str
    reason: str


@dataclass(frozen=True)
class PaymentText:
    """How a payment is made, and the opinions of its chain."""

    method: str
    head: str
    checked: str
    leader: str


@dataclass(frozen=True)
class Papers:
    """Titles of what is scanned and attached."""

    minutes: str
    agreement: str
    invoice: str
    approval: str


@dataclass(frozen=True)
class Texts:
    """Words of the people of the story.

    disqualified: the finding against the application that fails; checks: findings by rule.
    """

    approving_body: str
    disqualified: str
    checks: Mapping[str, str]
    panel: PanelText
    objection: ObjectionText
    decline: DeclineText
    payment: PaymentText
    papers: Papers
