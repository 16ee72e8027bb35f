"""What a conversation remembers, and what a turn brings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.understanding.context import Row
    from knowledge.model import AttributeId, EntityId, FactId, KindId

REMEMBERED = timedelta(hours=6)
"""After a longer silence a conversation starts anew: 那明天呢 is then no longer about what was asked in the morning."""


class Status(StrEnum):
    """What kind of answer a reply is."""

    ANSWER = "answer"
    UNPUBLISHED = "unpublished"
    UNKNOWN = "unknown"
    CLARIFY = "clarify"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What was asked of a thing: one of its attributes, or its things of a kind."""

    entity: EntityId
    attribute: AttributeId
    kind: KindId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueState:
    """What the next utterance may leave unsaid."""

    focus: EntityId | None = None
    recent: tuple[EntityId, ...] = ()
    """The things talked about, the latest first."""
    mentioned: tuple[EntityId, ...] = ()
    """The things that the last answer named, in its order."""
    asked: tuple[Query, ...] = ()
    """What was asked last."""
    first_asked: tuple[Query, ...] = ()
    rows: tuple[Row, ...] = ()
    """What was shown in an order, the latest first."""
    together: tuple[EntityId, ...] = ()
    """Several things told of at once; a bare 几点 asks it of each."""
    is_open: bool = False
    """Whether the last question named nothing and got no answer, so that a bare name completes it."""
    sought: bool = False
    """Whether the thing asked about was not named but found by what was said of it."""
    day: date | None = None
    """The festival day talked about last, where a day's programme was."""
    narrowed: tuple[str, ...] | None = None
    """Places and kinds that the programme told last was narrowed down to; None where it was none."""
    moment: datetime | None = None
    """When what was told last as coming next begins, in the festival's local time: 再下一场 goes on from there."""
    offered: tuple[str, ...] = ()
    """Questions of which we asked whether one was meant."""
    asked_at: datetime | None = None

    @property
    def attributes(self) -> tuple[AttributeId, ...]:
        """The attributes asked last."""
        return tuple(one.attribute for one in self.asked if one.kind is None)

    def remembered_at(self, now: datetime) -> DialogueState:
        """What of it still counts at a later moment: after a long silence, nothing."""
        is_old = self.asked_at is not None and now - self.asked_at > REMEMBERED
        return DialogueState() if is_old else self


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
