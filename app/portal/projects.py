"""Projects: list, page, archive package."""

import io

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.enums import APPLICANTS, STAFF, Role
from app.db import Database
from app.kernel.errors import NotFound
from app.portal.archive import build_package
from app.portal.project_page import project_page
from app.records import files
from app.records.lifecycle import may
from app.web.actor import current_actor
from app.web.clock import now
from app.web.downloads import answer
from app.web.filters import both
from app.web.forms import ConfirmForm, page
from app.web.guard import access, require, roles
from evaluations.models.assessment import Assessment
from evaluations.queries.assessment_facts import rules_of
from funding.views.contracts import readers as contract_readers
from projects.operations.projects import archive
from projects.permissions import is_applicant, is_officer, is_signatory
from projects.queries.projects import find_project, projects_visible_to
from projects.views.plans import parties as plan_readers

projects = Blueprint("projects", __name__, url_prefix="/projects")
readers = roles(*STAFF, *APPLICANTS, Role.EVALUATOR)


@projects.get("")
@access(readers)
def index() -> ResponseReturnValue:
    before = request.args.get("before", type=int)
    return page("portal/projects.html", projects=projects_visible_to(current_actor, before=before))


@projects.get("/<code>")
@access(readers)
def show(code: str) -> ResponseReturnValue:
    project = find_project(code, actor=current_actor)
    require(True)
    return page(
        "portal/project.html",
        shown=project_page(project, current_actor),
        project=project,
        call=project.call,
        applicant=is_applicant(current_actor, project),
        signatory=is_signatory(current_actor, project),
        officer=is_officer(current_actor, project),
        plan_reader=plan_readers(current_actor),
        contract_reader=contract_readers(current_actor),
        now=now(),
    )


@projects.route("/<code>/archive", methods=["GET", "POST"], endpoint="archive")
@access(roles(Role.OFFICER))
def archive_page(code: str) -> ResponseReturnValue:
    # The package is built on a reading session, before the writing one takes its lock.
    package = _package(code) if request.method == "POST" else ""
    project = find_project(code, actor=current_actor)
    require(may(current_actor, "archive", project, now()))
    form = ConfirmForm()
    if form.validate_on_submit() and form.carry_out(
        archive, project, package, actor=current_actor, at=now()
    ):
        flash(_("The project is archived; the package can be downloaded."))
        return redirect(url_for(".show", code=code))
    return page("portal/archive.html", form=form, project=project)


def _package(code: str) -> str:
    database: Database = current_app.extensions["database"]
    with database.work(writing=False):
        project = find_project(code, actor=current_actor)
        require(may(current_actor, "archive", project, now()))
        return files.put(io.BytesIO(build_package(project, database, at=now()))).sha256


@projects.get("/<code>/package.zip")
@access(readers)
def package(code: str) -> ResponseReturnValue:
    project = find_project(code, actor=current_actor)
    require(not is_applicant(current_actor, project))
    if not project.archive_sha256:
        raise NotFound
    content = files.get(project.archive_sha256)
    return answer(content, f"{project.number}.zip", "application/zip", inline=False)


@projects.app_template_filter()
def role_label(role: str) -> str:
    """Translate a role's code."""
    return _(Role(role).label)


@projects.app_template_filter()
def grade_label(grade: str, assessment: Assessment) -> str:
    """Name a grade in the rulebook's words."""
    found = next(g for g in rules_of(assessment).grades if g.key == grade)
    return both(found.label, found.label_en)
