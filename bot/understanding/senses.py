"""What a stretch of text can mean to this knowledge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from bot.understanding.model import TimeMention
    from knowledge.model import AttributeId, EntityId, FactId, KindId, Wh


@dataclass(frozen=True, slots=True)
class Thing:
    """A name of a thing."""

    entity: EntityId


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the names of things, until it is known which of them is meant."""

    entities: frozenset[EntityId]
    alone: bool
    """Whether it can be all that is said of a name; else another part must stand beside it."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A form by which an attribute is asked for."""

    attribute: AttributeId


@dataclass(frozen=True, slots=True)
class Verb:
    """A word that means an attribute only beside its question word."""

    attribute: AttributeId


@dataclass(frozen=True, slots=True)
class OwnCue:
    """A form that means one very fact."""

    fact: FactId


@dataclass(frozen=True, slots=True)
class Question:
    """A bare question word."""

    wh: Wh


@dataclass(frozen=True, slots=True)
class Holds:
    """A question word inside a longer form: 多少 in 多少家企业."""

    wh: Wh


@dataclass(frozen=True, slots=True)
class Sort:
    """A word for a kind of thing."""

    kind: KindId


@dataclass(frozen=True, slots=True)
class Part:
    """The name of an element of a list value."""

    fact: FactId
    index: int


@dataclass(frozen=True, slots=True)
class Member:
    """A word for what a list of this attribute may have: 停车."""

    attribute: AttributeId
    words: frozenset[str]
    """An element that it may mean has one of these in its name."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A word by which people describe a thing without naming it."""

    entity: EntityId


@dataclass(frozen=True, slots=True)
class FactHint:
    """A word that points to one fact, though its text does not have it."""

    fact: FactId


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that shapes the question, such as 吗, 只, 还是."""

    id: str


@dataclass(frozen=True, slots=True)
class Chat:
    """A form of politeness."""

    talk: str


@dataclass(frozen=True, slots=True)
class Light:
    """A word without content of its own."""

    soft: bool = False
    """True for a word of one's field (平台, 专家): it can point to a fact, but missing it costs nothing."""


@dataclass(frozen=True, slots=True)
class Event:
    """A word for something that takes place (晚会, 灯光秀), which nothing known is called by."""


@dataclass(frozen=True, slots=True)
class When:
    """A time expression."""

    time: TimeMention


@dataclass(frozen=True, slots=True)
class Nth:
    """A place in an order (第三项, 最后一个), from 1, or from the end as -1, -2 and so on."""

    place: int
    counter: str


@dataclass(frozen=True, slots=True)
class Step:
    """A place reckoned from where we are: 下一项, 前面那个."""

    by: int
    counter: str
    of_it: bool = False
    """它后面那项: certainly in the order of things, not of the talk."""


ANY_COUNTER = "个"
"""Counts anything, so it tells no kind."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its counter: 10项, 二十支."""

    amount: int
    counter: str


Sense: TypeAlias = (
    Thing
    | Piece
    | Cue
    | Verb
    | OwnCue
    | Question
    | Holds
    | Sort
    | Part
    | Member
    | Hint
    | FactHint
    | Mark
    | Chat
    | Light
    | Event
    | When
    | Nth
    | Step
    | Number
)
