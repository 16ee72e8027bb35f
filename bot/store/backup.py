"""All rows as lines of JSON, the same for both databases, so that a backup of one can be restored into the other.

The first line says what it is and of which migration, the last one how many rows there are, with a digest of all lines
before it: a file that was cut off or changed is refused. Rows are read and written as the tables of that migration
are, and then migrated, so that old backups stay good.
"""

from __future__ import annotations

import hashlib
import json
import os
from datetime import datetime
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import IO, TYPE_CHECKING, Any

from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import JSON, DateTime, MetaData, Table, event, exists, func, select, text

from bot.store.database import upgrade
from bot.store.errors import StoreError
from bot.store.tables import PAYLOAD, Moment, metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

FORMAT = "yingban-backup-1"
CHUNK = 500
"""Rows that are in memory at once."""


def write(connection: Connection, file: Path, now: datetime) -> int:
    """Write every row to the file, which is complete or not there; give how many."""
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    # chat ids are nobody else's business
    part.touch(mode=0o600)
    with part.open("wb") as out:
        count = _write_lines(out, connection, now)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
    return count


def _write_lines(out: IO[bytes], connection: Connection, now: datetime) -> int:
    head = {"format": FORMAT, "revision": _revision_of(connection), "made_at": now.isoformat()}
    digest, count = hashlib.sha256(), -1
    for line in chain([head], _list_rows(connection)):
        encoded = _encode(line)
        digest.update(encoded)
        out.write(encoded)
        count += 1
    out.write(_encode({"rows": count, "sha256": digest.hexdigest()}))
    return count


def _list_rows(connection: Connection) -> Iterator[tuple[str, dict[str, Any]]]:
    for table in _reflect(connection):
        rows = connection.execution_options(yield_per=CHUNK).execute(select(table).order_by(*table.primary_key))
        yield from ((table.name, dict(row)) for row in rows.mappings())


def _encode(line: object) -> bytes:
    return json.dumps(line, default=datetime.isoformat, separators=(",", ":")).encode() + b"\n"


def read(connection: Connection, file: Path, *, replace: bool) -> int:
    """Put the rows of the file in the place of all that is here; give how many."""
    revision, count = _verify(file)
    if not replace and any(connection.scalar(select(exists(table.select()))) for table in _reflect(connection)):
        raise StoreError("store_not_empty", file=str(file))
    _drop_tables(connection)
    try:
        upgrade(connection, revision)
    except CommandError:
        raise StoreError("store_backup_newer", file=str(file)) from None
    _insert_rows(connection, file)
    upgrade(connection)
    return count


def _verify(file: Path) -> tuple[str, int]:
    """Give revision and number of rows, once it is sure that the file is whole."""
    digest, last, count = hashlib.sha256(), b"", -2
    with file.open("rb") as lines:
        for line in lines:
            digest.update(last)
            last = line
            count += 1
    try:
        with file.open("rb") as lines:
            head, end = json.loads(next(lines)), json.loads(last)
        is_whole = head["format"] == FORMAT and end == {"rows": count, "sha256": digest.hexdigest()}
        revision = str(head["revision"])
    except (ValueError, TypeError, LookupError, StopIteration):
        is_whole = False
    if not is_whole:
        raise StoreError("store_backup_damaged", file=str(file))
    return revision, count


def _drop_tables(connection: Connection) -> None:
    for table in reversed(_reflect(connection)):
        table.drop(connection)
    connection.execute(text("DROP TABLE alembic_version"))


def _insert_rows(connection: Connection, file: Path) -> None:
    tables = {table.name: table for table in _reflect(connection)}
    with file.open("rb") as lines:
        rows = (line for line in map(json.loads, lines) if isinstance(line, list))
        for name, group in groupby(rows, key=itemgetter(0)):
            while chunk := [_decode(tables[name], row) for _, row in islice(group, CHUNK)]:
                connection.execute(tables[name].insert(), chunk)
    if connection.dialect.name == "postgresql":
        for table in tables.values():
            _raise_numbers(connection, table)


def _decode(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    moments = {column.name for column in table.columns if isinstance(column.type, Moment)}
    return {
        name: datetime.fromisoformat(value) if value is not None and name in moments else value
        for name, value in row.items()
    }


def _raise_numbers(connection: Connection, table: Table) -> None:
    """Let PostgreSQL go on after the highest number; SQLite does so by itself."""
    if "id" in table.columns:
        next_number = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
        sequence = func.pg_get_serial_sequence(table.name, "id")
        connection.execute(select(func.setval(sequence, next_number, text("false"))))


def _revision_of(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _reflect(connection: Connection) -> list[Table]:
    """Our tables as they are in the database, which an older migration may have left."""
    found = MetaData()

    @event.listens_for(found, "column_reflect")
    def use_our_types(_inspector: object, _table: object, column: dict[str, Any]) -> None:
        if isinstance(column["type"], DateTime):
            column["type"] = Moment()
        elif isinstance(column["type"], JSON):
            column["type"] = PAYLOAD

    found.reflect(connection, only=lambda name, _: name in metadata.tables)
    return found.sorted_tables
