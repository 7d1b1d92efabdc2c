"""Panels: the list, setting one up, the hub, and who sits on it."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.enums import Role
from app.records.lifecycle import may
from app.web.actor import current_actor
from app.web.clock import now
from app.web.forms import page
from app.web.guard import access, require, roles
from evaluations.enums import PanelStatus
from evaluations.forms import panels as forms
from evaluations.models.panel import Panel, Panellist
from evaluations.operations.draws import replace_panellist
from evaluations.operations.panels import elect_chair, form_panel
from evaluations.permissions import can_see_names, is_panel_chair, is_secretary
from evaluations.queries.panel_tasks import DONE, calls_without_panel, sheets_counted
from evaluations.queries.panels import (
    current_draw,
    find_panel,
    my_seat,
    my_sheets,
    panel_of,
    panellists_of,
    panels_visible_to,
    ranking_of,
)
from evaluations.views import matrix_pages as tables
from evaluations.views import panel_pages as parts
from projects.enums import ApplicationStatus
from projects.permissions import is_steward
from projects.queries.applications import applications_under
from projects.queries.calls import find_call

panels = Blueprint("panels", __name__, url_prefix="/panels")
FOLLOWERS = (
    Role.SECRETARY,
    Role.OFFICER,
    Role.ORGANISER,
    Role.LEADER,
    Role.SUPERVISOR,
    Role.AUDITOR,
)
EXPERTS = (Role.PANELLIST, Role.CHAIR)
everybody = roles(*FOLLOWERS, *EXPERTS)
secretaries = roles(Role.SECRETARY)


@panels.get("")
@access(everybody)
def index() -> ResponseReturnValue:
    shown = panels_visible_to(current_actor)
    return page(
        "evaluations/panels/index.html",
        panels=shown,
        counted=sheets_counted(shown),
        waiting=calls_without_panel(current_actor),
    )


@panels.route("/new/<call>", methods=["GET", "POST"])
@access(secretaries)
def new(call: str) -> ResponseReturnValue:
    found = find_call(call, actor=current_actor)
    require(is_secretary(current_actor, found))
    existing = panel_of(found)
    if existing is not None:
        return redirect(url_for(".show", code=existing.code))
    meets = now() + timedelta(days=3)
    form = forms.PanelForm(
        data={
            "name": _("%(edition)s panel of experts", edition=found.edition or found.year),
            "meets_at": meets,
            "scoring_until": meets + timedelta(days=2),
        }
    )
    if form.validate_on_submit() and form.carry_out(
        form_panel,
        found,
        name=form.name.data,
        meets_at=form.meets_at.data,
        scoring_until=form.scoring_until.data,
        venue=form.venue.data,
        actor=current_actor,
        at=now(),
    ):
        flash(_("The panel is set up. Freeze the list of candidates next."))
        return redirect(url_for(".show", code=form.result.code))
    judged = applications_under(found, [ApplicationStatus.QUALIFIED])
    return page("evaluations/panels/new.html", form=form, call=found, judged=len(judged))


@panels.get("/<code>")
@access(everybody)
def show(code: str) -> ResponseReturnValue:
    panel = find_panel(code, actor=current_actor)
    require(True)
    seat = my_seat(panel, current_actor)
    if seat is not None and not is_panel_chair(current_actor, panel):
        return _expert_hub(panel, seat)
    draw, seats = current_draw(panel), parts.seats_of(panel)
    return page(
        "evaluations/panels/show.html",
        panel=panel,
        seat=seat,
        draw=draw,
        seats=seats,
        steps=parts.steps_of(panel, draw, seats),
        actions=panel.flow.actions_for(current_actor, panel, now()),
        judged=len(tables.judged_applications(panel)),
        ranking=ranking_of(panel),
        papers=parts.papers_of(panel),
        entries=parts.history(panel) if seat is None else [],
        names=can_see_names(current_actor, panel),
        secretary=is_secretary(current_actor, panel),
        followed=is_secretary(current_actor, panel) or is_steward(current_actor, panel.call),
    )


def _expert_hub(panel: Panel, seat: Panellist) -> ResponseReturnValue:
    sheets = my_sheets(seat) if seat.sworn_at else []
    return page(
        "evaluations/panels/expert.html",
        panel=panel,
        seat=seat,
        done=sum(1 for sheet in sheets if sheet.status in DONE),
        of=len(sheets),
        papers=parts.papers_of(panel),
        now=now(),
    )


@panels.route("/<code>/replace", methods=["GET", "POST"])
@access(secretaries)
def replace(code: str) -> ResponseReturnValue:
    panel = find_panel(code, actor=current_actor)
    require(may(current_actor, "replace", panel, now()))
    members = panellists_of(panel)
    form = forms.ReplaceForm()
    form.offer(forms.member_choices(members, names=True))
    if form.validate_on_submit() and form.carry_out(
        replace_panellist,
        panel,
        _member(members, form.seat.data),
        form.reason.data,
        actor=current_actor,
        at=now(),
    ):
        flash(_("The next reserve of the drawn order has the seat and is invited."))
        return redirect(url_for(".show", code=code))
    return page("evaluations/panels/replace.html", form=form, panel=panel)


@panels.route("/<code>/chair", methods=["GET", "POST"])
@access(secretaries)
def chair(code: str) -> ResponseReturnValue:
    panel = find_panel(code, actor=current_actor)
    electing = panel.status in (PanelStatus.DRAWN, PanelStatus.SCORING)
    require(is_secretary(current_actor, panel) and electing)
    members = panellists_of(panel)
    form = forms.ChairForm()
    form.offer(forms.member_choices(members, names=True))
    if form.validate_on_submit() and form.carry_out(
        elect_chair,
        panel,
        _member(members, form.seat.data),
        actor=current_actor,
        at=now(),
    ):
        flash(_("The chair is recorded."))
        return redirect(url_for(".show", code=code))
    return page("evaluations/panels/chair.html", form=form, panel=panel)


def _member(members: list[Panellist], seat: int) -> Panellist:
    return next(member for member in members if member.seat == seat)
