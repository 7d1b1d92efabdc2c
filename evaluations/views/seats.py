"""What an expert does from an own seat: pledge, queue, locking the sheets."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.kernel.errors import NotFound
from app.web.actor import current_actor
from app.web.clock import now
from app.web.forms import ConfirmForm, page
from app.web.guard import access, require, roles
from evaluations.enums import PanelStatus
from evaluations.forms.panels import pledge_form
from evaluations.models.panel import Panel, Panellist
from evaluations.operations.pledges import swear
from evaluations.operations.scorecards import incomplete_sheets, lock_sheets
from evaluations.queries.panel_tasks import DONE
from evaluations.queries.panels import conflicts_of, find_panel, my_seat, my_sheets
from evaluations.views import panel_pages as parts
from evaluations.views.panels import EXPERTS, panels
from projects.enums import ApplicationStatus
from projects.queries.applications import applications_under

experts = roles(*EXPERTS)


@panels.route("/<code>/pledge", methods=["GET", "POST"])
@access(experts)
def pledge(code: str) -> ResponseReturnValue:
    panel, seat = _my_panel(code)
    if seat.sworn_at is not None:
        return redirect(url_for(".show", code=code))
    require(panel.status is PanelStatus.DRAWN)
    judged = applications_under(panel.call, [ApplicationStatus.QUALIFIED])
    form = pledge_form(panel.call.rulebook, judged)
    if form.validate_on_submit() and form.carry_out(
        swear,
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


def _my_panel(code: str) -> tuple[Panel, Panellist]:
    """The panel and the reader's own seat on it; 404 for everybody else."""
    panel = find_panel(code, actor=current_actor)
    seat = my_seat(panel, current_actor)
    if seat is None:
        raise NotFound
    require(True)
    return panel, seat
