"""From what is said to a turn: status, sources, what to ask next, what to remember."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.dialogue.names import Names
from bot.dialogue.state import Card, DialogueState, Reply, Status, Turn
from bot.understanding.context import Row
from knowledge.model import Text, ValueKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from bot.dialogue.answers import Said
    from bot.dialogue.state import Query
    from bot.dialogue.wording import Wording
    from bot.understanding.candidates import Asked
    from bot.understanding.understander import Interpretation
    from knowledge.model import AttributeId, EntityId, FactId, KindId

MOST_OPTIONS = 3
MOST_RECENT = 8
MOST_ROWS = 3
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
    asked: tuple[Query, ...] = ()
    day: date | None = None
    narrowed: tuple[str, ...] | None = None
    """Set where a programme was told: the places and kinds it was narrowed down to."""
    moment: datetime | None = None
    together: tuple[EntityId, ...] = ()
    """Things told of at once, where it is about several."""
    is_open: bool = False
    sought: bool = False

    @property
    def attributes(self) -> tuple[AttributeId, ...]:
        """The attributes that were asked."""
        return tuple(one.attribute for one in self.asked if one.kind is None)


class Turns:
    """Makes turns, of one knowledge."""

    def __init__(self, wording: Wording) -> None:
        """Keep the words; nothing is changed afterwards."""
        self._wording = wording
        self._knowledge = wording.knowledge
        self._names = Names(wording.knowledge)
        self._everywhere = (wording.knowledge.frame.entity,)

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
        return Turn(reply=reply, state=self._state(case, said, topic, reply))

    def _state(self, case: Case, said: tuple[Said, ...], topic: Topic, reply: Reply) -> DialogueState:
        """What the next utterance may leave unsaid after this turn."""
        before = case.state
        focus = topic.focus or _only(said[0].row)
        mentioned = [
            one for one in self._names.find(self._without_places(reply)) if one not in (focus, *self._everywhere)
        ]
        shown = [*(one.row for one in said if one.row), *filter(None, (case.interpretation.row,))]
        return DialogueState(
            focus=focus or before.focus,
            recent=_recent((focus, *_named(case)), before.recent),
            mentioned=tuple(mentioned),
            asked=topic.asked,
            first_asked=before.first_asked or topic.asked,
            rows=_rows(shown or self._row_of(case, mentioned), before.rows),
            together=topic.together,
            is_open=topic.is_open,
            sought=topic.sought,
            day=topic.day or before.day,
            narrowed=topic.narrowed,
            moment=topic.moment,
            asked_at=case.now,
        )

    def _without_places(self, reply: Reply) -> str:
        """The text without addresses, in which the name of a thing is only part of that of a street."""
        facts = (self._knowledge.fact(*name.split(".", 1)) for name in reply.facts if ENTRY not in name)
        text = reply.text
        for fact in filter(None, facts):
            if self._knowledge.attributes[fact.attribute].value is ValueKind.PLACE and isinstance(fact.value, Text):
                text = text.replace(fact.value.text, "")
        return text

    def _row_of(self, case: Case, mentioned: Iterable[EntityId]) -> list[Row]:
        """The things of the kind that was asked for, else of which a sentence names most, where it names several."""
        kinds: dict[KindId, list[EntityId]] = defaultdict(list)
        for thing in mentioned:
            kinds[self._knowledge.entities[thing].kind].append(thing)
        sorts = {kind for view in case.interpretation.views for kind in view.sorts}
        longest = max(kinds.items(), key=lambda pair: (pair[0] in sorts, len(pair[1])), default=("", []))[1]
        return [Row(things=tuple(longest))] if len(longest) > 1 else []

    def plain(self, case: Case, status: Status, text: str) -> Turn:
        """A reply that states no fact and changes nothing; it shows what can be asked."""
        state = replace(case.state, offered=())
        return Turn(reply=Reply(status=status, text=text, options=self.examples), state=state)

    def ask_whether(self, case: Case, offered: Iterable[str]) -> Turn:
        """Ask whether one of these questions was meant."""
        offered = tuple(offered)[:MOST_OPTIONS]
        text = self._wording.say("clarify_question", questions=self._wording.quote(offered))
        state = replace(case.state, offered=offered, asked_at=case.now)
        return Turn(reply=Reply(status=Status.CLARIFY, text=text, options=offered), state=state)

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


def _only(row: Row | None) -> EntityId | None:
    """The one thing of a list that has no other: it is what 几点结束 is about next."""
    return row.things[0] if row and len(row.things) == 1 else None


def _recent(newest: Iterable[EntityId | None], before: tuple[EntityId, ...]) -> tuple[EntityId, ...]:
    """The things talked about with the newest put in front."""
    return tuple(dict.fromkeys(one for one in (*newest, *before) if one))[:MOST_RECENT]


def _named(case: Case) -> Iterator[EntityId]:
    """The things that the utterance names for certain, the last one first."""
    yield from (one for view in reversed(case.interpretation.views) if len(view.things) == 1 for one in view.things)


def _rows(shown: Iterable[Row], before: Iterable[Row]) -> tuple[Row, ...]:
    """The rows shown with the newest put in front, each once."""
    latest: dict[tuple[tuple[EntityId, ...], FactId | None], Row] = {}
    for row in (*shown, *before):
        latest.setdefault((row.things, row.fact), row)
    return tuple(latest.values())[:MOST_ROWS]
