"""A token as a reading sees it: its senses, sorted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.understanding.senses import (
    Cue,
    FactHint,
    Hint,
    Holds,
    Light,
    Mark,
    Member,
    Nth,
    Number,
    OwnCue,
    Part,
    Question,
    Sort,
    Thing,
    Verb,
    When,
)
from knowledge.model import Wh

if TYPE_CHECKING:
    from bot.understanding.lattice import Token
    from knowledge.model import AttributeId, EntityId, FactId, KindId

DEFINITE = frozenset({Wh.WHO, Wh.WHERE, Wh.WHEN, Wh.HOW_MUCH, Wh.HOW_MANY, Wh.WHY})
"""Question words that tell alone what is asked."""
MERE = (Light, Mark, Verb, Question, Number, Nth, When)
"""Senses that are no content of a question."""
CUE_AS_WORD, SOFT = 0.7, 0.4
"""What a known wording, or a word of the field, weighs as a mere word in a fact's text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A token's senses, sorted."""

    token: Token
    things: frozenset[EntityId]
    cues: frozenset[AttributeId]
    verbs: frozenset[AttributeId]
    own: frozenset[FactId]
    parts: dict[FactId, int]
    members: dict[AttributeId, frozenset[str]]
    """What lists may have, by words of which the name of an element has one."""
    hints: frozenset[EntityId]
    fact_hints: frozenset[FactId]
    sorts: frozenset[KindId]
    wh: Wh | None
    holds: Wh | None
    """The question word that it is or holds."""
    counts: bool
    """Whether it asks for a number."""
    ordinals: tuple[Nth, ...]
    """The places in an order that it may be: 第三届."""
    marks: frozenset[str]
    is_place: bool
    """Whether it is an ordinary place name."""
    is_time: bool
    is_light: bool
    soft: bool
    """Whether it is an ordinary word of its field: 电影."""
    content: float
    """What it weighs as a mere word."""

    @property
    def facts(self) -> frozenset[FactId]:
        """The very facts that it asks for, points to, or names an element of."""
        return self.own.union(self.parts, self.fact_hints)

    @property
    def asks(self) -> bool:
        """Whether it asks for something on its own."""
        return bool(self.cues or self.own or self.wh in DEFINITE)

    @property
    def tells(self) -> bool:
        """Whether any candidate could explain it."""
        named = self.things or self.hints or self.parts or self.members or self.fact_hints
        return bool(
            named
            or self.ordinals
            or self.asks
            or self.verbs
            or self.sorts
            or self.wh
            or self.is_time
            or self.content > 0
        )

    @property
    def is_value(self) -> bool:
        """Whether it can be part of what is known: an element, a description, a word."""
        word = self.content > 0 and not (self.sorts or self.things or self.cues)
        return bool(self.parts or self.hints or self.fact_hints or word)

    @property
    def is_topic(self) -> bool:
        """Whether it names what is asked, other than by a question word."""
        named = bool(self.things) and not (self.cues or self.own)
        return bool(self.cues or self.own or self.verbs) and self.holds not in DEFINITE and not named


def view_token(token: Token) -> View:
    """Sort the senses of a token."""
    senses = token.senses
    questions = [sense.wh for sense in senses if isinstance(sense, Question)]
    held = [sense.wh for sense in senses if isinstance(sense, Holds)]
    mere = all(isinstance(sense, MERE) for sense in senses)
    soft = any(isinstance(sense, Light) and sense.soft for sense in senses)
    return View(
        token=token,
        things=frozenset(sense.entity for sense in senses if isinstance(sense, Thing)),
        cues=frozenset(sense.attribute for sense in senses if isinstance(sense, Cue)),
        verbs=frozenset(sense.attribute for sense in senses if isinstance(sense, Verb)),
        own=frozenset(sense.fact for sense in senses if isinstance(sense, OwnCue)),
        parts={sense.fact: sense.index for sense in senses if isinstance(sense, Part)},
        members={sense.attribute: sense.words for sense in senses if isinstance(sense, Member)},
        hints=frozenset(sense.entity for sense in senses if isinstance(sense, Hint)),
        fact_hints=frozenset(sense.fact for sense in senses if isinstance(sense, FactHint)),
        sorts=frozenset(sense.kind for sense in senses if isinstance(sense, Sort)),
        wh=next(iter(questions), None),
        holds=next(iter(questions + held), None),
        counts=Wh.HOW_MANY in questions + held,
        ordinals=tuple(sense for sense in senses if isinstance(sense, Nth)),
        marks=frozenset(sense.id for sense in senses if isinstance(sense, Mark)),
        is_place=token.is_place,
        is_time=any(isinstance(sense, When) and not sense.time.is_year for sense in senses),
        is_light=bool(senses) and (mere or any(isinstance(sense, Light) for sense in senses)),
        soft=soft,
        content=token.weight if not senses else SOFT if soft else 0.0 if mere else CUE_AS_WORD,
    )
