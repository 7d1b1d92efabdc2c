"""The demo's marks and deliveries tell the story that they should."""

from decimal import Decimal

import pytest

from app.demo.content import Content, load_content
from app.demo.content_story import AssessmentRow
from app.kernel.money import ZERO, Money
from evaluations.rules.marks import Criterion, MarkGiven, faults
from evaluations.rules.ranking import RankEntry, rank, recommended_amount
from evaluations.rules.scoring import criterion_means, panel_score, spread
from projects.rules.rulebook import Rulebook
from projects.rules.rulebook_reading import programme
from projects.rules.rulebook_review import AssessmentSheet

CONTENT = load_content()
PROPOSALS = list(CONTENT.proposals)


@pytest.fixture
def content() -> Content:
    return CONTENT


@pytest.fixture
def rulebook() -> Rulebook:
    return programme("venture")


def criteria(rulebook: Rulebook) -> list[Criterion]:
    return [Criterion(each.key, each.maximum.value) for each in rulebook.criteria]


@pytest.mark.parametrize("key", PROPOSALS)
def test_every_sheet_can_be_locked(key: str, content: Content, rulebook: Rulebook):
    review = content.reviews[key]

    assert [card.seat for card in review.scorecards] == [1, 2, 3, 4, 5]
    for card in review.scorecards:
        reasons = card.reasons or {}
        given = {k: MarkGiven(mark, reasons.get(k, "")) for k, mark in card.marks.items()}
        assert faults(criteria(rulebook), given) == ()
        assert card.comment
        assert card.amount <= content.proposals[key].requested


def test_marks_give_the_story_of_the_ranking(content: Content, rulebook: Rulebook):
    entries = []
    for key in PROPOSALS:
        cards = content.reviews[key].scorecards
        score = panel_score([card.total for card in cards])
        entries.append(RankEntry(key, score, criterion_means([card.marks for card in cards])))
    ranked = rank(entries, ties=("needs", "plan"))
    amounts = {
        key: recommended_amount(
            [card.amount for card in content.reviews[key].scorecards],
            content.proposals[key].requested,
            rulebook.money.cap.value,
            step=rulebook.panel.amount.step.value,
        )
        for key in PROPOSALS
    }
    order = [each.entry.code for each in ranked]
    fifth, sixth = ranked[4:6]

    assert order[:7] == ["weihang", "zhitong", "jiangyu", "hexu", "yanqiao", "linpan", "yushan"]
    assert all(each.passed for each in ranked)
    assert (fifth.entry.score, sixth.entry.score, sixth.decided_by) == (84, 84, "needs")
    assert sum((amounts[key] for key in order[:6]), ZERO) <= Money.yuan("300000.00")
    assert sum((amounts[key] for key in order[:7]), ZERO) > Money.yuan("300000.00")


def test_one_scorecard_stands_apart(content: Content):
    flagged = {}
    for key in PROPOSALS:
        found = spread(
            {str(card.seat): card.total for card in content.reviews[key].scorecards}, least=15
        ).flagged
        if found:
            flagged[key] = found

    assert flagged == {"gangting": ("4",)}


def check_sheet(sheet: AssessmentSheet, given: AssessmentRow) -> None:
    leaves = {each.key: each.points for each in sheet.leaves}
    bonuses = {each.key: each.limit.value for each in sheet.bonuses}
    deductions = {each.key: each.limit.value for each in sheet.deductions}
    assert set(given.points) == set(given.bases) == set(leaves)
    assert all(0 <= points <= leaves[key] for key, points in given.points.items())
    assert all(each.points <= bonuses[each.key] for each in given.bonuses)
    assert all(each.points <= deductions[each.key] for each in given.deductions)


@pytest.mark.parametrize("key", list(CONTENT.deliveries))
def test_delivery_fits_the_plan(key: str, content: Content, rulebook: Rulebook):
    delivery, proposal = content.deliveries[key], content.proposals[key]
    days = [each.on for each in delivery.activities]

    assert days == sorted(days)
    for row in delivery.activities:
        planned = proposal.tables.plan_rows[row.plan_row - 1]
        assert row.expected == planned.person_times
        assert planned.when <= f"{row.on:%Y-%m}"
    for expense in delivery.expenses:
        assert proposal.items()[expense.line - 1].source == "grant"
        assert expense.midterm + expense.completion <= 100
    for moment, sheet in (("midterm", rulebook.midterm), ("completion", rulebook.completion)):
        report = delivery.report(moment)
        assert delivery.held(moment)
        assert all(row.on <= report.on for row in delivery.held(moment))
        assert len(report.actuals) == len(proposal.tables.indicators)
        assert set(report.texts) == {
            *(each.key for each in sheet.dimensions),
            "problems",
            "next_steps",
        }
        check_sheet(sheet, delivery.assessment(moment))


def test_midterm_total_exceeds_one_hundred_once(content: Content):
    totals_found = {
        key: (each.midterm_assessment.total, each.completion_assessment.total)
        for key, each in content.deliveries.items()
    }

    assert totals_found == {
        "weihang": (Decimal("105.5"), Decimal(99)),
        "zhitong": (Decimal("86.5"), Decimal(92)),
    }


@pytest.mark.parametrize("key", list(CONTENT.deliveries))
def test_indicators_told_are_those_of_the_activities(key: str, content: Content):
    """The attendance that the completion report gives is that of the activities it tells of."""
    delivery, proposal = content.deliveries[key], content.proposals[key]
    regular = {"weihang": "每周敲门探访", "zhitong": "放学后成长空间"}[key]
    rows = proposal.tables.plan_rows
    attended = sum(
        each.attended
        for each in delivery.activities
        if rows[each.plan_row - 1].activity.startswith(regular)
    )

    assert attended in delivery.completion.actuals
