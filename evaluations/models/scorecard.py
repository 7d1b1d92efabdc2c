"""Score sheets, marks, and the frozen ranking."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from app.db import DecimalColumn, FenColumn, status_column
from app.kernel.money import Money
from app.kernel.workflow import Workflow
from app.records.immutable import append_only
from evaluations import workflow
from evaluations.enums import ScorecardStatus
from evaluations.models.panel import Panel, Panellist
from projects.models.application import Application


class Scorecard(SQLModel, table=True):
    """One panellist's sheet for one application.

    position: place in this panellist's own order; version: counts saves; recommended: the amount
    that the expert thinks right.
    """

    __table_args__ = (
        UniqueConstraint("panellist_id", "application_id"),
        CheckConstraint("status <> 'locked' OR locked_at IS NOT NULL", name="locked_has_date"),
        CheckConstraint("status <> 'recused' OR recusal <> ''", name="recused_has_reason"),
    )
    flow: ClassVar[Workflow] = workflow.SCORECARD

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    panel_id: int = Field(foreign_key="panel.id", index=True)
    panellist_id: int = Field(foreign_key="panellist.id", index=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    position: int
    status: ScorecardStatus = Field(
        default=ScorecardStatus.ASSIGNED, sa_type=status_column(ScorecardStatus)
    )
    comment: str = ""
    recommended: Money | None = Field(default=None, sa_type=FenColumn, nullable=True)
    recusal: str = Field(default="", max_length=300)
    version: int = 0
    saved_at: datetime | None = None
    locked_at: datetime | None = None

    panel: Panel = Relationship()
    panellist: Panellist = Relationship()
    application: Application = Relationship()

    @property
    def chain(self) -> str:
        return f"scorecard:{self.code}"


class Mark(SQLModel, table=True):
    """Points for one criterion; a criterion that was not marked has no row."""

    __table_args__ = (UniqueConstraint("scorecard_id", "criterion"),)

    id: int | None = Field(default=None, primary_key=True)
    scorecard_id: int = Field(foreign_key="scorecard.id", index=True)
    criterion: str = Field(max_length=40)
    points: Decimal = Field(sa_type=DecimalColumn)
    comment: str = Field(default="", max_length=500)


class Ranking(SQLModel, table=True):
    """A frozen ranking together with everything that it rests on; never changed.

    inputs: marks, amounts, rules and budget; results: what evaluations.rules.frozen.compute made
    of them; digest: SHA-256 of the canonical JSON of both.
    """

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    panel_id: int = Field(foreign_key="panel.id", unique=True)
    call_id: int = Field(foreign_key="call.id", index=True)
    inputs: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    results: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    digest: str = Field(max_length=64, index=True)
    frozen_at: datetime
    frozen_by: int | None = Field(default=None, foreign_key="user.id")

    panel: Panel = Relationship()

    @property
    def chain(self) -> str:
        return f"ranking:{self.code}"


append_only(Ranking)
