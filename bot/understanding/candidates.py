"""What a question could be asking: one candidate for each attribute of a thing that a word points to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.understanding.view import DEFINITE
from knowledge.model import SUMMARY, Wh

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.understanding.context import Context
    from bot.understanding.evidence import Evidence
    from bot.understanding.view import View
    from knowledge.base import Knowledge
    from knowledge.model import Attribute, AttributeId, EntityId, Fact, KindId

MOST_POINTERS = 40
"""Facts that one word may propose; a word that points to more tells nothing."""
NEEDS_A_TIME = frozenset({"time", "clock", "end", "status", "countdown", "days-left"})
"""Not asked of a place that has no time: 现在去永川还赶得上电影周吗."""
MEMBERS_OF_KIND = "members"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing that is asked: an attribute of a thing, or the things of a kind."""

    entity: EntityId
    attribute: AttributeId
    fact: Fact | None = None
    """None where nothing is published of it."""
    kind: KindId | None = None
    """Set where the things of this kind that belong to the entity are asked for."""


class Candidates:
    """Proposes what could be asked of one knowledge."""

    def __init__(self, knowledge: Knowledge, evidence: Evidence) -> None:
        """Prepare look-ups; nothing is changed afterwards."""
        self._knowledge = knowledge
        self._evidence = evidence
        self._order = {entity: place for place, entity in enumerate(knowledge.entities)}
        self._by_wh: dict[Wh, list[Attribute]] = defaultdict(list)
        for attribute in knowledge.attributes.values():
            self._by_wh[attribute.answers].append(attribute)

    def propose(self, views: tuple[View, ...], context: Context) -> list[Asked]:
        """Everything that some word of the question points to, each once, in a fixed order."""
        things = self._in_order(thing for view in views for thing in (*view.things, *view.hints))
        cues = sorted({cue for view in views for cue in (*view.cues, *view.verbs)})
        return list(
            dict.fromkeys(
                [
                    *self._of_things(things, cues, views),
                    *self._of_unnamed(things, cues, views, context),
                    *self._of_holders(cues),
                    *self._of_words(views),
                    *self._of_kinds(views, things, context),
                ]
            )
        )

    def _in_order(self, things: Iterable[EntityId]) -> list[EntityId]:
        return sorted(set(things), key=self._order.__getitem__)

    def _of_things(self, things: list[EntityId], cues: list[AttributeId], views: tuple[View, ...]) -> Iterator[Asked]:
        """What is known and what is asked of the things that are named or described."""
        named = {thing for view in views for thing in view.things}
        for thing in things:
            yield from self._facts_of(thing)
            yield from self._cued(thing, cues)
            if thing in named:
                yield from (self.asked(thing, one) for one in self._implied(thing, views))

    def _of_unnamed(
        self, things: list[EntityId], cues: list[AttributeId], views: tuple[View, ...], context: Context
    ) -> Iterator[Asked]:
        """What is asked of the thing spoken of, or of the festival."""
        if not things:
            yield from (self.asked(thing, one) for one, thing in self.antecedents(views, context).items())
        if context.focus:
            yield from (self.asked(context.focus, one) for one in context.attributes)
            yield from (self.asked(context.focus, one) for one in self._implied(context.focus, views))
        for thing in filter(None, (context.focus, self._knowledge.frame.entity)):
            yield from self._cued(thing, cues)
            if not things:
                yield from self._facts_of(thing)

    def antecedents(self, views: tuple[View, ...], context: Context) -> dict[AttributeId, EntityId]:
        """Of which thing spoken of an attribute is asked: the last that may have it, so no hotel for 人均多少."""
        asked = sorted({one for view in views for one in (*view.cues, *view.verbs, *view.members)})
        found = ((one, self._antecedent(one, context)) for one in asked)
        return {one: thing for one, thing in found if thing}

    def _antecedent(self, attribute: AttributeId, context: Context) -> EntityId | None:
        kinds = {self._knowledge.entities[one].kind for one in self._evidence.holders.get(attribute, ())}
        spoken_of = dict.fromkeys((context.focus, *context.recent)) if context.focus else ()
        fitting = (one for one in spoken_of if one and self._is_askable(one, attribute))
        return next((one for one in fitting if self._knowledge.entities[one].kind in kinds), None)

    def _of_holders(self, cues: list[AttributeId]) -> Iterator[Asked]:
        """The things of which an attribute that is asked for is published."""
        for cue in cues:
            yield from (self.asked(holder, cue) for holder in self._evidence.holders.get(cue, ())[:MOST_POINTERS])

    def _of_words(self, views: tuple[View, ...]) -> Iterator[Asked]:
        """Facts that elements, hints or mere words point to."""
        names = [name for view in views for name in sorted(view.facts)]
        for thing in sorted({thing for view in views for thing in view.things}):
            names += self._evidence.leading.get(thing, ())[:MOST_POINTERS]
        for view in views:
            for ordinal in view.ordinals:
                names += self._evidence.numbered.get(ordinal.counter, ())[:MOST_POINTERS]
            if view.content > 0:
                names += sorted(self._evidence.pointed_at(view.token.text))[:MOST_POINTERS]
        facts = (self._evidence.facts[name] for name in names)
        yield from (Asked(entity=fact.entity, attribute=fact.attribute, fact=fact) for fact in facts)

    def _cued(self, thing: EntityId, cues: list[AttributeId]) -> Iterator[Asked]:
        return (self.asked(thing, cue) for cue in cues if self._is_askable(thing, cue))

    def _implied(self, thing: EntityId, views: tuple[View, ...]) -> Iterator[AttributeId]:
        """The attribute that a bare question word means, for a thing of this kind."""
        whs = {view.wh for view in views if view.wh in DEFINITE} - {Wh.HOW_MANY}
        kind = self._knowledge.kind_of(thing)
        others = {self._knowledge.kind_of(other).id for view in views for other in view.things} - {kind.id}
        if not kind.who and any(self._knowledge.kinds[other].where for other in others):
            whs.add(Wh.WHERE)
        for wh in sorted(whs):
            fitting = [one for one in self._by_wh.get(wh, ()) if self._is_askable(thing, one.id)]
            own = [one for one in fitting if one.kinds]
            published = [one for one in fitting if self._knowledge.fact(thing, one.id)]
            yield from (one.id for one in (published or own or fitting)[:1])

    def _facts_of(self, thing: EntityId) -> Iterator[Asked]:
        entity = self._knowledge.entities[thing]
        yield from (Asked(entity=thing, attribute=fact.attribute, fact=fact) for fact in entity.facts.values())
        if SUMMARY not in entity.facts:
            yield Asked(entity=thing, attribute=SUMMARY)

    def _of_kinds(self, views: tuple[View, ...], things: list[EntityId], context: Context) -> Iterator[Asked]:
        """The things of a kind, where more than one is asked for: not 哪个区, but 哪些区."""
        if any("which" in view.marks for view in views):
            return
        festival = self._knowledge.frame.entity
        for kind in sorted({kind for view in views for kind in view.sorts}):
            for of in dict.fromkeys((*things, *filter(None, (context.focus,)), festival)):
                if of == festival or self._knowledge.members(kind, of):
                    yield Asked(entity=of, attribute=MEMBERS_OF_KIND, kind=kind)

    def _is_askable(self, thing: EntityId, attribute: AttributeId) -> bool:
        """Whether an attribute may be asked of a thing of this kind."""
        spec = self._knowledge.attributes[attribute]
        kinds, kind = spec.kinds, self._knowledge.kind_of(thing)
        if spec.computed and kind.where and attribute in NEEDS_A_TIME and not self._knowledge.fact(thing, "time"):
            return False
        return not kinds or kind.id in kinds or (kind.who and "who" in kinds) or (kind.where and "where" in kinds)

    def asked(self, thing: EntityId, attribute: AttributeId) -> Asked:
        """An attribute of a thing with the fact that answers it, if one is published."""
        return find_asked(self._knowledge, thing, attribute)


def find_asked(knowledge: Knowledge, thing: EntityId, attribute: AttributeId, kind: KindId | None = None) -> Asked:
    """An attribute of a thing with the fact that answers it, if one is published; or its things of a kind."""
    if kind:
        return Asked(entity=thing, attribute=attribute, kind=kind)
    fact = knowledge.fact(thing, attribute)
    if fact is None and knowledge.attributes[attribute].computed:
        fact = knowledge.fact(thing, "time")
    return Asked(entity=thing, attribute=attribute, fact=fact)
