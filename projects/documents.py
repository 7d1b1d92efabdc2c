"""Papers of calls, applications, notices and projects: plain facts for templates/pdf."""

from datetime import datetime
from typing import Any

from app.kernel.clock import local
from app.kernel.numbering import numbered
from app.records.actor import Actor
from app.records.counters import next_number
from app.records.documents import Document, issue
from app.registry.queries import area_names
from projects.enums import ObjectionStatus
from projects.models.application import Application, Submission
from projects.models.call import Call
from projects.models.notice import Notice, Objection
from projects.models.project import Project
from projects.queries.notices import objections_of
from projects.queries.reading import (
    read_budget,
    read_indicators,
    read_plan,
    read_sections,
    read_team,
)


def office_of(call: Call) -> dict[str, str]:
    """Return office and telephones that a call's papers name."""
    return {"office": call.texts.get("contact", ""), "phone": call.texts.get("phone", "")}


def edition_of(call: Call) -> str:
    """Return programme and edition as covers name them: 苏州市第八届公益创投."""
    return f"{area_names().get(call.area_code, '')}{which(call)}"


def which(call: Call) -> str:
    """Return edition (or year) and programme: 第八届公益创投."""
    return f"{call.edition or f'{call.year}年度'}{call.rulebook.words.programme}"


def notice_title(call: Call) -> str:
    """Return the title of a call's notice: 关于第八届公益创投拟立项项目的公示."""
    return f"关于{which(call)}{call.rulebook.words.notice}"


def issue_notice(notice: Notice, *, actor: Actor, at: datetime) -> Document:
    """Issue the public notice as a paper with a red head."""
    call = notice.call
    rulebook = call.rulebook
    rows = {"recommended": [], "reserve": []}  # type: dict[str, list[dict[str, Any]]]
    for row in notice.rows:
        rows[row["outcome"]].append(
            {
                "project": row["title"],
                "organisation": row["organisation"],
                "amount": row["amount"],
            }
        )
    assert notice.starts_on is not None
    assert notice.ends_on is not None
    return issue(
        notice.chain,
        "notice",
        number=notice.number,
        number_label="文号",
        title=notice.title,
        facts={
            "heading": notice.title,
            "docno": notice.number,
            "basis": rulebook.basis[0].title,
            "decided_by": call.minutes_body,
            "edition": call.edition,
            "programme": rulebook.words.programme,
            "starts": notice.starts_on.isoformat(),
            "ends": notice.ends_on.isoformat(),
            "workdays": notice.workdays,
            **office_of(call),
            "supervision_phone": call.texts.get("supervision", ""),
            "signed_on": notice.starts_on.isoformat(),
            "rows": rows["recommended"],
            "reserves": rows["reserve"],
        },
        actor=actor,
        at=at,
    )


def issue_award_letter(
    project: Project,
    application: Application,
    notice: Notice,
    *,
    promoted: bool,
    actor: Actor,
    at: datetime,
) -> Document:
    """Issue the letter of award (立项通知书)."""
    call = application.call
    rulebook = call.rulebook
    year = local(at).year
    docno = numbered(
        rulebook.numbers.award_letter,
        year=year,
        n=next_number(f"award_letter:{call.programme}:{year}"),
    )
    dismissed = any(
        found.status is ObjectionStatus.DISMISSED
        for found in objections_of(notice)
        if found.application_code == application.code
    )
    return issue(
        project.chain,
        "award",
        number=project.number,
        number_label="项目编号",
        title=rulebook.words.award_letter,
        facts={
            "kind": "grant",
            "docno": docno,
            "organisation": application.organisation.name,
            "project": application.title,
            "project_number": project.number,
            "amount": project.amount.fen,
            "objection_dismissed": dismissed,
            "promoted": promoted,
            "acceptance_workdays": rulebook.timing.acceptance_workdays.value,
            "workdays": rulebook.timing.revision_workdays.value,
            "signing_days": rulebook.timing.signing_days.value,
            "signed_on": local(at).date().isoformat(),
            **office_of(call),
        },
        actor=actor,
        at=at,
    )


def issue_objection_receipt(
    objection: Objection, *, attachments: int, actor: Actor, at: datetime
) -> Document:
    """Issue the receipt of an objection."""
    notice = objection.notice
    titles = {row["application"]: row["title"] for row in notice.rows}
    return issue(
        objection.chain,
        "objection_receipt",
        number=objection.number,
        number_label="异议编号",
        title="异议受理回执",
        facts={
            "objector": objection.name,
            "by_organisation": objection.by_organisation,
            "notice_title": notice.title,
            "project": titles.get(objection.application_code, ""),
            "subject": objection.subject,
            "body": objection.body,
            "received_at": objection.received_at.isoformat(),
            "answer_by": objection.answer_due.isoformat(),
            "attachments": attachments,
            **office_of(notice.call),
            "word": notice.call.rulebook.words.objection,
        },
        actor=actor,
        at=at,
    )


