"""Issued documents: facts frozen with the act, rendered once, archived with their hash."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column
from sqlmodel import Field, SQLModel, col, select

from app.db import session
from app.kernel.digest import canonical_json, check_code, sha256_hex
from app.kernel.numbering import new_code
from app.records.actor import Actor
from app.records.audit import record_act
from app.records.jobs import enqueue


class Document(SQLModel, table=True):
    """One issued paper.

    chain: the record that it belongs to; kind: its template, e.g. "contract"; number: the official
    number; facts: the frozen context of the template; facts_digest: SHA-256 of their canonical
    JSON; sha256: hash of the archived file, empty until it is rendered; public: whether the check
    page names it to everybody who holds the check code.
    """

    __table_args__ = (CheckConstraint("void_at IS NULL OR void_reason <> ''", name="void_reason"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    chain: str = Field(index=True, max_length=80)
    kind: str = Field(max_length=40)
    number: str = Field(max_length=80)
    title: str = Field(max_length=200)
    check_code: str = Field(unique=True, max_length=20)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    facts_digest: str = Field(max_length=64)
    issued_at: datetime
    issued_by: int | None = Field(default=None, foreign_key="user.id")
    sha256: str = Field(default="", max_length=64)
    size: int = 0
    rendered_at: datetime | None = None
    void_at: datetime | None = None
    void_reason: str = Field(default="", max_length=300)


HOST_FACTS = ("credit_code", "representative", "phone", "address", "email")
_site = {"issuer": "", "public_url": "", **dict.fromkeys(HOST_FACTS, "")}


def use_site(*, issuer: str, public_url: str, host: Mapping[str, str] | None = None) -> None:
    """Set at start-up whose papers these are and where they are checked.

    host: what an agreement says of the issuer, by the names of HOST_FACTS.
    """
    given = host or {}
    _site.update(issuer=issuer, public_url=public_url)
    _site.update({name: given.get(name, "") for name in HOST_FACTS})


def issuing_host() -> dict[str, str]:
    """Return who issues the papers, as a party of an agreement: name and HOST_FACTS."""
    return {"name": _site["issuer"], **{name: _site[name] for name in HOST_FACTS}}


def issue(
    chain: str,
    kind: str,
    *,
    number: str,
    title: str,
    facts: dict[str, Any],
    actor: Actor,
    at: datetime,
    number_label: str = "编号",
) -> Document:
    """Issue a paper within the act's transaction; the worker (or the first reader) renders it.

    facts: JSON-able context of templates/pdf/<kind>.html without "paper" (issuer, number, check
    code and its address), which is added here.
    """
    code = check_code()
    paper = {
        "issuer": _site["issuer"],
        "number_label": number_label,
        "number": number,
        "check_code": code,
        "check_url": f"{_site['public_url']}/check/{code}",
    }
    whole = {**facts, "paper": paper}
    document = Document(
        code=new_code(),
        chain=chain,
        kind=kind,
        number=number,
        title=title,
        check_code=code,
        facts=whole,
        facts_digest=sha256_hex(canonical_json(whole)),
        issued_at=at,
        issued_by=actor.user_id,
    )
    session().add(document)
    enqueue("render", document.code, at=at, document=document.code)
    record_act(
        chain, "document:issue", actor=actor, at=at, kind=kind, number=number, check_code=code
    )
    return document


def void(document: Document, reason: str, *, actor: Actor, at: datetime) -> None:
    """Void a paper; it stays in the archive and the check page says so."""
    document.void_at, document.void_reason = at, reason
    record_act(
        document.chain, "document:void", actor=actor, at=at, number=document.number, reason=reason
    )


def documents_of(*chains: str) -> list[Document]:
    """Return the papers of some records, oldest first."""
    statement = select(Document).where(col(Document.chain).in_(chains)).order_by(col(Document.id))
    return list(session().exec(statement))


def latest_document(chain: str, kind: str, *, number: str = "") -> Document | None:
    """Return the newest paper of one kind, or of one number among them, that is not void."""
    statement = (
        select(Document)
        .where(Document.chain == chain, Document.kind == kind, col(Document.void_at).is_(None))
        .order_by(col(Document.id).desc())
    )
    if number:
        statement = statement.where(Document.number == number)
    return session().exec(statement).first()


def find_document(code: str) -> Document | None:
    """Return a paper by its code."""
    return session().exec(select(Document).where(Document.code == code)).first()


def successor_of(document: Document) -> Document | None:
    """Return the newest paper of the same record, kind and number, None when it is this one."""
    newest = latest_document(document.chain, document.kind, number=document.number)
    return newest if newest is not None and newest.id != document.id else None


def find_by_check_code(code: str) -> Document | None:
    """Return a paper by its check code, however it was typed."""
    plain = "".join(code.upper().split()).replace("-", "")
    grouped = "-".join(plain[i : i + 4] for i in range(0, len(plain), 4))
    return session().exec(select(Document).where(Document.check_code == grouped)).first()
