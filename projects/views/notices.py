"""Public notices and the objections against them."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.enums import Role
from app.kernel.clock import local
from app.kernel.errors import NotFound
from app.kernel.workdays import explain, workdays_between
from app.records.attachments import attachments_of
from app.records.calendar import working_calendar
from app.records.documents import documents_of, latest_document
from app.records.lifecycle import may
from app.web.actor import current_actor
from app.web.clock import now
from app.web.forms import ConfirmForm, options, page
from app.web.guard import access, anyone, require, roles
from projects.forms.objections import AnswerForm, ObjectionForm
from projects.forms.screening import ReasonForm
from projects.operations.objections import (
    accept_objection,
    answer_objection,
    file_objection,
    refuse_objection,
)
from projects.permissions import is_officer
from projects.queries.notices import (
    find_notice,
    find_objection,
    objection_numbered,
    objections_of,
    public_notices,
)

notices = Blueprint("notices", __name__, url_prefix="/notices")
objections = Blueprint("objections", __name__, url_prefix="/objections")
officers = roles(Role.OFFICER)


@notices.get("")
@access(anyone)
def index() -> ResponseReturnValue:
    before = request.args.get("before", type=int)
    return page("projects/notices/index.html", notices=public_notices(before=before), now=now())


@notices.get("/<code>")
@access(anyone)
def show(code: str) -> ResponseReturnValue:
    notice = find_notice(code, actor=current_actor)
    require(True)
    calendar, today = working_calendar(), local(now()).date()
    assert notice.starts_on is not None
    assert notice.ends_on is not None
    return page(
        "projects/notices/show.html",
        notice=notice,
        call=notice.call,
        paper=latest_document(notice.chain, "notice"),
        days=explain(notice.starts_on, notice.workdays, calendar),
        left=max(0, workdays_between(today, notice.ends_on, calendar)),
        running=notice.ends_at is not None and now() < notice.ends_at,
        officer=is_officer(current_actor, notice),
        decides=may(current_actor, "decide", notice.call, now()),
        objections=objections_of(notice) if is_officer(current_actor, notice) else [],
        today=today,
        now=now(),
    )


@notices.route("/<code>/object", methods=["GET", "POST"])
@access(anyone)
def file(code: str) -> ResponseReturnValue:
    form = ObjectionForm()
    notice = find_notice(code, actor=current_actor)
    require(True)
    whole = ("", _("The whole notice"))
    form.application.choices = options(
        [whole, *((r["application"], r["title"]) for r in notice.rows)]
    )
    if form.validate_on_submit() and form.carry_out(
        file_objection,
        notice,
        name=form.name.data,
        by_organisation=form.kind.data == "organisation",
        contact=form.contact.data,
        subject=form.subject.data,
        body=form.body.data,
        application_code=form.application.data or "",
        evidence=form.evidence.data,
        actor=current_actor,
        at=now(),
    ):
        objection, receipt = form.result
        return redirect(url_for(".filed", number=objection.number, check=receipt.check_code))
    return page("projects/notices/object.html", form=form, notice=notice, call=notice.call)


@notices.get("/objections/<number>")
@access(anyone)
def filed(number: str) -> ResponseReturnValue:
    objection = objection_numbered(number)
    receipt = latest_document(objection.chain, "objection_receipt") if objection else None
    # Whoever holds the check code of the receipt may read it; the number alone opens nothing.
    if objection is None or receipt is None or request.args.get("check") != receipt.check_code:
        raise NotFound
    require(True)
    return page(
        "projects/notices/filed.html",
        objection=objection,
        receipt=receipt,
        papers=documents_of(objection.chain),
    )


@objections.get("/<code>")
@access(officers)
def examine(code: str) -> ResponseReturnValue:
    objection = find_objection(code, actor=current_actor)
    require(True)
    actions = objection.flow.actions_for(current_actor, objection, now())
    return page(
        "projects/objections/show.html",
        objection=objection,
        notice=objection.notice,
        about=next(
            (
                r["title"]
                for r in objection.notice.rows
                if r["application"] == objection.application_code
            ),
            _("The whole notice"),
        ),
        actions=actions,
        files=attachments_of(objection.chain),
        papers=documents_of(objection.chain),
        now=now(),
    )


@objections.route("/<code>/accept", methods=["GET", "POST"])
@access(officers)
def accept(code: str) -> ResponseReturnValue:
    objection = find_objection(code, actor=current_actor)
    require(may(current_actor, "accept", objection, now()))
    form = ConfirmForm()
    if form.validate_on_submit() and form.carry_out(
        accept_objection, objection, actor=current_actor, at=now()
    ):
        flash(_("The objection is being examined."))
        return redirect(url_for(".examine", code=code))
    return page("projects/objections/act.html", form=form, objection=objection, action="accept")


@objections.route("/<code>/refuse", methods=["GET", "POST"])
@access(officers)
def refuse(code: str) -> ResponseReturnValue:
    objection = find_objection(code, actor=current_actor)
    require(may(current_actor, "refuse", objection, now()))
    form = ReasonForm()
    if form.validate_on_submit() and form.carry_out(
        refuse_objection, objection, form.reason.data, actor=current_actor, at=now()
    ):
        flash(_("The objection was not accepted for examination."))
        return redirect(url_for(".examine", code=code))
    return page("projects/objections/act.html", form=form, objection=objection, action="refuse")


@objections.route("/<code>/answer", methods=["GET", "POST"])
@access(officers)
def answer(code: str) -> ResponseReturnValue:
    objection = find_objection(code, actor=current_actor)
    require(may(current_actor, "dismiss", objection, now()))
    form = AnswerForm()
    if form.validate_on_submit() and form.carry_out(
        answer_objection,
        objection,
        upheld=form.verdict.data == "upheld",
        findings=form.findings.data,
        measures=form.measures.data or "",
        actor=current_actor,
        at=now(),
    ):
        flash(_("The answer is issued as a letter."))
        return redirect(url_for(".examine", code=code))
    return page("projects/objections/answer.html", form=form, objection=objection)
