"""The main navigation: what each hat needs every day."""

from flask import request, url_for
from flask_babel import gettext as _

from app.accounts.enums import APPLICANTS, FINANCE, STAFF, Role
from app.kernel.labels import N_
from app.records.actor import Actor
from app.registry.permissions import holds_an_office
from app.web.guard import Rule, anyone, roles, signed_in


def _may_represent(actor: Actor) -> bool:
    return actor.is_authenticated and not holds_an_office(actor.hats)


# (endpoint, text, who sees it, prefix of the paths below it)
ENTRIES: tuple[tuple[str, str, Rule, str], ...] = (
    ("portal.desk", N_("To do"), signed_in, "/desk"),
    ("calls.index", N_("Calls"), anyone, "/calls"),
    ("applications.index", N_("My applications"), roles(*APPLICANTS), "/applications"),
    ("registry.organisations", N_("My organisation"), _may_represent, "/organisations"),
    (
        "panels.index",
        N_("Reviews"),
        roles(Role.PANELLIST, Role.CHAIR, Role.SECRETARY, Role.SUPERVISOR, Role.OFFICER),
        "/panels",
    ),
    ("projects.index", N_("Projects"), roles(*STAFF, *APPLICANTS, Role.EVALUATOR), "/projects"),
    (
        "disbursements.index",
        N_("Payments"),
        roles(*FINANCE, Role.OFFICER, Role.LEADER),
        "/disbursements",
    ),
    (
        "appropriations.index",
        N_("Funds"),
        roles(*FINANCE, Role.OFFICER, Role.LEADER, Role.AUDITOR),
        "/appropriations",
    ),
    ("notices.index", N_("Public notices"), anyone, "/notices"),
    ("check.ask", N_("Check a paper"), anyone, "/check"),
)


def navigation(actor: Actor) -> list[tuple[str, str, bool]]:
    """Return (address, text, whether the reader is there) for what the active hat may open."""

    return [
        (url_for(endpoint), _(text), request.path.startswith(prefix))
        for endpoint, text, rule, prefix in ENTRIES
        if rule(actor)
    ]
