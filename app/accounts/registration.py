"""Signing up: anybody makes an account; it may do nothing until an organisation is claimed."""

from datetime import datetime, timedelta

from app.accounts.operations import open_session, register_person
from app.accounts.passwords import check_strength
from app.accounts.queries import newcomers_from
from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.records.actor import Actor

PERIOD = timedelta(hours=1)
# Enough for a training in one room, too few for a machine.
MOST = 20


class TooManyNewcomers(DomainError):
    """Many accounts were made from one network address within the hour."""

    message = N_(
        "Many accounts have been registered from your network within the last hour. Try again in "
        "an hour or call the office."
    )
    status = 429


def sign_up(
    sign_in_name: str,
    name: str,
    *,
    phone: str,
    password: str,
    password_hash: str,
    agent: str,
    address: str,
    at: datetime,
    real_now: datetime,
) -> str:
    """Make a person's own account and open its first session; returns the session's token.

    password_hash: computed outside the transaction. address: network address, which may bring
    MOST newcomers per PERIOD. Raises TooManyNewcomers, WeakPassword and NameTaken.
    """
    if newcomers_from(address, since=real_now - PERIOD) >= MOST:
        raise TooManyNewcomers
    check_strength(password)
    user = register_person(
        sign_in_name,
        name,
        password_hash=password_hash,
        phone=phone,
        at=at,
        actor=Actor(name=name),
    )
    return open_session(user, agent=agent, address=address, real_now=real_now)
