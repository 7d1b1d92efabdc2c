"""The order of applications, and the recommended amount."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.money import Money
from evaluations.rules.ranking import (
    NoAmounts,
    RankedTwice,
    RankEntry,
    rank,
    recommended_amount,
)

F = Fraction


def make_entry(code, score, needs=0, plan=0, **more):
    means = {"needs": F(needs), "plan": F(plan)}
    return RankEntry(code, F(score), means=means, **more)


def order(ranked):
    return [(row.place, row.code, row.decided_by) for row in ranked]


def test_rank_by_unrounded_score():
    """Both show 80.33; the ranking knows better."""
    ranked = rank([make_entry("A", "80.33"), make_entry("B", "241/3")])

    assert order(ranked) == [(1, "B", "score"), (2, "A", "score")]


def test_ties_by_criteria_in_their_order():
    entries = [
        make_entry("A", 80, needs=15, plan=20),
        make_entry("B", 80, needs=16, plan=10),
        make_entry("C", 80, needs=15, plan=21),
        make_entry("D", 81),
    ]

    ranked = rank(entries, ties=["needs", "plan"])

    assert order(ranked) == [
        (1, "D", "score"),
        (2, "B", "needs"),
        (3, "C", "plan"),
        (4, "A", "plan"),
    ]
    assert ranked[1].equals == ("C", "A")


def test_an_undecided_tie_shares_its_place():
    ranked = rank([make_entry(code, 80) for code in "CAB"] + [make_entry("D", 70)], ties=["needs"])

    assert order(ranked) == [(1, "A", ""), (1, "B", ""), (1, "C", ""), (4, "D", "score")]
    assert ranked[0].tied_with == ("B", "C")


def test_a_tie_is_decided_by_lot():
    entries = [make_entry(code, 80) for code in "ABC"]

    ranked = rank(entries, lots={"A": 3, "B": 1, "C": 2})

    assert order(ranked) == [(1, "B", "lot"), (2, "C", "lot"), (3, "A", "lot")]
    assert ranked[0].tied_with == ()


@pytest.mark.parametrize(
    "lots", [{"A": 1, "B": 2}, {"A": 1, "B": 1, "C": 2}, {"D": 1}], ids=["half", "double", "other"]
)
def test_half_a_lot_decides_nothing(lots):
    ranked = rank([make_entry(code, 80) for code in "ABC"], lots=lots)

    assert {row.place for row in ranked} == {1}


def test_a_lot_never_overrules_a_criterion():
    entries = [make_entry("A", 80, needs=1), make_entry("B", 80, needs=2)]

    ranked = rank(entries, ties=["needs"], lots={"A": 1, "B": 2})

    assert order(ranked) == [(1, "B", "needs"), (2, "A", "needs")]


def test_pass_mark_is_reached_by_equality_and_not_by_rounding():
    ranked = rank([make_entry("A", 60), make_entry("B", "59.999")], pass_mark=Decimal(60))

    assert [row.passed for row in ranked] == [True, False]


def test_a_vetoed_application_keeps_its_place_and_fails():
    ranked = rank([make_entry("A", 90, veto="fake_material"), make_entry("B", 80)])

    assert [(row.code, row.passed) for row in ranked] == [("A", False), ("B", True)]


def test_rank_refuses_an_application_twice():
    with pytest.raises(RankedTwice):
        rank([make_entry("A", 1), make_entry("A", 2)])


def test_rank_of_nothing():
    assert rank([]) == ()


def test_ranked_entry_is_json():
    (row,) = rank([make_entry("A", "241/3", needs="1/3")])

    assert json.loads(json.dumps(row.to_data())) == {
        "place": 1,
        "code": "A",
        "score": "241/3",
        "shown": "80.33",
        "means": {"needs": "1/3", "plan": "0"},
        "veto": "",
        "passed": True,
        "decided_by": "score",
        "tied_with": [],
        "equals": [],
    }


entries = st.lists(
    st.builds(
        make_entry,
        code=st.integers(0, 99).map(lambda n: f"A{n:02}"),
        score=st.integers(58, 62),
        needs=st.integers(0, 2),
        plan=st.integers(0, 1),
    ),
    unique_by=lambda entry: entry.code,
    max_size=20,
)


@given(entries, st.randoms(use_true_random=False))
def test_rank_does_not_depend_on_the_order_given(given_entries, random):
    shuffled = list(given_entries)
    random.shuffle(shuffled)

    there = rank(given_entries, ties=["needs", "plan"])

    assert rank(shuffled, ties=["needs", "plan"]) == there


@given(entries)
def test_places_follow_from_who_is_better(given_entries):
    ranked = rank(given_entries, ties=["needs", "plan"])

    keys = {e.code: (e.score, e.means["needs"], e.means["plan"]) for e in given_entries}
    for row in ranked:
        better = sum(1 for key in keys.values() if key > keys[row.code])
        same = {code for code, key in keys.items() if key == keys[row.code]} - {row.code}
        assert row.place == better + 1
        assert set(row.tied_with) == same
        assert (row.decided_by == "") == bool(same)


Y = Money.yuan


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        pytest.param(["50000", "48000", "30000"], "48000", id="the middle one"),
        pytest.param(["50000", "48000"], "49000", id="between the two in the middle"),
        pytest.param(["0.01", "0.02"], "0.01", id="half a fen is rounded down"),
        pytest.param(["60000", "60000", "60000"], "52000", id="at most the request"),
        pytest.param(["60000", "50000"], "51000", id="each counts at most the request"),
        pytest.param(["0", "0", "50000"], "0", id="nothing"),
    ],
)
def test_recommended_amount(amounts, expected):
    assert recommended_amount([Y(a) for a in amounts], Y("52000")) == Y(expected)


def test_recommended_amount_keeps_cap_step_and_method():
    amounts = [Y("47777"), Y("48888"), Y("59999")]

    assert recommended_amount(amounts, Y("60000"), Y("48000"), step=Y("100")) == Y("48000")
    assert recommended_amount(amounts, Y("60000"), step=Y("100")) == Y("48800")
    assert recommended_amount(amounts, Y("60000"), method="mean") == Y("52221.33")


def test_recommended_amount_refuses_nonsense():
    with pytest.raises(NoAmounts):
        recommended_amount([], Y("1"))
    with pytest.raises(ValueError, match="not negative"):
        recommended_amount([Money(-1)], Y("1"))
    with pytest.raises(ValueError, match="at least one fen"):
        recommended_amount([Money(1)], Y("1"), step=Money(0))


money = st.integers(0, 10**8).map(Money)


@given(st.lists(money, min_size=1, max_size=9), money, money, st.integers(1, 10**6).map(Money))
def test_recommended_amount_is_bounded_and_a_multiple(amounts, requested, cap, step):
    amount = recommended_amount(amounts, requested, cap, step=step)

    assert Money(0) <= amount <= min(requested, cap, max(amounts))
    assert amount.fen % step.fen == 0


@given(st.lists(money, min_size=1, max_size=9), money, st.integers(0, 8), money)
def test_a_higher_recommendation_never_lowers_the_amount(amounts, requested, position, more):
    raised = list(amounts)
    raised[position % len(amounts)] += more

    assert recommended_amount(raised, requested) >= recommended_amount(amounts, requested)
