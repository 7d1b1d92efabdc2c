"""A call of four applications at a stage of its review, told by the demo's story."""

from datetime import UTC, datetime

from app.accounts.models import User
from app.accounts.queries import user_named
from app.demo.story.panels import form_panel, score, swear
from app.demo.story.stages import tell
from app.demo.story.thread import Story, begin
from app.demo.world import make_world
from evaluations.models.panel import Panel
from evaluations.queries.panels import my_sheets, panellists_of

BEGINNING = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


def make_review(applications: int = 4) -> Story:
    """A call in review; the last of its applications is disqualified, the others wait."""
    make_world(BEGINNING)
    return tell(begin("open", at=BEGINNING, first=applications), "in_review")


def make_drawn_panel() -> tuple[Story, Panel]:
    """Five experts are drawn, none has given the pledge."""
    story = make_review()
    return story, form_panel(story)


def make_scoring_panel(*, scored: int = 0, lock: bool = True) -> tuple[Story, Panel]:
    """All are sworn, seat 1 has a conflict with the last application, seat 3 is the chair.

    scored: how many experts have scored all their sheets; lock: and locked them.
    """
    story, panel = make_drawn_panel()
    swear(story, panel)
    score(story, panel, experts=scored, lock=lock)
    return story, panel


def person_named(name: str) -> User:
    """A person of the demo."""
    user = user_named(name)
    assert user is not None
    return user


def expert_of(panel: Panel, seat: int) -> User:
    """The person on a seat."""
    return next(member.user for member in panellists_of(panel) if member.seat == seat)


def sheet_codes(panel: Panel, seat: int) -> list[str]:
    """The addresses of one seat's sheets in the expert's own order."""
    member = next(member for member in panellists_of(panel) if member.seat == seat)
    return [f"/scorecards/{sheet.code}" for sheet in my_sheets(member)]
