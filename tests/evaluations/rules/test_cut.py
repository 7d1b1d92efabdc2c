"""Down the ranking until the money is used up."""

import json
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.money import ZERO, Money
from evaluations.rules.cut import CutOutcome, CutReason, Quota, UndecidedTie, cut
from evaluations.rules.ranking import RankEntry, rank


def make_ranked(*scores, groups=None, vetoes=(), lots=None):
    """A, B, C … with these scores."""
    entries = [
        RankEntry(
            code,
            Fraction(score),
            groups=(groups or {}).get(code, {}),
            veto="fake_material" if code in vetoes else "",
        )
        for code, score in zip("ABCDEFGH", scores, strict=False)
    ]
    return rank(entries, lots=lots)


def amounts(**fen):
    return {code: Money(value) for code, value in fen.items()}


def outcomes(result):
    return {line.code: (line.outcome.value, line.reason.value) for line in result.lines}


def test_the_walk_ends_where_the_budget_does():
    ranked = make_ranked(90, 80, 70, 65, 59)

    result = cut(ranked, budget=Money(100), amounts=amounts(A=60, B=30, C=20, D=5, E=1))

    assert outcomes(result) == {
        "A": ("recommended", "fits"),
        "B": ("recommended", "fits"),
        "C": ("reserve", "over_budget"),
        "D": ("reserve", "after_line"),
        "E": ("not_selected", "below_pass"),
    }
    assert [line.cumulative.fen for line in result.lines] == [60, 90, 110, 115, 115]
    assert [line.remaining.fen for line in result.lines] == [40, 10, 10, 10, 10]
    assert [line.code for line in result.lines if line.at_line] == ["C"]
    assert (result.spent, result.remaining, result.final) == (Money(90), Money(10), True)


def test_smaller_ones_may_fit_where_the_rule_says_so():
    ranked = make_ranked(90, 80, 70)

    result = cut(ranked, budget=Money(100), amounts=amounts(A=60, B=50, C=40), skip_over=True)

    assert result.recommended == ("A", "C")
    assert result.reserve == ("B",)


def test_the_last_yuan_fits():
    result = cut(make_ranked(90, 80), budget=Money(100), amounts=amounts(A=60, B=40))

    assert result.recommended == ("A", "B")
    assert result.remaining == ZERO


def test_partial_funding_only_with_consent():
    ranked, wanted = make_ranked(90, 80, 70), amounts(A=60, B=50, C=10)

    without = cut(ranked, budget=Money(100), amounts=wanted)
    agreed = cut(ranked, budget=Money(100), amounts=wanted, consents={"B": Money(40)})
    too_little = cut(ranked, budget=Money(100), amounts=wanted, consents={"B": Money(41)})

    assert without.reserve == ("B", "C")
    assert outcomes(agreed)["B"] == ("recommended", "partial")
    assert agreed.lines[1].amount == Money(40)
    assert agreed.lines[1].wanted == Money(50)
    assert agreed.reserve == ("C",)
    assert too_little.reserve == ("B", "C")


def test_a_vetoed_one_takes_no_money():
    ranked = make_ranked(90, 80, vetoes="A")

    result = cut(ranked, budget=Money(50), amounts=amounts(A=50, B=50))

    assert outcomes(result) == {
        "A": ("not_selected", "vetoed"),
        "B": ("recommended", "fits"),
    }


def test_nobody_is_recommended_without_an_amount():
    result = cut(make_ranked(90, 80), budget=Money(50), amounts=amounts(B=50))

    assert outcomes(result)["A"] == ("not_selected", "no_amount")
    assert result.recommended == ("B",)


