"""Claims: a person says whom they represent, the registering authority confirms it."""

import pytest

from app.accounts.enums import APPLICANTS, Role
from app.accounts.operations import actor_of, end_role, grant_role
from app.kernel.errors import Forbidden, IllegalMove, NotFound
from app.records.actor import PLATFORM
from app.records.audit import trail
from app.records.outbox import inbox
from app.registry.enums import ClaimStatus
from app.registry.operations import (
    AlreadyClaimed,
    AlreadyRepresented,
    ClaimantHoldsOffice,
    HoldsOffice,
    UnknownOrganisation,
    claim_organisation,
    confirm_claim,
    refuse_claim,
)
from app.registry.permissions import represents
from app.registry.queries import (
    authorities_of,
    claims_of,
    claims_waiting,
    find_claim,
    my_organisations,
    signatory_names,
)
from tests.factories.people import AT, make_actor, make_user
from tests.factories.registry import make_organisation, make_signatory, valid_credit_code


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


def claim_again(organisation, actor, **facts):
    return claim_organisation(organisation.credit_code, "主任", actor=actor, at=AT, **facts)


def test_the_claimant_learns_first_that_somebody_signs_already(work):
    organisation = make_organisation()
    make_signatory(organisation)

    with pytest.raises(AlreadyRepresented) as told:
        claim_again(organisation, make_actor())

    assert told.value.facts == {"names": "陈*"}
    assert claim_again(organisation, make_actor(), aware=True).status is ClaimStatus.CLAIMED


def test_a_signatory_who_left_is_not_named(work):
    organisation = make_organisation()
    signatory = make_signatory(organisation)
    end_role(signatory, Role.APPLICANT_SIGNATORY, organisation.scope, at=AT, actor=PLATFORM)

    assert signatory_names([organisation]) == {organisation.code: []}
    assert claim_again(organisation, make_actor())


@pytest.mark.parametrize("role", [role for role in Role if role not in APPLICANTS])
def test_who_has_a_role_of_the_house_cannot_claim(work, role):
    with pytest.raises(HoldsOffice):
        claim_again(make_organisation(), make_actor(role))


def test_the_hat_does_not_matter(work):
    organisation = make_organisation()
    own = (Role.APPLICANT_SIGNATORY, "organisation:another")

    with pytest.raises(HoldsOffice):
        claim_again(organisation, make_actor(own, Role.PANELLIST))
    assert claim_again(organisation, make_actor(own))


def test_who_was_given_a_role_of_the_house_is_not_confirmed(work, claimed):
    _organisation, user, claim = claimed
    grant_role(user, Role.PANELLIST, "pool", at=AT)

    with pytest.raises(ClaimantHoldsOffice):
        confirm_claim(claim, actor=make_actor(Role.OFFICER), at=AT)


@pytest.mark.parametrize(
    ("scopes", "called"),
    [
        pytest.param(["area:3205", "area:320505"], 1, id="the district's own"),
        pytest.param(["area:320506", "area:3205"], 1, id="the city's, not another district's"),
        pytest.param([""], 0, id="whoever is everywhere"),
    ],
)
def test_the_authority_to_call_is_the_nearest(work, scopes, called):
    officers = [make_user((Role.OFFICER, scope)) for scope in scopes]

    assert authorities_of(["320505"]) == {"320505": officers[called]}


def test_without_an_officer_there_is_nobody_to_call(work):
    assert authorities_of(["320505"]) == {}


def test_the_officers_pages_name_the_signatory_and_the_claimant(database, sign_in, pending):
    organisation, user, officer, claim = pending
    with database.work(writing=True):
        grant_role(make_user(name="何处寻"), Role.APPLICANT_SIGNATORY, organisation.scope, at=AT)
    client = sign_in(officer)

    for path in ("/claims", f"/claims/{claim.code}/confirm", f"/claims/{claim.code}/refuse"):
        page = client.get(path).get_data(as_text=True)
        assert [name for name in ("何处寻", user.name, "主任") if name not in page] == []


def test_the_page_of_a_staff_account_offers_no_claim(database, sign_in):
    with database.work(writing=True):
        officer = make_user(Role.OFFICER)

    assert 'name="credit_code"' not in sign_in(officer).get("/organisations").get_data(as_text=True)
