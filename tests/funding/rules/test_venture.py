"""The venture rulebook speaks the language of these rules."""

from decimal import Decimal

from app.kernel.money import Money
from funding.rules.approvals import ChainStep, Duty, chain_for, check_chain
from funding.rules.installments import ALWAYS, Gate, InstallmentRule, plan
from projects.rules.rulebook_reading import programme

RULEBOOK = programme("venture")


def test_every_gate_of_the_rulebook_is_known():
    gates = {gate for installment in RULEBOOK.installments for gate in installment.gates}

    assert gates == {gate.value for gate in Gate} - {gate.value for gate in ALWAYS}


def test_the_installments_can_be_planned():
    rules = [InstallmentRule(i.share.value, i.gates) for i in RULEBOOK.installments]

    parts = plan(Money.yuan("52000"), rules)

    assert sum(part.percent for part in parts) == Decimal(100)


def test_the_payment_chain_can_be_walked():
    steps = [
        ChainStep(step.key, step.role, Duty(step.move), step.from_amount.value)
        for step in RULEBOOK.payment_chain
    ]

    check_chain(steps)

    assert chain_for(Money(1), steps)[0].duty is Duty.DRAFT
