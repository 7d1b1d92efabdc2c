"""The demo's world: areas, organisations, people, experts and money, from the content files."""

import tomllib
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.accounts.enums import Role
from app.accounts.models import User
from app.accounts.operations import actor_of, grant_role, register_person
from app.accounts.passwords import hash_password
from app.accounts.queries import user_named
from app.db import session
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

CONTENT = Path(__file__).parent / "content"
BEGINNING = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
PASSWORD = "demo-only-2026"


def read(name: str) -> dict[str, Any]:
    """Return a content file as plain tables; decimals exact."""
    text = (CONTENT / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def make_world(at: datetime = BEGINNING) -> None:
    """Make everything that exists before the first call."""
    for row in read("areas")["area"]:
        session().add(Area(code=row["code"], name=row["name"], generated=row["generated"]))
    session().flush()
    organisations = {
        row["key"]: _organisation(row, at) for row in read("organisations")["organisation"]
    }
    password_hash = hash_password(PASSWORD)
    experts = {row["key"]: row for row in read("experts")["expert"]}
    for row in read("people")["person"]:
        user = _person(row, organisations, password_hash, at)
        if row.get("expert"):
            _expert(user, experts[row["expert"]], organisations)
    session().flush()


def _organisation(row: dict[str, Any], at: datetime) -> Organisation:
    code = new_code()
    bank = row["bank"]
    contact = row["contacts"][0]
    organisation = Organisation(
        code=code,
        credit_code=row["credit_code"],
        name=row["name"],
        kind=OrganisationKind(row["kind"]),
        registered_on=row["registered_on"],
        area_code=row["registering_area"],
        address=row["address"],
        legal_representative=row["legal_representative"],
        contact=contact["name"],
        phone=contact["office"],
        bank=bank["branch"],
        account_holder=bank["name"],
        account_sealed=crypto.seal(bank["number"], bound_to=account_binding(code)),
        profile=_profile(row),
        updated_at=at,
    )
    session().add(organisation)
    session().flush()
    _facts(organisation, row)
    return organisation


def _profile(row: dict[str, Any]) -> dict[str, Any]:
    experience = "\n".join(
        f"{p['name']}，{p['funder']}，{p['amount']}元，{p['year']}年，{p['result']}"
        for p in row.get("past_projects", [])
    )
    return {
        "introduction": row["introduction"].strip(),
        "experience": experience,
        "staff_full_time": row["full_time"],
        "social_workers": row["social_workers"],
        "party_members": row["party_members"],
        "net_assets": int(Decimal(row["net_assets"]) * 100),
        "income": int(Decimal(row["last_income"]) * 100),
    }


def _facts(organisation: Organisation, row: dict[str, Any]) -> None:
    owner = organisation.id or 0
    for each in row.get("inspections", []):
        session().add(
            Inspection(
                organisation_id=owner,
                year=each["year"],
                conclusion=Conclusion(each["conclusion"]),
                published_on=each["published_on"],
            )
        )
    if grade := row.get("grade"):
        session().add(
            Grade(
                organisation_id=owner,
                level=grade["level"],
                valid_from=grade["granted_on"],
                valid_until=grade["valid_until"],
            )
        )
    for each in row.get("listings", []):
        if each["kind"] == "liquidated":
            session().add(
                PastProject(
                    organisation_id=owner,
                    year=each["listed_on"].year,
                    name=each["reason"][:190],
                    outcome=Outcome.LIQUIDATED,
                )
            )
            continue
        session().add(
            CreditListing(
                organisation_id=owner,
                kind=ListKind(each["kind"]),
                listed_on=each["listed_on"],
                removed_on=each.get("removed_on"),
                reason=each["reason"],
            )
        )


def _person(
    row: dict[str, Any],
    organisations: dict[str, Organisation],
    password_hash: str,
    at: datetime,
) -> User:
    user = register_person(
        row["code"],
        row["name"],
        password_hash=password_hash,
        at=at,
        unit=row["unit"],
        phone=row.get("phone", ""),
        mail=row.get("mail", ""),
        hint=row["try_this"],
        is_demo=True,
    )
    scope = row["scope"]
    if scope.startswith("organisation:"):
        scope = organisations[scope.removeprefix("organisation:")].scope
    role = Role(row["role"])
    if role is Role.PANELLIST:
        scope = "pool"
    grant_role(user, role, scope, at=at)
    return user


def _expert(user: User, row: dict[str, Any], organisations: dict[str, Organisation]) -> None:
    employers = []
    for each in row.get("employments", []):
        known = organisations.get(each.get("organisation", ""))
        until: date | None = each.get("until")
        employers.append(
            {
                "unit": known.name if known else each["employer"],
                "since": each["since"].isoformat(),
                "until": until.isoformat() if until else "",
            }
        )
    session().add(
        Expert(
            user_id=user.id or 0,
            unit=row["unit"],
            title=row["title"],
            fields=row["fields"],
            is_finance=row["finance"],
            employers=employers,
        )
    )


def make_money(year: int, amount: Money, *, area: str, host: str, at: datetime) -> Appropriation:
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
        name=f"{host}{year}年公益创投项目资金",
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
