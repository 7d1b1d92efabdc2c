"""The demo bar: who I am and what time it is, one click each; absent in production."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from flask import Blueprint, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_user

from app.accounts.enums import Role
from app.accounts.operations import open_session
from app.accounts.queries import demo_people, find_user
from app.accounts.views import local_path
from app.db import session
from app.demo.jumps import JUMPS, jump_target
from app.kernel.clock import SystemClock
from app.kernel.errors import NotFound
from app.records.actor import Actor
from app.records.clock import ClockShift, set_shift
from app.web.actor import current_actor
from app.web.clock import now
from app.web.filters import label
from app.web.guard import access, anyone, require

demo = Blueprint("demo", __name__, url_prefix="/demo")


@dataclass(frozen=True)
class DemoBar:
    """What the bar shows. people: (code, name, role and unit, current); jumps: (key, label)."""

    people: list[tuple[str, str, str, bool]]
    now: datetime
    jumps: list[tuple[str, str]]


def demo_bar() -> DemoBar:
    """Return the bar of the current request."""
    people = [
        (code, name, f"{label(Role(role))}　{unit}", code == current_actor.code)
        for code, name, unit, role, _hint in demo_people()
    ]
    return DemoBar(people, now(), [(jump.key, _(jump.label)) for jump in JUMPS])


@demo.post("/become")
@access(anyone)
def become() -> ResponseReturnValue:
    user = find_user(request.form.get("person", ""))
    require(user.is_demo)
    token = open_session(
        user,
        agent=request.user_agent.string,
        address=request.remote_addr or "",
        real_now=SystemClock().now(),
    )
    login_user(Actor(user_id=0, token=token))
    return redirect(local_path(request.form.get("next")))


@demo.post("/clock")
@access(anyone)
def move_clock() -> ResponseReturnValue:
    wanted = request.form.get("jump", "")
    jump = next((jump for jump in JUMPS if jump.key == wanted), None)
    if jump is None:
        raise NotFound
    target = jump_target(jump, at=g.arrived)
    shift = session().get(ClockShift, 1)
    ahead = ceil((target - g.arrived).total_seconds())
    set_shift((shift.seconds if shift else 0) + ahead)
    return redirect(local_path(request.form.get("next")))
