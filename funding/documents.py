"""Papers of contracts and payments: plain facts for templates/pdf."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.kernel.clock import local
from app.kernel.money import ZERO
from app.ledger.models import Appropriation
from app.records.actor import Actor
from app.records.approvals import Approval, approvals_of
from app.records.attachments import attachments_of
from app.records.documents import Document, issue, issuing_host, latest_document, void
from app.registry.models import Organisation
from app.registry.queries import area_names
from funding.enums import DisbursementStatus
from funding.models.contract import Contract, Disbursement, Installment
from funding.queries.contracts import disbursements_of, installments_of
from projects.documents import edition_of
from projects.models.call import Call
from projects.queries.calls import budget_item
from projects.queries.reading import planned_for, read_budget, read_indicators
from projects.queries.spending import spending_of
from projects.rules.rulebook import Rulebook

CONDITIONS = {
    "contract_effective": "协议签章生效",
    "receipt": "出具合法票据",
    "midterm_passed": "中期评估合格",
    "completion_passed": "末期评估合格并结项",
    "audit": "财务审核（专项审计）完成",
}


def contract_facts(contract: Contract) -> dict[str, Any]:
    """Return the context of the agreement with its three annexes."""
    project = contract.project
    call, rulebook = project.call, project.call.rulebook
    baseline = project.baseline or {}
    sections = baseline["sections"]
    return {
        "heading": f"{rulebook.title}{rulebook.words.contract}",
        "batch": edition_of(call),
        "project": project.title,
        "project_number": project.number,
        "place": area_names().get(call.area_code, ""),
        "signed_on": "",
        "version": contract.version,
        "form": f"{rulebook.title}{rulebook.words.contract}{rulebook.version}",
        "party_a": _host(call),
        "party_b": _party(project.organisation, sections["overview"].get("contact_email", "")),
        "party_c": None,
        "fund_source": rulebook.money.fund_label,
        "basis": f"《{rulebook.basis[0].title}》",
        "decision": f"{rulebook.words.award_letter}（{project.number}）",
        "service": {
            "audience": sections["needs"].get("beneficiaries", ""),
            "content": sections["overview"].get("summary", ""),
            "standard": sections["needs"].get("goals", ""),
        },
        "starts": contract.starts_on.isoformat(),
        "ends": contract.ends_on.isoformat(),
        "amount": contract.amount.fen,
        "own_funds": sum(
            line["amount"] for line in baseline["budget"] if line["source"] != "grant"
        ),
        "installments": [_installment(i) for i in installments_of(contract)],
        "terms": _terms(rulebook, contract),
        "copies": {"total": "六", "each": "二", "finance": "一", "filed": "一"},
        "special": [line for line in contract.special_terms.splitlines() if line.strip()],
        "beneficiaries": int(sections["overview"].get("direct_beneficiaries") or 0),
        "budget": read_budget(rulebook, baseline["budget"]),
        "schedule": [_stage(cells) for cells in baseline["tables"].get("plan_rows", [])],
        "indicators": read_indicators(baseline["tables"].get("indicators", [])),
    }


def _host(call: Call) -> dict[str, str]:
    host = issuing_host()
    return {
        **host,
        "contact": call.texts.get("contact", ""),
        "phone": call.texts.get("phone", "") or host["phone"],
        **dict.fromkeys(("account_name", "bank", "account"), ""),
    }


def _party(organisation: Organisation, email: str) -> dict[str, str]:
    return {
        "name": organisation.name,
        "credit_code": organisation.credit_code,
        "representative": organisation.legal_representative,
        "contact": organisation.contact,
        "phone": organisation.phone,
        "address": organisation.address,
        "email": email,
        "account_name": organisation.account_holder,
        "bank": organisation.bank,
        "account": organisation.bank_account,
    }


def _installment(installment: Installment) -> dict[str, Any]:
    conditions = [CONDITIONS[gate] for gate in installment.gates if gate in CONDITIONS]
    return {
        "name": installment.label,
        "share": f"{installment.percent}%",
        "amount": installment.amount.fen,
        "condition": "、".join(conditions),
    }


def _terms(rulebook: Rulebook, contract: Contract) -> dict[str, Any]:
    timing, budget = rulebook.timing, rulebook.budget
    half = contract.starts_on + (contract.ends_on - contract.starts_on) / 2
    return {
        "report_days": 30,
        "pay_workdays": timing.first_payment_workdays.value,
        "return_workdays": 15,
        "account_workdays": 10,
        "midterm": f"{half.year}年{half.month}月",
        "final_days": 30 * timing.completion_report_months.value,
        "rectify_days": timing.rectification_days.value,
        "objection_workdays": timing.notice_workdays.value,
        "change_workdays": 10,
        "line_percent": int(budget.adjust_free.value),
        "category_percent": int(budget.adjust_agreement.value),
        "idle_days": 30,
        "report_hours": 24,
        "contact_workdays": 5,
        "grades": [grade.label for grade in rulebook.completion.grades],
    }


def _stage(cells: dict[str, Any]) -> dict[str, Any]:
    return {
        "stage": cells.get("activity", ""),
        "starts": planned_for(cells),
        "ends": planned_for(cells),
        "work": "　".join(filter(None, (cells.get("place", ""), cells.get("audience", "")))),
        "result": cells.get("output", ""),
    }


def issue_contract_paper(contract: Contract, *, actor: Actor, at: datetime) -> Document:
    """Issue the agreement: frozen, numbered, archived with its hash."""
    assert contract.number is not None
    return issue(
        contract.chain,
        "contract",
        number=contract.number,
        number_label="协议编号",
        title=f"《{contract.project.title}》{contract.project.call.rulebook.words.contract}",
        facts=contract_facts(contract),
        actor=actor,
        at=at,
    )


def issue_payment_request(disbursement: Disbursement, *, actor: Actor, at: datetime) -> Document:
    """Issue the organisation's request (拨款申请书)."""
    installment = disbursement.installment
    contract = installment.contract
    project = contract.project
    paid = _paid_before(disbursement)
    organisation = project.organisation
    return issue(
        disbursement.chain,
        "payment_request",
        number=f"{contract.number}-{installment.position}",
        number_label="申请编号",
        title="拨款申请书",
        facts={
            "to": issuing_host()["name"],
            "organisation": organisation.name,
            "project": project.title,
            "project_number": project.number,
            "contract_number": contract.number or "",
            "installment": installment.label,
            "share": f"{installment.percent}%",
            "contract_amount": contract.amount.fen,
            "paid_before": paid.fen,
            "amount": disbursement.amount.fen,
            "balance": (contract.amount - paid - disbursement.amount).fen,
            "spent": spending_of(project).summary.eligible.fen,
            "conditions": [
                {"text": CONDITIONS[gate], "met": True, "evidence": ""}
                for gate in installment.gates
                if gate in CONDITIONS
            ],
            "payee": organisation.account_holder,
            "bank": organisation.bank,
            "account": organisation.bank_account,
            "invoice": f"{disbursement.invoice_kind} {disbursement.invoice_number}".strip(),
            "attachments": [a.name for a in attachments_of(disbursement.chain)],
            "requested_by": actor.name,
            "requested_at": at.isoformat(),
        },
        actor=actor,
        at=at,
    )


