"""After the award: accept or decline, revise plan and budget, confirm; then delivery."""

from dataclasses import dataclass, replace

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.enums import APPLICANTS, Role
from app.kernel.errors import NotFound
from app.records.lifecycle import may
from app.web.actor import current_actor
from app.web.clock import now
from app.web.filters import both
from app.web.forms import ConfirmForm, options, page
from app.web.guard import access, require, roles
from projects.enums import ProjectStatus
from projects.forms.plans import ActivityForm, ExpenseForm
from projects.forms.screening import ReasonForm
from projects.forms.sections import (
    BudgetForm,
    budget_form,
    communities,
    section_form,
    table_values,
    wants_rows,
)
from projects.models.project import Project
from projects.operations.decisions import decline_award
from projects.operations.projects import (
    begin_revision,
    confirm_plan,
    hand_in_revision,
    record_activity,
    record_expense,
    return_revision,
    save_budget,
    save_tables,
)
from projects.permissions import is_applicant, is_signatory
from projects.queries.applications import last_submission
from projects.queries.projects import budget_lines, find_project, table_rows
from projects.queries.reading import read_budget
from projects.queries.snapshots import plan_snapshot
from projects.rules.budgets import cap_standings, totals
from projects.rules.revision import differences, items_of, open_tables
from projects.rules.rulebook_form import Section

plans = Blueprint("plans", __name__, url_prefix="/projects")
applicants = roles(*APPLICANTS)
officers = roles(Role.OFFICER)
parties = roles(*APPLICANTS, Role.OFFICER, Role.LEADER, Role.AUDITOR)


@plans.route("/<code>/accept", methods=["GET", "POST"])
@access(applicants)
def accept(code: str) -> ResponseReturnValue:
    project = find_project(code, actor=current_actor)
    require(is_signatory(current_actor, project) and project.status is ProjectStatus.AWARDED)
    form = ConfirmForm()
    if form.validate_on_submit() and form.carry_out(
        begin_revision, project, actor=current_actor, at=now()
    ):
        flash(_("The award is accepted. Now cut plan and budget to the awarded amount."))
        return redirect(url_for(".plan", code=code))
    return page("projects/plans/accept.html", form=form, project=project)


@plans.route("/<code>/decline", methods=["GET", "POST"])
@access(applicants)
def decline(code: str) -> ResponseReturnValue:
    project = find_project(code, actor=current_actor)
    require(may(current_actor, "decline", project, now()))
    form = ReasonForm()
    if form.validate_on_submit() and form.carry_out(
        decline_award, project.application, form.reason.data, actor=current_actor, at=now()
    ):
        flash(_("The award has been declined."))
        return redirect(url_for("portal.desk"))
    return page("projects/plans/decline.html", form=form, project=project)


@plans.route("/<code>/plan", methods=["GET", "POST"])
@access(parties)
def plan(code: str) -> ResponseReturnValue:
    project = find_project(code, actor=current_actor)
    require(True)
    rulebook = project.call.rulebook
    form = (
        BudgetForm() if request.method == "POST" else budget_form(budget_lines(project), rulebook)
    )
    form.offer(rulebook)
    if form.validate_on_submit() and form.check_lines():
        require(is_applicant(current_actor, project))
        if form.carry_out(
            save_budget,
            project,
            form.items(),
            actor=current_actor,
            at=now(),
        ):
            flash(_("The revised budget has been saved."))
            return redirect(url_for(".plan", code=code))
    return page("projects/plans/plan.html", form=form, **comparison(project))


@plans.route("/<code>/plan/<key>", methods=["GET", "POST"])
@access(applicants)
def part(code: str, key: str) -> ResponseReturnValue:
    project = find_project(code, actor=current_actor)
    require(is_applicant(current_actor, project) and project.status is ProjectStatus.REVISING)
    schema = next((each.schema for each in open_parts(project) if each.schema.key == key), None)
    if schema is None:
        raise NotFound
    form = section_form(
        schema,
        project.call.rulebook,
        communities(),
        values={},
        rows={table: [r.cells for r in found] for table, found in table_rows(project).items()},
        version=0,
    )
    if form.validate_on_submit() and not wants_rows(form):
        tables = {table.key: table_values(table, form) for table in schema.tables}
        if form.carry_out(save_tables, project, schema, tables, actor=current_actor, at=now()):
            flash(_("“%(part)s” has been saved.", part=both(schema.label, schema.label_en)))
            return redirect(url_for(".plan", code=code))
    return page("projects/plans/part.html", form=form, project=project, schema=schema)


@dataclass(frozen=True)
class OpenPart:
    """A part of the form that the revision may change, without what the panel scored."""

    schema: Section
    rows: int


def open_parts(project: Project) -> list[OpenPart]:
    """Return the parts with tables that the revision may change."""
    rows = {table: len(found) for table, found in table_rows(project).items()}
    parts = []
    for section in project.call.rulebook.form.sections:
        if tables := open_tables(section):
            schema = replace(section, fields=(), tables=tables)
            parts.append(OpenPart(schema, sum(rows.get(table.key, 0) for table in tables)))
    return parts


