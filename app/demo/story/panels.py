"""The panel: draw, pledges, marks and the ranking."""

from datetime import timedelta

from app.db import session
from app.demo.content import load_content
from app.demo.content_story import Scorecard
from app.demo.story.thread import Story, expert, proposal_called
from evaluations.models.panel import Panel, Panellist
from evaluations.operations import draws, panels, pledges, rankings, scorecards
from evaluations.queries.panels import my_seat, my_sheets, panellists_of
from evaluations.rules.conflicts import Ground
from evaluations.rules.marks import MarkGiven
from projects.enums import ApplicationStatus
from projects.queries.applications import applications_under

DONE = ("recused", "locked")


def form_panel(story: Story) -> Panel:
    """The secretary forms the panel, freezes the candidates; the supervisor's number draws it."""
    told = load_content().texts.panel
    at = story.later(days=1)
    panel = panels.form_panel(
        story.running,
        name=f"{story.plan.edition}公益创投评审专家组",
        meets_at=at + timedelta(days=2),
        scoring_until=at + timedelta(days=4),
        venue=told.venue,
        actor=story.secretary,
        at=at,
    )
    draws.prepare_draw(panel, actor=story.secretary, at=at)
    session().flush()
    draws.draw_experts(panel, told.number, actor=story.secretary, at=story.later(hours=2))
    return panel


def swear(story: Story, panel: Panel) -> None:
    """Every expert gives the pledge; the first declares a conflict with the last application."""
    judged = applications_under(story.running, [ApplicationStatus.QUALIFIED])
    conflict = (Ground.PAID_WORK, load_content().texts.panel.conflict)
    members = panellists_of(panel)
    for member in members:
        pledges.swear(
            panel,
            pledged=True,
            declared={judged[-1].code: conflict} if member.seat == 1 else {},
            actor=expert(member.user.sign_in_name),
            at=story.later(minutes=9),
        )
    panels.elect_chair(panel, members[2], actor=story.secretary, at=story.later(minutes=5))
    panels.start_scoring(panel, actor=story.secretary, at=story.later(minutes=5))
    session().flush()


def score(story: Story, panel: Panel, *, experts: int = 5, lock: bool = True) -> None:
    """The experts score all their sheets and lock them. experts: how many of the five."""
    for member in panellists_of(panel)[:experts]:
        actor = expert(member.user.sign_in_name)
        seat = my_seat(panel, actor)
        assert seat is not None
        _score_all(story, seat)
        session().flush()
        if lock:
            scorecards.lock_sheets(seat, actor=actor, at=story.later(minutes=3))


def _score_all(story: Story, seat: Panellist) -> None:
    reviews = load_content().reviews
    for sheet in my_sheets(seat):
        if str(sheet.status) in DONE:
            continue
        card = reviews[proposal_called(sheet.application.title).key].seat(seat.seat)
        scorecards.save_sheet(
            sheet,
            _marks(card),
            comment=card.comment,
            recommended=card.amount,
            actor=expert(seat.user.sign_in_name),
            at=story.later(minutes=6),
        )


def _marks(card: Scorecard) -> dict[str, MarkGiven]:
    reasons = card.reasons or {}
    return {key: MarkGiven(points, reasons.get(key, "")) for key, points in card.marks.items()}


def rank(story: Story, panel: Panel) -> None:
    """Scoring is closed and the ranking frozen."""
    rankings.close_scoring(panel, actor=story.secretary, at=story.later(minutes=10))
    rankings.freeze_ranking(panel, actor=story.secretary, at=story.later(minutes=20))
