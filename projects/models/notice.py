"""Public notices and the objections against them."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Column
from sqlmodel import Field, Relationship, SQLModel

from app.db import status_column
from app.kernel.workflow import Workflow
from app.records import crypto
from projects import workflow
from projects.enums import NoticeStatus, ObjectionStatus
from projects.models.call import Call


class Notice(SQLModel, table=True):
    """A notice of proposed awards.

    starts_on: day of publication, which does not count; ends_on: last day of the period, until
    24:00; rows: the frozen list [{application, number, title, organisation, amount (fen), place,
    outcome}].
    """

    __table_args__ = (
        CheckConstraint("status <> 'published' OR number <> ''", name="published_has_number"),
    )
    flow: ClassVar[Workflow] = workflow.NOTICE

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    number: str = Field(default="", max_length=80)
    call_id: int = Field(foreign_key="call.id", index=True)
    title: str = Field(max_length=200)
    workdays: int
    starts_on: date | None = None
    ends_on: date | None = None
    ends_at: datetime | None = Field(default=None, index=True)
    rows: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    status: NoticeStatus = Field(
        default=NoticeStatus.DRAFT, sa_type=status_column(NoticeStatus), index=True
    )
    created_at: datetime
    published_at: datetime | None = Field(default=None, index=True)

    call: Call = Relationship()

    @property
    def chain(self) -> str:
        return f"notice:{self.code}"


class Objection(SQLModel, table=True):
    """An objection against a notice, by a named person or a stamped organisation.

    contact_sealed: phone or mail, encrypted, bound to this row.
    """

    __table_args__ = (
        CheckConstraint(
            "status NOT IN ('upheld', 'dismissed') OR findings <> ''", name="answered_has_findings"
        ),
        CheckConstraint("status <> 'refused' OR reason <> ''", name="refused_has_reason"),
    )
    flow: ClassVar[Workflow] = workflow.OBJECTION

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    number: str = Field(unique=True, max_length=40)
    notice_id: int = Field(foreign_key="notice.id", index=True)
    application_code: str = Field(default="", max_length=20)
    by_organisation: bool = False
    name: str = Field(max_length=120)
    contact_sealed: str = Field(max_length=400)
    subject: str = Field(default="", max_length=200)
    body: str
    status: ObjectionStatus = Field(
        default=ObjectionStatus.RECEIVED, sa_type=status_column(ObjectionStatus), index=True
    )
    received_at: datetime
    answer_due: datetime
    reason: str = Field(default="", max_length=500)
    findings: str = ""
    measures: str = ""
    answered_at: datetime | None = None
    answered_by: int | None = Field(default=None, foreign_key="user.id")

    notice: Notice = Relationship()

    @property
    def chain(self) -> str:
        return f"objection:{self.code}"

    @property
    def contact(self) -> str:
        return crypto.unseal(self.contact_sealed, bound_to=f"objection.contact:{self.code}")
