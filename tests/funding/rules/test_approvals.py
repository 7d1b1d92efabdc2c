"""Who signs a payment."""

from itertools import product

import pytest

from app.kernel.money import Money
from funding.rules.approvals import (
    APART,
    ChainStep,
    Duty,
    NotNext,
    NotYourRole,
    PaperUnconfirmed,
    SamePersonTwice,
    Taken,
    chain_for,
    check_chain,
    duty_done,
    next_step,
    why_not,
)

Y = Money.yuan
DRAFTED = ChainStep("drafted", "preparer", Duty.DRAFT)
HEAD = ChainStep("head", "officer", Duty.CHECK)
CHECKED = ChainStep("checked", "checker", Duty.CHECK)
LEADER = ChainStep("leader", "approver", Duty.APPROVE)
CHIEF = ChainStep("chief", "leader", Duty.APPROVE, Y("100000"))
PAID = ChainStep("paid", "cashier", Duty.PAY)
VENTURE = (DRAFTED, HEAD, CHECKED, LEADER, CHIEF, PAID)
ROLES = {"preparer", "officer", "checker", "approver", "leader", "cashier"}


def keys(steps):
    return [step.key for step in steps]


def taken_until(key, chain=VENTURE):
    """Every step before this one, each by somebody of its own."""
    return [Taken(step.key, f"by {step.key}") for step in chain[: keys(chain).index(key)]]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0.01", ["drafted", "head", "checked", "leader", "paid"]),
        ("99999.99", ["drafted", "head", "checked", "leader", "paid"]),
        ("100000", ["drafted", "head", "checked", "leader", "chief", "paid"]),
    ],
)
def test_the_chain_follows_the_amount(amount, expected):
    assert keys(chain_for(Y(amount), VENTURE)) == expected


def test_a_chain_that_can_be_walked_is_accepted():
    check_chain(VENTURE)
    check_chain((DRAFTED, LEADER, PAID))


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ((DRAFTED, DRAFTED, LEADER, PAID), "one key"),
        ((DRAFTED, PAID, LEADER), "order"),
        ((DRAFTED, PAID), "every amount"),
        ((DRAFTED, CHIEF, PAID), "every amount"),
        ((DRAFTED, LEADER, ChainStep("paid", "cashier", Duty.PAY, differs_from=("x",))), "exist"),
        ((), "every amount"),
    ],
)
def test_a_chain_with_a_hole_is_refused(steps, why):
    with pytest.raises(ValueError, match=why):
        check_chain(steps)


def test_the_next_step_is_the_first_that_does_not_hold():
    assert next_step(VENTURE, []) is DRAFTED
    assert next_step(VENTURE, taken_until("leader")) is LEADER
    assert next_step(VENTURE, [Taken(key, key) for key in keys(VENTURE)]) is None


def test_a_duty_is_done_when_its_last_step_is():
    small = chain_for(Y("1"), VENTURE)
    taken = [*taken_until("leader"), Taken("leader", "L")]

    assert duty_done(Duty.APPROVE, small, taken)
    assert not duty_done(Duty.APPROVE, VENTURE, taken)
    assert not duty_done(Duty.PAY, small, taken)


def may_take(*args, **facts):
    return why_not(*args, **facts) is None


def test_a_step_is_taken_in_its_turn():
    assert may_take(LEADER, VENTURE, taken_until("leader"), actor="L", roles={"approver"})


@pytest.mark.parametrize("step", [CHECKED, CHIEF, PAID, HEAD])
def test_a_step_out_of_turn_is_refused(step):
    reason = why_not(step, VENTURE, taken_until("leader"), actor="L", roles=ROLES)

    assert isinstance(reason, NotNext)
    assert reason.facts == {"next": "leader"}


def test_a_step_belongs_to_its_role():
    reason = why_not(LEADER, VENTURE, taken_until("leader"), actor="L", roles={"cashier"})

    assert isinstance(reason, NotYourRole)


@pytest.mark.parametrize(
    ("step", "before", "refused"),
    [
        (LEADER, "drafted", True),
        (PAID, "drafted", True),
        (PAID, "leader", True),
        (PAID, "chief", True),
        (HEAD, "drafted", False),
        (CHECKED, "head", False),
        (CHIEF, "leader", False),
        (PAID, "checked", False),
        (LEADER, "checked", False),
    ],
)
def test_drafter_approver_and_cashier_are_three_people(step, before, refused):
    """A person with all roles who took one step before tries another."""
    taken = [Taken(t.step, "P" if t.step == before else t.by) for t in taken_until(step.key)]

    reason = why_not(step, VENTURE, taken, actor="P", roles=ROLES)

    assert isinstance(reason, SamePersonTwice) == refused
    assert (reason is None) == (not refused)


def test_other_steps_differ_where_the_chain_says_so():
    checked = ChainStep("checked", "checker", Duty.CHECK, differs_from=("drafted",))
    chain = (DRAFTED, checked, LEADER, PAID)

    assert not may_take(checked, chain, [Taken("drafted", "P")], actor="P", roles=ROLES)
    assert may_take(checked, chain, [Taken("drafted", "Q")], actor="P", roles=ROLES)


def test_no_way_through_the_chain_ever_joins_two_duties():
    """Three people with every role try every way: what is left keeps the three apart."""
    chain = (DRAFTED, CHECKED, LEADER, PAID)
    ways = 0
    for people in product("ABC", repeat=len(chain)):
        taken = []
        for step, person in zip(chain, people, strict=True):
            if not may_take(step, chain, taken, actor=person, roles=ROLES):
                break
            taken.append(Taken(step.key, person))
        else:
            ways += 1
            apart = [p for step, p in zip(chain, people, strict=True) if step.duty in APART]
            assert len(set(apart)) == 3

    assert ways == 6 * 3


def test_paper_counts_after_the_second_person():
    entered = Taken("drafted", "signer", on_paper=True, entered_by="E")
    confirmed = Taken("drafted", "signer", on_paper=True, entered_by="E", confirmed_by="C")

    assert next_step(VENTURE, [entered]) is DRAFTED
    assert next_step(VENTURE, [confirmed]) is HEAD


def test_a_step_on_paper_is_not_taken_twice():
    entered = Taken("drafted", "signer", on_paper=True, entered_by="E")

    reason = why_not(DRAFTED, VENTURE, [entered], actor="P", roles=ROLES)

    assert isinstance(reason, PaperUnconfirmed)


def test_who_signed_on_paper_cannot_pay():
    chain = (DRAFTED, LEADER, PAID)
    taken = [
        Taken("drafted", "D"),
        Taken("leader", "L", on_paper=True, entered_by="D", confirmed_by="C"),
    ]

    assert not may_take(PAID, chain, taken, actor="L", roles=ROLES)
    assert may_take(PAID, chain, taken, actor="C", roles=ROLES)
