"""Who may do what with contracts, installments and disbursements."""

from typing import Any

from app.accounts.enums import FINANCE, Role
from app.records.actor import Actor
from projects.permissions import (
    call_of,
    can_view_project,
    is_applicant,
    is_officer,
    is_signatory,
    is_steward,
)

__all__ = [
    "can_enter_paper",
    "can_see_money",
    "can_view_project",
    "is_applicant",
    "is_approver",
    "is_approving",
    "is_cashier",
    "is_checker",
    "is_checking",
    "is_officer",
    "is_preparer",
    "is_signatory",
]


def _in_area(actor: Actor, role: Role, record: Any) -> bool:
    return actor.has(role, f"area:{call_of(record).area_code}")


def is_preparer(actor: Actor, record: Any) -> bool:
    """Drafts payments of the area."""
    return _in_area(actor, Role.PREPARER, record)


def is_checker(actor: Actor, record: Any) -> bool:
    """Checks payments of the area."""
    return _in_area(actor, Role.CHECKER, record)


def is_approver(actor: Actor, record: Any) -> bool:
    """Approves payments of the area."""
    return _in_area(actor, Role.APPROVER, record)


def is_checking(actor: Actor, record: Any) -> bool:
    """Takes a checking step of the chain: head of the office or financial checker."""
    return is_officer(actor, record) or is_checker(actor, record)


def is_approving(actor: Actor, record: Any) -> bool:
    """Takes an approving step of the chain: the leader in charge, above an amount the chief too."""
    return is_approver(actor, record) or _in_area(actor, Role.LEADER, record)


def is_cashier(actor: Actor, record: Any) -> bool:
    """Records what the bank has paid."""
    return _in_area(actor, Role.CASHIER, record)


def can_see_money(actor: Actor, record: Any) -> bool:
    """Finance and the stewards of the area; the organisation sees its own project's money."""
    return is_steward(actor, record) or any(_in_area(actor, role, record) for role in FINANCE)


def can_take(actor: Actor, payment: Any, role: str) -> bool:
    """Whose hat a step of a payment's chain asks for, in the call's area."""
    return actor.has(role, f"area:{payment.project.call.area_code}")


def can_confirm_paper(actor: Actor, payment: Any, approval: Any) -> bool:
    """A second person confirms a signed sheet: neither who signed nor who entered it."""
    involved = (approval.user_id, approval.entered_by)
    return can_enter_paper(actor, payment.project) and actor.user_id not in involved


def can_enter_paper(actor: Actor, record: Any) -> bool:
    """Enters or confirms a signed sheet: finance and the office; those who only look on do not."""
    return is_officer(actor, record) or any(_in_area(actor, role, record) for role in FINANCE)
