"""Claims on organisations, and the organisation's own facts."""

from datetime import datetime
from typing import Any

from sqlmodel import select

from app.accounts.enums import Role
from app.accounts.models import User
from app.accounts.operations import grant_role, hats_of
from app.db import session
from app.kernel.errors import DomainError
from app.kernel.identifiers import masked_name
from app.kernel.labels import N_
from app.kernel.numbering import new_code
from app.records import crypto
from app.records.actor import Actor
from app.records.audit import record_act
from app.records.lifecycle import advance
from app.registry import notices
from app.registry.models import Claim, Organisation, account_binding
from app.registry.permissions import holds_an_office
from app.registry.queries import organisation_with, signatory_names


class UnknownOrganisation(DomainError):
    """No organisation with this credit code is on record."""

    message = N_(
        "No registered social organisation has the credit code %(credit_code)s. Compare it with "
        "the registration certificate; if it is right, call the registering authority."
    )
    field = "credit_code"


class AlreadyClaimed(DomainError):
    """The person has claimed this organisation before."""

    message = N_("You have already claimed this organisation. See below how the claim stands.")
    field = "credit_code"


class HoldsOffice(DomainError):
    """Whoever handles, judges or checks applications represents no organisation."""

    message = N_(
        "This account has a role in handling or reviewing projects, therefore it cannot represent "
        "an organisation: nobody decides on their own matter. Let another person claim it."
    )


class AlreadyRepresented(DomainError):
    """Somebody signs for the organisation; the claim is sent once the person knows that."""

    message = N_(
        "This organisation already has a signatory (%(names)s). The registering authority checks "
        "your claim and adds you beside them. To send it all the same, tick the box and send again."
    )
    field = "aware"


def claim_organisation(
    credit_code: str, position: str, *, actor: Actor, at: datetime, aware: bool = False
) -> Claim:
    """Say that one represents an organisation; its registering authority is asked to confirm.

    credit_code: checked and normalised. aware: the person knows that somebody signs already.
    Raises HoldsOffice, UnknownOrganisation, AlreadyClaimed and AlreadyRepresented.
    """
    if holds_an_office(actor.hats):
        raise HoldsOffice
    organisation = organisation_with(credit_code)
    if organisation is None:
        raise UnknownOrganisation(credit_code=credit_code)
    known = (
        session()
        .exec(
            select(Claim).where(
                Claim.organisation_id == organisation.id, Claim.user_id == actor.user_id
            )
        )
        .first()
    )
    if known is not None:
        raise AlreadyClaimed
    names = signatory_names([organisation])[organisation.code]
    if names and not aware:
        raise AlreadyRepresented(names="、".join(map(masked_name, names)))
    claim = Claim(
        code=new_code(),
        organisation_id=organisation.id or 0,
        user_id=actor.user_id or 0,
        area_code=organisation.area_code,
        position=position,
        claimed_at=at,
    )
    session().add(claim)
    record_act(claim.chain, "claim:make", actor=actor, at=at, organisation=organisation.code)
    notices.claim_made(claim, organisation, at=at)
    return claim


class ClaimantHoldsOffice(DomainError):
    """The claimant was given a role of the house after claiming."""

    message = N_(
        "This person has a role in handling or reviewing projects and cannot represent an "
        "organisation. Do not confirm the claim."
    )


def confirm_claim(claim: Claim, *, actor: Actor, at: datetime) -> None:
    """Confirm that the person represents the organisation; they may sign from now on.

    Raises ClaimantHoldsOffice when the person was given a role of the house in the meantime.
    """
    if holds_an_office(hats_of(claim.user_id)):
        raise ClaimantHoldsOffice
    advance(claim, "confirm", actor=actor, at=at)
    claim.decided_at = at
    user = session().get_one(User, claim.user_id)
    organisation = session().get_one(Organisation, claim.organisation_id)
    grant_role(user, Role.APPLICANT_SIGNATORY, organisation.scope, at=at, actor=actor)
    notices.claim_decided(claim, organisation, at=at)


def refuse_claim(claim: Claim, reason: str, *, actor: Actor, at: datetime) -> None:
    """Do not confirm a claim, with the reason that the person is told."""
    claim.reason = reason
    advance(claim, "refuse", actor=actor, at=at, reason=reason)
    claim.decided_at = at
    organisation = session().get_one(Organisation, claim.organisation_id)
    notices.claim_decided(claim, organisation, at=at)


def update_profile(
    organisation: Organisation,
    *,
    address: str,
    contact: str,
    phone: str,
    profile: dict[str, Any],
    actor: Actor,
    at: datetime,
) -> None:
    """Change what an organisation says of itself; applications in hand keep their snapshots."""
    organisation.address, organisation.contact, organisation.phone = address, contact, phone
    organisation.profile = {**organisation.profile, **profile}
    organisation.updated_at = at
    record_act(organisation.chain, "organisation:update", actor=actor, at=at)


def set_bank_account(
    organisation: Organisation, *, holder: str, bank: str, account: str, actor: Actor, at: datetime
) -> None:
    """Set the bank account, encrypted and bound to its row."""
    organisation.account_holder, organisation.bank = holder, bank
    organisation.account_sealed = crypto.seal(account, bound_to=account_binding(organisation.code))
    organisation.updated_at = at
    record_act(
        organisation.chain, "organisation:set_account", actor=actor, at=at, last4=account[-4:]
    )
