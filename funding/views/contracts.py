"""Agreements: draft, approve, issue, sign, file, void."""

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.enums import APPLICANTS, FINANCE, Role
from app.records.attachments import attachments_of
from app.records.documents import documents_of
from app.records.lifecycle import may
from app.web.actor import current_actor
from app.web.archive import preview_paper, render
from app.web.clock import now
from app.web.downloads import answer
from app.web.filters import both
from app.web.forms import ConfirmForm, page
from app.web.guard import access, require, roles
from funding.documents import contract_facts
from funding.forms.money import DraftContractForm, SignForm, VoidForm
from funding.models.contract import Installment
from funding.operations.contracts import (
    approve_contract,
    draft_contract,
    file_contract,
    issue_contract,
    sign,
    void_contract,
)
from funding.permissions import is_officer, is_signatory
from funding.queries.contracts import contracts_visible_to, find_contract
from funding.queries.readiness import standings, tail_of
from projects.enums import ProjectStatus
from projects.queries.projects import find_project

contracts = Blueprint("contracts", __name__, url_prefix="/contracts")
readers = roles(*APPLICANTS, *FINANCE, Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.SUPERVISOR)
officers = roles(Role.OFFICER)
PLAIN = {"approve": approve_contract, "issue": issue_contract, "file": file_contract}


@contracts.get("")
@access(roles(*FINANCE, Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.SUPERVISOR))
def index() -> ResponseReturnValue:
    before = request.args.get("before", type=int)
    return page(
        "funding/contracts/index.html", contracts=contracts_visible_to(current_actor, before=before)
    )


@contracts.get("/<code>")
@access(readers)
def show(code: str) -> ResponseReturnValue:
    contract = find_contract(code, actor=current_actor)
    require(True)
    return page(
        "funding/contracts/show.html",
        contract=contract,
        project=contract.project,
        standings=standings(contract),
        tail=tail_of(contract),
        actions=contract.flow.actions_for(current_actor, contract, now()),
        papers=documents_of(contract.chain),
        files=attachments_of(contract.chain),
        signatory=is_signatory(current_actor, contract),
        now=now(),
    )


@contracts.route("/new/<project>", methods=["GET", "POST"])
@access(officers)
def new(project: str) -> ResponseReturnValue:
    found = find_project(project, actor=current_actor)
    require(is_officer(current_actor, found) and found.status is ProjectStatus.CONFIRMED)
    form = DraftContractForm()
    if form.validate_on_submit() and form.carry_out(
        draft_contract,
        found,
        special_terms=form.special_terms.data or "",
        actor=current_actor,
        at=now(),
    ):
        return redirect(url_for(".show", code=form.result.code))
    return page("funding/contracts/new.html", form=form, project=found)


@contracts.get("/<code>/preview.pdf")
@access(officers)
def preview(code: str) -> ResponseReturnValue:
    contract = find_contract(code, actor=current_actor)
    require(is_officer(current_actor, contract))
    issuer = current_app.config["SETTINGS"].site.get("host", "")
    facts = contract_facts(contract) | {"paper": preview_paper(issuer)}
    content = render("contract", facts, _("Preview of the agreement"))
    return answer(content, "预览.pdf", "application/pdf", inline=True)


@contracts.route("/<code>/<any(approve, issue, file):action>", methods=["GET", "POST"])
@access(officers)
def act(code: str, action: str) -> ResponseReturnValue:
    contract = find_contract(code, actor=current_actor)
    require(may(current_actor, action, contract, now()))
    form = ConfirmForm()
    if form.validate_on_submit() and form.carry_out(
        PLAIN[action], contract, actor=current_actor, at=now()
    ):
        flash(_("Done. The agreement has moved on."))
        return redirect(url_for(".show", code=code))
    return page("funding/contracts/act.html", form=form, contract=contract, action=action)


@contracts.route("/<code>/sign", methods=["GET", "POST"], endpoint="sign")
@access(officers)
def sign_page(code: str) -> ResponseReturnValue:
    form = SignForm()
    contract = find_contract(code, actor=current_actor)
    require(may(current_actor, "sign", contract, now()))
    if form.validate_on_submit() and form.carry_out(
        sign,
        contract,
        signed_on=form.signed_on.data,
        scan=form.scan.data,
        actor=current_actor,
        at=now(),
    ):
        flash(_("The agreement is effective and its money committed."))
        return redirect(url_for(".show", code=code))
    return page("funding/contracts/sign.html", form=form, contract=contract)


@contracts.route("/<code>/void", methods=["GET", "POST"], endpoint="void")
@access(officers)
def void_page(code: str) -> ResponseReturnValue:
    contract = find_contract(code, actor=current_actor)
    require(may(current_actor, "void", contract, now()))
    form = VoidForm()
    if form.validate_on_submit() and form.carry_out(
        void_contract, contract, form.reason.data, actor=current_actor, at=now()
    ):
        flash(_("The agreement is void; its number is not used again."))
        return redirect(url_for("projects.show", code=contract.project.code))
    return page("funding/contracts/void.html", form=form, contract=contract)


@contracts.app_template_filter()
def installment_label(installment: Installment) -> str:
    """Name an installment in the rulebook's words."""
    rules = installment.contract.project.call.rulebook.installments
    found = next((rule for rule in rules if rule.key == installment.key), None)
    return both(installment.label, found.label_en if found else "")
