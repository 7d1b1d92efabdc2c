"""Rows of a plan: budget lines, and the rows of the rulebook's tables.

Each row belongs to an application's working copy or to a project (its plan in force), never both.
"""

from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column
from sqlmodel import Field, SQLModel

from app.db import DecimalColumn, FenColumn, status_column
from app.kernel.money import Money
from projects.enums import LineSource

ONE_OWNER = "(application_id IS NULL) <> (project_id IS NULL)"


class BudgetLine(SQLModel, table=True):
    """One line of a budget: unit price × quantity, in whole fen."""

    __tablename__ = "budget_line"
    __table_args__ = (
        CheckConstraint(ONE_OWNER, name="one_owner"),
        CheckConstraint("amount >= 0 AND unit_price >= 0", name="not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int | None = Field(default=None, foreign_key="application.id", index=True)
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    position: int
    category: str = Field(max_length=40)
    content: str = Field(max_length=120)
    basis: str = Field(default="", max_length=300)
    unit_price: Money = Field(sa_type=FenColumn)
    quantity: Decimal = Field(sa_type=DecimalColumn)
    unit: str = Field(default="", max_length=20)
    amount: Money = Field(sa_type=FenColumn)
    source: LineSource = Field(sa_type=status_column(LineSource))


class TableRow(SQLModel, table=True):
    """One row of a table of the form: plan_rows, team or indicators.

    cells: the values by the column keys of the rulebook's table.
    """

    __tablename__ = "table_row"
    __table_args__ = (CheckConstraint(ONE_OWNER, name="one_owner"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int | None = Field(default=None, foreign_key="application.id", index=True)
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    table: str = Field(max_length=40)
    position: int
    cells: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
