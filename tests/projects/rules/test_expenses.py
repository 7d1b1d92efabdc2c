"""Spending against the agreed budget."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.money import ZERO, Money
from projects.rules.expenses import (
    DisallowedTooMuch,
    Expense,
    Level,
    PlannedLine,
    UnknownLine,
    adjustment,
    eligible_spending,
    standings,
    summary,
)

Y = Money.yuan
BUDGET = (
    PlannedLine("1", "activity", Y("20000")),
    PlannedLine("2", "activity", Y("10000")),
    PlannedLine("3", "labour", Y("15000")),
    PlannedLine("4", "publicity", Y("5000")),
)


def changed(**yuan):
    """The budget with lines moved: l1="21000"; None takes a line away."""
    moved = {key.removeprefix("l"): value for key, value in yuan.items()}
    kept = [line for line in BUDGET if moved.get(line.key, "") is not None]
    return [
        PlannedLine(
            line.key, line.category, Y(moved[line.key]) if line.key in moved else line.planned
        )
        for line in kept
    ]


def test_standings():
    expenses = [Expense("1", Y("12000")), Expense("1", Y("9000")), Expense("3", Y("15000.01"))]

    first, second, third, _ = standings(BUDGET, expenses)

    assert (first.spent, first.remaining, first.over) == (Y("21000"), ZERO, Y("1000"))
    assert (second.spent, second.remaining, second.over) == (ZERO, Y("10000"), ZERO)
    assert third.over == Money(1)
    assert [row.level for row in (first, second, third)] == [
        Level.RECORD,
        Level.NONE,
        Level.RECORD,
    ]


@pytest.mark.parametrize(
    ("spent", "level"),
    [
        ("20000", Level.NONE),
        ("20000.01", Level.RECORD),
        ("22000", Level.RECORD),
        ("22000.01", Level.APPROVAL),
    ],
)
def test_a_line_may_be_exceeded_by_a_tenth(spent, level):
    assert standings(BUDGET, [Expense("1", Y(spent))])[0].level is level


def test_a_line_without_a_plan_needs_approval():
    (row,) = standings([PlannedLine("1", "x", ZERO)], [Expense("1", Money(1))])

    assert row.level is Level.APPROVAL


def test_the_limit_is_data():
    (row, *_) = standings(BUDGET, [Expense("1", Y("20500"))], record_up_to=Decimal(2))

    assert row.level is Level.APPROVAL


def test_an_expense_belongs_to_a_line():
    with pytest.raises(UnknownLine) as refused:
        standings(BUDGET, [Expense("9", Y("1"))])

    assert refused.value.facts == {"line": "9"}


def test_eligible_spending_leaves_out_what_is_disallowed():
    expenses = [Expense("1", Y("1000"), disallowed=Y("250.50")), Expense("2", Y("10"))]

    assert eligible_spending(expenses) == Y("759.50")


@pytest.mark.parametrize("disallowed", [Money(101), Money(-1)])
def test_not_more_than_the_expense_is_disallowed(disallowed):
    with pytest.raises(DisallowedTooMuch):
        eligible_spending([Expense("1", Money(100), disallowed=disallowed)])


def test_summary():
    expenses = [Expense("1", Y("23000"), disallowed=Y("500")), Expense("2", Y("1000"))]

    total = summary(BUDGET, expenses)

    assert (total.planned, total.spent, total.eligible) == (Y("50000"), Y("24000"), Y("23500"))
    assert (total.over, total.remaining) == (Y("3000"), Y("26000"))
    assert total.level is Level.APPROVAL


def test_summary_of_nothing():
    assert summary((), ()).level is Level.NONE


@pytest.mark.parametrize(
    ("after", "level"),
    [
        pytest.param(changed(), Level.NONE, id="unchanged"),
        pytest.param(changed(l1="19000", l2="11000"), Level.RECORD, id="a tenth within a category"),
        pytest.param(changed(l1="18000", l2="12000"), Level.APPROVAL, id="a fifth of one line"),
        pytest.param(changed(l1="18500", l3="16500"), Level.RECORD, id="between categories"),
        pytest.param(changed(l1="19000", l4="6000"), Level.APPROVAL, id="20 % of a category"),
        pytest.param(
            changed(l1="18999.99", l4="6000.01"), Level.AMENDMENT, id="more than 20 % of a category"
        ),
        pytest.param(changed(l1="20000.01"), Level.AMENDMENT, id="another total"),
        pytest.param(changed(l4=None, l3="20000"), Level.AMENDMENT, id="a category ends"),
        pytest.param(changed(l2=None, l1="30000"), Level.APPROVAL, id="a line ends"),
    ],
)
def test_adjustment(after, level):
    assert adjustment(BUDGET, after).level is level


def test_adjustment_of_a_new_line_needs_approval():
    after = [*changed(l1="19000"), PlannedLine("5", "activity", Y("1000"))]

    result = adjustment(BUDGET, after)

    assert result.level is Level.APPROVAL
    assert [(c.key, c.level) for c in result.lines if c.level is not Level.NONE] == [
        ("1", Level.RECORD),
        ("5", Level.APPROVAL),
    ]


def test_adjustment_that_renames_a_category_shows():
    after = [PlannedLine("1", "labour", Y("20000")), *BUDGET[1:]]

    result = adjustment(BUDGET, after)

    assert result.level is Level.AMENDMENT
    assert result.categories == ("activity", "labour")


def test_adjustment_by_the_rulebook():
    after = changed(l1="19000", l2="11000")

    assert adjustment(BUDGET, after, record_up_to=Decimal(5)).level is Level.APPROVAL


fen = st.integers(1, 10**7).map(Money)


@given(st.lists(st.tuples(st.integers(0, 3), fen), max_size=20))
def test_every_fen_is_on_one_line(spent):
    expenses = [Expense(BUDGET[n].key, amount) for n, amount in spent]

    rows = standings(BUDGET, expenses)

    assert sum((row.spent for row in rows), ZERO) == sum((e.amount for e in expenses), ZERO)
    for row in rows:
        assert row.planned - row.spent == row.remaining - row.over
        assert not (row.remaining and row.over)


@given(st.lists(fen, min_size=4, max_size=4), st.integers(0, 3), fen)
def test_moving_further_never_needs_less(plan, position, more):
    """One line is raised, and raised once more."""
    lines = [PlannedLine(str(n), "c", amount) for n, amount in enumerate(plan)]

    def raised(by):
        return [
            PlannedLine(x.key, x.category, x.planned + (by if n == position else ZERO))
            for n, x in enumerate(lines)
        ]

    once = adjustment(lines, raised(more)).lines[position].level
    twice = adjustment(lines, raised(more + more)).lines[position].level

    assert twice.weight >= once.weight
