"""The venture rulebook, and a complete application under it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from app.kernel.money import Money
from projects.rules.budgets import BudgetItem, BudgetSource, line_amount
from projects.rules.completeness import Content
from projects.rules.rulebook import Rulebook
from projects.rules.rulebook_form import FieldKind, FormField
from projects.rules.rulebook_reading import programme

YEAR = 2026


@pytest.fixture
def rulebook() -> Rulebook:
    return programme("venture")


@pytest.fixture
def make_item() -> Callable[..., BudgetItem]:
    def make(
        price: str, quantity: str = "1", category: str = "activity", source: str = "grant"
    ) -> BudgetItem:
        unit_price, times = Money.yuan(price), Decimal(quantity)
        return BudgetItem(
            category=category,
            content="活动",
            unit_price=unit_price,
            quantity=times,
            unit="项",
            amount=line_amount(unit_price, times),
            source=BudgetSource(source),
            basis="参照市场价格",
        )

    return make


ANSWERS: dict[FieldKind, Any] = {
    FieldKind.NUMBER: 10,
    FieldKind.MONEY: 5_000_000,
    FieldKind.MONTH: "2026-09",
    FieldKind.DATE: "2026-09-01",
    FieldKind.BOOL: False,
    FieldKind.AREAS: ["320508001001"],
}


def answer(question: FormField) -> Any:
    if question.options:
        return question.options[0].key
    if question.options_from == "fields":
        return "elderly"
    return ANSWERS.get(question.kind, "助餐")


@pytest.fixture
def make_content(rulebook: Rulebook, make_item) -> Callable[..., Content]:
    """A complete application of 50,000 yuan; keywords replace sections, tables and the rest."""

    def make(
        sections: dict[str, dict[str, Any]] | None = None,
        tables: dict[str, list[dict[str, Any]]] | None = None,
        **changes: Any,
    ) -> Content:
        given = {
            section.key: {each.key: answer(each) for each in section.fields}
            for section in rulebook.form.sections
        }
        given["overview"] |= {"starts": "2026-08", "ends": "2027-06"}
        for key, values in (sections or {}).items():
            given[key] = given[key] | values
        rows = {
            table.key: [{c.key: answer(c) for c in table.columns} for _n in range(3)]
            for section in rulebook.form.sections
            for table in section.tables
        }
        for row, level in zip(
            rows["indicators"], ("output", "effect", "satisfaction"), strict=True
        ):
            row["level"] = level
        required = frozenset(each.key for each in rulebook.attachments if each.required)
        plain = {"items": [make_item("50000.00")], "slots": required, "year": YEAR}
        return Content(sections=given, tables=rows | (tables or {}), **(plain | changes))

    return make
