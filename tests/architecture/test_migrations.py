"""Migrations and models say the same: up, down, up, and both schemas compared line by line."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from app import schema
from app.db import Database
from app.schema import METADATA

CATALOGUE = """
SELECT 'column', table_name || '.' || column_name,
       concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default)
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL
SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
UNION ALL
SELECT 'index', tablename || '.' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid)
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'function', proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""
MASTER = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"


@pytest.fixture
def make_database(make_own_url: Callable[[], str]) -> Iterator[Callable[[], Database]]:
    made: list[Database] = []

    def make() -> Database:
        made.append(Database(make_own_url()))
        return made[-1]

    yield make
    for database in made:
        database.dispose()


def dumped(database: Database) -> dict[str, object]:
    """Return the schema as the database itself tells it: kind and name → definition."""
    with database.writing.connect() as connection:
        query = MASTER if database.is_sqlite else CATALOGUE
        rows = [tuple(row) for row in connection.execute(text(query))]
    read = _sqlite_parts if database.is_sqlite else _plain
    return {
        f"{kind} {name}": read(kind, sql)
        for kind, name, sql in rows
        if "alembic_version" not in name
    }


def _plain(_kind: str, sql: str) -> str:
    return " ".join(sql.split())


def _sqlite_parts(kind: str, sql: str) -> object:
    """Return a table's columns and constraints without their order; other things as they stand."""
    flat = " ".join(sql.split()).replace('"', "").replace("( ", "(").replace(" )", ")")
    if kind != "table":
        return flat
    inner = flat[flat.index("(") + 1 : flat.rindex(")")]
    return sorted(part.strip() for part in _split(inner))


def _split(inner: str) -> list[str]:
    parts, depth, quoted = [""], 0, False
    for letter in inner:
        quoted ^= letter == "'"
        depth += 0 if quoted else {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0 and not quoted:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def create_from_models(database: Database) -> None:
    with database.writing.begin() as connection:
        METADATA.create_all(connection)


def test_migrations_make_the_schema_of_the_models(make_database: Callable[[], Database]):
    migrated, made = make_database(), make_database()
    schema.upgrade(migrated)
    create_from_models(made)

    assert dumped(migrated) == dumped(made)


def test_alembic_has_nothing_to_add(make_database: Callable[[], Database]):
    database = make_database()
    schema.upgrade(database)

    with database.writing.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_down_leaves_nothing(make_database: Callable[[], Database]):
    database = make_database()
    schema.upgrade(database)
    schema.downgrade(database)

    assert dumped(database) == {}


def test_up_down_up_is_the_same_as_up(make_database: Callable[[], Database]):
    database = make_database()
    schema.upgrade(database)
    once = dumped(database)
    schema.downgrade(database)
    schema.upgrade(database)

    assert dumped(database) == once


def test_append_only_tables_have_their_triggers(make_database: Callable[[], Database]):
    database = make_database()
    schema.upgrade(database)
    refusing = {
        re.sub(r"^trigger (\w+\.)?|_(no_update|no_delete|append_only)$", "", name)
        for name in dumped(database)
        if name.startswith("trigger ")
    }

    assert refusing >= {"audit_entry", "audit_digest", "posting"}


def test_there_is_one_line_of_migrations():
    folder = Path(schema.alembic_config().get_main_option("script_location") or "")
    revisions = [path.read_text() for path in sorted((folder / "versions").glob("0*.py"))]
    parents = [re.search(r"^down_revision.*= (.+)$", each, re.M).group(1) for each in revisions]

    assert len(set(parents)) == len(parents)
