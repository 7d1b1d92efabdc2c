"""A funded project, its activities and its expenses."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from app.db import DecimalColumn, FenColumn, status_column
from app.kernel.money import ZERO, Money
from app.kernel.workflow import Workflow
from app.registry.models import Organisation
from projects import workflow
from projects.enums import ProjectStatus
from projects.models.application import Application
from projects.models.call import Call


class Project(SQLModel, table=True):
    """A project, born at award.

    revision: the awardee's working copy of the texts that may change, {section: {field: value}};
    baseline: the confirmed plan as plain data, the agreement's annex; baseline_digest: its SHA-256.
    eligible_spending, withheld_percent: what the completion review recognises and takes off.
    """

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint(
            "status IN ('awarded', 'revising', 'terminated') OR baseline_digest <> ''",
            name="confirmed_has_baseline",
        ),
        CheckConstraint("status <> 'archived' OR archive_sha256 <> ''", name="archived_has_file"),
    )
    flow: ClassVar[Workflow] = workflow.PROJECT

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    number: str = Field(unique=True, max_length=40)
    application_id: int = Field(foreign_key="application.id", unique=True)
    call_id: int = Field(foreign_key="call.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    title: str = Field(max_length=200)
    amount: Money = Field(sa_type=FenColumn)
    starts_on: date
    ends_on: date
    status: ProjectStatus = Field(
        default=ProjectStatus.AWARDED, sa_type=status_column(ProjectStatus), index=True
    )
    revision: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    revision_due: date | None = None
    revised_at: datetime | None = None
    returned_reason: str = Field(default="", max_length=500)
    baseline: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    baseline_digest: str = Field(default="", max_length=64)
    confirmed_at: datetime | None = None
    awarded_at: datetime
    eligible_spending: Money | None = Field(default=None, sa_type=FenColumn, nullable=True)
    withheld_percent: int = 0
    completed_at: datetime | None = None
    archived_at: datetime | None = None
    archive_sha256: str = Field(default="", max_length=64)

    call: Call = Relationship()
    organisation: Organisation = Relationship()
    application: Application = Relationship()

    @property
    def chain(self) -> str:
        return f"project:{self.code}"

    @property
    def scope(self) -> str:
        return f"project:{self.code}"


class Activity(SQLModel, table=True):
    """One activity that took place; photos and sign-in sheet are its attachments."""

    __table_args__ = (
        CheckConstraint("attended >= 0 AND new_people >= 0", name="counts_not_negative"),
        CheckConstraint("new_people <= attended", name="new_people_attended"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    project_id: int = Field(foreign_key="project.id", index=True)
    plan_position: int | None = None
    title: str = Field(max_length=120)
    held_on: date
    place: str = Field(default="", max_length=120)
    audience: str = Field(default="", max_length=120)
    expected: int = 0
    attended: int
    new_people: int = 0
    volunteers: int = 0
    volunteer_hours: Decimal = Field(default=Decimal(0), sa_type=DecimalColumn)
    content: str = ""
    effect: str = ""
    problem: str = ""
    recorded_by: int | None = Field(default=None, foreign_key="user.id")
    recorded_at: datetime

    project: Project = Relationship()

    @property
    def chain(self) -> str:
        return f"activity:{self.code}"


class Expense(SQLModel, table=True):
    """One voucher against a budget line. disallowed: what the review does not recognise."""

    __table_args__ = (
        UniqueConstraint("project_id", "voucher"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("disallowed >= 0 AND disallowed <= amount", name="disallowed_within"),
        CheckConstraint("disallowed = 0 OR disallowed_reason <> ''", name="disallowed_has_reason"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    project_id: int = Field(foreign_key="project.id", index=True)
    budget_line_id: int = Field(foreign_key="budget_line.id", index=True)
    spent_on: date
    payee: str = Field(max_length=120)
    purpose: str = Field(max_length=200)
    amount: Money = Field(sa_type=FenColumn)
    voucher: str = Field(max_length=60)
    invoice: str | None = Field(default=None, max_length=60, unique=True)
    disallowed: Money = Field(default=ZERO, sa_type=FenColumn)
    disallowed_reason: str = Field(default="", max_length=300)
    recorded_by: int | None = Field(default=None, foreign_key="user.id")
    recorded_at: datetime

    project: Project = Relationship()

    @property
    def chain(self) -> str:
        return f"expense:{self.code}"
