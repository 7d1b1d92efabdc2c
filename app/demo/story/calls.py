"""The call, what is handed in under it, and its screening."""

from datetime import UTC, datetime, timedelta

from app.demo.content import load_content
from app.demo.content_proposal import Proposal
from app.demo.papers import paper
from app.demo.story.thread import Story, signatory
from app.demo.world import make_money
from app.kernel.clock import local
from app.ledger.models import Appropriation
from projects.enums import ApplicationStatus, CheckOutcome
from projects.models.application import Application
from projects.models.call import Call
from projects.operations import applications, calls, screening
from projects.queries.applications import applications_under, checks_of

DAYS_OPEN = 12


def prepare(story: Story, appropriation: Appropriation | None = None) -> Call:
    """An officer drafts the call."""
    plan = story.plan
    opens = story.now + timedelta(hours=2)
    closing = local(opens).date() + timedelta(days=DAYS_OPEN)
    story.call = calls.create_call(
        programme="venture",
        title=plan.title,
        edition=plan.edition,
        year=plan.year,
        area_code=plan.area,
        budget=plan.budget,
        appropriation=appropriation
        or make_money(plan.year, plan.budget * 2, area=plan.area, at=story.now),
        opens_at=opens,
        closes_at=datetime(closing.year, closing.month, closing.day, 16, tzinfo=UTC),
        texts=load_content().texts_of_call(plan.stage),
        actor=story.officer,
        at=story.now,
    )
    return story.call


def publish(story: Story) -> None:
    """The call is published."""
    calls.publish_call(story.running, actor=story.officer, at=story.now)
    story.now = story.running.opens_at


def fill(story: Story, proposal: Proposal, *, files: bool = True) -> Application:
    """An organisation starts its application and fills in every part."""
    actor, organisation = signatory(proposal)
    at = story.later(minutes=7)
    application = applications.start_application(story.running, organisation, actor=actor, at=at)
    tables = proposal.rows(story.plan.year)
    for section, answers in load_content().sections(proposal.key, story.plan.year).items():
        applications.save_section(
            application, section, answers, tables=tables.get(section), actor=actor, at=at
        )
    applications.save_budget(application, proposal.items(), actor=actor, at=at)
    if files:
        for rule in story.running.rulebook.attachments:
            if rule.required:
                applications.add_file(application, paper(rule.label), rule.key, actor=actor, at=at)
    return application


def submit(story: Story, application: Application, proposal: Proposal) -> None:
    """The signatory submits."""
    actor, _organisation = signatory(proposal)
    applications.submit_application(
        application, declared=True, actor=actor, at=story.later(minutes=5)
    )


def apply_all(story: Story) -> None:
    """Every organisation of the story applies."""
    for proposal in story.proposals:
        submit(story, fill(story, proposal), proposal)


def open_applications(story: Story) -> None:
    """After the deadline the officer opens what was handed in."""
    at = story.until(story.running.closes_at + timedelta(hours=10))
    calls.open_call(story.running, actor=story.officer, at=at)


def screen(story: Story, *, disqualify_last: bool = True) -> None:
    """The officer checks every row; the last application fails on a person's finding."""
    received = applications_under(story.running, [ApplicationStatus.RECEIVED])
    for application in received:
        at = story.later(minutes=12)
        screening.start_screening(application, actor=story.officer, at=at)
        _check(story, application, at)
        if disqualify_last and application is received[-1]:
            _fail(story, application, at)
        else:
            screening.qualify(application, actor=story.officer, at=at)
    screening.finish_screening(story.running, actor=story.officer, at=story.later(hours=1))


def _check(story: Story, application: Application, at: datetime) -> None:
    findings = load_content().texts.checks
    for row in checks_of(application):
        if row.outcome is CheckOutcome.PERSON:
            screening.record_check(
                application,
                row.key,
                CheckOutcome.PASS,
                findings[row.key],
                actor=story.officer,
                at=at,
            )


def _fail(story: Story, application: Application, at: datetime) -> None:
    reason = load_content().texts.disqualified
    screening.record_check(
        application, "capacity", CheckOutcome.FAIL, reason, actor=story.officer, at=at
    )
    screening.disqualify(application, reason, actor=story.officer, at=at)