def test_a_quota_passes_to_the_next():
    groups = {"A": {"field": "elderly"}, "B": {"field": "elderly"}, "C": {"field": "law"}}
    ranked = make_ranked(90, 80, 70, groups=groups)

    result = cut(
        ranked,
        budget=Money(100),
        amounts=amounts(A=10, B=10, C=10),
        quotas=[Quota("field", "elderly", most=1)],
    )

    assert result.recommended == ("A", "C")
    assert outcomes(result)["B"] == ("reserve", "quota")
    assert result.lines[1].quota == "field"


def test_one_per_organisation():
    groups = {"A": {"organisation": "o1"}, "B": {"organisation": "o1"}, "C": {"organisation": "o2"}}
    ranked = make_ranked(90, 80, 70, groups=groups)

    result = cut(
        ranked,
        budget=Money(100),
        amounts=amounts(A=10, B=10, C=10),
        quotas=[Quota("organisation", most=1)],
    )

    assert result.recommended == ("A", "C")


def test_a_quota_of_money():
    groups = {code: {"area": "320505"} for code in "AB"}

    result = cut(
        make_ranked(90, 80, groups=groups),
        budget=Money(100),
        amounts=amounts(A=30, B=21),
        quotas=[Quota("area", "320505", most_amount=Money(50))],
    )

    assert result.recommended == ("A",)


def test_the_reserve_list_has_a_length():
    result = cut(
        make_ranked(90, 80, 70), budget=Money(9), amounts=amounts(A=10, B=10, C=10), reserves=2
    )

    assert result.reserve == ("A", "B")
    assert outcomes(result)["C"] == ("not_selected", "reserves_full")


def test_a_tie_that_fits_needs_no_decision():
    result = cut(make_ranked(80, 80, 70), budget=Money(20), amounts=amounts(A=10, B=10, C=10))

    assert result.final
    assert result.recommended == ("A", "B")


def test_a_tie_at_the_line_is_reported_and_never_guessed():
    result = cut(
        make_ranked(90, 80, 80, 70, 50),
        budget=Money(25),
        amounts=amounts(A=10, B=10, C=10, D=1, E=1),
    )

    assert result.undecided == (("B", "C"),)
    assert outcomes(result) == {
        "A": ("recommended", "fits"),
        "B": ("undecided", "tie"),
        "C": ("undecided", "tie"),
        "D": ("undecided", "after_tie"),
        "E": ("not_selected", "below_pass"),
    }
    with pytest.raises(UndecidedTie) as refused:
        result.check_final()
    assert "B, C" in str(refused.value)


def test_a_lot_decides_the_tie_at_the_line():
    ranked = make_ranked(90, 80, 80, lots={"B": 2, "C": 1})

    result = cut(ranked, budget=Money(25), amounts=amounts(A=10, B=10, C=10))

    result.check_final()
    assert result.recommended == ("A", "C")
    assert result.reserve == ("B",)


def test_a_tie_at_a_quota_is_reported():
    groups = {code: {"field": "elderly"} for code in "AB"}

    result = cut(
        make_ranked(80, 80, groups=groups),
        budget=Money(100),
        amounts=amounts(A=10, B=10),
        quotas=[Quota("field", most=1)],
    )

    assert result.undecided == (("A", "B"),)


def test_a_tie_in_which_one_is_out_by_quota_anyway_needs_no_decision():
    groups = {"A": {"organisation": "o1"}, "B": {"organisation": "o1"}, "C": {"organisation": "o2"}}

    result = cut(
        make_ranked(90, 80, 80, groups=groups),
        budget=Money(20),
        amounts=amounts(A=10, B=10, C=10),
        quotas=[Quota("organisation", most=1)],
    )

    assert result.final
    assert result.recommended == ("A", "C")


def test_a_tie_among_reserves_is_told():
    result = cut(make_ranked(90, 80, 80), budget=Money(5), amounts=amounts(A=10, B=10, C=10))

    assert result.final
    assert result.reserve == ("A", "B", "C")
    assert result.reserve_ties == (("B", "C"),)


