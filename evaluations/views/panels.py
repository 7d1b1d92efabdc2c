"""Panels: forming, the draw, pledges, the experts' queue, the matrix, freezing the result."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.enums import Role
from app.kernel.digest import canonical_json
from app.kernel.errors import NotFound
from app.records.documents import documents_of
from app.records.lifecycle import may
from app.registry.queries import active_experts
from app.web.actor import current_actor
from app.web.clock import now
from app.web.forms import ConfirmForm, page
from app.web.guard import access, require, roles
from evaluations.enums import PanelStatus
from evaluations.forms import panels as forms
from evaluations.models.panel import Draw, Panel, Panellist
from evaluations.operations import panels as acts
from evaluations.operations import rankings
from evaluations.operations.scorecards import incomplete_sheets, lock_sheets
from evaluations.permissions import (
    can_see_matrix,
    can_see_names,
    is_panel_chair,
    is_secretary,
    is_supervisor,
)
from evaluations.queries.panel_tasks import DONE, calls_without_panel, sheets_counted
from evaluations.queries.panels import (
    conflicts_of,
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
experts = roles(*EXPERTS)


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
        acts.form_panel,
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
        now=now(),
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


@panels.route("/<code>/prepare", methods=["GET", "POST"])
@access(secretaries)
def prepare(code: str) -> ResponseReturnValue:
    panel = find_panel(code, actor=current_actor)
    require(may(current_actor, "draw", panel, now()))
    form = ConfirmForm()
    if form.validate_on_submit() and form.carry_out(
        acts.prepare_draw, panel, actor=current_actor, at=now()
    ):
        flash(_("The list of candidates is frozen. Now the supervisor gives a number."))
        return redirect(url_for(".draw", code=code))
    pool = [expert for expert, _user in active_experts()]
    return page(
        "evaluations/panels/prepare.html",
        form=form,
        panel=panel,
        candidates=len(pool),
        finance=sum(1 for expert in pool if expert.is_finance),
        draw=current_draw(panel),
        composition=acts.composition(panel.call.rulebook),
    )


@panels.route("/<code>/draw", methods=["GET", "POST"])
@access(secretaries)
def draw(code: str) -> ResponseReturnValue:
    panel = find_panel(code, actor=current_actor)
    require(may(current_actor, "draw", panel, now()))
    form = forms.NumberForm()
    if form.validate_on_submit() and form.carry_out(
        acts.draw_experts, panel, form.number.data, actor=current_actor, at=now()
    ):
        flash(_("The experts are drawn and invited. Print the record for signature."))
        return redirect(url_for(".result", code=code))
    prepared = current_draw(panel)
    if prepared is None:
        return redirect(url_for(".prepare", code=code))
    return page("evaluations/panels/draw.html", form=form, panel=panel, draw=prepared)


@panels.get("/<code>/result")
@access(roles(*FOLLOWERS))
def result(code: str) -> ResponseReturnValue:
    panel, made = _drawn(code)
    return page(
        "evaluations/panels/result.html",
        panel=panel,
        draw=made,
        rows=parts.draw_rows(panel, made),
        names=can_see_names(current_actor, panel),
        papers=[paper for paper in documents_of(panel.chain) if paper.kind == "draw"],
    )


@panels.get("/<code>/draw.json")
@access(roles(*FOLLOWERS))
def receipt(code: str) -> ResponseReturnValue:
    panel, made = _drawn(code)
    answer = Response(canonical_json(made.receipt), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="draw-{panel.code}.json"'
    return answer


def _drawn(code: str) -> tuple[Panel, Draw]:
    panel = find_panel(code, actor=current_actor)
    require(is_secretary(current_actor, panel) or is_steward(current_actor, panel.call))
    made = current_draw(panel)
    if made is None or made.receipt is None:
        raise NotFound
    return panel, made


@panels.route("/<code>/replace", methods=["GET", "POST"])
@access(secretaries)
def replace(code: str) -> ResponseReturnValue:
    panel = find_panel(code, actor=current_actor)
    require(may(current_actor, "replace", panel, now()))
    members = panellists_of(panel)
    form = forms.ReplaceForm()
    form.offer(forms.member_choices(members, names=True))
    if form.validate_on_submit() and form.carry_out(
        acts.replace_panellist,
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
        acts.elect_chair,
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


@panels.route("/<code>/start_scoring", methods=["GET", "POST"])
@access(secretaries)
def start_scoring(code: str) -> ResponseReturnValue:
    return _move(code, "start_scoring", acts.start_scoring)


@panels.route("/<code>/close_scoring", methods=["GET", "POST"])
@access(secretaries)
def close_scoring(code: str) -> ResponseReturnValue:
    return _move(code, "close_scoring", rankings.close_scoring)


def _move(code: str, action: str, operation: Any) -> ResponseReturnValue:
    """One move of the panel that needs no input: confirm page, act, back to the hub."""
    panel = find_panel(code, actor=current_actor)
    require(may(current_actor, action, panel, now()))
    form = ConfirmForm()
    if form.validate_on_submit() and form.carry_out(
        operation, panel, actor=current_actor, at=now()
    ):
        flash(_("Done; the panel is one step further."))
        return redirect(url_for(".show", code=code))
    seats = parts.seats_of(panel)
    return page("evaluations/panels/move.html", form=form, panel=panel, action=action, seats=seats)


@panels.route("/<code>/reopen_scoring", methods=["GET", "POST"])
@access(secretaries)
def reopen_scoring(code: str) -> ResponseReturnValue:
    panel = find_panel(code, actor=current_actor)
    require(may(current_actor, "reopen_scoring", panel, now()))
    form = forms.ReasonForm()
    if form.validate_on_submit() and form.carry_out(
        rankings.reopen_scoring, panel, form.reason.data, actor=current_actor, at=now()
    ):
        flash(_("Scoring is open again."))
        return redirect(url_for(".show", code=code))
    return page(
        "evaluations/panels/move.html", form=form, panel=panel, action="reopen_scoring", seats=[]
    )


@panels.route("/<code>/freeze", methods=["GET", "POST"])
@access(secretaries)
def freeze(code: str) -> ResponseReturnValue:
    panel = find_panel(code, actor=current_actor)
    require(may(current_actor, "freeze", panel, now()))
    preview, hint = tables.preview_of(panel)
    ties = [[a.code for a in equal] for equal in preview.ties] if preview else []
    form = forms.lots_form(ties)
    if form.validate_on_submit() and form.carry_out(
        rankings.freeze_ranking, panel, lots=form.lots(), actor=current_actor, at=now()
    ):
        flash(_("The result is frozen. The leader has been told that it waits for the bureau."))
        return redirect(url_for(".show", code=code))
    return page(
        "evaluations/panels/freeze.html", form=form, panel=panel, preview=preview, hint=hint
    )


@panels.get("/<code>/matrix")
@access(everybody)
def matrix(code: str) -> ResponseReturnValue:
    panel = find_panel(code, actor=current_actor)
    require(can_see_matrix(current_actor, panel))
    members = panellists_of(panel)
    preview, hint = tables.preview_of(panel)
    return page(
        "evaluations/panels/matrix.html",
        panel=panel,
        members=members,
        rows=tables.matrix_of(panel, members),
        preview=preview,
        hint=hint,
        ranking=ranking_of(panel),
        chair=is_panel_chair(current_actor, panel),
        supervisor=is_supervisor(current_actor, panel),
        names=can_see_names(current_actor, panel),
    )


@panels.route("/<code>/pledge", methods=["GET", "POST"])
@access(experts)
def pledge(code: str) -> ResponseReturnValue:
    panel, seat = _my_panel(code)
    if seat.sworn_at is not None:
        return redirect(url_for(".show", code=code))
    require(panel.status is PanelStatus.DRAWN)
    judged = applications_under(panel.call, [ApplicationStatus.QUALIFIED])
    form = forms.pledge_form(panel.call.rulebook, judged)
    if form.validate_on_submit() and form.carry_out(
        acts.swear,
        panel,
        pledged=form.pledge.data,
        declared=form.declared(judged),
        actor=current_actor,
        at=now(),
    ):
        flash(_("Your pledge and declaration are on record. The sheets open when scoring starts."))
        return redirect(url_for(".show", code=code))
    return page(
        "evaluations/panels/pledge.html",
        form=form,
        panel=panel,
        judged=judged,
        pledge=panel.call.rulebook.panel.pledge,
    )


def _my_panel(code: str) -> tuple[Panel, Panellist]:
    """The panel and the reader's own seat on it; 404 for everybody else."""
    panel = find_panel(code, actor=current_actor)
    seat = my_seat(panel, current_actor)
    if seat is None:
        raise NotFound
    require(True)
    return panel, seat


