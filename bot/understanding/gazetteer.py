"""All wordings that mean something to a knowledge, found by dictionary look-up."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.understanding.evidence import SHORT_VALUE
from bot.understanding.members import find_member_words
from bot.understanding.normalise import clean
from bot.understanding.senses import (
    Chat,
    Cue,
    Event,
    FactHint,
    Hint,
    Holds,
    Light,
    Mark,
    Member,
    OwnCue,
    Part,
    Question,
    Sense,
    Sort,
    Thing,
    Verb,
)
from knowledge.forms import expand_form
from knowledge.model import FESTIVAL_KIND, Listing, Text, Wh

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.understanding.reword import Rewording
    from bot.understanding.tokens import Vocabulary
    from knowledge.base import Knowledge
    from knowledge.model import Attribute, AttributeId, Entity, EntityId, Fact, Language

HEAD = 2
"""Characters by which a wording is looked up first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """Wordings and their senses."""

    senses: Mapping[str, tuple[Sense, ...]]
    lengths: Mapping[str, tuple[int, ...]]
    """For the first HEAD characters of a wording, how long such wordings are, ascending."""

    def matches(self, text: str, start: int) -> Iterator[tuple[int, tuple[Sense, ...]]]:
        """Ends and senses of all wordings that start here."""
        for length in (*self.lengths.get(text[start], ()), *self.lengths.get(text[start : start + HEAD], ())):
            found = self.senses.get(text[start : start + length])
            if found and start + length <= len(text):
                yield start + length, found


def build_gazetteer(
    knowledge: Knowledge,
    vocabulary: Vocabulary,
    nicknames: Mapping[str, tuple[EntityId, ...]],
    rewording: Rewording,
) -> Gazetteer:
    """Collect every wording of the knowledge and its language, shorter names, and names as they are reworded."""
    senses: dict[str, dict[Sense, None]] = defaultdict(dict)
    for form, sense in _all_wordings(knowledge):
        wording = clean(form).text
        if wording:
            senses[wording][sense] = None
    _add_reworded(senses, rewording)
    _add_members(senses, knowledge, vocabulary)
    _add_nicknames(senses, nicknames, vocabulary, knowledge)
    _prefer_declared(senses, knowledge)
    _forget_known_events(senses)
    _note_question_words(senses)
    lengths: dict[str, set[int]] = defaultdict(set)
    for wording in senses:
        lengths[wording[:HEAD]].add(len(wording))
    return Gazetteer(
        senses={wording: tuple(found) for wording, found in senses.items()},
        lengths={head: tuple(sorted(found)) for head, found in lengths.items()},
    )


def _add_members(senses: dict[str, dict[Sense, None]], knowledge: Knowledge, vocabulary: Vocabulary) -> None:
    """Words of what things may have, where they mean nothing but that, or what nobody has as an attribute."""
    idle = _idle(knowledge)
    for word, member in find_member_words(knowledge, vocabulary):
        found = senses.get(word, {})
        if all(
            isinstance(one, (Part, Member, Verb)) or (isinstance(one, Cue) and one.attribute in idle) for one in found
        ):
            senses[word][member] = None


def _add_reworded(senses: dict[str, dict[Sense, None]], rewording: Rewording) -> None:
    """Names that have a word of dialect in them, as a question has them: 啥都有小馆."""
    names = [one for one, found in senses.items() if any(isinstance(sense, (Thing, Part)) for sense in found)]
    for name in names:
        meant = rewording.apply(clean(name)).text
        if meant != name:
            senses[meant].update(senses[name])


def _add_nicknames(
    senses: dict[str, dict[Sense, None]],
    nicknames: Mapping[str, tuple[EntityId, ...]],
    vocabulary: Vocabulary,
    knowledge: Knowledge,
) -> None:
    """Shorter names, where they are no wording already, and no ordinary word unless only the brackets are left out."""
    for name, things in nicknames.items():
        is_whole = any(clean(knowledge.entities[thing].name).text.startswith(f"{name}(") for thing in things)
        if name not in senses and (is_whole or not vocabulary.is_word(name)):
            senses[name] = dict.fromkeys(Thing(thing) for thing in things)


def _idle(knowledge: Knowledge) -> set[AttributeId]:
    """The language's attributes of which nothing is published here."""
    used = {fact.attribute for entity in knowledge.entities.values() for fact in entity.facts.values()}
    return {one.id for one in knowledge.language.attributes if knowledge.attributes.get(one.id) is one} - used


