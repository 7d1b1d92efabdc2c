"""Payments: requested by the organisation, then drafted, checked, approved and paid."""

from datetime import date, datetime

from app.accounts.enums import Role
from app.accounts.models import User
from app.accounts.operations import actor_of
from app.accounts.queries import ids_with
from app.db import session
from app.kernel.clock import local
from app.kernel.errors import DomainError, NotFound
from app.kernel.labels import N_
from app.kernel.money import ZERO, Money
from app.kernel.numbering import new_code, numbered
from app.ledger.models import Appropriation
from app.ledger.operations import transfer
from app.ledger.rules import Stage
from app.records import crypto
from app.records.actor import Actor
from app.records.approvals import Approval, approve, confirm_paper, enter_paper
from app.records.attachments import Upload, attach
from app.records.audit import record_act
from app.records.counters import next_number
from app.records.lifecycle import advance
from funding import documents, notices
from funding.enums import DisbursementStatus
from funding.models.contract import Disbursement, Installment
from funding.queries.chains import chain_of, next_step, why_not
from funding.queries.contracts import disbursements_of
from funding.rules.approvals import NotYourRole
from projects.queries.calls import budget_item
from projects.rules.rulebook_money import ChainStep

MOVES = {"check": "checked_by", "approve": "approved_by"}


class StillBlocked(DomainError):
    """The installment cannot be paid yet."""

    message = N_(
        "This installment cannot be paid yet. See below what is missing and whose turn it is."
    )
    status = 409


class WrongSigner(DomainError):
    """The paper was signed by somebody who may not take this step."""

    message = N_("The signer does not hold the role that the step “%(step)s” needs.")
    field = "signer"


class PaidInFuture(DomainError):
    """The day of payment is ahead."""

    message = N_("The day of payment cannot be in the future.")
    field = "paid_on"


def request_payment(
    installment: Installment,
    amount: Money,
    blocked: bool,
    *,
    invoice_kind: str,
    invoice_number: str,
    invoice: Upload,
    actor: Actor,
    at: datetime,
) -> Disbursement:
    """Ask for an installment, with the receipt that the organisation gives.

    amount, blocked: as derived by funding.queries.readiness at this moment. Raises StillBlocked.
    """
    contract = installment.contract
    if blocked or amount == ZERO:
        raise StillBlocked
    disbursement = Disbursement(
        code=new_code(),
        installment_id=installment.id or 0,
        appropriation_id=contract.project.call.appropriation_id or 0,
        amount=amount,
        invoice_kind=invoice_kind,
        invoice_number=invoice_number,
        requested_at=at,
        requested_by=actor.user_id,
    )
    disbursement.installment = installment
    session().add(disbursement)
    record_act(disbursement.chain, "disbursement:request", actor=actor, at=at, amount=amount.fen)
    attach(disbursement.chain, invoice, slot="invoice", actor=actor, at=at)
    session().flush()
    documents.issue_payment_request(disbursement, actor=actor, at=at)
    notices.payment_moved(disbursement, Role.PREPARER, at=at)
    return disbursement


def draft_payment(
    disbursement: Disbursement, *, method: str, minutes: str, actor: Actor, at: datetime
) -> None:
    """Draft the payment: payee facts are taken now and the money becomes payable."""
    organisation = disbursement.organisation
    contract = disbursement.installment.contract
    disbursement.method, disbursement.minutes = method, minutes
    disbursement.payee, disbursement.bank = organisation.account_holder, organisation.bank
    disbursement.account_sealed = crypto.seal(
        organisation.bank_account, bound_to=f"disbursement.account:{disbursement.code}"
    )
    disbursement.drafted_by, disbursement.drafted_at = actor.user_id, at
    advance(disbursement, "draft", actor=actor, at=at)
    approve(disbursement.chain, "drafted", actor=actor, at=at, signed_on=local(at).date())
    _post(disbursement, Stage.COMMITTED, Stage.PAYABLE, actor=actor, at=at)
    year = local(at).year
    call = contract.project.call
    disbursement.number = numbered(
        call.rulebook.numbers.disbursement,
        year=year,
        n=next_number(f"disbursement:{call.programme}:{year}"),
    )
    notices.payment_moved(disbursement, Role.CHECKER, at=at)


def take_step(
    disbursement: Disbursement, step_key: str, *, opinion: str, actor: Actor, at: datetime
) -> None:
    """Take a checking or approving step on screen.

    Raises NotFound, NotNext, PaperUnconfirmed, NotYourRole and SamePersonTwice.
    """
    step = _check_turn(disbursement, step_key, signer=actor.user_id)
    if not actor.has(step.role, f"area:{disbursement.project.call.area_code}"):
        raise NotYourRole(step=step.label)
    approve(
        disbursement.chain,
        step.key,
        actor=actor,
        at=at,
        signed_on=local(at).date(),
        opinion=opinion,
    )
    session().flush()
    _after_step(disbursement, step, signer=actor.user_id, actor=actor, at=at)


