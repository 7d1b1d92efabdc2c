"""A ranking as plain data, computed again."""

import copy
import json
from decimal import Decimal

import pytest

from app.kernel.money import Money
from evaluations.rules.cut import Quota
from evaluations.rules.frozen import (
    Judged,
    JudgedSheet,
    RankingRules,
    TooFewMarks,
    compute,
    differences,
    freeze,
)
from evaluations.rules.marks import Criterion, MarkMissing

D = Decimal
Y = Money.yuan
CRITERIA = (Criterion("needs", D(40)), Criterion("plan", D(60)))


def make_judged(code, *sheets, requested="50000", **more):
    """Each sheet: needs, plan, amount in yuan."""
    return Judged(
        code,
        Y(requested),
        tuple(
            JudgedSheet(f"E{n}", {"needs": D(needs), "plan": D(plan)}, Y(amount))
            for n, (needs, plan, amount) in enumerate(sheets, start=1)
        ),
        **more,
    )


def make_inputs(**more):
    """A: 90 80 80 81 10 → 241/3; B: three experts, mean 80; C: below the pass mark."""
    applications = [
        make_judged("C", (20, 30, "1000"), (20, 20, "0"), (20, 30, "1000")),
        make_judged(
            "A",
            (40, 50, "50000"),
            (30, 50, "48050"),
            (30, 50, "47000"),
            (31, 50, "48888"),
            (0, 10, "0"),
            groups={"organisation": "o1"},
        ),
        make_judged("B", (30, 50, "30000"), (30, 50, "20000"), (30, 50, "25000")),
    ]
    rules = RankingRules(
        CRITERIA,
        minimum_marks=3,
        ties=("needs", "plan"),
        amount_step=Y("100"),
        cap=Y("60000"),
        quotas=(Quota("organisation", most=1),),
        reserves=5,
    )
    return freeze(applications, rules, budget=Y("60000"), **more)


def test_the_story_by_hand():
    results = compute(make_inputs())

    first = results["applications"][0]
    assert first == {
        "code": "A",
        "score": "241/3",
        "shown": "80.33",
        "totals": {"E1": "90", "E2": "80", "E3": "80", "E4": "81", "E5": "10"},
        "left_out": ["E1", "E5"],
        "means": {"needs": "131/5", "plan": "42"},
        "median": "80",
        "range": "80",
        "flagged": ["E5"],
        "amount": Y("48000").fen,
    }
    assert [(row["place"], row["code"]) for row in results["ranked"]] == [
        (1, "A"),
        (2, "B"),
        (3, "C"),
    ]
    assert [(row["code"], row["outcome"], row["amount"]) for row in results["cut"]["lines"]] == [
        ("A", "recommended", Y("48000").fen),
        ("B", "reserve", 0),
        ("C", "not_selected", 0),
    ]


def test_inputs_and_results_survive_json():
    inputs = make_inputs(consents={"B": Y("10000")})

    thawed = json.loads(json.dumps(inputs))

    assert thawed == inputs
    assert json.loads(json.dumps(compute(thawed))) == compute(inputs)
    assert compute(inputs)["cut"]["lines"][1]["amount"] == Y("12000").fen


def test_freezing_does_not_depend_on_the_order_given():
    sheets = ((30, 50, "1"), (31, 50, "1"), (32, 50, "1"))
    one, other = make_judged("A", *sheets), make_judged("B", *sheets)
    turned = Judged("A", one.requested, one.sheets[::-1])
    rules = RankingRules(CRITERIA)

    assert freeze([one, other], rules, budget=Y("1")) == freeze(
        [other, turned], rules, budget=Y("1")
    )


def test_equal_results_are_no_difference():
    inputs = make_inputs()

    assert differences(inputs, json.loads(json.dumps(compute(inputs)))) == ()


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda data: data["ranked"][1].update(place=1), "ranked[1].place: 1, computed 2"),
        (lambda data: data["applications"][0].update(score="80"), "applications[0].score: 80"),
        (lambda data: data["cut"]["lines"][0].update(amount=1), "cut.lines[0].amount: 1"),
        (lambda data: data["cut"]["lines"].pop(), "cut.lines: "),
        (lambda data: data.pop("ranked"), "ranked: None"),
    ],
)
def test_a_changed_result_is_found_where_it_is(change, where):
    inputs = make_inputs()
    results = compute(inputs)
    change(results)

    (found,) = differences(inputs, results)

    assert found.startswith(where)


def test_a_changed_mark_is_found():
    inputs = make_inputs()
    results = compute(inputs)
    changed = copy.deepcopy(inputs)
    changed["applications"][1]["sheets"][0]["marks"]["plan"] = "51"

    assert "applications[1].totals.E1: 80, computed 81" in differences(changed, results)


def test_inputs_that_cannot_be_computed_are_a_difference():
    inputs = make_inputs()
    results = compute(inputs)
    inputs["applications"][0]["sheets"][0]["marks"]["plan"] = "eleven"

    (found,) = differences(inputs, results)

    assert found.startswith("inputs cannot be computed")


def test_too_few_sheets_are_refused():
    inputs = make_inputs()
    inputs["applications"][1]["sheets"].pop()

    with pytest.raises(TooFewMarks) as refused:
        compute(inputs)

    assert str(refused.value) == (
        "Application B has 2 locked sheets; the panel rule asks for at least 3."
    )


def test_a_missing_mark_is_refused():
    inputs = make_inputs()
    del inputs["applications"][1]["sheets"][0]["marks"]["plan"]

    with pytest.raises(MarkMissing):
        compute(inputs)


def test_another_version_is_refused():
    with pytest.raises(ValueError, match="version 2"):
        compute({**make_inputs(), "version": 2})


def test_a_lot_counts():
    sheets = ((30, 50, "40000"),) * 3
    applications = [make_judged(code, *sheets) for code in "AB"]
    rules = RankingRules(CRITERIA, ties=("needs",))

    open_tie = compute(freeze(applications, rules, budget=Y("50000")))
    decided = compute(freeze(applications, rules, budget=Y("50000"), lots={"A": 2, "B": 1}))

    assert open_tie["cut"]["undecided"] == [["A", "B"]]
    assert decided["cut"]["undecided"] == []
    assert [row["code"] for row in decided["ranked"]] == ["B", "A"]
