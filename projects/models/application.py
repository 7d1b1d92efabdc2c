"""An application, what was handed in of it, and its check against the eligibility rules."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field, Relationship, SQLModel

from app.db import FenColumn, status_column
from app.kernel.money import Money
from app.kernel.workflow import Workflow
from app.records.immutable import append_only
from app.registry.models import Organisation
from projects import workflow
from projects.enums import ApplicationStatus, CallStatus, CheckOutcome
from projects.models.call import Call

RESULTS = (
    ApplicationStatus.RECOMMENDED,
    ApplicationStatus.RESERVE,
    ApplicationStatus.NOT_SELECTED,
)
ANNOUNCED = (CallStatus.IN_NOTICE, CallStatus.DECIDED, CallStatus.CONCLUDED)


class Application(SQLModel, table=True):
    """One organisation's application under one call.

    content: the working copy, {section key: {field key: value}}; what counts after the deadline is
    the last Submission. recalled_at: taken back for changes, the last submission stays valid.
    version: counts saves, so that two editors never overwrite each other silently.
    """

    __table_args__ = (
        Index(
            "uq_application_call_organisation",
            "call_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("status <> 'withdrawn'"),
            postgresql_where=text("status <> 'withdrawn'"),
        ),
        CheckConstraint(
            "status IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL",
            name="submitted_has_date",
        ),
        CheckConstraint("status <> 'disqualified' OR reason <> ''", name="refused_has_reason"),
    )
    flow: ClassVar[Workflow] = workflow.APPLICATION

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    number: str | None = Field(default=None, unique=True, max_length=40)
    call_id: int = Field(foreign_key="call.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    title: str = Field(default="", max_length=200)
    field: str = Field(default="", max_length=40)
    content: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    version: int = 0
    status: ApplicationStatus = Field(
        default=ApplicationStatus.DRAFT, sa_type=status_column(ApplicationStatus), index=True
    )
    started_by: int | None = Field(default=None, foreign_key="user.id")
    started_at: datetime
    saved_at: datetime | None = None
    submitted_at: datetime | None = None
    recalled_at: datetime | None = None
    received_at: datetime | None = None
    screened_at: datetime | None = None
    reason: str = Field(default="", max_length=500)
    recommended: Money | None = Field(default=None, sa_type=FenColumn, nullable=True)
    place: int | None = None
    awarded: Money | None = Field(default=None, sa_type=FenColumn, nullable=True)
    awarded_at: datetime | None = None
    answered_at: datetime | None = None

    call: Call = Relationship()
    organisation: Organisation = Relationship()

    @property
    def chain(self) -> str:
        return f"application:{self.code}"

    @property
    def public_status(self) -> ApplicationStatus:
        """What the applicant and the public are told: the panel's result from the notice on."""
        hidden = self.status in RESULTS and self.call.status not in ANNOUNCED
        return ApplicationStatus.QUALIFIED if hidden else self.status


class Submission(SQLModel, table=True):
    """What was handed in: never changed, each hand-in is a row of its own.

    snapshot: everything, as plain data; digest: SHA-256 of its canonical JSON.
    """

    __table_args__ = (UniqueConstraint("application_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    version: int
    submitted_at: datetime
    submitted_by: int | None = Field(default=None, foreign_key="user.id")
    title: str = Field(max_length=200)
    field: str = Field(max_length=40)
    requested: Money = Field(sa_type=FenColumn)
    snapshot: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    digest: str = Field(max_length=64, index=True)


append_only(Submission)


class EligibilityCheck(SQLModel, table=True):
    """One row of the eligibility table of one application, with its evidence.

    message and facts: the sentence of the rule; note: a person's finding or the reason for an
    override; automatic: what the rule itself found.
    """

    __tablename__ = "eligibility_check"
    __table_args__ = (
        UniqueConstraint("application_id", "key"),
        CheckConstraint("outcome = automatic OR note <> ''", name="override_has_reason"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    key: str = Field(max_length=40)
    automatic: CheckOutcome = Field(sa_type=status_column(CheckOutcome, "automatic"))
    outcome: CheckOutcome = Field(sa_type=status_column(CheckOutcome))
    message: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    note: str = Field(default="", max_length=500)
    evidence_code: str = Field(default="", max_length=20)
    checked_at: datetime
    checked_by: int | None = Field(default=None, foreign_key="user.id")
