"""What goes, and when: at somebody's wish, or because its time is over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import and_, delete, false, func, or_, select, update

from bot.store.model import Counts, DraftStatus, Retention
from bot.store.tables import conversations, feedback, inbox, outbox, questions, seen, told

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Column, ColumnElement, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")

# a channel brings an update again for at most a day: Bot API, getUpdates
SEEN_FOR = timedelta(hours=48)
ABOUT_PEOPLE = (inbox, conversations, outbox, told)


async def forget(connection: AsyncConnection, channel: str, person: str) -> None:
    """Erase every row of a person, and of the private chat with that person, which has the same id.

    Updates that are being handled, such as the wish itself, stay until they are done.
    """
    for table in ABOUT_PEOPLE:
        is_of = and_(table.c.channel == channel, or_(table.c.person == person, table.c.chat == person))
        is_in_hand = inbox.c.claimed_by.is_not(None) if table is inbox else false()
        await connection.execute(delete(table).where(is_of, ~is_in_hand))


async def purge(connection: AsyncConnection, retention: Retention, now: datetime) -> dict[str, int]:
    """Erase what has had its time; give how many rows of each table went."""
    await connection.execute(
        update(conversations).where(conversations.c.state_until <= now).values(state=None, state_until=None)
    )
    return {
        table.name: (await connection.execute(delete(table).where(is_over))).rowcount
        for table, is_over in _ends(retention, now)
    }


def _ends(retention: Retention, now: datetime) -> tuple[tuple[Table, ColumnElement[bool]], ...]:
    """Which rows of which table have had their time."""
    chose_nothing = and_(conversations.c.preferences.is_(None), conversations.c.seen_at <= now - retention.people)
    open_drafts = (DraftStatus.QUEUED, DraftStatus.CLAIMED)
    is_settled = and_(outbox.c.status.not_in(open_drafts), outbox.c.changed_at <= now - SEEN_FOR)
    return (
        (seen, seen.c.at <= now - SEEN_FOR),
        (inbox, inbox.c.received_at <= now - SEEN_FOR),
        (outbox, is_settled),
        (conversations, chose_nothing),
        (told, told.c.at <= now - retention.people),
        (questions, questions.c.at <= now - retention.questions),
        (feedback, feedback.c.at <= now - retention.questions),
    )


async def count(connection: AsyncConnection) -> Counts:
    """Count what is kept."""
    blocked = await _count_by(connection, conversations.c.is_blocked)
    return Counts(
        conversations=sum(blocked.values()),
        blocked=blocked.get(True, 0),
        updates=sum((await _count_by(connection, inbox.c.channel)).values()),
        drafts=await _count_by(connection, outbox.c.status),
        questions=await _count_by(connection, questions.c.status),
        feedback=await _count_by(connection, feedback.c.rating),
    )


async def _count_by(connection: AsyncConnection, column: Column[T]) -> dict[T, int]:
    rows = await connection.execute(select(column, func.count()).group_by(column))
    return {row[0]: row[1] for row in rows}
