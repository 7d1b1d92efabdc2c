"""From the ranking to the confirmed plan: minutes, notice, objection, award, revision."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from app.db import session
from app.demo.content import load_content
from app.demo.content_story import DeclineText, ObjectionText
from app.demo.papers import paper
from app.demo.story.thread import Story, awarded, proposal_called, signatory
from app.demo.world import person
from app.kernel.clock import local
from app.kernel.money import ZERO, Money
from app.records.actor import PLATFORM
from projects.models.notice import Notice
from projects.models.project import Project
from projects.operations import decisions, objections, projects
from projects.queries.notices import notice_of
from projects.queries.snapshots import budget_data
from projects.rules.budgets import BudgetItem, line_amount
from projects.rules.revision import items_of


def approve(story: Story) -> None:
    """The bureau's meeting approves the result."""
    texts = load_content().texts
    at = story.later(days=5)
    decisions.approve_results(
        story.running,
        body=texts.approving_body,
        number=story.plan.minutes,
        held_on=local(at).date(),
        scan=paper(texts.papers.minutes),
        actor=person("leader"),
        at=at,
    )


def announce(story: Story) -> Notice:
    """The proposed awards are announced and their money reserved."""
    return decisions.announce(story.running, actor=story.officer, at=story.later(hours=3))


def object_to(story: Story, notice: Notice, told: ObjectionText) -> None:
    """Somebody objects to one line of the notice; the officer examines it and answers."""
    title = load_content().proposals[told.proposal].title
    row = next(each for each in notice.rows if each["title"] == title)
    objection, _receipt = objections.file_objection(
        notice,
        name=told.name,
        by_organisation=told.by_organisation,
        contact=told.contact,
        subject=told.subject,
        body=told.body,
        application_code=row["application"],
        evidence=None,
        actor=PLATFORM,
        at=story.later(days=1),
    )
    session().flush()
    objections.accept_objection(objection, actor=story.officer, at=story.later(hours=3))
    objections.answer_objection(
        objection,
        upheld=False,
        findings=told.findings,
        measures=told.measures,
        actor=story.officer,
        at=story.later(days=2),
    )


def decide(story: Story) -> list[Project]:
    """After the notice the awards are granted."""
    notice = notice_of(story.running)
    assert notice is not None
    assert notice.ends_at is not None
    told = load_content().texts.objection
    if told.call == story.plan.stage:
        object_to(story, notice, told)
    at = story.until(notice.ends_at + timedelta(hours=9))
    return decisions.decide(story.running, actor=story.officer, at=at)


def decline(story: Story, told: DeclineText) -> None:
    """One awardee gives the award up, and the first reserve moves up."""
    proposal = load_content().proposals[told.proposal]
    project = next(each for each in awarded(story) if each.title == proposal.title)
    actor, _organisation = signatory(proposal)
    at = story.later(days=1)
    decisions.decline_award(project.application, told.reason, actor=actor, at=at)
    session().flush()
    decisions.offer_reserve(story.running, actor=story.officer, at=story.later(hours=4))


def revise(story: Story, project: Project) -> None:
    """The organisation accepts and cuts its budget to the award; the officer confirms the plan."""
    actor, _organisation = signatory(proposal_called(project.title))
    projects.begin_revision(project, actor=actor, at=story.later(hours=3))
    session().flush()
    projects.save_budget(project, cut_to_award(project), actor=actor, at=story.later(hours=2))
    projects.hand_in_revision(project, actor=actor, at=story.later(hours=1))
    projects.confirm_plan(project, actor=story.officer, at=story.later(hours=3))


def cut_to_award(project: Project) -> list[BudgetItem]:
    """Cut every price in proportion; the largest line of activities takes what is left over."""
    items = items_of(budget_data(project))
    granted = [number for number, item in enumerate(items) if item.source == "grant"]
    asked = _sum(items, granted)
    for number in granted:
        items[number] = _cheaper(items[number], project.amount, asked)
    rest = project.amount - _sum(items, granted)
    if rest != ZERO:
        largest = max(granted, key=lambda n: (items[n].category == "activity", items[n].amount))
        items[largest] = _lump(items[largest], items[largest].amount + rest)
    return items


def _sum(items: Sequence[BudgetItem], numbers: Sequence[int]) -> Money:
    return sum((items[number].amount for number in numbers), ZERO)


def _cheaper(item: BudgetItem, award: Money, asked: Money) -> BudgetItem:
    """Lower the price to a figure that people write: whole yuan, or ten fen below a hundred."""
    step = 100 if item.unit_price.fen >= 10_000 else 10
    price = Money(item.unit_price.fen * award.fen // asked.fen // step * step)
    return replace(item, unit_price=price, amount=line_amount(price, item.quantity))


def _lump(item: BudgetItem, amount: Money) -> BudgetItem:
    return replace(
        item,
        unit_price=amount,
        quantity=Decimal(1),
        unit="项",
        amount=amount,
        basis=f"{item.basis}，按核定金额合计",
    )