def comparison(project: Project) -> dict[str, object]:
    """Return what the plan page shows besides the grid: totals, caps, differences, who may act."""
    rulebook = project.call.rulebook
    before = last_submission(project.application)
    after = plan_snapshot(project)
    items = items_of(after["budget"])
    return {
        "project": project,
        "rulebook": rulebook,
        "parts": open_parts(project),
        "tables": after["tables"],
        "budget": read_budget(rulebook, after["budget"], both),
        "totals": totals(items),
        "caps": cap_standings(rulebook.budget, items),
        "differences": differences(rulebook, before.snapshot, after, both) if before else [],
        "editable": is_applicant(current_actor, project)
        and project.status is ProjectStatus.REVISING,
        "can_confirm": may(current_actor, "confirm_plan", project, now()),
        "hand_in_form": ConfirmForm(),
    }


@plans.post("/<code>/plan/hand-in")
@access(applicants)
def hand_in(code: str) -> ResponseReturnValue:
    project = find_project(code, actor=current_actor)
    require(is_signatory(current_actor, project))
    form = ConfirmForm()
    if form.validate_on_submit() and form.carry_out(
        hand_in_revision, project, actor=current_actor, at=now()
    ):
        flash(_("The revised plan has been handed in; the officer confirms it."))
        return redirect(url_for("projects.show", code=code))
    grid = budget_form(budget_lines(project), project.call.rulebook, stored=True)
    return page("projects/plans/plan.html", form=form, grid=grid, **comparison(project))


@plans.route("/<code>/plan/confirm", methods=["GET", "POST"])
@access(officers)
def confirm(code: str) -> ResponseReturnValue:
    project = find_project(code, actor=current_actor)
    require(may(current_actor, "confirm_plan", project, now()))
    form = ConfirmForm()
    if form.validate_on_submit() and form.carry_out(
        confirm_plan, project, actor=current_actor, at=now()
    ):
        flash(_("The plan is confirmed; it is the annex of the agreement."))
        return redirect(url_for("projects.show", code=code))
    return page("projects/plans/confirm.html", form=form, **comparison(project))


@plans.route("/<code>/plan/return", methods=["GET", "POST"])
@access(officers)
def give_back(code: str) -> ResponseReturnValue:
    project = find_project(code, actor=current_actor)
    require(may(current_actor, "confirm_plan", project, now()))
    form = ReasonForm()
    if form.validate_on_submit() and form.carry_out(
        return_revision, project, form.reason.data, actor=current_actor, at=now()
    ):
        flash(_("The plan was sent back with the reason."))
        return redirect(url_for("projects.show", code=code))
    return page("projects/plans/return.html", form=form, project=project)


@plans.route("/<code>/activities/new", methods=["GET", "POST"])
@access(applicants)
def activity(code: str) -> ResponseReturnValue:
    form = ActivityForm()
    project = find_project(code, actor=current_actor)
    require(is_applicant(current_actor, project))
    planned = table_rows(project).get("plan_rows", [])
    form.plan_position.choices = options(
        [(row.position, f"{row.position} {row.cells.get('activity', '')}") for row in planned]
        + [(0, _("Not planned"))]
    )
    if form.validate_on_submit() and form.carry_out(
        record_activity,
        project,
        activity_facts(form),
        [u for u in (form.photo.data, form.sign_in_sheet.data) if u],
        actor=current_actor,
        at=now(),
    ):
        flash(_("The activity has been recorded."))
        return redirect(url_for("projects.show", code=code, _anchor="activities"))
    return page("projects/plans/activity.html", form=form, project=project)


def activity_facts(form: ActivityForm) -> dict[str, object]:
    """Return what was entered as the columns of an activity."""
    return {
        "plan_position": form.plan_position.data or None,
        "title": form.title.data,
        "held_on": form.held_on.data,
        "place": form.place.data or "",
        "audience": form.audience.data or "",
        "expected": form.expected.data or 0,
        "attended": form.attended.data,
        "new_people": form.new_people.data or 0,
        "volunteers": form.volunteers.data or 0,
        "content": form.content.data or "",
        "effect": form.effect.data or "",
        "problem": form.problem.data or "",
    }


@plans.route("/<code>/expenses/new", methods=["GET", "POST"])
@access(applicants)
def expense(code: str) -> ResponseReturnValue:
    form = ExpenseForm()
    project = find_project(code, actor=current_actor)
    require(is_applicant(current_actor, project))
    lines = {line.id: line for line in budget_lines(project)}
    form.line.choices = options(
        [(n, f"{x.position} {x.content} ¥{x.amount.grouped}") for n, x in lines.items()]
    )
    if form.validate_on_submit() and form.carry_out(
        record_expense,
        project,
        lines[form.line.data],
        spent_on=form.spent_on.data,
        payee=form.payee.data,
        purpose=form.purpose.data,
        amount=form.amount.data,
        voucher=form.voucher.data,
        invoice=form.invoice.data or "",
        image=form.image.data,
        actor=current_actor,
        at=now(),
    ):
        flash(_("The voucher has been recorded."))
        return redirect(url_for("projects.show", code=code, _anchor="expenses"))
    return page("projects/plans/expense.html", form=form, project=project)
