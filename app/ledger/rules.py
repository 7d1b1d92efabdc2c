"""Where money may stand, which way it may move, and the ledger computed again from its postings.

Double entry: one posting moves one positive amount from one account to another, so that the sum
never changes; only the treasury outside (None) gives and takes. Stages in order:

    available → reserved (notice) → committed (contract) → payable (payment drafted) → paid
    → returned (given back by the organisation)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from app.kernel.errors import DomainError
from app.kernel.labels import N_, Labelled
from app.kernel.money import ZERO, Money


class Stage(Labelled):
    """Where an amount of an appropriation stands."""

    AVAILABLE = "available", N_("Available")
    RESERVED = "reserved", N_("Reserved")
    COMMITTED = "committed", N_("Committed")
    PAYABLE = "payable", N_("Payable")
    PAID = "paid", N_("Paid")
    RETURNED = "returned", N_("Returned")


class Outside(Labelled):
    """What stands for None in a sentence."""

    TREASURY = "treasury", N_("Treasury")


S = Stage

# (source, target) → verb; None is the treasury outside. The verb names posting and audit event.
MOVES: Mapping[tuple[Stage | None, Stage | None], str] = {
    (None, S.AVAILABLE): "appropriate",
    (S.AVAILABLE, None): "withdraw",
    (S.AVAILABLE, S.RESERVED): "reserve",
    (S.RESERVED, S.AVAILABLE): "release",
    (S.RESERVED, S.COMMITTED): "commit",
    (S.COMMITTED, S.RESERVED): "uncommit",
    (S.COMMITTED, S.AVAILABLE): "free",
    (S.COMMITTED, S.PAYABLE): "prepare",
    (S.PAYABLE, S.COMMITTED): "cancel",
    (S.PAYABLE, S.PAID): "pay",
    (S.PAID, S.PAYABLE): "bounce",  # 退票: the bank sent the payment back
    (S.PAID, S.RETURNED): "give_back",
    (S.RETURNED, S.AVAILABLE): "restore",  # in the same fiscal year the 指标 is restored
    (S.RETURNED, None): "surrender",  # later the money goes to the treasury
}


class IllegalTransfer(DomainError):
    """The ledger does not know this move."""

    message = N_("Money cannot move from “%(source)s” to “%(target)s”.")
    status = 409


class AccountKey(NamedTuple):
    """One account. appropriation: its code; subject: "" or the chain of what the money is for."""

    appropriation: str
    stage: Stage
    subject: str = ""


@dataclass(frozen=True)
class Posting:
    """One movement of an amount > 0; None is the treasury outside."""

    source: AccountKey | None
    target: AccountKey | None
    amount: Money


class FaultKind(StrEnum):
    """What the check of a ledger can find."""

    NOT_POSITIVE = "amount not positive"
    ILLEGAL = "no such move"
    CROSSED = "moves between appropriations"
    OVERDRAWN = "account overdrawn"
    CUMULATIVE = "a later stage exceeds an earlier one"
    DIFFERENT = "stored balance differs from the postings"


@dataclass(frozen=True)
class Fault:
    """Something wrong in a ledger.

    posting: number of the posting, 1 for the first, None for a balance. expected, found: what the
    postings or the rule ask for, and what there is.
    """

    kind: FaultKind
    account: AccountKey | None = None
    posting: int | None = None
    expected: Money | None = None
    found: Money | None = None

    def __str__(self) -> str:
        parts = [self.kind.value]
        if self.posting is not None:
            parts.append(f"posting {self.posting}")
        if self.account is not None:
            parts.append("/".join(part for part in self.account if part))
        if self.expected is not None:
            parts.append(f"expected {self.expected}")
        if self.found is not None:
            parts.append(f"found {self.found}")
        return ", ".join(parts)


@dataclass(frozen=True)
class Totals:
    """What has reached each stage or gone beyond it; each includes the ones after it."""

    appropriated: Money
    reserved: Money
    committed: Money
    payable: Money
    paid: Money
    returned: Money

    @property
    def ordered(self) -> tuple[Money, ...]:
        """From the earliest to the latest stage; never increasing in a sound ledger."""
        return (
            self.appropriated,
            self.reserved,
            self.committed,
            self.payable,
            self.paid,
            self.returned,
        )


def verb_of(source: Stage | None, target: Stage | None) -> str:
    """Return the verb of a move between two stages. Raises IllegalTransfer."""
    verb = MOVES.get((source, target))
    if verb is None:
        outside = Outside.TREASURY
        raise IllegalTransfer(source=source or outside, target=target or outside)
    return verb


def replay(postings: Iterable[Posting]) -> dict[AccountKey, Money]:
    """Return the balances that follow from the postings; it judges nothing (see `faults`)."""
    balances: dict[AccountKey, Money] = {}
    for posting in postings:
        _apply(posting, balances)
    return balances


def _apply(posting: Posting, balances: dict[AccountKey, Money]) -> None:
    if posting.source is not None:
        balances[posting.source] = balances.get(posting.source, ZERO) - posting.amount
    if posting.target is not None:
        balances[posting.target] = balances.get(posting.target, ZERO) + posting.amount


def faults(postings: Iterable[Posting]) -> tuple[Fault, ...]:
    """Return what is wrong with a sequence of postings, in their order.

    Found are amounts that are not positive, moves that the ledger does not know, money that
    changes its appropriation, and accounts that were below zero at any moment.
    """
    found: list[Fault] = []
    balances: dict[AccountKey, Money] = {}
    for number, posting in enumerate(postings, start=1):
        found += _shape_faults(posting, number)
        _apply(posting, balances)
        source = posting.source
        if source is not None and balances[source] < ZERO:
            overdrawn = FaultKind.OVERDRAWN
            found.append(Fault(overdrawn, source, number, ZERO, balances[source]))
    return tuple(found)


def _shape_faults(posting: Posting, number: int) -> list[Fault]:
    source, target = posting.source, posting.target
    account = source or target
    found = []
    if posting.amount <= ZERO:
        found.append(Fault(FaultKind.NOT_POSITIVE, account, number, found=posting.amount))
    ends = (source.stage if source else None, target.stage if target else None)
    if ends not in MOVES:
        found.append(Fault(FaultKind.ILLEGAL, account, number))
    if source and target and source.appropriation != target.appropriation:
        found.append(Fault(FaultKind.CROSSED, account, number))
    return found


def totals(balances: Mapping[AccountKey, Money], appropriation: str) -> Totals:
    """Return what of one appropriation has reached each stage or gone beyond it."""
    reached: list[Money] = []
    beyond = ZERO
    for stage in reversed(Stage):
        lying = (m for key, m in balances.items() if key[:2] == (appropriation, stage))
        beyond = beyond + sum(lying, ZERO)
        reached.append(beyond)
    return Totals(*reversed(reached))


def check(balances: Mapping[AccountKey, Money]) -> tuple[Fault, ...]:
    """Return what is wrong with balances, empty when nothing is.

    Found are balances below zero and, per appropriation, any breach of returned ≤ paid ≤ payable
    ≤ committed ≤ reserved ≤ appropriated, each counted with all that went beyond it. The second
    follows from the first; it is checked because it is the promise.
    """
    found = [
        Fault(FaultKind.OVERDRAWN, key, expected=ZERO, found=balance)
        for key, balance in balances.items()
        if balance < ZERO
    ]
    for appropriation in sorted({key.appropriation for key in balances}):
        ordered = totals(balances, appropriation).ordered
        for stage, earlier, later in zip(list(Stage)[1:], ordered, ordered[1:], strict=False):
            if later > earlier:
                account = AccountKey(appropriation, stage)
                found.append(Fault(FaultKind.CUMULATIVE, account, None, earlier, later))
    return tuple(found)


def compare(
    replayed: Mapping[AccountKey, Money], stored: Mapping[AccountKey, Money]
) -> tuple[Fault, ...]:
    """Return each account whose stored balance is not the one that the postings give.

    An account that one side does not have counts as zero.
    """
    keys = sorted({*replayed, *stored})
    pairs = [(key, replayed.get(key, ZERO), stored.get(key, ZERO)) for key in keys]
    return tuple(
        Fault(FaultKind.DIFFERENT, key, expected=expected, found=found)
        for key, expected, found in pairs
        if expected != found
    )
