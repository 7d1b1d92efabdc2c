"""Papers of panels: draw record, pledge, score sheet, ranking."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from app.accounts.queries import names_of
from app.kernel.clock import local
from app.kernel.money import Money
from app.kernel.numbering import numbered
from app.ledger.queries import balances_of
from app.ledger.rules import Stage
from app.records.actor import Actor
from app.records.counters import next_number
from app.records.documents import Document, issue
from app.registry.queries import active_experts
from evaluations.enums import ScorecardStatus
from evaluations.models.assessment import Assessment
from evaluations.models.panel import Conflict, Draw, Panel, Panellist
from evaluations.models.scorecard import Ranking, Scorecard
from evaluations.queries.assessment_facts import disallowed, rules_of
from evaluations.queries.panels import marks_of, my_sheets, panellists_of
from evaluations.rules.marks import plain
from projects.queries.applications import applications_under

ALGORITHM = "种子＝SHA-256（密值‖现场号码）；按候选编号排序后以SHA-256计数流作Fisher–Yates洗牌"
OUTCOMES = {"drawn": "抽中", "reserve": "递补", "skipped": "回避"}


def issue_draw(panel: Panel, draw: Draw, *, actor: Actor, at: datetime) -> Document:
    """Issue the record of a draw (评审专家抽取记录表)."""
    made = draw.receipt
    assert made is not None
    pool = {user.code: (expert, user) for expert, user in active_experts()}
    names = names_of([draw.committed_by, draw.number_by])
    fields = {each.key: each.label for each in panel.call.rulebook.fields}
    rows = []
    for step in made["result"]["steps"]:
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
            "rule": "；".join(
                f"{seat.label}不少于{seat.minimum.value}名"
                for seat in panel.call.rulebook.panel.seats
                if seat.minimum.value
            ),
            "candidates": rows,
            "replaced": [],
            "candidates_sha256": draw.candidates_hash,
            "commitment_sha256": draw.commitment,
            "secret": made["secret"],
            "public_number": draw.number,
            "seed_sha256": made["seed"],
            "algorithm": ALGORITHM,
            "draw_count": draw.attempt,
            "drawn_by": names.get(draw.committed_by or 0, ""),
            "supervised_by": names.get(draw.number_by or 0, ""),
        },
        actor=actor,
        at=at,
    )


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


GROUND_NUMBERS = {"post": 1, "paid_work": 2, "kinship": 3, "authorship": 4, "other": 5}


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
    members = panellists_of(panel)
    seats = [f"专家{member.seat}" for member in members]
    lines = ranking.results["cut"]["lines"]
    scored = {row["code"]: row for row in ranking.results["applications"]}
    asked = {row["code"]: row["requested"] for row in ranking.inputs["applications"]}
    listed = {a.code: a for a in applications_under(panel.call)}
    rows = []
    for line in lines:
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
                "outcome": {
                    "recommended": "建议资助",
                    "reserve": "候补",
                    "not_selected": "未入选",
                }[line["outcome"]],
                "note": "分差较大" if row["flagged"] else "",
            }
        )
    chair = next((m.user.name for m in members if m.is_chair), "")
    rulebook = panel.call.rulebook
    return issue(
        ranking.chain,
        "ranking",
        number=f"{panel.code.upper()}-R",
        number_label="结果编号",
        title="评分汇总表（评审结果确认表）",
        facts={
            "call": panel.call.title,
            "panel": panel.name,
            "met_on": local(panel.meets_at).date().isoformat(),
            "rule": (
                f"评委{rulebook.panel.drop.from_n.value}人以上的去掉一个最高分和一个最低分，"
                "其余取算术平均，按未取整的平均分排序"
            ),
            "rulebook": f"{rulebook.title}规则 {rulebook.version}",
            "experts": seats,
            "rows": rows,
            "budget": panel.call.budget.fen,
            "line_after": sum(1 for line in lines if line["outcome"] == "recommended"),
            "notes": [],
            "signers": {
                "experts": sorted(m.user.name for m in members),
                "chair": chair,
                "supervisor": "",
                "clerk": actor.name,
            },
        },
        actor=actor,
        at=at,
    )


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
    project = assessment.project
    grade = next(g.label for g in rules_of(assessment).grades if g.key == assessment.grade)
    eligible = assessment.eligible_spending or Money(0)
    call, today = project.call, local(at).date()
    paid = balances_of(project.application.chain).get(Stage.PAID, Money(0))
    tail = min(project.amount, eligible) - paid
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
        title=project.call.rulebook.words.closure_letter,
        facts={
            "docno": docno,
            "organisation": project.organisation.name,
            "project": project.title,
            "project_number": project.number,
            "contract_number": "",
            "grade": grade,
            "eligible": eligible.fen,
            "reduced": disallowed(assessment).fen,
            "paid": paid.fen,
            "tail": tail.fen,
            "refund_by": (today + timedelta(days=30)).isoformat() if tail < Money(0) else "",
            "refund_account": "市民政局指定账户" if tail < Money(0) else "",
            "signed_on": local(at).date().isoformat(),
            "office": project.call.texts.get("contact", ""),
            "phone": project.call.texts.get("phone", ""),
        },
        actor=actor,
        at=at,
    )
