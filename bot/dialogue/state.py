"""What a conversation remembers, and what a turn brings."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from knowledge.model import AttributeId, EntityId, FactId


class Status(StrEnum):
    """What kind of answer a reply is."""

    ANSWER = "answer"
    UNPUBLISHED = "unpublished"
    UNKNOWN = "unknown"
    CLARIFY = "clarify"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list that was shown, so that 第二个 means something: things, or the elements of a fact."""

    things: tuple[EntityId, ...] = ()
    fact: FactId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueState:
    """What the next utterance may leave unsaid."""

    focus: EntityId | None = None
    recent: tuple[EntityId, ...] = ()
    """The things talked about, the latest first."""
    attributes: tuple[AttributeId, ...] = ()
    """What was asked last."""
    listed: Listed | None = None
    day: date | None = None
    """The festival day talked about last, where a day's programme was."""
    narrowed: tuple[str, ...] | None = None
    """Places and kinds that the programme told last was narrowed down to; None where it was none."""
    moment: datetime | None = None
    """When what was told last as coming next begins, in the festival's local time: 再下一场 goes on from there."""
    options: tuple[str, ...] = ()
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A thing at a glance: when, where, what."""

    entity: EntityId
    title: str
    lines: tuple[tuple[str, str], ...]
    """Label and value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A wish to be performed by whoever can: the name of the deed and what it is about."""

    deed: str
    entity: EntityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is said to a person; every channel shows it in its own way."""

    status: Status
    text: str
    facts: tuple[FactId, ...] = ()
    """Ids of the facts and question entries that the text stands on."""
    sources: tuple[str, ...] = ()
    """Titles of where these were published."""
    options: tuple[str, ...] = ()
    """Questions to ask next, each of which gets an answer."""
    cards: tuple[Card, ...] = ()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A reply and the state that it leaves."""

    reply: Reply
    state: DialogueState = field(default_factory=DialogueState)
