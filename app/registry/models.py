"""Areas, organisations, what is known of them, and the expert pool."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Column, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.db import FenColumn, status_column
from app.kernel.money import Money
from app.kernel.workflow import Workflow
from app.records import crypto
from app.registry import workflow
from app.registry.enums import (
    ClaimStatus,
    Conclusion,
    ListKind,
    OrganisationKind,
    Outcome,
    RegistrationStatus,
)


class Area(SQLModel, table=True):
    """A place: its code is its path (3205 ⊃ 320505 ⊃ 320505001 ⊃ 320505001002); never deleted."""

    code: str = Field(primary_key=True, sa_type=String(12))
    name: str = Field(max_length=80)
    valid_from: date | None = None
    valid_until: date | None = None
    generated: bool = False


class Organisation(SQLModel, table=True):
    """A registered social organisation; its facts live here once.

    account_sealed: bank account, encrypted, bound to this row; profile: counts and texts of the
    form's first section (keys of the rulebook's section "organisation").
    """

    __table_args__ = (CheckConstraint("length(credit_code) = 18", name="credit_code_is_18_long"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    credit_code: str = Field(unique=True, max_length=18)
    name: str = Field(max_length=120, index=True)
    kind: OrganisationKind = Field(sa_type=status_column(OrganisationKind))
    standing: RegistrationStatus = Field(
        default=RegistrationStatus.NORMAL, sa_type=status_column(RegistrationStatus)
    )
    registered_on: date
    area_code: str = Field(foreign_key="area.code", max_length=12, index=True)
    address: str = Field(default="", max_length=200)
    legal_representative: str = Field(default="", max_length=80)
    contact: str = Field(default="", max_length=80)
    phone: str = Field(default="", max_length=40)
    bank: str = Field(default="", max_length=120)
    account_holder: str = Field(default="", max_length=120)
    account_sealed: str = Field(default="", max_length=300)
    profile: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    updated_at: datetime

    @property
    def chain(self) -> str:
        return f"organisation:{self.code}"

    @property
    def scope(self) -> str:
        return f"organisation:{self.code}"

    @property
    def bank_account(self) -> str:
        if not self.account_sealed:
            return ""
        return crypto.unseal(self.account_sealed, bound_to=account_binding(self.code))


def account_binding(code: str) -> str:
    """Name the place that an organisation's account is sealed to."""
    return f"organisation.account:{code}"


class Inspection(SQLModel, table=True):
    """The published conclusion of one annual inspection."""

    __table_args__ = (UniqueConstraint("organisation_id", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    year: int
    conclusion: Conclusion = Field(sa_type=status_column(Conclusion))
    published_on: date


class Grade(SQLModel, table=True):
    """An evaluation grade 1A–5A with its validity."""

    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 5", name="level_1_to_5"),)

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    level: int
    valid_from: date
    valid_until: date


class CreditListing(SQLModel, table=True):
    """A stay on a credit list."""

    __tablename__ = "credit_listing"

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    kind: ListKind = Field(sa_type=status_column(ListKind))
    listed_on: date
    removed_on: date | None = None
    reason: str = Field(default="", max_length=300)


class PastProject(SQLModel, table=True):
    """An earlier funded project and how it ended (imported or written at closure)."""

    __tablename__ = "past_project"

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    year: int
    name: str = Field(max_length=200)
    funder: str = Field(default="", max_length=120)
    amount: Money | None = Field(default=None, sa_type=FenColumn, nullable=True)
    outcome: Outcome = Field(sa_type=status_column(Outcome))


class Claim(SQLModel, table=True):
    """A person says that they represent an organisation; its authority confirms it."""

    __tablename__ = "claim"
    __table_args__ = (UniqueConstraint("organisation_id", "user_id"),)
    flow: ClassVar[Workflow] = workflow.CLAIM

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    organisation_id: int = Field(foreign_key="organisation.id")
    user_id: int = Field(foreign_key="user.id")
    area_code: str = Field(max_length=12, index=True)
    position: str = Field(default="", max_length=80)
    status: ClaimStatus = Field(
        default=ClaimStatus.CLAIMED, sa_type=status_column(ClaimStatus), index=True
    )
    claimed_at: datetime
    decided_at: datetime | None = None
    reason: str = Field(default="", max_length=300)

    @property
    def chain(self) -> str:
        return f"claim:{self.code}"


class Expert(SQLModel, table=True):
    """An expert of the pool. employers: [{"unit", "until" (ISO day or "")}], as declared."""

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", unique=True)
    unit: str = Field(max_length=120)
    title: str = Field(default="", max_length=80)
    fields: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    is_finance: bool = False
    employers: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    relations: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    is_active: bool = True
