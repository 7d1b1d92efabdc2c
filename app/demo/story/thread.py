"""One call of the demo on its way, and who acts in it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.accounts.enums import Role
from app.demo.content import load_content
from app.demo.content_proposal import Proposal
from app.demo.content_story import CallPlan
from app.demo.world import BEGINNING, person
from app.kernel.clock import local
from app.kernel.periods import start_of_day
from app.records.actor import Actor
from app.registry.models import Organisation
from app.registry.queries import my_organisations
from projects.enums import ProjectStatus
from projects.models.call import Call
from projects.models.project import Project
from projects.queries.projects import projects_under

OPENS, CLOSES = timedelta(hours=9), timedelta(hours=18)


@dataclass
class Story:
    """One call on its way. now: the moment of the next step; it only moves forward."""

    plan: CallPlan
    now: datetime
    proposals: tuple[Proposal, ...]
    call: Call | None = None

    @property
    def officer(self) -> Actor:
        return person("officer")

    @property
    def secretary(self) -> Actor:
        return person("secretary")

    @property
    def running(self) -> Call:
        assert self.call is not None
        return self.call

    def later(self, **period: float) -> datetime:
        """Let time pass and return the new moment, in office hours."""
        self.now = _in_office_hours(self.now + timedelta(**period))
        return self.now

    def until(self, moment: datetime) -> datetime:
        """Let time pass until a moment, unless it is past, and return the new one."""
        self.now = max(self.now, moment)
        return self.now

    def evening_of(self, day: date) -> datetime:
        """Let time pass until a day is over, and return the new moment."""
        return self.until(start_of_day(day) + CLOSES)


def _in_office_hours(at: datetime) -> datetime:
    day = start_of_day(local(at).date())
    if at < day + OPENS:
        return day + OPENS
    return at if at < day + CLOSES else day + timedelta(days=1) + OPENS


def begin(stage: str, *, at: datetime | None = None, first: int | None = None) -> Story:
    """Return the story of the call that the demo leaves at a stage, at its beginning.

    at: when it begins, instead of its own time; first: how many of the proposals it gets.
    """
    content = load_content()
    plan = content.calls[stage]
    begins = at or BEGINNING + timedelta(days=plan.begins)
    return Story(plan, begins, tuple(content.proposals.values())[:first])


def signatory(proposal: Proposal) -> tuple[Actor, Organisation]:
    """The person who signs for the organisation of a proposal."""
    actor = person(proposal.key)
    return actor, my_organisations(actor)[0]


def expert(name: str) -> Actor:
    """An expert wearing the panellist's hat."""
    return person(name, Role.PANELLIST)


def proposal_called(title: str) -> Proposal:
    """The proposal of an application or project."""
    return next(each for each in load_content().proposals.values() if each.title == title)


def awarded(story: Story) -> list[Project]:
    """The projects of the call that nobody has given up."""
    found = projects_under(story.running)
    return [each for each in found if each.status is not ProjectStatus.TERMINATED]
