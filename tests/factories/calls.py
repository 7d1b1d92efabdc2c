"""Calls with boring, valid defaults."""

from datetime import UTC, datetime
from typing import Any

from sqlmodel import select

from app.accounts.enums import Role
from app.db import session
from app.kernel.money import Money
from app.ledger.models import Appropriation, Fund
from app.ledger.operations import appropriate
from app.records.actor import Actor
from projects.models.call import Call
from projects.operations.calls import create_call, publish_call
from tests.factories.people import make_actor
from tests.factories.registry import make_area

AT = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
OPENS_AT = datetime(2026, 1, 5, 16, 0, tzinfo=UTC)
CLOSES_AT = datetime(2026, 1, 16, 16, 0, tzinfo=UTC)
TEXTS = {
    "background": "为支持社会组织参与基层治理。",
    "purpose": "资助一批为老、助残、救孤、济困项目。",
    "contact": "社会组织管理处",
    "phone": "（0512）6000 0101",
}


def make_appropriation(
    *, area_code: str = "3205", amount: str = "2000000", kind: str = "welfare_lottery"
) -> Appropriation:
    """A budget item of the welfare lottery fund with its money available."""
    make_area()
    fund = session().exec(select(Fund).where(Fund.kind == kind)).first()
    if fund is None:
        fund = Fund(code=kind[:20], name="福彩公益金", kind=kind)
        session().add(fund)
        session().flush()
    return appropriate(
        fund,
        area_code=area_code,
        year=2026,
        name="公益创投",
        document_number="示财社〔2026〕1号",
        amount=Money.yuan(amount),
        actor=make_actor(Role.OFFICER),
        at=AT,
    )


def make_draft(*, actor: Actor | None = None, **facts: Any) -> Call:
    """A draft of the city that could be published as it is, made on 5 January 2026.

    facts: what differs, by the names of create_call().
    """
    appropriation = facts.pop("appropriation", None) or make_appropriation()
    wanted: dict[str, Any] = {
        "programme": "venture",
        "title": "2026年示范市公益创投项目征集公告",
        "edition": "第八届",
        "year": 2026,
        "area_code": "3205",
        "budget": Money.yuan("600000"),
        "appropriation": appropriation,
        "opens_at": OPENS_AT,
        "closes_at": CLOSES_AT,
        "texts": TEXTS,
        "choices": {},
    }
    return create_call(**{**wanted, **facts}, actor=actor or make_actor(Role.OFFICER), at=AT)


def make_call(*, actor: Actor | None = None, **facts: Any) -> Call:
    """A published call: open from 6 January to 16 January 2026, 24:00 in Beijing."""
    officer = actor or make_actor(Role.OFFICER)
    call = make_draft(actor=officer, **facts)
    publish_call(call, actor=officer, at=AT)
    return call
