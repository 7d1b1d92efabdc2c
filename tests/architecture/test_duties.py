"""Separation of duties is kept by the database itself, whatever the code would do."""

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from app.demo.story.stages import tell
from app.demo.story.thread import begin
from app.demo.world import make_world
from funding.models.contract import Disbursement

# What somebody might write into a payment that three people made → the rule that refuses it.
CHANGES = {
    "approved_by = drafted_by": "drafter_is_not_approver",
    "paid_by = drafted_by": "drafter_is_not_cashier",
    "paid_by = approved_by": "approver_is_not_cashier",
    "drafted_by = NULL": "drafted_has_drafter",
    "approved_by = NULL": "approved_has_approver",
    "voucher = ''": "paid_has_voucher",
    "paid_on = NULL": "paid_has_voucher",
    "status = 'rejected'": "rejected_has_reason",
    "amount = 0": "amount_positive",
    "status = 'gone'": "disbursementstatus",
}


def test_the_database_refuses_a_payment_in_which_one_person_has_two_parts(work):
    make_world()
    tell(begin("open", first=3), "running")
    paid = work.exec(select(Disbursement)).first()

    def refusal_of(change: str) -> str:
        try:
            with work.begin_nested():
                work.execute(text(f"UPDATE disbursement SET {change} WHERE id = {paid.id}"))
        except IntegrityError as error:
            return str(error.orig)
        return "allowed"

    found = {change: refusal_of(change) for change in CHANGES}

    assert {c: rule in found[c] for c, rule in CHANGES.items()} == dict.fromkeys(CHANGES, True)
