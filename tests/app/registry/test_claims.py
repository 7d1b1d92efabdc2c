"""Claims: a person says whom they represent, the registering authority confirms it."""

import pytest

from app.accounts.enums import Role
from app.accounts.operations import actor_of
from app.kernel.errors import Forbidden, IllegalMove, NotFound
from app.records.audit import trail
from app.records.outbox import inbox
from app.registry.enums import ClaimStatus
from app.registry.operations import (
    AlreadyClaimed,
    UnknownOrganisation,
    claim_organisation,
    confirm_claim,
    refuse_claim,
)
from app.registry.permissions import represents
from app.registry.queries import claims_of, claims_waiting, find_claim, my_organisations
from tests.factories.people import AT, make_actor, make_user
from tests.factories.registry import make_organisation, valid_credit_code


@pytest.fixture
def claimed(work):
    """An organisation, the person who claims it, and the claim."""
    organisation, user = make_organisation(), make_user()
    claim = claim_organisation(organisation.credit_code, "主任", actor=actor_of(user), at=AT)
    work.flush()
    return organisation, user, claim


def test_a_claim_waits_and_gives_nothing_yet(claimed):
    organisation, user, claim = claimed

    assert claim.status is ClaimStatus.CLAIMED
    assert not represents(actor_of(user), organisation)
    assert claims_of(actor_of(user)) == [(claim, organisation)]


def test_the_authority_is_told_of_a_claim(work):
    officer, organisation = make_user((Role.OFFICER, "area:320505")), make_organisation()
    claim_organisation(organisation.credit_code, "主任", actor=make_actor(), at=AT)
    work.flush()

    assert [m.link for m in inbox(officer.id)] == ["/claims"]


def test_a_confirmed_person_may_sign(work, claimed):
    organisation, user, claim = claimed
    confirm_claim(claim, actor=make_actor(Role.OFFICER), at=AT)
    work.flush()
    actor = actor_of(user)

    assert actor.has(Role.APPLICANT_SIGNATORY, organisation.scope)
    assert my_organisations(actor) == [organisation]
    assert "已确认" in inbox(user.id)[0].subject
    assert [e.event for e in trail(claim.chain)] == ["claim:make", "claim:confirm"]


def test_a_person_who_is_refused_is_told_the_reason(work, claimed):
    organisation, user, claim = claimed
    refuse_claim(claim, "不是本单位人员", actor=make_actor(Role.OFFICER), at=AT)
    work.flush()

    assert not represents(actor_of(user), organisation)
    assert "不是本单位人员" in inbox(user.id)[0].body


def test_an_unknown_organisation_cannot_be_claimed(work):
    with pytest.raises(UnknownOrganisation) as refused:
        claim_organisation(valid_credit_code(987_654_321), "主任", actor=make_actor(), at=AT)

    assert refused.value.field == "credit_code"


def test_an_organisation_is_claimed_once_by_a_person(claimed):
    organisation, user, _claim = claimed

    with pytest.raises(AlreadyClaimed):
        claim_organisation(organisation.credit_code, "主任", actor=actor_of(user), at=AT)


def test_a_decided_claim_is_not_decided_again(claimed):
    claim = claimed[2]
    officer = make_actor(Role.OFFICER)
    refuse_claim(claim, "不是本单位人员", actor=officer, at=AT)

    with pytest.raises(IllegalMove):
        confirm_claim(claim, actor=officer, at=AT)


@pytest.mark.parametrize(
    "role",
    [
        pytest.param((Role.OFFICER, "area:320506"), id="officer of another district"),
        pytest.param((Role.LEADER, "area:3205"), id="leader of the city"),
        pytest.param((Role.SYSTEM_ADMIN, ""), id="system administrator"),
    ],
)
def test_others_cannot_confirm(claimed, role):
    with pytest.raises(Forbidden):
        confirm_claim(claimed[2], actor=make_actor(role), at=AT)


@pytest.mark.parametrize(
    ("scope", "waiting"), [("area:3205", 1), ("area:320505", 1), ("area:320506", 0)]
)
def test_a_claim_waits_for_its_own_authority(claimed, scope, waiting):
    assert len(claims_waiting(make_actor((Role.OFFICER, scope)))) == waiting


def test_an_unknown_claim_is_not_found(work):
    with pytest.raises(NotFound):
        find_claim("zzzzzzzzzz")


@pytest.fixture
def pending(database):
    """The same, committed, for the pages."""
    with database.work(writing=True):
        organisation, user = make_organisation(), make_user(name="陈立")
        officer = make_user(Role.OFFICER)
        claim = claim_organisation(organisation.credit_code, "主任", actor=actor_of(user), at=AT)
    return organisation, user, officer, claim


def test_the_officers_page_confirms(database, sign_in, pending):
    organisation, user, officer, claim = pending
    client = sign_in(officer)

    assert organisation.name in client.get("/claims").get_data(as_text=True)
    assert client.post(f"/claims/{claim.code}/confirm").location == "/claims"
    with database.work(writing=False):
        assert represents(actor_of(user), organisation)


def test_a_refusal_needs_a_reason(sign_in, pending):
    claim = pending[3]
    answer = sign_in(pending[2]).post(f"/claims/{claim.code}/refuse", data={"reason": " "})

    assert answer.status_code == 422


def test_the_officer_of_another_district_cannot_open_a_claim(database, sign_in, pending):
    with database.work(writing=True):
        other = make_user((Role.OFFICER, "area:320506"))

    assert sign_in(other).get(f"/claims/{pending[3].code}/confirm").status_code in (403, 404)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(lambda code: code, id="as printed"),
        pytest.param(lambda code: f" {code.lower()} ", id="small letters and blanks"),
        pytest.param(
            lambda code: "".join(chr(ord(c) + 0xFEE0) for c in code), id="full-width characters"
        ),
    ],
)
def test_a_credit_code_is_read_however_it_was_typed(database, sign_in, typed):
    with database.work(writing=True):
        organisation, user = make_organisation(), make_user()
    sent = {"credit_code": typed(organisation.credit_code), "position": "主任"}

    assert sign_in(user).post("/organisations", data=sent).status_code == 302


@pytest.mark.parametrize("code", ["", "123", "52320505000000001A", "x" * 18])
def test_a_wrong_credit_code_is_explained_at_its_field(database, sign_in, code):
    with database.work(writing=True):
        user = make_user()
    answer = sign_in(user).post("/organisations", data={"credit_code": code, "position": "主任"})

    assert answer.status_code == 422
