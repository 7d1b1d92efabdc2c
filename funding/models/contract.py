"""Agreements and their installments."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field, Relationship, SQLModel

from app.db import FenColumn, status_column
from app.kernel.money import Money
from app.kernel.workflow import Workflow
from app.registry.models import Organisation
from funding import workflow
from funding.enums import ContractStatus, DisbursementStatus
from projects.models.project import Project


class Contract(SQLModel, table=True):
    """The agreement of one project; number: gapless, never reused, given at issue.

    document_code: the issued paper; scan_code: the signed scan (an attachment).
    """

    __table_args__ = (
        UniqueConstraint("project_id", "version"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint(
            "status IN ('draft', 'approved', 'void') OR number IS NOT NULL",
            name="issued_has_number",
        ),
        CheckConstraint(
            "status NOT IN ('signed', 'filed') OR (scan_code <> '' AND signed_on IS NOT NULL)",
            name="signed_has_scan",
        ),
        CheckConstraint("status <> 'void' OR void_reason <> ''", name="void_has_reason"),
    )
    flow: ClassVar[Workflow] = workflow.CONTRACT

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    number: str | None = Field(default=None, unique=True, max_length=80)
    project_id: int = Field(foreign_key="project.id", index=True)
    version: int = 1
    amount: Money = Field(sa_type=FenColumn)
    starts_on: date
    ends_on: date
    special_terms: str = ""
    status: ContractStatus = Field(
        default=ContractStatus.DRAFT, sa_type=status_column(ContractStatus), index=True
    )
    sign_by: date | None = None
    document_code: str = Field(default="", max_length=20)
    issued_at: datetime | None = None
    signed_on: date | None = None
    scan_code: str = Field(default="", max_length=20)
    effective_at: datetime | None = None
    filed_at: datetime | None = None
    void_reason: str = Field(default="", max_length=300)
    created_at: datetime

    project: Project = Relationship()

    @property
    def organisation(self) -> Organisation:
        return self.project.organisation

    @property
    def chain(self) -> str:
        return f"contract:{self.code}"


class Installment(SQLModel, table=True):
    """One part of the agreed amount. gates: keys of what has to hold before it can be paid."""

    __table_args__ = (
        UniqueConstraint("contract_id", "position"),
        CheckConstraint("amount > 0", name="amount_positive"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    position: int
    key: str = Field(max_length=40)
    label: str = Field(max_length=40)
    percent: int
    amount: Money = Field(sa_type=FenColumn)
    gates: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))

    contract: Contract = Relationship()


class Disbursement(SQLModel, table=True):
    """One payment of one installment out of one appropriation.

    payee facts are those at the moment of drafting; account_sealed is bound to this row. Drafter,
    approver and cashier are pairwise different people, by CHECK.
    """

    __table_args__ = (
        Index(
            "uq_disbursement_live",
            "installment_id",
            "appropriation_id",
            unique=True,
            sqlite_where=text("status <> 'rejected'"),
            postgresql_where=text("status <> 'rejected'"),
        ),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint(
            "drafted_by IS NULL OR approved_by IS NULL OR drafted_by <> approved_by",
            name="drafter_is_not_approver",
        ),
        CheckConstraint(
            "drafted_by IS NULL OR paid_by IS NULL OR drafted_by <> paid_by",
            name="drafter_is_not_cashier",
        ),
        CheckConstraint(
            "approved_by IS NULL OR paid_by IS NULL OR approved_by <> paid_by",
            name="approver_is_not_cashier",
        ),
        CheckConstraint(
            "status NOT IN ('drafted', 'checked', 'approved', 'paid') OR drafted_by IS NOT NULL",
            name="drafted_has_drafter",
        ),
        CheckConstraint(
            "status NOT IN ('approved', 'paid') OR approved_by IS NOT NULL",
            name="approved_has_approver",
        ),
        CheckConstraint(
            "status <> 'paid' OR (paid_by IS NOT NULL AND voucher <> '' AND paid_on IS NOT NULL)",
            name="paid_has_voucher",
        ),
        CheckConstraint("status <> 'rejected' OR reason <> ''", name="rejected_has_reason"),
    )
    flow: ClassVar[Workflow] = workflow.DISBURSEMENT

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    number: str | None = Field(default=None, unique=True, max_length=80)
    installment_id: int = Field(foreign_key="installment.id", index=True)
    appropriation_id: int = Field(foreign_key="appropriation.id", index=True)
    amount: Money = Field(sa_type=FenColumn)
    status: DisbursementStatus = Field(
        default=DisbursementStatus.REQUESTED, sa_type=status_column(DisbursementStatus), index=True
    )
    invoice_kind: str = Field(default="", max_length=40)
    invoice_number: str = Field(default="", max_length=60)
    minutes: str = Field(default="", max_length=80)
    method: str = Field(default="", max_length=60)
    payee: str = Field(default="", max_length=120)
    bank: str = Field(default="", max_length=120)
    account_sealed: str = Field(default="", max_length=300)
    requested_at: datetime
    requested_by: int | None = Field(default=None, foreign_key="user.id")
    drafted_by: int | None = Field(default=None, foreign_key="user.id")
    drafted_at: datetime | None = None
    checked_by: int | None = Field(default=None, foreign_key="user.id")
    checked_at: datetime | None = None
    approved_by: int | None = Field(default=None, foreign_key="user.id")
    approved_at: datetime | None = None
    paid_by: int | None = Field(default=None, foreign_key="user.id")
    paid_on: date | None = None
    voucher: str = Field(default="", max_length=80)
    reason: str = Field(default="", max_length=500)

    installment: Installment = Relationship()

    @property
    def project(self) -> Project:
        return self.installment.contract.project

    @property
    def organisation(self) -> Organisation:
        return self.project.organisation

    @property
    def chain(self) -> str:
        return f"disbursement:{self.code}"


class Recovery(SQLModel, table=True):
    """Money that the organisation has to give back after the completion review."""

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("returned_on IS NULL OR voucher <> ''", name="returned_has_voucher"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    contract_id: int = Field(foreign_key="contract.id", unique=True)
    amount: Money = Field(sa_type=FenColumn)
    due_on: date
    ordered_at: datetime
    returned_on: date | None = None
    voucher: str = Field(default="", max_length=80)
    returned_by: int | None = Field(default=None, foreign_key="user.id")

    contract: Contract = Relationship()

    @property
    def chain(self) -> str:
        return f"recovery:{self.code}"
