"""Lines, totals, caps, and that either way out of a cap is really enough."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.money import ZERO, Money
from projects.rules.budgets import (
    BudgetItem,
    BudgetSource,
    LineTooLarge,
    NegativeLine,
    NotWholeFen,
    cap_standings,
    check_budget,
    check_caps,
    line_amount,
    totals,
)
from projects.rules.rulebook import Rulebook
from projects.rules.rulebook_money import BudgetRules, Cap, CapBase, CapKind
from projects.rules.sourced import Sourced


@pytest.mark.parametrize(
    ("price", "quantity", "amount"),
    [
        ("12.50", "4", "50.00"),
        ("0.30", "3.5", "1.05"),
        ("100.00", "0.01", "1.00"),
        ("999999999999.99", "1000", "999999999999990.00"),
    ],
)
def test_line_amount(price: str, quantity: str, amount: str):
    assert line_amount(Money.yuan(price), Decimal(quantity)) == Money.yuan(amount)


@pytest.mark.parametrize(
    ("price", "quantity", "error"),
    [
        ("0.01", "0.5", NotWholeFen),
        ("1.00", "0.333", NotWholeFen),
        ("1.00", "0", NegativeLine),
        ("1.00", "-1", NegativeLine),
        ("0.00", "1", NegativeLine),
        ("1.00", "NaN", NegativeLine),
        ("1.00", "sNaN", NegativeLine),
        ("1.00", "Infinity", LineTooLarge),
        ("1.00", "1e999999", LineTooLarge),
        ("1.00", "1e-999999", LineTooLarge),
        ("9999999999999.99", "999999", LineTooLarge),
    ],
)
def test_a_line_that_cannot_be_paid_is_refused(price: str, quantity: str, error: type[Exception]):
    with pytest.raises(error):
        line_amount(Money.yuan(price), Decimal(quantity))


def test_totals_by_source(make_item):
    sums = totals([make_item("10.00"), make_item("5.00", source="own"), make_item("1", "2"),
                   make_item("3.00", source="matching")])  # fmt: skip

    assert sums.grant == Money.yuan("12.00")
    assert (sums.own, sums.matching) == (Money.yuan("5.00"), Money.yuan("3.00"))
    assert sums.not_granted == Money.yuan("8.00")
    assert sums.total == Money.yuan("20.00")


def test_no_lines_have_no_totals():
    assert totals([]).total == ZERO


def test_an_exceeded_cap_tells_both_ways_out(rulebook: Rulebook, make_item):
    items = [make_item("12400.00", category="management"), make_item("87600.00")]

    (warning,) = check_caps(rulebook.budget, items)

    assert warning.cap.key == "management"
    assert warning.base == Money.yuan("100000.00")
    assert warning.share == Decimal("12.4")
    assert warning.transfer == Money.yuan("2400.00")
    assert warning.cut == Money.yuan("2666.67")


def test_a_cap_that_is_just_reached_is_kept(rulebook: Rulebook, make_item):
    items = [make_item("10000.00", category="management"), make_item("90000.00")]

    assert check_caps(rulebook.budget, items) == ()
    assert all(not each.over for each in cap_standings(rulebook.budget, items))


def test_a_cap_of_the_request_counts_grant_lines_only(rulebook: Rulebook, make_item):
    own = [
        make_item("90000.00", category="management", source="own"),
        make_item("5000.00", category="management"),
        make_item("45000.00"),
    ]

    assert check_caps(rulebook.budget, own) == ()


def test_a_joint_cap_counts_all_sources(rulebook: Rulebook, make_item):
    items = [
        make_item("30000.00", category="labour"),
        make_item("30000.00", category="volunteers", source="own"),
        make_item("40000.00"),
    ]

    (warning,) = check_caps(rulebook.budget, items)

    assert warning.cap.key == "labour_and_volunteers"
    assert warning.transfer == Money.yuan("10000.00")
    assert warning.cut == Money.yuan("20000.00")


def rules_with(cap: Cap) -> BudgetRules:
    nothing = Sourced(Decimal())
    return BudgetRules(Sourced(99), nothing, nothing, (), (cap,), ())


def line(category: str, fen: int, source: BudgetSource) -> BudgetItem:
    return BudgetItem(category, "", Money(fen), Decimal(1), "", Money(fen), source)


@given(
    percent=st.decimals(0, 99, places=2),
    base=st.sampled_from(CapBase),
    capped=st.integers(1, 10**12),
    rest=st.integers(0, 10**12),
    own=st.integers(0, 10**12),
)
def test_either_way_out_is_enough_and_no_fen_too_much(
    percent: Decimal, base: CapBase, capped: int, rest: int, own: int
):
    cap = Cap("c", ("c",), "c", "c", Sourced(percent), base, CapKind.HARD)
    items = [
        line("c", capped, BudgetSource.GRANT),
        line("other", rest, BudgetSource.GRANT),
        line("other", own, BudgetSource.OWN),
    ]
    whole = capped + rest + (own if base is CapBase.TOTAL else 0)
    share = Fraction(percent) / 100

    (standing,) = cap_standings(rules_with(cap), items)
    over = check_caps(rules_with(cap), items)

    assert bool(over) == (capped > share * whole)
    transfer, cut = standing.transfer.fen, standing.cut.fen
    assert 0 <= transfer <= cut <= capped
    assert capped - transfer <= share * whole
    assert capped - cut <= share * (whole - cut)
    if over:
        assert capped - (transfer - 1) > share * whole
        assert capped - (cut - 1) > share * (whole - (cut - 1))


@given(capped=st.integers(1, 10**9), rest=st.integers(0, 10**9))
def test_the_ways_out_pass_the_check_itself(capped: int, rest: int):
    cap = Cap("c", ("c",), "c", "c", Sourced(Decimal(10)), CapBase.REQUEST, CapKind.HARD)
    rules, grant = rules_with(cap), BudgetSource.GRANT
    (standing,) = cap_standings(rules, [line("c", capped, grant), line("other", rest, grant)])
    moved, less = standing.transfer.fen, standing.cut.fen

    transferred = [line("c", capped - moved, grant), line("other", rest + moved, grant)]
    cut = [line("c", capped - less, grant), line("other", rest, grant)]

    assert check_caps(rules, transferred) == ()
    assert check_caps(rules, cut) == ()


def keys(rulebook: Rulebook, items: list[BudgetItem]) -> list[str]:
    found = check_budget(rulebook, items)
    assert all(problem.message % problem.facts for problem in found if problem.facts)
    return [problem.key for problem in found]


def test_a_sound_budget_has_no_problems(rulebook: Rulebook, make_item):
    assert keys(rulebook, [make_item("60000.00")]) == []


def test_a_budget_without_lines(rulebook: Rulebook):
    assert keys(rulebook, []) == ["lines"]


@pytest.mark.parametrize(
    ("price", "found"),
    [
        ("60000.00", []),
        ("60000.01", ["cap"]),
        ("10000.00", []),
        ("9999.99", ["minimum"]),
    ],
)
def test_the_limits_of_a_request(rulebook: Rulebook, make_item, price: str, found: list[str]):
    assert keys(rulebook, [make_item(price)]) == found


def test_own_funds_do_not_count_as_request(rulebook: Rulebook, make_item):
    assert keys(rulebook, [make_item("60000.00"), make_item("90000.00", source="own")]) == []


@pytest.mark.parametrize(("count", "found"), [(60, []), (61, ["lines"])])
def test_number_of_lines(rulebook: Rulebook, make_item, count: int, found: list[str]):
    assert keys(rulebook, [make_item("500.00")] * count) == found


def test_a_forbidden_category_is_refused(rulebook: Rulebook, make_item):
    items = [make_item("1000.00", category="fixed_assets"), make_item("20000.00")]

    assert keys(rulebook, items) == ["fixed_assets"]


def test_a_soft_cap_warns_and_does_not_refuse(rulebook: Rulebook, make_item):
    items = [make_item("9000.00", category="publicity"), make_item("21000.00")]

    assert [warning.cap.key for warning in check_caps(rulebook.budget, items)] == ["publicity"]
    assert keys(rulebook, items) == []


@pytest.mark.parametrize(("own", "found"), [("5000.00", []), ("4999.99", ["own_share"])])
def test_own_share(rulebook: Rulebook, make_item, own: str, found: list[str]):
    money = replace(rulebook.money, own_share=Sourced(Decimal(20)))
    items = [make_item("20000.00"), make_item(own, source="own")]

    assert keys(replace(rulebook, money=money), items) == found
