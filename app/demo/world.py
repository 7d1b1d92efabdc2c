"""The demo's world: areas, organisations, people, experts and money, from the content files."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from app.accounts.enums import Role
from app.accounts.models import User
from app.accounts.operations import actor_of, grant_role, register_person
from app.accounts.passwords import hash_password
from app.accounts.queries import user_named
from app.db import session
from app.demo import content_cast as cast
from app.demo.content import load_content
from app.kernel.money import Money
from app.kernel.numbering import new_code
from app.ledger.models import Appropriation, Fund
from app.ledger.operations import appropriate
from app.ledger.queries import funds
from app.records import crypto
from app.records.actor import PLATFORM, Actor
from app.records.counters import next_number
from app.registry.enums import Conclusion, ListKind, OrganisationKind, Outcome
from app.registry.models import (
    Area,
    CreditListing,
    Expert,
    Grade,
    Inspection,
    Organisation,
    PastProject,
    account_binding,
)

BEGINNING = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
PASSWORD = "demo-only-2026"


def make_world(at: datetime = BEGINNING) -> None:
    """Make everything that exists before the first call."""
    content = load_content()
    for area in content.areas.values():
        session().add(Area(code=area.code, name=area.name, generated=area.generated))
    session().flush()
    organisations = {key: _organisation(each, at) for key, each in content.organisations.items()}
    password_hash = hash_password(PASSWORD)
    for person in content.people.values():
        user = _person(person, organisations, password_hash, at)
        if person.expert:
            _expert(user, content.experts[person.expert], organisations)
    session().flush()


def _organisation(told: cast.Organisation, at: datetime) -> Organisation:
    code = new_code()
    contact = told.contacts[0]
    organisation = Organisation(
        code=code,
        credit_code=told.credit_code,
        name=told.name,
        kind=OrganisationKind(told.kind),
        registered_on=told.registered_on,
        area_code=told.area,
        address=told.address,
        legal_representative=told.legal_representative,
        contact=contact.name,
        phone=contact.office,
        bank=told.bank.branch,
        account_holder=told.bank.name,
        account_sealed=crypto.seal(told.bank.number, bound_to=account_binding(code)),
        profile=_profile(told),
        updated_at=at,
    )
    session().add(organisation)
    session().flush()
    _facts(organisation.id or 0, told)
    return organisation


def _profile(told: cast.Organisation) -> dict[str, Any]:
    return {
        "introduction": told.introduction,
        "experience": "\n".join(str(project) for project in told.past_projects),
        "staff_full_time": told.full_time,
        "social_workers": told.social_workers,
        "party_members": told.party_members,
        "net_assets": told.net_assets.fen,
        "income": told.last_income.fen,
    }


def _facts(owner: int, told: cast.Organisation) -> None:
    for each in told.inspections:
        session().add(
            Inspection(
                organisation_id=owner,
                year=each.year,
                conclusion=Conclusion(each.conclusion),
                published_on=each.published_on,
            )
        )
    if told.grade:
        session().add(
            Grade(
                organisation_id=owner,
                level=told.grade.level,
                valid_from=told.grade.valid_from,
                valid_until=told.grade.valid_until,
            )
        )
    for listing in told.listings:
        session().add(_listing(owner, listing))


def _listing(owner: int, told: cast.Listing) -> PastProject | CreditListing:
    if told.kind == Outcome.LIQUIDATED:
        return PastProject(
            organisation_id=owner,
            year=told.listed_on.year,
            name=told.reason[:190],
            outcome=Outcome.LIQUIDATED,
        )
    return CreditListing(
        organisation_id=owner,
        kind=ListKind(told.kind),
        listed_on=told.listed_on,
        removed_on=told.removed_on,
        reason=told.reason,
    )


def _person(
    told: cast.Person,
    organisations: Mapping[str, Organisation],
    password_hash: str,
    at: datetime,
) -> User:
    user = register_person(
        told.code,
        told.name,
        password_hash=password_hash,
        at=at,
        unit=told.unit,
        phone=told.phone,
        mail=told.mail,
        hint=told.try_this,
        is_demo=True,
    )
    kind, _, key = told.scope.partition(":")
    scope = organisations[key].scope if kind == "organisation" else told.scope
    role = Role(told.role)
    if role is not Role.ORGANISER:  # calls are delegated one by one, see story.desks
        grant_role(user, role, "pool" if role is Role.PANELLIST else scope, at=at)
    return user


def _expert(user: User, told: cast.Expert, organisations: Mapping[str, Organisation]) -> None:
    employers = [
        {
            "unit": organisations[each.organisation].name if each.organisation else each.employer,
            "since": each.since.isoformat(),
            "until": each.until.isoformat() if each.until else "",
        }
        for each in told.employments
    ]
    session().add(
        Expert(
            user_id=user.id or 0,
            unit=told.unit,
            title=told.title,
            fields=list(told.fields),
            is_finance=told.finance,
            employers=employers,
        )
    )


def make_money(year: int, amount: Money, *, area: str, at: datetime) -> Appropriation:
    """Make a budget item of an area's welfare lottery money."""
    fund = next(iter(funds()), None)
    if fund is None:
        fund = Fund(code="lottery", name="福彩公益金", kind="welfare_lottery")
        session().add(fund)
        session().flush()
    number = next_number(f"demo:money:{year}")
    return appropriate(
        fund,
        area_code=area,
        year=year,
        name=f"{load_content().areas[area].name}{year}年公益创投项目资金",
        document_number=f"财社〔{year}〕{number}号",
        amount=amount,
        actor=PLATFORM,
        at=at,
        project_code=f"{year}MZ{number:04d}",
        function_code="2296002",
        economic_code="50299",
    )


def person(name: str, role: Role | None = None) -> Actor:
    """Return a demo person as an Actor, wearing the named hat."""
    user = user_named(name)
    assert user is not None, name
    return actor_of(user, hat=str(role) if role else "")
