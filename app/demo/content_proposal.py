"""A complete application as the demo's content files hold it, and what the operations take of it.

It is written for the call of 2026; `year` moves every month and every year named in a text to
another call's year.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from app.demo.content_cast import Organisation
from app.kernel.money import ZERO, Money
from projects.rules.budgets import BudgetItem, line_amount

WRITTEN_FOR = 2026
NEEDS = ("needs_analysis", "beneficiaries", "goals", "goals_specific", "innovation")
PLAN = ("approach", "risks", "publicity", "sustainability", "monitoring")
_YEARS = re.compile(rf"{WRITTEN_FOR}|{WRITTEN_FOR + 1}")


def moved(text: str, year: int) -> str:
    """Return a text with its years moved from the call of 2026 to the call of `year`."""
    return _YEARS.sub(lambda found: str(int(found[0]) - WRITTEN_FOR + year), text)


@dataclass(frozen=True)
class PlanRow:
    """One planned activity; columns of the rulebook's table plan_rows."""

    activity: str
    when: str
    place: str
    audience: str
    person_times: int
    output: str
    responsible: str


@dataclass(frozen=True)
class TeamMember:
    """One member; columns of the rulebook's table team."""

    name: str
    education: str
    qualification: str
    role: str
    phone: str
    full_time: bool


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator; columns of the rulebook's table indicators."""

    level: str
    name: str
    target: int
    unit: str
    evidence: str


@dataclass(frozen=True)
class Tables:
    """The rows of an application, table by table."""

    plan_rows: tuple[PlanRow, ...]
    team: tuple[TeamMember, ...]
    indicators: tuple[IndicatorRow, ...]


@dataclass(frozen=True)
class BudgetRow:
    """One budget line. source: grant or own."""

    category: str
    content: str
    basis: str
    price: Money
    quantity: Decimal
    unit: str
    source: str

    def item(self) -> BudgetItem:
        """Return the line as the budget rules read it."""
        amount = line_amount(self.price, self.quantity)
        return BudgetItem(
            self.category,
            self.content,
            self.price,
            self.quantity,
            self.unit,
            amount,
            self.source,
            self.basis,
        )


@dataclass(frozen=True)
class BudgetRows:
    """All lines of a budget."""

    lines: tuple[BudgetRow, ...]


@dataclass(frozen=True)
class Proposal:
    """A complete application."""

    key: str
    title: str
    field: str
    starts: str
    ends: str
    areas: tuple[str, ...]
    direct_beneficiaries: int
    indirect_beneficiaries: int
    leader: str
    contact: str
    supervisor: str
    accountant: str
    volunteers: int
    texts: Mapping[str, str]
    tables: Tables
    money: BudgetRows

    def items(self) -> list[BudgetItem]:
        """Return the budget as the rules read it."""
        return [row.item() for row in self.money.lines]

    @property
    def requested(self) -> Money:
        """What is asked of the grant."""
        return sum((i.amount for i in self.items() if i.source == "grant"), ZERO)

    def phone_of(self, name: str) -> str:
        """Return the phone of a team member."""
        return next(member.phone for member in self.tables.team if member.name == name)

    def sections(self, organisation: Organisation, year: int) -> dict[str, dict[str, Any]]:
        """Return the answers by section and field; section "organisation" is the profile's."""
        texts = {key: moved(text, year) for key, text in self.texts.items()}
        return {
            "overview": self._overview(texts.pop("summary"), organisation, year),
            "needs": {key: texts[key] for key in NEEDS},
            "plan": {key: texts[key] for key in PLAN},
            "team": {
                "supervisor": self.supervisor,
                "accountant": self.accountant,
                "volunteers": self.volunteers,
            },
            "indicators": {},
            "declaration": {},
        }

    def _overview(self, summary: str, organisation: Organisation, year: int) -> dict[str, Any]:
        return {
            "title": self.title,
            "field": self.field,
            "starts": moved(self.starts, year),
            "ends": moved(self.ends, year),
            "areas": list(self.areas),
            "direct_beneficiaries": self.direct_beneficiaries,
            "indirect_beneficiaries": self.indirect_beneficiaries,
            "person_times": sum(row.person_times for row in self.tables.plan_rows),
            "requested": self.requested.fen,
            "other_support": False,
            "other_support_detail": "",
            "summary": summary,
            "leader_name": self.leader,
            "leader_phone": self.phone_of(self.leader),
            "contact_name": self.contact,
            "contact_phone": self.phone_of(self.contact),
            "contact_email": organisation.mail_of(self.contact),
        }

    def rows(self, year: int) -> dict[str, dict[str, list[dict[str, Any]]]]:
        """Return the rows of the tables, by section and table."""
        plan = [{**asdict(row), "when": moved(row.when, year)} for row in self.tables.plan_rows]
        return {
            "plan": {"plan_rows": plan},
            "team": {"team": [asdict(row) for row in self.tables.team]},
            "indicators": {"indicators": [asdict(row) for row in self.tables.indicators]},
        }
