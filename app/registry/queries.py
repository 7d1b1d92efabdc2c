"""Finding areas, organisations, claims and experts."""

from collections.abc import Iterable

from sqlalchemy import func
from sqlmodel import col, select

from app.accounts.enums import APPLICANTS, Role
from app.accounts.models import RoleGrant, User
from app.db import locked, session
from app.kernel.errors import NotFound
from app.records.actor import Actor
from app.registry.enums import ClaimStatus
from app.registry.models import (
    Area,
    Claim,
    CreditListing,
    Expert,
    Grade,
    Inspection,
    Organisation,
    PastProject,
)


def area_names() -> dict[str, str]:
    """Return the names of all areas by code."""
    return dict(session().exec(select(Area.code, Area.name)).all())


def areas_within(code: str, length: int | None = None) -> list[Area]:
    """Return the areas inside an area, by code; length 9 = streets, 12 = communities."""
    areas = list(
        session().exec(select(Area).where(col(Area.code).startswith(code)).order_by(col(Area.code)))
    )
    return [area for area in areas if length is None or len(area.code) == length]


def find_organisation(code: str) -> Organisation:
    """Return an organisation by code; raises NotFound."""
    found = session().exec(locked(select(Organisation).where(Organisation.code == code))).first()
    if found is None:
        raise NotFound
    return found


def organisation_with(credit_code: str) -> Organisation | None:
    """Return the organisation with a credit code, if it is registered here."""
    return (
        session().exec(select(Organisation).where(Organisation.credit_code == credit_code)).first()
    )


def organisation_codes(actor: Actor) -> list[str]:
    """Return the codes of the organisations that the actor represents."""
    scopes = [scope for role in APPLICANTS for scope in actor.scopes(role)]
    return [scope.removeprefix("organisation:") for scope in dict.fromkeys(scopes)]


def my_organisations(actor: Actor) -> list[Organisation]:
    """Return the organisations that the actor represents."""
    codes = organisation_codes(actor)
    statement = select(Organisation).where(col(Organisation.code).in_(codes))
    return list(session().exec(statement.order_by(col(Organisation.id))))


def representatives(organisation: Organisation) -> list[User]:
    """Return the people who represent an organisation."""
    statement = (
        select(User)
        .join(RoleGrant, col(RoleGrant.user_id) == col(User.id))
        .where(RoleGrant.scope == organisation.scope, col(RoleGrant.ended_at).is_(None))
        .order_by(col(User.id))
        .distinct()
    )
    return list(session().exec(statement))


def signatory_names(organisations: Iterable[Organisation]) -> dict[str, list[str]]:
    """Return the names of the people who sign for some organisations, by its code."""
    codes = {organisation.scope: organisation.code for organisation in organisations}
    rows = session().exec(
        select(RoleGrant.scope, User.name)
        .join(User, col(User.id) == col(RoleGrant.user_id))
        .where(
            RoleGrant.role == Role.APPLICANT_SIGNATORY,
            col(RoleGrant.scope).in_(codes),
            col(RoleGrant.ended_at).is_(None),
            col(User.is_active),
        )
        .order_by(col(RoleGrant.id))
    )
    names: dict[str, list[str]] = {code: [] for code in codes.values()}
    for scope, name in rows:
        names[codes[scope]].append(name)
    return names


def authorities_of(area_codes: Iterable[str]) -> dict[str, User]:
    """Return the officer to call about each area's organisations, of the nearest authority.

    An area without any officer is left out.
    """
    codes = set(area_codes)
    scopes = {f"area:{code[:n]}" for code in codes for n in range(1, len(code) + 1)}
    rows = session().exec(
        select(RoleGrant.scope, User)
        .join(User, col(User.id) == col(RoleGrant.user_id))
        .where(
            RoleGrant.role == Role.OFFICER,
            col(RoleGrant.scope).in_({*scopes, ""}),
            col(RoleGrant.ended_at).is_(None),
            col(User.is_active),
        )
        .order_by(func.length(RoleGrant.scope), col(User.id).desc())
    )
    nearest: dict[str, User] = {}
    for scope, user in rows:
        nearest |= {code: user for code in codes if f"area:{code}".startswith(scope)}
    return nearest


def inspections_of(organisation: Organisation) -> list[Inspection]:
    """Return the inspections of an organisation, newest first."""
    statement = select(Inspection).where(Inspection.organisation_id == organisation.id)
    return list(session().exec(statement.order_by(col(Inspection.year).desc())))


def grades_of(organisation: Organisation) -> list[Grade]:
    """Return the grades of an organisation, newest first."""
    statement = select(Grade).where(Grade.organisation_id == organisation.id)
    return list(session().exec(statement.order_by(col(Grade.valid_from).desc())))


def listings_of(organisation: Organisation) -> list[CreditListing]:
    """Return the credit listings of an organisation, newest first."""
    statement = select(CreditListing).where(CreditListing.organisation_id == organisation.id)
    return list(session().exec(statement.order_by(col(CreditListing.listed_on).desc())))


def past_projects_of(organisation: Organisation) -> list[PastProject]:
    """Return the earlier funded projects of an organisation, newest first."""
    statement = select(PastProject).where(PastProject.organisation_id == organisation.id)
    return list(session().exec(statement.order_by(col(PastProject.year).desc())))


def find_claim(code: str) -> Claim:
    """Return a claim by code, locked when a move may follow; raises NotFound."""
    found = session().exec(locked(select(Claim).where(Claim.code == code))).first()
    if found is None:
        raise NotFound
    return found


def parties_of(claim: Claim) -> tuple[Organisation, User]:
    """Return the organisation that is claimed and the person who claims it."""
    return (
        session().get_one(Organisation, claim.organisation_id),
        session().get_one(User, claim.user_id),
    )


def claims_of(actor: Actor) -> list[tuple[Claim, Organisation]]:
    """Return a person's own claims with their organisations, newest first."""
    statement = (
        select(Claim, Organisation)
        .join(Organisation, col(Organisation.id) == col(Claim.organisation_id))
        .where(Claim.user_id == actor.user_id)
        .order_by(col(Claim.id).desc())
    )
    return [(claim, organisation) for claim, organisation in session().exec(statement)]


def claims_waiting(actor: Actor) -> list[tuple[Claim, Organisation, User]]:
    """Return the claims that the actor's areas have to confirm, oldest first."""
    prefixes = [scope.removeprefix("area:") for scope in actor.scopes(Role.OFFICER)]
    statement = (
        select(Claim, Organisation, User)
        .join(Organisation, col(Organisation.id) == col(Claim.organisation_id))
        .join(User, col(User.id) == col(Claim.user_id))
        .where(Claim.status == ClaimStatus.CLAIMED)
        .order_by(col(Claim.id))
    )
    rows = session().exec(statement).all()
    return [row for row in rows if any(row[0].area_code.startswith(p) for p in prefixes)]


def active_experts() -> list[tuple[Expert, User]]:
    """Return the experts who may be drawn, by id."""
    statement = (
        select(Expert, User)
        .join(User, col(User.id) == col(Expert.user_id))
        .where(col(Expert.is_active), col(User.is_active))
        .order_by(col(Expert.id))
    )
    return [(expert, user) for expert, user in session().exec(statement)]
