"""What the pages of a call show: its terms as the public reads them, and its history."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.accounts.enums import APPLICANTS
from app.kernel.labels import N_
from app.kernel.money import Money
from app.records.audit import trail
from app.registry.queries import area_names
from app.web.actor import current_actor
from app.web.clock import now
from app.web.filters import act, day, is_chinese, moment, translated, until
from projects.enums import CallPhase
from projects.models.call import Call
from projects.permissions import is_officer, is_steward
from projects.queries.call_check import Problem
from projects.queries.call_timetable import timetable, window_remarks
from projects.queries.calls import (
    appropriation_of,
    available,
    standing_of,
)
from projects.rules.calls import project_period
from projects.rules.rulebook import Rulebook
from projects.rules.rulebook_money import InstallmentRule

PART_TITLES = {
    "facts": N_("Title and edition"),
    "money": N_("Money and budget item"),
    "dates": N_("Dates"),
    "choices": N_("Rules that this call may choose"),
    "texts": N_("Texts"),
}


@dataclass(frozen=True)
class DateRow:
    """One line of the table of dates, in words."""

    what: str
    day: str
    remark: str


def terms(call: Call) -> dict[str, Any]:
    """Return what the public page and its preview show of a call."""
    rules = call.rulebook
    item = appropriation_of(call)
    return {
        "rules": rules,
        "standing": standing_of(call, now()),
        "apply": apply_link(call),
        "date_rows": date_rows(call, rules),
        "installments": installments_at_cap(rules),
        "steward": is_steward(current_actor, call),
        "area": area_names().get(call.area_code, ""),
        "item": item,
        "free": available(item) if item and call.published_at is None else None,
        "now": now(),
    }


def parts_of(call: Call, problems: Sequence[Problem]) -> list[tuple[str, str, str, str, bool]]:
    """Return the parts of the set-up as the macro `task_list` takes them."""
    missing = Counter(problem.part for problem in problems)
    mine = is_officer(current_actor, call)
    notes = {
        "facts": call.edition,
        "dates": until(call.closes_at),
        "money": f"¥{call.budget.grouped}",
    }
    notes["choices"] = _("%(n)s values chosen", n=len(call.choices)) if call.choices else ""
    return [
        (
            url_for("calls.part", code=call.code, part=part),
            _(title),
            ("partial" if missing[part] else "done") if mine else "locked",
            _("%(n)s to mend", n=missing[part])
            if missing[part]
            else notes.get(part, "") or _("Complete"),
            False,
        )
        for part, title in PART_TITLES.items()
    ]


def apply_link(call: Call) -> tuple[str, str] | None:
    """Return the way to an application while the call is open: sign in, claim, or begin."""
    if standing_of(call, now()) is not CallPhase.OPEN:
        return None
    start = url_for("applications.start", call=call.code)
    if any(current_actor.has(role) for role in APPLICANTS):
        return start, _("Apply")
    if current_actor.is_anonymous:
        return start, _("Sign in to apply")
    if not current_actor.role:
        return url_for("registry.organisations"), _("Claim your organisation to apply")
    return None


def date_rows(call: Call, rules: Rulebook) -> list[DateRow]:
    """Return the window, the planned steps after it and the project period, in words."""
    opening, closing = window_remarks(call)
    first, last = project_period(rules, call.year)
    return [
        DateRow(_("Applications from"), moment(call.opens_at), _(opening) if opening else ""),
        DateRow(_("Deadline"), until(call.closes_at, True), _(closing) if closing else ""),
        *(
            DateRow(
                _(step.what),
                _("at the latest %(day)s", day=day(step.day)),
                " · ".join(
                    filter(
                        None, (translated(step.rule, {"n": step.n}), step.remark and _(step.remark))
                    )
                ),
            )
            for step in timetable(call, rules)
        ),
        DateRow(
            _("Project period"),
            _("%(first)s to %(last)s", first=month(first), last=month(last)),
            _(
                "%(low)s to %(high)s months",
                low=rules.period.min_months.value,
                high=rules.period.max_months.value,
            ),
        ),
    ]


def month(of: date) -> str:
    """Write a month."""
    return f"{of.year}年{of.month}月" if is_chinese() else f"{of:%B %Y}"


def installments_at_cap(rules: Rulebook) -> list[tuple[InstallmentRule, Money]]:
    """Return the installments with what each is of a project at the cap."""
    amounts = rules.money.cap.value.split([rule.share.value for rule in rules.installments])
    return list(zip(rules.installments, amounts, strict=True))


def history(call: Call) -> list[tuple[str, str, datetime, str]]:
    """Return the newest acts on a call, as the macro `log` takes them."""
    return [
        (act(entry.event), str(entry.facts.get("reason", "")), entry.at, entry.actor_name)
        for entry in trail(call.chain, newest=20)
    ]
