"""The demo: its world, and one call at every stage, loaded once."""

from sqlmodel import select

from app.accounts.enums import Role
from app.accounts.models import User
from app.accounts.queries import demo_people
from app.db import Database, session
from app.demo.content import load_content
from app.demo.story import calls
from app.demo.story.desks import delegate, leave
from app.demo.story.stages import tell
from app.demo.story.thread import Story, begin
from app.demo.world import BEGINNING, PASSWORD, make_world
from app.kernel.clock import SystemClock
from app.records.clock import set_shift


def seed_demo(database: Database) -> list[str]:
    """Load the demo unless it is there; returns the lines that a newcomer reads."""
    with database.work(writing=False):
        known = session().exec(select(User.id).where(User.is_demo)).first()
    if known is None:
        _load(database)
    with database.work(writing=False):
        people = demo_people()
    lines = ["Demo people (one click in the demo bar, or sign in with the password below):"]
    lines += [
        f"  {_name(database, code):20} {name}　{Role(role).value:20} {unit}"
        for code, name, unit, role, _hint in people
        if role != "panellist"
    ]
    experts = sum(role == "panellist" for _code, _name, _unit, role, _hint in people)
    return [*lines, f"  and {experts} experts of the pool", f"Password of all: {PASSWORD}"]


def _name(database: Database, code: str) -> str:
    with database.work(writing=False):
        return session().exec(select(User.sign_in_name).where(User.code == code)).one()


def _load(database: Database) -> None:
    with database.work(writing=True):
        make_world()
        set_shift(round((BEGINNING - SystemClock().now()).total_seconds()))
    for stage in load_content().calls:
        with database.work(writing=True):
            story = _tell_open() if stage == "open" else tell(begin(stage), stage)
            delegate(story)
            leave(story, stage)


def _tell_open() -> Story:
    """The call of the year is open: ten have applied, one is still writing, one has not begun."""
    story = begin("open")
    calls.prepare(story)
    calls.publish(story)
    _to_begin, writing, *done = story.proposals
    for proposal in done:
        calls.submit(story, calls.fill(story, proposal), proposal)
    calls.fill(story, writing, files=False)
    return story