def _in_play(knowledge: Knowledge) -> Iterator[Attribute]:
    """All attributes; where nothing takes place at any time, none that is worked out from when it does."""
    timed = any(entity.occurrences for entity in knowledge.entities.values())
    idle = _idle(knowledge)
    for attribute in knowledge.attributes.values():
        if timed or not attribute.computed or attribute.kinds or attribute.id not in idle:
            yield attribute


def _near(knowledge: Knowledge) -> set[AttributeId]:
    """The attributes that tell what is near."""
    return {one.id for one in knowledge.attributes.values() if one.answers is Wh.NEAR}


def _note_question_words(senses: dict[str, dict[Sense, None]]) -> None:
    """Tell of each longer form which question word it holds."""
    words = {wording: s.wh for wording, found in senses.items() for s in found if isinstance(s, Question)}
    longest_first = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    held = re.compile(longest_first) if words else None
    for wording, found in senses.items():
        if held and wording not in words and any(isinstance(sense, (Cue, OwnCue)) for sense in found):
            match = held.search(wording)
            if match:
                found[Holds(words[match[0]])] = None


def _prefer_declared(senses: dict[str, dict[Sense, None]], knowledge: Knowledge) -> None:
    """Let what a festival declares win over the language's attributes that nobody there has.

    餐厅 is a kind in a city guide, and a way to ask for food elsewhere.
    """
    general = _idle(knowledge)
    near = _near(knowledge)
    for found in senses.values():
        idle = [sense for sense in found if isinstance(sense, Cue) and sense.attribute in general]
        declared = any(
            isinstance(one, (Sort, Thing, Part, Member))
            or (isinstance(one, Cue) and one not in idle)
            or (isinstance(one, Verb) and one.attribute in near)
            for one in found
        )
        for sense in idle if declared else ():
            del found[sense]


def _forget_known_events(senses: dict[str, dict[Sense, None]]) -> None:
    """Leave those words for what takes place that mean nothing else here."""
    for found in senses.values():
        if len(found) > 1:
            found.pop(Event(), None)


def _all_wordings(knowledge: Knowledge) -> Iterator[tuple[str, Sense]]:
    near = _near(knowledge)
    things = frozenset(name for one in knowledge.entities.values() for name in (one.name, *one.aliases))
    for entity in knowledge.entities.values():
        yield from _entity_wordings(entity)
        for fact in entity.facts.values():
            yield from _fact_wordings(fact)
            yield from _element_wordings(fact, things if fact.attribute in near else frozenset())
    for kind in knowledge.kinds.values():
        if kind.id != FESTIVAL_KIND:
            yield from ((word, Sort(kind.id)) for word in (kind.name, *kind.words))
    for attribute in _in_play(knowledge):
        yield from _expanded((attribute.name, *attribute.asks), Cue(attribute.id))
        yield from _expanded(attribute.verbs, Verb(attribute.id))
    for wh, forms in knowledge.language.question_words.items():
        if near or wh is not Wh.NEAR:
            yield from _expanded(forms, Question(wh))
    yield from _language_wordings(knowledge.language)


def _language_wordings(language: Language) -> Iterator[tuple[str, Sense]]:
    for mark, forms in language.marks.items():
        yield from _expanded(forms, Mark(mark))
    for talk in language.smalltalk:
        yield from _expanded(talk.asks, Chat(talk.id))
    yield from ((word, Light(soft=word in language.soft)) for word in language.light | language.soft)
    yield from ((word, Event()) for word in language.events)


def _entity_wordings(entity: Entity) -> Iterator[tuple[str, Sense]]:
    yield from ((name, Thing(entity.id)) for name in (entity.name, *entity.aliases))
    yield from ((word, Hint(entity.id)) for word in entity.keywords)


def _fact_wordings(fact: Fact) -> Iterator[tuple[str, Sense]]:
    yield from _expanded(fact.asks, OwnCue(fact.id))
    yield from ((word, FactHint(fact.id)) for word in fact.keywords)
    if isinstance(fact.value, Text) and len(fact.value.text) <= SHORT_VALUE:
        yield fact.value.text, FactHint(fact.id)


def _element_wordings(fact: Fact, things: frozenset[str]) -> Iterator[tuple[str, Sense]]:
    """The elements of a list; one that is only the name of a `thing` means that."""
    for index, element in enumerate(fact.value.elements if isinstance(fact.value, Listing) else ()):
        if element.name not in things:
            yield from ((name, Part(fact.id, index)) for name in (element.name, *element.aliases))


def _expanded(forms: Iterable[str], sense: Sense) -> Iterator[tuple[str, Sense]]:
    return ((wording, sense) for form in forms for wording in expand_form(form))
