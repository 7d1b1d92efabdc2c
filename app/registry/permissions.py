"""Who may confirm, see and change facts of the registry."""

from collections.abc import Iterable
from typing import Any

from app.accounts.enums import APPLICANTS, Role
from app.records.actor import Actor


def is_registering_authority(actor: Actor, claim: Any) -> bool:
    """An officer whose area contains the organisation's."""
    return actor.has(Role.OFFICER, f"area:{claim.area_code}")


def holds_an_office(hats: Iterable[str]) -> bool:
    """Whether a person has any role of the house; such a person represents no organisation."""
    return bool(set(hats) - set(APPLICANTS))


def represents(actor: Actor, organisation: Any) -> bool:
    """A confirmed editor or signatory of the organisation."""
    return any(actor.has(role, organisation.scope) for role in APPLICANTS)
