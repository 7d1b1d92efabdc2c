"""An organisation's applications: list, start, hub, receipt, recall, give up; reading."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.enums import APPLICANTS
from app.kernel.errors import NotFound
from app.records.documents import documents_of, latest_document
from app.records.lifecycle import may
from app.records.refusals import find_refusal
from app.registry.queries import find_organisation, my_organisations
from app.web.actor import current_actor
from app.web.clock import now
from app.web.filters import translated
from app.web.forms import ConfirmForm, options, page
from app.web.guard import access, require, roles, signed_in
from projects.forms.applications import GiveUpForm, StartForm
from projects.models.application import Application
from projects.operations.applications import (
    is_editable,
    is_open,
    keep_submission,
    recall_application,
    start_application,
    withdraw_application,
)
from projects.permissions import is_applicant, is_signatory
from projects.queries.applications import (
    applications_of,
    find_application,
    last_submission,
    submissions_of,
)
from projects.queries.calls import find_call, open_calls
from projects.queries.content import eligibility_of, section_standings

applications = Blueprint("applications", __name__, url_prefix="/applications")
applicants = roles(*APPLICANTS)


@applications.get("")
@access(applicants)
def index() -> ResponseReturnValue:
    mine = applications_of(current_actor)
    return page(
        "projects/applications/index.html", applications=mine, calls=open_calls(now()), now=now()
    )


@applications.route("/start/<call>", methods=["GET", "POST"])
@access(signed_in)
def start(call: str) -> ResponseReturnValue:
    found = find_call(call, actor=current_actor)
    require(True)
    mine = my_organisations(current_actor)
    form = StartForm(organisation=mine[0].code if mine else "")
    form.organisation.choices = options([(o.code, o.name) for o in mine])
    if form.validate_on_submit() and form.carry_out(
        start_application,
        found,
        find_organisation(form.organisation.data),
        actor=current_actor,
        at=now(),
    ):
        return redirect(url_for(".show", code=form.result.code))
    findings = {o.code: eligibility_of(found, o, None, now()) for o in mine}
    return page(
        "projects/applications/start.html",
        form=form,
        call=found,
        organisations=mine,
        open=is_open(found, now()),
        findings=findings,
        rules={rule.key: rule for rule in found.rulebook.eligibility},
    )


@applications.get("/<code>")
@access(signed_in)
def show(code: str) -> ResponseReturnValue:
    application = find_application(code, actor=current_actor)
    require(True)
    if not is_applicant(current_actor, application):
        return redirect(url_for("screening.show", code=code))
    return page(
        "projects/applications/show.html",
        application=application,
        call=application.call,
        sections=section_standings(application),
        submissions=submissions_of(application),
        papers=documents_of(application.chain),
        editable=is_editable(application, now()),
        signatory=is_signatory(current_actor, application),
        withdrawable=may(current_actor, "withdraw", application, now()),
        now=now(),
    )


@applications.get("/<code>/submitted")
@access(applicants)
def submitted(code: str) -> ResponseReturnValue:
    application = _own(code)
    submission = last_submission(application)
    if submission is None:
        raise NotFound
    papers = {paper.kind: paper for paper in documents_of(application.chain)}
    return page(
        "projects/applications/submitted.html",
        application=application,
        call=application.call,
        submission=submission,
        papers=papers,
    )


@applications.route("/<code>/recall", methods=["GET", "POST"])
@access(applicants)
def recall(code: str) -> ResponseReturnValue:
    application = _own(code)
    form = ConfirmForm()
    if form.validate_on_submit() and form.carry_out(
        recall_application, application, actor=current_actor, at=now()
    ):
        flash(_("You can change the application now. What you submitted last stays valid."))
        return redirect(url_for(".show", code=code))
    return page(
        "projects/applications/recall.html",
        form=form,
        application=application,
        submission=last_submission(application),
    )


@applications.post("/<code>/keep")
@access(applicants)
def keep(code: str) -> ResponseReturnValue:
    application = _own(code)
    keep_submission(application, actor=current_actor, at=now())
    flash(_("What you submitted last counts; later changes were left aside."))
    return redirect(url_for(".show", code=code))


@applications.route("/<code>/withdraw", methods=["GET", "POST"])
@access(applicants)
def withdraw(code: str) -> ResponseReturnValue:
    application = _own(code)
    form = GiveUpForm()
    if form.validate_on_submit() and form.carry_out(
        withdraw_application, application, form.title.data, actor=current_actor, at=now()
    ):
        flash(_("The application has been given up."))
        return redirect(url_for(".index"))
    return page("projects/applications/withdraw.html", form=form, application=application)


@applications.get("/refusals/<number>")
@access(applicants)
def refusal(number: str) -> ResponseReturnValue:
    found = find_refusal(number)
    if found is None or found.user_id != current_actor.user_id:
        raise NotFound
    require(True)
    return page(
        "projects/applications/refusal.html",
        refusal=found,
        paper=latest_document(found.chain, "refusal", number=found.number),
        sentence=translated(found.sentence, {**found.facts, "number": found.number}),
    )


def _own(code: str) -> Application:
    application = find_application(code, actor=current_actor)
    require(is_applicant(current_actor, application))
    return application
