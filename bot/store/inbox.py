"""Updates of the channels: each is kept before it is acknowledged, and handled once, in order within a chat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update

from bot.store.database import insert_into
from bot.store.model import ClaimedUpdate, Lease, Update
from bot.store.tables import columns_of, inbox, seen, speaker_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection


class Inbox:
    """Updates to be handled."""

    def __init__(self, connection: AsyncConnection) -> None:
        """Work in the connection's transaction."""
        self._connection = connection

    async def record(self, updates: Iterable[Update], now: datetime) -> int:
        """Keep the updates that have not come before, in their order; give how many these are."""
        by_key = {(each.speaker.channel, each.number): each for each in updates}
        rows = [{"channel": channel, "number": number, "at": now} for channel, number in by_key]
        if not rows:
            return 0
        insert = insert_into(self._connection, seen).on_conflict_do_nothing()
        known = await self._connection.execute(insert.returning(seen.c.channel, seen.c.number), rows)
        new = {tuple(row) for row in known}
        if new:
            added = [_row_of(each, now) for key, each in by_key.items() if key in new]
            await self._connection.execute(inbox.insert(), added)
        return len(new)

    async def claim_next(self, lease: Lease, limit: int) -> tuple[ClaimedUpdate, ...]:
        """Take the oldest update of each chat in which nothing is being handled, of the oldest such chats.

        What was claimed by a process that died is free again once its lease is over.
        """
        free = select(inbox).where(_is_free(lease.now), ~_must_wait(lease.now)).order_by(inbox.c.id).limit(limit)
        return await self._claim(free, lease)

    async def claim_following(self, claimed: ClaimedUpdate, lease: Lease, limit: int) -> tuple[ClaimedUpdate, ...]:
        """Take what the same chat sent after an update that is ours, in order: several short lines are one question."""
        speaker = claimed.update.speaker
        is_later = and_(
            inbox.c.channel == speaker.channel,
            inbox.c.chat == speaker.chat,
            inbox.c.id > claimed.id,
            _is_free(lease.now),
        )
        return await self._claim(select(inbox).where(is_later).order_by(inbox.c.id).limit(limit), lease)

    async def _claim(self, free: Select[Any], lease: Lease) -> tuple[ClaimedUpdate, ...]:
        rows = (await self._connection.execute(free.with_for_update(skip_locked=True, of=inbox))).all()
        claim = {"claimed_by": lease.worker, "claimed_until": lease.until, "attempts": inbox.c.attempts + 1}
        if rows:
            ids = [row.id for row in rows]
            await self._connection.execute(update(inbox).where(inbox.c.id.in_(ids)).values(claim))
        return tuple(_claimed(row, lease.worker) for row in rows)

    async def list_ours(self, claimed: Iterable[ClaimedUpdate]) -> frozenset[int]:
        """Give the ids of the claims that no other process has taken over, and keep it so during this transaction."""
        held = {each.id: each.worker for each in claimed}
        rows = await self._connection.execute(select(inbox).where(inbox.c.id.in_(held)).with_for_update())
        return frozenset(row.id for row in rows if row.claimed_by == held[row.id])

    async def finish(self, claimed: Iterable[ClaimedUpdate]) -> None:
        """Be done with updates that are ours."""
        await self._connection.execute(delete(inbox).where(inbox.c.id.in_([each.id for each in claimed])))

    async def release_all(self) -> int:
        """Give back every claim, at the start of a process that knows itself to be the only one."""
        released = update(inbox).where(inbox.c.claimed_by.is_not(None)).values(claimed_by=None, claimed_until=None)
        return (await self._connection.execute(released)).rowcount


def _is_free(now: datetime) -> ColumnElement[bool]:
    return or_(inbox.c.claimed_until.is_(None), inbox.c.claimed_until <= now)


def _must_wait(now: datetime) -> ColumnElement[bool]:
    """Whether the chat has something older, or something in hand."""
    other = inbox.alias("other")
    is_first = or_(other.c.id < inbox.c.id, and_(other.c.id != inbox.c.id, other.c.claimed_until > now))
    return exists().where(other.c.channel == inbox.c.channel, other.c.chat == inbox.c.chat, is_first)


def _row_of(given: Update, now: datetime) -> dict[str, Any]:
    return {
        **columns_of(given.speaker),
        "number": given.number,
        "payload": given.payload,
        "received_at": now,
        "attempts": 0,
    }


def _claimed(row: Row[Any], worker: str) -> ClaimedUpdate:
    return ClaimedUpdate(
        id=row.id,
        worker=worker,
        update=Update(number=row.number, speaker=speaker_of(row), payload=row.payload),
        received_at=row.received_at,
        attempts=row.attempts + 1,
    )
