"""The application editor: sections, budget, attachments, check and submit."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.enums import APPLICANTS
from app.kernel.errors import NotFound
from app.records.attachments import attachments_of
from app.web.actor import current_actor
from app.web.clock import now
from app.web.filters import both
from app.web.forms import options, page
from app.web.guard import access, require, roles
from projects.forms.applications import AttachForm, DeclareForm
from projects.forms.sections import (
    BudgetForm,
    budget_form,
    communities,
    section_form,
    section_values,
    table_values,
    wants_rows,
)
from projects.models.application import Application
from projects.operations.applications import (
    add_file,
    is_editable,
    remove_file,
    save_budget,
    save_section,
    submit_application,
)
from projects.permissions import is_applicant, is_signatory
from projects.queries.applications import find_application
from projects.queries.content import (
    attachment_standings,
    budget_standing,
    content_of,
    eligibility_of,
    problems_of,
    section_standings,
)
from projects.queries.projects import budget_lines, table_rows
from projects.queries.reading import read_budget, read_sections
from projects.queries.snapshots import application_snapshot
from projects.rules.rulebook_form import Section

editor = Blueprint("editor", __name__, url_prefix="/applications")
applicants = roles(*APPLICANTS)


@editor.route("/<code>/sections/<key>", methods=["GET", "POST"])
@access(applicants)
def section(code: str, key: str) -> ResponseReturnValue:
    application = own(code)
    if key in ("budget", "attachments", "declaration"):
        return redirect(url_for(f".{key if key != 'declaration' else 'check'}", code=code))
    schema = _schema(application, key)
    rows = {table: [r.cells for r in found] for table, found in table_rows(application).items()}
    form = section_form(
        schema,
        application.call.rulebook,
        communities(),
        values=application.content.get(key, {}),
        rows=rows,
        version=application.version,
    )
    if (
        form.validate_on_submit()
        and not wants_rows(form)
        and form.carry_out(
            save_section,
            application,
            key,
            section_values(schema, form),
            version=int(form.version.data or application.version),
            tables={table.key: table_values(table, form) for table in schema.tables},
            actor=current_actor,
            at=now(),
        )
    ):
        return redirect(after(application, key))
    return page("projects/editor/section.html", form=form, **frame(application, key), schema=schema)


@editor.route("/<code>/budget", methods=["GET", "POST"])
@access(applicants)
def budget(code: str) -> ResponseReturnValue:
    application = own(code)
    rulebook = application.call.rulebook
    if request.method == "POST":
        form = BudgetForm()
        form.offer(rulebook)
    else:
        form = budget_form(budget_lines(application), rulebook, version=application.version)
    whole = form.validate_on_submit() and not wants_rows(form, "lines") and form.check_lines()
    if whole and form.carry_out(
        save_budget,
        application,
        form.items(),
        version=int(form.version.data or application.version),
        actor=current_actor,
        at=now(),
    ):
        return redirect(after(application, "budget"))
    return page(
        "projects/editor/budget.html",
        form=form,
        standing=budget_standing(application),
        **frame(application, "budget"),
    )


@editor.route("/<code>/attachments", methods=["GET", "POST"])
@access(applicants)
def attachments(code: str) -> ResponseReturnValue:
    form = AttachForm()
    application = own(code)
    rules = application.call.rulebook.attachments
    form.slot.choices = options([(r.key, both(r.label, r.label_en)) for r in rules])
    if form.validate_on_submit() and form.carry_out(
        add_file, application, form.file.data, form.slot.data, actor=current_actor, at=now()
    ):
        flash(_("“%(name)s” has been added.", name=form.result.name))
        return redirect(url_for(".attachments", code=code))
    return page(
        "projects/editor/attachments.html",
        form=form,
        items=attachment_standings(application),
        **frame(application, "attachments"),
    )


@editor.post("/<code>/attachments/<file>/remove")
@access(applicants)
def remove(code: str, file: str) -> ResponseReturnValue:
    application = own(code)
    remove_file(application, file, actor=current_actor, at=now())
    flash(_("The file has been taken out."))
    return redirect(url_for(".attachments", code=code))


@editor.route("/<code>/check", methods=["GET", "POST"])
@access(applicants)
def check(code: str) -> ResponseReturnValue:
    application = own(code)
    form = DeclareForm()
    if form.validate_on_submit() and form.carry_out(
        submit_application,
        application,
        declared=form.declaration.data,
        actor=current_actor,
        at=now(),
    ):
        return redirect(url_for("applications.submitted", code=code))
    snapshot = application_snapshot(application)
    rulebook = application.call.rulebook
    return page(
        "projects/editor/check.html",
        form=form,
        readings=read_sections(rulebook, snapshot, both),
        tables=snapshot["tables"],
        budget=read_budget(rulebook, snapshot["budget"], both),
        files=attachments_of(application.chain),
        problems=problems_of(application),
        findings=eligibility_of(application.call, application.organisation, application, now()),
        rules={rule.key: rule for rule in rulebook.eligibility},
        standing=budget_standing(application),
        signatory=is_signatory(current_actor, application),
        refusal=getattr(form, "refusal", None),
        **frame(application, "declaration"),
    )


def own(code: str) -> Application:
    """Return the actor's own application, or answer 404 or 403."""
    application = find_application(code, actor=current_actor)
    require(is_applicant(current_actor, application))
    return application


def frame(application: Application, key: str) -> dict[str, object]:
    """Return what every page of the editor shows around its form."""
    return {
        "application": application,
        "call": application.call,
        "rulebook": application.call.rulebook,
        "key": key,
        "sections": section_standings(application),
        "editable": is_editable(application, now()),
        "content": content_of(application),
        "now": now(),
    }


def after(application: Application, key: str) -> str:
    """Return where saving leads: the next section, or the same page when asked to stay."""
    order = [section.key for section in application.call.rulebook.form.sections]
    step = 0 if "stay" in request.form else 1
    following = order[min(order.index(key) + step, len(order) - 1)]
    return url_for(".section", code=application.code, key=following)


def _schema(application: Application, key: str) -> Section:
    try:
        return application.call.rulebook.form.section(key)
    except KeyError:
        raise NotFound from None
