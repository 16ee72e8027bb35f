"""Transactions are whole or not at all, whatever happens to the process; processes do not disturb each other."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, event, text

from bot.store.database import connect, migrate
from bot.store.errors import StoreError, StoreUnavailableError
from bot.store.model import Conversation
from bot.store.tables import metadata
from tests.cases_runner import REPOSITORY
from tests.store.made import MINUTE, NOW, bring, dump, fill, lease, speak

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bot.store.store import Store


def start(deed: str, url: str) -> subprocess.Popen[str]:
    """Start a process that does something of `child.py`."""
    command = [sys.executable, "-m", "tests.store.child", deed, url]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=REPOSITORY)


async def test_tables_are_those_that_the_migrations_make(url: str) -> None:
    database = connect(url)
    await migrate(database)
    async with database.snapshot() as connection:
        differences = await connection.run_sync(
            lambda each: compare_metadata(MigrationContext.configure(each), metadata)
        )
    await database.close()
    assert differences == []


async def test_sqlite_is_durable_and_waits_for_others(make_url: Callable[[str], str]) -> None:
    database = connect(make_url("sqlite"))
    names = ("synchronous", "journal_mode", "busy_timeout", "foreign_keys")
    for access in (database.transaction, database.snapshot):
        async with access() as connection:
            found = [(await connection.execute(text(f"PRAGMA {name}"))).scalar() for name in names]
        assert found == [2, "wal", 5000, 1]
    await database.close()


def test_processes_that_start_at_once_make_the_tables_once(url: str) -> None:
    children = [start("migrate", url) for _ in range(3)]
    for child in children:
        assert child.stdout.readline() == "ready\n"
    for child in children:
        child.stdin.write("go\n")
        child.stdin.flush()
    assert [child.communicate(timeout=60)[0] for child in children] == ["open\n"] * 3
    assert [child.returncode for child in children] == [0] * 3


async def test_killed_process_leaves_nothing_half_done(url: str, open_at: Callable[[str], Awaitable[Store]]) -> None:
    store = await open_at(url)
    async with store.transaction() as work:
        await work.inbox.record([bring(1)], NOW)
    with start("stop_half_way", url) as child:
        assert child.stdout.readline() == "half done\n"
        child.kill()
    async with store.transaction() as work:
        assert await work.conversations.load(speak(), NOW) == Conversation(speaker=speak())
        assert await work.outbox.find("reply") is None
    claimed = await claim_in_the_end(store)
    assert (claimed.update, claimed.attempts) == (bring(1), 2)


async def claim_in_the_end(store: Store) -> object:
    """Claim what the dead process had; a server takes a moment to notice that it died, and skips the row until then."""
    async with asyncio.timeout(30):
        while True:
            async with store.transaction() as work:
                if claimed := await work.inbox.claim_next(lease("heir", NOW + MINUTE), 1):
                    return claimed[0]
            await asyncio.sleep(0.02)


async def test_what_was_acknowledged_survives_a_kill(url: str, open_at: Callable[[str], Awaitable[Store]]) -> None:
    with start("go_on", url) as child:
        durable = [int(child.stdout.readline()) for _ in range(60)]
        child.kill()
        durable += [int(line) for line in child.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    store = await open_at(url)
    async with store.transaction() as work:
        assert await work.inbox.record(map(bring, durable), NOW) == 0
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()


async def test_store_in_memory_lasts_as_long_as_it_is_open(
    open_at: Callable[[str], Awaitable[Store]],
    tmp_path: Path,
) -> None:
    store = await open_at("sqlite:///:memory:")
    await fill(store, speak(), 1)
    count = len(await dump(store, tmp_path))
    await store.restore(tmp_path / "dump.jsonl", replace=True)
    assert len(await dump(store, tmp_path)) == count


async def test_units_of_work_do_not_harm_each_other(store: Store) -> None:
    """One in three fails, one in seven is given up half way; what the others did is there."""
    tasks = [asyncio.create_task(add_or_fail(store, number)) for number in range(60)]
    await asyncio.gather(*tasks, return_exceptions=True)
    good = {number for number in range(60) if number % 3 and number % 7}
    async with store.transaction() as work:
        assert await work.inbox.record(map(bring, good), NOW) == 0
        assert await work.inbox.record(map(bring, range(60)), NOW) == 60 - len(good)


async def add_or_fail(store: Store, number: int) -> None:
    async with store.transaction() as work:
        await work.inbox.record([bring(number)], NOW)
        if not number % 7:
            asyncio.current_task().cancel()
            await asyncio.sleep(0)
        if not number % 3:
            raise KeyError


async def test_units_of_work_that_wait_share_a_commit(
    make_url: Callable[[str], str],
    open_at: Callable[[str], Awaitable[Store]],
) -> None:
    store = await open_at(make_url("sqlite"))
    commits: list[object] = []
    # a method of a list is another object each time it is asked for
    note = commits.append
    event.listen(Engine, "commit", note)
    await asyncio.gather(*(read_and_write(store) for _ in range(50)))
    event.remove(Engine, "commit", note)
    assert len(commits) == 1


async def test_reading_before_writing_never_fails(url: str, open_at: Callable[[str], Awaitable[Store]]) -> None:
    """Two stores stand for two processes."""
    stores = [await open_at(url) for _ in range(2)]
    await asyncio.gather(*(read_and_write(store) for store in stores for _ in range(50)))


async def read_and_write(store: Store) -> None:
    async with store.transaction() as work:
        conversation = await work.conversations.load(speak(), NOW)
        await work.conversations.save(conversation, NOW)


@pytest.mark.parametrize("url", ["postgresql://me:secret@127.0.0.1:1/rows", "sqlite:////dev/null/rows.db"])
async def test_database_that_cannot_be_reached_is_named(url: str, open_at: Callable[[str], Awaitable[Store]]) -> None:
    with pytest.raises((StoreUnavailableError, OSError)) as raised:
        await open_at(url)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("url", ["postgresql://h:port/rows", "mysql://h/rows", "rows.db"])
def test_bad_url_is_no_riddle(url: str) -> None:
    with pytest.raises(StoreError) as raised:
        connect(url)
    assert raised.value.key == "store_bad_url"


async def test_newer_database_is_left_alone(
    make_url: Callable[[str], str],
    open_at: Callable[[str], Awaitable[Store]],
) -> None:
    url = make_url("sqlite")
    await open_at(url)
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError) as raised:
        await open_at(url)
    assert raised.value.key == "store_newer"


async def test_lost_connections_are_made_anew(
    make_url: Callable[[str], str],
    open_at: Callable[[str], Awaitable[Store]],
) -> None:
    """An update that was not recorded for certain is recorded when it comes again."""
    url = make_url("postgresql")
    store = await open_at(url)
    with pytest.raises(StoreUnavailableError):
        await record_and_lose(store, url)
    async with store.transaction() as work:
        assert await work.inbox.record([bring(1)], NOW) == 1
    end_connections(url)
    async with store.transaction() as work:
        assert await work.inbox.record([bring(1)], NOW) == 0


async def record_and_lose(store: Store, url: str) -> None:
    async with store.transaction() as work:
        await work.inbox.record([bring(1)], NOW)
        end_connections(url)


def end_connections(url: str) -> None:
    """End every other connection to the database, as a server that is stopped does."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
