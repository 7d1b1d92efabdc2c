"""Mid-term evaluations and completion reviews: one form, two moments."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from app.db import DecimalColumn, FenColumn, status_column
from app.kernel.money import Money
from app.kernel.workflow import Workflow
from app.registry.models import Organisation
from evaluations import workflow
from evaluations.enums import AssessmentMoment, AssessmentStatus
from evaluations.rules.assessments import TailAdvice
from projects.models.project import Project


class Assessment(SQLModel, table=True):
    """One evaluation of one project.

    report: the organisation's self-report {"texts", "points", "actuals"}; sheet: the evaluator's
    {"points", "bonuses", "deductions"}; total may exceed 100 and is never clamped.
    """

    __table_args__ = (
        UniqueConstraint("project_id", "moment"),
        CheckConstraint(
            "status NOT IN ('assessed', 'concluded') OR total <> ''", name="assessed_has_total"
        ),
        CheckConstraint("status <> 'concluded' OR concluded_at IS NOT NULL", name="concluded_date"),
    )
    flow: ClassVar[Workflow] = workflow.ASSESSMENT

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    project_id: int = Field(foreign_key="project.id", index=True)
    moment: AssessmentMoment = Field(sa_type=status_column(AssessmentMoment))
    due_on: date
    status: AssessmentStatus = Field(
        default=AssessmentStatus.PLANNED, sa_type=status_column(AssessmentStatus), index=True
    )
    report: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    reported_at: datetime | None = None
    evaluator_id: int | None = Field(default=None, foreign_key="user.id")
    assigned_at: datetime | None = None
    sheet: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    opinion: str = ""
    findings: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    total: Decimal | None = Field(default=None, sa_type=DecimalColumn, nullable=True)
    grade: str = Field(default="", max_length=40)
    advice: TailAdvice | None = Field(
        default=None, sa_type=status_column(TailAdvice), nullable=True
    )
    reduction_percent: int = 0
    eligible_spending: Money | None = Field(default=None, sa_type=FenColumn, nullable=True)
    assessed_at: datetime | None = None
    concluded_at: datetime | None = None
    planned_at: datetime

    project: Project = Relationship()

    @property
    def organisation(self) -> Organisation:
        return self.project.organisation

    @property
    def chain(self) -> str:
        return f"assessment:{self.code}"
