"""The project is carried out, reported on and evaluated."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from app.db import session
from app.demo.content import load_content
from app.demo.content_story import ActivityRow, Delivery, Disallowed, Extra, moved_day
from app.demo.papers import paper, photo
from app.demo.story.thread import Story, awarded, proposal_called, signatory
from app.demo.world import person
from app.kernel.clock import local
from evaluations.enums import AssessmentMoment
from evaluations.models.assessment import Assessment
from evaluations.operations import assessments
from evaluations.rules.assessments import TailAdvice
from projects.models.project import Project
from projects.operations import projects as operations
from projects.queries.projects import budget_lines, expenses_of

DAYS_TO_REPORT = timedelta(days=27)


def delivered(story: Story) -> list[Project]:
    """The projects whose delivery the content tells."""
    told = load_content().deliveries
    return [each for each in awarded(story) if proposal_called(each.title).key in told]


def delivery_of(project: Project) -> Delivery:
    """What the content tells of a project's delivery."""
    return load_content().deliveries[proposal_called(project.title).key]


def deliver(story: Story, projects: Sequence[Project], moment: AssessmentMoment) -> None:
    """What the reports of a moment tell of takes place, day by day, and is paid for."""
    held = [(row.on, each, row) for each in projects for row in delivery_of(each).held(moment)]
    for _day, project, row in sorted(held, key=lambda one: one[0]):
        hold(story, project, row)
    for project in projects:
        spend(story, project, moment)


def hold(story: Story, project: Project, row: ActivityRow) -> None:
    """One activity takes place and is recorded in the evening, with a photo."""
    proposal = proposal_called(project.title)
    actor, _organisation = signatory(proposal)
    day = moved_day(row.on, story.plan.year)
    operations.record_activity(
        project,
        {
            "title": proposal.tables.plan_rows[row.plan_row - 1].activity,
            "plan_position": row.plan_row,
            "held_on": day,
            "place": row.place,
            "audience": row.audience,
            "expected": row.expected,
            "attended": row.attended,
            "new_people": row.new_people,
            "volunteers": row.volunteers,
            "volunteer_hours": row.volunteer_hours,
            "content": row.content,
            "effect": row.effect,
            "problem": row.problem,
        },
        [photo(row.plan_row)],
        actor=actor,
        at=story.evening_of(day),
    )


def spend(story: Story, project: Project, moment: AssessmentMoment) -> None:
    """Record a voucher for every line of which something was spent, on the days of activities."""
    actor, _organisation = signatory(proposal_called(project.title))
    told, lines = delivery_of(project), budget_lines(project)
    days = [moved_day(row.on, story.plan.year) for row in told.held(moment)]
    known, spent = len(expenses_of(project)), told.spent(moment)
    at = story.later(hours=3)
    for number, (row, percent) in enumerate(spent):
        line = lines[row.line - 1]
        operations.record_expense(
            project,
            line,
            spent_on=days[number * len(days) // len(spent)],
            payee=row.payee,
            purpose=row.purpose,
            amount=line.amount.share(percent),
            voucher=f"记-{known + number + 1:03d}",
            invoice="",
            image=paper(row.invoice),
            actor=actor,
            at=at,
        )


def report(story: Story, project: Project, moment: AssessmentMoment) -> Assessment:
    """The evaluation is planned and the organisation hands its self-report in."""
    actor, _organisation = signatory(proposal_called(project.title))
    told = delivery_of(project).report(moment)
    at = story.later(hours=15)
    planned = assessments.plan_assessment(
        project, moment, local(at).date() + DAYS_TO_REPORT, actor=story.officer, at=at
    )
    session().flush()
    rules = assessments.sheet_rules(planned)
    assessments.hand_in_self_report(
        planned,
        texts=told.texts_of(story.plan.year),
        points={leaf.key: leaf.points * told.self_score / 100 for leaf in rules.leaves},
        actuals=[format(value, "f") for value in told.actuals],
        actor=actor,
        at=story.evening_of(moved_day(told.on, story.plan.year)),
    )
    return planned


def evaluate(story: Story, planned: Assessment) -> None:
    """The evaluator assesses; with bonuses the total may exceed 100."""
    evaluator = person("evaluator")
    told = delivery_of(planned.project).assessment(planned.moment)
    assessments.assign_evaluator(
        planned, evaluator.user_id or 0, actor=story.officer, at=story.later(hours=4)
    )
    if told.disallowed:
        _strike(story, planned, told.disallowed)
    assessments.assess(
        planned,
        points=told.points,
        bases=told.bases,
        bonuses=_extras(told.bonuses),
        deductions=_extras(told.deductions),
        opinion=told.opinion,
        advice=TailAdvice.FULL,
        actor=evaluator,
        at=story.later(days=3),
    )
    assessments.conclude(planned, actor=story.officer, at=story.later(days=1))


def _strike(story: Story, planned: Assessment, told: Disallowed) -> None:
    """The last voucher of a budget line is not recognised in full."""
    project = planned.project
    line = budget_lines(project)[told.line - 1]
    expense = [each for each in expenses_of(project) if each.budget_line_id == line.id][-1]
    at = story.later(hours=2)
    assessments.review_voucher(
        planned, expense, told.amount, told.reason, actor=person("evaluator"), at=at
    )


def _extras(told: Sequence[Extra]) -> list[tuple[str, Decimal, str]]:
    return [(each.key, each.points, each.reason) for each in told]
