"""Stages, moves, and the ledger computed again."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.money import ZERO, Money
from app.ledger.rules import (
    MOVES,
    AccountKey,
    Fault,
    FaultKind,
    IllegalTransfer,
    Posting,
    Stage,
    check,
    compare,
    faults,
    replay,
    totals,
    verb_of,
)

ENDS = [None, *Stage]


def account(stage, subject="application:a1", appropriation="AP1"):
    where = "" if stage is Stage.AVAILABLE else subject
    return AccountKey(appropriation, stage, where) if stage else None


def post(source, target, fen, **where):
    return Posting(account(source, **where), account(target, **where), Money(fen))


def make_story():
    """60/30/10 of 520, the last one bounced once and 20 given back."""
    return [
        post(None, Stage.AVAILABLE, 1000),
        post(Stage.AVAILABLE, Stage.RESERVED, 600),
        post(Stage.RESERVED, Stage.AVAILABLE, 80),
        post(Stage.RESERVED, Stage.COMMITTED, 520),
        post(Stage.COMMITTED, Stage.PAYABLE, 312),
        post(Stage.PAYABLE, Stage.PAID, 312),
        post(Stage.COMMITTED, Stage.PAYABLE, 156),
        post(Stage.PAYABLE, Stage.PAID, 156),
        post(Stage.PAID, Stage.PAYABLE, 156),
        post(Stage.PAYABLE, Stage.PAID, 156),
        post(Stage.PAID, Stage.RETURNED, 20),
    ]


@pytest.mark.parametrize(("source", "target"), list(product(ENDS, ENDS)))
def test_every_move_is_known_or_refused(source, target):
    """The whole grid: money goes forward a stage, back by a release, and never over a stage."""
    if (source, target) in MOVES:
        assert verb_of(source, target) == MOVES[source, target]
        return

    with pytest.raises(IllegalTransfer) as refused:
        verb_of(source, target)
    assert str(refused.value)


def test_the_moves_that_exist():
    assert {(s and s.value, t and t.value) for s, t in MOVES} == {
        (None, "available"),
        ("available", None),
        ("available", "reserved"),
        ("reserved", "available"),
        ("reserved", "committed"),
        ("committed", "reserved"),
        ("committed", "available"),
        ("committed", "payable"),
        ("payable", "committed"),
        ("payable", "paid"),
        ("paid", "payable"),
        ("paid", "returned"),
        ("returned", "available"),
        ("returned", None),
    }


def test_verbs_are_different():
    assert len(set(MOVES.values())) == len(MOVES)


def test_the_story_adds_up():
    story = make_story()
    balances = replay(story)

    assert faults(story) == ()
    assert check(balances) == ()
    assert {key.stage: balance.fen for key, balance in balances.items()} == {
        Stage.AVAILABLE: 480,
        Stage.RESERVED: 0,
        Stage.COMMITTED: 52,
        Stage.PAYABLE: 0,
        Stage.PAID: 448,
        Stage.RETURNED: 20,
    }
    assert [money.fen for money in totals(balances, "AP1").ordered] == [
        1000,
        520,
        520,
        468,
        468,
        20,
    ]


def test_the_last_yuan_is_spent_once():
    """Two awards reserve 600 of 1,000: the second overdraws and is found."""
    story = [
        post(None, Stage.AVAILABLE, 1000),
        post(Stage.AVAILABLE, Stage.RESERVED, 600, subject="application:a1"),
        post(Stage.AVAILABLE, Stage.RESERVED, 600, subject="application:a2"),
    ]

    (fault,) = faults(story)

    assert fault == Fault(
        FaultKind.OVERDRAWN, AccountKey("AP1", Stage.AVAILABLE), 3, ZERO, Money(-200)
    )
    assert str(fault) == "account overdrawn, posting 3, AP1/available, expected 0.00, found -2.00"


def test_a_moment_below_zero_is_found_although_it_ends_well():
    story = [post(Stage.AVAILABLE, Stage.RESERVED, 10), post(None, Stage.AVAILABLE, 10)]

    assert [fault.kind for fault in faults(story)] == [FaultKind.OVERDRAWN]
    assert check(replay(story)) == ()


@pytest.mark.parametrize(
    ("posting", "kind"),
    [
        (post(None, Stage.AVAILABLE, 0), FaultKind.NOT_POSITIVE),
        (post(Stage.AVAILABLE, Stage.PAID, 10), FaultKind.ILLEGAL),
        (post(None, None, 10), FaultKind.ILLEGAL),
        (
            Posting(
                AccountKey("AP1", Stage.AVAILABLE),
                AccountKey("AP2", Stage.RESERVED, "application:a1"),
                Money(10),
            ),
            FaultKind.CROSSED,
        ),
    ],
)
def test_a_wrong_posting_is_found(posting, kind):
    found = faults([post(None, Stage.AVAILABLE, 100), posting])

    assert [(fault.kind, fault.posting) for fault in found] == [(kind, 2)]


def test_check_finds_negative_balances_and_broken_order():
    balances = {account(Stage.AVAILABLE): Money(-5), account(Stage.PAID): Money(10)}

    assert [(fault.kind, fault.account) for fault in check(balances)] == [
        (FaultKind.OVERDRAWN, account(Stage.AVAILABLE)),
        (FaultKind.CUMULATIVE, AccountKey("AP1", Stage.RESERVED)),
    ]


def test_check_looks_at_each_appropriation():
    balances = {
        account(Stage.PAID, appropriation="AP1"): Money(10),
        account(Stage.PAID, appropriation="AP2"): Money(-1),
    }

    assert {fault.account.appropriation for fault in check(balances)} == {"AP2"}


def test_compare_finds_a_changed_balance_and_a_missing_account():
    replayed = replay(make_story())
    stored = {**replayed, account(Stage.PAID): Money(449)}
    del stored[account(Stage.COMMITTED)]

    found = {(f.account.stage, f.expected.fen, f.found.fen) for f in compare(replayed, stored)}

    assert found == {(Stage.PAID, 448, 449), (Stage.COMMITTED, 52, 0)}
    assert compare(replayed, {**replayed, account(Stage.PAID, subject="x"): ZERO}) == ()


moves = st.sampled_from(list(MOVES))
postings = st.lists(
    st.builds(
        lambda ends, fen, subject: post(*ends, fen, subject=subject),
        moves,
        st.integers(1, 100),
        st.sampled_from(["application:a1", "application:a2"]),
    ),
    max_size=60,
)


@given(postings)
def test_a_ledger_that_takes_only_what_is_there_is_always_sound(tried):
    """Whatever is tried: with overdrafts refused, every balance and every order holds."""
    story = []
    for posting in tried:
        before = replay(story)
        if posting.source is None or before.get(posting.source, ZERO) >= posting.amount:
            story.append(posting)

    balances = replay(story)

    brought = sum((p.amount for p in story if p.source is None), ZERO)
    taken = sum((p.amount for p in story if p.target is None), ZERO)
    assert faults(story) == ()
    assert check(balances) == ()
    assert sum(balances.values(), ZERO) == brought - taken == totals(balances, "AP1").appropriated
    assert compare(replay(story), balances) == ()


@given(postings)
def test_moving_never_changes_the_sum(story):
    inside = [posting for posting in story if posting.source and posting.target]

    assert sum(replay(inside).values(), ZERO) == ZERO
