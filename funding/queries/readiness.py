"""What may be paid now and why not: derived from contract, project and papers on every read."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.accounts.enums import Role
from app.kernel.money import ZERO, Money
from app.ledger.queries import balances_of
from app.ledger.rules import Stage
from app.records.attachments import attachments_of
from app.registry.queries import listings_of
from funding.enums import ContractStatus, DisbursementStatus
from funding.models.contract import Contract, Disbursement, Installment
from funding.queries.contracts import disbursements_of, installments_of, paid_under
from funding.rules import installments as rules
from funding.rules.installments import GateFacts, Tail, blocks, tail
from projects.enums import ProjectStatus

P = ProjectStatus
PAST_MIDTERM = (P.MIDTERM_PASSED, P.COMPLETING, P.COMPLETED, P.ARCHIVED)
PAST_COMPLETION = (P.COMPLETED, P.ARCHIVED)
EFFECTIVE = (ContractStatus.SIGNED, ContractStatus.FILED)


@dataclass(frozen=True)
class Block:
    """Why an installment cannot be paid yet: what is missing, whose turn, where it is done."""

    gate: str
    what: str
    owner_role: Role
    owner: str
    link: str


@dataclass(frozen=True)
class Standing:
    """One installment with what is known of it now.

    amount: what would be paid now; the last one may be less than planned (see tail()).
    """

    installment: Installment
    amount: Money
    payment: Disbursement | None
    blocks: Sequence[Block]

    @property
    def state(self) -> str:
        if self.payment is not None and self.payment.status is DisbursementStatus.PAID:
            return "paid"
        if self.payment is not None:
            return "under_way"
        if self.amount == ZERO:
            return "nothing_left"
        return "blocked" if self.blocks else "ready"


def standings(contract: Contract) -> list[Standing]:
    """Return every installment of a contract with its state, its payment and its blocks.

    The last one is what tail_of() leaves once the completion review has recognised the spending.
    """
    installments = installments_of(contract)
    payments = {
        d.installment_id: d
        for d in disbursements_of(contract)
        if d.status is not DisbursementStatus.REJECTED
    }
    last = installments[-1].id if installments else None
    found = []
    before_paid = True
    for installment in installments:
        payment = payments.get(installment.id or 0)
        amount = payment.amount if payment else installment.amount
        rest = tail_of(contract) if payment is None and installment.id == last else None
        if rest is not None:
            amount = rest.amount
        closed = [] if payment else _blocks(contract, installment, amount, before_paid)
        found.append(Standing(installment, amount, payment, closed))
        before_paid = payment is not None and payment.status is DisbursementStatus.PAID
    return found


def tail_of(contract: Contract) -> Tail | None:
    """Return the last installment after the completion review, None before it.

    Contract remainder or eligible spending − paid, whichever is less; below zero it is a recovery.
    """
    project = contract.project
    if project.eligible_spending is None:
        return None
    return tail(
        contract.amount,
        paid_under(contract),
        project.eligible_spending,
        withheld_percent=Decimal(project.withheld_percent),
    )


def _blocks(
    contract: Contract, installment: Installment, amount: Money, before_paid: bool
) -> list[Block]:
    project = contract.project
    facts = GateFacts(
        amount=amount,
        funds=_set_aside(contract),
        contract_effective=contract.status in EFFECTIVE,
        midterm_passed=True if project.status in PAST_MIDTERM else None,
        completion_passed=True if project.status in PAST_COMPLETION else None,
        spending_confirmed=project.eligible_spending is not None,
        previous_settled=before_paid,
        has_account=bool(project.organisation.account_sealed),
        listed=any(each.removed_on is None for each in listings_of(project.organisation)),
        rectifying=project.status is P.RECTIFYING,
    )
    return [_named(block, contract) for block in blocks(installment.gates, facts)]


def _set_aside(contract: Contract) -> Money:
    """What lies ready for a project: committed by the agreement, before it still reserved."""
    held = balances_of(contract.project.application.chain)
    stages = (Stage.COMMITTED,) if contract.status in EFFECTIVE else (Stage.RESERVED,)
    return sum((held.get(stage, ZERO) for stage in stages), ZERO)


def _named(block: rules.Block, contract: Contract) -> Block:
    project = contract.project
    links = {
        "contract": f"/contracts/{contract.code}",
        "organisation": f"/organisations/{project.organisation.code}",
    }
    role = Role(block.owner)
    owner = project.organisation.name if role is Role.APPLICANT_SIGNATORY else ""
    link = links.get(block.link, f"/projects/{project.code}")
    return Block(block.gate.value, block.reason.label, role, owner, link)


def papers_of(contract: Contract) -> int:
    """Return how many files hang on a contract."""
    return len(attachments_of(contract.chain))
