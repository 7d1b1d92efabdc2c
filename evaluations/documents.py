"""Papers of panels and assessments: draw record, pledge, score sheet, ranking, reports, letter."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from app.accounts.models import User
from app.accounts.queries import names_of
from app.kernel.clock import local
from app.kernel.money import Money
from app.kernel.numbering import numbered
from app.ledger.queries import balances_of
from app.ledger.rules import Stage
from app.records.actor import Actor
from app.records.counters import next_number
from app.records.documents import Document, issue
from app.registry.models import Expert
from app.registry.queries import active_experts
from evaluations.enums import ScorecardStatus
from evaluations.models.assessment import Assessment
from evaluations.models.panel import Conflict, Draw, Panel, Panellist
from evaluations.models.scorecard import Ranking, Scorecard
from evaluations.queries.assessment_facts import disallowed, rules_of
from evaluations.queries.panels import marks_of, my_sheets, panellists_of
from evaluations.rules.marks import plain
from projects.models.application import Application
from projects.queries.applications import applications_under
from projects.rules.rulebook import Rulebook

ALGORITHM = "种子＝SHA-256（密值‖现场号码）；按候选编号排序后以SHA-256计数流作Fisher–Yates洗牌"
OUTCOMES = {"drawn": "抽中", "reserve": "递补", "skipped": "回避"}
PROPOSALS = {"recommended": "建议资助", "reserve": "候补", "not_selected": "未入选"}
GROUND_NUMBERS = {"post": 1, "paid_work": 2, "kinship": 3, "authorship": 4, "other": 5}


def issue_draw(panel: Panel, draw: Draw, *, actor: Actor, at: datetime) -> Document:
    """Issue the record of a draw (评审专家抽取记录表)."""
    assert draw.receipt is not None
    steps = draw.receipt["result"]["steps"]
    pool = {user.code: (expert, user) for expert, user in active_experts()}
    names = names_of([draw.committed_by, draw.number_by])
    return issue(
        panel.chain,
        "draw",
        number=f"{panel.code.upper()}-D{draw.attempt}",
        number_label="抽取编号",
        title="评审专家抽取记录表",
        facts={
            "call": panel.call.title,
            "panel": panel.name,
            "drawn_at": at.isoformat(),
            "venue": panel.venue,
            "needed": panel.size,
            "rule": _composition_rule(panel.call.rulebook),
            "candidates": _drawn_order(steps, pool, panel.call.rulebook),
            "replaced": [],
            **_draw_proof(draw, draw.receipt),
            "draw_count": draw.attempt,
            "drawn_by": names.get(draw.committed_by or 0, ""),
            # Where the secretary typed the number, the supervisor signs by hand.
            "supervised_by": names[draw.number_by]
            if draw.number_by in names and draw.number_by != draw.committed_by
            else "",
        },
        actor=actor,
        at=at,
    )


def _composition_rule(rulebook: Rulebook) -> str:
    return "；".join(
        f"{seat.label}不少于{seat.minimum.value}名"
        for seat in rulebook.panel.seats
        if seat.minimum.value
    )


def _drawn_order(
    steps: Sequence[Mapping[str, Any]],
    pool: Mapping[str, tuple[Expert, User]],
    rulebook: Rulebook,
) -> list[dict[str, Any]]:
    fields = {each.key: each.label for each in rulebook.fields}
    rows = []
    for step in steps:
        expert, user = pool[step["code"]]
        rows.append(
            {
                "position": step["place"],
                "code": step["code"],
                "name": user.name,
                "unit": expert.unit,
                "field": "、".join(fields.get(key, key) for key in expert.fields),
                "outcome": OUTCOMES[step["outcome"]],
                "note": step["because"] if step["outcome"] == "skipped" else "",
            }
        )
    return rows


def _draw_proof(draw: Draw, receipt: Mapping[str, Any]) -> dict[str, Any]:
    """What anybody needs to run the draw again."""
    return {
        "candidates_sha256": draw.candidates_hash,
        "commitment_sha256": draw.commitment,
        "secret": receipt["secret"],
        "public_number": draw.number,
        "seed_sha256": receipt["seed"],
        "algorithm": ALGORITHM,
    }


def issue_pledge(
    panel: Panel,
    seat: Panellist,
    conflicts: Sequence[Conflict],
    *,
    actor: Actor,
    at: datetime,
) -> Document:
    """Issue an expert's pledge with the declaration of conflicts (承诺书、回避声明)."""
    mine = [found for found in conflicts if found.panellist_id == seat.id]
    order = {a.id: str(i) for i, a in enumerate(applications_under(panel.call), start=1)}
    return issue(
        panel.chain,
        "pledge",
        number=f"{panel.code.upper()}-P{seat.seat}",
        number_label="承诺书编号",
        title="评审专家承诺书",
        facts={
            "call": panel.call.title,
            "panel": panel.name,
            "expert": seat.user.name,
            "unit": seat.expert.unit,
            "accepted_at": at.isoformat(),
            "conflicts": [
                {
                    "order": order.get(found.application_id, ""),
                    "project": found.application.title,
                    "ground": GROUND_NUMBERS.get(str(found.ground), 5),
                    "note": found.note if found.declared else "系统比对发现，自动回避",
                }
                for found in mine
            ],
            "declared": True,
        },
        actor=actor,
        at=at,
    )


