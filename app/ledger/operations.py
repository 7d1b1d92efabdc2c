"""Moving money between the stages of an appropriation."""

from datetime import datetime

from sqlmodel import select

from app.db import session
from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.kernel.money import Money
from app.kernel.numbering import new_code
from app.ledger.models import Account, Appropriation, Fund, Posting
from app.ledger.rules import Stage, verb_of
from app.records.actor import Actor
from app.records.audit import record_act


class NotEnoughMoney(DomainError):
    """The account holds less than what is to be moved."""

    message = N_(
        "The budget item “%(name)s” has %(available)s left at this stage; %(wanted)s is needed. "
        "Reduce the amounts or choose another budget item."
    )


def appropriate(
    fund: Fund,
    *,
    area_code: str,
    year: int,
    name: str,
    document_number: str,
    amount: Money,
    actor: Actor,
    at: datetime,
    project_code: str = "",
    function_code: str = "",
    economic_code: str = "",
) -> Appropriation:
    """Record money that was granted to an area for a year, with its document number (指标文号)."""
    appropriation = Appropriation(
        code=new_code(),
        fund_id=fund.id or 0,
        area_code=area_code,
        year=year,
        name=name,
        document_number=document_number,
        project_code=project_code,
        function_code=function_code,
        economic_code=economic_code,
        amount=amount,
        created_at=at,
    )
    session().add(appropriation)
    session().flush()
    transfer(
        appropriation,
        None,
        Stage.AVAILABLE,
        amount,
        subject="",
        cause=appropriation.chain,
        actor=actor,
        at=at,
    )
    return appropriation


def transfer(
    appropriation: Appropriation,
    source: Stage | None,
    target: Stage | None,
    amount: Money,
    *,
    subject: str,
    cause: str,
    actor: Actor,
    at: datetime,
) -> Posting:
    """Move an amount from one stage to another, with its posting and its audit entry.

    subject: chain of the application (or project) whose money it is from the reservation on;
    cause: audit chain of the record that moves it. None stands for the treasury outside.
    Raises NotEnoughMoney, and IllegalTransfer for a move that the ledger does not know.
    """
    verb = verb_of(source, target)
    keys = [
        (stage, "" if stage is Stage.AVAILABLE else subject) for stage in (source, target) if stage
    ]
    # Both accounts are locked in one order, so that two payments never wait for each other.
    found = {key: _account(appropriation, *key) for key in sorted(keys)}
    giving = found[keys[0]] if source else None
    taking = found[keys[-1]] if target else None
    if giving is not None:
        if giving.balance < amount:
            raise NotEnoughMoney(name=appropriation.name, available=giving.balance, wanted=amount)
        giving.balance = giving.balance - amount
    if taking is not None:
        taking.balance = taking.balance + amount
    posting = Posting(
        appropriation_id=appropriation.id or 0,
        source_id=giving.id if giving else None,
        target_id=taking.id if taking else None,
        amount=amount,
        verb=verb,
        cause=cause,
        posted_at=at,
        actor_id=actor.user_id,
    )
    session().add(posting)
    record_act(
        appropriation.chain,
        f"ledger:{verb}",
        actor=actor,
        at=at,
        amount=amount.fen,
        subject=subject,
        cause=cause,
    )
    return posting


def _account(appropriation: Appropriation, stage: Stage, subject: str) -> Account:
    statement = (
        select(Account)
        .where(
            Account.appropriation_id == appropriation.id,
            Account.stage == stage,
            Account.subject == subject,
        )
        .with_for_update()
    )
    account = session().exec(statement).first()
    if account is None:
        account = Account(appropriation_id=appropriation.id or 0, stage=stage, subject=subject)
        session().add(account)
        session().flush()
    return account
