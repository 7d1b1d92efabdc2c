"""Numbered refusals: a request that came too late still leaves a receipt."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel, select

from app.db import session
from app.kernel.clock import local
from app.kernel.digest import canonical_json
from app.kernel.errors import DomainError
from app.records.actor import Actor
from app.records.audit import record_act
from app.records.counters import next_number
from app.records.documents import issue


class Refusal(SQLModel, table=True):
    """A request that was refused, with the sentence that the person was shown."""

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True, max_length=40)
    chain: str = Field(max_length=80, index=True)
    at: datetime
    user_id: int | None = Field(default=None, foreign_key="user.id")
    sentence: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


def record_refusal(chain: str, error: DomainError, *, actor: Actor, at: datetime) -> Refusal:
    """Write the receipt of a refusal and its audit entry; the refused act itself left nothing.

    Its paper is issued beside it when the error brings one.
    """
    year = local(at).year
    number = f"JL-{year}-{next_number(f'refusal:{year}'):05d}"
    facts = {name: _plain(value) for name, value in error.facts.items()}
    refusal = Refusal(
        number=number,
        chain=chain,
        at=at,
        user_id=actor.user_id,
        sentence=error.message,
        facts=facts,
    )
    session().add(refusal)
    record_act(chain, "refusal:record", actor=actor, at=at, number=number, reason=error.message)
    if error.paper is not None:
        issue(
            chain,
            "refusal",
            number=number,
            number_label="记录编号",
            title="逾期提交记录",
            facts=dict(error.paper),
            actor=actor,
            at=at,
        )
    return refusal


def find_refusal(number: str) -> Refusal | None:
    """Return a refusal by its number."""
    return session().exec(select(Refusal).where(Refusal.number == number)).first()


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int) else canonical_json(value).strip('"')
