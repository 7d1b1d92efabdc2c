"""Agreements: drafted from the confirmed plan, issued once, signed, effective."""

from datetime import date, datetime, timedelta

from sqlalchemy import func
from sqlmodel import select

from app.db import session
from app.kernel.clock import local
from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.kernel.money import Money
from app.kernel.numbering import new_code, numbered
from app.ledger.models import Appropriation
from app.ledger.operations import transfer
from app.ledger.rules import Stage
from app.records.actor import Actor
from app.records.attachments import Upload, attach
from app.records.audit import record_act
from app.records.counters import next_number
from app.records.documents import find_document, void
from app.records.lifecycle import advance
from funding import documents, notices
from funding.models.contract import Contract, Installment
from funding.queries.contracts import contract_of
from projects.enums import ProjectStatus
from projects.models.project import Project
from projects.operations.projects import sign_contract
from projects.queries.calls import budget_item


class PlanNotConfirmed(DomainError):
    """The revised plan is not confirmed."""

    message = N_("Confirm the revised plan first; it becomes the annex of the agreement.")
    status = 409


class HasContract(DomainError):
    """There is an agreement already."""

    message = N_("This project has an agreement already.")
    status = 409


class SignedTooEarly(DomainError):
    """The day of signing is before the issue or in the future."""

    message = N_("The day of signing lies between the issue (%(issued)s) and today.")
    field = "signed_on"


def draft_contract(
    project: Project, *, special_terms: str = "", actor: Actor, at: datetime
) -> Contract:
    """Draft the agreement of a project: amount, period and installments from plan and rulebook."""
    if project.status is not ProjectStatus.CONFIRMED:
        raise PlanNotConfirmed
    before = contract_of(project)
    if before is not None:
        raise HasContract
    rulebook = project.call.rulebook
    contract = Contract(
        code=new_code(),
        project_id=project.id or 0,
        version=_next_version(project),
        amount=project.amount,
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        special_terms=special_terms,
        sign_by=signing_due(project, at),
        created_at=at,
    )
    contract.project = project
    session().add(contract)
    session().flush()
    shares = [rule.share.value for rule in rulebook.installments]
    parts: list[Money] = project.amount.split(shares)
    for position, (rule, amount) in enumerate(zip(rulebook.installments, parts, strict=True), 1):
        session().add(
            Installment(
                code=new_code(),
                contract_id=contract.id or 0,
                position=position,
                key=rule.key,
                label=rule.label,
                percent=int(rule.share.value),
                amount=amount,
                gates=list(rule.gates),
            )
        )
    record_act(contract.chain, "contract:draft", actor=actor, at=at, amount=project.amount.fen)
    return contract


def signing_due(project: Project, at: datetime) -> date:
    """Return the day the award's letter names for signing; counted anew once it has passed."""
    days = timedelta(days=project.call.rulebook.timing.signing_days.value)
    due = local(project.awarded_at).date() + days
    today = local(at).date()
    return due if due > today else today + days


def _next_version(project: Project) -> int:
    latest = (
        session()
        .exec(select(func.max(Contract.version)).where(Contract.project_id == project.id))
        .one()
    )
    return (latest or 0) + 1


def approve_contract(contract: Contract, *, actor: Actor, at: datetime) -> None:
    """Approve the text of an agreement (会签 and legal review are done)."""
    advance(contract, "approve", actor=actor, at=at)


def issue_contract(contract: Contract, *, actor: Actor, at: datetime) -> None:
    """Give the number and freeze the paper; from now on only its archived bytes are printed."""
    rulebook = contract.project.call.rulebook
    year = local(at).year
    programme = contract.project.call.programme
    contract.number = numbered(
        rulebook.numbers.contract, year=year, n=next_number(f"contract:{programme}:{year}")
    )
    contract.issued_at = at
    advance(contract, "issue", actor=actor, at=at, number=contract.number)
    document = documents.issue_contract_paper(contract, actor=actor, at=at)
    contract.document_code = document.code
    notices.contract_issued(contract, at=at)


def void_contract(contract: Contract, reason: str, *, actor: Actor, at: datetime) -> None:
    """Void an agreement that was not signed; its number is never used again."""
    contract.void_reason = reason
    advance(contract, "void", actor=actor, at=at, reason=reason)
    document = find_document(contract.document_code) if contract.document_code else None
    if document is not None:
        void(document, reason, actor=actor, at=at)


def sign(contract: Contract, *, signed_on: date, scan: Upload, actor: Actor, at: datetime) -> None:
    """Record the signed scan: the agreement is effective and its money committed."""
    assert contract.issued_at is not None
    issued = local(contract.issued_at).date()
    if not issued <= signed_on <= local(at).date():
        raise SignedTooEarly(issued=issued.isoformat())
    attachment = attach(contract.chain, scan, slot="signed", actor=actor, at=at)
    contract.signed_on, contract.scan_code = signed_on, attachment.code
    contract.effective_at = at
    advance(contract, "sign", actor=actor, at=at, signed_on=signed_on.isoformat())
    project = contract.project
    sign_contract(project, actor=actor, at=at)
    appropriation: Appropriation = budget_item(project.call)
    transfer(
        appropriation,
        Stage.RESERVED,
        Stage.COMMITTED,
        contract.amount,
        subject=project.application.chain,
        cause=contract.chain,
        actor=actor,
        at=at,
    )
    notices.contract_effective(contract, at=at)


def file_contract(contract: Contract, *, actor: Actor, at: datetime) -> None:
    """File a signed agreement."""
    contract.filed_at = at
    advance(contract, "file", actor=actor, at=at)
