"""One expert's sheet."""

from decimal import Decimal

import pytest

from evaluations.rules.marks import (
    CommentNeeded,
    Criterion,
    MarkGiven,
    MarkMissing,
    MarkOffStep,
    MarkOutOfRange,
    check_mark,
    faults,
    plain,
    progress,
    sheet_total,
)

D = Decimal
NEEDS = Criterion("needs", D(20))
PLAN = Criterion("plan", D(30))
CRITERIA = (NEEDS, PLAN)


@pytest.mark.parametrize("points", ["12", "12.5", "19", "18.50"])
def test_mark_is_taken(points):
    assert check_mark(NEEDS, MarkGiven(D(points))) == D(points)


@pytest.mark.parametrize(
    ("points", "comment", "refusal"),
    [
        pytest.param(None, "", MarkMissing, id="unset"),
        pytest.param("-0.5", "", MarkOutOfRange, id="below zero"),
        pytest.param("20.5", "", MarkOutOfRange, id="above the maximum"),
        pytest.param("NaN", "", MarkOutOfRange, id="not a number"),
        pytest.param("Infinity", "", MarkOutOfRange, id="infinite"),
        pytest.param("12.3", "", MarkOffStep, id="between steps"),
        pytest.param("11.5", "", CommentNeeded, id="below 60 percent"),
        pytest.param("19.5", "  ", CommentNeeded, id="above 95 percent, blank comment"),
        pytest.param("0", "", CommentNeeded, id="zero"),
    ],
)
def test_mark_is_refused(points, comment, refusal):
    mark = MarkGiven(None if points is None else D(points), comment)

    with pytest.raises(refusal) as refused:
        check_mark(NEEDS, mark)

    assert refused.value.field == "needs"
    assert str(refused.value)


def test_refusals_are_sentences():
    with pytest.raises(CommentNeeded) as refused:
        check_mark(NEEDS, MarkGiven(D(1)))

    assert str(refused.value) == (
        "Write a comment: a mark below 60 % or above 95 % of the maximum needs a reason."
    )


@pytest.mark.parametrize("points", ["0", "11.5", "19.5", "20"])
def test_extreme_mark_with_a_comment_is_taken(points):
    assert check_mark(NEEDS, MarkGiven(D(points), "Because.")) == D(points)


def test_faults_lists_everything_in_order():
    found = faults(CRITERIA, {"plan": MarkGiven(D("0.3"))})

    assert [(type(fault), fault.field) for fault in found] == [
        (MarkMissing, "needs"),
        (MarkOffStep, "plan"),
    ]


def test_sheet_total():
    assert sheet_total(CRITERIA, {"needs": D("15.5"), "plan": D(24)}) == D("39.5")


def test_sheet_total_takes_zero_but_not_unset():
    assert sheet_total(CRITERIA, {"needs": D(0), "plan": D(24)}) == D(24)
    with pytest.raises(MarkMissing):
        sheet_total(CRITERIA, {"needs": None, "plan": D(24)})


def test_progress_counts_what_is_set():
    going = progress(CRITERIA, {"needs": D(0), "plan": None})

    assert (going.total, going.done, going.of, going.complete) == (D(0), 1, 2, False)


@pytest.mark.parametrize(
    ("number", "text"), [("20", "20"), ("20.0", "20"), ("0.50", "0.5"), ("1E+2", "100")]
)
def test_plain(number, text):
    assert plain(D(number)) == text
