"""A ranking together with what it rests on, as plain data, so that anybody can compute it again.

`freeze` writes marks, amounts, rules and budget down as JSON; `compute` makes the result of them
and of nothing else; `differences` does it again years later. Decimals and fractions are text,
money is whole fen. Inputs:

    {"version": 1, "budget": fen,
     "rules": {"criteria": [{"key", "maximum", "step"}], "drop_from", "high", "low",
               "minimum_marks", "pass_mark", "ties": [criterion key], "amount_method",
               "amount_step": fen, "cap": fen | null, "reserves": n | null, "skip_over",
               "quotas": [{"group", "value", "most", "most_amount"}],
               "spread": {"least", "factor", "from_n", "range_limit"}},
     "lots": {code: place}, "consents": {code: fen},
     "applications": [{"code", "requested": fen, "groups": {}, "veto": "",
                       "sheets": [{"expert", "marks": {criterion: "18.5"}, "amount": fen | null}]}]}

Results: {"applications": [{"code", "score", "shown", "totals", "left_out", "means", "median",
"range", "flagged", "amount"}], "ranked": `RankedEntry.to_data`, "cut": `Cut.to_data`}.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from app.kernel.digest import plain
from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.kernel.money import Money
from evaluations.rules.cut import Quota, cut
from evaluations.rules.marks import Criterion, sheet_total
from evaluations.rules.ranking import FEN, RankEntry, rank, recommended_amount
from evaluations.rules.scoring import criterion_means, left_out, panel_score, shown, spread

VERSION = 1


class TooFewMarks(DomainError):
    """Too few experts judged an application."""

    message = N_(
        "Application %(code)s has %(given)d locked sheets; the panel rule asks for at least "
        "%(needed)d."
    )
    status = 409


@dataclass(frozen=True)
class SpreadRule:
    """When an expert's total is flagged; see `scoring.spread`."""

    least: Decimal = Decimal(10)
    factor: Decimal = Decimal(2)
    from_n: int = 4
    range_limit: Decimal = Decimal(20)


@dataclass(frozen=True)
class RankingRules:
    """The call's own rules of the ranking; units as in the functions that take them."""

    criteria: tuple[Criterion, ...]
    drop_from: int = 5
    high: int = 1
    low: int = 1
    minimum_marks: int = 1
    pass_mark: Decimal = Decimal(60)
    ties: tuple[str, ...] = ()
    amount_method: Literal["median", "mean"] = "median"
    amount_step: Money = FEN
    cap: Money | None = None
    quotas: tuple[Quota, ...] = ()
    reserves: int | None = None
    skip_over: bool = False
    spread: SpreadRule = field(default_factory=SpreadRule)


@dataclass(frozen=True)
class JudgedSheet:
    """One expert's locked sheet. expert: code or seat. amount: what the expert recommends."""

    expert: str
    marks: Mapping[str, Decimal]
    amount: Money | None = None


@dataclass(frozen=True)
class Judged:
    """One application with all its locked sheets; recused experts have none."""

    code: str
    requested: Money
    sheets: tuple[JudgedSheet, ...]
    groups: Mapping[str, str] = field(default_factory=dict)
    veto: str = ""


def freeze(
    applications: Sequence[Judged],
    rules: RankingRules,
    *,
    budget: Money,
    lots: Mapping[str, int] | None = None,
    consents: Mapping[str, Money] | None = None,
) -> dict[str, Any]:
    """Return the inputs of a ranking as plain JSON data, applications and sheets in code order."""
    listed = sorted(applications, key=lambda application: application.code)
    frozen: dict[str, Any] = plain(
        {
            "version": VERSION,
            "budget": budget,
            "rules": _rules_data(rules),
            "lots": dict(lots or {}),
            "consents": dict(consents or {}),
            "applications": [_application_data(application) for application in listed],
        }
    )
    return frozen


def _rules_data(rules: RankingRules) -> dict[str, Any]:
    return {
        "criteria": [{"key": c.key, "maximum": c.maximum, "step": c.step} for c in rules.criteria],
        "drop_from": rules.drop_from,
        "high": rules.high,
        "low": rules.low,
        "minimum_marks": rules.minimum_marks,
        "pass_mark": rules.pass_mark,
        "ties": rules.ties,
        "amount_method": rules.amount_method,
        "amount_step": rules.amount_step,
        "cap": rules.cap,
        "quotas": [quota.to_data() for quota in rules.quotas],
        "reserves": rules.reserves,
        "skip_over": rules.skip_over,
        "spread": vars(rules.spread),
    }


def _application_data(application: Judged) -> dict[str, Any]:
    sheets = sorted(application.sheets, key=lambda sheet: sheet.expert)
    return {
        "code": application.code,
        "requested": application.requested,
        "groups": application.groups,
        "veto": application.veto,
        "sheets": [
            {"expert": sheet.expert, "marks": sheet.marks, "amount": sheet.amount}
            for sheet in sheets
        ],
    }


