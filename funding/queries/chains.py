"""The chain of a payment: what the rulebook asks for, what has been taken, whose turn it is."""

from collections.abc import Sequence

from app.records.approvals import approvals_of
from funding.models.contract import Disbursement
from funding.rules import approvals as rules
from funding.rules.approvals import Duty, Taken
from projects.rules.rulebook_money import ChainStep


def chain_of(disbursement: Disbursement) -> tuple[ChainStep, ...]:
    """Return the steps that a payment of this amount needs, in order, as the rulebook has them."""
    return disbursement.project.call.rulebook.payment_steps(disbursement.amount)


def next_step(disbursement: Disbursement) -> ChainStep | None:
    """Return the step whose turn it is, None when all are done."""
    following = rules.next_step(duties_of(disbursement), taken_of(disbursement))
    return next((s for s in chain_of(disbursement) if following and s.key == following.key), None)


def duties_of(disbursement: Disbursement) -> tuple[rules.ChainStep, ...]:
    """Return the same steps as the rules of approval take them."""
    return duties(chain_of(disbursement))


def duties(steps: Sequence[ChainStep]) -> tuple[rules.ChainStep, ...]:
    """Return a rulebook's steps as the rules of approval take them.

    Every signature before the payment is another person's; the cashier differs from drafter and
    approvers.
    """
    signed = tuple(step.key for step in steps if step.move != Duty.PAY)
    return tuple(
        rules.ChainStep(
            step.key,
            step.role,
            Duty(step.move),
            step.from_amount.value,
            differs_from=() if step.move == Duty.PAY else _others(step, signed),
            label=step.label,
        )
        for step in steps
    )


def _others(step: ChainStep, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(key for key in keys if key != step.key)


def taken_of(disbursement: Disbursement) -> list[Taken]:
    """Return what has been signed under a payment, on screen or on paper."""
    return [
        Taken(
            given.step,
            _person(given.user_id),
            given.on_paper,
            _person(given.entered_by),
            _person(given.confirmed_by),
        )
        for given in approvals_of(disbursement.chain)
    ]


def _person(user_id: int | None) -> str:
    return "" if user_id is None else str(user_id)
