"""Rows of plans: copied from a snapshot, or replaced as a whole when a part is saved."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.db import session
from app.kernel.money import Money
from projects.enums import LineSource
from projects.models.application import Application
from projects.models.plan import BudgetLine, TableRow
from projects.models.project import Project
from projects.queries.projects import budget_lines, table_rows
from projects.rules.budgets import BudgetItem, line_amount


def copy_plan(snapshot: Mapping[str, Any], project: Project) -> None:
    """Give a project the budget lines and table rows of a snapshot."""
    for position, line in enumerate(snapshot["budget"], start=1):
        session().add(
            BudgetLine(
                project_id=project.id,
                position=position,
                category=line["category"],
                content=line["content"],
                basis=line["basis"],
                unit_price=Money(line["unit_price"]),
                quantity=Decimal(line["quantity"]),
                unit=line["unit"],
                amount=Money(line["amount"]),
                source=LineSource(line["source"]),
            )
        )
    for table, rows in snapshot["tables"].items():
        for position, cells in enumerate(rows, start=1):
            session().add(
                TableRow(project_id=project.id, table=table, position=position, cells=dict(cells))
            )
    session().flush()


def replace_lines(owner: Project | Application, lines: Sequence[BudgetItem]) -> None:
    """Replace the budget lines of an application's or project's working copy."""
    for line in budget_lines(owner):
        session().delete(line)
    session().flush()
    mine = {"application_id" if isinstance(owner, Application) else "project_id": owner.id}
    for position, item in enumerate(lines, start=1):
        session().add(
            BudgetLine(
                **mine,
                position=position,
                category=item.category,
                content=item.content,
                basis=item.basis,
                unit_price=item.unit_price,
                quantity=Decimal(item.quantity),
                unit=item.unit,
                amount=line_amount(item.unit_price, item.quantity),
                source=LineSource(item.source),
            )
        )
    session().flush()


def replace_rows(
    owner: Project | Application, table: str, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Replace the rows of one table of an application's or project's working copy."""
    for row in table_rows(owner).get(table, []):
        session().delete(row)
    session().flush()
    mine = {"application_id" if isinstance(owner, Application) else "project_id": owner.id}
    for position, cells in enumerate(rows, start=1):
        session().add(TableRow(**mine, table=table, position=position, cells=dict(cells)))
    session().flush()
