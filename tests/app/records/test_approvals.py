"""Approvals on paper: entered by one person, confirmed by another."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.records.actor import Actor
from app.records.approvals import (
    AlreadyConfirmed,
    Approval,
    SamePerson,
    approvals_of,
    approve,
    confirm_paper,
    enter_paper,
)
from app.records.audit import trail
from tests.factories.people import AT, make_actor


def enter(actor: Actor, signer: Actor) -> Approval:
    return enter_paper(
        "disbursement:x",
        "leader",
        name=signer.name,
        signed_on=date(2026, 1, 5),
        scan_code="scan",
        signer_id=signer.user_id,
        actor=actor,
        at=AT,
    )


def test_a_paper_counts_after_a_second_person_has_compared_it(work):
    clerk, second, signer = (make_actor() for _ in range(3))
    approval = enter(clerk, signer)
    before = approval.holds
    confirm_paper(approval, actor=second, at=AT)

    assert (before, approval.holds) == (False, True)


def test_the_one_who_entered_a_paper_cannot_confirm_it(work):
    clerk, signer = make_actor(), make_actor()
    approval = enter(clerk, signer)

    with pytest.raises(SamePerson):
        confirm_paper(approval, actor=clerk, at=AT)


def test_the_one_who_signed_a_paper_cannot_confirm_it(work):
    clerk, signer = make_actor(), make_actor()
    approval = enter(clerk, signer)

    with pytest.raises(SamePerson):
        confirm_paper(approval, actor=signer, at=AT)


def test_a_paper_is_confirmed_once(work):
    clerk, second, signer = (make_actor() for _ in range(3))
    approval = enter(clerk, signer)
    confirm_paper(approval, actor=second, at=AT)

    with pytest.raises(AlreadyConfirmed):
        confirm_paper(approval, actor=second, at=AT)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        pytest.param("confirmed_by = entered_by", "second_person_confirms", id="same person"),
        pytest.param("scan_code = ''", "paper_has_scan", id="no scan"),
    ],
)
def test_the_database_refuses_a_paper(work, change, rule):
    enter(make_actor(), make_actor())
    work.flush()

    with pytest.raises(IntegrityError, match=rule), work.begin_nested():
        work.execute(text(f"UPDATE approval SET {change}"))


def test_the_database_refuses_an_approval_on_screen_by_nobody(work):
    enter(make_actor(), make_actor())
    work.flush()

    with pytest.raises(IntegrityError, match="screen_has_person"), work.begin_nested():
        work.execute(text("UPDATE approval SET on_paper = false, user_id = NULL"))


def test_an_approval_on_screen_counts_at_once(work):
    actor = make_actor()
    approval = approve(
        "disbursement:x", "leader", actor=actor, at=AT, signed_on=date(2026, 1, 5), opinion="同意"
    )
    work.flush()

    assert (approval.holds, approval.name) == (True, actor.name)
    assert [e.event for e in trail("disbursement:x")] == ["approval:leader"]
    assert approvals_of("disbursement:x") == [approval]
