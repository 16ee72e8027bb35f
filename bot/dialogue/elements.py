"""Elements of lists and things of a row: the named ones, the fourth, all that the words fit."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from bot.dialogue.answers import MOST_NAMED, Said, listing_in
from bot.understanding.context import Row
from bot.understanding.reading import Firmness
from knowledge.model import Listing

if TYPE_CHECKING:
    from bot.dialogue.turns import Case
    from bot.dialogue.wording import Wording
    from bot.understanding.candidates import Asked
    from knowledge.model import Element, Fact

WANTS_ALL = ("other", "list", "count", "only")
"""Marks of questions that want a whole list, not the elements they name."""


class Elements:
    """Finds elements and things in rows, of one knowledge."""

    def __init__(self, wording: Wording) -> None:
        """Keep the words; nothing is changed afterwards."""
        self._wording = wording
        self._knowledge = wording.knowledge

    def find_such(self, case: Case, asked: Asked) -> Said | None:
        """哪家店有豆花: all things that the words fit equally well, where there are several."""
        reading = case.interpretation.reading
        kind = self._knowledge.entities[asked.entity].kind
        views = case.interpretation.views
        values = {fact for view in views for fact in (*view.parts, *view.fact_hints)}
        named = {thing for view in views for thing in view.things}
        rivals = [one for one in reading.rivals if one.attribute == asked.attribute]
        same = [one for one in (asked, *rivals) if one.fact and one.fact.id in values and one.entity not in named]
        same = [one for one in same if self._knowledge.entities[one.entity].kind == kind]
        if len({one.entity for one in same}) <= 1:
            return None
        things = tuple(one for one in self._knowledge.entities if one in {other.entity for other in same})
        spec = self._knowledge.kinds[kind]
        shown = things[:MOST_NAMED]
        slots = {"count": len(things), "counter": spec.counter, "kind": spec.name, "names": self._wording.names(shown)}
        facts = tuple(one.fact.id for one in same if one.fact and one.entity in shown)
        key = "such_things" if shown == things else "such_things_some"
        return Said(text=self._wording.say(key, **slots), facts=facts, row=Row(things=things))

    def find_named(self, case: Case, asked: Asked) -> list[int]:
        """The very elements of a list that were named and have something said of them; none where all are wanted."""
        if asked.fact is None or not isinstance(asked.fact.value, Listing) or case.interpretation.numbers:
            return []
        if any(case.interpretation.has(mark) for mark in WANTS_ALL):
            return []
        views = case.interpretation.views
        elements = asked.fact.value.elements
        named = list(dict.fromkeys(view.parts[asked.fact.id] for view in views if asked.fact.id in view.parts))
        is_read = asked in case.interpretation.reading.asked
        if not named and is_read and case.interpretation.reading.firmness is not Firmness.CUED:
            named = self._told(case, asked.fact, elements)
        return named if all(elements[index].say for index in named) else []

    def _told(self, case: Case, fact: Fact, elements: tuple[Element, ...]) -> list[int]:
        """The element with most words of the question in its sentence that the list's own sentence has not."""
        whole = self._wording.fact(fact)
        views = case.interpretation.views
        words = {view.token.text for view in views if view.content > 0 and view.token.text not in whole}
        told = [sum(word in one.say for word in words) for one in elements]
        return [told.index(max(told))] if any(told) else []

    def enumerate_named(self, case: Case, asked: Asked) -> Row | None:
        """The things of a kind that were asked for by its word, whichever fact answered."""
        own = self._knowledge.entities[asked.entity].kind
        sorts = [sorted(view.sorts) for view in case.interpretation.views if own not in view.sorts]
        for kind in itertools.chain.from_iterable(sorts):
            members = self._knowledge.members(kind, asked.entity) or self._knowledge.members(kind)
            if len(members) > 1:
                return Row(things=tuple(one.id for one in members))
        return None

    def find_nth(self, case: Case) -> Said | None:
        """第四个优势: the element of a list, of the fact asked for or of the one shown last."""
        nth = next(iter(case.interpretation.places), None)
        fact = self.find_list(case) if nth else None
        if nth is None or fact is None or not isinstance(fact.value, Listing):
            return None
        elements = fact.value.elements
        slots = {
            "thing": self._knowledge.entities[fact.entity].short,
            "attribute": self._knowledge.attributes[fact.attribute].name,
            "counter": nth.counter or self._wording.say("any_counter"),
        }
        if not 0 < abs(nth.place) <= len(elements):
            text = self._wording.say("nth_missing", count=len(elements), n=abs(nth.place), **slots)
            return Said(text=text, facts=(fact.id,), row=Row(fact=fact.id))
        place = nth.place - 1 if nth.place > 0 else len(elements) + nth.place
        text = elements[place].say or self._wording.say("nth", n=place + 1, name=elements[place].name, **slots)
        return Said(text=text, facts=(fact.id,), row=Row(fact=fact.id, at=place + 1))

    def find_list(self, case: Case) -> Fact | None:
        """The list that a place in an order refers to."""
        facts = [one.fact for one in case.interpretation.reading.asked]
        row = case.interpretation.row
        if row and row.fact:
            facts.append(self._knowledge.fact(*row.fact.split(".", 1)))
        found = (listing_in(fact, self._wording) for fact in facts if fact)
        return next(filter(None, found), None)
