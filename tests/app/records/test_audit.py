"""The audit trail: every act is chained, the database keeps it, and tampering is found."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.portal.verification import audit_problems
from app.records.actor import PLATFORM, Actor
from app.records.audit import GENESIS, AuditEntry, breaks, record_act, take_digest, trail, trail_of
from tests.factories.people import AT

CHAIN = "call:abc"
PERSON = Actor(user_id=None, name="王晓", role="officer")


@pytest.fixture
def chain(work):
    """A chain of four acts."""
    for number in range(4):
        record_act(CHAIN, "call:change", actor=PERSON, at=AT, number=number)
        work.flush()
    return CHAIN


@pytest.fixture
def tamper(work, chain):
    """Run a statement as somebody who owns the database and took the triggers off."""

    def run(statement):
        names = ("audit_entry_no_update", "audit_entry_no_delete")
        if work.get_bind().dialect.name == "sqlite":
            for name in names:
                work.execute(text(f"DROP TRIGGER {name}"))
        else:
            work.execute(text("DROP TRIGGER audit_entry_append_only ON audit_entry"))
        work.execute(text(statement))
        work.expire_all()

    return run


def whys(chain):
    return [(found.seq, found.why) for found in breaks() if found.chain == chain]


def test_the_first_entry_follows_nothing(work):
    entry = record_act("call:new", "call:create", actor=PERSON, at=AT)

    assert (entry.seq, entry.previous) == (1, GENESIS)


def test_every_entry_follows_the_one_before(chain):
    entries = trail(chain)

    assert [e.seq for e in entries] == [1, 2, 3, 4]
    assert [e.previous for e in entries] == [GENESIS, *(e.digest for e in entries[:-1])]


def test_an_entry_keeps_the_name_and_hat_of_its_actor(chain):
    entry = trail(chain)[0]

    assert (entry.actor_name, entry.role, entry.facts) == ("王晓", "officer", {"number": 0})


def test_the_platform_acts_under_its_own_name(work):
    entry = record_act("call:new", "call:close", actor=PLATFORM, at=AT)

    assert (entry.actor_id, entry.actor_name) == (None, "Suyi")


def test_an_untouched_trail_has_no_breaks(chain):
    assert whys(chain) == []


def test_the_newest_entries_come_first(chain):
    assert [e.seq for e in trail(chain, newest=2)] == [4, 3]


def test_trails_of_several_records_are_one_list(work, chain):
    record_act("call:other", "call:create", actor=PERSON, at=AT)
    work.flush()

    found = trail_of([chain, "call:other"], newest=2)

    assert [(e.chain, e.seq) for e in found] == [("call:other", 1), (chain, 4)]


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE audit_entry SET actor_name = '别人'", id="change"),
        pytest.param("DELETE FROM audit_entry", id="delete"),
    ],
)
def test_the_database_refuses_to_touch_entries(work, chain, statement):
    with pytest.raises(DBAPIError, match="never changed or deleted"), work.begin_nested():
        work.execute(text(statement))


def test_the_database_refuses_to_change_a_daily_digest(work, chain):
    take_digest(date(2026, 1, 5), at=AT)
    work.flush()

    with pytest.raises(DBAPIError, match="never changed or deleted"), work.begin_nested():
        work.execute(text("UPDATE audit_digest SET digest = ''"))


def test_two_entries_never_share_a_place(work, chain):
    again = insert(AuditEntry).values(trail(chain)[0].model_dump(exclude={"id"}))

    with pytest.raises(IntegrityError), work.begin_nested():
        work.execute(again)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("actor_name = '别人'", id="another person"),
        pytest.param("event = 'call:open'", id="another act"),
        pytest.param("facts = '{\"number\": 9}'", id="another fact"),
        pytest.param("target = 'opened'", id="another status"),
    ],
)
def test_a_changed_entry_is_found(chain, tamper, change):
    tamper(f"UPDATE audit_entry SET {change} WHERE chain = '{CHAIN}' AND seq = 2")

    assert whys(chain) == [(2, "changed")]


def test_a_shifted_moment_is_found(chain, tamper):
    later = (AT + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M:%S.%f")
    tamper(f"UPDATE audit_entry SET at = '{later}' WHERE chain = '{CHAIN}' AND seq = 2")

    assert whys(chain) == [(2, "changed")]


def test_a_deleted_middle_is_found(chain, tamper):
    tamper(f"DELETE FROM audit_entry WHERE chain = '{CHAIN}' AND seq = 2")

    assert whys(chain) == [(2, "missing"), (3, "does not follow")]


def test_a_tail_cut_off_is_found(chain, tamper):
    tamper(f"DELETE FROM audit_entry WHERE chain = '{CHAIN}' AND seq > 2")

    assert whys(chain) == [(4, "tail cut off")]


def test_a_whole_chain_cut_off_is_found(chain, tamper):
    tamper(f"DELETE FROM audit_entry WHERE chain = '{CHAIN}'")

    assert whys(chain) == [(4, "tail cut off")]


def test_a_head_taken_away_is_found(work, chain):
    work.execute(text(f"DELETE FROM audit_head WHERE chain = '{CHAIN}'"))
    work.expire_all()

    assert whys(chain) == [(0, "head missing")]


def test_a_tail_cut_off_with_its_head_changes_the_days_digest(work, chain, tamper):
    before = take_digest(date(2026, 1, 5), at=AT).digest
    second = trail(chain)[1]
    work.execute(
        text(f"UPDATE audit_head SET seq = 2, digest = '{second.digest}' WHERE chain = '{CHAIN}'")
    )
    tamper(f"DELETE FROM audit_entry WHERE chain = '{CHAIN}' AND seq > 2")

    assert whys(chain) == []
    assert take_digest(date(2026, 1, 6), at=AT).digest != before


def test_the_days_digest_is_the_same_when_nothing_happened(work, chain):
    first = take_digest(date(2026, 1, 5), at=AT)
    second = take_digest(date(2026, 1, 6), at=AT)

    assert (first.digest, first.chains) == (second.digest, second.chains)


def test_verification_names_the_place(chain, tamper):
    tamper(f"DELETE FROM audit_entry WHERE chain = '{CHAIN}' AND seq > 2")

    assert f"{CHAIN} entry 4: tail cut off" in audit_problems()
