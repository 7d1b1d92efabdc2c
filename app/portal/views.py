"""Public home, progress query, desk and messages."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlmodel import select
from wtforms import StringField

from app.accounts.enums import Role
from app.db import session
from app.kernel.clock import local
from app.kernel.workdays import workdays_between
from app.portal.figures import year_figures
from app.portal.tasks import tasks_for
from app.records.calendar import working_calendar
from app.records.outbox import inbox, mark_read
from app.web.actor import current_actor
from app.web.clock import now
from app.web.forms import BaseForm, page
from app.web.guard import access, anyone, signed_in
from projects.models.application import Application
from projects.models.project import Project
from projects.queries.calls import open_calls
from projects.queries.notices import public_notices

portal = Blueprint("portal", __name__)


class ProgressForm(BaseForm):
    """The number of a receipt or of a letter of award, asked by GET."""

    number = StringField(_l("Application or project number"))


@portal.get("/")
@access(anyone)
def home() -> ResponseReturnValue:
    at = now()
    calendar, today = working_calendar(), local(at).date()
    notices = public_notices()
    left = {
        notice.code: workdays_between(today, notice.ends_on, calendar)
        for notice in notices
        if notice.ends_on
    }
    year = today.year
    figures = year_figures(year)
    if not figures.projects:  # early in the year nothing is decided yet
        year -= 1
        figures = year_figures(year)
    return page(
        "portal/home.html",
        calls=open_calls(at),
        notices=list(notices)[:5],
        left=left,
        figures=figures,
        year=year,
        now=at,
    )


@portal.get("/progress")
@access(anyone)
def progress() -> ResponseReturnValue:
    number = request.args.get("number", "").strip()
    application = project = None
    if number:
        application = (
            session().exec(select(Application).where(Application.number == number)).first()
        )
        project = session().exec(select(Project).where(Project.number == number)).first()
    if application is not None and application.received_at is None:
        application = None  # nothing tells before the opening who has applied
    return page(
        "portal/progress.html",
        asked=ProgressForm(request.args),
        number=number,
        application=application,
        project=project,
    )


@portal.get("/desk")
@access(signed_in)
def desk() -> ResponseReturnValue:
    if not current_actor.hats:
        return redirect(url_for("registry.organisations"))
    return page(
        "portal/desk.html",
        tasks=tasks_for(current_actor, now()),
        messages=inbox(current_actor.user_id or 0, limit=6),
        role=Role(current_actor.role) if current_actor.role in list(Role) else None,
        now=now(),
    )


@portal.route("/messages", methods=["GET", "POST"])
@access(signed_in)
def messages() -> ResponseReturnValue:
    if request.method == "POST":
        mark_read(current_actor.user_id or 0, at=now())
        return redirect(url_for(".messages"))
    before = request.args.get("before", type=int)
    found = inbox(current_actor.user_id or 0, limit=31, before=before)
    return page("portal/messages.html", messages=found[:30], more=len(found) > 30)
