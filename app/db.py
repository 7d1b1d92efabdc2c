"""The database: a reading and a writing engine, one session per piece of work, typed columns."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Connection,
    Dialect,
    Engine,
    Enum,
    Select,
    String,
    create_engine,
    event,
)
from sqlalchemy.pool import QueuePool
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, SQLModel

from app.kernel.money import Money

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

POOL = 8
BUSY_SECONDS = 10

T = TypeVar("T", bound=Select[Any])

_current: ContextVar[Session | None] = ContextVar("session", default=None)


class FenColumn(TypeDecorator[Money]):
    """Money as whole fen in BIGINT."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> int | None:
        return None if value is None else value.fen

    def process_result_value(self, value: int | Decimal | None, dialect: Dialect) -> Money | None:
        # PostgreSQL sums BIGINT as NUMERIC.
        return None if value is None else Money(int(value))


class DecimalColumn(TypeDecorator[Decimal]):
    """An exact decimal number as plain text (hours, quantities, points)."""

    impl = String(24)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


def status_column(kind: type[StrEnum], name: str = "") -> Enum:
    """Text with a CHECK that allows the values (not the names) of an enum.

    name: of the CHECK, where a table has two columns of one kind.
    """
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
        name=name or kind.__name__.lower(),
    )


class Database:
    """Two engines over one database: reading refuses to write, writing takes its lock at once."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.writing: Engine | Connection = _engine(url, writing=True)
        self.reading: Engine | Connection = _engine(url, writing=False)
        self._options: dict[str, Any] = {}

    @classmethod
    def over(cls, connection: Connection) -> "Database":
        """A database whose sessions are savepoints of one open connection (for tests)."""
        database = cls.__new__(cls)
        database.url = str(connection.engine.url)
        database.is_sqlite = connection.dialect.name == "sqlite"
        database.writing = database.reading = connection
        database._options = {"join_transaction_mode": "create_savepoint"}
        return database

    def open(self, *, writing: bool) -> Session:
        """Return a new session; nothing reaches the database before its first query."""
        bind = self.writing if writing else self.reading
        opened = Session(bind, expire_on_commit=False, **self._options)
        opened.info.update(database=self, writing=writing)
        return opened

    @contextmanager
    def work(self, *, writing: bool) -> Iterator[Session]:
        """One piece of work: its session is current inside, committed at the end when writing."""
        with self.open(writing=writing) as opened, use(opened):
            yield opened
            if opened.info["writing"]:
                opened.commit()

    def dispose(self) -> None:
        for engine in (self.writing, self.reading):
            if isinstance(engine, Engine):
                engine.dispose()


@contextmanager
def use(opened: Session) -> Iterator[Session]:
    """Make a session the current one."""
    token = _current.set(opened)
    try:
        yield opened
    finally:
        _current.reset(token)


def session() -> Session:
    """Return the session of the current piece of work."""
    current = _current.get()
    if current is None:
        raise RuntimeError("No database session is open here.")
    return current


def enter(opened: Session) -> Callable[[], None]:
    """Make a session current until the returned function is called (for a request)."""
    token = _current.set(opened)
    return lambda: _current.reset(token)


def settle() -> None:
    """Commit the current piece of work; the only place that does so for a request."""
    current = session()
    if current.info["writing"]:
        current.commit()


def abandon() -> None:
    """Roll back and go on reading only, so that an error page never holds the write lock."""
    current = session()
    current.rollback()
    database: Database = current.info["database"]
    current.bind = database.reading
    current.info["writing"] = False


def locked(statement: T) -> T:
    """Lock the selected rows when a change may follow (PostgreSQL; SQLite locks the file)."""
    return statement.with_for_update() if session().info["writing"] else statement


def _engine(url: str, *, writing: bool) -> Engine:
    if not url.startswith("sqlite"):
        engine = create_engine(
            url,
            pool_size=POOL,
            max_overflow=0,
            pool_timeout=3,
            pool_pre_ping=True,
            connect_args={
                "options": "-c statement_timeout=30000 -c lock_timeout=10000 -c timezone=UTC"
            },
        )
        return engine if writing else engine.execution_options(postgresql_readonly=True)
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=POOL,
        max_overflow=2,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin by itself
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        if not writing:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A deferred begin that later writes fails at once with "database is locked".
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
