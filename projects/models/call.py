"""A call for proposals."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Column
from sqlmodel import Field, SQLModel

from app.db import FenColumn, status_column
from app.kernel.money import Money
from app.kernel.workflow import Workflow
from projects import workflow
from projects.enums import CallStatus
from projects.rules.rulebook import Rulebook


class Call(SQLModel, table=True):
    """A call of one programme.

    rules: the rulebook with the call's own choices, as plain data; rules_digest: SHA-256 of its
    canonical JSON, set and frozen at publication; choices: what this call changed; texts: the
    call's own words by key (background, purpose, eligibility, procedure, contact, phone).
    """

    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
        CheckConstraint("budget > 0", name="budget_positive"),
        CheckConstraint("status = 'draft' OR rules_digest <> ''", name="published_is_frozen"),
        CheckConstraint(
            "status NOT IN ('approved', 'in_notice', 'decided', 'concluded')"
            " OR minutes_number <> ''",
            name="approved_has_minutes",
        ),
        CheckConstraint(
            "status <> 'cancelled' OR cancel_reason <> ''", name="cancelled_has_reason"
        ),
    )
    flow: ClassVar[Workflow] = workflow.CALL

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    programme: str = Field(max_length=40, index=True)
    title: str = Field(max_length=200)
    edition: str = Field(default="", max_length=80)
    year: int
    area_code: str = Field(foreign_key="area.code", max_length=12, index=True)
    budget: Money = Field(sa_type=FenColumn)
    appropriation_id: int | None = Field(default=None, foreign_key="appropriation.id")
    opens_at: datetime
    closes_at: datetime
    texts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    choices: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    rules: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    rules_digest: str = Field(default="", max_length=64, index=True)
    status: CallStatus = Field(
        default=CallStatus.DRAFT, sa_type=status_column(CallStatus), index=True
    )
    created_by: int | None = Field(default=None, foreign_key="user.id")
    created_at: datetime
    published_at: datetime | None = Field(default=None, index=True)
    opened_at: datetime | None = None
    minutes_body: str = Field(default="", max_length=80)
    minutes_number: str = Field(default="", max_length=80)
    minutes_on: date | None = None
    decided_at: datetime | None = None
    cancel_reason: str = Field(default="", max_length=500)

    @property
    def chain(self) -> str:
        return f"call:{self.code}"

    @property
    def rulebook(self) -> Rulebook:
        """The call's own rules, read from its data."""
        return Rulebook.from_data(self.rules)
