"""What keeps a draft from being published: the rulebook's own checks and those of the money."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import select

from app.db import session
from app.kernel.labels import N_
from app.ledger.models import Fund
from projects.models.call import Call
from projects.queries.calls import appropriation_of
from projects.rules.rulebook import Rulebook

NEEDED_TEXTS = {
    "purpose": N_("Say what the projects are to bring about (purpose)."),
    "contact": N_("Name who answers questions (contact)."),
    "phone": N_("Enter the telephone for questions."),
}


@dataclass(frozen=True)
class Problem:
    """One reason why a draft cannot be published.

    part: the part of the set-up where it is mended; message: msgid, filled from facts.
    """

    part: str
    message: str
    facts: dict[str, Any] = field(default_factory=dict)


def publishing_problems(call: Call, at: datetime) -> tuple[Problem, ...]:
    """Return everything that has to be mended before the call can be published."""
    rules = call.rulebook
    return (*_dates(call, rules, at), *_money(call, rules), *_texts(call))


def _dates(call: Call, rules: Rulebook, at: datetime) -> Iterator[Problem]:
    if call.closes_at <= at:
        yield Problem("dates", N_("The deadline is already over. Choose a later one."))
        return
    least = rules.timing.call_days_minimum.value
    if call.closes_at - max(call.opens_at, at) < timedelta(days=least):
        yield Problem(
            "dates",
            N_("Organisations need at least %(days)s days to apply. Choose a later deadline."),
            {"days": least},
        )


def _money(call: Call, rules: Rulebook) -> Iterator[Problem]:
    if call.budget < rules.money.minimum.value:
        yield Problem(
            "money",
            N_("The money of the call does not reach the least for one project, ¥%(least)s."),
            {"least": rules.money.minimum.value.grouped},
        )
    item = appropriation_of(call)
    if item is None:
        yield Problem("money", N_("Choose the budget item from which the awards are paid."))
        return
    if call.budget > item.amount:
        yield Problem(
            "money",
            N_("The money of the call exceeds its budget item by ¥%(over)s."),
            {"over": (call.budget - item.amount).grouped},
        )
    kind = session().exec(select(Fund.kind).where(Fund.id == item.fund_id)).first()
    if kind != rules.money.fund.value:
        yield Problem(
            "money",
            N_("The programme is paid from “%(fund)s”; choose a budget item of that fund."),
            {"fund": rules.money.fund_label},
        )


def _texts(call: Call) -> Iterator[Problem]:
    for name, sentence in NEEDED_TEXTS.items():
        if not str(call.texts.get(name, "")).strip():
            yield Problem("texts", sentence)
