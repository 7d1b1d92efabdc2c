"""The scoring of a panel: start, close, reopen, the matrix of marks, freezing the result."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.records.lifecycle import may
from app.web.actor import current_actor
from app.web.clock import now
from app.web.forms import ConfirmForm, page
from app.web.guard import access, require
from evaluations.forms.panels import ReasonForm, lots_form
from evaluations.operations import rankings
from evaluations.operations.panels import start_scoring as open_sheets
from evaluations.permissions import can_see_matrix, can_see_names, is_panel_chair
from evaluations.queries.panels import find_panel, panellists_of, ranking_of
from evaluations.views import matrix_pages as tables
from evaluations.views import panel_pages as parts
from evaluations.views.panels import everybody, panels, secretaries


@panels.route("/<code>/start_scoring", methods=["GET", "POST"])
@access(secretaries)
def start_scoring(code: str) -> ResponseReturnValue:
    return _move(code, "start_scoring", open_sheets)


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
    form = ReasonForm()
    if form.validate_on_submit() and form.carry_out(
        rankings.reopen_scoring, panel, form.reason.data, actor=current_actor, at=now()
    ):
        flash(_("Scoring is open again."))
        return redirect(url_for(".show", code=code))
    return page(
        "evaluations/panels/move.html", form=form, panel=panel, action="reopen_scoring", seats=[]
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
        names=can_see_names(current_actor, panel),
    )


@panels.route("/<code>/freeze", methods=["GET", "POST"])
@access(secretaries)
def freeze(code: str) -> ResponseReturnValue:
    panel = find_panel(code, actor=current_actor)
    require(may(current_actor, "freeze", panel, now()))
    preview, hint = tables.preview_of(panel)
    ties = [[a.code for a in equal] for equal in preview.ties] if preview else []
    form = lots_form(ties)
    if form.validate_on_submit() and form.carry_out(
        rankings.freeze_ranking, panel, lots=form.lots(), actor=current_actor, at=now()
    ):
        flash(_("The result is frozen. The leader has been told that it waits for the bureau."))
        return redirect(url_for(".show", code=code))
    return page(
        "evaluations/panels/freeze.html", form=form, panel=panel, preview=preview, hint=hint
    )
