"""Organisations of a person, claims and their confirmation."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.enums import Role
from app.kernel.errors import NotFound
from app.records.lifecycle import may
from app.registry.forms import ClaimForm, ProfileForm, RefuseForm
from app.registry.models import Claim, Organisation
from app.registry.operations import (
    claim_organisation,
    confirm_claim,
    refuse_claim,
    update_profile,
)
from app.registry.permissions import holds_an_office, represents
from app.registry.queries import (
    authorities_of,
    claims_of,
    claims_waiting,
    find_claim,
    find_organisation,
    grades_of,
    inspections_of,
    listings_of,
    my_organisations,
    parties_of,
    past_projects_of,
    signatory_names,
)
from app.web.actor import current_actor
from app.web.clock import now
from app.web.forms import BaseForm, ConfirmForm, page
from app.web.guard import access, require, roles, signed_in

registry = Blueprint("registry", __name__)


@registry.route("/organisations", methods=["GET", "POST"])
@access(signed_in)
def organisations() -> ResponseReturnValue:
    form = ClaimForm()
    if form.validate_on_submit() and form.carry_out(
        claim_organisation,
        form.credit_code.data,
        form.position.data,
        aware=form.aware.data,
        actor=current_actor,
        at=now(),
    ):
        flash(_("The claim was sent to the registering authority. You will be told."))
        return redirect(url_for(".organisations"))
    claims = claims_of(current_actor)
    return page(
        "registry/organisations.html",
        form=form,
        organisations=my_organisations(current_actor),
        claims=claims,
        authorities=authorities_of(claim.area_code for claim, _organisation in claims),
        in_office=holds_an_office(current_actor.hats),
    )


@registry.route("/organisations/<code>", methods=["GET", "POST"])
@access(signed_in)
def organisation(code: str) -> ResponseReturnValue:
    found = _visible(code)
    form = ProfileForm(obj=found, introduction=found.profile.get("introduction", ""))
    if form.validate_on_submit():
        require(represents(current_actor, found))
        if form.carry_out(
            update_profile,
            found,
            address=form.address.data,
            contact=form.contact.data,
            phone=form.phone.data,
            profile={"introduction": form.introduction.data},
            actor=current_actor,
            at=now(),
        ):
            flash(_("The facts of the organisation have been saved."))
            return redirect(url_for(".organisation", code=code))
    return page(
        "registry/organisation.html",
        form=form,
        organisation=found,
        editable=represents(current_actor, found),
        inspections=inspections_of(found),
        grades=grades_of(found),
        listings=listings_of(found),
        past=past_projects_of(found),
    )


def _visible(code: str) -> Organisation:
    found = find_organisation(code)
    staff = current_actor.has(Role.OFFICER, f"area:{found.area_code}")
    if not (staff or represents(current_actor, found)):
        raise NotFound
    require(True)
    return found


@registry.get("/claims")
@access(roles(Role.OFFICER))
def claims() -> ResponseReturnValue:
    waiting = claims_waiting(current_actor)
    signatories = signatory_names(organisation for _claim, organisation, _user in waiting)
    return page("registry/claims.html", claims=waiting, signatories=signatories)


@registry.route("/claims/<code>/confirm", methods=["GET", "POST"])
@access(roles(Role.OFFICER))
def confirm(code: str) -> ResponseReturnValue:
    claim = find_claim(code)
    require(may(current_actor, "confirm", claim, now()))
    form = ConfirmForm()
    if form.validate_on_submit() and form.carry_out(
        confirm_claim, claim, actor=current_actor, at=now()
    ):
        flash(_("The claim is confirmed; the person may sign for the organisation now."))
        return redirect(url_for(".claims"))
    return _claim_page(claim, form, "confirm")


@registry.route("/claims/<code>/refuse", methods=["GET", "POST"])
@access(roles(Role.OFFICER))
def refuse(code: str) -> ResponseReturnValue:
    claim = find_claim(code)
    require(may(current_actor, "refuse", claim, now()))
    form = RefuseForm()
    if form.validate_on_submit() and form.carry_out(
        refuse_claim, claim, form.reason.data, actor=current_actor, at=now()
    ):
        flash(_("The claim is not confirmed; the person has been told the reason."))
        return redirect(url_for(".claims"))
    return _claim_page(claim, form, "refuse")


def _claim_page(claim: Claim, form: BaseForm, action: str) -> ResponseReturnValue:
    found, person = parties_of(claim)
    return page(
        "registry/claim.html",
        form=form,
        claim=claim,
        action=action,
        organisation=found,
        person=person,
        authority=authorities_of([claim.area_code]).get(claim.area_code),
        signatories=signatory_names([found])[found.code],
    )