def issue_scoresheet(panel: Panel, seat: Panellist, *, actor: Actor, at: datetime) -> Document:
    """Issue an expert's locked score sheet (专家评分表)."""
    criteria = panel.call.rulebook.criteria
    sheets = my_sheets(seat)
    marks = marks_of(sheets)
    return issue(
        panel.chain,
        "scoresheet",
        number=f"{panel.code.upper()}-S{seat.seat}",
        number_label="评分表编号",
        title="专家评分表",
        facts={
            "call": panel.call.title,
            "panel": panel.name,
            "expert": seat.user.name,
            "criteria": [{"name": c.label, "points": plain(c.maximum.value)} for c in criteria],
            "rows": [_sheet_row(sheet, marks.get(sheet.id or 0, {}), criteria) for sheet in sheets],
            "locked_at": at.isoformat(),
            "notes": [],
        },
        actor=actor,
        at=at,
    )


def _sheet_row(sheet: Scorecard, marks: dict[str, Any], criteria: Sequence[Any]) -> dict[str, Any]:
    recused = sheet.status is ScorecardStatus.RECUSED
    points = [marks[c.key].points if c.key in marks else None for c in criteria]
    total = "" if recused else plain(sum(p for p in points if p is not None))
    return {
        "order": str(sheet.position),
        "number": sheet.application.number or "",
        "project": sheet.application.title,
        "organisation": sheet.application.organisation.name,
        "marks": [None if recused or p is None else plain(p) for p in points],
        "total": total,
        "comment": sheet.comment,
        "recused": recused,
    }


def issue_ranking(ranking: Ranking, *, actor: Actor, at: datetime) -> Document:
    """Issue the ranking for signature (评分汇总表、评审结果确认表)."""
    panel = ranking.panel
    rulebook = panel.call.rulebook
    members = panellists_of(panel)
    seats = [f"专家{member.seat}" for member in members]
    lines = ranking.results["cut"]["lines"]
    return issue(
        ranking.chain,
        "ranking",
        number=f"{panel.code.upper()}-R",
        number_label="结果编号",
        title="评分汇总表（评审结果确认表）",
        facts={
            "call": panel.call.title,
            "panel": panel.name,
            "met_on": local(at).date().isoformat(),
            "rule": _scoring_rule(rulebook),
            "rulebook": f"{rulebook.title}规则 {rulebook.version}",
            "experts": seats,
            "rows": _ranking_rows(ranking, applications_under(panel.call), seats),
            "budget": panel.call.budget.fen,
            "line_after": sum(1 for line in lines if line["outcome"] == "recommended"),
            "notes": [],
            "signers": _signers(members, clerk=actor.name),
        },
        actor=actor,
        at=at,
    )


def _scoring_rule(rulebook: Rulebook) -> str:
    return (
        f"评委{rulebook.panel.drop.from_n.value}人以上的去掉一个最高分和一个最低分，"
        "其余取算术平均，按未取整的平均分排序"
    )