def compute(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Compute score, order, amounts and outcomes from frozen inputs alone.

    Equal inputs give equal results on every machine. An undecided tie is reported in
    results["cut"]["undecided"]; nothing is guessed. Raises TooFewMarks, errors of the marks (an
    unset or impossible one), NoAmounts never (an application without amounts gets none), and
    ValueError for inputs of another version.
    """
    if inputs["version"] != VERSION:
        raise ValueError(f"inputs of version {inputs['version']} cannot be computed")
    rules = inputs["rules"]
    scored = [_scored(application, rules) for application in inputs["applications"]]
    ranked = rank(
        [
            _entry(application, result)
            for application, result in zip(inputs["applications"], scored, strict=True)
        ],
        ties=rules["ties"],
        pass_mark=Decimal(rules["pass_mark"]),
        lots=inputs["lots"],
    )
    result = cut(
        ranked,
        budget=Money(inputs["budget"]),
        amounts={row["code"]: Money(row["amount"]) for row in scored},
        quotas=[_quota(data) for data in rules["quotas"]],
        consents={code: Money(fen) for code, fen in inputs["consents"].items()},
        reserves=rules["reserves"],
        skip_over=rules["skip_over"],
    )
    return {
        "applications": scored,
        "ranked": [row.to_data() for row in ranked],
        "cut": result.to_data(),
    }


def _scored(application: Mapping[str, Any], rules: Mapping[str, Any]) -> dict[str, Any]:
    sheets = application["sheets"]
    if len(sheets) < max(1, rules["minimum_marks"]):
        raise TooFewMarks(
            code=application["code"], given=len(sheets), needed=max(1, rules["minimum_marks"])
        )
    criteria = [
        Criterion(c["key"], Decimal(c["maximum"]), Decimal(c["step"])) for c in rules["criteria"]
    ]
    marks = [{key: Decimal(text) for key, text in s["marks"].items()} for s in sheets]
    totals = {
        sheet["expert"]: sheet_total(criteria, given)
        for sheet, given in zip(sheets, marks, strict=True)
    }
    drop = {"drop_from": rules["drop_from"], "high": rules["high"], "low": rules["low"]}
    score = panel_score(list(totals.values()), **drop)
    apart = spread(totals, **_spread_rule(rules["spread"]))
    cut_off = left_out(list(totals.values()), **drop)
    data: dict[str, Any] = plain(
        {
            "code": application["code"],
            "score": score,
            "shown": shown(score),
            "totals": totals,
            "left_out": [expert for n, expert in enumerate(totals) if n in cut_off],
            "means": criterion_means([{c.key: m[c.key] for c in criteria} for m in marks]),
            "median": apart.median,
            "range": apart.range,
            "flagged": apart.flagged,
            "amount": _amount(application, rules),
        }
    )
    return data


def _spread_rule(data: Mapping[str, Any]) -> dict[str, Any]:
    texts = ("least", "factor", "range_limit")
    return {**{key: Decimal(data[key]) for key in texts}, "from_n": data["from_n"]}


def _amount(application: Mapping[str, Any], rules: Mapping[str, Any]) -> Money:
    given = [Money(s["amount"]) for s in application["sheets"] if s["amount"] is not None]
    if not given:
        return Money(0)
    return recommended_amount(
        given,
        Money(application["requested"]),
        None if rules["cap"] is None else Money(rules["cap"]),
        step=Money(rules["amount_step"]),
        method=rules["amount_method"],
    )


def _entry(application: Mapping[str, Any], scored: Mapping[str, Any]) -> RankEntry:
    return RankEntry(
        code=application["code"],
        score=Fraction(scored["score"]),
        means={key: Fraction(text) for key, text in scored["means"].items()},
        groups=application["groups"],
        veto=application["veto"],
    )


def _quota(data: Mapping[str, Any]) -> Quota:
    amount = data["most_amount"]
    return Quota(
        data["group"], data["value"], data["most"], None if amount is None else Money(amount)
    )


def differences(inputs: Mapping[str, Any], results: Mapping[str, Any]) -> tuple[str, ...]:
    """Compute a frozen ranking again and say where the results do not agree.

    Returns paths such as "ranked[3].place: 4, computed 3", () when everything is equal. Inputs
    that cannot be computed any more are a difference too.
    """
    try:
        again = compute(inputs)
    except (DomainError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        return (f"inputs cannot be computed: {type(error).__name__} {error}",)
    return tuple(_differences("", results, again))


def _differences(path: str, stored: Any, again: Any) -> list[str]:
    if isinstance(stored, Mapping) and isinstance(again, Mapping):
        keys = sorted({*stored, *again})
        return [
            found
            for key in keys
            for found in _differences(f"{path}.{key}".lstrip("."), stored.get(key), again.get(key))
        ]
    if isinstance(stored, list) and isinstance(again, list) and len(stored) == len(again):
        return [
            found
            for n, (one, other) in enumerate(zip(stored, again, strict=True))
            for found in _differences(f"{path}[{n}]", one, other)
        ]
    return [] if stored == again else [f"{path}: {stored}, computed {again}"]
