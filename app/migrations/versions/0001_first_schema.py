"""The first schema: accounts, records, registry, ledger, projects, evaluations, funding."""

import sqlalchemy as sa
from alembic import op

from app.records.immutable import trigger_statements

revision = "0001"
down_revision = None

APPEND_ONLY = ("audit_digest", "audit_entry", "conflict", "posting", "ranking", "submission")


def upgrade() -> None:
    """Make all tables, then the triggers that keep some of them append-only."""
    op.create_table(
        "area",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("generated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_area")),
    )
    op.create_table(
        "audit_digest",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("chains", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_audit_digest")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(length=80), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("event", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("target", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("chain", "seq", name=op.f("uq_audit_entry_chain_seq")),
    )
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"], unique=False)
    op.create_table(
        "audit_head",
        sa.Column("chain", sa.String(length=80), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "clock_shift",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_shift")),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "fund",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund")),
        sa.UniqueConstraint("code", name=op.f("uq_fund_code")),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("body", sa.String(length=64), nullable=False),
        sa.Column("location", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", "key", name=op.f("pk_idempotency_key")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                name="jobstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_job_kind_key")),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("sign_in_name", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("mail", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("hint", sa.String(length=200), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("sign_in_name <> ''", name=op.f("ck_user_has_sign_in_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("code", name=op.f("uq_user_code")),
        sa.UniqueConstraint("sign_in_name", name=op.f("uq_user_sign_in_name")),
    )
    op.create_table(
        "workday_exception",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_workday", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_workday_exception")),
    )
    op.create_table(
        "workday_year",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_workday_year")),
    )
    op.create_table(
        "appropriation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("document_number", sa.String(length=80), nullable=False),
        sa.Column("project_code", sa.String(length=60), nullable=False),
        sa.Column("function_code", sa.String(length=20), nullable=False),
        sa.Column("economic_code", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_appropriation_amount_positive")),
        sa.ForeignKeyConstraint(
            ["area_code"], ["area.code"], name=op.f("fk_appropriation_area_code_area")
        ),
        sa.ForeignKeyConstraint(
            ["fund_id"], ["fund.id"], name=op.f("fk_appropriation_fund_id_fund")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appropriation")),
        sa.UniqueConstraint("code", name=op.f("uq_appropriation_code")),
    )
    op.create_index(
        op.f("ix_appropriation_area_code"), "appropriation", ["area_code"], unique=False
    )
    op.create_index(op.f("ix_appropriation_fund_id"), "appropriation", ["fund_id"], unique=False)
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(length=80), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("opinion", sa.String(length=500), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("scan_code", sa.String(length=20), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "NOT on_paper OR scan_code <> ''", name=op.f("ck_approval_paper_has_scan")
        ),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> entered_by",
            name=op.f("ck_approval_second_person_confirms"),
        ),
        sa.CheckConstraint(
            "on_paper OR user_id IS NOT NULL", name=op.f("ck_approval_screen_has_person")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["user.id"], name=op.f("fk_approval_confirmed_by_user")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["user.id"], name=op.f("fk_approval_entered_by_user")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_approval_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint(
            "chain", "step", "attempt", name=op.f("uq_approval_chain_step_attempt")
        ),
    )
    op.create_index(op.f("ix_approval_chain"), "approval", ["chain"], unique=False)
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("chain", sa.String(length=80), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["user.id"], name=op.f("fk_attachment_uploaded_by_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("code", name=op.f("uq_attachment_code")),
    )
    op.create_index(op.f("ix_attachment_chain"), "attachment", ["chain"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("chain", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("check_code", sa.String(length=20), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("facts_digest", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("rendered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "void_at IS NULL OR void_reason <> ''", name=op.f("ck_document_void_reason")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["user.id"], name=op.f("fk_document_issued_by_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("check_code", name=op.f("uq_document_check_code")),
        sa.UniqueConstraint("code", name=op.f("uq_document_code")),
    )
    op.create_index(op.f("ix_document_chain"), "document", ["chain"], unique=False)
    op.create_table(
        "expert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("is_finance", sa.Boolean(), nullable=False),
        sa.Column("employers", sa.JSON(), nullable=False),
        sa.Column("relations", sa.JSON(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_expert_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert")),
        sa.UniqueConstraint("user_id", name=op.f("uq_expert_user_id")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "association",
                "service",
                "foundation",
                name="organisationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "standing",
            sa.Enum(
                "normal",
                "revoked",
                "dissolved",
                name="registrationstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("legal_representative", sa.String(length=80), nullable=False),
        sa.Column("contact", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("bank", sa.String(length=120), nullable=False),
        sa.Column("account_holder", sa.String(length=120), nullable=False),
        sa.Column("account_sealed", sa.String(length=300), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "length(credit_code) = 18", name=op.f("ck_organisation_credit_code_is_18_long")
        ),
        sa.ForeignKeyConstraint(
            ["area_code"], ["area.code"], name=op.f("fk_organisation_area_code_area")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation_code")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_organisation_credit_code")),
    )
    op.create_index(op.f("ix_organisation_area_code"), "organisation", ["area_code"], unique=False)
    op.create_index(op.f("ix_organisation_name"), "organisation", ["name"], unique=False)
    op.create_table(
        "outbox_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("chain", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_outbox_mail_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
    )
    op.create_index(op.f("ix_outbox_mail_user_id"), "outbox_mail", ["user_id"], unique=False)
    op.create_table(
        "refusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("chain", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_refusal_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal")),
        sa.UniqueConstraint("number", name=op.f("uq_refusal_number")),
    )
    op.create_index(op.f("ix_refusal_chain"), "refusal", ["chain"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "applicant_editor",
                "applicant_signatory",
                "panellist",
                "chair",
                "secretary",
                "organiser",
                "officer",
                "leader",
                "supervisor",
                "preparer",
                "checker",
                "approver",
                "cashier",
                "evaluator",
                "auditor",
                "system_admin",
                "security_admin",
                "audit_admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["user.id"], name=op.f("fk_role_grant_granted_by_user")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_role_grant_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint(
            "user_id", "role", "scope", name=op.f("uq_role_grant_user_id_role_scope")
        ),
    )
    op.create_index(op.f("ix_role_grant_scope"), "role_grant", ["scope"], unique=False)
    op.create_index(op.f("ix_role_grant_user_id"), "role_grant", ["user_id"], unique=False)
    op.create_table(
        "user_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("hat", sa.String(length=40), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_user_session_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_session_token_hash")),
    )
    op.create_index(op.f("ix_user_session_user_id"), "user_session", ["user_id"], unique=False)
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appropriation_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "available",
                "reserved",
                "committed",
                "payable",
                "paid",
                "returned",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("balance >= 0", name=op.f("ck_account_balance_not_negative")),
        sa.ForeignKeyConstraint(
            ["appropriation_id"],
            ["appropriation.id"],
            name=op.f("fk_account_appropriation_id_appropriation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint(
            "appropriation_id",
            "stage",
            "subject",
            name=op.f("uq_account_appropriation_id_stage_subject"),
        ),
    )
    op.create_index(
        op.f("ix_account_appropriation_id"), "account", ["appropriation_id"], unique=False
    )
    op.create_index(op.f("ix_account_subject"), "account", ["subject"], unique=False)
    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("programme", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("edition", sa.String(length=80), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=False),
        sa.Column("appropriation_id", sa.Integer(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("rules_digest", sa.String(length=64), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "published",
                "opened",
                "in_review",
                "ranked",
                "approved",
                "in_notice",
                "decided",
                "concluded",
                "cancelled",
                name="callstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes_body", sa.String(length=80), nullable=False),
        sa.Column("minutes_number", sa.String(length=80), nullable=False),
        sa.Column("minutes_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "status <> 'cancelled' OR cancel_reason <> ''",
            name=op.f("ck_call_cancelled_has_reason"),
        ),
        sa.CheckConstraint(
            "status = 'draft' OR rules_digest <> ''", name=op.f("ck_call_published_is_frozen")
        ),
        sa.CheckConstraint(
            "status NOT IN ('approved', 'in_notice', 'decided', 'concluded') OR minutes_number <> ''",
            name=op.f("ck_call_approved_has_minutes"),
        ),
        sa.CheckConstraint("budget > 0", name=op.f("ck_call_budget_positive")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_call_opens_before_it_closes")),
        sa.ForeignKeyConstraint(
            ["appropriation_id"],
            ["appropriation.id"],
            name=op.f("fk_call_appropriation_id_appropriation"),
        ),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_call_area_code_area")),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_call_created_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
        sa.UniqueConstraint("code", name=op.f("uq_call_code")),
    )
    op.create_index(op.f("ix_call_area_code"), "call", ["area_code"], unique=False)
    op.create_index(op.f("ix_call_programme"), "call", ["programme"], unique=False)
    op.create_index(op.f("ix_call_published_at"), "call", ["published_at"], unique=False)
    op.create_index(op.f("ix_call_rules_digest"), "call", ["rules_digest"], unique=False)
    op.create_index(op.f("ix_call_status"), "call", ["status"], unique=False)
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("position", sa.String(length=80), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "claimed",
                "confirmed",
                "refused",
                name="claimstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_claim_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_claim_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("code", name=op.f("uq_claim_code")),
        sa.UniqueConstraint(
            "organisation_id", "user_id", name=op.f("uq_claim_organisation_id_user_id")
        ),
    )
    op.create_index(op.f("ix_claim_area_code"), "claim", ["area_code"], unique=False)
    op.create_index(op.f("ix_claim_status"), "claim", ["status"], unique=False)
    op.create_table(
        "credit_listing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "abnormal",
                "serious",
                "violation",
                name="listkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_credit_listing_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_listing")),
    )
    op.create_index(
        op.f("ix_credit_listing_organisation_id"),
        "credit_listing",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "grade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_grade_level_1_to_5")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_grade_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade")),
    )
    op.create_index(op.f("ix_grade_organisation_id"), "grade", ["organisation_id"], unique=False)
    op.create_table(
        "inspection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "conclusion",
            sa.Enum(
                "passed",
                "basic",
                "failed",
                name="conclusion",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_inspection_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
        sa.UniqueConstraint(
            "organisation_id", "year", name=op.f("uq_inspection_organisation_id_year")
        ),
    )
    op.create_index(
        op.f("ix_inspection_organisation_id"), "inspection", ["organisation_id"], unique=False
    )
    op.create_table(
        "past_project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("funder", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "completed",
                "unqualified",
                "terminated",
                "liquidated",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_past_project_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_project")),
    )
    op.create_index(
        op.f("ix_past_project_organisation_id"), "past_project", ["organisation_id"], unique=False
    )
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "received",
                "qualified",
                "disqualified",
                "recommended",
                "reserve",
                "not_selected",
                "awarded",
                "accepted",
                "declined",
                "withdrawn",
                name="applicationstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("started_by", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("screened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("recommended", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("awarded", sa.BigInteger(), nullable=True),
        sa.Column("awarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status <> 'disqualified' OR reason <> ''",
            name=op.f("ck_application_refused_has_reason"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL",
            name=op.f("ck_application_submitted_has_date"),
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_application_call_id_call")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_application_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["user.id"], name=op.f("fk_application_started_by_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("code", name=op.f("uq_application_code")),
        sa.UniqueConstraint("number", name=op.f("uq_application_number")),
    )
    op.create_index(op.f("ix_application_call_id"), "application", ["call_id"], unique=False)
    op.create_index(
        op.f("ix_application_organisation_id"), "application", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_application_status"), "application", ["status"], unique=False)
    op.create_index(
        "uq_application_call_organisation",
        "application",
        ["call_id", "organisation_id"],
        unique=True,
        sqlite_where=sa.text("status <> 'withdrawn'"),
        postgresql_where=sa.text("status <> 'withdrawn'"),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("workdays", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "approved",
                "published",
                "withdrawn",
                name="noticestatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status <> 'published' OR number <> ''", name=op.f("ck_notice_published_has_number")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_notice_call_id_call")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("code", name=op.f("uq_notice_code")),
    )
    op.create_index(op.f("ix_notice_call_id"), "notice", ["call_id"], unique=False)
    op.create_index(op.f("ix_notice_ends_at"), "notice", ["ends_at"], unique=False)
    op.create_index(op.f("ix_notice_published_at"), "notice", ["published_at"], unique=False)
    op.create_index(op.f("ix_notice_status"), "notice", ["status"], unique=False)
    op.create_table(
        "panel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("meets_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scoring_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("venue", sa.String(length=120), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "forming",
                "drawn",
                "scoring",
                "scored",
                "frozen",
                name="panelstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_panel_call_id_call")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel")),
        sa.UniqueConstraint("code", name=op.f("uq_panel_code")),
    )
    op.create_index(op.f("ix_panel_call_id"), "panel", ["call_id"], unique=True)
    op.create_index(op.f("ix_panel_status"), "panel", ["status"], unique=False)
    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appropriation_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("cause", sa.String(length=80), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_posting_amount_positive")),
        sa.CheckConstraint(
            "source_id IS NOT NULL OR target_id IS NOT NULL",
            name=op.f("ck_posting_has_at_least_one_end"),
        ),
        sa.CheckConstraint(
            "source_id IS NULL OR source_id <> target_id", name=op.f("ck_posting_moves")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_posting_actor_id_user")),
        sa.ForeignKeyConstraint(
            ["appropriation_id"],
            ["appropriation.id"],
            name=op.f("fk_posting_appropriation_id_appropriation"),
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["account.id"], name=op.f("fk_posting_source_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["account.id"], name=op.f("fk_posting_target_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    op.create_index(
        op.f("ix_posting_appropriation_id"), "posting", ["appropriation_id"], unique=False
    )
    op.create_index(op.f("ix_posting_cause"), "posting", ["cause"], unique=False)
    op.create_table(
        "draw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("candidates_hash", sa.String(length=64), nullable=False),
        sa.Column("excluded", sa.JSON(), nullable=False),
        sa.Column("secret_sealed", sa.String(length=300), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("committed_by", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("number_by", sa.Integer(), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "drawn_at IS NULL OR number <> ''", name=op.f("ck_draw_drawn_has_number")
        ),
        sa.ForeignKeyConstraint(
            ["committed_by"], ["user.id"], name=op.f("fk_draw_committed_by_user")
        ),
        sa.ForeignKeyConstraint(["number_by"], ["user.id"], name=op.f("fk_draw_number_by_user")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_draw_panel_id_panel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw")),
        sa.UniqueConstraint("panel_id", "attempt", name=op.f("uq_draw_panel_id_attempt")),
    )
    op.create_index(op.f("ix_draw_candidates_hash"), "draw", ["candidates_hash"], unique=False)
    op.create_index(op.f("ix_draw_commitment"), "draw", ["commitment"], unique=False)
    op.create_index(op.f("ix_draw_panel_id"), "draw", ["panel_id"], unique=False)
    op.create_table(
        "eligibility_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column(
            "automatic",
            sa.Enum(
                "pass",
                "fail",
                "person",
                name="automatic",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "pass",
                "fail",
                "person",
                name="checkoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("evidence_code", sa.String(length=20), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "outcome = automatic OR note <> ''",
            name=op.f("ck_eligibility_check_override_has_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_eligibility_check_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["user.id"], name=op.f("fk_eligibility_check_checked_by_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_check")),
        sa.UniqueConstraint(
            "application_id", "key", name=op.f("uq_eligibility_check_application_id_key")
        ),
    )
    op.create_index(
        op.f("ix_eligibility_check_application_id"),
        "eligibility_check",
        ["application_id"],
        unique=False,
    )
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("application_code", sa.String(length=20), nullable=False),
        sa.Column("by_organisation", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("contact_sealed", sa.String(length=400), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "received",
                "accepted",
                "refused",
                "upheld",
                "dismissed",
                name="objectionstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("findings", sa.String(), nullable=False),
        sa.Column("measures", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status <> 'refused' OR reason <> ''", name=op.f("ck_objection_refused_has_reason")
        ),
        sa.CheckConstraint(
            "status NOT IN ('upheld', 'dismissed') OR findings <> ''",
            name=op.f("ck_objection_answered_has_findings"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["user.id"], name=op.f("fk_objection_answered_by_user")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_objection_notice_id_notice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("code", name=op.f("uq_objection_code")),
        sa.UniqueConstraint("number", name=op.f("uq_objection_number")),
    )
    op.create_index(op.f("ix_objection_notice_id"), "objection", ["notice_id"], unique=False)
    op.create_index(op.f("ix_objection_status"), "objection", ["status"], unique=False)
    op.create_table(
        "panellist",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("stratum", sa.String(length=40), nullable=False),
        sa.Column("is_chair", sa.Boolean(), nullable=False),
        sa.Column("sworn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "left_at IS NULL OR left_reason <> ''", name=op.f("ck_panellist_left_has_reason")
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], name=op.f("fk_panellist_expert_id_expert")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["panel.id"], name=op.f("fk_panellist_panel_id_panel")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_panellist_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panellist")),
        sa.UniqueConstraint("panel_id", "user_id", name=op.f("uq_panellist_panel_id_user_id")),
    )
    op.create_index(op.f("ix_panellist_panel_id"), "panellist", ["panel_id"], unique=False)
    op.create_index(op.f("ix_panellist_user_id"), "panellist", ["user_id"], unique=False)
    op.create_index(
        "uq_panellist_chair",
        "panellist",
        ["panel_id"],
        unique=True,
        sqlite_where=sa.text("is_chair"),
        postgresql_where=sa.text("is_chair"),
    )
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "awarded",
                "revising",
                "confirmed",
                "contracted",
                "running",
                "midterm_passed",
                "completing",
                "completed",
                "archived",
                "rectifying",
                "terminated",
                name="projectstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("revision", sa.JSON(), nullable=False),
        sa.Column("revision_due", sa.Date(), nullable=True),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_reason", sa.String(length=500), nullable=False),
        sa.Column("baseline", sa.JSON(), nullable=True),
        sa.Column("baseline_digest", sa.String(length=64), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("awarded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("eligible_spending", sa.BigInteger(), nullable=True),
        sa.Column("withheld_percent", sa.Integer(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archive_sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "status <> 'archived' OR archive_sha256 <> ''",
            name=op.f("ck_project_archived_has_file"),
        ),
        sa.CheckConstraint(
            "status IN ('awarded', 'revising', 'terminated') OR baseline_digest <> ''",
            name=op.f("ck_project_confirmed_has_baseline"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_project_amount_positive")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_project_application_id_application"),
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_project_call_id_call")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_project_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("application_id", name=op.f("uq_project_application_id")),
        sa.UniqueConstraint("code", name=op.f("uq_project_code")),
        sa.UniqueConstraint("number", name=op.f("uq_project_number")),
    )
    op.create_index(op.f("ix_project_call_id"), "project", ["call_id"], unique=False)
    op.create_index(
        op.f("ix_project_organisation_id"), "project", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_project_status"), "project", ["status"], unique=False)
    op.create_table(
        "ranking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_ranking_call_id_call")),
        sa.ForeignKeyConstraint(["frozen_by"], ["user.id"], name=op.f("fk_ranking_frozen_by_user")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_ranking_panel_id_panel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking")),
        sa.UniqueConstraint("code", name=op.f("uq_ranking_code")),
        sa.UniqueConstraint("panel_id", name=op.f("uq_ranking_panel_id")),
    )
    op.create_index(op.f("ix_ranking_call_id"), "ranking", ["call_id"], unique=False)
    op.create_index(op.f("ix_ranking_digest"), "ranking", ["digest"], unique=False)
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("requested", sa.BigInteger(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_submission_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["user.id"], name=op.f("fk_submission_submitted_by_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "application_id", "version", name=op.f("uq_submission_application_id_version")
        ),
    )
    op.create_index(
        op.f("ix_submission_application_id"), "submission", ["application_id"], unique=False
    )
    op.create_index(op.f("ix_submission_digest"), "submission", ["digest"], unique=False)
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("plan_position", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("audience", sa.String(length=120), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("new_people", sa.Integer(), nullable=False),
        sa.Column("volunteers", sa.Integer(), nullable=False),
        sa.Column("volunteer_hours", sa.String(length=24), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("effect", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "attended >= 0 AND new_people >= 0", name=op.f("ck_activity_counts_not_negative")
        ),
        sa.CheckConstraint("new_people <= attended", name=op.f("ck_activity_new_people_attended")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_activity_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_activity_recorded_by_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sa.UniqueConstraint("code", name=op.f("uq_activity_code")),
    )
    op.create_index(op.f("ix_activity_project_id"), "activity", ["project_id"], unique=False)
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "moment",
            sa.Enum(
                "midterm",
                "completion",
                name="assessmentmoment",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "self_reported",
                "assigned",
                "assessed",
                "rectifying",
                "concluded",
                name="assessmentstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("evaluator_id", sa.Integer(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sheet", sa.JSON(), nullable=False),
        sa.Column("opinion", sa.String(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("total", sa.String(length=24), nullable=True),
        sa.Column("grade", sa.String(length=40), nullable=False),
        sa.Column(
            "advice",
            sa.Enum(
                "full",
                "reduced",
                "none",
                "recover",
                name="tailadvice",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reduction_percent", sa.Integer(), nullable=False),
        sa.Column("eligible_spending", sa.BigInteger(), nullable=True),
        sa.Column("assessed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status <> 'concluded' OR concluded_at IS NOT NULL",
            name=op.f("ck_assessment_concluded_date"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('assessed', 'concluded') OR total <> ''",
            name=op.f("ck_assessment_assessed_has_total"),
        ),
        sa.ForeignKeyConstraint(
            ["evaluator_id"], ["user.id"], name=op.f("fk_assessment_evaluator_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_assessment_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("code", name=op.f("uq_assessment_code")),
        sa.UniqueConstraint("project_id", "moment", name=op.f("uq_assessment_project_id_moment")),
    )
    op.create_index(op.f("ix_assessment_project_id"), "assessment", ["project_id"], unique=False)
    op.create_index(op.f("ix_assessment_status"), "assessment", ["status"], unique=False)
    op.create_table(
        "budget_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("content", sa.String(length=120), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.String(length=24), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "grant",
                "own",
                "matching",
                name="linesource",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(application_id IS NULL) <> (project_id IS NULL)",
            name=op.f("ck_budget_line_one_owner"),
        ),
        sa.CheckConstraint(
            "amount >= 0 AND unit_price >= 0", name=op.f("ck_budget_line_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_budget_line_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_budget_line_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
    )
    op.create_index(
        op.f("ix_budget_line_application_id"), "budget_line", ["application_id"], unique=False
    )
    op.create_index(op.f("ix_budget_line_project_id"), "budget_line", ["project_id"], unique=False)
    op.create_table(
        "conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panellist_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "post",
                "paid_work",
                "kinship",
                "authorship",
                "other",
                "same_phone",
                "same_address",
                "same_name",
                name="ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("declared", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_conflict_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["panellist_id"], ["panellist.id"], name=op.f("fk_conflict_panellist_id_panellist")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
        sa.UniqueConstraint(
            "panellist_id", "application_id", name=op.f("uq_conflict_panellist_id_application_id")
        ),
    )
    op.create_index(
        op.f("ix_conflict_application_id"), "conflict", ["application_id"], unique=False
    )
    op.create_index(op.f("ix_conflict_panellist_id"), "conflict", ["panellist_id"], unique=False)
    op.create_table(
        "contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("special_terms", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "approved",
                "issued",
                "signed",
                "filed",
                "void",
                name="contractstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sign_by", sa.Date(), nullable=True),
        sa.Column("document_code", sa.String(length=20), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("scan_code", sa.String(length=20), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status <> 'void' OR void_reason <> ''", name=op.f("ck_contract_void_has_reason")
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'approved', 'void') OR number IS NOT NULL",
            name=op.f("ck_contract_issued_has_number"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('signed', 'filed') OR (scan_code <> '' AND signed_on IS NOT NULL)",
            name=op.f("ck_contract_signed_has_scan"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_contract_amount_positive")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_contract_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("code", name=op.f("uq_contract_code")),
        sa.UniqueConstraint("number", name=op.f("uq_contract_number")),
        sa.UniqueConstraint("project_id", "version", name=op.f("uq_contract_project_id_version")),
    )
    op.create_index(op.f("ix_contract_project_id"), "contract", ["project_id"], unique=False)
    op.create_index(op.f("ix_contract_status"), "contract", ["status"], unique=False)
    op.create_table(
        "scorecard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("panellist_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "assigned",
                "in_progress",
                "locked",
                "reopened",
                "recused",
                name="scorecardstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("recommended", sa.BigInteger(), nullable=True),
        sa.Column("recusal", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status <> 'locked' OR locked_at IS NOT NULL", name=op.f("ck_scorecard_locked_has_date")
        ),
        sa.CheckConstraint(
            "status <> 'recused' OR recusal <> ''", name=op.f("ck_scorecard_recused_has_reason")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_scorecard_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["panel.id"], name=op.f("fk_scorecard_panel_id_panel")
        ),
        sa.ForeignKeyConstraint(
            ["panellist_id"], ["panellist.id"], name=op.f("fk_scorecard_panellist_id_panellist")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard")),
        sa.UniqueConstraint("code", name=op.f("uq_scorecard_code")),
        sa.UniqueConstraint(
            "panellist_id", "application_id", name=op.f("uq_scorecard_panellist_id_application_id")
        ),
    )
    op.create_index(
        op.f("ix_scorecard_application_id"), "scorecard", ["application_id"], unique=False
    )
    op.create_index(op.f("ix_scorecard_panel_id"), "scorecard", ["panel_id"], unique=False)
    op.create_index(op.f("ix_scorecard_panellist_id"), "scorecard", ["panellist_id"], unique=False)
    op.create_table(
        "table_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("table", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "(application_id IS NULL) <> (project_id IS NULL)", name=op.f("ck_table_row_one_owner")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_table_row_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_table_row_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_row")),
    )
    op.create_index(
        op.f("ix_table_row_application_id"), "table_row", ["application_id"], unique=False
    )
    op.create_index(op.f("ix_table_row_project_id"), "table_row", ["project_id"], unique=False)
    op.create_table(
        "expense",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("budget_line_id", sa.Integer(), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("payee", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("voucher", sa.String(length=60), nullable=False),
        sa.Column("invoice", sa.String(length=60), nullable=True),
        sa.Column("disallowed", sa.BigInteger(), nullable=False),
        sa.Column("disallowed_reason", sa.String(length=300), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "disallowed = 0 OR disallowed_reason <> ''",
            name=op.f("ck_expense_disallowed_has_reason"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_expense_amount_positive")),
        sa.CheckConstraint(
            "disallowed >= 0 AND disallowed <= amount", name=op.f("ck_expense_disallowed_within")
        ),
        sa.ForeignKeyConstraint(
            ["budget_line_id"],
            ["budget_line.id"],
            name=op.f("fk_expense_budget_line_id_budget_line"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_expense_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_expense_recorded_by_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense")),
        sa.UniqueConstraint("code", name=op.f("uq_expense_code")),
        sa.UniqueConstraint("invoice", name=op.f("uq_expense_invoice")),
        sa.UniqueConstraint("project_id", "voucher", name=op.f("uq_expense_project_id_voucher")),
    )
    op.create_index(op.f("ix_expense_budget_line_id"), "expense", ["budget_line_id"], unique=False)
    op.create_index(op.f("ix_expense_project_id"), "expense", ["project_id"], unique=False)
    op.create_table(
        "installment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("gates", sa.JSON(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_installment_amount_positive")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_installment_contract_id_contract")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installment")),
        sa.UniqueConstraint("code", name=op.f("uq_installment_code")),
        sa.UniqueConstraint(
            "contract_id", "position", name=op.f("uq_installment_contract_id_position")
        ),
    )
    op.create_index(
        op.f("ix_installment_contract_id"), "installment", ["contract_id"], unique=False
    )
    op.create_table(
        "mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scorecard_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=40), nullable=False),
        sa.Column("points", sa.String(length=24), nullable=False),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["scorecard_id"], ["scorecard.id"], name=op.f("fk_mark_scorecard_id_scorecard")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
        sa.UniqueConstraint(
            "scorecard_id", "criterion", name=op.f("uq_mark_scorecard_id_criterion")
        ),
    )
    op.create_index(op.f("ix_mark_scorecard_id"), "mark", ["scorecard_id"], unique=False)
    op.create_table(
        "recovery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("voucher", sa.String(length=80), nullable=False),
        sa.Column("returned_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "returned_on IS NULL OR voucher <> ''", name=op.f("ck_recovery_returned_has_voucher")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_recovery_amount_positive")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_recovery_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["returned_by"], ["user.id"], name=op.f("fk_recovery_returned_by_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery")),
        sa.UniqueConstraint("code", name=op.f("uq_recovery_code")),
        sa.UniqueConstraint("contract_id", name=op.f("uq_recovery_contract_id")),
    )
    op.create_table(
        "disbursement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("installment_id", sa.Integer(), nullable=False),
        sa.Column("appropriation_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "requested",
                "drafted",
                "checked",
                "approved",
                "paid",
                "rejected",
                name="disbursementstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("invoice_kind", sa.String(length=40), nullable=False),
        sa.Column("invoice_number", sa.String(length=60), nullable=False),
        sa.Column("minutes", sa.String(length=80), nullable=False),
        sa.Column("method", sa.String(length=60), nullable=False),
        sa.Column("payee", sa.String(length=120), nullable=False),
        sa.Column("bank", sa.String(length=120), nullable=False),
        sa.Column("account_sealed", sa.String(length=300), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by", sa.Integer(), nullable=True),
        sa.Column("drafted_by", sa.Integer(), nullable=True),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_by", sa.Integer(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("voucher", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "status <> 'paid' OR (paid_by IS NOT NULL AND voucher <> '' AND paid_on IS NOT NULL)",
            name=op.f("ck_disbursement_paid_has_voucher"),
        ),
        sa.CheckConstraint(
            "status <> 'rejected' OR reason <> ''", name=op.f("ck_disbursement_rejected_has_reason")
        ),
        sa.CheckConstraint(
            "status NOT IN ('approved', 'paid') OR approved_by IS NOT NULL",
            name=op.f("ck_disbursement_approved_has_approver"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('drafted', 'checked', 'approved', 'paid') OR drafted_by IS NOT NULL",
            name=op.f("ck_disbursement_drafted_has_drafter"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_disbursement_amount_positive")),
        sa.CheckConstraint(
            "approved_by IS NULL OR paid_by IS NULL OR approved_by <> paid_by",
            name=op.f("ck_disbursement_approver_is_not_cashier"),
        ),
        sa.CheckConstraint(
            "drafted_by IS NULL OR approved_by IS NULL OR drafted_by <> approved_by",
            name=op.f("ck_disbursement_drafter_is_not_approver"),
        ),
        sa.CheckConstraint(
            "drafted_by IS NULL OR paid_by IS NULL OR drafted_by <> paid_by",
            name=op.f("ck_disbursement_drafter_is_not_cashier"),
        ),
        sa.ForeignKeyConstraint(
            ["appropriation_id"],
            ["appropriation.id"],
            name=op.f("fk_disbursement_appropriation_id_appropriation"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["user.id"], name=op.f("fk_disbursement_approved_by_user")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["user.id"], name=op.f("fk_disbursement_checked_by_user")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by"], ["user.id"], name=op.f("fk_disbursement_drafted_by_user")
        ),
        sa.ForeignKeyConstraint(
            ["installment_id"],
            ["installment.id"],
            name=op.f("fk_disbursement_installment_id_installment"),
        ),
        sa.ForeignKeyConstraint(
            ["paid_by"], ["user.id"], name=op.f("fk_disbursement_paid_by_user")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["user.id"], name=op.f("fk_disbursement_requested_by_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disbursement")),
        sa.UniqueConstraint("code", name=op.f("uq_disbursement_code")),
        sa.UniqueConstraint("number", name=op.f("uq_disbursement_number")),
    )
    op.create_index(
        op.f("ix_disbursement_appropriation_id"), "disbursement", ["appropriation_id"], unique=False
    )
    op.create_index(
        op.f("ix_disbursement_installment_id"), "disbursement", ["installment_id"], unique=False
    )
    op.create_index(op.f("ix_disbursement_status"), "disbursement", ["status"], unique=False)
    op.create_index(
        "uq_disbursement_live",
        "disbursement",
        ["installment_id", "appropriation_id"],
        unique=True,
        sqlite_where=sa.text("status <> 'rejected'"),
        postgresql_where=sa.text("status <> 'rejected'"),
    )
    for table in APPEND_ONLY:
        for statement in trigger_statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    """Drop everything."""
    op.drop_index(
        "uq_disbursement_live",
        table_name="disbursement",
        sqlite_where=sa.text("status <> 'rejected'"),
        postgresql_where=sa.text("status <> 'rejected'"),
    )
    op.drop_index(op.f("ix_disbursement_status"), table_name="disbursement")
    op.drop_index(op.f("ix_disbursement_installment_id"), table_name="disbursement")
    op.drop_index(op.f("ix_disbursement_appropriation_id"), table_name="disbursement")
    op.drop_table("disbursement")
    op.drop_table("recovery")
    op.drop_index(op.f("ix_mark_scorecard_id"), table_name="mark")
    op.drop_table("mark")
    op.drop_index(op.f("ix_installment_contract_id"), table_name="installment")
    op.drop_table("installment")
    op.drop_index(op.f("ix_expense_project_id"), table_name="expense")
    op.drop_index(op.f("ix_expense_budget_line_id"), table_name="expense")
    op.drop_table("expense")
    op.drop_index(op.f("ix_table_row_project_id"), table_name="table_row")
    op.drop_index(op.f("ix_table_row_application_id"), table_name="table_row")
    op.drop_table("table_row")
    op.drop_index(op.f("ix_scorecard_panellist_id"), table_name="scorecard")
    op.drop_index(op.f("ix_scorecard_panel_id"), table_name="scorecard")
    op.drop_index(op.f("ix_scorecard_application_id"), table_name="scorecard")
    op.drop_table("scorecard")
    op.drop_index(op.f("ix_contract_status"), table_name="contract")
    op.drop_index(op.f("ix_contract_project_id"), table_name="contract")
    op.drop_table("contract")
    op.drop_index(op.f("ix_conflict_panellist_id"), table_name="conflict")
    op.drop_index(op.f("ix_conflict_application_id"), table_name="conflict")
    op.drop_table("conflict")
    op.drop_index(op.f("ix_budget_line_project_id"), table_name="budget_line")
    op.drop_index(op.f("ix_budget_line_application_id"), table_name="budget_line")
    op.drop_table("budget_line")
    op.drop_index(op.f("ix_assessment_status"), table_name="assessment")
    op.drop_index(op.f("ix_assessment_project_id"), table_name="assessment")
    op.drop_table("assessment")
    op.drop_index(op.f("ix_activity_project_id"), table_name="activity")
    op.drop_table("activity")
    op.drop_index(op.f("ix_submission_digest"), table_name="submission")
    op.drop_index(op.f("ix_submission_application_id"), table_name="submission")
    op.drop_table("submission")
    op.drop_index(op.f("ix_ranking_digest"), table_name="ranking")
    op.drop_index(op.f("ix_ranking_call_id"), table_name="ranking")
    op.drop_table("ranking")
    op.drop_index(op.f("ix_project_status"), table_name="project")
    op.drop_index(op.f("ix_project_organisation_id"), table_name="project")
    op.drop_index(op.f("ix_project_call_id"), table_name="project")
    op.drop_table("project")
    op.drop_index(
        "uq_panellist_chair",
        table_name="panellist",
        sqlite_where=sa.text("is_chair"),
        postgresql_where=sa.text("is_chair"),
    )
    op.drop_index(op.f("ix_panellist_user_id"), table_name="panellist")
    op.drop_index(op.f("ix_panellist_panel_id"), table_name="panellist")
    op.drop_table("panellist")
    op.drop_index(op.f("ix_objection_status"), table_name="objection")
    op.drop_index(op.f("ix_objection_notice_id"), table_name="objection")
    op.drop_table("objection")
    op.drop_index(op.f("ix_eligibility_check_application_id"), table_name="eligibility_check")
    op.drop_table("eligibility_check")
    op.drop_index(op.f("ix_draw_panel_id"), table_name="draw")
    op.drop_index(op.f("ix_draw_commitment"), table_name="draw")
    op.drop_index(op.f("ix_draw_candidates_hash"), table_name="draw")
    op.drop_table("draw")
    op.drop_index(op.f("ix_posting_cause"), table_name="posting")
    op.drop_index(op.f("ix_posting_appropriation_id"), table_name="posting")
    op.drop_table("posting")
    op.drop_index(op.f("ix_panel_status"), table_name="panel")
    op.drop_index(op.f("ix_panel_call_id"), table_name="panel")
    op.drop_table("panel")
    op.drop_index(op.f("ix_notice_status"), table_name="notice")
    op.drop_index(op.f("ix_notice_published_at"), table_name="notice")
    op.drop_index(op.f("ix_notice_ends_at"), table_name="notice")
    op.drop_index(op.f("ix_notice_call_id"), table_name="notice")
    op.drop_table("notice")
    op.drop_index(
        "uq_application_call_organisation",
        table_name="application",
        sqlite_where=sa.text("status <> 'withdrawn'"),
        postgresql_where=sa.text("status <> 'withdrawn'"),
    )
    op.drop_index(op.f("ix_application_status"), table_name="application")
    op.drop_index(op.f("ix_application_organisation_id"), table_name="application")
    op.drop_index(op.f("ix_application_call_id"), table_name="application")
    op.drop_table("application")
    op.drop_index(op.f("ix_past_project_organisation_id"), table_name="past_project")
    op.drop_table("past_project")
    op.drop_index(op.f("ix_inspection_organisation_id"), table_name="inspection")
    op.drop_table("inspection")
    op.drop_index(op.f("ix_grade_organisation_id"), table_name="grade")
    op.drop_table("grade")
    op.drop_index(op.f("ix_credit_listing_organisation_id"), table_name="credit_listing")
    op.drop_table("credit_listing")
    op.drop_index(op.f("ix_claim_status"), table_name="claim")
    op.drop_index(op.f("ix_claim_area_code"), table_name="claim")
    op.drop_table("claim")
    op.drop_index(op.f("ix_call_status"), table_name="call")
    op.drop_index(op.f("ix_call_rules_digest"), table_name="call")
    op.drop_index(op.f("ix_call_published_at"), table_name="call")
    op.drop_index(op.f("ix_call_programme"), table_name="call")
    op.drop_index(op.f("ix_call_area_code"), table_name="call")
    op.drop_table("call")
    op.drop_index(op.f("ix_account_subject"), table_name="account")
    op.drop_index(op.f("ix_account_appropriation_id"), table_name="account")
    op.drop_table("account")
    op.drop_index(op.f("ix_user_session_user_id"), table_name="user_session")
    op.drop_table("user_session")
    op.drop_index(op.f("ix_role_grant_user_id"), table_name="role_grant")
    op.drop_index(op.f("ix_role_grant_scope"), table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_index(op.f("ix_refusal_chain"), table_name="refusal")
    op.drop_table("refusal")
    op.drop_index(op.f("ix_outbox_mail_user_id"), table_name="outbox_mail")
    op.drop_table("outbox_mail")
    op.drop_index(op.f("ix_organisation_name"), table_name="organisation")
    op.drop_index(op.f("ix_organisation_area_code"), table_name="organisation")
    op.drop_table("organisation")
    op.drop_table("expert")
    op.drop_index(op.f("ix_document_chain"), table_name="document")
    op.drop_table("document")
    op.drop_index(op.f("ix_attachment_chain"), table_name="attachment")
    op.drop_table("attachment")
    op.drop_index(op.f("ix_approval_chain"), table_name="approval")
    op.drop_table("approval")
    op.drop_index(op.f("ix_appropriation_fund_id"), table_name="appropriation")
    op.drop_index(op.f("ix_appropriation_area_code"), table_name="appropriation")
    op.drop_table("appropriation")
    op.drop_table("workday_year")
    op.drop_table("workday_exception")
    op.drop_table("user")
    op.drop_table("job")
    op.drop_table("idempotency_key")
    op.drop_table("fund")
    op.drop_table("counter")
    op.drop_table("clock_shift")
    op.drop_table("audit_head")
    op.drop_index(op.f("ix_audit_entry_at"), table_name="audit_entry")
    op.drop_table("audit_entry")
    op.drop_table("audit_digest")
    op.drop_table("area")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS refuse_change()")
