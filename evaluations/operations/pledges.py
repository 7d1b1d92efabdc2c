"""Pledges of the experts and their conflicts of interest, declared or known to the registry."""

from datetime import date, datetime

from app.db import session
from app.kernel.clock import local
from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.records.actor import Actor
from app.records.audit import record_act
from evaluations import documents
from evaluations.models.panel import Conflict, Panel, Panellist
from evaluations.queries.facts import application_facts, expert_facts
from evaluations.queries.panels import conflicts_of, my_seat
from evaluations.rules.conflicts import Ground, detect
from projects.enums import ApplicationStatus
from projects.models.application import Application
from projects.queries.applications import applications_under


class PledgeNeeded(DomainError):
    """The box of the pledge is not ticked."""

    message = N_("Read the pledge and tick that you give it.")
    field = "pledge"


def swear(
    panel: Panel,
    *,
    pledged: bool,
    declared: dict[str, tuple[Ground, str]],
    actor: Actor,
    at: datetime,
) -> Panellist:
    """Take the pledge and the declaration of conflicts of one panellist, for the whole list.

    declared: application code → (ground, note). What the registry knows is added by itself. Until
    this is done nothing opens for the expert.
    """
    if not pledged:
        raise PledgeNeeded
    seat = my_seat(panel, actor)
    assert seat is not None
    seat.sworn_at = at
    applications = applications_under(panel.call, [ApplicationStatus.QUALIFIED])
    for application in applications:
        if application.code in declared:
            ground, note = declared[application.code]
            _bar(seat, application, ground, note, declared=True, at=at)
    _detect_conflicts(seat, applications, skip=set(declared), on=local(at).date(), at=at)
    record_act(
        panel.chain, "panel:swear", actor=actor, at=at, seat=seat.seat, conflicts=sorted(declared)
    )
    session().flush()
    documents.issue_pledge(panel, seat, conflicts_of(panel), actor=actor, at=at)
    return seat


def _detect_conflicts(
    seat: Panellist, applications: list[Application], *, skip: set[str], on: date, at: datetime
) -> None:
    """Bar a panellist from the applications with which the registry shows a hard tie."""
    known = expert_facts(seat.expert, seat.user)
    for application in applications:
        if application.code in skip:
            continue
        hard = [f for f in detect(known, application_facts(application), on=on) if f.hard]
        if hard:
            _bar(seat, application, hard[0].ground, str(hard[0].because), declared=False, at=at)


def _bar(
    seat: Panellist,
    application: Application,
    ground: Ground,
    note: str,
    *,
    declared: bool,
    at: datetime,
) -> None:
    session().add(
        Conflict(
            panellist_id=seat.id or 0,
            application_id=application.id or 0,
            ground=ground,
            declared=declared,
            note=note,
            found_at=at,
        )
    )
