"""Screening of received applications, and reading them."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.enums import Role
from app.accounts.queries import names_of
from app.kernel.errors import NotFound
from app.records.attachments import attachments_of
from app.records.documents import documents_of
from app.records.lifecycle import may
from app.web.actor import current_actor
from app.web.clock import now
from app.web.filters import both
from app.web.forms import ConfirmForm, page
from app.web.guard import access, require, roles
from projects.enums import ApplicationStatus, CheckOutcome
from projects.forms.screening import CheckForm, DisqualifyForm
from projects.operations.screening import (
    disqualify,
    finish_screening,
    qualify,
    record_check,
    start_screening,
)
from projects.permissions import is_call_officer, is_secretary, is_steward
from projects.queries.applications import (
    applications_under,
    checks_of,
    find_application,
    last_submission,
)
from projects.queries.calls import find_call
from projects.queries.reading import read_budget, read_sections

screening = Blueprint("screening", __name__, url_prefix="/screening")
staff = roles(
    Role.OFFICER, Role.ORGANISER, Role.SECRETARY, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR
)


@screening.get("/calls/<code>")
@access(staff)
def index(code: str) -> ResponseReturnValue:
    call = find_call(code, actor=current_actor)
    require(is_steward(current_actor, call) or is_secretary(current_actor, call))
    received = applications_under(call)
    return page(
        "projects/screening/index.html",
        call=call,
        applications=received,
        waiting=[a for a in received if a.status is ApplicationStatus.RECEIVED],
        can_finish=may(current_actor, "review", call, now()),
        form=ConfirmForm(),
    )


@screening.post("/calls/<code>/finish")
@access(staff)
def finish(code: str) -> ResponseReturnValue:
    call = find_call(code, actor=current_actor)
    require(may(current_actor, "review", call, now()))
    finish_screening(call, actor=current_actor, at=now())
    flash(_("The screening is finished; the panel can be formed."))
    return redirect(url_for(".index", code=code))


@screening.route("/<code>", methods=["GET", "POST"])
@access(staff)
def show(code: str) -> ResponseReturnValue:
    application = find_application(code, actor=current_actor)
    require(is_steward(current_actor, application.call) or is_secretary(current_actor, application))
    form = ConfirmForm()
    if form.validate_on_submit():
        require(is_call_officer(current_actor, application))
        if form.carry_out(start_screening, application, actor=current_actor, at=now()):
            return redirect(url_for(".show", code=code))
    submission = last_submission(application)
    if submission is None:
        raise NotFound
    rulebook = application.call.rulebook
    checks = checks_of(application)
    return page(
        "projects/screening/show.html",
        form=form,
        application=application,
        call=application.call,
        submission=submission,
        checks=checks,
        checkers=names_of([row.checked_by for row in checks]),
        rules={rule.key: rule for rule in rulebook.eligibility},
        readings=read_sections(rulebook, submission.snapshot, both),
        tables=submission.snapshot["tables"],
        budget=read_budget(rulebook, submission.snapshot["budget"], both),
        files=[a for a in attachments_of(application.chain) if not a.slot.startswith("check-")],
        papers=documents_of(application.chain),
        officer=is_call_officer(current_actor, application),
        can_qualify=may(current_actor, "qualify", application, now()),
        unchecked=sum(row.outcome is CheckOutcome.PERSON for row in checks),
        failed=sum(row.outcome is CheckOutcome.FAIL for row in checks),
    )


@screening.route("/<code>/checks/<key>", methods=["GET", "POST"])
@access(staff)
def check(code: str, key: str) -> ResponseReturnValue:
    form = CheckForm()
    application = find_application(code, actor=current_actor)
    require(may(current_actor, "qualify", application, now()))
    row = next((row for row in checks_of(application) if row.key == key), None)
    if row is None:
        raise NotFound
    if form.validate_on_submit() and form.carry_out(
        record_check,
        application,
        key,
        CheckOutcome(form.outcome.data),
        form.note.data,
        evidence=form.evidence.data,
        actor=current_actor,
        at=now(),
    ):
        return redirect(url_for(".show", code=code, _anchor=f"rule-{key}"))
    rule = next(r for r in application.call.rulebook.eligibility if r.key == key)
    return page(
        "projects/screening/check.html", form=form, application=application, row=row, rule=rule
    )


@screening.post("/<code>/qualify", endpoint="qualify")
@access(staff)
def qualify_page(code: str) -> ResponseReturnValue:
    application = find_application(code, actor=current_actor)
    require(may(current_actor, "qualify", application, now()))
    qualify(application, actor=current_actor, at=now())
    flash(_("“%(title)s” is qualified.", title=application.title))
    return redirect(url_for(".index", code=application.call.code))


@screening.route("/<code>/disqualify", methods=["GET", "POST"], endpoint="disqualify")
@access(staff)
def disqualify_page(code: str) -> ResponseReturnValue:
    application = find_application(code, actor=current_actor)
    require(may(current_actor, "disqualify", application, now()))
    form = DisqualifyForm()
    if form.validate_on_submit() and form.carry_out(
        disqualify, application, form.reason.data, actor=current_actor, at=now()
    ):
        flash(_("“%(title)s” is not qualified.", title=application.title))
        return redirect(url_for(".index", code=application.call.code))
    return page("projects/screening/disqualify.html", form=form, application=application)
