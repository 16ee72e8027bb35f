"""The records of a knowledge: things, what can be asked of them, and what is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from decimal import Decimal

EntityId: TypeAlias = str
AttributeId: TypeAlias = str
KindId: TypeAlias = str
FactId: TypeAlias = str

FESTIVAL_KIND: KindId = "festival"
SUMMARY: AttributeId = "summary"
"""The attribute that says in a sentence or two what a thing is."""


class ValueKind(StrEnum):
    """What an attribute holds."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    TIME = "time"
    PLACE = "place"
    LIST = "list"
    RELATION = "relation"


class Wh(StrEnum):
    """The question word that an attribute answers."""

    WHO = "who"
    WHERE = "where"
    WHEN = "when"
    HOW_MANY = "how-many"
    HOW_MUCH = "how-much"
    HOW = "how"
    WHY = "why"
    WHAT = "what"
    NEAR = "near"
    """附近: it asks for nothing alone, but 吃 and 住 beside it do."""


class DayPart(StrEnum):
    """When within each day a recurring activity takes place, where no hour is published."""

    DAY = "day"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact was published."""

    id: str
    title: str
    published: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberForms:
    """Other forms for what the lists of an attribute may have: 租个车, where a hotel has 租车."""

    words: tuple[str, ...]
    """An element that is meant has one of them in its name."""
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """Something that can be asked of a thing."""

    id: AttributeId
    name: str
    value: ValueKind
    asks: tuple[str, ...] = ()
    """Forms by which people ask for it, unexpanded: `(a|b)` chooses, `[a]` may be missing."""
    verbs: tuple[str, ...] = ()
    """Words that mean this attribute only beside its question word: 谁…说, 办…什么."""
    members: tuple[MemberForms, ...] = ()
    like: tuple[AttributeId, ...] = ()
    """Attributes whose facts also answer it where it has none of its own, best first."""
    answers: Wh = Wh.WHAT
    kinds: tuple[KindId, ...] = ()
    """Kinds that it may be asked of, or `who` and `where` for all kinds of that sort; empty means any."""
    targets: tuple[KindId, ...] = ()
    """Kinds that a relation leads to; empty means any."""
    say: str = ""
    unpublished: str = ""
    computed: bool = False
    """True where the value is worked out from the occurrences and the time of asking."""
    dormant: bool = False
    """True for one of the language's that is in play only where a festival has such facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A sort of thing, declared by the festival."""

    id: KindId
    name: str
    words: tuple[str, ...] = ()
    counter: str = "个"
    who: bool = False
    where: bool = False
    numbered: bool = False
    """Whether the festival itself counts its things in the order of the file, so that one may ask 第几项."""
    card: tuple[AttributeId, ...] = ("summary",)
    """What introduces such a thing, in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A value in words."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its unit, or an amount of money (unit `元`)."""

    amount: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element of a list value."""

    name: str
    aliases: tuple[str, ...] = ()
    say: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """An ordered list of named elements."""

    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Other things, in order."""

    entities: tuple[EntityId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One stretch of time in which a thing takes place, in the festival's own local time."""

    first: date
    last: date
    """Included."""
    at: time | None = None
    until: time | None = None
    part: DayPart | None = None
    """Set where it recurs on each day from first to last."""
    venue: EntityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The occurrences of a thing, in order of time."""

    occurrences: tuple[Occurrence, ...]


Value: TypeAlias = Text | Quantity | Listing | Relation | Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What is known of one attribute of one thing."""

    entity: EntityId
    attribute: AttributeId
    value: Value
    source: str
    say: str = ""
    """The sentence that says it, `{thing}` where the name stands; empty means the attribute's general one."""
    asks: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    complete: bool = True
    """False where more belongs to it than was published: then it is no answer to 多少 or 还有谁."""
    id: FactId = field(init=False)
    """`<thing>.<attribute>`, the name that replies carry."""

    def __post_init__(self) -> None:
        """Work out the id once; it is asked for often."""
        object.__setattr__(self, "id", f"{self.entity}.{self.attribute}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A thing that people ask about."""

    id: EntityId
    kind: KindId
    name: str
    aliases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    part_of: EntityId | None = None
    listed: bool = True
    announced: bool = True
    facts: dict[AttributeId, Fact] = field(default_factory=dict)

    @property
    def short(self) -> str:
        """The name that answers use."""
        return self.aliases[0] if self.kind == FESTIVAL_KIND and self.aliases else self.name

    @property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """When it takes place, as far as published."""
        fact = self.facts.get("time")
        return fact.value.occurrences if fact and isinstance(fact.value, Schedule) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionEntry:
    """A curated answer to what is no attribute of anything."""

    id: str
    asks: tuple[str, ...]
    answer: str
    source: str
    about: EntityId | None = None

    @property
    def fact_id(self) -> FactId:
        """Name that replies carry."""
        return f"faq:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpublished:
    """What is asked for and has not been announced."""

    of: tuple[EntityId, ...]
    attributes: tuple[AttributeId, ...]
    say: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The festival's own clock and days."""

    entity: EntityId
    zone: tzinfo
    first: date | None = None
    last: date | None = None
    day_ends: time = time(5)
    """Until then the night belongs to the day before."""
    demo: datetime | None = None
    """Where the demonstration clock starts; aware."""
    examples: tuple[str, ...] = ()
    """Questions that a newcomer is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Part of a knowledge, as read from one place; a later layer wins over an earlier one."""

    frame: Frame | None = None
    sources: tuple[Source, ...] = ()
    kinds: tuple[Kind, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    entities: tuple[Entity, ...] = ()
    entries: tuple[QuestionEntry, ...] = ()
    unpublished: tuple[Unpublished, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Something said to be polite, and what to say back."""

    id: str
    asks: tuple[str, ...]
    """Forms; the whole utterance must consist of such forms and of light words."""
    replies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Festival-free wording: how people ask, and how the assistant speaks."""

    attributes: tuple[Attribute, ...]
    question_words: dict[Wh, tuple[str, ...]]
    """Forms of each bare question word."""
    marks: dict[str, tuple[str, ...]]
    """Forms of what shapes a question without being its content: yes/no, negation, listing, counting, …"""
    light: frozenset[str]
    """Words that carry no content of their own: 请问, 一下, 举行."""
    soft: frozenset[str]
    """Words of the field that name nothing in particular: 平台, 专家, 区域."""
    events: frozenset[str]
    """Words for what may take place (晚会, 灯光秀); at a festival that declares nothing of that name it is unknown."""
    synonyms: tuple[tuple[str, ...], ...]
    """Words of one meaning, the usual one first."""
    lookalikes: tuple[str, ...]
    """Characters that are taken for each other, a group a string."""
    paraphrases: tuple[tuple[str, ...], ...]
    """Words and phrases that ask the same in a question entry, the usual one first; no evidence for a fact."""
    rewordings: dict[str, str]
    """Dialect, net speech and foreign words: what is written, and the ordinary word that is meant."""
    smalltalk: tuple[Talk, ...]
    replies: dict[str, str]
    """What the assistant says, by key, with `{…}` slots."""
