"""Mid-term and completion."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.assessments import (
    GradeRule,
    Indicator,
    IndicatorMissing,
    IndicatorOutOfRange,
    Item,
    ItemNotPositive,
    ItemOverLimit,
    ItemWithoutReason,
    MidtermReason,
    NoAssessment,
    Sheet,
    TailAdvice,
    TailRule,
    average,
    completion,
    faults,
    grade,
    midterm,
    sheet_result,
)

D = Decimal
INDICATORS = (
    Indicator("activities", "implementation", D(25)),
    Indicator("records", "implementation", D(10)),
    Indicator("people", "resources", D(20)),
    Indicator("accounts", "finance", D(20)),
    Indicator("effect", "effect", D(25)),
)
FULL = {"activities": D(25), "records": D(10), "people": D(20), "accounts": D(20), "effect": D(25)}
GRADES = (
    GradeRule("excellent", D(90)),
    GradeRule("good", D(80)),
    GradeRule("passed", D(60)),
    GradeRule("failed", None),
)
TAILS = {
    "excellent": TailRule(TailAdvice.FULL),
    "good": TailRule(TailAdvice.FULL),
    "passed": TailRule(TailAdvice.REDUCED, D(20)),
    "failed": TailRule(TailAdvice.RECOVER),
}


def test_a_total_may_exceed_a_hundred():
    """95.5 points, a bonus of 10, a deduction of 2: 103.5."""
    sheet = Sheet(
        {**FULL, "effect": D("20.5")},
        bonuses=(Item("media", D(6), "省级媒体报道"), Item("own", D(4), "自筹资金")),
        deductions=(Item("late", D(2), "档案不全"),),
    )

    result = sheet_result(INDICATORS, sheet)

    assert result.dimensions == {
        "implementation": D(35),
        "resources": D(20),
        "finance": D(20),
        "effect": D("20.5"),
    }
    assert (result.base, result.bonus, result.deduction) == (D("95.5"), D(10), D(2))
    assert result.total == D("103.5")
    assert midterm([result.total], pass_mark=D(60)).total == Fraction("103.5")


def test_a_total_may_fall_below_zero():
    sheet = Sheet(dict.fromkeys(FULL, D(0)), deductions=(Item("x", D(5), "弄虚作假"),))

    assert sheet_result(INDICATORS, sheet).total == D(-5)


@pytest.mark.parametrize(
    ("sheet", "refusal", "key"),
    [
        (Sheet({**FULL, "people": None}), IndicatorMissing, "people"),
        (Sheet({**FULL, "people": D("20.5")}), IndicatorOutOfRange, "people"),
        (Sheet({**FULL, "people": D(-1)}), IndicatorOutOfRange, "people"),
        (Sheet({**FULL, "people": D("NaN")}), IndicatorOutOfRange, "people"),
        (Sheet(FULL, bonuses=(Item("b", D(0), "x"),)), ItemNotPositive, "b"),
        (Sheet(FULL, deductions=(Item("d", D(-2), "x"),)), ItemNotPositive, "d"),
        (Sheet(FULL, bonuses=(Item("b", D(6), "x", limit=D(5)),)), ItemOverLimit, "b"),
        (Sheet(FULL, bonuses=(Item("b", D(1), " "),)), ItemWithoutReason, "b"),
    ],
)
def test_a_sheet_is_refused(sheet, refusal, key):
    with pytest.raises(refusal) as refused:
        sheet_result(INDICATORS, sheet)

    assert refused.value.field == key
    assert [(type(fault), fault.field) for fault in faults(INDICATORS, sheet)] == [(refusal, key)]


def test_faults_lists_everything():
    sheet = Sheet({"activities": D(25)}, bonuses=(Item("b", D(0), ""),))

    assert [fault.field for fault in faults(INDICATORS, sheet)] == [
        "records",
        "people",
        "accounts",
        "effect",
        "b",
    ]


def test_several_experts_make_a_mean():
    assert average([D("80"), D("80"), D("81")]) == Fraction(241, 3)
    with pytest.raises(NoAssessment):
        average([])


@pytest.mark.parametrize(
    ("totals", "facts", "passed", "reason"),
    [
        pytest.param(["60"], {}, True, MidtermReason.PASSED, id="exactly the pass mark"),
        pytest.param(["60", "59.9"], {}, False, MidtermReason.BELOW, id="59.95 is not 60"),
        pytest.param(["95"], {"late": True}, False, MidtermReason.LATE, id="late"),
        pytest.param(
            ["95"], {"late": True, "excused": True}, True, MidtermReason.PASSED, id="excused"
        ),
        pytest.param([], {"late": True}, False, MidtermReason.LATE, id="late, not assessed"),
        pytest.param([], {"handed_in": False}, False, MidtermReason.MISSING, id="missing"),
    ],
)
def test_midterm(totals, facts, passed, reason):
    result = midterm([D(total) for total in totals], pass_mark=D(60), **facts)

    assert (result.passed, result.reason) == (passed, reason)


def test_midterm_in_time_needs_an_assessment():
    with pytest.raises(NoAssessment):
        midterm([], pass_mark=D(60))


@pytest.mark.parametrize(
    ("total", "key"),
    [
        ("103.5", "excellent"),
        ("90", "excellent"),
        ("89.999", "good"),
        ("80", "good"),
        ("60", "passed"),
        ("59.9", "failed"),
        ("-5", "failed"),
    ],
)
def test_grade(total, key):
    assert grade(D(total), GRADES) == key


def test_grade_by_another_cut():
    cut = (GradeRule("A", D(85)), GradeRule("B", D(60)), GradeRule("C", None))

    assert [grade(D(t), cut) for t in ("85", "84.9", "60", "59.5")] == ["A", "B", "B", "C"]


@pytest.mark.parametrize(
    "rules",
    [
        (),
        (GradeRule("A", D(85)),),
        (GradeRule("A", None), GradeRule("B", None)),
        (GradeRule("A", D(60)), GradeRule("B", D(85)), GradeRule("C", None)),
        (GradeRule("A", D(60)), GradeRule("B", D(60)), GradeRule("C", None)),
    ],
)
def test_grade_refuses_boundaries_that_do_not_fall(rules):
    with pytest.raises(ValueError, match="bounda"):
        grade(D(70), rules)


def test_completion_recommends_what_becomes_of_the_tail():
    result = completion([D(70), D(75), D(74)], grades=GRADES, tails=TAILS)

    assert (result.total, result.grade) == (Fraction(73), "passed")
    assert result.tail == TailRule(TailAdvice.REDUCED, D(20))
    assert result.tail.share == D(80)


@pytest.mark.parametrize(
    "tails",
    [
        {key: rule for key, rule in TAILS.items() if key != "good"},
        {**TAILS, "excellent": TailRule(TailAdvice.REDUCED, D(50))},
    ],
    ids=["a grade is missing", "a worse grade pays more"],
)
def test_completion_refuses_a_bad_rule(tails):
    with pytest.raises(ValueError, match="every grade"):
        completion([D(70)], grades=GRADES, tails=tails)


points = st.integers(-20, 260).map(lambda halves: D(halves) / 2)


@given(points, st.integers(0, 40))
def test_more_points_never_make_a_worse_grade(total, more):
    keys = [rule.key for rule in GRADES]

    one = completion([total], grades=GRADES, tails=TAILS)
    other = completion([total + more], grades=GRADES, tails=TAILS)

    assert keys.index(other.grade) <= keys.index(one.grade)
    assert other.tail.share >= one.tail.share


@given(st.lists(points, min_size=1, max_size=5), st.integers(0, 4), st.integers(0, 40))
def test_more_points_never_fail_a_midterm(totals, position, more):
    raised = list(totals)
    raised[position % len(totals)] += more

    one = midterm(totals, pass_mark=D(60))
    other = midterm(raised, pass_mark=D(60))

    assert other.passed >= one.passed
    assert min(totals) <= one.total <= max(totals)
