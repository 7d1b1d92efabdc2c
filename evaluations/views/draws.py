"""The draw of a panel: candidates, the supervisor's number, the drawn order and its receipt."""

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.kernel.digest import canonical_json
from app.kernel.errors import NotFound
from app.records.documents import documents_of
from app.records.lifecycle import may
from app.registry.queries import active_experts
from app.web.actor import current_actor
from app.web.clock import now
from app.web.forms import ConfirmForm, page
from app.web.guard import access, require, roles
from evaluations.forms.panels import NumberForm
from evaluations.models.panel import Draw, Panel
from evaluations.operations import draws as acts
from evaluations.permissions import can_see_names, is_secretary
from evaluations.queries.panels import current_draw, find_panel
from evaluations.views import panel_pages as parts
from evaluations.views.panels import FOLLOWERS, panels, secretaries
from projects.permissions import is_steward


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
    form = NumberForm()
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
