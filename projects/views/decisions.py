"""Approval, announcement, decision, reserves: acts on a call after the ranking."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.enums import Role
from app.records.lifecycle import may
from app.web.actor import current_actor
from app.web.clock import now
from app.web.forms import ConfirmForm, page
from app.web.guard import access, require, roles
from projects.enums import ApplicationStatus, CallStatus
from projects.forms.screening import MinutesForm
from projects.models.application import ANNOUNCED
from projects.operations.decisions import (
    announce,
    approve_results,
    decide,
    offer_reserve,
)
from projects.permissions import is_leader, is_officer
from projects.queries.applications import applications_under, last_submissions
from projects.queries.calls import budget_item, find_call
from projects.queries.notices import notice_of, objections_of
from projects.queries.reserves import next_reserve

decisions = Blueprint("decisions", __name__, url_prefix="/calls")
deciders = roles(Role.OFFICER, Role.LEADER)
RANKED = [ApplicationStatus.RECOMMENDED, ApplicationStatus.RESERVE, ApplicationStatus.NOT_SELECTED]


@decisions.route("/<code>/approve", methods=["GET", "POST"])
@access(deciders)
def approve(code: str) -> ResponseReturnValue:
    form = MinutesForm()
    call = find_call(code, actor=current_actor)
    if call.status in (CallStatus.APPROVED, *ANNOUNCED):  # the message leads here for ever
        require(is_leader(current_actor, call))
        return redirect(url_for("calls.show", code=code))
    require(may(current_actor, "approve", call, now()))
    if form.validate_on_submit() and form.carry_out(
        approve_results,
        call,
        body=form.body.data,
        number=form.number.data,
        held_on=form.held_on.data,
        scan=form.scan.data,
        actor=current_actor,
        at=now(),
    ):
        flash(_("The approval is recorded. The officer can publish the notice."))
        return redirect(url_for("portal.desk"))
    ranked = sorted(applications_under(call, RANKED), key=lambda a: a.place or 0)
    return page(
        "projects/decisions/approve.html",
        form=form,
        call=call,
        ranked=ranked,
        requested=last_submissions(ranked),
    )


@decisions.route("/<code>/announce", methods=["GET", "POST"], endpoint="announce")
@access(deciders)
def announce_page(code: str) -> ResponseReturnValue:
    call = find_call(code, actor=current_actor)
    if call.status in ANNOUNCED:  # a message about the approval leads here for ever
        require(is_officer(current_actor, call))
        return redirect(url_for("notices.index"))
    require(may(current_actor, "announce", call, now()))
    form = ConfirmForm()
    if form.validate_on_submit() and form.carry_out(announce, call, actor=current_actor, at=now()):
        flash(_("The notice is published and the money reserved."))
        return redirect(url_for("notices.show", code=form.result.code))
    proposed = sorted(
        applications_under(call, [ApplicationStatus.RECOMMENDED]), key=lambda a: a.place or 0
    )
    return page(
        "projects/decisions/announce.html",
        form=form,
        call=call,
        proposed=proposed,
        appropriation=budget_item(call),
    )


@decisions.route("/<code>/decide", methods=["GET", "POST"], endpoint="decide")
@access(deciders)
def decide_page(code: str) -> ResponseReturnValue:
    call = find_call(code, actor=current_actor)
    require(may(current_actor, "decide", call, now()))
    form = ConfirmForm()
    if form.validate_on_submit() and form.carry_out(decide, call, actor=current_actor, at=now()):
        flash(_("%(n)s awards are granted and their letters issued.", n=len(form.result)))
        return redirect(url_for("projects.index"))
    notice = notice_of(call)
    return page(
        "projects/decisions/decide.html",
        form=form,
        call=call,
        notice=notice,
        objections=objections_of(notice) if notice else [],
        now=now(),
    )


@decisions.route("/<code>/reserve", methods=["GET", "POST"], endpoint="reserve")
@access(deciders)
def reserve_page(code: str) -> ResponseReturnValue:
    call = find_call(code, actor=current_actor)
    require(is_officer(current_actor, call) and call.status is CallStatus.DECIDED)
    form = ConfirmForm()
    if form.validate_on_submit() and form.carry_out(
        offer_reserve, call, actor=current_actor, at=now()
    ):
        flash(_("The award was offered to the next reserve."))
        return redirect(url_for("projects.show", code=form.result.code))
    return page(
        "projects/decisions/reserve.html", form=form, call=call, candidate=next_reserve(call)
    )
