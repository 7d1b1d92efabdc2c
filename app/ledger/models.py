"""Funds, appropriations, accounts and postings: double entry in whole fen, append-only."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from app.db import FenColumn, status_column
from app.kernel.money import ZERO, Money
from app.ledger.rules import Stage
from app.records.immutable import append_only


class Fund(SQLModel, table=True):
    """Where money comes from, e.g. welfare lottery money. kind: key used by rulebooks."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    name: str = Field(max_length=120)
    kind: str = Field(max_length=40)


class Appropriation(SQLModel, table=True):
    """Money of one fund for one area, year and budget item.

    document_number: 指标文号; project_code: 预算项目编码; function_code, economic_code: 功能分类,
    经济分类.
    """

    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    fund_id: int = Field(foreign_key="fund.id", index=True)
    area_code: str = Field(foreign_key="area.code", max_length=12, index=True)
    year: int
    name: str = Field(max_length=120)
    document_number: str = Field(max_length=80)
    project_code: str = Field(default="", max_length=60)
    function_code: str = Field(default="", max_length=20)
    economic_code: str = Field(default="", max_length=20)
    amount: Money = Field(sa_type=FenColumn)
    created_at: datetime

    fund: Fund = Relationship()

    @property
    def chain(self) -> str:
        return f"appropriation:{self.code}"


class Account(SQLModel, table=True):
    """What lies at one stage of an appropriation for one subject ("" or a record's chain).

    The CHECK that no balance is negative also settles fifty awards on the last yuan.
    """

    __table_args__ = (
        UniqueConstraint("appropriation_id", "stage", "subject"),
        CheckConstraint("balance >= 0", name="balance_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    appropriation_id: int = Field(foreign_key="appropriation.id", index=True)
    stage: Stage = Field(sa_type=status_column(Stage))
    subject: str = Field(default="", max_length=80, index=True)
    balance: Money = Field(default=ZERO, sa_type=FenColumn)


class Posting(SQLModel, table=True):
    """One movement of an amount from one account to another; None is the treasury outside.

    verb: appropriate, reserve, commit, …; cause: audit chain of the record that moved it.
    """

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint(
            "source_id IS NOT NULL OR target_id IS NOT NULL", name="has_at_least_one_end"
        ),
        CheckConstraint("source_id IS NULL OR source_id <> target_id", name="moves"),
    )

    id: int | None = Field(default=None, primary_key=True)
    appropriation_id: int = Field(foreign_key="appropriation.id", index=True)
    source_id: int | None = Field(default=None, foreign_key="account.id")
    target_id: int | None = Field(default=None, foreign_key="account.id")
    amount: Money = Field(sa_type=FenColumn)
    verb: str = Field(max_length=40)
    cause: str = Field(max_length=80, index=True)
    posted_at: datetime
    actor_id: int | None = Field(default=None, foreign_key="user.id")


append_only(Posting)
