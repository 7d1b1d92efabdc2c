"""Triggers by which the database itself refuses to change or delete a row."""

from typing import Any

from sqlalchemy import DDL, event

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME; END $$
"""


def trigger_statements(table: str, dialect: str) -> list[str]:
    """Return the statements that make a table append-only (also used by migrations)."""
    if dialect == "postgresql":
        return [
            POSTGRES_FUNCTION,
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        ]
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed or deleted'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def append_only(model: Any) -> None:
    """Attach the triggers to a table's creation."""
    for dialect in ("sqlite", "postgresql"):
        for statement in trigger_statements(model.__tablename__, dialect):
            text = statement.replace("%", "%%")
            event.listen(model.__table__, "after_create", DDL(text).execute_if(dialect=dialect))
