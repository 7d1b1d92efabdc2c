"""Who may read the files and papers of a record, by the kind of its chain."""

import hmac
from collections.abc import Callable
from typing import Any

from sqlmodel import select

from app.db import session
from app.records.actor import Actor
from app.records.attachments import Attachment
from app.records.documents import Document, latest_document
from app.registry.models import Claim, Organisation
from app.registry.permissions import is_registering_authority, represents
from evaluations.models.assessment import Assessment
from evaluations.models.panel import Panel
from evaluations.models.scorecard import Ranking, Scorecard
from evaluations.permissions import can_read_paper, can_see_matrix
from evaluations.queries.panels import judges
from funding.models.contract import Contract, Disbursement, Recovery
from funding.permissions import can_see_money
from projects.models.application import Application
from projects.models.call import Call
from projects.models.notice import Notice, Objection
from projects.models.project import Activity, Expense, Project
from projects.permissions import (
    can_view_application,
    can_view_project,
    is_applicant,
    is_officer,
    is_steward,
)

# Papers of a call, notice or ranking that everybody may read once they are issued.
PUBLIC_KINDS = ("notice",)

Reads = Callable[[Actor, Any], bool]


def _application(actor: Actor, application: Any) -> bool:
    return can_view_application(actor, application) or judges(actor, application)


def _contract(actor: Actor, contract: Any) -> bool:
    return is_applicant(actor, contract.project) or can_see_money(actor, contract)


def _disbursement(actor: Actor, disbursement: Any) -> bool:
    return is_applicant(actor, disbursement) or can_see_money(actor, disbursement.project)


OWNERS: dict[str, tuple[type[Any], Reads]] = {
    "call": (Call, lambda actor, call: call.published_at is not None or is_steward(actor, call)),
    "application": (Application, _application),
    "claim": (
        Claim,
        lambda actor, c: c.user_id == actor.user_id or is_registering_authority(actor, c),
    ),
    "organisation": (Organisation, represents),
    "notice": (Notice, lambda actor, notice: is_steward(actor, notice)),
    "objection": (Objection, is_officer),
    "project": (Project, can_view_project),
    "activity": (Activity, lambda actor, activity: can_view_project(actor, activity.project)),
    "expense": (Expense, lambda actor, expense: can_view_project(actor, expense.project)),
    "panel": (Panel, can_see_matrix),
    "scorecard": (
        Scorecard,
        lambda actor, s: s.panellist.user_id == actor.user_id or can_see_matrix(actor, s.panel),
    ),
    "ranking": (Ranking, lambda actor, r: can_see_matrix(actor, r.panel)),
    "assessment": (Assessment, lambda actor, a: can_view_project(actor, a.project)),
    "contract": (Contract, _contract),
    "disbursement": (Disbursement, _disbursement),
    "recovery": (Recovery, lambda actor, r: _contract(actor, r.contract)),
}


def may_read_file(actor: Actor, attachment: Attachment) -> bool:
    """Return whether a person may read a file: whoever may read its record."""
    found = _owner(attachment.chain)
    if found is None:
        return False
    record, reads = found
    return reads(actor, record)


def may_read_paper(actor: Actor, paper: Document) -> bool:
    """Return whether a person may read a paper; those of a panel have a rule of their own."""
    if paper.kind in PUBLIC_KINDS:
        return True
    found = _owner(paper.chain)
    if found is None:
        return False
    record, reads = found
    if isinstance(record, Panel):
        return can_read_paper(actor, record, paper)
    return reads(actor, record)


def holds_receipt(paper: Document, check_code: str) -> bool:
    """Return whether a check code is that of the receipt of the paper's objection.

    Objectors have no account: who holds the receipt reads it and the answer.
    """
    if not paper.chain.startswith("objection:"):
        return False
    receipt = latest_document(paper.chain, "objection_receipt")
    return receipt is not None and hmac.compare_digest(receipt.check_code, check_code)


def _owner(chain: str) -> tuple[Any, Reads] | None:
    """Return the record of an audit chain and who reads it."""
    noun, _, code = chain.partition(":")
    if noun not in OWNERS:
        return None
    model, reads = OWNERS[noun]
    record = session().exec(select(model).where(model.code == code)).first()
    return None if record is None else (record, reads)
