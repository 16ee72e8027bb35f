"""The tables, as the newest migration leaves them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from bot.store.model import Speaker

if TYPE_CHECKING:
    from sqlalchemy import Dialect, Row
    from sqlalchemy.types import TypeEngine


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn it into UTC; SQLite has no zones, and gets none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give it back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


PAYLOAD: Final = JSON(none_as_null=True)
# SQLite numbers rows by itself only where the key is an INTEGER
NUMBER: Final[TypeEngine[int]] = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData()


def _row_number() -> Column[int]:
    return Column("id", NUMBER, primary_key=True, autoincrement=True)


def _speaker(*, is_key: bool = False) -> tuple[Column[Any], ...]:
    return tuple(
        Column(name, Text, primary_key=is_key, nullable=False, autoincrement=False)
        for name in ("channel", "chat", "person")
    )


def columns_of(speaker: Speaker) -> dict[str, str]:
    """The columns that say who, and where, in the order of the keys."""
    return {"channel": speaker.channel, "chat": speaker.chat, "person": speaker.person}


def speaker_of(row: Row[Any]) -> Speaker:
    """Who a row is about, of a table with these columns."""
    return Speaker(channel=row.channel, chat=row.chat, person=row.person)


seen = Table(
    "seen",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False, index=True),
)
"""Updates that have come, so that each is handled once; nothing of what was in them."""

inbox = Table(
    "inbox",
    metadata,
    _row_number(),
    Column("number", BigInteger, nullable=False),
    *_speaker(),
    Column("payload", PAYLOAD, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("claimed_by", Text),
    Column("claimed_until", Moment),
    Index("ix_inbox_chat", "channel", "chat", "id"),
    sqlite_autoincrement=True,
)
"""Updates to be handled; a row goes when it is done."""

conversations = Table(
    "conversations",
    metadata,
    *_speaker(is_key=True),
    Column("language", Text),
    Column("preferences", PAYLOAD),
    Column("state", PAYLOAD),
    Column("state_until", Moment),
    Column("is_blocked", Boolean, nullable=False),
    Column("seen_at", Moment, nullable=False, index=True),
)
"""What is kept of a person in a chat; no name, no telephone number."""

outbox = Table(
    "outbox",
    metadata,
    _row_number(),
    Column("key", Text, nullable=False),
    *_speaker(),
    Column("payload", PAYLOAD),
    Column("lane", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("cause", Text),
    Column("receipt", Text),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("claimed_by", Text),
    Column("claimed_until", Moment),
    Column("changed_at", Moment, nullable=False),
    Column("vanishes", Boolean, nullable=False),
    UniqueConstraint("key", name="uq_outbox_key"),
    Index("ix_outbox_due", "status", "lane", "id"),
    Index("ix_outbox_chat", "channel", "chat", "id"),
    sqlite_autoincrement=True,
)
"""What is to be sent, and for two days what became of it; the payload goes when nothing more is to be sent."""

told = Table(
    "told",
    metadata,
    *_speaker(is_key=True),
    Column("fact", Text, primary_key=True),
    Column("version", Text, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Index("ix_told_fact", "fact"),
)
"""Which version of a fact a chat was told last, so that it can hear of a correction."""

questions = Table(
    "questions",
    metadata,
    _row_number(),
    Column("text", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    sqlite_autoincrement=True,
)
"""What was asked, with nothing that says by whom."""

feedback = Table(
    "feedback",
    metadata,
    _row_number(),
    Column("rating", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    sqlite_autoincrement=True,
)
"""What people think of the answers, with nothing that says who."""

audit = Table(
    "audit",
    metadata,
    _row_number(),
    Column("staff", Text, nullable=False),
    Column("deed", Text, nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_autoincrement=True,
)
"""What staff did; rows are only added."""
