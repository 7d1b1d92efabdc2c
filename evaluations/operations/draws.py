"""The verifiable draw of a panel and the replacement of experts by its reserves."""

import secrets
from datetime import datetime

from sqlmodel import select

from app.accounts.enums import Role
from app.accounts.models import User
from app.accounts.operations import end_role, grant_role
from app.db import session
from app.kernel.clock import local
from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.records import crypto
from app.records.actor import Actor
from app.records.audit import record_act
from app.records.lifecycle import advance
from app.registry.models import Expert
from app.registry.queries import active_experts
from evaluations import documents, notices
from evaluations.models.panel import Draw, Panel, Panellist
from evaluations.queries.facts import application_facts, expert_facts
from evaluations.queries.panels import current_draw, panellists_of
from evaluations.rules.chance import commitment
from evaluations.rules.conflicts import detect
from evaluations.rules.draw import Candidate, Stratum, candidate_hash, replacement
from evaluations.rules.draw_receipt import receipt
from projects.enums import ApplicationStatus
from projects.queries.applications import applications_under
from projects.rules.rulebook import Rulebook


class DrawIncomplete(DomainError):
    """The pool cannot fill the panel."""

    message = N_(
        "The pool cannot fill the panel: %(wanted)s experts are needed, %(found)s can be drawn. "
        "Add experts to the pool and prepare the draw again."
    )


class NotPrepared(DomainError):
    """No candidate list is frozen."""

    message = N_("Freeze the list of candidates first; the number is given afterwards.")
    status = 409


class NobodyLeft(DomainError):
    """No reserve can take the seat."""

    message = N_("No reserve can take this seat. Add candidates and draw the panel again.")


def composition(rulebook: Rulebook) -> list[Stratum]:
    """Return the minima of the panel rule that the draw fills first."""
    return [
        Stratum(seat.expertise, seat.minimum.value)
        for seat in rulebook.panel.seats
        if seat.expertise == "finance" and seat.minimum.value
    ]


def prepare_draw(panel: Panel, *, actor: Actor, at: datetime) -> Draw:
    """Freeze the list of candidates and commit to a secret, before anybody knows the number.

    Experts who are hard-barred from every application stay out; who is barred from some only
    loses those later.
    """
    before = current_draw(panel)
    candidates = [
        Candidate(user.code, expert.unit, tuple(expert.fields), expert.is_finance)
        for expert, user in active_experts()
    ]
    secret = secrets.token_bytes(32)
    attempt = before.attempt + 1 if before else 1
    draw = Draw(
        panel_id=panel.id or 0,
        attempt=attempt,
        candidates=[c.to_data() for c in sorted(candidates, key=lambda c: c.code)],
        candidates_hash=candidate_hash(candidates),
        excluded=_excluded(panel, at),
        secret_sealed=crypto.seal(secret.hex(), bound_to=f"draw.secret:{panel.code}:{attempt}"),
        commitment=commitment(secret),
        committed_at=at,
        committed_by=actor.user_id,
    )
    session().add(draw)
    record_act(
        panel.chain,
        "panel:prepare_draw",
        actor=actor,
        at=at,
        attempt=attempt,
        commitment=draw.commitment,
        candidates=draw.candidates_hash,
    )
    return draw


def _excluded(panel: Panel, at: datetime) -> dict[str, str]:
    """Experts who would be barred from more than half of the applications."""
    applications = applications_under(panel.call, [ApplicationStatus.QUALIFIED])
    facts = [application_facts(application) for application in applications]
    on = local(at).date()
    barred = {}
    for expert, user in active_experts():
        known = expert_facts(expert, user)
        hits = [f for f in facts if any(found.hard for found in detect(known, f, on=on))]
        if len(hits) * 2 > len(facts):
            barred[user.code] = f"与{len(hits)}个申报项目存在应当回避的关系"
    return barred


def draw_experts(panel: Panel, number: str, *, actor: Actor, at: datetime) -> Draw:
    """Draw the panel: the number that the supervisor gave opens the seed.

    Raises NotPrepared, BadNumber and DrawIncomplete (then nothing is drawn).
    """
    draw = current_draw(panel)
    if draw is None or draw.drawn_at is not None:
        raise NotPrepared
    bound_to = f"draw.secret:{panel.code}:{draw.attempt}"
    made = receipt(
        [Candidate.from_data(item) for item in draw.candidates],
        secret=bytes.fromhex(crypto.unseal(draw.secret_sealed, bound_to=bound_to)),
        number=number,
        size=panel.size,
        composition=composition(panel.call.rulebook),
        excluded=draw.excluded,
    )
    shortfalls = made["result"]["shortfalls"]
    if shortfalls:
        raise DrawIncomplete(wanted=shortfalls[-1]["wanted"], found=shortfalls[-1]["found"])
    draw.number, draw.number_by = made["number"], actor.user_id
    draw.drawn_at, draw.receipt = at, made
    advance(panel, "draw", actor=actor, at=at, number=draw.number, attempt=draw.attempt)
    drawn = [step for step in made["result"]["steps"] if step["outcome"] == "drawn"]
    for seat, step in enumerate(drawn, start=1):
        _seat(panel, step["code"], seat, step["stratum"], actor=actor, at=at)
    session().flush()
    documents.issue_draw(panel, draw, actor=actor, at=at)
    return draw


def replace_panellist(
    panel: Panel, leaving: Panellist, reason: str, *, actor: Actor, at: datetime
) -> Panellist:
    """Give the seat of an expert who cannot come to the next reserve of the drawn order.

    Raises NobodyLeft.
    """
    draw = current_draw(panel)
    assert draw is not None
    assert draw.receipt is not None
    members = panellists_of(panel, everybody=True)
    gone = {m.user.code: m.left_reason for m in members if m.left_at is not None}
    found = replacement(
        [Candidate.from_data(item) for item in draw.candidates],
        [step["code"] for step in draw.receipt["result"]["steps"]],
        seats={m.user.code: m.stratum for m in members if m.left_at is None},
        leaving=leaving.user.code,
        excluded={**draw.excluded, **gone},
        composition=composition(panel.call.rulebook),
    )
    if found.code is None:
        raise NobodyLeft
    leaving.left_at, leaving.left_reason = at, reason
    end_role(leaving.user, Role.PANELLIST, f"panel:{panel.code}", at=at, actor=actor)
    advance(
        panel, "replace", actor=actor, at=at, out=leaving.user.code, come=found.code, reason=reason
    )
    seat = max(m.seat for m in members) + 1
    return _seat(panel, found.code, seat, found.seats[found.code], actor=actor, at=at)


def _seat(
    panel: Panel, code: str, seat: int, stratum: str, *, actor: Actor, at: datetime
) -> Panellist:
    expert, user = (
        session()
        .exec(select(Expert, User).where(User.code == code, Expert.user_id == User.id))
        .one()
    )
    panellist = Panellist(
        panel_id=panel.id or 0,
        user_id=user.id or 0,
        expert_id=expert.id or 0,
        seat=seat,
        stratum=stratum,
    )
    session().add(panellist)
    grant_role(user, Role.PANELLIST, f"panel:{panel.code}", at=at, actor=actor)
    notices.expert_invited(panel, user, at=at)
    return panellist