def test_a_tie_at_the_end_of_the_reserve_list_is_reported():
    result = cut(
        make_ranked(90, 80, 80), budget=Money(5), amounts=amounts(A=10, B=10, C=10), reserves=2
    )

    assert result.undecided == (("B", "C"),)


def test_a_tie_of_two_over_quota_at_the_end_of_the_reserve_list_is_reported():
    groups = {code: {"field": "elderly"} for code in "ABC"}

    result = cut(
        make_ranked(90, 80, 80, groups=groups),
        budget=Money(100),
        amounts=amounts(A=10, B=10, C=10),
        quotas=[Quota("field", most=1)],
        reserves=1,
    )

    assert result.undecided == (("B", "C"),)


def test_cut_refuses_a_negative_budget():
    with pytest.raises(ValueError, match="not negative"):
        cut((), budget=Money(-1), amounts={})


def test_cut_is_json():
    result = cut(make_ranked(90), budget=Money(100), amounts=amounts(A=60))

    assert json.loads(json.dumps(result.to_data())) == {
        "budget": 100,
        "spent": 60,
        "remaining": 40,
        "undecided": [],
        "lines": [
            {
                "code": "A",
                "place": 1,
                "outcome": "recommended",
                "reason": "fits",
                "wanted": 60,
                "amount": 60,
                "cumulative": 60,
                "remaining": 40,
                "at_line": False,
                "quota": "",
            }
        ],
    }


cases = st.lists(
    st.tuples(
        st.integers(55, 65),
        st.integers(0, 40),
        st.sampled_from(["x", "y", ""]),
        st.booleans(),
    ),
    max_size=8,
)


def walk(rows, *, budget, skip_over, reserves, lots=None):
    codes = "ABCDEFGH"
    groups = {code: {"field": row[2]} for code, row in zip(codes, rows, strict=False)}
    ranked = make_ranked(*(row[0] for row in rows), groups=groups, lots=lots)
    return cut(
        ranked,
        budget=Money(budget),
        amounts={code: Money(row[1]) for code, row in zip(codes, rows, strict=False)},
        quotas=[Quota("field", most=2)],
        consents={c: Money(3) for c, row in zip(codes, rows, strict=False) if row[3]},
        skip_over=skip_over,
        reserves=reserves,
    )


rules = {
    "budget": st.integers(0, 120),
    "skip_over": st.booleans(),
    "reserves": st.none() | st.integers(0, 3),
}


@given(cases, st.fixed_dictionaries(rules))
def test_never_more_than_the_budget_and_everybody_gets_an_outcome(rows, rule):
    result = walk(rows, **rule)

    assert result.spent <= result.budget
    assert len(result.lines) == len(rows)
    for line in result.lines:
        assert (line.outcome is CutOutcome.RECOMMENDED) == bool(line.amount)
        assert line.amount in (ZERO, line.wanted) or line.reason is CutReason.PARTIAL
        assert line.amount <= line.wanted


@given(cases, st.fixed_dictionaries(rules))
def test_a_larger_budget_never_takes_recommendations_away(rows, rule):
    rule = {**rule, "skip_over": False}
    rows = [(score, fen, field, False) for score, fen, field, _ in rows]

    less = walk(rows, **rule)
    more = walk(rows, **{**rule, "budget": rule["budget"] + 10})

    if less.final and more.final:
        assert set(less.recommended) <= set(more.recommended)


@given(cases.filter(lambda rows: len(rows) <= 4), st.fixed_dictionaries(rules))
def test_what_is_called_final_does_not_depend_on_any_lot(rows, rule):
    """Every possible lot gives each application the outcome that was reported without one."""
    result = walk(rows, **rule)
    if not result.final:
        return

    expected = {line.code: (line.outcome, line.amount) for line in result.lines}
    for places in permutations(range(len(rows))):
        decided = walk(rows, **rule, lots=dict(zip("ABCD", places, strict=False)))
        assert {line.code: (line.outcome, line.amount) for line in decided.lines} == expected
