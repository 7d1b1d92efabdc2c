"""Payments: request, draft, check, approve on screen or on paper, pay."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.enums import APPLICANTS, FINANCE, Role
from app.accounts.queries import people_with
from app.kernel.errors import NotFound
from app.kernel.identifiers import masked_account
from app.records.approvals import approvals_of
from app.records.attachments import attachments_of
from app.records.documents import documents_of, latest_document
from app.records.lifecycle import may
from app.web.actor import current_actor
from app.web.archive import preview_paper, render
from app.web.clock import now
from app.web.downloads import answer
from app.web.forms import ConfirmForm, options, page, sentence_of
from app.web.guard import access, require, roles
from funding.documents import payment_facts
from funding.enums import DisbursementStatus
from funding.forms.money import (
    DraftPaymentForm,
    PaidForm,
    PaperForm,
    ReasonForm,
    RequestForm,
    StepForm,
)
from funding.models.contract import Disbursement
from funding.operations import disbursements as acts
from funding.permissions import (
    can_confirm_paper,
    can_enter_paper,
    can_see_money,
    can_take,
    is_signatory,
)
from funding.queries.chains import chain_of, next_step, why_not
from funding.queries.contracts import find_disbursement, find_installment, waiting_disbursements
from funding.queries.readiness import standings

disbursements = Blueprint("disbursements", __name__, url_prefix="/disbursements")
readers = roles(*APPLICANTS, *FINANCE, Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.SUPERVISOR)
money = roles(*FINANCE, Role.OFFICER, Role.LEADER, Role.AUDITOR)


@disbursements.get("")
@access(money)
def index() -> ResponseReturnValue:
    waiting = waiting_disbursements(current_actor)
    return page("funding/disbursements/index.html", waiting=waiting, now=now())


@disbursements.route("/request/<installment>", methods=["GET", "POST"])
@access(roles(*APPLICANTS))
def ask(installment: str) -> ResponseReturnValue:
    form = RequestForm()
    found = find_installment(installment, actor=current_actor)
    require(is_signatory(current_actor, found.contract))
    standing = next(s for s in standings(found.contract) if s.installment.id == found.id)
    if form.validate_on_submit() and form.carry_out(
        acts.request_payment,
        found,
        standing.amount,
        bool(standing.blocks) or standing.payment is not None,
        invoice_kind=form.invoice_kind.data,
        invoice_number=form.invoice_number.data,
        invoice=form.invoice.data,
        actor=current_actor,
        at=now(),
    ):
        flash(_("The payment has been requested."))
        return redirect(url_for(".show", code=form.result.code))
    return page(
        "funding/disbursements/request.html", form=form, installment=found, standing=standing
    )


@disbursements.get("/<code>")
@access(readers)
def show(code: str) -> ResponseReturnValue:
    payment = find_disbursement(code, actor=current_actor)
    require(True)
    step = next_step(payment)
    mine = step is not None and can_take(current_actor, payment, step.role)
    reason = why_not(payment, step, current_actor.user_id) if step and mine else None
    given = {a.step: a for a in approvals_of(payment.chain)}
    return page(
        "funding/disbursements/show.html",
        payment=payment,
        project=payment.project,
        contract=payment.installment.contract,
        chain=chain_of(payment),
        given=given,
        step=step,
        mine=mine,
        reason=sentence_of(reason) if reason else "",
        actions=payment.flow.actions_for(current_actor, payment, now()),
        account=masked_account(acts.account_of(payment)),
        papers=documents_of(payment.chain),
        files=attachments_of(payment.chain),
        finance=can_see_money(current_actor, payment.project),
        enters=can_enter_paper(current_actor, payment.project),
        confirms=[
            a.step
            for a in given.values()
            if not a.holds and can_confirm_paper(current_actor, payment, a)
        ],
        now=now(),
    )


@disbursements.route("/<code>/draft", methods=["GET", "POST"])
@access(money)
def draft(code: str) -> ResponseReturnValue:
    payment = find_disbursement(code, actor=current_actor)
    require(may(current_actor, "draft", payment, now()))
    form = DraftPaymentForm()
    if form.validate_on_submit() and form.carry_out(
        acts.draft_payment,
        payment,
        method=form.method.data,
        minutes=form.minutes.data or "",
        actor=current_actor,
        at=now(),
    ):
        flash(_("The payment is drafted; the head of the office is next."))
        return redirect(url_for(".show", code=code))
    return page("funding/disbursements/draft.html", form=form, payment=payment)


@disbursements.route("/<code>/steps/<step>", methods=["GET", "POST"])
@access(money)
def take(code: str, step: str) -> ResponseReturnValue:
    payment = find_disbursement(code, actor=current_actor)
    wanted = step_of(payment, step)
    require(can_take(current_actor, payment, wanted.role))
    form = StepForm()
    if form.validate_on_submit() and form.carry_out(
        acts.take_step,
        payment,
        step,
        opinion=form.opinion.data or "",
        actor=current_actor,
        at=now(),
    ):
        flash(_("Your approval is recorded."))
        return redirect(url_for(".show", code=code))
    return page("funding/disbursements/step.html", form=form, payment=payment, step=wanted)


def step_of(payment: Disbursement, key: str) -> Any:
    """Return a step of the payment's chain; raises NotFound."""
    found = next((s for s in chain_of(payment) if s.key == key), None)
    if found is None:
        raise NotFound
    return found


