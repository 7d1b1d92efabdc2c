"""The audit trail: append-only entries, one hash chain per record.

Python computes the hashes; UNIQUE(chain, seq) keeps two writers apart; triggers refuse UPDATE and
DELETE on both databases. A chain cannot see its own tail being cut off, therefore heads are kept
apart and a daily digest over all heads is stored (and published).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint, func
from sqlmodel import Field, SQLModel, col, select

from app.db import session
from app.kernel.digest import canonical_json, sha256_hex
from app.records.actor import Actor
from app.records.immutable import append_only

GENESIS = "0" * 64


class AuditEntry(SQLModel, table=True):
    """One act on one record, with the actor's name as it was."""

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("chain", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    chain: str = Field(max_length=80)
    seq: int
    at: datetime = Field(index=True)
    actor_id: int | None = None
    actor_name: str = Field(max_length=80)
    role: str = Field(default="", max_length=40)
    event: str = Field(max_length=80)
    source: str = Field(default="", max_length=40)
    target: str = Field(default="", max_length=40)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    previous: str = Field(max_length=64)
    digest: str = Field(max_length=64)


class AuditHead(SQLModel, table=True):
    """Where each chain stands, so that a tail cut off is noticed."""

    __tablename__ = "audit_head"

    chain: str = Field(primary_key=True, max_length=80)
    seq: int
    digest: str = Field(max_length=64)


class AuditDigest(SQLModel, table=True):
    """One day's digest over all heads."""

    __tablename__ = "audit_digest"

    day: date = Field(primary_key=True)
    chains: int
    digest: str = Field(max_length=64)
    taken_at: datetime


append_only(AuditEntry)
append_only(AuditDigest)


@dataclass(frozen=True)
class Break:
    """Where a chain stops being what was written. why: an English word for the log."""

    chain: str
    seq: int
    why: str


def record_act(
    chain: str,
    event: str,
    *,
    actor: Actor,
    at: datetime,
    source: str = "",
    target: str = "",
    **facts: Any,
) -> AuditEntry:
    """Append one act to a record's chain, in the current transaction.

    chain: "<noun>:<code>"; event: "<noun>:<verb>"; facts: JSON-able, without personal data.
    """
    database = session()
    head = database.get(AuditHead, chain, with_for_update=True)
    if head is None:
        head = AuditHead(chain=chain, seq=0, digest=GENESIS)
    entry = AuditEntry(
        chain=chain,
        seq=head.seq + 1,
        at=at,
        actor_id=actor.user_id,
        actor_name=actor.name,
        role=actor.role,
        event=event,
        source=source,
        target=target,
        facts=facts,
        previous=head.digest,
        digest="",
    )
    entry.digest = digest_of(entry)
    head.seq, head.digest = entry.seq, entry.digest
    database.add(head)
    database.add(entry)
    return entry


def digest_of(entry: AuditEntry) -> str:
    """Compute an entry's hash over everything that it says and the hash before it."""
    return sha256_hex(
        canonical_json(
            {
                "chain": entry.chain,
                "seq": entry.seq,
                "at": entry.at,
                "actor": entry.actor_id,
                "name": entry.actor_name,
                "role": entry.role,
                "event": entry.event,
                "source": entry.source,
                "target": entry.target,
                "facts": entry.facts,
                "previous": entry.previous,
            }
        )
    )


def trail(chain: str, *, newest: int | None = None) -> list[AuditEntry]:
    """Return a record's acts, oldest first; or the newest few, newest first."""
    statement = select(AuditEntry).where(AuditEntry.chain == chain)
    if newest is None:
        return list(session().exec(statement.order_by(col(AuditEntry.seq))))
    return list(session().exec(statement.order_by(col(AuditEntry.seq).desc()).limit(newest)))


def trail_of(chains: Sequence[str], *, newest: int = 20) -> list[AuditEntry]:
    """Return the newest acts of several records together, newest first."""
    statement = select(AuditEntry).where(col(AuditEntry.chain).in_(chains))
    return list(session().exec(statement.order_by(col(AuditEntry.id).desc()).limit(newest)))


def last_moves(chains: Sequence[str]) -> dict[str, datetime]:
    """Return when each of some records last changed its status, in one query."""
    statement = (
        select(AuditEntry.chain, func.max(AuditEntry.at))
        .where(
            col(AuditEntry.chain).in_(chains),
            col(AuditEntry.target) != "",
            col(AuditEntry.target) != col(AuditEntry.source),
        )
        .group_by(col(AuditEntry.chain))
    )
    return dict(session().exec(statement).all())


def take_digest(day: date, *, at: datetime) -> AuditDigest:
    """Store the day's digest over all heads."""
    heads = list(session().exec(select(AuditHead).order_by(col(AuditHead.chain))))
    digest = AuditDigest(
        day=day,
        chains=len(heads),
        digest=sha256_hex(canonical_json([[h.chain, h.seq, h.digest] for h in heads])),
        taken_at=at,
    )
    session().add(digest)
    return digest


def breaks() -> Iterator[Break]:
    """Recompute every chain and yield each place that is not as it was written."""
    heads = {head.chain: head for head in session().exec(select(AuditHead))}
    expected: dict[str, tuple[int, str]] = {}
    entries = select(AuditEntry).order_by(col(AuditEntry.chain), col(AuditEntry.seq))
    for entry in session().exec(entries.execution_options(yield_per=500)):
        seq, previous = expected.get(entry.chain, (0, GENESIS))
        if entry.seq != seq + 1:
            yield Break(entry.chain, seq + 1, "missing")
        if entry.previous != previous:
            yield Break(entry.chain, entry.seq, "does not follow")
        if entry.digest != digest_of(entry):
            yield Break(entry.chain, entry.seq, "changed")
        expected[entry.chain] = (entry.seq, entry.digest)
    for chain, head in heads.items():
        if expected.get(chain, (0, GENESIS)) != (head.seq, head.digest):
            yield Break(chain, head.seq, "tail cut off")
    for chain in expected.keys() - heads.keys():
        yield Break(chain, 0, "head missing")
