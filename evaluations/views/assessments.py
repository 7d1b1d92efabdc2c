"""Mid-term evaluations and completion reviews."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.enums import APPLICANTS, STAFF, Role
from app.accounts.queries import names_of, people_with
from app.records.attachments import attachments_of
from app.records.documents import documents_of
from app.records.lifecycle import may
from app.web.actor import current_actor
from app.web.clock import now
from app.web.filters import both
from app.web.forms import ConfirmForm, options, page
from app.web.guard import access, require, roles
from evaluations.enums import AssessmentMoment
from evaluations.forms.assessments import (
    AssignForm,
    PlanForm,
    RectifyForm,
    VoucherForm,
    moved,
    report_form,
    sheet_form,
)
from evaluations.operations import assessments as acts
from evaluations.permissions import is_officer
from evaluations.queries.assessment_facts import indicator_results, progress_of, rules_of
from evaluations.queries.assessments import find_assessment
from evaluations.rules.assessments import TailAdvice
from projects.queries.projects import find_expense, find_project, table_rows
from projects.queries.spending import spending_by_category, spending_of

assessments = Blueprint("assessments", __name__, url_prefix="/assessments")
parties = roles(*APPLICANTS, *STAFF, Role.EVALUATOR)
officers = roles(Role.OFFICER)
evaluators = roles(Role.EVALUATOR)


@assessments.route("/new/<project>/<any(midterm, completion):moment>", methods=["GET", "POST"])
@access(officers)
def plan(project: str, moment: str) -> ResponseReturnValue:
    found = find_project(project, actor=current_actor)
    require(is_officer(current_actor, found))
    form = PlanForm()
    if form.validate_on_submit() and form.carry_out(
        acts.plan_assessment,
        found,
        AssessmentMoment(moment),
        form.due_on.data,
        actor=current_actor,
        at=now(),
    ):
        flash(_("The organisation has been asked for its self-report."))
        return redirect(url_for(".show", code=form.result.code))
    return page("evaluations/assessments/plan.html", form=form, project=found, moment=moment)


@assessments.get("/<code>")
@access(parties)
def show(code: str) -> ResponseReturnValue:
    assessment = find_assessment(code, actor=current_actor)
    require(True)
    return page(
        "evaluations/assessments/show.html",
        assessment=assessment,
        project=assessment.project,
        rules=rules_of(assessment),
        progress=progress_of(assessment, both),
        indicators=indicator_results(assessment),
        categories=spending_by_category(assessment.project, both),
        spending=spending_of(assessment.project),
        reviews=may(current_actor, "assess", assessment, now()),
        review=lambda expense: url_for(".voucher", code=code, expense=expense),
        evaluator=names_of([assessment.evaluator_id]).get(assessment.evaluator_id or 0, ""),
        actions=assessment.flow.actions_for(current_actor, assessment, now()),
        passed=acts.passes(assessment),
        papers=documents_of(assessment.chain),
    )


@assessments.route("/<code>/report", methods=["GET", "POST"])
@access(roles(*APPLICANTS))
def report(code: str) -> ResponseReturnValue:
    assessment = find_assessment(code, actor=current_actor)
    require(may(current_actor, "self_report", assessment, now()))
    rules = rules_of(assessment)
    indicators = [row.cells for row in table_rows(assessment.project).get("indicators", [])]
    form = report_form(rules, indicators, {})
    texts = {d.key: form[f"text_{d.key}"].data for d in rules.dimensions}
    texts |= {"problems": form.problems.data or "", "next_steps": form.next_steps.data or ""}
    if form.validate_on_submit() and form.carry_out(
        acts.hand_in_self_report,
        assessment,
        texts=texts,
        points={leaf.key: form[f"points_{leaf.key}"].data for leaf in rules.leaves},
        actuals=[form[f"actual_{n}"].data or "" for n in range(len(indicators))],
        actor=current_actor,
        at=now(),
    ):
        flash(_("The self-report has been handed in."))
        return redirect(url_for(".show", code=code))
    return page(
        "evaluations/assessments/report.html",
        form=form,
        assessment=assessment,
        rules=rules,
        count=len(indicators),
    )


@assessments.route("/<code>/assign", methods=["GET", "POST"])
@access(officers)
def assign(code: str) -> ResponseReturnValue:
    assessment = find_assessment(code, actor=current_actor)
    require(may(current_actor, "assign", assessment, now()))
    area = f"area:{assessment.project.call.area_code}"
    form = AssignForm()
    form.evaluator.choices = options(
        [(u.id, f"{u.name}　{u.unit}") for u in people_with(Role.EVALUATOR, area)]
    )
    if form.validate_on_submit() and form.carry_out(
        acts.assign_evaluator, assessment, form.evaluator.data, actor=current_actor, at=now()
    ):
        flash(_("The evaluator has been told."))
        return redirect(url_for(".show", code=code))
    return page("evaluations/assessments/assign.html", form=form, assessment=assessment)


@assessments.route("/<code>/assess", methods=["GET", "POST"])
@access(evaluators)
def assess(code: str) -> ResponseReturnValue:
    assessment = find_assessment(code, actor=current_actor)
    require(may(current_actor, "assess", assessment, now()))
    rules = rules_of(assessment)
    completion = assessment.moment is AssessmentMoment.COMPLETION
    form = sheet_form(rules, completion=completion)
    if form.validate_on_submit() and form.carry_out(
        acts.assess,
        assessment,
        points={leaf.key: form[f"points_{leaf.key}"].data for leaf in rules.leaves},
        bases={leaf.key: form[f"basis_{leaf.key}"].data or "" for leaf in rules.leaves},
        bonuses=moved(form, "bonus", rules.bonuses),
        deductions=moved(form, "deduction", rules.deductions),
        opinion=form.opinion.data,
        advice=TailAdvice(form.advice.data) if completion else TailAdvice.FULL,
        reduction_percent=(form.reduction.data or 0) if completion else 0,
        actor=current_actor,
        at=now(),
    ):
        flash(_("The evaluation sheet has been handed in."))
        return redirect(url_for(".show", code=code))
    return page(
        "evaluations/assessments/assess.html", form=form, assessment=assessment, rules=rules
    )


@assessments.route("/<code>/vouchers/<expense>", methods=["GET", "POST"])
@access(evaluators)
def voucher(code: str, expense: str) -> ResponseReturnValue:
    assessment = find_assessment(code, actor=current_actor)
    require(may(current_actor, "assess", assessment, now()))
    found = find_expense(expense, actor=current_actor)
    form = VoucherForm(data={"disallowed": found.disallowed, "reason": found.disallowed_reason})
    if form.validate_on_submit() and form.carry_out(
        acts.review_voucher,
        assessment,
        found,
        form.disallowed.data,
        form.reason.data or "",
        actor=current_actor,
        at=now(),
    ):
        flash(_("The voucher has been reviewed."))
        return redirect(url_for(".show", code=code, _anchor="vouchers"))
    return page(
        "evaluations/assessments/voucher.html",
        form=form,
        assessment=assessment,
        expense=found,
        files=attachments_of(found.chain),
    )


@assessments.route("/<code>/conclude", methods=["GET", "POST"])
@access(officers)
def conclude(code: str) -> ResponseReturnValue:
    assessment = find_assessment(code, actor=current_actor)
    require(may(current_actor, "conclude", assessment, now()))
    form = ConfirmForm()
    if form.validate_on_submit() and form.carry_out(
        acts.conclude, assessment, actor=current_actor, at=now()
    ):
        flash(_("The evaluation is concluded; the project has moved on."))
        return redirect(url_for("projects.show", code=assessment.project.code))
    return page("evaluations/assessments/conclude.html", form=form, assessment=assessment)


@assessments.route("/<code>/rectify", methods=["GET", "POST"])
@access(evaluators)
def rectify(code: str) -> ResponseReturnValue:
    assessment = find_assessment(code, actor=current_actor)
    require(may(current_actor, "order_rectification", assessment, now()))
    form = RectifyForm()
    if form.validate_on_submit() and form.carry_out(
        acts.order_rectification,
        assessment,
        [line for line in form.findings.data.splitlines() if line.strip()],
        form.due_on.data,
        actor=current_actor,
        at=now(),
    ):
        flash(_("The rectification has been ordered."))
        return redirect(url_for(".show", code=code))
    return page("evaluations/assessments/rectify.html", form=form, assessment=assessment)
