"""Balances, postings, and the ledger computed again."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import col, select

from app.db import session
from app.kernel.errors import NotFound
from app.kernel.money import ZERO, Money
from app.ledger.models import Account, Appropriation, Fund, Posting
from app.ledger.rules import AccountKey, Stage, compare, faults, replay
from app.ledger.rules import Posting as Moved


@dataclass(frozen=True)
class Standing:
    """How an appropriation stands: an amount per stage."""

    appropriation: Appropriation
    stages: dict[Stage, Money]

    def at(self, stage: Stage) -> Money:
        return self.stages.get(stage, ZERO)

    @property
    def committed_in_all(self) -> Money:
        """Committed and everything behind it."""
        parts = (Stage.COMMITTED, Stage.PAYABLE, Stage.PAID)
        return sum((self.at(stage) for stage in parts), ZERO)


def find_appropriation(code: str) -> Appropriation:
    """Return an appropriation by code; raises NotFound."""
    found = session().exec(select(Appropriation).where(Appropriation.code == code)).first()
    if found is None:
        raise NotFound
    return found


def appropriations_in(area_code: str, year: int | None = None) -> list[Appropriation]:
    """Return the appropriations of an area and the areas within it, newest year first."""
    statement = select(Appropriation).where(col(Appropriation.area_code).startswith(area_code))
    if year is not None:
        statement = statement.where(Appropriation.year == year)
    order = (col(Appropriation.year).desc(), col(Appropriation.id))
    return list(session().exec(statement.order_by(*order)))


def standings(appropriations: list[Appropriation]) -> list[Standing]:
    """Return how some appropriations stand, in one query."""
    ids = [appropriation.id for appropriation in appropriations]
    rows = session().exec(
        select(Account.appropriation_id, Account.stage, func.sum(Account.balance))
        .where(col(Account.appropriation_id).in_(ids))
        .group_by(col(Account.appropriation_id), col(Account.stage))
    )
    sums: dict[int, dict[Stage, Money]] = {}
    for appropriation_id, stage, fen in rows:
        amount = fen if isinstance(fen, Money) else Money(int(fen))
        sums.setdefault(appropriation_id, {})[Stage(stage)] = amount
    return [Standing(a, sums.get(a.id or 0, {})) for a in appropriations]


def balances_of(subject: str) -> dict[Stage, Money]:
    """Return what lies at each stage for one project, over all appropriations."""
    found: dict[Stage, Money] = {}
    for account in session().exec(select(Account).where(Account.subject == subject)):
        found[account.stage] = found.get(account.stage, ZERO) + account.balance
    return found


def postings_of(appropriation: Appropriation, *, limit: int = 100) -> list[Posting]:
    """Return the newest postings of an appropriation."""
    statement = (
        select(Posting)
        .where(Posting.appropriation_id == appropriation.id)
        .order_by(col(Posting.id).desc())
        .limit(limit)
    )
    return list(session().exec(statement))


def funds() -> list[Fund]:
    """Return all funds."""
    return list(session().exec(select(Fund).order_by(col(Fund.id))))


def ledger_faults() -> list[str]:
    """Compute every balance again from the postings; returns what differs, empty when equal."""
    keys: dict[int, AccountKey] = {}
    stored: dict[AccountKey, Money] = {}
    codes = dict(session().exec(select(Appropriation.id, Appropriation.code)).all())
    for account in session().exec(select(Account)):
        key = AccountKey(codes[account.appropriation_id], account.stage, account.subject)
        keys[account.id or 0] = key
        stored[key] = account.balance
    moved = [
        Moved(
            keys[posting.source_id] if posting.source_id else None,
            keys[posting.target_id] if posting.target_id else None,
            posting.amount,
        )
        for posting in session().exec(select(Posting).order_by(col(Posting.id)))
    ]
    found = [*faults(moved), *compare(replay(moved), stored)]
    return [str(fault) for fault in found]
