"""Money moves only where it lies, never twice, and the database itself keeps it so."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import select

from app.db import Database, session
from app.kernel.money import ZERO, Money
from app.ledger.models import Account, Appropriation, Posting
from app.ledger.operations import NotEnoughMoney, transfer
from app.ledger.queries import (
    appropriations_in,
    balances_of,
    find_appropriation,
    ledger_faults,
    postings_of,
    standings,
)
from app.ledger.rules import IllegalTransfer, Stage
from app.records.actor import PLATFORM
from app.records.audit import trail
from tests.factories.calls import make_appropriation
from tests.factories.people import AT

SUBJECT = "application:abc"


def move(appropriation, source, target, yuan, subject=SUBJECT) -> Posting:
    return transfer(
        appropriation,
        source,
        target,
        Money.yuan(yuan),
        subject=subject,
        cause=subject,
        actor=PLATFORM,
        at=AT,
    )


@pytest.fixture
def money(work) -> Appropriation:
    """A budget item of 1,000 yuan."""
    return make_appropriation(amount="1000")


def test_money_granted_is_available(money):
    (standing,) = standings([money])

    assert standing.stages == {Stage.AVAILABLE: Money.yuan("1000")}
    assert [posting.verb for posting in postings_of(money)] == ["appropriate"]


def test_a_transfer_moves_an_amount_and_is_recorded(money):
    posting = move(money, Stage.AVAILABLE, Stage.RESERVED, "300")

    (standing,) = standings([money])
    entry = trail(money.chain)[-1]
    assert (standing.at(Stage.AVAILABLE), standing.at(Stage.RESERVED)) == (
        Money.yuan("700"),
        Money.yuan("300"),
    )
    assert (posting.verb, entry.event) == ("reserve", "ledger:reserve")
    assert entry.facts["amount"] == 30000


def test_the_whole_way_ends_with_the_money_paid(money):
    for source, target in (
        (Stage.AVAILABLE, Stage.RESERVED),
        (Stage.RESERVED, Stage.COMMITTED),
        (Stage.COMMITTED, Stage.PAYABLE),
        (Stage.PAYABLE, Stage.PAID),
    ):
        move(money, source, target, "300")
    session().flush()

    assert {stage: amount for stage, amount in balances_of(SUBJECT).items() if amount} == {
        Stage.PAID: Money.yuan("300")
    }
    assert ledger_faults() == []


def test_the_last_fen_can_be_moved(money):
    move(money, Stage.AVAILABLE, Stage.RESERVED, "1000")

    assert standings([money])[0].at(Stage.AVAILABLE) == ZERO


def test_more_than_there_is_is_refused_in_words(money):
    with pytest.raises(NotEnoughMoney) as refused:
        move(money, Stage.AVAILABLE, Stage.RESERVED, "1000.01")

    assert refused.value.facts["available"] == Money.yuan("1000")
    assert standings([money])[0].at(Stage.AVAILABLE) == Money.yuan("1000")


def test_the_money_of_one_is_not_the_money_of_another(money):
    move(money, Stage.AVAILABLE, Stage.RESERVED, "300")

    with pytest.raises(NotEnoughMoney):
        move(money, Stage.RESERVED, Stage.COMMITTED, "300", subject="application:other")


def test_a_stage_cannot_be_skipped(money):
    with pytest.raises(IllegalTransfer):
        move(money, Stage.AVAILABLE, Stage.PAID, "1")


@pytest.mark.parametrize("fen", [0, -1])
def test_the_database_keeps_amounts_positive(work, money, fen):
    transfer_of_nothing = text(
        "INSERT INTO posting (appropriation_id, source_id, target_id, amount, verb, cause,"
        f" posted_at) VALUES ({money.id}, NULL, 1, {fen}, 'x', 'x', :at)"
    )

    with pytest.raises(IntegrityError, match="amount_positive"), work.begin_nested():
        work.execute(transfer_of_nothing, {"at": AT})


def test_the_database_keeps_balances_from_falling_below_zero(work, money):
    with pytest.raises(IntegrityError, match="balance_not_negative"), work.begin_nested():
        work.execute(text("UPDATE account SET balance = -1"))


def test_the_database_keeps_one_account_per_stage_and_subject(work, money):
    twin = text(
        "INSERT INTO account (appropriation_id, stage, subject, balance) "
        f"VALUES ({money.id}, 'available', '', 5)"
    )

    with pytest.raises(IntegrityError), work.begin_nested():
        work.execute(twin)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE posting SET amount = amount + 1", id="change"),
        pytest.param("DELETE FROM posting", id="delete"),
    ],
)
def test_the_database_never_changes_a_posting(work, money, statement):
    with pytest.raises(DBAPIError, match="never changed or deleted"), work.begin_nested():
        work.execute(text(statement))


def test_a_balance_changed_by_hand_is_found(work, money):
    work.execute(text("UPDATE account SET balance = balance + 1"))
    work.expire_all()

    assert [fault for fault in ledger_faults() if "stored balance" in fault] != []


def test_money_of_an_area_includes_the_areas_within(work, money):
    assert money in appropriations_in("3205", 2026)
    assert money not in appropriations_in("320505")
    assert money not in appropriations_in("3205", 2025)


def test_an_appropriation_is_found_by_its_code(money):
    assert find_appropriation(money.code) is money


@pytest.fixture
def tight(own_database: Database) -> tuple[Database, int]:
    """A committed budget item of exactly ten times 100 yuan."""
    with own_database.work(writing=True):
        appropriation = make_appropriation(amount="1000")
    return own_database, appropriation.id


def test_fifty_awards_on_the_last_yuan_get_exactly_what_there_is(tight):
    database, appropriation_id = tight

    def reserve(n: int) -> bool:
        try:
            with database.work(writing=True):
                appropriation = session().get_one(Appropriation, appropriation_id)
                move(appropriation, Stage.AVAILABLE, Stage.RESERVED, "100", f"application:{n}")
        except NotEnoughMoney:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        won = sum(pool.map(reserve, range(50)))

    with database.work(writing=False):
        available = session().exec(select(Account).where(Account.stage == Stage.AVAILABLE)).one()
        reserved = session().exec(select(Account).where(Account.stage == Stage.RESERVED)).all()
        assert (won, available.balance, len(reserved)) == (10, ZERO, 10)
        assert ledger_faults() == []
        assert [e.seq for e in trail(f"appropriation:{_code(appropriation_id)}")] == list(
            range(1, 12)
        )


def _code(appropriation_id: int) -> str:
    return session().get_one(Appropriation, appropriation_id).code