def enter_step_on_paper(
    disbursement: Disbursement,
    step_key: str,
    *,
    signer_id: int,
    signer_name: str,
    signed_on: date,
    opinion: str,
    scan: Upload,
    actor: Actor,
    at: datetime,
) -> Approval:
    """Enter a step that was signed in ink; it counts after a second person has confirmed it."""
    step = _check_turn(disbursement, step_key, signer=signer_id)
    scope = f"area:{disbursement.project.call.area_code}"
    if signer_id not in ids_with([Role(step.role)], scope):
        raise WrongSigner(step=step.label)
    attachment = attach(disbursement.chain, scan, slot=f"paper-{step.key}", actor=actor, at=at)
    return enter_paper(
        disbursement.chain,
        step.key,
        name=signer_name,
        signed_on=signed_on,
        scan_code=attachment.code,
        signer_id=signer_id,
        actor=actor,
        at=at,
        opinion=opinion,
    )


def confirm_step_on_paper(
    disbursement: Disbursement, approval: Approval, *, actor: Actor, at: datetime
) -> None:
    """Confirm a paper step as a second person; the payment moves on with it."""
    step = next(s for s in chain_of(disbursement) if s.key == approval.step)
    confirm_paper(approval, actor=actor, at=at)
    session().flush()
    # The act is the signer's; who entered and who confirmed it stands in the approval.
    signer = actor_of(session().get_one(User, approval.user_id), hat=step.role)
    _after_step(disbursement, step, signer=approval.user_id, actor=signer, at=at)


def _check_turn(disbursement: Disbursement, step_key: str, *, signer: int | None) -> ChainStep:
    """Return a checking or approving step whose turn it is and which this person may take.

    signer: who decides, in ink or on screen; the role is checked by the caller. Raises NotFound,
    NotNext, PaperUnconfirmed and SamePersonTwice.
    """
    step = next((s for s in chain_of(disbursement) if s.key == step_key), None)
    if step is None or step.move not in MOVES:
        raise NotFound
    _check_person(disbursement, step, signer)
    return step


def _check_person(disbursement: Disbursement, step: ChainStep, signer: int | None) -> None:
    reason = why_not(disbursement, step, signer)
    if reason is not None:
        raise reason


def _after_step(
    disbursement: Disbursement,
    step: ChainStep,
    *,
    signer: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    following = next_step(disbursement)
    if following is not None and following.move == step.move:
        notices.payment_moved(disbursement, Role(following.role), at=at)
        return
    if step.move == "check":
        disbursement.checked_by, disbursement.checked_at = signer, at
    else:
        disbursement.approved_by, disbursement.approved_at = signer, at
    advance(disbursement, step.move, actor=actor, at=at, step=step.key)
    if following is not None:
        notices.payment_moved(disbursement, Role(following.role), at=at)


def reject_payment(disbursement: Disbursement, reason: str, *, actor: Actor, at: datetime) -> None:
    """Send a payment back; payable money becomes committed again."""
    was_drafted = disbursement.status is not DisbursementStatus.REQUESTED
    disbursement.reason = reason
    advance(disbursement, "reject", actor=actor, at=at, reason=reason)
    if was_drafted:
        _post(disbursement, Stage.PAYABLE, Stage.COMMITTED, actor=actor, at=at)
    notices.payment_rejected(disbursement, at=at)


def pay(
    disbursement: Disbursement, *, paid_on: date, voucher: str, actor: Actor, at: datetime
) -> None:
    """Record the payment with the voucher number of the treasury (支付凭证号).

    Only now the sheet is issued: with its signers, the day of payment and the voucher.
    """
    if paid_on > local(at).date():
        raise PaidInFuture
    _check_person(disbursement, chain_of(disbursement)[-1], actor.user_id)
    disbursement.paid_by, disbursement.paid_on, disbursement.voucher = (
        actor.user_id,
        paid_on,
        voucher,
    )
    advance(disbursement, "pay", actor=actor, at=at, voucher=voucher)
    approve(disbursement.chain, "paid", actor=actor, at=at, signed_on=paid_on)
    _post(disbursement, Stage.PAYABLE, Stage.PAID, actor=actor, at=at)
    documents.issue_payment_sheet(disbursement, account_of(disbursement), actor=actor, at=at)
    notices.payment_made(disbursement, at=at)


def _post(
    disbursement: Disbursement, source: Stage, target: Stage, *, actor: Actor, at: datetime
) -> None:
    appropriation: Appropriation = budget_item(disbursement.project.call)
    transfer(
        appropriation,
        source,
        target,
        disbursement.amount,
        subject=disbursement.project.application.chain,
        cause=disbursement.chain,
        actor=actor,
        at=at,
    )


def paid_before(disbursement: Disbursement) -> list[Disbursement]:
    """Return what was paid under the same contract before this payment."""
    contract = disbursement.installment.contract
    return [
        d
        for d in disbursements_of(contract)
        if d.status is DisbursementStatus.PAID and d.id != disbursement.id
    ]


def account_of(disbursement: Disbursement) -> str:
    """Return the payee's account as it was at drafting."""
    if not disbursement.account_sealed:
        return ""
    bound_to = f"disbursement.account:{disbursement.code}"
    return crypto.unseal(disbursement.account_sealed, bound_to=bound_to)
