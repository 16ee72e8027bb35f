"""What is kept of a person in a chat, and which facts the chat was told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, select, tuple_, update

from bot.dialogue.state import REMEMBERED, DialogueState
from bot.store.codec import decode_state, encode_state
from bot.store.database import insert_into
from bot.store.model import Conversation
from bot.store.tables import columns_of, conversations, speaker_of, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Row, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.store.model import Speaker, Told
    from knowledge.model import FactId


class Conversations:
    """Conversations, one a person and chat."""

    def __init__(self, connection: AsyncConnection) -> None:
        """Work in the connection's transaction."""
        self._connection = connection

    async def load(self, speaker: Speaker, now: datetime) -> Conversation:
        """Give what is kept; a fresh one where nothing is, and a fresh state where it expired or cannot be read."""
        return (await self.load_all([speaker], now))[speaker]

    async def load_all(self, speakers: Sequence[Speaker], now: datetime) -> dict[Speaker, Conversation]:
        """Give what is kept of several people."""
        keys = tuple_(*conversations.primary_key).in_([tuple(columns_of(each).values()) for each in speakers])
        rows = await self._connection.execute(select(conversations).where(keys))
        known = {each.speaker: each for each in (_read(row, now) for row in rows)}
        return {each: known.get(each) or Conversation(speaker=each) for each in speakers}

    async def save(self, conversation: Conversation, now: datetime) -> None:
        """Keep it as it is now."""
        await self.save_all([(conversation, now)])

    async def save_all(self, changed: Sequence[tuple[Conversation, datetime]]) -> None:
        """Keep several, each as it is at its moment."""
        if changed:
            await upsert(self._connection, conversations, [_row_of(each, at) for each, at in changed])

    async def mark_blocked(self, channel: str, chat: str) -> None:
        """Remember that a chat does not want to hear from us, until a conversation that says otherwise is saved."""
        is_there = and_(conversations.c.channel == channel, conversations.c.chat == chat)
        await self._connection.execute(update(conversations).where(is_there).values(is_blocked=True))


class ToldFacts:
    """Which version of a fact each chat was told last."""

    def __init__(self, connection: AsyncConnection) -> None:
        """Work in the connection's transaction."""
        self._connection = connection

    async def add(self, told_facts: Iterable[Told]) -> None:
        """Remember what people have just been told."""
        rows = [
            {**columns_of(each.speaker), "fact": each.fact, "version": each.version, "at": each.at}
            for each in told_facts
        ]
        if rows:
            await upsert(self._connection, told, rows)

    async def list_outdated(self, fact: FactId, version: str) -> tuple[Speaker, ...]:
        """Give who was told another version of a fact than this."""
        is_outdated = and_(told.c.fact == fact, told.c.version != version)
        rows = await self._connection.execute(select(told).where(is_outdated).order_by(*told.primary_key))
        return tuple(speaker_of(row) for row in rows)


async def upsert(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows, in the place of those with the same key."""
    insert = insert_into(connection, table)
    keys = [column.name for column in table.primary_key]
    newer = {column.name: insert.excluded[column.name] for column in table.columns if not column.primary_key}
    await connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=newer), rows)


def _read(row: Row[Any], now: datetime) -> Conversation:
    is_kept = row.state_until is not None and now < row.state_until
    return Conversation(
        speaker=speaker_of(row),
        language=row.language,
        preferences=row.preferences or {},
        state=(decode_state(row.state) if is_kept else None) or DialogueState(),
        is_blocked=row.is_blocked,
    )


def _row_of(conversation: Conversation, now: datetime) -> dict[str, Any]:
    return {
        **columns_of(conversation.speaker),
        "language": conversation.language,
        "preferences": dict(conversation.preferences) or None,
        "state": encode_state(conversation.state),
        "state_until": now + REMEMBERED,
        "is_blocked": conversation.is_blocked,
        "seen_at": now,
    }
