"""What the demo leaves undone, so that every desk has something on it from the first day."""

from app.accounts.enums import Role
from app.accounts.operations import grant_role
from app.accounts.queries import user_named
from app.db import session
from app.demo.story import contracts, delivery
from app.demo.story.thread import Story, awarded
from app.demo.world import person
from evaluations.enums import AssessmentMoment
from evaluations.operations.assessments import assign_evaluator

# Each of these projects' first payments waits for the next person of the chain.
TAKEN = ((), ("drafted",), ("drafted", "head"), ("drafted", "head", "checked"))
WAITING_FOR_CASH = ("drafted", "head", "checked", "leader")


def leave(story: Story, stage: str) -> None:
    """Begin what the next people of a call at this stage go on with."""
    if stage == "contracted":
        _payments(story)
    elif stage == "running":
        _evaluation(story)


def _payments(story: Story) -> None:
    _untouched, *others = awarded(story)
    for project, taken in zip(others, (*TAKEN, WAITING_FOR_CASH), strict=False):
        contracts.sign_steps(story, contracts.request(story, project, 1), taken)


def _evaluation(story: Story) -> None:
    planned = delivery.report(story, delivery.delivered(story)[-1], AssessmentMoment.MIDTERM)
    session().flush()
    evaluator = person("evaluator").user_id or 0
    assign_evaluator(planned, evaluator, actor=story.officer, at=story.later(hours=4))


def delegate(story: Story) -> None:
    """The call is delegated to the organiser (承办方)."""
    organiser = user_named("organiser")
    assert organiser is not None
    scope = f"call:{story.running.code}"
    grant_role(organiser, Role.ORGANISER, scope, at=story.now, actor=story.officer)
