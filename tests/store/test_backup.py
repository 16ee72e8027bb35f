"""A backup of either database can be restored into either, wholly or not at all."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from bot.store.backup import CHUNK
from bot.store.errors import StoreError
from tests.store.conftest import BACKENDS
from tests.store.made import NOW, bring, dump, fill, lease, speak

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bot.store.store import Store


@pytest.mark.parametrize("source", BACKENDS)
@pytest.mark.parametrize("target", BACKENDS)
async def test_restored_store_is_the_same(
    make_url: Callable[[str], str],
    open_at: Callable[[str], Awaitable[Store]],
    tmp_path: Path,
    source: str,
    target: str,
) -> None:
    old, new = await open_at(make_url(source)), await open_at(make_url(target))
    for number in range(0, 8, 2):
        await fill(old, speak(f"{number}"), number)
    async with old.transaction() as work:
        await work.inbox.record([bring(number, speak("many")) for number in range(2000, 2000 + CHUNK + 1)], NOW)
    count = await old.back_up(tmp_path / "rows", NOW)
    assert await new.restore(tmp_path / "rows", replace=False) == count
    rows = await dump(old, tmp_path)
    assert len(rows) == count
    assert await dump(new, tmp_path) == rows
    await use(new)


async def use(store: Store) -> None:
    """A restored store goes on where the old one stopped: new rows get new numbers."""
    async with store.transaction() as work:
        assert await work.inbox.record([bring(0), bring(1000, speak("new"))], NOW) == 1
        claimed = await work.inbox.claim_next(lease(), 100)
        assert {each.update.number for each in claimed} == {*range(0, 8, 2), 1000, 2000}
        await work.inbox.finish(claimed)


async def test_backup_is_for_nobody_else(store: Store, tmp_path: Path) -> None:
    await store.back_up(tmp_path / "rows", NOW)
    assert (tmp_path / "rows").stat().st_mode & 0o077 == 0


async def test_backup_does_not_disturb_and_sees_one_moment(store: Store, tmp_path: Path) -> None:
    await fill(store, speak("before"), 1)
    async with store.transaction() as work:
        await work.inbox.record([bring(100, speak("during"))], NOW)
        await store.back_up(tmp_path / "rows", NOW)
    assert "during" not in (tmp_path / "rows").read_text()


async def test_rows_are_replaced_only_where_that_was_wished(store: Store, tmp_path: Path) -> None:
    await fill(store, speak("old"), 1)
    old = await dump(store, tmp_path)
    await store.back_up(tmp_path / "rows", NOW)
    await fill(store, speak("new"), 3)
    present = await dump(store, tmp_path)
    with pytest.raises(StoreError) as raised:
        await store.restore(tmp_path / "rows", replace=False)
    assert raised.value.key == "store_not_empty"
    assert await dump(store, tmp_path) == present
    await store.restore(tmp_path / "rows", replace=True)
    assert await dump(store, tmp_path) == old


def with_revision_9999(whole: bytes) -> bytes:
    *lines, _ = whole.replace(b'"0001"', b'"9999"').splitlines(keepends=True)
    end = {"rows": len(lines) - 1, "sha256": hashlib.sha256(b"".join(lines)).hexdigest()}
    return b"".join(lines) + json.dumps(end).encode() + b"\n"


DAMAGES = {
    "empty": (lambda _: b"", "store_backup_damaged"),
    "another file": (lambda _: b"# Yingban\n\nYingban answers.\n", "store_backup_damaged"),
    "a number": (lambda _: b"5\n5\n", "store_backup_damaged"),
    "cut in a line": (lambda whole: whole[: len(whole) // 2], "store_backup_damaged"),
    "without its end": (lambda whole: b"".join(whole.splitlines(keepends=True)[:-1]), "store_backup_damaged"),
    "a line less": (lambda whole: b"".join(whole.splitlines(keepends=True)[:3] + whole.splitlines(keepends=True)[4:]),
                    "store_backup_damaged"),
    "a word changed": (lambda whole: whole.replace(b"/reload", b"/unload"), "store_backup_damaged"),
    "of a newer program": (with_revision_9999, "store_backup_newer"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
async def test_bad_backup_changes_nothing(store: Store, tmp_path: Path, damage: str) -> None:
    await fill(store, speak(), 1)
    rows = await dump(store, tmp_path)
    await store.back_up(tmp_path / "rows", NOW)
    spoil, key = DAMAGES[damage]
    (tmp_path / "rows").write_bytes(spoil((tmp_path / "rows").read_bytes()))
    with pytest.raises(StoreError) as raised:
        await store.restore(tmp_path / "rows", replace=True)
    assert raised.value.key == key
    assert await dump(store, tmp_path) == rows
