"""The scoring desk: one expert, one application; recusal; the chair's request to look again."""

from decimal import Decimal

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.enums import Role
from app.kernel.errors import NotFound
from app.records.audit import trail
from app.records.lifecycle import may
from app.web.actor import current_actor
from app.web.clock import now
from app.web.forms import page
from app.web.guard import access, require, roles
from evaluations.enums import PanelStatus
from evaluations.forms.scorecards import RecuseForm, ReopenForm, SheetForm, sheet_form
from evaluations.models.scorecard import Scorecard
from evaluations.operations import scorecards as acts
from evaluations.queries.panel_tasks import DONE
from evaluations.queries.panels import marks_of, my_sheets
from evaluations.rules.conflicts import Ground
from evaluations.rules.marks import plain, progress
from evaluations.views import scorecard_pages as parts
from evaluations.views.panels import EXPERTS, FOLLOWERS

scorecards = Blueprint("scorecards", __name__, url_prefix="/scorecards")
experts = roles(*EXPERTS)


@scorecards.route("/<code>", methods=["GET", "POST"])
@access(roles(*FOLLOWERS, *EXPERTS))
def show(code: str) -> ResponseReturnValue:
    sheet = parts.readable_sheet(code, actor=current_actor)
    own = parts.own_sheet(sheet, actor=current_actor)
    require(own or request.method == "GET")
    marks = marks_of([sheet]).get(sheet.id or 0, {})
    criteria = acts.criteria_of(sheet.panel.call.rulebook)
    form = sheet_form(criteria, sheet, marks)
    if form.validate_on_submit() and form.carry_out(
        acts.save_sheet,
        sheet,
        form.marks(),
        comment=form.comment.data or "",
        recommended=form.recommended.data,
        actor=current_actor,
        at=now(),
    ):
        return _saved(sheet)
    scoring = sheet.panel.status is PanelStatus.SCORING
    return page(
        "evaluations/scorecards/show.html",
        form=form,
        sheet=sheet,
        marks=marks,
        own=own,
        editable=own and scoring and may(current_actor, "score", sheet, now()),
        reopenable=scoring and may(current_actor, "reopen", sheet, now()),
        **_desk(sheet, form, own=own),
        now=now(),
    )


def _saved(sheet: Scorecard) -> ResponseReturnValue:
    flash(_("The sheet has been saved."))
    if request.form.get("then") == "next":
        following = parts.following_sheet(sheet, sheet.panellist)
        if following is None:
            return redirect(url_for("panels.queue", code=sheet.panel.code))
        return redirect(url_for(".show", code=following.code))
    return redirect(url_for(".show", code=sheet.code))


def _desk(sheet: Scorecard, form: SheetForm, *, own: bool) -> dict[str, object]:
    """What both sides of the desk show besides the form."""
    rulebook = sheet.panel.call.rulebook
    reading = parts.reading_of(sheet)
    given = {key: mark.points for key, mark in form.marks().items()}
    where = progress(acts.criteria_of(rulebook), given)
    sheets = my_sheets(sheet.panellist) if own else []
    maximum = sum((c.maximum.value for c in rulebook.criteria), Decimal())
    entries = [entry for entry in trail(sheet.chain) if entry.event == "scorecard:reopen"]
    field = next((f for f in rulebook.fields if f.key == sheet.application.field), None)
    return {
        **reading,
        "field_of_work": field,
        "tabs_of_reading": parts.tabs_of(
            reading["readings"], len(reading["files"]), rulebook.criteria[0].key
        ),
        "rows": parts.criterion_rows(rulebook),
        "scoring": rulebook.scoring,
        "total": plain(where.total) if where.done else None,
        "where": where,
        "maximum": plain(maximum),
        "following": parts.following_sheet(sheet, sheet.panellist) if own else None,
        "done": sum(1 for s in sheets if s.status in DONE or s.version),
        "of": len(sheets),
        "asked": entries[-1].facts.get("reason", "") if entries else "",
    }


@scorecards.route("/<code>/recuse", methods=["GET", "POST"])
@access(experts)
def recuse(code: str) -> ResponseReturnValue:
    sheet = parts.readable_sheet(code, actor=current_actor)
    if not parts.own_sheet(sheet, actor=current_actor):
        raise NotFound
    require(may(current_actor, "recuse", sheet, now()))
    form = RecuseForm()
    form.offer(sheet.panel.call.rulebook)
    if form.validate_on_submit() and form.carry_out(
        acts.recuse,
        sheet,
        Ground(form.ground.data),
        form.note.data or "",
        actor=current_actor,
        at=now(),
    ):
        flash(_("You are recused from this application; it does not open for you any more."))
        return redirect(url_for("panels.queue", code=sheet.panel.code))
    return page("evaluations/scorecards/recuse.html", form=form, sheet=sheet)


@scorecards.route("/<code>/reopen", methods=["GET", "POST"])
@access(roles(Role.CHAIR))
def reopen(code: str) -> ResponseReturnValue:
    sheet = parts.readable_sheet(code, actor=current_actor)
    require(may(current_actor, "reopen", sheet, now()))
    form = ReopenForm()
    if form.validate_on_submit() and form.carry_out(
        acts.reopen_sheet, sheet, form.reason.data, actor=current_actor, at=now()
    ):
        flash(_("The sheet is open again; only its expert can change the marks."))
        return redirect(url_for("panels.matrix", code=sheet.panel.code))
    return page("evaluations/scorecards/reopen.html", form=form, sheet=sheet)
