"""The plan, the gates and the last installment."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.enums import Role
from app.kernel.money import ZERO, Money
from funding.rules.installments import (
    ALWAYS,
    BadShares,
    BlockReason,
    EmptyInstallment,
    Gate,
    GateFacts,
    InstallmentRule,
    Readiness,
    Tail,
    blocks,
    plan,
    readiness,
    tail,
)

D = Decimal
Y = Money.yuan
VENTURE = (
    InstallmentRule(D(60), ("contract_effective", "receipt")),
    InstallmentRule(D(30), ("midterm_passed", "receipt")),
    InstallmentRule(D(10), ("completion_passed", "audit", "receipt")),
)
OPEN = GateFacts(
    amount=Y("100"),
    funds=Y("100"),
    contract_effective=True,
    midterm_passed=True,
    completion_passed=True,
    spending_confirmed=True,
)


def rules(*percents):
    return [InstallmentRule(D(percent)) for percent in percents]


def test_plan_shares_the_amount():
    first, second, last = plan(Y("52000"), VENTURE)

    assert [p.amount for p in (first, second, last)] == [Y("31200"), Y("15600"), Y("5200")]
    assert (last.number, last.percent, last.gates) == (3, D(10), VENTURE[2].gates)


def test_left_over_fen_go_to_the_earliest():
    assert [p.amount.fen for p in plan(Money(101), rules(60, 30, 10))] == [61, 30, 10]
    assert [p.amount.fen for p in plan(Money(100), rules("33.4", "33.3", "33.3"))] == [34, 33, 33]


@pytest.mark.parametrize("percents", [(), (60, 30), (60, 50, -10), (100, 0), (60, 30, "10.5")])
def test_plan_refuses_shares_that_are_not_the_whole(percents):
    with pytest.raises(BadShares) as refused:
        plan(Y("100"), rules(*percents))

    assert "they must make 100 %" in str(refused.value)


def test_plan_refuses_an_installment_of_nothing():
    with pytest.raises(EmptyInstallment) as refused:
        plan(Money(2), rules(60, 30, 10))

    assert refused.value.facts == {"number": 2}


@given(st.integers(100, 10**12), st.lists(st.integers(1, 50), min_size=1, max_size=6))
def test_the_plan_is_the_amount_to_the_fen(fen, weights):
    shares = [D(weight) for weight in weights]
    shares.append(D(100) - sum(shares))
    if shares[-1] <= 0:
        return

    parts = plan(Money(fen), rules(*shares))

    assert sum((part.amount for part in parts), ZERO) == Money(fen)
    assert all(abs(p.amount.fen - fen * p.percent / 100) <= 1 for p in parts)


def test_nothing_blocks_when_every_gate_is_open():
    assert blocks([gate.value for gate in Gate], OPEN) == ()


@pytest.mark.parametrize(
    ("closed", "gate", "reason"),
    [
        ({"notice_over": False}, None, BlockReason.NOTICE_RUNNING),
        ({"contract_effective": False}, "contract_effective", BlockReason.CONTRACT_UNSIGNED),
        ({"previous_settled": False}, None, BlockReason.PREVIOUS_OPEN),
        ({"midterm_passed": None}, "midterm_passed", BlockReason.MIDTERM_OPEN),
        ({"midterm_passed": False}, "midterm_passed", BlockReason.MIDTERM_FAILED),
        ({"completion_passed": None}, "completion_passed", BlockReason.COMPLETION_OPEN),
        ({"completion_passed": False}, "completion_passed", BlockReason.COMPLETION_FAILED),
        ({"rectifying": True}, None, BlockReason.RECTIFYING),
        ({"spending_confirmed": False}, "audit", BlockReason.SPENDING_OPEN),
        ({"listed": True}, None, BlockReason.LISTED),
        ({"has_account": False}, None, BlockReason.ACCOUNT_MISSING),
        ({"account_pending": True}, None, BlockReason.ACCOUNT_CHANGED),
        ({"receipt": False}, "receipt", BlockReason.RECEIPT_MISSING),
        ({"funds": Y("99.99")}, None, BlockReason.FUNDS_SHORT),
    ],
)
def test_each_closed_gate_says_why_whose_turn_it_is_and_where(closed, gate, reason):
    facts = replace(OPEN, **closed)

    (block,) = blocks([gate] if gate else [], facts)

    assert block.reason is reason
    assert block.owner in set(Role)
    assert block.link
    if gate:
        assert blocks([], facts) == ()


def test_every_reason_is_tried_above():
    assert len(BlockReason) == 14


def test_blocks_come_in_the_order_of_the_project():
    shut = GateFacts(amount=Y("1"), funds=ZERO, contract_effective=False, notice_over=False)

    found = blocks(["audit", "midterm_passed", "contract_effective"], shut)

    assert [block.gate for block in found] == [
        Gate.NOTICE_OVER,
        Gate.CONTRACT_EFFECTIVE,
        Gate.MIDTERM_PASSED,
        Gate.AUDIT,
        Gate.FUNDS_AVAILABLE,
    ]


def test_an_unknown_gate_is_never_open():
    with pytest.raises(ValueError, match="unknown gates: moon"):
        blocks(["moon"], OPEN)


def test_the_standing_gates_need_not_be_named():
    assert {gate.value for gate in ALWAYS}.isdisjoint(g for rule in VENTURE for g in rule.gates)


@pytest.mark.parametrize("paid", [True, False])
@pytest.mark.parametrize("under_way", [True, False])
@pytest.mark.parametrize("amount", [ZERO, Y("1")])
@pytest.mark.parametrize("funds", [ZERO, Y("100")])
def test_no_installment_is_both_unpaid_and_unexplained(paid, under_way, amount, funds):
    found = blocks([], replace(OPEN, amount=Y("1"), funds=funds))

    state = readiness(found, amount=amount, paid=paid, under_way=under_way)

    assert (state is Readiness.PAID) == paid
    if state is Readiness.BLOCKED:
        assert found
    if state is Readiness.READY:
        assert not found
        assert amount


@pytest.mark.parametrize(
    ("eligible", "expected"),
    [
        pytest.param("52000", Tail(Y("5200"), ZERO), id="everything recognised"),
        pytest.param("60000", Tail(Y("5200"), ZERO), id="more spent than agreed"),
        pytest.param("50000.01", Tail(Y("3200.01"), ZERO), id="less recognised"),
        pytest.param("46800", Tail(ZERO, ZERO), id="exactly what was paid"),
        pytest.param("46799.99", Tail(ZERO, Y("0.01")), id="a fen to recover"),
        pytest.param("0", Tail(ZERO, Y("46800")), id="nothing recognised"),
    ],
)
def test_tail(eligible, expected):
    assert tail(Y("52000"), Y("46800"), Y(eligible)) == expected


def test_tail_is_reduced_by_the_review():
    assert tail(Y("100"), Y("90"), Y("100"), withheld_percent=D(20)) == Tail(Y("8"), ZERO, Y("2"))
    assert tail(Y("100"), Y("90"), Y("100"), withheld_percent=D(100)) == Tail(ZERO, ZERO, Y("10"))
    assert tail(Money(3), ZERO, Money(3), withheld_percent=D(50)) == Tail(Money(2), ZERO, Money(1))
    assert tail(Y("100"), Y("90"), Y("80"), withheld_percent=D(50)) == Tail(ZERO, Y("10"))


@pytest.mark.parametrize(
    ("amounts", "percent"), [((-1, 0, 0), 0), ((0, -1, 0), 0), ((0, 0, -1), 0), ((1, 0, 1), 101)]
)
def test_tail_refuses_nonsense(amounts, percent):
    with pytest.raises(ValueError, match=r"negative|between"):
        tail(*map(Money, amounts), withheld_percent=D(percent))


fen = st.integers(0, 10**9).map(Money)


@given(fen, fen, fen, st.integers(0, 100))
def test_tail_never_pays_more_than_agreed_or_recognised(contract, paid, eligible, percent):
    last = tail(contract, paid, eligible, withheld_percent=D(percent))

    assert min(last.amount, last.recovery, last.withheld) >= ZERO
    assert not (last.amount and last.recovery)
    assert paid + last.amount + last.withheld - last.recovery == min(contract, eligible)


@given(fen, fen, fen, fen)
def test_more_recognised_spending_never_pays_less(contract, paid, eligible, more):
    one, other = tail(contract, paid, eligible), tail(contract, paid, eligible + more)

    assert other.amount >= one.amount
    assert other.recovery <= one.recovery
