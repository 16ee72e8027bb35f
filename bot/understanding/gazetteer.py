"""All wordings that mean something to a knowledge, found by dictionary look-up."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.understanding.evidence import SHORT_VALUE
from bot.understanding.normalise import clean
from bot.understanding.senses import (
    Chat,
    Cue,
    FactHint,
    Hint,
    Holds,
    Light,
    Mark,
    OwnCue,
    Part,
    Question,
    Sense,
    Sort,
    Thing,
    Verb,
)
from knowledge.forms import expand_form
from knowledge.model import FESTIVAL_KIND, Listing, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from knowledge.base import Knowledge
    from knowledge.model import Entity, Fact, Language

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


def build_gazetteer(knowledge: Knowledge) -> Gazetteer:
    """Collect every wording of the knowledge and its language."""
    senses: dict[str, dict[Sense, None]] = defaultdict(dict)
    for form, sense in _all_wordings(knowledge):
        wording = clean(form).text
        if wording:
            senses[wording][sense] = None
    _prefer_declared(senses, knowledge)
    _note_question_words(senses)
    lengths: dict[str, set[int]] = defaultdict(set)
    for wording in senses:
        lengths[wording[:HEAD]].add(len(wording))
    return Gazetteer(
        senses={wording: tuple(found) for wording, found in senses.items()},
        lengths={head: tuple(sorted(found)) for head, found in lengths.items()},
    )


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
    used = {fact.attribute for entity in knowledge.entities.values() for fact in entity.facts.values()}
    general = {one.id for one in knowledge.language.attributes if knowledge.attributes[one.id] is one} - used
    for found in senses.values():
        idle = [sense for sense in found if isinstance(sense, Cue) and sense.attribute in general]
        declared = any(
            isinstance(one, (Sort, Thing, Part)) or (isinstance(one, Cue) and one not in idle) for one in found
        )
        for sense in idle if declared else ():
            del found[sense]


def _all_wordings(knowledge: Knowledge) -> Iterator[tuple[str, Sense]]:
    for entity in knowledge.entities.values():
        yield from _entity_wordings(entity)
        for fact in entity.facts.values():
            yield from _fact_wordings(fact)
    for kind in knowledge.kinds.values():
        if kind.id != FESTIVAL_KIND:
            yield from ((word, Sort(kind.id)) for word in (kind.name, *kind.words))
    for attribute in knowledge.attributes.values():
        yield from _expanded((attribute.name, *attribute.asks), Cue(attribute.id))
        yield from _expanded(attribute.verbs, Verb(attribute.id))
    yield from _language_wordings(knowledge.language)


def _language_wordings(language: Language) -> Iterator[tuple[str, Sense]]:
    for wh, forms in language.question_words.items():
        yield from _expanded(forms, Question(wh))
    for mark, forms in language.marks.items():
        yield from _expanded(forms, Mark(mark))
    for talk in language.smalltalk:
        yield from _expanded(talk.asks, Chat(talk.id))
    yield from ((word, Light(soft=word in language.soft)) for word in language.light | language.soft)


def _entity_wordings(entity: Entity) -> Iterator[tuple[str, Sense]]:
    yield from ((name, Thing(entity.id)) for name in (entity.name, *entity.aliases))
    yield from ((word, Hint(entity.id)) for word in entity.keywords)


def _fact_wordings(fact: Fact) -> Iterator[tuple[str, Sense]]:
    yield from _expanded(fact.asks, OwnCue(fact.id))
    yield from ((word, FactHint(fact.id)) for word in fact.keywords)
    if isinstance(fact.value, Text) and len(fact.value.text) <= SHORT_VALUE:
        yield fact.value.text, FactHint(fact.id)
    if isinstance(fact.value, Listing):
        for index, element in enumerate(fact.value.elements):
            yield from ((name, Part(fact.id, index)) for name in (element.name, *element.aliases))


def _expanded(forms: Iterable[str], sense: Sense) -> Iterator[tuple[str, Sense]]:
    return ((wording, sense) for form in forms for wording in expand_form(form))
