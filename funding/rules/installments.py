"""Installments: the plan, what keeps one from being paid, and what the last one comes to.

Installments hang on gates, not on dates. Whether one is ready is computed from facts on every
read and never stored; whoever sees one blocked sees why, whose turn it is and where it is done.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.kernel.errors import DomainError
from app.kernel.labels import N_, Labelled
from app.kernel.money import ZERO, Money

HUNDRED = Decimal(100)


class BadShares(DomainError):
    """The shares do not make up the whole."""

    message = N_("The shares of the installments add up to %(sum)s %%; they must make 100 %%.")
    field = "shares"


class EmptyInstallment(DomainError):
    """An installment would be nothing."""

    message = N_("Installment %(number)d would be 0.00 yuan. Choose fewer installments.")
    field = "shares"


class Gate(Labelled):
    """A condition of payment; the values are the keys of the rulebook."""

    CONTRACT_EFFECTIVE = "contract_effective", N_("The signed agreement is registered")
    RECEIPT = "receipt", N_("The receipt or invoice is in")
    MIDTERM_PASSED = "midterm_passed", N_("The mid-term evaluation is passed")
    COMPLETION_PASSED = "completion_passed", N_("The completion review is passed")
    AUDIT = "audit", N_("The eligible spending is confirmed")
    # These stand before every payment, whatever the rulebook asks for.
    NOTICE_OVER = "notice_over", N_("The notice period is over without an open objection")
    PREVIOUS_SETTLED = "previous_settled", N_("The installment before is paid")
    ACCOUNT_CONFIRMED = "account_confirmed", N_("The bank account is confirmed")
    NOT_LISTED = "not_listed", N_("The organisation is on no list of abnormal or serious cases")
    RECTIFIED = "rectified", N_("No rectification is open")
    FUNDS_AVAILABLE = "funds_available", N_("The budget item holds the money")


ALWAYS = (
    Gate.NOTICE_OVER,
    Gate.PREVIOUS_SETTLED,
    Gate.ACCOUNT_CONFIRMED,
    Gate.NOT_LISTED,
    Gate.RECTIFIED,
    Gate.FUNDS_AVAILABLE,
)


class BlockReason(Labelled):
    """Why an installment cannot be paid yet, as a sentence."""

    CONTRACT_UNSIGNED = "contract_unsigned", N_("The signed agreement has not been registered.")
    RECEIPT_MISSING = "receipt_missing", N_("The receipt or invoice has not arrived.")
    MIDTERM_OPEN = "midterm_open", N_("The mid-term evaluation is not finished.")
    MIDTERM_FAILED = "midterm_failed", N_("The mid-term evaluation was not passed.")
    COMPLETION_OPEN = "completion_open", N_("The completion review is not finished.")
    COMPLETION_FAILED = "completion_failed", N_("The completion review was not passed.")
    SPENDING_OPEN = "spending_open", N_("The eligible spending is not confirmed.")
    NOTICE_RUNNING = "notice_running", N_("The notice period is not over, or an objection is open.")
    PREVIOUS_OPEN = "previous_open", N_("The installment before is not paid.")
    ACCOUNT_MISSING = "account_missing", N_("The organisation has no bank account in its own name.")
    ACCOUNT_CHANGED = (
        "account_changed",
        N_("The bank account was changed; a second person has to confirm it."),
    )
    LISTED = "listed", N_("The organisation is on a list of abnormal or serious cases.")
    RECTIFYING = "rectifying", N_("A rectification is open.")
    FUNDS_SHORT = "funds_short", N_("The budget item holds less than the amount.")


class Readiness(Labelled):
    """Where an installment stands."""

    PAID = "paid", N_("Paid")
    UNDER_WAY = "under_way", N_("Payment under way")
    NOTHING_LEFT = "nothing_left", N_("Nothing left to pay")
    BLOCKED = "blocked", N_("Not payable yet")
    READY = "ready", N_("Ready to pay")


@dataclass(frozen=True)
class InstallmentRule:
    """One row of the plan: its share of the amount in percent, and its gates."""

    percent: Decimal
    gates: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlannedInstallment:
    """One planned installment. number: 1 for the first."""

    number: int
    percent: Decimal
    amount: Money
    gates: tuple[str, ...]


@dataclass(frozen=True)
class GateFacts:
    """What is known when one installment is looked at.

    midterm_passed, completion_passed: None while there is no result. account_pending: changed and
    not yet confirmed by a second person. funds: what lies committed for the project. amount: of
    this installment.
    """

    amount: Money
    funds: Money
    contract_effective: bool
    notice_over: bool = True
    receipt: bool = True
    midterm_passed: bool | None = None
    completion_passed: bool | None = None
    spending_confirmed: bool = False
    previous_settled: bool = True
    has_account: bool = True
    account_pending: bool = False
    listed: bool = False
    rectifying: bool = False


@dataclass(frozen=True)
class Block:
    """One reason: owner: code of the role whose turn it is; link: key of the page to go to."""

    gate: Gate
    reason: BlockReason
    owner: str
    link: str


@dataclass(frozen=True)
class Tail:
    """What the last installment comes to.

    amount: to pay, never negative. recovery: to be given back, never negative; one of the two is
    always zero. withheld: taken off by the completion review.
    """

    amount: Money
    recovery: Money
    withheld: Money = ZERO


def plan(amount: Money, rules: Sequence[InstallmentRule]) -> tuple[PlannedInstallment, ...]:
    """Share an amount over the installments, to the last fen; left-over fen go to the earliest.

    Raises BadShares unless the shares are positive and make 100, EmptyInstallment when one of them
    would be nothing. Source: `installments` of the rulebook.
    """
    shares = [rule.percent for rule in rules]
    whole = sum(shares, Decimal())
    if whole != HUNDRED or min(shares) <= 0:
        raise BadShares(sum=f"{whole:f}")
    parts = amount.split(shares)
    for number, part in enumerate(parts, start=1):
        if part <= ZERO:
            raise EmptyInstallment(number=number)
    return tuple(
        PlannedInstallment(number, rule.percent, part, rule.gates)
        for number, (rule, part) in enumerate(zip(rules, parts, strict=True), start=1)
    )


def blocks(gates: Sequence[str], facts: GateFacts) -> tuple[Block, ...]:
    """Return everything that keeps an installment from being paid, empty when nothing does.

    gates: keys of the installment's own gates; those of `ALWAYS` are added. The order is that of
    the life of a project, so that the first block is the one to see to first.
    Raises ValueError for a gate that nobody knows, because an unknown gate must never be open.
    """
    unknown = set(gates) - {gate.value for gate in Gate}
    if unknown:
        raise ValueError(f"unknown gates: {', '.join(sorted(unknown))}")
    wanted = {*gates, *ALWAYS}
    found = [(gate, _CLOSED[gate](facts)) for gate in _IN_ORDER if gate in wanted]
    return tuple(Block(gate, reason, *_OWNERS[reason]) for gate, reason in found if reason)


def readiness(found: Sequence[Block], *, amount: Money, paid: bool, under_way: bool) -> Readiness:
    """Say where an installment stands; whatever is neither paid nor under way is explained.

    found: from `blocks`. amount: what would be paid now. under_way: a payment is requested and not
    rejected.
    """
    if paid:
        return Readiness.PAID
    if under_way:
        return Readiness.UNDER_WAY
    if amount <= ZERO:
        return Readiness.NOTHING_LEFT
    return Readiness.BLOCKED if found else Readiness.READY


def tail(
    contract_amount: Money,
    paid: Money,
    eligible_spending: Money,
    *,
    withheld_percent: Decimal = Decimal(0),
) -> Tail:
    """Return the last installment: contract remainder or eligible spending − paid, the lesser.

    paid: everything paid under the contract before. withheld_percent: what the completion review
    takes off the last installment, 0 to 100; the part withheld is rounded down to whole fen. A
    recovery is not reduced by it. Below zero the difference is a recovery.
    Raises ValueError for a negative amount or a percentage outside 0 to 100.
    Source: DOMAIN §1.1 "last tranche = min(contract tail, audited eligible spend − paid)".
    """
    if min(contract_amount, paid, eligible_spending) < ZERO:
        raise ValueError("amounts are not negative")
    if not 0 <= withheld_percent <= HUNDRED:
        raise ValueError("a percentage lies between 0 and 100")
    due = min(contract_amount, eligible_spending) - paid
    if due < ZERO:
        return Tail(ZERO, -due)
    withheld = due.share(withheld_percent)
    return Tail(due - withheld, ZERO, withheld)


def _closed(holds: bool, reason: BlockReason) -> BlockReason | None:
    return None if holds else reason


def _result(
    passed: bool | None, unfinished: BlockReason, failed: BlockReason
) -> BlockReason | None:
    if passed is None:
        return unfinished
    return None if passed else failed


def _account(facts: GateFacts) -> BlockReason | None:
    if not facts.has_account:
        return BlockReason.ACCOUNT_MISSING
    return BlockReason.ACCOUNT_CHANGED if facts.account_pending else None


_B = BlockReason

_CLOSED: Mapping[Gate, Callable[[GateFacts], BlockReason | None]] = {
    Gate.NOTICE_OVER: lambda f: _closed(f.notice_over, _B.NOTICE_RUNNING),
    Gate.CONTRACT_EFFECTIVE: lambda f: _closed(f.contract_effective, _B.CONTRACT_UNSIGNED),
    Gate.PREVIOUS_SETTLED: lambda f: _closed(f.previous_settled, _B.PREVIOUS_OPEN),
    Gate.MIDTERM_PASSED: lambda f: _result(f.midterm_passed, _B.MIDTERM_OPEN, _B.MIDTERM_FAILED),
    Gate.COMPLETION_PASSED: lambda f: _result(
        f.completion_passed, _B.COMPLETION_OPEN, _B.COMPLETION_FAILED
    ),
    Gate.RECTIFIED: lambda f: _closed(not f.rectifying, _B.RECTIFYING),
    Gate.AUDIT: lambda f: _closed(f.spending_confirmed, _B.SPENDING_OPEN),
    Gate.NOT_LISTED: lambda f: _closed(not f.listed, _B.LISTED),
    Gate.ACCOUNT_CONFIRMED: _account,
    Gate.RECEIPT: lambda f: _closed(f.receipt, _B.RECEIPT_MISSING),
    Gate.FUNDS_AVAILABLE: lambda f: _closed(f.amount <= f.funds, _B.FUNDS_SHORT),
}
_IN_ORDER = tuple(_CLOSED)

# Role code and page for each reason.
_OWNERS: Mapping[BlockReason, tuple[str, str]] = {
    _B.NOTICE_RUNNING: ("officer", "notice"),
    _B.CONTRACT_UNSIGNED: ("officer", "contract"),
    _B.PREVIOUS_OPEN: ("cashier", "contract"),
    _B.MIDTERM_OPEN: ("evaluator", "midterm"),
    _B.MIDTERM_FAILED: ("officer", "midterm"),
    _B.COMPLETION_OPEN: ("evaluator", "completion"),
    _B.COMPLETION_FAILED: ("officer", "completion"),
    _B.RECTIFYING: ("applicant_signatory", "rectification"),
    _B.SPENDING_OPEN: ("evaluator", "completion"),
    _B.LISTED: ("officer", "organisation"),
    _B.ACCOUNT_MISSING: ("applicant_signatory", "organisation"),
    _B.ACCOUNT_CHANGED: ("officer", "organisation"),
    _B.RECEIPT_MISSING: ("applicant_signatory", "contract"),
    _B.FUNDS_SHORT: ("preparer", "appropriation"),
}
