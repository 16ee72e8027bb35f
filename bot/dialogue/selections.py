"""Things of a kind that are asked for by what they have: which they are, and what is asked of the only one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogue.answers import Said, answer
from bot.dialogue.state import Query
from bot.dialogue.telling import Told
from bot.dialogue.turns import Topic
from bot.understanding.candidates import Asked
from bot.understanding.context import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.dialogue.turns import Case
    from bot.dialogue.wording import Wording
    from bot.understanding.selecting import Selection
    from knowledge.model import AttributeId, Entity, Fact, FactId

MOST_LINES = 8
"""Things that are told one by one."""


class Selections:
    """Answers for selections, of one knowledge."""

    def __init__(self, wording: Wording) -> None:
        """Keep the words; nothing is changed afterwards."""
        self._wording = wording
        self._knowledge = wording.knowledge

    def answer(self, case: Case) -> Told | None:
        """What the selected things are; None where none are selected."""
        selection = case.interpretation.selection
        if selection is None:
            return None
        things = [self._knowledge.entities[one] for one in selection.things]
        return self._tell_one(case, things[0], selection) if len(things) == 1 else self._tell_many(things, selection)

    def _tell_one(self, case: Case, thing: Entity, selection: Selection) -> Told:
        """The only one, with what is asked of it, else what introduces it."""
        asked = selection.attributes or self._knowledge.kind_of(thing.id).card[:1]
        facts = [Asked(entity=thing.id, attribute=one, fact=self._fact(thing, one)) for one in asked]
        said = [Said(text=self._line(thing) + self._wording.say("end"), facts=self._facts([thing], selection))]
        said += [answer(one, self._wording, case.now) for one in facts]
        topic = Topic(focus=thing.id, asked=tuple(self._queries(thing, selection)), sought=True)
        return Told(said=tuple(said), topic=topic)

    def _queries(self, thing: Entity, selection: Selection) -> Iterator[Query]:
        """What was asked of it, else what it was found by, for the next turn to go on with."""
        found_by = (one.split(".", 1) for one in selection.grounds)
        told = selection.attributes or tuple(attribute for entity, attribute in found_by if entity == thing.id)
        return (Query(entity=thing.id, attribute=one) for one in told)

    def _fact(self, thing: Entity, attribute: AttributeId) -> Fact | None:
        computed = self._knowledge.attributes[attribute].computed
        return thing.facts.get(attribute) or (thing.facts.get("time") if computed else None)

    def _tell_many(self, things: Sequence[Entity], selection: Selection) -> Told:
        """All of them, the first ones with when and where they are."""
        kind = self._knowledge.kinds[selection.kind]
        entries = self._wording.say("entry_joiner").join(self._line(one) for one in things[:MOST_LINES])
        left = len(things) - MOST_LINES
        said = Said(
            text=self._wording.say(
                "such_things", count=len(things), counter=kind.counter, kind=kind.name, names=entries
            )
            + (self._wording.say("more", count=left, counter=kind.counter) if left > 0 else ""),
            facts=self._facts(things, selection),
            row=Row(things=tuple(one.id for one in things)),
        )
        return Told(said=(said,), topic=Topic())

    def _facts(self, things: Sequence[Entity], selection: Selection) -> tuple[FactId, ...]:
        """What a list stands on: why things are in it, and when and where those are that it tells of."""
        shown = {one.id for one in things}
        grounds = [one for one in selection.grounds if one.split(".", 1)[0] in shown]
        told = [f"{one.id}.{name}" for one in things[:MOST_LINES] for name in ("time", "venue") if name in one.facts]
        return tuple(one for one in dict.fromkeys([*told, *grounds]) if self._exists(one))

    def _exists(self, name: FactId) -> bool:
        thing, attribute = name.split(".", 1)
        return attribute in self._knowledge.entities[thing].facts

    def _line(self, thing: Entity) -> str:
        """What, when and where."""
        when = self._wording.schedule(thing.occurrences)
        venues = self._wording.names(dict.fromkeys(one.venue for one in thing.occurrences if one.venue))
        line = self._wording.say("entry_at", time=when, thing=thing.name).strip()
        return line + (self._wording.say("venue_after", venue=venues) if venues else "")
