"""Objections of the public: received with a receipt, examined, answered."""

from datetime import datetime, timedelta

from app.db import session
from app.kernel.clock import local
from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.kernel.numbering import new_code, numbered
from app.kernel.periods import end_of_day
from app.records import crypto
from app.records.actor import Actor
from app.records.attachments import Upload, attach
from app.records.audit import record_act
from app.records.counters import next_number
from app.records.documents import Document
from app.records.lifecycle import advance
from projects import documents, notices
from projects.enums import NoticeStatus
from projects.models.notice import Notice, Objection


class NoticeNotRunning(DomainError):
    """Objections are taken while the notice runs."""

    message = N_(
        "Objections to this notice could be filed until %(until)s. For other complaints call the "
        "supervision telephone."
    )


def file_objection(
    notice: Notice,
    *,
    name: str,
    by_organisation: bool,
    contact: str,
    subject: str,
    body: str,
    application_code: str,
    evidence: Upload | None,
    actor: Actor,
    at: datetime,
) -> tuple[Objection, Document]:
    """Receive an objection while the notice runs; returns it with its receipt.

    name: of the person or stamped organisation; contact: kept encrypted; application_code: which
    line of the notice, "" = the whole notice. Raises NoticeNotRunning.
    """
    if (
        notice.status is not NoticeStatus.PUBLISHED
        or notice.ends_at is None
        or at >= notice.ends_at
    ):
        raise NoticeNotRunning(until=notice.ends_at)
    call = notice.call
    rulebook = call.rulebook
    code = new_code()
    year = local(at).year
    answer_on = local(at).date() + timedelta(days=rulebook.timing.objection_answer_days.value)
    objection = Objection(
        code=code,
        number=numbered(
            rulebook.numbers.objection,
            year=year,
            n=next_number(f"objection:{call.programme}:{year}"),
        ),
        notice_id=notice.id or 0,
        application_code=application_code,
        by_organisation=by_organisation,
        name=name,
        contact_sealed=crypto.seal(contact, bound_to=f"objection.contact:{code}"),
        subject=subject,
        body=body,
        received_at=at,
        answer_due=end_of_day(answer_on),
    )
    objection.notice = notice
    session().add(objection)
    record_act(objection.chain, "objection:file", actor=actor, at=at, number=objection.number)
    if evidence is not None:
        attach(objection.chain, evidence, slot="evidence", actor=actor, at=at)
    receipt = documents.issue_objection_receipt(
        objection, attachments=int(evidence is not None), actor=actor, at=at
    )
    notices.objection_received(objection, at=at)
    return objection, receipt


def accept_objection(objection: Objection, *, actor: Actor, at: datetime) -> None:
    """Take an objection up for examination."""
    advance(objection, "accept", actor=actor, at=at)


def refuse_objection(objection: Objection, reason: str, *, actor: Actor, at: datetime) -> None:
    """Do not take an objection up (anonymous, or not about this notice), with the reason."""
    objection.reason = reason
    objection.answered_at, objection.answered_by = at, actor.user_id
    advance(objection, "refuse", actor=actor, at=at, reason=reason)


def answer_objection(
    objection: Objection,
    *,
    upheld: bool,
    findings: str,
    measures: str,
    actor: Actor,
    at: datetime,
) -> Document:
    """Answer an objection in writing; returns the letter."""
    objection.findings, objection.measures = findings, measures
    objection.answered_at, objection.answered_by = at, actor.user_id
    advance(objection, "uphold" if upheld else "dismiss", actor=actor, at=at)
    return documents.issue_objection_answer(objection, upheld=upheld, actor=actor, at=at)