@disbursements.get("/<code>/sheet.pdf")
@access(money)
def sheet(code: str) -> ResponseReturnValue:
    payment = find_disbursement(code, actor=current_actor)
    require(can_see_money(current_actor, payment.project))
    issued = latest_document(payment.chain, "payment")
    if payment.status is DisbursementStatus.PAID and issued is not None:
        return redirect(url_for("files.document", code=issued.code))
    facts = payment_facts(payment, acts.account_of(payment), now())
    facts |= {"paper": preview_paper("")}
    content = render("payment", facts, "资金拨付审批单")
    return answer(content, "资金拨付审批单.pdf", "application/pdf", inline=True)


@disbursements.route("/<code>/steps/<step>/paper", methods=["GET", "POST"])
@access(money)
def paper(code: str, step: str) -> ResponseReturnValue:
    form = PaperForm()
    payment = find_disbursement(code, actor=current_actor)
    require(can_enter_paper(current_actor, payment.project))
    wanted = step_of(payment, step)
    area = f"area:{payment.project.call.area_code}"
    signers = {user.id: user.name for user in people_with(Role(wanted.role), area)}
    form.signer.choices = options(signers.items())
    if form.validate_on_submit() and form.carry_out(
        acts.enter_step_on_paper,
        payment,
        step,
        signer_id=form.signer.data,
        signer_name=signers[form.signer.data],
        signed_on=form.signed_on.data,
        opinion=form.opinion.data or "",
        scan=form.scan.data,
        actor=current_actor,
        at=now(),
    ):
        flash(_("The signed sheet is entered; a second person has to confirm it."))
        return redirect(url_for(".show", code=code))
    return page("funding/disbursements/paper.html", form=form, payment=payment, step=wanted)


@disbursements.route("/<code>/steps/<step>/confirm", methods=["GET", "POST"])
@access(money)
def confirm(code: str, step: str) -> ResponseReturnValue:
    payment = find_disbursement(code, actor=current_actor)
    require(can_enter_paper(current_actor, payment.project))
    approval = next((a for a in approvals_of(payment.chain) if a.step == step and a.on_paper), None)
    if approval is None:
        raise NotFound
    form = ConfirmForm()
    if form.validate_on_submit() and form.carry_out(
        acts.confirm_step_on_paper, payment, approval, actor=current_actor, at=now()
    ):
        flash(_("The signed sheet is confirmed; the payment has moved on."))
        return redirect(url_for(".show", code=code))
    return page("funding/disbursements/confirm.html", form=form, payment=payment, approval=approval)


@disbursements.route("/<code>/pay", methods=["GET", "POST"], endpoint="pay")
@access(money)
def pay_page(code: str) -> ResponseReturnValue:
    payment = find_disbursement(code, actor=current_actor)
    require(may(current_actor, "pay", payment, now()))
    form = PaidForm()
    if form.validate_on_submit() and form.carry_out(
        acts.pay,
        payment,
        paid_on=form.paid_on.data,
        voucher=form.voucher.data,
        actor=current_actor,
        at=now(),
    ):
        flash(_("The payment is recorded and posted in the ledger."))
        return redirect(url_for(".show", code=code))
    return page("funding/disbursements/pay.html", form=form, payment=payment)


@disbursements.route("/<code>/reject", methods=["GET", "POST"])
@access(money)
def reject(code: str) -> ResponseReturnValue:
    payment = find_disbursement(code, actor=current_actor)
    require(may(current_actor, "reject", payment, now()))
    form = ReasonForm()
    if form.validate_on_submit() and form.carry_out(
        acts.reject_payment, payment, form.reason.data, actor=current_actor, at=now()
    ):
        flash(_("The request was sent back with the reason."))
        return redirect(url_for(".index"))
    return page("funding/disbursements/reject.html", form=form, payment=payment)
