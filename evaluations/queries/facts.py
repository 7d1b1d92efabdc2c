"""What is known of experts and applications, as the conflict rules take it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.accounts.models import User
from app.registry.models import Expert
from evaluations.rules.conflicts import ApplicationFacts, ExpertFacts, Ground, Tie
from projects.models.application import Application


def expert_facts(expert: Expert, user: User) -> ExpertFacts:
    """Return an expert's present unit, past employers and declared relations as ties."""
    present = Tie(expert.unit, Ground.POST, since=None, until=None)
    past = [_tie(row, Ground.POST) for row in expert.employers]
    declared = [_tie(row, Ground(row["ground"])) for row in expert.relations]
    return ExpertFacts(
        code=user.code,
        name=user.name,
        phones=(user.phone,) if user.phone else (),
        ties=(present, *past, *declared),
    )


def _tie(row: Mapping[str, Any], ground: Ground) -> Tie:
    return Tie(row["unit"], ground, since=_day(row.get("since")), until=_day(row.get("until")))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def application_facts(application: Application) -> ApplicationFacts:
    """Return the organisation of an application with its people, telephone and address."""
    organisation = application.organisation
    return ApplicationFacts(
        code=application.code,
        organisation=organisation.name,
        people=tuple(filter(None, (organisation.legal_representative, organisation.contact))),
        phones=tuple(filter(None, (organisation.phone,))),
        addresses=tuple(filter(None, (organisation.address,))),
    )
