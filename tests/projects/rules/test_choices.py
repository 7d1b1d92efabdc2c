"""A call chooses within the limits of its rulebook, and nothing else."""

from decimal import Decimal

import pytest

from app.kernel.money import Money
from projects.rules.choices import (
    NoRoomForProjects,
    NotAChoice,
    NotAllowed,
    OutsideLimits,
    current_value,
    with_choices,
)
from projects.rules.rulebook import Rulebook
from projects.rules.sourced import Certainty, Sourced


def test_nothing_chosen_changes_nothing(rulebook: Rulebook):
    assert with_choices(rulebook, {}) == rulebook


@pytest.mark.parametrize("raw", [7, "7"])
def test_a_period_is_chosen(rulebook: Rulebook, raw: object):
    chosen = with_choices(rulebook, {"timing.notice_workdays": raw})

    assert chosen.timing.notice_workdays == Sourced(7, "S33", Certainty.CHOSEN)
    assert rulebook.timing.notice_workdays.value == 5


@pytest.mark.parametrize("raw", ["50000.00", Money.yuan("50000.00"), "50,000"])
def test_a_cap_is_chosen(rulebook: Rulebook, raw: object):
    assert with_choices(rulebook, {"money.cap": raw}).money.cap.value == Money.yuan("50000.00")


def test_fields_are_chosen_in_the_rulebooks_order(rulebook: Rulebook):
    chosen = with_choices(rulebook, {"fields": ["relief", "elderly"]})

    assert [field.key for field in chosen.fields] == ["elderly", "relief"]


def test_choices_survive_freezing(rulebook: Rulebook):
    chosen = with_choices(rulebook, {"money.cap": "50000.00", "fields": ["elderly"]})

    assert Rulebook.from_data(chosen.to_data()) == chosen


@pytest.mark.parametrize(
    ("key", "raw", "error"),
    [
        ("timing.notice_workdays", 4, OutsideLimits),
        ("timing.notice_workdays", 16, OutsideLimits),
        ("timing.notice_workdays", "soon", OutsideLimits),
        ("timing.notice_workdays", "", OutsideLimits),
        ("timing.notice_workdays", Decimal("5.5"), OutsideLimits),
        ("timing.notice_workdays", True, OutsideLimits),
        ("money.cap", "9999.99", OutsideLimits),
        ("money.cap", "200000.01", OutsideLimits),
        ("money.cap", "-1", OutsideLimits),
        ("money.cap", "many", OutsideLimits),
        ("fields", [], NotAllowed),
        ("fields", ["elderly", "moon"], NotAllowed),
        ("fields", "elderly", NotAllowed),
        ("panel.pass_mark", 10, NotAChoice),
        ("__class__", 1, NotAChoice),
        ("period.min_months", 12, NoRoomForProjects),
    ],
)
def test_another_value_is_refused_at_its_field(
    rulebook: Rulebook, key: str, raw: object, error: type[Exception]
):
    with pytest.raises(error) as refused:
        with_choices(rulebook, {key: raw})

    assert refused.value.field == key


@pytest.mark.parametrize(("raw", "kept"), [(5, 5), (15, 15)])
def test_the_limits_belong_to_the_choice(rulebook: Rulebook, raw: int, kept: int):
    chosen = with_choices(rulebook, {"timing.notice_workdays": raw})

    assert chosen.timing.notice_workdays.value == kept


def test_current_value(rulebook: Rulebook):
    found = {choice.key: current_value(rulebook, choice) for choice in rulebook.choices}

    assert found["timing.notice_workdays"] == 5
    assert found["money.cap"] == Money.yuan("60000.00")
    assert found["fields"] == ("elderly", "disabled", "children", "relief", "other")
