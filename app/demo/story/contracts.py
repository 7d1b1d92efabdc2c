"""The agreement and the money."""

from collections.abc import Sequence

from app.db import session
from app.demo.content import load_content
from app.demo.papers import paper
from app.demo.story.thread import Story, proposal_called, signatory
from app.demo.world import person
from app.kernel.clock import local
from funding.models.contract import Contract, Disbursement
from funding.operations import contracts, disbursements
from funding.queries.contracts import contract_of, installments_of
from funding.queries.readiness import standings
from projects.models.project import Project


def sign(story: Story, project: Project) -> Contract:
    """The agreement is drafted, approved, issued, signed and effective."""
    contract = contracts.draft_contract(project, actor=story.officer, at=story.later(hours=2))
    contracts.approve_contract(contract, actor=story.officer, at=story.later(hours=1))
    contracts.issue_contract(contract, actor=story.officer, at=story.later(hours=1))
    at = story.later(days=1)
    contracts.sign(
        contract,
        signed_on=local(at).date(),
        scan=paper(load_content().texts.papers.agreement),
        actor=story.officer,
        at=at,
    )
    return contract


def request(story: Story, project: Project, position: int) -> Disbursement:
    """The organisation asks for one installment."""
    contract = contract_of(project)
    assert contract is not None
    standing = standings(contract)[position - 1]
    actor, _organisation = signatory(proposal_called(project.title))
    title = load_content().texts.papers.invoice
    at = story.later(hours=4)
    return disbursements.request_payment(
        installments_of(contract)[position - 1],
        standing.amount,
        bool(standing.blocks),
        invoice_kind=title,
        invoice_number=f"{local(at):%y}3200000000{project.id:06d}{position:02d}",
        invoice=paper(title),
        actor=actor,
        at=at,
    )


def pay(story: Story, project: Project, position: int, *, on_paper: bool = False) -> None:
    """One installment along the whole chain; the leader's step on paper if asked."""
    payment = request(story, project, position)
    sign_steps(story, payment, ("drafted", "head", "checked"))
    if on_paper:
        _sign_on_paper(story, payment)
    else:
        sign_steps(story, payment, ("leader",))
    at = story.later(days=1)
    disbursements.pay(
        payment,
        paid_on=local(at).date(),
        voucher=f"ZF{local(at):%Y%m%d}{payment.id:04d}",
        actor=person("cashier"),
        at=at,
    )


def sign_steps(story: Story, payment: Disbursement, steps: Sequence[str]) -> None:
    """The people of the chain take some steps on screen, drafting first."""
    said = load_content().texts.payment
    signers = {
        "head": (said.head, story.officer),
        "checked": (said.checked, person("checker")),
        "leader": (said.leader, person("approver")),
    }
    for step in steps:
        at = story.later(hours=2)
        if step == "drafted":
            disbursements.draft_payment(
                payment, method=said.method, minutes="", actor=person("preparer"), at=at
            )
        else:
            opinion, actor = signers[step]
            disbursements.take_step(payment, step, opinion=opinion, actor=actor, at=at)
        session().flush()


def _sign_on_paper(story: Story, payment: Disbursement) -> None:
    """The leader signs the sheet in ink; one enters it with its scan, another confirms."""
    texts, leader = load_content().texts, person("approver")
    at = story.later(hours=2)
    approval = disbursements.enter_step_on_paper(
        payment,
        "leader",
        signer_id=leader.user_id or 0,
        signer_name=leader.name,
        signed_on=local(at).date(),
        opinion=texts.payment.leader,
        scan=paper(texts.papers.approval),
        actor=person("preparer"),
        at=at,
    )
    session().flush()
    disbursements.confirm_step_on_paper(payment, approval, actor=person("checker"), at=at)
