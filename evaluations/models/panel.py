"""Panels, the draw, panellists and their conflicts of interest."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import User
from app.db import status_column
from app.kernel.workflow import Workflow
from app.records.immutable import append_only
from app.registry.models import Expert
from evaluations import workflow
from evaluations.enums import PanelStatus
from evaluations.rules.conflicts import Ground
from projects.models.application import Application
from projects.models.call import Call


class Panel(SQLModel, table=True):
    """The experts who judge a call's qualified applications."""

    flow: ClassVar[Workflow] = workflow.PANEL

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    call_id: int = Field(foreign_key="call.id", index=True, unique=True)
    name: str = Field(max_length=120)
    size: int
    meets_at: datetime
    scoring_until: datetime
    venue: str = Field(default="", max_length=120)
    status: PanelStatus = Field(
        default=PanelStatus.FORMING, sa_type=status_column(PanelStatus), index=True
    )
    created_at: datetime

    call: Call = Relationship()

    @property
    def chain(self) -> str:
        return f"panel:{self.code}"


class Draw(SQLModel, table=True):
    """One verifiable draw.

    commitment: SHA-256 of the secret, fixed together with the candidate list; secret_sealed: the
    secret, opened by the draw; number: given by the supervisor afterwards; receipt: everything
    needed to run it again.
    """

    __table_args__ = (
        UniqueConstraint("panel_id", "attempt"),
        CheckConstraint("drawn_at IS NULL OR number <> ''", name="drawn_has_number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    panel_id: int = Field(foreign_key="panel.id", index=True)
    attempt: int = 1
    candidates: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    candidates_hash: str = Field(max_length=64, index=True)
    excluded: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    secret_sealed: str = Field(max_length=300)
    commitment: str = Field(max_length=64, index=True)
    committed_at: datetime
    committed_by: int | None = Field(default=None, foreign_key="user.id")
    number: str = Field(default="", max_length=64)
    number_by: int | None = Field(default=None, foreign_key="user.id")
    drawn_at: datetime | None = None
    receipt: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))


class Panellist(SQLModel, table=True):
    """An expert on a panel. seat: number shown in place of the name; sworn_at: pledge signed and
    conflicts declared, before that nothing opens; left_at: replaced."""

    __table_args__ = (
        UniqueConstraint("panel_id", "user_id"),
        CheckConstraint("left_at IS NULL OR left_reason <> ''", name="left_has_reason"),
        Index(
            "uq_panellist_chair",
            "panel_id",
            unique=True,
            sqlite_where=text("is_chair"),
            postgresql_where=text("is_chair"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    panel_id: int = Field(foreign_key="panel.id", index=True)
    user_id: int = Field(foreign_key="user.id", index=True)
    expert_id: int = Field(foreign_key="expert.id")
    seat: int
    stratum: str = Field(default="", max_length=40)
    is_chair: bool = False
    sworn_at: datetime | None = None
    left_at: datetime | None = None
    left_reason: str = Field(default="", max_length=300)

    panel: Panel = Relationship()
    user: User = Relationship()
    expert: Expert = Relationship()


class Conflict(SQLModel, table=True):
    """A panellist must not judge an application."""

    __table_args__ = (UniqueConstraint("panellist_id", "application_id"),)

    id: int | None = Field(default=None, primary_key=True)
    panellist_id: int = Field(foreign_key="panellist.id", index=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    ground: Ground = Field(sa_type=status_column(Ground))
    declared: bool
    note: str = Field(default="", max_length=300)
    found_at: datetime

    application: Application = Relationship()


append_only(Conflict)
