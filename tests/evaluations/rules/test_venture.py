"""The venture rulebook speaks the language of these rules."""

from decimal import Decimal

import pytest

from evaluations.rules.assessments import TailAdvice
from evaluations.rules.conflicts import DECLARABLE
from projects.rules.rulebook_reading import programme

RULEBOOK = programme("venture")


def test_the_grounds_of_the_pledge_are_the_grounds_of_the_rules():
    assert [each.key for each in RULEBOOK.panel.conflicts] == [g.value for g in DECLARABLE]


def test_the_outcomes_of_the_completion_are_known():
    assert [each.key for each in RULEBOOK.completion.outcomes] == [a.value for a in TailAdvice]


def test_ties_are_broken_by_criteria_that_exist():
    criteria = {criterion.key for criterion in RULEBOOK.criteria}

    assert {tie.criterion for tie in RULEBOOK.panel.ties if tie.criterion} <= criteria


def test_the_panel_can_be_filled():
    panel = RULEBOOK.panel

    assert sum(seat.minimum.value for seat in panel.seats) <= panel.size.value
    assert panel.drop.from_n.value > panel.drop.high.value + panel.drop.low.value


@pytest.mark.parametrize("sheet", [RULEBOOK.midterm, RULEBOOK.completion], ids=["mid", "end"])
def test_a_sheet_makes_a_hundred_points(sheet):
    assert sum(leaf.points for leaf in sheet.leaves) == Decimal(100)
