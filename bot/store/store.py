"""The door to the store: one transaction at a time, and what can be done in it."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from alembic.util import CommandError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.store import backup, privacy
from bot.store.conversations import Conversations, ToldFacts
from bot.store.database import connect, migrate
from bot.store.errors import StoreError, StoreUnavailableError
from bot.store.inbox import Inbox
from bot.store.journals import Journals
from bot.store.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.store.database import Database
    from bot.store.model import Counts, Handled, Retention


class Work:
    """What can be done in a transaction: all of it happens, or nothing."""

    def __init__(self, connection: AsyncConnection) -> None:
        """Work in the connection's transaction."""
        self._connection = connection
        self.inbox = Inbox(connection)
        self.conversations = Conversations(connection)
        self.told = ToldFacts(connection)
        self.outbox = Outbox(connection)
        self.journals = Journals(connection)

    async def finish(self, handled: Sequence[Handled], now: datetime) -> None:
        """Write what handling updates brought, of many chats at a time, and be done with them.

        What another process has taken over meanwhile, because the lease was over, is left to that one.
        """
        ours = await self.inbox.list_ours(claimed for each in handled for claimed in each.claimed)
        kept = [each for each in handled if all(claimed.id in ours for claimed in each.claimed)]
        await self.inbox.finish(claimed for each in kept for claimed in each.claimed)
        await self.conversations.save_all([(each.conversation, each.at) for each in kept if each.conversation])
        await self.told.add(told for each in kept for told in each.told)
        await self.journals.add_questions(each.question for each in kept if each.question)
        await self.outbox.add((draft for each in kept for draft in each.drafts), now)

    async def forget(self, channel: str, person: str) -> None:
        """Erase every row of a person; updates being handled, such as the wish itself, go when they are done."""
        await privacy.forget(self._connection, channel, person)

    async def purge(self, retention: Retention, now: datetime) -> dict[str, int]:
        """Erase what has had its time; give how many rows of each table went."""
        return await privacy.purge(self._connection, retention, now)

    async def count(self) -> Counts:
        """Count what is kept."""
        return await privacy.count(self._connection)


class Store:
    """A database with its tables up to date."""

    def __init__(self, database: Database) -> None:
        """Use a database that is migrated: `open_store` is the way."""
        self._database = database

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Work]:
        """Do something wholly or not at all; it is durable once the block is left.

        Keep it short, and wait for nothing but its own work in it, least of all for another transaction: with SQLite
        all others wait meanwhile. Raises StoreUnavailableError where the database does not work; all may then be tried
        again.
        """
        with _outages():
            async with self._database.transaction() as connection:
                yield Work(connection)

    async def back_up(self, file: Path, now: datetime) -> int:
        """Write all rows as they are at one moment to a file, while others go on; give how many."""
        with _outages():
            async with self._database.snapshot() as connection:
                return await connection.run_sync(backup.write, file, now)

    async def restore(self, file: Path, *, replace: bool) -> int:
        """Take all rows from a file, or none; give how many. Nobody else may use the store meanwhile.

        Raises StoreError where the file is damaged, or rows are here already and may not be replaced.
        """
        with _outages():
            async with self._database.transaction() as connection:
                return await connection.run_sync(backup.read, file, replace=replace)


@contextmanager
def _outages() -> Iterator[None]:
    """Turn what is no fault of ours into what callers know; the reason never has the values or the password in it."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise StoreUnavailableError("store_unavailable", reason=str(error.orig)) from error
    except PoolTimeoutError as error:
        raise StoreUnavailableError("store_unavailable", reason=str(error)) from error


@asynccontextmanager
async def open_store(url: str) -> AsyncIterator[Store]:
    """Open the database of an SQLAlchemy URL, make or update its tables, and close it at the end."""
    database = connect(url)
    try:
        with _outages():
            await migrate(database)
        yield Store(database)
    except CommandError:
        raise StoreError("store_newer") from None
    finally:
        await database.close()