@panels.get("/<code>/queue")
@access(experts)
def queue(code: str) -> ResponseReturnValue:
    panel, seat = _my_panel(code)
    if seat.sworn_at is None:
        return redirect(url_for(".pledge", code=code))
    sheets = my_sheets(seat)
    rows = parts.queue_rows(panel, sheets)
    open_sheets = [sheet for sheet in sheets if sheet.status not in DONE]
    return page(
        "evaluations/panels/queue.html",
        panel=panel,
        seat=seat,
        rows=rows,
        done=sum(1 for row in rows if row["complete"]),
        following=next((row["sheet"] for row in rows if not row["complete"]), None),
        lockable=bool(open_sheets) and panel.status is PanelStatus.SCORING,
        barred=[c for c in conflicts_of(panel) if c.panellist_id == seat.id],
        papers=parts.papers_of(panel),
        now=now(),
    )


@panels.route("/<code>/lock", methods=["GET", "POST"])
@access(experts)
def lock(code: str) -> ResponseReturnValue:
    panel, seat = _my_panel(code)
    if seat.sworn_at is None:
        return redirect(url_for(".pledge", code=code))
    require(panel.status is PanelStatus.SCORING)
    form = ConfirmForm()
    if form.validate_on_submit() and form.carry_out(
        lock_sheets, seat, actor=current_actor, at=now()
    ):
        flash(_("%(n)s score sheets are locked and your signed sheet is issued.", n=form.result))
        return redirect(url_for(".queue", code=code))
    return page(
        "evaluations/panels/lock.html",
        form=form,
        panel=panel,
        rows=parts.queue_rows(panel, my_sheets(seat)),
        incomplete=incomplete_sheets(seat),
        criteria={c.key: c for c in panel.call.rulebook.criteria},
    )
