"""Which things of a kind a question is about: the talks of a speaker, those of a track, those on a topic.

Each word sets a condition or none, and the things that meet all of them are meant. It is no reading of what is asked of
a thing that is named; there a name says it all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from bot.understanding.normalise import clean
from bot.understanding.senses import ANY_COUNTER
from knowledge.model import FESTIVAL_KIND, Relation, Wh

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.understanding.evidence import Evidence
    from bot.understanding.view import View
    from knowledge.base import Knowledge
    from knowledge.model import AttributeId, EntityId, Fact, FactId, KindId

Condition: TypeAlias = "dict[EntityId, FactId]"
"""The things that meet it, each with the fact by which it does."""

NOUN = 0.8
"""Weight from which a word must be accounted for."""
LISTING = frozenset({"list", "schedule"})
"""Marks of questions for all there is: 有哪些, 有什么."""
POINTING = frozenset({"that", "which"})
"""Marks behind whose counter a thing of its kind is meant: 那场, 哪一场."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The things of a kind that meet every condition, and what is asked of them."""

    kind: KindId
    things: tuple[EntityId, ...]
    """In the order of the knowledge."""
    grounds: tuple[FactId, ...]
    """The facts by which they do."""
    attributes: tuple[AttributeId, ...]


class Selector:
    """Selects things of one knowledge."""

    def __init__(self, knowledge: Knowledge, evidence: Evidence) -> None:
        """Keep what conditions are made from; nothing is changed afterwards."""
        self._knowledge = knowledge
        self._evidence = evidence
        kinds = reversed(tuple(knowledge.kinds.values()))
        self._counters = {clean(kind.counter).text: kind.id for kind in kinds if kind.counter != ANY_COUNTER}

    def select(self, views: tuple[View, ...]) -> Selection | None:
        """The things asked about; None where no kind is asked for, or the words are no conditions of it."""
        if any(view.own or view.wh is Wh.NEAR for view in views):
            return None
        selections = (self._select(kind, views) for kind in self._kinds(views) if self._are_askable(kind, views))
        return next(filter(None, selections), None)

    def _kinds(self, views: tuple[View, ...]) -> Iterator[KindId]:
        """Kinds that may be asked for, likeliest first: named, counted, wanted as a list, led to by what is named."""
        named = dict.fromkeys(kind for view in views for kind in sorted(view.sorts))
        triples = zip((None, *views), views, (*views[1:], None), strict=False)
        counters = [view.token.text[-1] for before, view, after in triples if self._counts_unknown(view, before, after)]
        counted = [self._counters[one] for one in counters if one in self._counters]
        listed = [self._kind_of(thing) for view in views if len(view.things) > 1 for thing in sorted(view.things)]
        wanted = listed if any(view.marks & LISTING for view in views) else []
        kinds = (*named, *(() if named else counted), *dict.fromkeys(wanted), *self._led_to(views))
        return (kind for kind in kinds if kind != FESTIVAL_KIND)

    def _counts_unknown(self, view: View, before: View | None, after: View | None) -> bool:
        """Whether it points or counts (那场, 几家), but at no thing that is named before it or meant by 那家酒店."""
        counter = view.token.text[-1]
        named = [self._knowledge.kind_of(one) for one in (before.things if before else ())]
        is_meant = view.things or (after and after.things) or any(clean(one.counter).text == counter for one in named)
        return bool(view.marks & POINTING or view.counts) and not is_meant

    def _led_to(self, views: tuple[View, ...]) -> Iterator[KindId]:
        """Kinds whose facts lead to a person or a place that is named, where what is done there is asked for."""
        named = [next(iter(view.things)) for view in views if len(view.things) == 1]
        leading = [name for thing in named for name in self._evidence.leading.get(thing, ())]
        facts = [self._evidence.facts[name] for name in (*leading, *(name for view in views for name in view.parts))]
        yield from dict.fromkeys(self._kind_of(fact.entity) for fact in facts if self._is_asked_by(fact, views))

    def _is_asked_by(self, fact: Fact, views: tuple[View, ...]) -> bool:
        """Whether that is asked: 王小明讲什么, 王小明几点, or what somebody does at a place, TR211在讲什么."""
        whs = {view.holds for view in views if view.holds}
        bare = not any(view.cues or view.sorts for view in views)
        lists = bare and Wh.WHAT in whs and any(view.marks & LISTING for view in views)
        return (lists and self._is_listed_by(fact)) or self._is_done_by(fact, views, whs)

    def _is_done_by(self, fact: Fact, views: tuple[View, ...], whs: set[Wh]) -> bool:
        verbs = {verb for view in views for verb in (*view.verbs, *view.cues)}
        if fact.attribute == "venue":
            return bool(whs & {Wh.WHAT, Wh.WHO} and verbs & self._doings(fact.entity))
        if Wh.WHO in whs or not self._tells_who(fact):
            return False
        cues = {cue for view in views for cue in view.cues}
        when_or_where = any(self._knowledge.attributes[cue].answers in (Wh.WHEN, Wh.WHERE) for cue in cues)
        return bool(whs and fact.attribute in verbs) or when_or_where

    def _doings(self, thing: EntityId) -> set[AttributeId]:
        """The attributes that say who does something at a thing: its speakers."""
        return {fact.attribute for fact in self._knowledge.entities[thing].facts.values() if self._tells_who(fact)}

    def _is_listed_by(self, fact: Fact) -> bool:
        """Whether what it leads to is asked for what there is of it: 前端轨有哪些; of a place the programme tells."""
        thing = self._knowledge.entities[fact.entity]
        is_dated = bool(thing.occurrences) and thing.kind != FESTIVAL_KIND
        return is_dated and isinstance(fact.value, Relation) and fact.attribute != "venue"

    def _tells_who(self, fact: Fact) -> bool:
        return self._knowledge.attributes[fact.attribute].answers is Wh.WHO

    def _select(self, kind: KindId, views: tuple[View, ...]) -> Selection | None:
        seeks = any(kind in view.sorts for view in views) and not any(_asks_of_it(view) for view in views)
        points = any("that" in view.marks for view in views)
        conditions: list[Condition] = []
        attributes: list[AttributeId] = []
        for view in views:
            condition = self._condition(kind, view, seeks=seeks)
            if condition is None or (points and self._is_pointed_at(kind, view)):
                return None
            conditions += [condition] if condition else []
            attributes += [] if condition else self._asked(kind, view)
        if not conditions:
            return None
        met = set.intersection(*(set(condition) for condition in conditions))
        things = tuple(one.id for one in self._knowledge.entities.values() if one.id in met)
        grounds = dict.fromkeys(condition[thing] for thing in things for condition in conditions)
        asked = tuple(dict.fromkeys(attributes))
        return Selection(kind=kind, things=things, grounds=tuple(grounds), attributes=asked) if things else None

    def _is_pointed_at(self, kind: KindId, view: View) -> bool:
        """Whether 那场 is one of those named: where they are several, which of them is meant must be asked."""
        return any(self._kind_of(thing) == kind for thing in view.things)

    # --- conditions ---------------------------------------------------------------------------

    def _condition(self, kind: KindId, view: View, *, seeks: bool) -> Condition | None:
        """What a token says of the things of a kind; empty where it says nothing, None where it does not fit."""
        if view.things:
            return self._by_things(kind, view, seeks=seeks)
        values = self._of_kind(kind, [*view.parts, *view.fact_hints, *self._claimed(view)])
        if values or view.cues or view.is_time or view.is_light or view.sorts:
            return values
        if view.hints:
            return {thing: f"{thing}.summary" for thing in view.hints if self._kind_of(thing) == kind} or None
        if view.token.weight <= 0:
            return {}
        words = self._of_kind(kind, sorted(self._evidence.pointed_at(view.token.text)))
        return words or (None if view.token.weight >= NOUN else {})

    def _by_things(self, kind: KindId, view: View, *, seeks: bool) -> Condition | None:
        """Things of the kind that are named, and those from which a fact leads to another thing that is."""
        things = [one for one in view.things if self._kind_of(one) != FESTIVAL_KIND]
        own = {thing: f"{thing}.summary" for thing in things if self._kind_of(thing) == kind}
        if not things or (own and len(things) == 1):
            return own if seeks or not things else None
        leading = [name for thing in self._with_parts(things) for name in self._evidence.leading.get(thing, ())]
        # several names have the word, so it is a topic, of which others may speak too
        words = sorted(self._evidence.pointed_at(view.token.text)) if own else []
        return {**self._of_kind(kind, [*words, *leading]), **own} or None

    def _with_parts(self, things: Iterable[EntityId]) -> Iterator[EntityId]:
        """Things and what lies in them: a building and its rooms."""
        for thing in things:
            yield thing
            yield from (one.id for one in self._knowledge.entities.values() if one.part_of == thing)

    def _of_kind(self, kind: KindId, facts: Iterable[FactId]) -> Condition:
        """The things of a kind among those of facts."""
        found = (self._evidence.facts[name] for name in facts)
        return {fact.entity: fact.id for fact in found if self._kind_of(fact.entity) == kind}

    def _claimed(self, view: View) -> Iterator[FactId]:
        """Facts whose value stands in a form that asks for it: 英文 asks for the language, and is one."""
        for cue in view.cues:
            yield from self._evidence.claimed_in(view.token.text, cue)

    def _asked(self, kind: KindId, view: View) -> Iterator[AttributeId]:
        """The attributes that a token asks of things of a kind that have them."""
        known = {attribute for one in self._knowledge.members(kind) for attribute in one.facts}
        computed = {one.id for one in self._knowledge.attributes.values() if one.computed and "time" in known}
        told = {fact.attribute for fact in self._relations(kind)} - {"venue"}
        yield from (cue for cue in sorted(view.cues) if cue in (known | computed) - told)
        if view.wh is Wh.WHERE and "venue" in known:
            yield "venue"

    def _are_askable(self, kind: KindId, views: tuple[View, ...]) -> bool:
        """Whether a kind is named, or each form asks for what is known of some thing of the kind, or worked out."""
        known = {attribute for one in self._knowledge.members(kind) for attribute in one.facts}
        known |= {one.id for one in self._knowledge.attributes.values() if one.computed}
        return any(view.sorts for view in views) or all(view.cues & known or view.wh for view in views if view.cues)

    def _relations(self, kind: KindId) -> Iterator[Fact]:
        facts = (fact for one in self._knowledge.members(kind) for fact in one.facts.values())
        return (fact for fact in facts if isinstance(fact.value, Relation))

    def _kind_of(self, thing: EntityId) -> KindId:
        return self._knowledge.entities[thing].kind


def _asks_of_it(view: View) -> bool:
    """Whether a token asks something of what is named; 有 Rust 的议程吗 only wants to hear which, even of one alone."""
    return view.asks or view.is_time or bool(view.parts or view.fact_hints) or "that" in view.marks
