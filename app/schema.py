"""The whole schema: every model is imported here, and migrations are run from here."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, MetaData
from sqlmodel import SQLModel

from app.accounts import models as accounts_models
from app.config import ROOT
from app.db import Database
from app.ledger import models as ledger_models
from app.records import (
    approvals,
    attachments,
    audit,
    calendar,
    clock,
    counters,
    documents,
    idempotency,
    jobs,
    outbox,
    refusals,
)
from app.registry import models as registry_models
from evaluations.models import assessment, panel, scorecard
from funding.models import contract
from projects.models import application, call, notice, plan, project

MODULES = (
    accounts_models,
    approvals,
    attachments,
    audit,
    calendar,
    clock,
    counters,
    documents,
    idempotency,
    jobs,
    outbox,
    refusals,
    registry_models,
    ledger_models,
    call,
    application,
    plan,
    notice,
    project,
    panel,
    scorecard,
    assessment,
    contract,
)
METADATA: MetaData = SQLModel.metadata


def alembic_config() -> Config:
    """Return Alembic's settings; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "app" / "migrations"))
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database to a revision."""
    _run(database, command.upgrade, revision)


def downgrade(database: Database, revision: str = "base") -> None:
    """Take the database back to a revision."""
    _run(database, command.downgrade, revision)


def _run(database: Database, step: object, revision: str) -> None:
    engine = database.writing
    assert isinstance(engine, Engine)
    config = alembic_config()
    with engine.connect() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        step(config, revision)  # type: ignore[operator]  # alembic.command.upgrade or downgrade
        connection.commit()
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