def payment_facts(disbursement: Disbursement, account: str, at: datetime) -> dict[str, Any]:
    """Return the context of the payment sheet (资金拨付审批单) as it stands.

    Its day is that of drafting, when it gets its number.
    """
    installment = disbursement.installment
    contract = installment.contract
    project = contract.project
    appropriation: Appropriation = budget_item(project.call)
    paid = _paid_before(disbursement)
    return {
        "date": local(disbursement.drafted_at or at).date().isoformat(),
        "sheet_number": disbursement.number or "",
        "project": project.title,
        "project_number": project.number,
        "contract_number": contract.number or "",
        "fund_source": appropriation.fund.name,
        "budget_year": str(appropriation.year),
        "quota_document": appropriation.document_number,
        "subjects": f"{appropriation.function_code}/{appropriation.economic_code}",
        "contract_amount": contract.amount.fen,
        "installment": f"第{installment.position}期（{installment.label}，{installment.percent}%）",
        "paid_before": paid.fen,
        "paid_before_note": "",
        "amount": disbursement.amount.fen,
        "balance": (contract.amount - paid - disbursement.amount).fen,
        "payee": disbursement.payee,
        "bank": disbursement.bank,
        "account": account,
        "method": disbursement.method,
        "grounds": {
            "notice": True,
            "agreement": True,
            "assessment": "midterm_passed" in installment.gates,
            "acceptance": "completion_passed" in installment.gates,
            "invoice": bool(disbursement.invoice_number),
        },
        "attachments": len(attachments_of(disbursement.chain)),
        "invoice": f"{disbursement.invoice_kind} {disbursement.invoice_number}".strip(),
        "minutes": disbursement.minutes,
        "approvals": _approvals(disbursement, approvals_of(disbursement.chain)),
        "paid_on": disbursement.paid_on.isoformat() if disbursement.paid_on else "",
        "voucher": disbursement.voucher,
        "blocks": [],
    }


SIGNERS = {
    "drafted": "drafter",
    "head": "head",
    "checked": "finance",
    "leader": "leader",
    "chief": "principal",
}


def _approvals(disbursement: Disbursement, given: Sequence[Approval]) -> dict[str, Any]:
    rulebook = disbursement.project.call.rulebook
    needed = {step.key for step in rulebook.payment_steps(disbursement.amount)}
    signed: dict[str, Any] = {
        label: None if key in needed else "/" for key, label in SIGNERS.items()
    }
    for approval in given:
        if approval.holds and approval.step in SIGNERS:
            signed[SIGNERS[approval.step]] = {
                "name": approval.name,
                "at": approval.signed_on.isoformat()
                if approval.on_paper
                else approval.at.isoformat(),
                "opinion": approval.opinion or "同意",
                "on_paper": approval.on_paper,
            }
    return signed


def issue_payment_sheet(
    disbursement: Disbursement, account: str, *, actor: Actor, at: datetime
) -> Document:
    """Issue the payment sheet of a payment that was made, in place of any earlier one."""
    assert disbursement.number is not None
    earlier = latest_document(disbursement.chain, "payment")
    if earlier is not None:
        void(earlier, "已支付，以载明支付日期和支付凭证号的审批单为准", actor=actor, at=at)
    return issue(
        disbursement.chain,
        "payment",
        number=disbursement.number,
        number_label="拨付编号",
        title="资金拨付审批单",
        facts=payment_facts(disbursement, account, at),
        actor=actor,
        at=at,
    )


def _paid_before(disbursement: Disbursement) -> Any:
    paid = [
        d.amount
        for d in disbursements_of(disbursement.installment.contract)
        if d.status is DisbursementStatus.PAID and d.id != disbursement.id
    ]
    return sum(paid, ZERO)
