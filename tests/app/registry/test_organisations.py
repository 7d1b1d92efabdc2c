"""Organisations: their facts live once, their account is sealed, and only they change them."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from app.accounts.enums import Role
from app.kernel.errors import NotFound
from app.records.audit import trail
from app.registry.enums import Conclusion
from app.registry.models import Expert, Inspection, Organisation
from app.registry.operations import set_bank_account, update_profile
from app.registry.queries import (
    active_experts,
    area_names,
    areas_within,
    find_organisation,
    inspections_of,
    organisation_with,
    representatives,
)
from tests.factories.people import AT, make_actor, make_user
from tests.factories.registry import make_area, make_organisation, make_signatory

FACTS = {"address": "示例路 2 号", "contact": "周敏", "phone": "0512-60000001"}


def test_what_an_organisation_says_of_itself_is_changed_and_recorded(work):
    organisation = make_organisation()
    organisation.profile = {"staff": 5}
    update_profile(
        organisation, **FACTS, profile={"introduction": "为老服务"}, actor=make_actor(), at=AT
    )

    assert organisation.address == "示例路 2 号"
    assert organisation.profile == {"staff": 5, "introduction": "为老服务"}
    assert [e.event for e in trail(organisation.chain)] == ["organisation:update"]


def test_a_bank_account_is_sealed_and_only_its_end_is_recorded(work):
    organisation = make_organisation(account=False)
    set_bank_account(
        organisation,
        holder=organisation.name,
        bank="示范银行",
        account="6200000000000009876",
        actor=make_actor(),
        at=AT,
    )
    work.flush()
    stored = work.execute(text("SELECT account_sealed FROM organisation")).scalar_one()

    assert organisation.bank_account == "6200000000000009876"
    assert "9876" not in stored
    assert trail(organisation.chain)[-1].facts == {"last4": "9876"}


def test_an_organisation_without_an_account_has_none(work):
    assert make_organisation(account=False).bank_account == ""


def test_organisations_are_found_by_code_and_credit_code(work):
    organisation = make_organisation()

    assert find_organisation(organisation.code) is organisation
    assert organisation_with(organisation.credit_code) is organisation
    assert organisation_with("x" * 18) is None
    with pytest.raises(NotFound):
        find_organisation("zzzzzzzzzz")


def test_the_database_keeps_a_credit_code_at_eighteen_characters(work):
    make_organisation()

    with pytest.raises(IntegrityError, match="credit_code_is_18_long"), work.begin_nested():
        work.execute(text("UPDATE organisation SET credit_code = 'short'"))


def test_the_database_keeps_one_inspection_per_year(work):
    organisation = make_organisation()
    known = work.exec(select(Inspection)).one()
    again = text(
        "INSERT INTO inspection (organisation_id, year, conclusion, published_on)"
        f" VALUES ({organisation.id}, {known.year}, 'failed', '2025-09-02')"
    )

    with pytest.raises(IntegrityError), work.begin_nested():
        work.execute(again)


def test_the_newest_inspection_stands_first(work):
    organisation = make_organisation()
    work.add(
        Inspection(
            organisation_id=organisation.id,
            year=2025,
            conclusion=Conclusion.BASIC,
            published_on=date(2026, 9, 1),
        )
    )
    work.flush()

    assert [i.year for i in inspections_of(organisation)] == [2025, 2024]


def test_representatives_are_those_of_the_organisation(work):
    mine, other = make_organisation(), make_organisation()
    signatory = make_signatory(mine)
    make_signatory(other)

    assert representatives(mine) == [signatory]


def test_areas_within_an_area_are_found_by_their_path(work):
    make_area("320505", "示例区")
    make_area("320505001", "示例街道")
    make_area("320505001002", "示例社区")
    make_area("320506", "别的区")

    assert [a.code for a in areas_within("320505")] == ["320505", "320505001", "320505001002"]
    assert [a.code for a in areas_within("320505", 9)] == ["320505001"]
    assert area_names()["320505001"] == "示例街道"


def test_only_active_experts_of_active_people_may_be_drawn(work):
    people = [make_user(Role.PANELLIST) for _ in range(3)]
    experts = [Expert(user_id=user.id, unit="示例大学") for user in people]
    work.add_all(experts)
    experts[1].is_active, people[2].is_active = False, False
    work.flush()

    assert active_experts() == [(experts[0], people[0])]


@pytest.fixture
def pages(database):
    with database.work(writing=True):
        organisation = make_organisation()
        return organisation, make_signatory(organisation), make_user(Role.OFFICER)


def read(database, code: str) -> Organisation:
    with database.work(writing=False):
        return find_organisation(code)


def test_the_organisation_changes_its_own_facts(database, sign_in, pages):
    organisation, signatory, _officer = pages
    answer = sign_in(signatory).post(f"/organisations/{organisation.code}", data=FACTS)

    assert answer.status_code == 302
    assert read(database, organisation.code).address == "示例路 2 号"


def test_the_officer_reads_and_changes_nothing(database, sign_in, pages):
    organisation, _signatory, officer = pages
    client = sign_in(officer)

    assert client.get(f"/organisations/{organisation.code}").status_code == 200
    assert client.post(f"/organisations/{organisation.code}", data=FACTS).status_code == 403
    assert read(database, organisation.code).address == "示例路 1 号"


def test_facts_of_the_register_cannot_be_sent_along(database, sign_in, pages):
    organisation, signatory, _officer = pages
    sent = FACTS | {"name": "别的名称", "standing": "revoked", "account_holder": "别人"}
    sign_in(signatory).post(f"/organisations/{organisation.code}", data=sent)
    kept = read(database, organisation.code)

    assert (kept.name, kept.standing, kept.account_holder) == (
        organisation.name,
        organisation.standing,
        organisation.account_holder,
    )
