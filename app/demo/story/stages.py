"""The story in stages, so that a call can be left at any of them.

Used by the demo's seed and by the journeys of the tests.
"""

from collections.abc import Callable

from app.db import session
from app.demo.content import load_content
from app.demo.story import awards, calls, contracts, delivery, panels
from app.demo.story.thread import Story, awarded
from evaluations.enums import AssessmentMoment
from evaluations.queries.panels import panel_of

STAGES: tuple[str, ...] = (
    "draft",
    "open",
    "closed",
    "opened",
    "in_review",
    "scoring",
    "ranked",
    "approved",
    "in_notice",
    "decided",
    "contracted",
    "running",
    "midterm",
    "completed",
)


def tell(story: Story, until: str) -> Story:
    """Tell the story up to a stage of STAGES."""
    for stage in STAGES[: STAGES.index(until) + 1]:
        STEPS[stage](story)
        session().flush()
    return story


def _open(story: Story) -> None:
    calls.publish(story)
    calls.apply_all(story)


def _panel(story: Story) -> None:
    panels.swear(story, panels.form_panel(story))


def _rank(story: Story) -> None:
    panel = panel_of(story.running)
    assert panel is not None
    panels.score(story, panel)
    panels.rank(story, panel)


def _contract_all(story: Story) -> None:
    told = load_content().texts.decline
    if told.call == story.plan.stage:
        awards.decline(story, told)
    for project in awarded(story):
        awards.revise(story, project)
        contracts.sign(story, project)


def _start_all(story: Story) -> None:
    for position, project in enumerate(awarded(story)):
        contracts.pay(story, project, 1, on_paper=position == 0)
    delivery.deliver(story, delivery.delivered(story), AssessmentMoment.MIDTERM)


def _midterm_all(story: Story) -> None:
    _evaluate_all(story, AssessmentMoment.MIDTERM, installment=2)


def _complete_all(story: Story) -> None:
    delivery.deliver(story, delivery.delivered(story), AssessmentMoment.COMPLETION)
    _evaluate_all(story, AssessmentMoment.COMPLETION, installment=3)


def _evaluate_all(story: Story, moment: AssessmentMoment, *, installment: int) -> None:
    projects = delivery.delivered(story)
    for planned in [delivery.report(story, project, moment) for project in projects]:
        delivery.evaluate(story, planned)
    for project in projects:
        contracts.pay(story, project, installment)


STEPS: dict[str, Callable[[Story], object]] = {
    "draft": calls.prepare,
    "open": _open,
    "closed": lambda _story: None,
    "opened": calls.open_applications,
    "in_review": calls.screen,
    "scoring": _panel,
    "ranked": _rank,
    "approved": awards.approve,
    "in_notice": awards.announce,
    "decided": awards.decide,
    "contracted": _contract_all,
    "running": _start_all,
    "midterm": _midterm_all,
    "completed": _complete_all,
}
