"""Calls: prepared as a draft, published with frozen rules, opened after the deadline, cancelled."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict, Unpack

from app.accounts.enums import Role
from app.db import session
from app.kernel.digest import canonical_json, sha256_hex
from app.kernel.errors import DomainError, Forbidden
from app.kernel.labels import N_
from app.kernel.money import Money
from app.kernel.numbering import new_code
from app.ledger.models import Appropriation
from app.records.actor import Actor
from app.records.audit import record_act
from app.records.lifecycle import advance
from projects import notices
from projects.enums import CallStatus
from projects.models.application import Application
from projects.models.call import Call
from projects.queries.applications import last_submissions
from projects.queries.call_check import publishing_problems
from projects.queries.calls import handed_in
from projects.rules.choices import with_choices
from projects.rules.rulebook_reading import programme as rulebook_of


class CallChanges(TypedDict, total=False):
    """What may be changed of a draft; see the columns of Call."""

    title: str
    edition: str
    year: int
    budget: Money
    appropriation: Appropriation | None
    opens_at: datetime
    closes_at: datetime
    texts: Mapping[str, str]
    choices: Mapping[str, Any]


class ClosesTooEarly(DomainError):
    """A call closes before it opens."""

    message = N_("The deadline must lie after the opening. Choose a later deadline.")
    field = "closes_at"


class NoMoney(DomainError):
    """A call without money."""

    message = N_("Enter how much money the call has in all; it must be more than zero.")
    field = "budget"


class ForeignAppropriation(DomainError):
    """The budget item belongs to another area."""

    message = N_("This budget item belongs to another area. Choose one of your own area.")
    field = "appropriation"


class NoDraft(DomainError):
    """A published call is changed."""

    message = N_(
        "The call has been published, and its rules are frozen. Cancel it and publish a new one "
        "if something must change."
    )
    status = 409


class NotPublishable(DomainError):
    """Something is missing or contradicts the rules."""

    message = N_("The call cannot be published yet. Mend the points listed below first.")


def create_call(
    *,
    programme: str,
    title: str,
    edition: str,
    year: int,
    area_code: str,
    budget: Money,
    appropriation: Appropriation | None = None,
    opens_at: datetime,
    closes_at: datetime,
    texts: Mapping[str, str] | None = None,
    choices: Mapping[str, Any] | None = None,
    actor: Actor,
    at: datetime,
) -> Call:
    """Begin a call from the rulebook of a programme; it stays a draft until it is published.

    programme: code of a rulebook; choices: what this call changes, by the rulebook's choice keys.
    Raises Forbidden outside the officer's area, ClosesTooEarly, NoMoney, ForeignAppropriation,
    and the refusals of with_choices().
    """
    if not actor.has(Role.OFFICER, f"area:{area_code}"):
        raise Forbidden
    call = Call(
        code=new_code(),
        programme=programme,
        title=title,
        edition=edition,
        year=year,
        area_code=area_code,
        budget=budget,
        appropriation_id=appropriation.id if appropriation else None,
        opens_at=opens_at,
        closes_at=closes_at,
        texts=dict(texts or {}),
        choices=dict(choices or {}),
        rules={},
        created_by=actor.user_id,
        created_at=at,
    )
    _check_draft(call, appropriation)
    _apply_choices(call)
    session().add(call)
    session().flush()
    record_act(call.chain, "call:create", actor=actor, at=at, programme=programme)
    return call


def change_call(call: Call, *, actor: Actor, at: datetime, **changes: Unpack[CallChanges]) -> None:
    """Change a draft; what is not named stays. texts are merged, choices replaced.

    Raises NoDraft, Forbidden, and what create_call() raises.
    """
    if call.status is not CallStatus.DRAFT:
        raise NoDraft
    if not actor.has(Role.OFFICER, f"area:{call.area_code}"):
        raise Forbidden
    wanted: dict[str, Any] = dict(changes)
    appropriation = wanted.pop("appropriation", None)
    if "appropriation" in changes:
        wanted["appropriation_id"] = appropriation.id if appropriation else None
    if "texts" in wanted:
        wanted["texts"] = {**call.texts, **wanted["texts"]}
    if "choices" in wanted:
        wanted["choices"] = dict(wanted["choices"])
    for name, value in wanted.items():
        setattr(call, name, value)
    _check_draft(call, appropriation)
    _apply_choices(call)
    record_act(call.chain, "call:change", actor=actor, at=at, changed=sorted(changes))


def publish_call(call: Call, *, actor: Actor, at: datetime) -> None:
    """Publish a draft: its rules are frozen with their hash, and nobody can change it any more.

    Raises NotPublishable; publishing_problems() lists why.
    """
    if call.status is CallStatus.DRAFT:
        _apply_choices(call)
        problems = publishing_problems(call, at)
        if problems:
            raise NotPublishable(problems=len(problems))
        call.rules_digest = sha256_hex(canonical_json(call.rules))
        call.published_at = at
    advance(
        call,
        "publish",
        actor=actor,
        at=at,
        rules=call.rules_digest,
        programme=call.programme,
        version=call.rules["version"],
    )
    notices.call_published(call, at=at)


def open_call(call: Call, *, actor: Actor, at: datetime) -> list[Application]:
    """Open what was handed in, all in one act, after the deadline; returns it in order.

    An application taken back and not handed in again counts with its last submission; drafts that
    were never handed in stay drafts. Constant number of queries apart from the audit rows.
    """
    call.opened_at = at
    applications = handed_in(call)
    counted = last_submissions(applications)
    advance(call, "open", actor=actor, at=at, applications=len(applications))
    for application in applications:
        submission = counted[application.id or 0]
        recalled = application.recalled_at is not None
        application.title, application.field = submission.title, submission.field
        application.received_at, application.recalled_at = at, None
        advance(
            application,
            "receive",
            actor=actor,
            at=at,
            submission=submission.version,
            digest=submission.digest,
            recalled=recalled,
        )
    session().flush()
    notices.call_opened(call, at=at)
    return applications


def cancel_call(call: Call, reason: str, *, actor: Actor, at: datetime) -> None:
    """Cancel a call; the public page shows the reason, and whoever applied is told."""
    call.cancel_reason = reason
    advance(call, "cancel", actor=actor, at=at, reason=reason)
    notices.call_cancelled(call, at=at)


def _check_draft(call: Call, appropriation: Appropriation | None) -> None:
    if call.opens_at >= call.closes_at:
        raise ClosesTooEarly
    if call.budget.fen <= 0:
        raise NoMoney
    if appropriation and not appropriation.area_code.startswith(call.area_code):
        raise ForeignAppropriation


def _apply_choices(call: Call) -> None:
    """Write the programme's rules with the call's choices into the draft."""
    call.rules = with_choices(rulebook_of(call.programme), call.choices).to_data()
