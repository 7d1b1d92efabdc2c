"""Finding contracts, installments and disbursements."""

from collections.abc import Sequence

from sqlalchemy.orm import selectinload
from sqlmodel import col, or_, select

from app.accounts.enums import FINANCE, Role
from app.db import locked, session
from app.kernel.errors import NotFound
from app.kernel.money import ZERO, Money
from app.records.actor import Actor
from app.registry.models import Organisation
from app.web.paging import Page, page_of
from funding.enums import ContractStatus, DisbursementStatus
from funding.models.contract import Contract, Disbursement, Installment, Recovery
from funding.permissions import can_see_money, is_applicant
from projects.enums import ProjectStatus
from projects.models.call import Call
from projects.models.project import Project

MONEY_ROLES = (*FINANCE, Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.SUPERVISOR)


def find_contract(code: str, *, actor: Actor) -> Contract:
    """Return a contract for its organisation, finance and stewards; raises NotFound."""
    found = session().exec(locked(select(Contract).where(Contract.code == code))).first()
    if found is None:
        raise NotFound
    if not (is_applicant(actor, found.project) or can_see_money(actor, found.project)):
        raise NotFound
    return found


def contract_of(project: Project) -> Contract | None:
    """Return the contract in force (or in preparation) of a project."""
    statement = (
        select(Contract)
        .where(Contract.project_id == project.id, Contract.status != ContractStatus.VOID)
        .order_by(col(Contract.version).desc())
    )
    return session().exec(statement).first()


def contracts_visible_to(actor: Actor, *, before: int | None = None) -> Page[Contract]:
    """Return the contracts of the actor's areas, newest first, a page at a time."""
    areas = [
        scope.removeprefix("area:")
        for role in MONEY_ROLES
        for scope in actor.scopes(role)
        if not scope.startswith("call:")
    ]
    statement = (
        select(Contract)
        .join(Project, col(Project.id) == col(Contract.project_id))
        .join(Call, col(Call.id) == col(Project.call_id))
        .where(or_(*[col(Call.area_code).startswith(area) for area in areas] or [col(Call.id) < 0]))
        .options(selectinload(Contract.project).selectinload(Project.organisation))  # type: ignore[arg-type]  # relationships
    )
    return page_of(statement, col(Contract.id), before=before)


def installments_of(contract: Contract) -> list[Installment]:
    """Return the installments of a contract in order."""
    statement = select(Installment).where(Installment.contract_id == contract.id)
    return list(session().exec(statement.order_by(col(Installment.position))))


def find_installment(code: str, *, actor: Actor) -> Installment:
    """Return an installment for its organisation, finance and stewards; raises NotFound."""
    found = session().exec(locked(select(Installment).where(Installment.code == code))).first()
    if found is None:
        raise NotFound
    project = found.contract.project
    if not (is_applicant(actor, project) or can_see_money(actor, project)):
        raise NotFound
    return found


def find_disbursement(code: str, *, actor: Actor) -> Disbursement:
    """Return a disbursement for its organisation, finance and stewards; raises NotFound."""
    found = session().exec(locked(select(Disbursement).where(Disbursement.code == code))).first()
    if found is None:
        raise NotFound
    if not (is_applicant(actor, found) or can_see_money(actor, found.project)):
        raise NotFound
    return found


def disbursements_of(contract: Contract) -> list[Disbursement]:
    """Return all disbursements of a contract, oldest first."""
    statement = (
        select(Disbursement)
        .join(Installment, col(Installment.id) == col(Disbursement.installment_id))
        .where(Installment.contract_id == contract.id)
        .options(selectinload(Disbursement.installment))  # type: ignore[arg-type]  # relationship
        .order_by(col(Disbursement.id))
    )
    return list(session().exec(statement))


def live_disbursement(installment: Installment) -> Disbursement | None:
    """Return the disbursement of an installment that was not rejected."""
    statement = select(Disbursement).where(
        Disbursement.installment_id == installment.id,
        Disbursement.status != DisbursementStatus.REJECTED,
    )
    return session().exec(statement).first()


def paid_under(contract: Contract) -> Money:
    """Return what has been paid under a contract."""
    paid = [d.amount for d in disbursements_of(contract) if d.status is DisbursementStatus.PAID]
    return sum(paid, ZERO)


def contracts_in_force(organisations: Sequence[str]) -> list[Contract]:
    """Return the signed agreements of some organisations (codes) that are not archived yet."""
    statement = (
        select(Contract)
        .join(Project, col(Project.id) == col(Contract.project_id))
        .join(Organisation, col(Organisation.id) == col(Project.organisation_id))
        .where(
            col(Organisation.code).in_(organisations),
            col(Contract.status).in_([ContractStatus.SIGNED, ContractStatus.FILED]),
            col(Project.status) != ProjectStatus.ARCHIVED,
        )
        .order_by(col(Contract.id))
    )
    return list(session().exec(statement))


def waiting_disbursements(actor: Actor) -> list[Disbursement]:
    """Return the disbursements under way in the actor's areas, oldest first."""
    areas = [scope.removeprefix("area:") for role in MONEY_ROLES for scope in actor.scopes(role)]
    under_way = (
        DisbursementStatus.REQUESTED,
        DisbursementStatus.DRAFTED,
        DisbursementStatus.CHECKED,
        DisbursementStatus.APPROVED,
    )
    if not areas:
        return []
    statement = (
        select(Disbursement)
        .join(Installment, col(Installment.id) == col(Disbursement.installment_id))
        .join(Contract, col(Contract.id) == col(Installment.contract_id))
        .join(Project, col(Project.id) == col(Contract.project_id))
        .join(Call, col(Call.id) == col(Project.call_id))
        .where(
            col(Disbursement.status).in_(under_way),
            or_(*[col(Call.area_code).startswith(area) for area in areas]),
        )
        .options(
            selectinload(Disbursement.installment)  # type: ignore[arg-type]  # relationships
            .selectinload(Installment.contract)  # type: ignore[arg-type]  # relationships
            .selectinload(Contract.project)  # type: ignore[arg-type]  # relationships
            .selectinload(Project.organisation)  # type: ignore[arg-type]  # relationships
        )
        .order_by(col(Disbursement.id))
    )
    return list(session().exec(statement))


def recovery_of(contract: Contract) -> Recovery | None:
    """Return what an organisation has to give back under a contract."""
    return session().exec(select(Recovery).where(Recovery.contract_id == contract.id)).first()
