"""The chain of a payment: what the rulebook asks for, what has been taken, whose turn it is."""

from collections.abc import Sequence

from app.kernel.errors import DomainError
from app.records.approvals import Approval, approvals_of
from funding.models.contract import Disbursement
from funding.rules import approvals as rules
from funding.rules.approvals import Duty, Taken
from projects.rules.rulebook_money import ChainStep


def chain_of(disbursement: Disbursement) -> tuple[ChainStep, ...]:
    """Return the steps that a payment of this amount needs, in order, as the rulebook has them."""
    return disbursement.project.call.rulebook.payment_steps(disbursement.amount)


def next_step(disbursement: Disbursement) -> ChainStep | None:
    """Return the step whose turn it is, None when all are done."""
    return _next_step(disbursement, approvals_of(disbursement.chain))


def _next_step(disbursement: Disbursement, signed: Sequence[Approval]) -> ChainStep | None:
    chain = chain_of(disbursement)
    following = rules.next_step(duties(chain), _taken(signed))
    return next((step for step in chain if following and step.key == following.key), None)


def why_not(disbursement: Disbursement, step: ChainStep, person: int | None) -> DomainError | None:
    """Return why a person whose role fits may not take a step now, None when the person may."""
    chain = duties_of(disbursement)
    return rules.why_not(
        next(duty for duty in chain if duty.key == step.key),
        chain,
        taken_of(disbursement),
        actor=_person(person),
        roles=[step.role],
    )


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


def next_steps(
    disbursements: Sequence[Disbursement],
) -> list[tuple[Disbursement, ChainStep, Approval | None]]:
    """Return payments under way with the step whose turn it is, in one query.

    The third value is the signed sheet that was entered for the step and waits for a second person.
    """
    given: dict[str, list[Approval]] = {}
    for approval in approvals_of(*[each.chain for each in disbursements]):
        given.setdefault(approval.chain, []).append(approval)
    found = []
    for each in disbursements:
        signed = given.get(each.chain, [])
        step = _next_step(each, signed)
        if step is not None:
            pending = next((a for a in signed if a.step == step.key), None)
            found.append((each, step, pending))
    return found


def taken_of(disbursement: Disbursement) -> list[Taken]:
    """Return what has been signed under a payment, on screen or on paper."""
    return _taken(approvals_of(disbursement.chain))


def _taken(approvals: Sequence[Approval]) -> list[Taken]:
    return [
        Taken(
            given.step,
            _person(given.user_id),
            given.on_paper,
            _person(given.entered_by),
            _person(given.confirmed_by),
        )
        for given in approvals
    ]


def _person(user_id: int | None) -> str:
    return "" if user_id is None else str(user_id)
