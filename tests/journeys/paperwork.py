"""What an organisation types into the parts of its application."""

from typing import Any

from app.demo.content import load_content
from app.demo.content_proposal import Proposal
from app.kernel.money import Money
from projects.rules.budgets import BudgetItem
from projects.rules.rulebook import Rulebook
from projects.rules.rulebook_form import FieldKind, FormField, Section
from tests.journeys.browser import Browser, enter, form_of, send


def fill_parts(browser: Browser, address: str, rulebook: Rulebook, proposal: Proposal) -> None:
    """Fill every part but budget, files and declaration, saving each."""
    texts = load_content().sections(proposal.key, 2026)
    rows = {key: each for tables in proposal.rows(2026).values() for key, each in tables.items()}
    for section in rulebook.form.sections:
        if section.fields or section.tables:
            fill_part(browser, f"{address}/sections/{section.key}", section, texts, rows)


def fill_part(
    browser: Browser,
    url: str,
    section: Section,
    texts: dict[str, dict[str, Any]],
    rows: dict[str, list[dict[str, Any]]],
) -> None:
    """Fill one part; more rows are asked for as long as the table is too short."""
    form = browser.form_at(url)
    for table in section.tables:
        while f"{table.key}-{len(rows[table.key]) - 1}-{table.columns[0].key}" not in form.fields:
            form = form_of(send(form, press="add_rows", status=200))
        for position, cells in enumerate(rows[table.key]):
            for column in table.columns:
                answer(form, f"{table.key}-{position}-{column.key}", column, cells[column.key])
    for question in section.fields:
        if question.key in texts.get(section.key, {}):
            answer(form, question.key, question, texts[section.key][question.key])
    send(form)


def answer(form: Any, name: str, question: FormField, value: Any) -> None:
    """Enter the answer to one question."""
    if question.kind is FieldKind.MONEY:
        value = Money(value).grouped
    enter(form, name, value)


def fill_budget(browser: Browser, address: str, items: list[BudgetItem]) -> Any:
    """Enter the budget grid and save it; returns the page that follows."""
    form = browser.form_at(f"{address}/budget")
    while f"lines-{len(items) - 1}-item" not in form.fields:
        form = form_of(send(form, press="add_rows", status=200))
    for position, item in enumerate(items):
        line = {
            "category": item.category,
            "item": item.content,
            "basis": item.basis,
            "price": item.unit_price.grouped,
            "quantity": f"{item.quantity:f}",
            "unit": item.unit,
            "source": item.source,
        }
        for name, value in line.items():
            enter(form, f"lines-{position}-{name}", value)
    return send(form)
