"""Calls: the public list, page and rules; the officer's set-up, publication and opening."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.enums import Role
from app.kernel.clock import local
from app.kernel.digest import canonical_json, sha256_hex
from app.kernel.errors import Forbidden
from app.kernel.periods import end_of_day, start_of_day
from app.ledger.queries import appropriations_in
from app.records.lifecycle import may
from app.registry.models import Area
from app.registry.queries import area_names, areas_within
from app.web.actor import current_actor
from app.web.clock import now
from app.web.forms import ConfirmForm, page
from app.web.guard import access, anyone, require, roles
from projects.enums import CallStatus
from projects.forms import calls as forms
from projects.forms.call_choices import choices_form
from projects.models.call import Call
from projects.operations.calls import (
    cancel_call,
    change_call,
    create_call,
    open_call,
    publish_call,
)
from projects.permissions import is_officer, is_steward
from projects.queries.call_check import publishing_problems
from projects.queries.calls import (
    STEWARDS,
    applications_counted,
    calls_of,
    find_call,
    public_calls,
    received_counts,
    standing_of,
)
from projects.rules.rulebook_reading import programme as rulebook_of
from projects.views.call_pages import PART_TITLES, history, parts_of, terms
from projects.views.call_rules import rule_groups, sources_named

calls = Blueprint("calls", __name__, url_prefix="/calls")

PROGRAMME = "venture"
OWN_ACTIONS = ("publish", "open", "cancel")


@calls.get("")
@access(anyone)
def index() -> ResponseReturnValue:
    shown = public_calls(request.args.get("before", type=int))
    rows = [(call, standing_of(call, now())) for call in shown]
    staff = any(current_actor.has(role) for role in STEWARDS)
    return page("projects/calls/index.html", shown=shown, rows=rows, staff=staff, now=now())


@calls.get("/manage")
@access(roles(*STEWARDS))
def manage() -> ResponseReturnValue:
    shown = calls_of(current_actor, request.args.get("before", type=int))
    rows = [(call, standing_of(call, now())) for call in shown]
    return page(
        "projects/calls/manage.html",
        shown=shown,
        rows=rows,
        counts=received_counts(shown.rows),
        areas=area_names(),
        may_create=current_actor.has(Role.OFFICER),
    )


@calls.route("/new", methods=["GET", "POST"])
@access(roles(Role.OFFICER))
def new() -> ResponseReturnValue:
    form = forms.StartForm(data=_defaults())
    areas = _own_areas()
    form.offer(areas)
    if form.validate_on_submit() and form.carry_out(
        create_call,
        programme=PROGRAMME,
        title=form.title.data,
        edition=form.edition.data or "",
        year=form.year.data,
        area_code=form.area.data,
        budget=form.budget.data,
        opens_at=form.opens_at.data,
        closes_at=form.closes_at.data,
        actor=current_actor,
        at=now(),
    ):
        flash(_("The draft has been made. Complete its parts, then publish it."))
        return redirect(url_for(".setup", code=form.result.code))
    return page("projects/calls/new.html", form=form, rules=rulebook_of(PROGRAMME))


@calls.get("/<code>")
@access(anyone)
def show(code: str) -> ResponseReturnValue:
    call = find_call(code, actor=current_actor)
    require(True)
    return page("projects/calls/show.html", call=call, **terms(call))


@calls.get("/<code>/rules")
@access(anyone)
def rules(code: str) -> ResponseReturnValue:
    call = find_call(code, actor=current_actor)
    require(True)
    computed = sha256_hex(canonical_json(call.rules))
    return page(
        "projects/calls/rules.html",
        call=call,
        rules=call.rulebook,
        groups=(groups := rule_groups(call.rulebook, call.year)),
        sources=sources_named(call.rulebook, groups),
        digest=call.rules_digest or computed,
        intact=computed == call.rules_digest,
    )


@calls.get("/<code>/rules.json")
@access(anyone)
def rules_file(code: str) -> ResponseReturnValue:
    call = find_call(code, actor=current_actor)
    require(True)
    answer = Response(canonical_json(call.rules), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="rules-{call.code}.json"'
    return answer


@calls.get("/<code>/setup")
@access(roles(*STEWARDS))
def setup(code: str) -> ResponseReturnValue:
    call = find_call(code, actor=current_actor)
    require(is_steward(current_actor, call))
    problems = publishing_problems(call, now()) if call.status is CallStatus.DRAFT else ()
    return page(
        "projects/calls/setup.html",
        call=call,
        standing=standing_of(call, now()),
        parts=parts_of(call, problems),
        problems=problems,
        actions=_actions(call),
        counted=applications_counted(call),
        area=area_names().get(call.area_code, ""),
        entries=history(call),
    )


@calls.route(
    "/<code>/setup/<any(facts, money, dates, texts, choices):part>", methods=["GET", "POST"]
)
@access(roles(Role.OFFICER))
def part(code: str, part: str) -> ResponseReturnValue:
    call = find_call(code, actor=current_actor)
    require(is_officer(current_actor, call))
    form = _part_form(part, call)
    if form.validate_on_submit() and form.carry_out(
        change_call, call, actor=current_actor, at=now(), **form.changes()
    ):
        flash(_("The part has been saved."))
        return redirect(url_for(".setup", code=code))
    return page(
        "projects/calls/part.html",
        form=form,
        call=call,
        part=part,
        title=_(PART_TITLES[part]),
        editable=call.status is CallStatus.DRAFT,
        rules=rulebook_of(call.programme),
    )


@calls.route("/<code>/publish", methods=["GET", "POST"])
@access(roles(Role.OFFICER))
def publish(code: str) -> ResponseReturnValue:
    call = find_call(code, actor=current_actor)
    require(may(current_actor, "publish", call, now()))
    form = ConfirmForm()
    if form.validate_on_submit() and form.carry_out(
        publish_call, call, actor=current_actor, at=now()
    ):
        flash(_("The call is public now, and its rules are frozen."))
        return redirect(url_for(".show", code=code))
    problems = publishing_problems(call, now())
    return page(
        "projects/calls/publish.html", form=form, problems=problems, call=call, **terms(call)
    )


@calls.route("/<code>/open", methods=["GET", "POST"], endpoint="open")
@access(roles(Role.OFFICER, Role.ORGANISER))
def open_(code: str) -> ResponseReturnValue:
    call = find_call(code, actor=current_actor)
    require(may(current_actor, "open", call, now()))
    form = ConfirmForm()
    if form.validate_on_submit() and form.carry_out(open_call, call, actor=current_actor, at=now()):
        flash(_("%(n)d applications have been opened.", n=len(form.result)))
        return redirect(url_for(".setup", code=code))
    return page("projects/calls/open.html", form=form, call=call)


@calls.route("/<code>/cancel", methods=["GET", "POST"])
@access(roles(Role.OFFICER))
def cancel(code: str) -> ResponseReturnValue:
    call = find_call(code, actor=current_actor)
    require(may(current_actor, "cancel", call, now()))
    form = forms.CancelForm()
    if form.validate_on_submit() and form.carry_out(
        cancel_call, call, form.reason.data, actor=current_actor, at=now()
    ):
        flash(_("The call has been cancelled; everybody concerned has been told."))
        return redirect(url_for(".manage"))
    return page("projects/calls/cancel.html", form=form, call=call)


def _actions(call: Call) -> list[str]:
    taken = call.flow.actions_for(current_actor, call, now())
    return [action for action in taken if action in OWN_ACTIONS]


def _part_form(part: str, call: Call) -> Any:
    if part == "money":
        return forms.money_form(call, appropriations_in(call.area_code))
    if part == "choices":
        return choices_form(rulebook_of(call.programme), call.choices)
    makers = {"facts": forms.facts_form, "dates": forms.dates_form, "texts": forms.texts_form}
    return makers[part](call)


def _own_areas() -> list[Area]:
    """The areas in which the officer may begin a call: cities, districts and streets."""
    scopes = [scope.removeprefix("area:") for scope in current_actor.scopes(Role.OFFICER)]
    found = {area.code: area for scope in scopes for area in areas_within(scope)}
    areas = [found[code] for code in sorted(found) if len(code) < 12]
    if not areas:
        raise Forbidden
    return areas


def _defaults() -> dict[str, Any]:
    """What a new call begins with: tomorrow, and the rulebook's usual number of days."""
    rulebook = rulebook_of(PROGRAMME)
    first = local(now()).date() + timedelta(days=1)
    last = first + timedelta(days=rulebook.timing.call_days.value - 1)
    return {
        "year": first.year,
        "opens_at": start_of_day(first),
        "closes_at": end_of_day(last),
    }
