"""Budget items and the ledger."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.accounts.enums import FINANCE, Role
from app.kernel.errors import NotFound
from app.ledger.queries import appropriations_in, find_appropriation, postings_of, standings
from app.records.actor import Actor
from app.web.actor import current_actor
from app.web.forms import page
from app.web.guard import access, require, roles

appropriations = Blueprint("appropriations", __name__, url_prefix="/appropriations")
MONEY = (*FINANCE, Role.OFFICER, Role.LEADER, Role.AUDITOR)


def areas_of(actor: Actor) -> list[str]:
    """Return the areas whose money the actor may see."""
    found = [scope for role in MONEY for scope in actor.scopes(role)]
    return [scope.removeprefix("area:") for scope in dict.fromkeys(found)]


@appropriations.get("")
@access(roles(*MONEY))
def index() -> ResponseReturnValue:
    items = [item for area in areas_of(current_actor) for item in appropriations_in(area)]
    return page("funding/appropriations/index.html", standings=standings(items))


@appropriations.get("/<code>")
@access(roles(*MONEY))
def show(code: str) -> ResponseReturnValue:
    item = find_appropriation(code)
    if not any(item.area_code.startswith(area) for area in areas_of(current_actor)):
        raise NotFound
    require(True)
    return page(
        "funding/appropriations/show.html",
        item=item,
        standing=standings([item])[0],
        postings=postings_of(item),
    )
