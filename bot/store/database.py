"""The connection to SQLite or PostgreSQL: how it is opened, migrated, and how a transaction begins and ends."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from alembic import command
from alembic.config import Config
from sqlalchemy import event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy import URL, Connection, Table
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
"""Schemes of URLs, and what each is opened with."""
MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 0x59696E67
"""Any number that other users of the same PostgreSQL hardly take."""
# FULL: what was committed survives a power cut; NORMAL may lose the last commits
PRAGMAS = ("busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


class Database(Protocol):
    """Where transactions are made."""

    def transaction(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection in a transaction; it is committed at the end, and by an exception rolled back."""

    def snapshot(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection that sees everything as it was at one moment, and holds up nobody; for reading only."""

    async def close(self) -> None:
        """Let go of all connections, once what is going on is committed."""


def connect(address: str) -> Database:
    """Give the database of an SQLAlchemy URL; nothing is opened yet. Raises StoreError where it is no such URL."""
    try:
        url = make_url(address)
        url = url.set(drivername=DRIVERS[url.drivername.partition("+")[0]])
    except (ArgumentError, ValueError, LookupError):
        raise StoreError("store_bad_url") from None
    return SqliteDatabase(url) if url.get_backend_name() == "sqlite" else PostgresDatabase(url)


def insert_into(connection: AsyncConnection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that may say ON CONFLICT, which the two databases write alike."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


# --- PostgreSQL -----------------------------------------------------------------------------------


class PostgresDatabase:
    """Many connections, each transaction one of its own."""

    def __init__(self, url: URL) -> None:
        """Prepare the pool; a connection that broke in the meantime is replaced."""
        self._engine = create_async_engine(url, pool_size=10, pool_pre_ping=True, hide_parameters=True)

    def transaction(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection in a transaction."""
        return self._engine.begin()

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one moment."""
        async with self._engine.connect() as connection:
            yield await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._engine.dispose()


# --- SQLite ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Batch:
    """A transaction that several units of work share."""

    connection: AsyncConnection
    commit: asyncio.Task[None]


class SqliteDatabase:
    """One connection that writes, and others that read.

    A commit waits for the disk, and SQLite has one writer. So units of work that have queued up while another was at
    work share its commit: the first asks for the commit, which has its turn after those who were waiting already. Each
    further one is a savepoint, and none is over before the commit is.
    """

    def __init__(self, url: URL) -> None:
        """Prepare the connections; an in-memory database exists on one connection only."""
        self._file = None if url.database in (None, "", ":memory:") else Path(str(url.database))
        self._writer = _sqlite_engine(url, "BEGIN IMMEDIATE", pool_size=1)
        self._readers = _sqlite_engine(url, "BEGIN", pool_size=2) if self._file else self._writer
        self._turn = asyncio.Lock()
        self._batch: Batch | None = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A connection in a transaction, which may be shared."""
        async with self._turn:
            if self._batch:
                async with self._batch.connection.begin_nested():
                    yield self._batch.connection
            else:
                connection = await self._connect()
                try:
                    yield connection
                except BaseException:
                    await connection.close()
                    raise
                self._batch = Batch(connection, asyncio.create_task(self._commit(connection)))
            commit = self._batch.commit
        await asyncio.shield(commit)

    async def _connect(self) -> AsyncConnection:
        if self._file:
            self._file.parent.mkdir(parents=True, exist_ok=True)
        # SQLAlchemy begins the transaction with the first statement
        return await self._writer.connect()

    async def _commit(self, connection: AsyncConnection) -> None:
        async with self._turn:
            self._batch = None
            try:
                await connection.commit()
            finally:
                await connection.close()

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one moment, from the first statement on."""
        async with self._readers.begin() as connection:
            yield connection

    async def close(self) -> None:
        """Let go of all connections, once what is going on is committed."""
        if self._batch:
            await asyncio.wait([self._batch.commit])
        await self._writer.dispose()
        await self._readers.dispose()


def _sqlite_engine(url: URL, begin: str, pool_size: int) -> AsyncEngine:
    pool = {"poolclass": AsyncAdaptedQueuePool, "pool_size": pool_size, "max_overflow": 0}
    engine = create_async_engine(url, **pool, hide_parameters=True)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _record: object) -> None:
        # Python would begin transactions by itself, and too late: a read that turns into a write fails at once
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin_by_ourselves(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


# --- migrations -----------------------------------------------------------------------------------


async def migrate(database: Database) -> None:
    """Bring the tables up to date; of several processes that start at once one does it, and the others wait."""
    async with database.transaction() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        await connection.run_sync(upgrade)


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the migrations up to a revision, in the connection's transaction; alembic's CommandError if unknown."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
