"""What the chain of the venture rulebook asks of the people under one payment."""

import itertools

import pytest

from app.kernel.money import Money
from funding.queries.chains import duties
from funding.rules.approvals import SamePersonTwice, Taken, why_not
from projects.rules.rulebook_reading import programme

RULEBOOK = programme("venture")
SMALL = duties(RULEBOOK.payment_steps(Money.yuan("99999.99")))
LARGE = duties(RULEBOOK.payment_steps(Money.yuan("100000")))
ROLES = [step.role for step in LARGE]


def taken_before(key, chain):
    return [Taken(step.key, step.key) for step in chain[: [s.key for s in chain].index(key)]]


def test_the_head_of_the_bureau_signs_from_a_hundred_thousand_yuan():
    assert [step.key for step in SMALL] == ["drafted", "head", "checked", "leader", "paid"]
    assert [step.key for step in LARGE] == ["drafted", "head", "checked", "leader", "chief", "paid"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (first.key, second.key)
        for first, second in itertools.combinations(LARGE, 2)
        if not (first.key in ("head", "checked") and second.key == "paid")
    ],
)
def test_two_signatures_under_one_payment_are_two_people(first, second):
    step = next(each for each in LARGE if each.key == second)

    reason = why_not(step, LARGE, taken_before(second, LARGE), actor=first, roles=ROLES)

    assert isinstance(reason, SamePersonTwice)


@pytest.mark.parametrize("checker", ["head", "checked"])
def test_in_a_small_office_who_checked_may_pay(checker):
    paid = LARGE[-1]

    assert why_not(paid, LARGE, taken_before("paid", LARGE), actor=checker, roles=ROLES) is None
