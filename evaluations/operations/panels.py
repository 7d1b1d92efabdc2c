"""Panels: setting one up, the elected chair, opening the sheets."""

import secrets
from datetime import datetime

from app.accounts.enums import Role
from app.accounts.operations import end_role, grant_role
from app.db import session
from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.kernel.numbering import new_code
from app.records.actor import Actor
from app.records.audit import record_act
from app.records.lifecycle import advance
from evaluations.models.panel import Panel, Panellist
from evaluations.models.scorecard import Scorecard
from evaluations.queries.panels import conflicts_of, panellists_of
from projects.enums import ApplicationStatus
from projects.models.call import Call
from projects.queries.applications import applications_under


class NoApplications(DomainError):
    """There is nothing to judge."""

    message = N_("No application is qualified; there is nothing to judge.")


class NotSworn(DomainError):
    """Somebody has not given the pledge."""

    message = N_("%(count)s experts have not given their pledge and declaration yet.")
    status = 409


def form_panel(
    call: Call,
    *,
    name: str,
    meets_at: datetime,
    scoring_until: datetime,
    venue: str,
    actor: Actor,
    at: datetime,
) -> Panel:
    """Set up the panel of a call with the size that its rulebook asks for."""
    if not applications_under(call, [ApplicationStatus.QUALIFIED]):
        raise NoApplications
    panel = Panel(
        code=new_code(),
        call_id=call.id or 0,
        name=name,
        size=call.rulebook.panel.size.value,
        meets_at=meets_at,
        scoring_until=scoring_until,
        venue=venue,
        created_at=at,
    )
    panel.call = call
    session().add(panel)
    record_act(panel.chain, "panel:form", actor=actor, at=at, call=call.code, size=panel.size)
    session().flush()
    return panel


def elect_chair(panel: Panel, seat: Panellist, *, actor: Actor, at: datetime) -> None:
    """Record whom the experts elected as chair that morning."""
    for member in panellists_of(panel):
        if member.is_chair and member.id != seat.id:
            member.is_chair = False
            end_role(member.user, Role.CHAIR, f"panel:{panel.code}", at=at, actor=actor)
    session().flush()
    seat.is_chair = True
    grant_role(seat.user, Role.CHAIR, f"panel:{panel.code}", at=at, actor=actor)
    record_act(panel.chain, "panel:elect_chair", actor=actor, at=at, seat=seat.seat)


def start_scoring(panel: Panel, *, actor: Actor, at: datetime) -> None:
    """Open the sheets: one per sworn expert and application, without those barred.

    The order is random per expert and stays the same. Raises NotSworn.
    """
    members = panellists_of(panel)
    waiting = [member for member in members if member.sworn_at is None]
    if waiting:
        raise NotSworn(count=len(waiting))
    applications = applications_under(panel.call, [ApplicationStatus.QUALIFIED])
    barred = {(c.panellist_id, c.application_id) for c in conflicts_of(panel)}
    for member in members:
        shuffled = list(applications)
        secrets.SystemRandom().shuffle(shuffled)
        mine = [a for a in shuffled if (member.id, a.id) not in barred]
        for position, application in enumerate(mine, start=1):
            session().add(
                Scorecard(
                    code=new_code(),
                    panel_id=panel.id or 0,
                    panellist_id=member.id or 0,
                    application_id=application.id or 0,
                    position=position,
                )
            )
    advance(panel, "start_scoring", actor=actor, at=at, sheets=len(members) * len(applications))
