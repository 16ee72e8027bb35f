"""From what is said to a turn: status, sources, what to ask next, what to remember."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.dialogue.state import Card, DialogueState, Reply, Status, Turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from bot.dialogue.answers import Said
    from bot.dialogue.state import Listed
    from bot.dialogue.wording import Wording
    from bot.understanding.candidates import Asked
    from bot.understanding.understander import Interpretation
    from knowledge.model import AttributeId, EntityId, FactId

MOST_OPTIONS = 3
MOST_RECENT = 8
ENTRY = "faq:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that a reply is decided from."""

    interpretation: Interpretation
    state: DialogueState
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a turn was about, for the next one to build on."""

    focus: EntityId | None = None
    attributes: tuple[AttributeId, ...] = ()
    day: date | None = None
    narrowed: tuple[str, ...] | None = None
    """Set where a programme was told: the places and kinds it was narrowed down to."""
    moment: datetime | None = None


class Turns:
    """Makes turns, of one knowledge."""

    def __init__(self, wording: Wording) -> None:
        """Keep the words; nothing is changed afterwards."""
        self._wording = wording
        self._knowledge = wording.knowledge

    def make(self, case: Case, said: Iterable[Said], topic: Topic, options: Iterable[Asked] = ()) -> Turn:
        """One reply of several sentences, each said once; an answer among them makes it an answer.

        Without `options` to choose from it offers what one would ask next of the topic.
        """
        said = tuple(said)
        facts = tuple(dict.fromkeys(fact for one in said for fact in one.facts))
        statuses = [one.status for one in said]
        reply = Reply(
            status=Status.ANSWER if Status.ANSWER in statuses else statuses[0],
            text="\n".join(dict.fromkeys(one.text for one in said)),
            facts=facts,
            sources=tuple(self._sources(facts)),
            options=tuple(self._question(one.entity, one.attribute) for one in options) or self._next_questions(topic),
            cards=tuple(self._cards(topic)),
        )
        focus = topic.focus or _only(said[0].listed)
        state = DialogueState(
            focus=focus or case.state.focus,
            recent=_recent((focus, *_named(case)), case.state.recent),
            attributes=topic.attributes,
            listed=next((one.listed for one in said if one.listed), case.state.listed),
            day=topic.day or case.state.day,
            narrowed=topic.narrowed,
            moment=topic.moment,
            options=reply.options,
            asked_at=case.now,
        )
        return Turn(reply=reply, state=state)

    def plain(self, case: Case, status: Status, text: str) -> Turn:
        """A reply that states no fact and changes nothing; it shows what can be asked."""
        return Turn(reply=Reply(status=status, text=text, options=self.examples), state=case.state)

    @property
    def examples(self) -> tuple[str, ...]:
        """Questions that get an answer."""
        return self._knowledge.frame.examples[:MOST_OPTIONS]

    def _sources(self, facts: Iterable[FactId]) -> list[str]:
        """Titles of the sources, each once."""
        found = [self._source_of(fact) for fact in facts]
        return list(dict.fromkeys(self._knowledge.sources[one].title for one in found))

    def _source_of(self, name: FactId) -> str:
        if name.startswith(ENTRY):
            return self._knowledge.entries[name.removeprefix(ENTRY)].source
        entity, attribute = name.split(".", 1)
        return self._knowledge.entities[entity].facts[attribute].source

    def _next_questions(self, topic: Topic) -> tuple[str, ...]:
        """What one would ask next of the same thing."""
        if topic.focus is None:
            return self.examples
        thing = self._knowledge.entities[topic.focus]
        card = self._knowledge.kind_of(topic.focus).card
        left = [one for one in card if one in thing.facts and one not in topic.attributes]
        return tuple(self._question(topic.focus, one) for one in left[:MOST_OPTIONS])

    def _question(self, thing: EntityId, attribute: AttributeId) -> str:
        name = self._knowledge.entities[thing].short
        if attribute == self._knowledge.kind_of(thing).card[0]:
            return self._wording.say("ask_summary", thing=name)
        return self._wording.say("ask_attribute", thing=name, attribute=self._knowledge.attributes[attribute].name)

    def _cards(self, topic: Topic) -> Iterator[Card]:
        """The thing at a glance, where it was introduced."""
        if topic.focus is None:
            return
        thing = self._knowledge.entities[topic.focus]
        card = self._knowledge.kind_of(topic.focus).card
        if card[0] not in topic.attributes:
            return
        shown = [(self._knowledge.attributes[one], thing.facts[one]) for one in card[1:] if one in thing.facts]
        lines = tuple((attribute.name, self._wording.value(fact.value, attribute)) for attribute, fact in shown)
        yield Card(entity=thing.id, title=thing.name, lines=lines)


def _only(listed: Listed | None) -> EntityId | None:
    """The one thing of a list that has no other: it is what 几点结束 is about next."""
    return listed.things[0] if listed and len(listed.things) == 1 else None


def _recent(newest: Iterable[EntityId | None], before: tuple[EntityId, ...]) -> tuple[EntityId, ...]:
    """The things talked about with the newest put in front."""
    return tuple(dict.fromkeys(one for one in (*newest, *before) if one))[:MOST_RECENT]


def _named(case: Case) -> Iterator[EntityId]:
    """The things that the utterance names for certain, the last one first."""
    yield from (one for view in reversed(case.interpretation.views) if len(view.things) == 1 for one in view.things)
