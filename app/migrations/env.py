"""Alembic's environment: one connection, SQLite in batch mode with foreign keys off."""

from alembic import context

from app.schema import METADATA


def run() -> None:
    """Run the migrations on the connection given by app.schema.upgrade()."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
