"""What may be paid now and why not: derived from contract, project and papers on every read."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.accounts.enums import Role
from app.kernel.labels import N_
from app.kernel.money import ZERO, Money
from app.records.attachments import attachments_of
from funding.enums import ContractStatus, DisbursementStatus
from funding.models.contract import Contract, Disbursement, Installment
from funding.queries.contracts import disbursements_of, installments_of, paid_under
from funding.rules.installments import Tail, tail
from projects.enums import ProjectStatus
from projects.models.project import Project
from projects.queries.projects import expenses_of

P = ProjectStatus
PAST_MIDTERM = (P.MIDTERM_PASSED, P.COMPLETING, P.COMPLETED, P.ARCHIVED)
PAST_COMPLETION = (P.COMPLETED, P.ARCHIVED)


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


GATES: dict[str, tuple[str, Role]] = {
    "contract_effective": (
        N_("The signed agreement has not been registered."),
        Role.OFFICER,
    ),
    "midterm_passed": (N_("The mid-term evaluation is not passed."), Role.EVALUATOR),
    "completion_passed": (N_("The completion review is not concluded."), Role.EVALUATOR),
    "audit": (N_("The eligible spending is not confirmed."), Role.EVALUATOR),
    "previous_paid": (N_("The installment before is not paid."), Role.CASHIER),
    "account": (
        N_("The organisation has no bank account in its own name."),
        Role.APPLICANT_SIGNATORY,
    ),
}


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
        blocks = [] if payment else _blocks(contract, installment, before_paid)
        found.append(Standing(installment, amount, payment, blocks))
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


def _blocks(contract: Contract, installment: Installment, before_paid: bool) -> list[Block]:
    project = contract.project
    closed = [gate for gate in installment.gates if not _holds(gate, contract, project)]
    if not before_paid:
        closed.insert(0, "previous_paid")
    if not project.organisation.account_sealed:
        closed.append("account")
    return [_block(gate, contract, project) for gate in closed if gate in GATES]


def _holds(gate: str, contract: Contract, project: Project) -> bool:
    if gate == "contract_effective":
        return contract.status in (ContractStatus.SIGNED, ContractStatus.FILED)
    if gate == "midterm_passed":
        return project.status in PAST_MIDTERM
    if gate in ("completion_passed", "audit"):
        return project.status in PAST_COMPLETION
    return True


def _block(gate: str, contract: Contract, project: Project) -> Block:
    what, role = GATES[gate]
    links = {
        "contract_effective": f"/contracts/{contract.code}",
        "previous_paid": f"/contracts/{contract.code}",
        "account": f"/organisations/{project.organisation.code}",
    }
    owner = project.organisation.name if role is Role.APPLICANT_SIGNATORY else ""
    return Block(gate, what, role, owner, links.get(gate, f"/projects/{project.code}"))


def spending_of(project: Project) -> Money:
    """Return the recognised spending of a project: all vouchers less what was disallowed."""
    return sum((e.amount - e.disallowed for e in expenses_of(project)), ZERO)


def papers_of(contract: Contract) -> int:
    """Return how many files hang on a contract."""
    return len(attachments_of(contract.chain))
