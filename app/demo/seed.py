"""The demo: its world, and one call at every stage, loaded once."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import select

from app.accounts.enums import Role
from app.accounts.models import User
from app.accounts.queries import demo_people
from app.db import Database, session
from app.demo import story as acts
from app.demo.proposals import THEMES
from app.demo.story import Story, tell
from app.demo.world import BEGINNING, PASSWORD, make_world
from app.kernel.clock import SystemClock
from app.kernel.money import Money
from app.records.clock import set_shift


@dataclass(frozen=True)
class Plan:
    """One call of the demo. begins: days before the demo's first morning; until: its stage."""

    host: str
    area: str
    edition: str
    year: int
    begins: float
    until: str


PLANS = (
    Plan("苏州市", "3205", "第七届", 2025, 376, "completed"),
    Plan("昆山市", "320583", "第十届", 2025, 255, "midterm"),
    Plan("太仓市", "320585", "第九届", 2025, 230, "running"),
    Plan("常熟市", "320581", "第八届", 2025, 62, "contracted"),
    Plan("张家港市", "320582", "第八届", 2025, 32, "decided"),
    Plan("吴江区", "320509", "第六届", 2025, 22, "in_notice"),
    Plan("吴中区", "320506", "第六届", 2025, 20, "approved"),
    Plan("相城区", "320507", "第六届", 2025, 16, "ranked"),
    Plan("姑苏区", "320508", "第九届", 2025, 15, "scoring"),
    Plan("虎丘区", "320505", "第五届", 2025, 14.5, "in_review"),
    Plan("苏州工业园区", "320576", "第五届", 2025, 14, "opened"),
)


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
    for plan in PLANS:
        with database.work(writing=True):
            tell(story_of(plan), plan.until)
    with database.work(writing=True):
        _open_call()
        _draft_call()


def story_of(plan: Plan) -> Story:
    """Return the story of a plan at its beginning."""
    return Story(
        plan.edition,
        plan.year,
        BEGINNING - timedelta(days=plan.begins),
        area=plan.area,
        host=plan.host,
    )


def _open_call() -> None:
    """The city's call of the year is open: ten applied, one is still writing, one has not begun."""
    story = Story("第八届", 2026, BEGINNING - timedelta(days=3))
    acts.prepare(story)
    acts.publish(story)
    for theme in THEMES[2:]:
        acts.submit(story, acts.fill(story, theme), theme)
    acts.fill(story, THEMES[1], files=False)


def _draft_call() -> None:
    story = Story("第九届", 2027, BEGINNING - timedelta(hours=1))
    story.budget = Money.yuan("320000.00")
    acts.prepare(story)
