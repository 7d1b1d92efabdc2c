"""Idempotency keys: the same form sent twice acts once and is answered the same."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.db import session
from app.kernel.errors import DomainError
from app.kernel.labels import N_


class IdempotencyKey(SQLModel, table=True):
    """One form that has acted, with the address that answered it."""

    __tablename__ = "idempotency_key"

    person: str = Field(primary_key=True, max_length=64)
    key: str = Field(primary_key=True, max_length=64)
    body: str = Field(max_length=64)
    location: str = Field(default="", max_length=500)
    at: datetime


class Replayed(Exception):
    """The act was done before; location is where its answer led."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class KeyReused(DomainError):
    """The same key came with other contents."""

    message = N_("This page was already sent with other contents. Open it again and send it once.")
    status = 409


def claim_key(person: str, key: str, body: str, *, at: datetime) -> IdempotencyKey:
    """Claim a key within the act's own transaction.

    person: user code, or the browser's token for a visitor; body: SHA-256 of what was sent.
    Raises Replayed when the act is done already and KeyReused when the contents differ.
    """
    database = session()
    known = database.get(IdempotencyKey, (person, key))
    if known is not None:
        if known.body != body:
            raise KeyReused
        raise Replayed(known.location)
    row = IdempotencyKey(person=person, key=key, body=body, at=at)
    database.add(row)
    database.flush()
    return row
