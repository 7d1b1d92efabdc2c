"""Who signs a payment: the chain for an amount, the next step, and who may not take it.

Drafter, approver and cashier are always three people (a street has two or three); whatever else
has to differ is data of the rulebook. An approval in ink is entered by one person with its scan
and confirmed by another.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.kernel.money import ZERO, Money


class NotNext(DomainError):
    """Another step comes first, or this one is done."""

    message = N_("This step cannot be taken now; the next one is “%(next)s”.")
    status = 409


class NotYourRole(DomainError):
    """The step belongs to another role."""

    message = N_("The step “%(step)s” belongs to another role.")
    status = 403


class SamePersonTwice(DomainError):
    """One person would take two steps that need two people."""

    message = N_(
        "You have taken the step “%(taken)s” of this payment already. Drafting, approving and "
        "paying need three different people."
    )
    status = 409


class PaperUnconfirmed(DomainError):
    """A paper approval waits for the second person."""

    message = N_("The step “%(step)s” was entered from paper; a second person has to confirm it.")
    status = 409


class Duty(StrEnum):
    """What a step of the chain does; the values are the `move` of the rulebook."""

    DRAFT = "draft"
    CHECK = "check"
    APPROVE = "approve"
    PAY = "pay"


# The duties whose people are pairwise different, here and by CHECK in the database.
APART = (Duty.DRAFT, Duty.APPROVE, Duty.PAY)


@dataclass(frozen=True)
class ChainStep:
    """One signature.

    role: code of the role that signs. from_amount: the step is needed for payments of this size
    and above. differs_from: keys of further steps that another person must have taken. label: the
    rulebook's name of the step.
    """

    key: str
    role: str
    duty: Duty
    from_amount: Money = ZERO
    differs_from: tuple[str, ...] = ()
    label: str = ""

    @property
    def title(self) -> str:
        """What people call the step."""
        return self.label or self.key


@dataclass(frozen=True)
class Taken:
    """A step that somebody has taken.

    by: code of the person who decided (on paper: who signed in ink). on_paper: entered_by typed it
    from the scan; confirmed_by compared it with the paper, "" while nobody has.
    """

    step: str
    by: str
    on_paper: bool = False
    entered_by: str = ""
    confirmed_by: str = ""

    @property
    def holds(self) -> bool:
        """Whether the step counts: on screen at once, on paper after the second person."""
        return not self.on_paper or bool(self.confirmed_by)


def check_chain(steps: Sequence[ChainStep]) -> None:
    """Check that a rulebook's chain can be walked at every amount.

    Raises ValueError unless the keys are different, the duties come in the order draft, check,
    approve, pay, and drafting, approving and paying are needed from the first fen on.
    """
    keys = [step.key for step in steps]
    if len(set(keys)) < len(keys):
        raise ValueError("two steps of a payment chain have one key")
    order = [list(Duty).index(step.duty) for step in steps]
    if order != sorted(order):
        raise ValueError("a payment is drafted, checked, approved and paid in this order")
    always = {step.duty for step in steps if step.from_amount <= ZERO}
    if not always.issuperset(APART):
        raise ValueError("drafting, approving and paying are needed for every amount")
    unknown = {key for step in steps for key in step.differs_from} - set(keys)
    if unknown:
        raise ValueError(f"steps that do not exist: {', '.join(sorted(unknown))}")


def chain_for(amount: Money, steps: Sequence[ChainStep]) -> tuple[ChainStep, ...]:
    """Return the steps that a payment of this amount needs, in order of signing.

    A step counts from its from_amount on, that amount included. Source: `payment_chain` of the
    rulebook.
    """
    return tuple(step for step in steps if amount >= step.from_amount)


def next_step(chain: Sequence[ChainStep], taken: Sequence[Taken]) -> ChainStep | None:
    """Return the first step that does not hold yet, None when the chain is complete."""
    done = {each.step for each in taken if each.holds}
    return next((step for step in chain if step.key not in done), None)


def duty_done(duty: Duty, chain: Sequence[ChainStep], taken: Sequence[Taken]) -> bool:
    """Tell whether every step of a duty holds, so that the payment may move on."""
    done = {each.step for each in taken if each.holds}
    return all(step.key in done for step in chain if step.duty is duty)


def why_not(
    step: ChainStep,
    chain: Sequence[ChainStep],
    taken: Sequence[Taken],
    *,
    actor: str,
    roles: Collection[str],
) -> DomainError | None:
    """Return why a person may not take a step now, None when the person may.

    chain: from `chain_for`. taken: of the present attempt only. actor: the person who decides,
    on paper the one who signed. roles: codes of the actor's roles in the place of the payment.
    """
    following = next_step(chain, taken)
    if following is None or following.key != step.key:
        return NotNext(next=following.title if following else "–")
    if any(each.step == step.key for each in taken):
        return PaperUnconfirmed(step=step.title)
    if step.role not in roles:
        return NotYourRole(step=step.title)
    clash = next((t for t in taken if t.by == actor and _apart(step, t.step, chain)), None)
    if clash is None:
        return None
    title = next(each.title for each in chain if each.key == clash.step)
    return SamePersonTwice(taken=title)


def _apart(step: ChainStep, other_key: str, chain: Sequence[ChainStep]) -> bool:
    other = next((each for each in chain if each.key == other_key), None)
    if other is None:
        return False
    by_law = step.duty in APART and other.duty in APART and step.duty is not other.duty
    return by_law or other.key in step.differs_from or step.key in other.differs_from