def issue_objection_answer(
    objection: Objection, *, upheld: bool, actor: Actor, at: datetime
) -> Document:
    """Issue the written answer to an objection."""
    call = objection.notice.call
    return issue(
        objection.chain,
        "objection_answer",
        number=objection.number,
        number_label="异议编号",
        title="异议答复书",
        facts={
            "recipient": objection.name,
            "by_organisation": objection.by_organisation,
            "raised_on": local(objection.received_at).date().isoformat(),
            "word": call.rulebook.words.objection,
            "findings": [line for line in objection.findings.splitlines() if line.strip()],
            "verdict": "upheld" if upheld else "dismissed",
            "measures": [line for line in objection.measures.splitlines() if line.strip()],
            "finance_authority": "",
            "signed_on": local(at).date().isoformat(),
            **office_of(call),
        },
        actor=actor,
        at=at,
    )


def issue_receipt(
    application: Application, submission: Submission, *, actor: Actor, at: datetime
) -> Document:
    """Issue the receipt of a submission (提交回执)."""
    call = application.call
    assert application.number is not None
    return issue(
        application.chain,
        "receipt",
        number=application.number,
        number_label="申报编号",
        title="提交回执",
        facts={
            "call": call.title,
            "project": submission.title,
            "organisation": application.organisation.name,
            "credit_code": application.organisation.credit_code,
            "submitted_at": submission.submitted_at.isoformat(),
            "version": submission.version,
            "closes_at": call.closes_at.isoformat(),
            "requested": submission.requested.fen,
            "attachments": len(submission.snapshot["attachments"]),
            "signer": actor.name,
            "snapshot_sha256": submission.digest,
        },
        actor=actor,
        at=at,
    )


def lateness(
    application: Application, *, received: datetime, seconds: int, until: str, **_others: Any
) -> dict[str, Any]:
    """Return what the record of a late submission prints (逾期提交记录).

    until: the last day, in ISO form, on which a fault of the system can be reported.
    """
    call = application.call
    return {
        "call": call.title,
        "project": application.title,
        "organisation": application.organisation.name,
        "closes_at": call.closes_at.isoformat(),
        "received_at": received.isoformat(),
        "late_seconds": seconds,
        "contact_until": until,
        **office_of(call),
    }


def issue_application(
    application: Application, submission: Submission, *, actor: Actor, at: datetime
) -> Document:
    """Issue the application exactly as it was submitted."""
    call = application.call
    rulebook = call.rulebook
    assert application.number is not None
    return issue(
        application.chain,
        "application",
        number=application.number,
        number_label="申报编号",
        title=rulebook.words.application,
        facts=application_facts(application, submission.snapshot)
        | {
            "submitted_at": submission.submitted_at.isoformat(),
            "version": submission.version,
            "signer": actor.name,
            "snapshot_sha256": submission.digest,
        },
        actor=actor,
        at=at,
    )


def application_facts(application: Application, snapshot: dict[str, Any]) -> dict[str, Any]:
    """Return the context of the application paper for a snapshot (submitted or still a draft)."""
    call = application.call
    rulebook = call.rulebook
    overview = snapshot["sections"].get("overview", {})
    labels = {rule.key: rule.label for rule in rulebook.attachments}
    fields = {each.key: each.label for each in rulebook.fields}
    tables = snapshot["tables"]
    return {
        "heading": rulebook.words.application,
        "call": call.title,
        "edition": edition_of(call),
        "project": str(overview.get("title") or ""),
        "organisation": application.organisation.name,
        "credit_code": application.organisation.credit_code,
        "leader": str(overview.get("leader_name") or ""),
        "phone": str(overview.get("leader_phone") or ""),
        "field": fields.get(str(overview.get("field")), ""),
        "submitted_at": "",
        "version": 0,
        "sections": read_sections(rulebook, snapshot),
        "team": read_team(tables.get("team", [])),
        "plan": read_plan(tables.get("plan_rows", [])),
        "indicators": read_indicators(tables.get("indicators", [])),
        "budget": read_budget(rulebook, snapshot["budget"]),
        "attachments": [
            {
                "label": labels.get(each["slot"], "其他材料"),
                "name": each["name"],
                "size": each["size"],
                "sha256": each["sha256"],
            }
            for each in snapshot["attachments"]
        ],
        "declaration": list(rulebook.declaration.clauses),
        "signer": "",
        "snapshot_sha256": "",
    }
