"""The first tables."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    make_inbox()
    make_conversations()
    make_outbox()
    make_journals()


def row_number() -> sa.Column[int]:
    """A number that no later row gets again."""
    return sa.Column("id", NUMBER, primary_key=True, autoincrement=True)


def speaker(*, is_key: bool = False) -> tuple[sa.Column[Any], ...]:
    """The columns that say who, and where."""
    names = ("channel", "chat", "person")
    return tuple(sa.Column(name, sa.Text(), primary_key=is_key, nullable=False) for name in names)


def make_inbox() -> None:
    """Updates that came, and those to be handled."""
    op.create_table(
        "seen",
        sa.Column("channel", sa.Text(), primary_key=True),
        sa.Column("number", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False, index=True),
    )
    op.create_table(
        "inbox",
        row_number(),
        sa.Column("number", sa.BigInteger(), nullable=False),
        *speaker(),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.Text()),
        sa.Column("claimed_until", MOMENT),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_chat", "inbox", ["channel", "chat", "id"])


def make_conversations() -> None:
    """What is kept of people."""
    op.create_table(
        "conversations",
        *speaker(is_key=True),
        sa.Column("language", sa.Text()),
        sa.Column("preferences", sa.JSON()),
        sa.Column("state", sa.JSON()),
        sa.Column("state_until", MOMENT),
        sa.Column("is_blocked", sa.Boolean(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False, index=True),
    )
    op.create_table(
        "told",
        *speaker(is_key=True),
        sa.Column("fact", sa.Text(), primary_key=True),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False, index=True),
    )
    op.create_index("ix_told_fact", "told", ["fact"])


def make_outbox() -> None:
    """What is to be sent."""
    op.create_table(
        "outbox",
        row_number(),
        sa.Column("key", sa.Text(), nullable=False),
        *speaker(),
        sa.Column("payload", sa.JSON()),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text()),
        sa.Column("receipt", sa.Text()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT),
        sa.Column("claimed_by", sa.Text()),
        sa.Column("claimed_until", MOMENT),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("vanishes", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_due", "outbox", ["status", "lane", "id"])
    op.create_index("ix_outbox_chat", "outbox", ["channel", "chat", "id"])


def make_journals() -> None:
    """What is only ever added to."""
    op.create_table(
        "questions",
        row_number(),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False, index=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "feedback",
        row_number(),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False, index=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit",
        row_number(),
        sa.Column("staff", sa.Text(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sqlite_autoincrement=True,
    )
