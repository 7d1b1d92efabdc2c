"""The ranking: computed live for the chair, frozen once with everything that it rests on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.db import session
from app.kernel.digest import canonical_json, sha256_hex
from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.kernel.money import Money
from app.kernel.numbering import new_code
from app.records.actor import Actor
from app.records.audit import record_act
from app.records.lifecycle import advance
from evaluations import documents, notices
from evaluations.enums import ScorecardStatus
from evaluations.models.panel import Panel
from evaluations.models.scorecard import Mark, Ranking, Scorecard
from evaluations.operations.scorecards import all_locked, criteria_of
from evaluations.queries.panels import marks_of, panellists_of, sheets_of
from evaluations.rules.frozen import Judged, JudgedSheet, RankingRules, SpreadRule, compute, freeze
from projects.enums import ApplicationStatus
from projects.models.application import Application
from projects.queries.applications import applications_under, last_submissions
from projects.rules.rulebook import Rulebook


class NotAllLocked(DomainError):
    """Sheets are still open."""

    message = N_("Not all score sheets are locked yet.")
    status = 409


class TieUndecided(DomainError):
    """Equal applications stand at the line."""

    message = N_(
        "Equal applications stand at the budget line. Let the chair put them to the vote and enter "
        "the order."
    )
    field = "lots"


OUTCOMES = {
    "recommended": "recommend",
    "reserve": "keep_in_reserve",
    "not_selected": "not_select",
}


def ranking_rules(rulebook: Rulebook) -> RankingRules:
    """Return the rulebook's panel rules as the frozen computation takes them."""
    panel = rulebook.panel
    return RankingRules(
        criteria=tuple(criteria_of(rulebook)),
        drop_from=panel.drop.from_n.value,
        high=panel.drop.high.value,
        low=panel.drop.low.value,
        minimum_marks=panel.minimum_size.value,
        pass_mark=panel.pass_mark.value,
        ties=tuple(tie.criterion for tie in panel.ties if tie.criterion),
        amount_method=panel.amount.method.value.value,
        amount_step=panel.amount.step.value,
        cap=rulebook.money.cap.value,
        reserves=panel.reserves.value,
        spread=SpreadRule(
            least=panel.outlier.points.value,
            factor=panel.outlier.deviations.value,
            from_n=panel.outlier.from_n.value,
            range_limit=panel.outlier.range.value,
        ),
    )


def inputs_of(panel: Panel, *, lots: Mapping[str, int] | None = None) -> dict[str, Any]:
    """Gather what the ranking rests on: locked sheets only, recused ones never."""
    call = panel.call
    applications = applications_under(call, [ApplicationStatus.QUALIFIED])
    submissions = last_submissions(applications)
    sheets = [s for s in sheets_of(panel) if s.status is ScorecardStatus.LOCKED]
    marks = marks_of(sheets)
    seats = {member.id: f"专家{member.seat}" for member in panellists_of(panel, everybody=True)}
    by_application: dict[int, list[JudgedSheet]] = {}
    for sheet in sheets:
        by_application.setdefault(sheet.application_id, []).append(
            _judged_sheet(sheet, seats[sheet.panellist_id], marks.get(sheet.id or 0, {}))
        )
    judged = [
        Judged(
            application.code,
            submissions[application.id or 0].requested,
            tuple(by_application.get(application.id or 0, [])),
            groups={"field": application.field},
        )
        for application in applications
    ]
    return freeze(judged, ranking_rules(call.rulebook), budget=call.budget, lots=lots)


def _judged_sheet(sheet: Scorecard, seat: str, marks: Mapping[str, Mark]) -> JudgedSheet:
    points = {key: mark.points for key, mark in marks.items()}
    return JudgedSheet(seat, points, sheet.recommended)


def close_scoring(panel: Panel, *, actor: Actor, at: datetime) -> None:
    """Close the scoring when every sheet is locked or recused; raises NotAllLocked."""
    if not all_locked(panel):
        raise NotAllLocked
    advance(panel, "close_scoring", actor=actor, at=at)


def reopen_scoring(panel: Panel, reason: str, *, actor: Actor, at: datetime) -> None:
    """Take the closing of the scoring back, so that the chair can have a sheet looked at again."""
    advance(panel, "reopen_scoring", actor=actor, at=at, reason=reason)


def freeze_ranking(
    panel: Panel, *, lots: Mapping[str, int] | None = None, actor: Actor, at: datetime
) -> Ranking:
    """Freeze the ranking with marks, rules and budget, and move every application by it.

    lots: application code → order among equals, as the panel voted. Raises TieUndecided.
    """
    inputs = inputs_of(panel, lots=lots)
    results = compute(inputs)
    if results["cut"]["undecided"]:
        raise TieUndecided
    ranking = Ranking(
        code=new_code(),
        panel_id=panel.id or 0,
        call_id=panel.call_id,
        inputs=inputs,
        results=results,
        digest=sha256_hex(canonical_json({"inputs": inputs, "results": results})),
        frozen_at=at,
        frozen_by=actor.user_id,
    )
    ranking.panel = panel
    session().add(ranking)
    record_act(ranking.chain, "ranking:freeze", actor=actor, at=at, digest=ranking.digest)
    advance(panel, "freeze", actor=actor, at=at, digest=ranking.digest)
    _apply(panel, results, actor=actor, at=at)
    advance(panel.call, "rank", actor=actor, at=at, digest=ranking.digest)
    session().flush()
    documents.issue_ranking(ranking, actor=actor, at=at)
    notices.ranking_frozen(ranking, at=at)
    return ranking


def _apply(panel: Panel, results: Mapping[str, Any], *, actor: Actor, at: datetime) -> None:
    applications: dict[str, Application] = {
        a.code: a for a in applications_under(panel.call, [ApplicationStatus.QUALIFIED])
    }
    for line in results["cut"]["lines"]:
        application = applications[line["code"]]
        application.place = line["place"]
        if line["outcome"] in ("recommended", "reserve"):
            application.recommended = Money(line["amount"] or line["wanted"])
        advance(
            application,
            OUTCOMES[line["outcome"]],
            actor=actor,
            at=at,
            place=line["place"],
            why=line["reason"],
        )
