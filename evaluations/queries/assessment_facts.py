"""What the papers of an evaluation say, as plain facts for templates/pdf."""

from datetime import date
from decimal import Decimal
from typing import Any

from app.kernel.clock import local
from app.kernel.money import Money
from evaluations.enums import AssessmentMoment
from evaluations.models.assessment import Assessment
from evaluations.rules.marks import plain
from projects.queries.projects import activities_of, expenses_of, table_rows
from projects.queries.spending import spending_by_category
from projects.rules.rulebook_review import AssessmentSheet
from projects.rules.sourced import Say, in_chinese


def rules_of(assessment: Assessment) -> AssessmentSheet:
    """Return the rulebook's sheet of an evaluation."""
    rulebook = assessment.project.call.rulebook
    midterm = assessment.moment is AssessmentMoment.MIDTERM
    return rulebook.midterm if midterm else rulebook.completion


def progress_of(assessment: Assessment, say: Say = in_chinese) -> list[dict[str, str]]:
    """Return planned and done: activities and person-times."""
    project = assessment.project
    rows = table_rows(project).get("plan_rows", [])
    done = activities_of(project)
    planned_people = sum(int(row.cells.get("person_times") or 0) for row in rows)
    people = sum(activity.attended for activity in done)
    return [
        _rate(say("活动", "Activities"), len(rows), len(done), say("场", "")),
        _rate(say("服务人次", "Person-times"), planned_people, people, say("人次", "")),
    ]


def _rate(label: str, planned: int, done: int, unit: str) -> dict[str, str]:
    share = Decimal(done * 100) / planned if planned else Decimal()
    return {
        "label": label,
        "planned": f"{planned}{unit}",
        "done": f"{done}{unit}",
        "rate": f"{share.quantize(Decimal('0.01'))}%" if planned else "—",
    }


def indicator_results(assessment: Assessment) -> list[dict[str, str]]:
    """Return target and actual of every indicator of the plan."""
    actuals = assessment.report.get("actuals", [])
    rows = table_rows(assessment.project).get("indicators", [])
    found = []
    for position, row in enumerate(rows):
        actual = actuals[position] if position < len(actuals) else ""
        found.append(
            {
                "name": row.cells.get("name", ""),
                "target": f"{row.cells.get('target', '')}{row.cells.get('unit', '')}",
                "actual": f"{actual}{row.cells.get('unit', '')}" if actual else "",
                "rate": "",
                "note": row.cells.get("evidence", ""),
            }
        )
    return found


def self_report_facts(assessment: Assessment, *, signer: str) -> dict[str, Any]:
    """Return the context of the self-report."""
    project = assessment.project
    report = assessment.report
    own = {key: Decimal(value) for key, value in report["points"].items()}
    reported = local(assessment.reported_at).date() if assessment.reported_at else None
    assert reported is not None
    assert assessment.reported_at is not None
    start, end = project.starts_on, min(project.ends_on, reported)
    return {
        **_heads(assessment),
        "starts": project.starts_on.isoformat(),
        "ends": project.ends_on.isoformat(),
        "period": f"{_day(start)}至{_day(end)}",
        "leader": project.revision.get("overview", {}).get("leader_name", ""),
        "phone": project.organisation.phone,
        "progress": progress_of(assessment),
        "dimensions": [
            {
                "name": dimension.label,
                "points": plain(dimension.points),
                "score": plain(
                    sum(
                        (own.get(leaf.key, Decimal()) for g in dimension.items for leaf in g.items),
                        Decimal(),
                    )
                ),
                "text": report["texts"].get(dimension.key, ""),
            }
            for dimension in rules_of(assessment).dimensions
        ],
        "total": plain(sum(own.values(), Decimal())),
        "indicators": indicator_results(assessment),
        "spending": spending_by_category(project),
        "problems": report["texts"].get("problems", ""),
        "next_steps": report["texts"].get("next_steps", ""),
        "evidence": [],
        "signer": signer,
        "submitted_at": assessment.reported_at.isoformat(),
    }


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def assessment_facts(assessment: Assessment, *, evaluator: str) -> dict[str, Any]:
    """Return the context of the assessment table; the total is printed as it is, also over 100."""
    rules = rules_of(assessment)
    sheet = assessment.sheet
    labels = {a.key: a.label for a in (*rules.bonuses, *rules.deductions)}
    points = {key: Decimal(value) for key, value in sheet["points"].items()}
    assert assessment.total is not None
    assert assessment.assessed_at is not None
    grade = next(g.label for g in rules.grades if g.key == assessment.grade)
    return {
        **_heads(assessment),
        "assessed_on": local(assessment.assessed_at).date().isoformat(),
        "method": "查阅自评报告、活动记录、凭证，现场核查",
        "pass_mark": plain(rules.pass_mark.value),
        "items": [
            {
                "dimension": dimension.label,
                "indicator": leaf.label,
                "points": plain(leaf.points),
                "score": plain(points.get(leaf.key, Decimal())),
                "basis": sheet["bases"].get(leaf.key, ""),
            }
            for dimension in rules.dimensions
            for group in dimension.items
            for leaf in group.items
        ],
        "subtotal": plain(sum(points.values(), Decimal())),
        "bonus": [_moved(row, labels) for row in sheet["bonuses"]],
        "deductions": [_moved(row, labels) for row in sheet["deductions"]],
        "total": plain(assessment.total),
        "grade": grade,
        "conclusion": assessment.opinion,
        "findings": assessment.findings,
        "eligible": assessment.eligible_spending.fen if assessment.eligible_spending else None,
        "reduced": disallowed(assessment).fen if assessment.eligible_spending else None,
        "proposal": _advice(assessment),
        "experts": [{"name": evaluator, "unit": "", "duty": "评估人员"}],
    }


def _moved(row: list[str], labels: dict[str, str]) -> dict[str, str]:
    key, points, why = row
    return {"text": f"{labels.get(key, key)}：{why}", "points": plain(Decimal(points))}


def _advice(assessment: Assessment) -> str:
    outcomes = {o.key: o.label for o in assessment.project.call.rulebook.completion.outcomes}
    if assessment.advice is None:
        return ""
    return outcomes.get(str(assessment.advice), "")


def disallowed(assessment: Assessment) -> Money:
    """Return what the review does not recognise of a project's vouchers."""
    return sum((e.disallowed for e in expenses_of(assessment.project)), Money(0))


def _heads(assessment: Assessment) -> dict[str, str]:
    project = assessment.project
    return {
        "moment": str(assessment.moment),
        "organisation": project.organisation.name,
        "project": project.title,
        "project_number": project.number,
        "contract_number": "",
    }
