"""From totals to a score."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.scoring import (
    NoMarks,
    criterion_means,
    left_out,
    median,
    panel_score,
    shown,
    spread,
)

D = Decimal
marks_lists = st.lists(
    st.integers(0, 240).map(lambda halves: D(halves) / 2), min_size=1, max_size=12
)


def decimals(texts):
    return [D(text) for text in texts]


@pytest.mark.parametrize(
    ("marks", "score"),
    [
        pytest.param(["72.5"], "145/2", id="one"),
        pytest.param(["90", "80", "10"], "60", id="three: plain mean"),
        pytest.param(["90", "80", "80", "10"], "65", id="four: plain mean"),
        pytest.param(["90", "80", "80", "81", "10"], "241/3", id="five: exact, not rounded"),
        pytest.param(["85", "85", "70", "70", "70"], "75", id="a tie for highest drops only one"),
        pytest.param(["90", "80", "70", "60", "50", "40", "30"], "60", id="seven"),
        pytest.param(["103.5", "100", "100", "100", "0"], "100", id="above a hundred"),
        pytest.param(["77", "77", "77", "77", "77"], "77", id="all equal"),
    ],
)
def test_panel_score(marks, score):
    assert panel_score(decimals(marks)) == Fraction(score)


def test_panel_score_by_another_rule():
    marks = decimals(["100", "90", "80", "10", "0", "0"])

    assert panel_score(marks, drop_from=6, high=2, low=1) == Fraction(80 + 10 + 0, 3)
    assert panel_score(marks, drop_from=7, high=2, low=1) == Fraction(280, 6)


def test_panel_score_without_marks():
    with pytest.raises(NoMarks):
        panel_score([])


@pytest.mark.parametrize("rule", [{"drop_from": 2}, {"high": 4, "low": 1}, {"high": -1}], ids=str)
def test_panel_score_refuses_a_rule_that_leaves_nothing(rule):
    with pytest.raises(ValueError, match="at least one"):
        panel_score([D(1)], **rule)


def test_left_out_names_positions():
    assert left_out(decimals(["80", "90", "90", "10", "50"])) == {1, 3}
    assert left_out(decimals(["5", "5", "5", "5", "5"])) == {0, 1}
    assert left_out(decimals(["80", "90", "10", "50"])) == frozenset()


@given(marks_lists, st.randoms(use_true_random=False))
def test_score_does_not_depend_on_the_order(marks, random):
    shuffled = list(marks)
    random.shuffle(shuffled)

    assert panel_score(shuffled) == panel_score(marks)


@given(marks_lists)
def test_score_lies_between_lowest_and_highest(marks):
    assert min(marks) <= panel_score(marks) <= max(marks)


@given(marks_lists, st.integers(0, 11), st.integers(0, 100))
def test_a_higher_mark_never_lowers_the_score(marks, position, more):
    raised = list(marks)
    raised[position % len(marks)] += more

    assert panel_score(raised) >= panel_score(marks)


@given(marks_lists)
def test_score_is_the_mean_of_what_is_not_left_out(marks):
    kept = [mark for n, mark in enumerate(marks) if n not in left_out(marks)]

    assert panel_score(marks) == Fraction(sum(kept)) / len(kept)
    assert len(kept) == (len(marks) - 2 if len(marks) >= 5 else len(marks))


def test_criterion_means():
    sheets = [{"a": D(10), "b": D(1)}, {"a": D(11), "b": D(2)}, {"a": D(11), "b": D(0)}]

    assert criterion_means(sheets) == {"a": Fraction(32, 3), "b": Fraction(1)}
    with pytest.raises(NoMarks):
        criterion_means([])


@pytest.mark.parametrize(
    ("exact", "text"),
    [
        ("241/3", "80.33"),
        ("1/200", "0.01"),
        ("-1/200", "-0.01"),
        ("80.005", "80.01"),
        ("80.0049", "80.00"),
        ("2/3", "0.67"),
        ("100", "100.00"),
    ],
)
def test_shown(exact, text):
    assert str(shown(Fraction(exact))) == text


def test_median():
    assert median(decimals(["3", "1", "2"])) == 2
    assert median(decimals(["3", "1", "2", "2.5"])) == Fraction(9, 4)
    with pytest.raises(NoMarks):
        median([])


def totals(*texts):
    return {f"E{n}": D(text) for n, text in enumerate(texts, start=1)}


@pytest.mark.parametrize(
    ("given_totals", "flagged"),
    [
        pytest.param(totals("80", "81", "82", "60"), ("E4",), id="far off: 20.5 > 10"),
        pytest.param(totals("80", "80", "80", "70"), (), id="exactly 10 is not flagged"),
        pytest.param(totals("80", "80", "80", "69.5"), ("E4",), id="10.5 is"),
        # median 75, distances 15 5 5 15 0: MAD 5, limit 14.826
        pytest.param(totals("90", "80", "70", "60", "75"), ("E1", "E4"), id="limit by MAD"),
        # median 75, distances 14 5 5 14 0: inside 14.826 although more than 10
        pytest.param(totals("89", "80", "70", "61", "75"), (), id="a wide panel allows more"),
        pytest.param(totals("90", "80", "69"), ("E3",), id="three: range 21, the farther one"),
        pytest.param(totals("90", "80", "70"), (), id="three: range 20 is not flagged"),
        pytest.param(totals("91", "80.5", "70"), ("E1", "E3"), id="three: both equally far"),
        pytest.param(totals("90", "60"), ("E1", "E2"), id="two far apart"),
        pytest.param(totals("50"), (), id="one"),
    ],
)
def test_spread(given_totals, flagged):
    assert spread(given_totals).flagged == flagged


def test_spread_tells_its_figures():
    apart = spread(totals("90", "80", "70", "60", "75"))

    assert apart.median == 75
    assert apart.range == 30
    assert apart.limit == Fraction("14.826")


def test_spread_by_the_rulebook():
    assert spread(totals("80", "81", "82", "66"), least=D(15)).flagged == ()


def test_spread_without_marks():
    with pytest.raises(NoMarks):
        spread({})