def _ranking_rows(
    ranking: Ranking, applications: Sequence[Application], seats: Sequence[str]
) -> list[dict[str, Any]]:
    """The frozen lines with what people know the applications by. seats: in column order."""
    scored = {row["code"]: row for row in ranking.results["applications"]}
    asked = {row["code"]: row["requested"] for row in ranking.inputs["applications"]}
    listed = {application.code: application for application in applications}
    rows = []
    for line in ranking.results["cut"]["lines"]:
        row, application = scored[line["code"]], listed[line["code"]]
        rows.append(
            {
                "rank": line["place"],
                "number": application.number or "",
                "project": application.title,
                "organisation": application.organisation.name,
                "marks": [row["totals"].get(seat) for seat in seats],
                "mean": row["shown"],
                "requested": asked[line["code"]],
                "recommended": line["amount"] or line["wanted"],
                "outcome": PROPOSALS[line["outcome"]],
                "note": "分差较大" if row["flagged"] else "",
            }
        )
    return rows


def _signers(members: Sequence[Panellist], *, clerk: str) -> dict[str, Any]:
    return {
        "experts": sorted(member.user.name for member in members),
        "chair": next((member.user.name for member in members if member.is_chair), ""),
        "supervisor": "",
        "clerk": clerk,
    }


def issue_self_report(
    assessment: Assessment, facts: dict[str, Any], *, actor: Actor, at: datetime
) -> Document:
    """Issue the self-report as it was handed in."""
    return issue(
        assessment.chain,
        "selfreport",
        number=assessment.project.number,
        number_label="项目编号",
        title="中期自评报告" if assessment.moment == "midterm" else "末期自评报告",
        facts=facts,
        actor=actor,
        at=at,
    )


def issue_assessment(
    assessment: Assessment, facts: dict[str, Any], *, actor: Actor, at: datetime
) -> Document:
    """Issue the assessment table."""
    return issue(
        assessment.chain,
        "assessment",
        number=assessment.project.number,
        number_label="项目编号",
        title="中期评估表" if assessment.moment == "midterm" else "末期评估表",
        facts=facts,
        actor=actor,
        at=at,
    )


def issue_closing(assessment: Assessment, *, actor: Actor, at: datetime) -> Document:
    """Issue the letter of closure (结项通知书).

    What is still to be paid is printed by the payment papers; this letter names the recognised
    spending and what was taken off.
    """
    project, today = assessment.project, local(at).date()
    call = project.call
    docno = numbered(
        call.rulebook.numbers.closure,
        year=today.year,
        n=next_number(f"closure:{call.programme}:{today.year}"),
    )
    return issue(
        project.chain,
        "closing",
        number=project.number,
        number_label="项目编号",
        title=call.rulebook.words.closure_letter,
        facts={
            "docno": docno,
            "organisation": project.organisation.name,
            "project": project.title,
            "project_number": project.number,
            "contract_number": "",
            "grade": next(
                g.label for g in rules_of(assessment).grades if g.key == assessment.grade
            ),
            **_closing_sums(
                eligible=assessment.eligible_spending or Money(0),
                reduced=disallowed(assessment),
                granted=project.amount,
                paid=balances_of(project.application.chain).get(Stage.PAID, Money(0)),
                on=today,
            ),
            "signed_on": today.isoformat(),
            "office": call.texts.get("contact", ""),
            "phone": call.texts.get("phone", ""),
        },
        actor=actor,
        at=at,
    )


def _closing_sums(
    *, eligible: Money, reduced: Money, granted: Money, paid: Money, on: date
) -> dict[str, Any]:
    """Sums in fen; where more was paid than is due, the tail is negative and to be refunded."""
    tail = min(granted, eligible) - paid
    refund = tail < Money(0)
    return {
        "eligible": eligible.fen,
        "reduced": reduced.fen,
        "paid": paid.fen,
        "tail": tail.fen,
        "refund_by": (on + timedelta(days=30)).isoformat() if refund else "",
        "refund_account": "市民政局指定账户" if refund else "",
    }
