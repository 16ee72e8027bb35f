"""What the text of each fact can explain, and which facts a word points to."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.understanding.normalise import clean
from knowledge.model import Listing, Quantity, Relation, Schedule, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.understanding.tokens import Vocabulary
    from knowledge.base import Knowledge
    from knowledge.model import AttributeId, EntityId, Fact, FactId

SHORT_VALUE = 8
"""A value in so few characters is itself a way to ask for what has it: 高档型."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The facts of a knowledge, arranged for explaining words."""

    facts: Mapping[FactId, Fact]
    bodies: Mapping[FactId, str]
    """Cleaned text of each fact: its value, its sentence, its keywords."""
    pointers: Mapping[str, tuple[FactId, ...]]
    """The facts whose body has a word."""
    holders: Mapping[AttributeId, tuple[EntityId, ...]]
    """The things of which an attribute is published."""
    related: Mapping[EntityId, frozenset[EntityId]]
    """Itself, what it is part of, its parts, and what its relations lead to."""
    leading: Mapping[EntityId, tuple[FactId, ...]]
    """The facts whose relation leads to a thing."""
    numbered: Mapping[str, tuple[FactId, ...]]
    """The numbers published, by unit: 届."""
    synonyms: Mapping[str, tuple[str, ...]]
    short_values: Mapping[AttributeId, Mapping[str, tuple[FactId, ...]]]
    """For an attribute, its short texts and the facts that have them."""

    def claimed_in(self, text: str, attribute: AttributeId) -> Iterator[FactId]:
        """Facts whose short value, or a word of its meaning, stands in a text: 英文 in 是英文的吗."""
        for value, facts in self.short_values.get(attribute, {}).items():
            if any(one in text for one in (value, *self.synonyms.get(value, ()))):
                yield from facts

    def explains(self, fact: FactId, word: str) -> bool:
        """Whether the fact's text has the word or another of the same meaning."""
        body = self.bodies[fact]
        return word in body or any(other in body for other in self.synonyms.get(word, ()))

    def counts(self, fact: FactId, counted: str) -> bool:
        """Whether the fact's text gives a number of what is counted: 20支, 近20万职教学生."""
        return (
            re.search(rf"[0-9一二两三四五六七八九十百千万]多?.{{0,3}}{re.escape(counted)}", self.bodies[fact])
            is not None
        )

    def pointed_at(self, word: str) -> set[FactId]:
        """Facts whose text has the word or another of the same meaning."""
        return {fact for one in (word, *self.synonyms.get(word, ())) for fact in self.pointers.get(one, ())}


def build_evidence(knowledge: Knowledge, vocabulary: Vocabulary) -> Evidence:
    """Arrange the facts of a knowledge."""
    facts = {fact.id: fact for entity in knowledge.entities.values() for fact in entity.facts.values()}
    bodies = {name: clean_all(_body(fact, knowledge)) for name, fact in facts.items()}
    pointers: dict[str, dict[FactId, None]] = defaultdict(dict)
    for name, body in bodies.items():
        for word in vocabulary.cut_for_search(body, HMM=False):
            if len(word) > 1:
                pointers[word][name] = None
    for word in {word for group in knowledge.language.synonyms for word in group} - pointers.keys():
        # one that the dictionary cuts apart: 资讯安全
        pointers |= {word: dict.fromkeys(name for name, body in bodies.items() if word in body)}
    holders: dict[AttributeId, list[EntityId]] = defaultdict(list)
    for fact in facts.values():
        holders[fact.attribute].append(fact.entity)
    return Evidence(
        facts=facts,
        bodies=bodies,
        pointers={word: tuple(names) for word, names in pointers.items()},
        holders={attribute: tuple(things) for attribute, things in holders.items()},
        related=_related(knowledge),
        leading=_leading(facts.values()),
        numbered=_numbered(facts.values()),
        synonyms={
            word: tuple(other for other in group if other != word)
            for group in knowledge.language.synonyms
            for word in group
        },
        short_values=_short_values(facts.values()),
    )


def _short_values(facts: Iterable[Fact]) -> dict[AttributeId, dict[str, tuple[FactId, ...]]]:
    values: dict[AttributeId, dict[str, tuple[FactId, ...]]] = defaultdict(dict)
    for fact in facts:
        if isinstance(fact.value, Text) and len(fact.value.text) <= SHORT_VALUE:
            value = clean(fact.value.text).text
            values[fact.attribute][value] = (*values[fact.attribute].get(value, ()), fact.id)
    return dict(values)


def clean_all(text: str) -> str:
    """Clean a text of any length."""
    return "".join(clean(text[at : at + 100]).text for at in range(0, len(text), 100))


def _body(fact: Fact, knowledge: Knowledge) -> str:
    entity = knowledge.entities[fact.entity]
    words = [entity.name, *entity.aliases, *entity.keywords, fact.say, *fact.keywords]
    match fact.value:
        case Text(text=text):
            words.append(text)
        case Listing(elements=elements):
            words += [word for one in elements for word in (one.name, *one.aliases, one.say)]
        case Relation(entities=entities):
            words += [knowledge.entities[one].name for one in entities]
        case Quantity() | Schedule():
            pass
    return " ".join(words)


def _related(knowledge: Knowledge) -> dict[EntityId, frozenset[EntityId]]:
    links: dict[EntityId, set[EntityId]] = {one: {one, knowledge.frame.entity} for one in knowledge.entities}
    for one, other in _links(knowledge):
        links[one].add(other)
        links.get(other, set()).add(one)
    return {one: frozenset(found) for one, found in links.items()}


def _leading(facts: Iterable[Fact]) -> dict[EntityId, tuple[FactId, ...]]:
    leading: dict[EntityId, list[FactId]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact.value, Relation):
            for entity in fact.value.entities:
                leading[entity].append(fact.id)
    return {entity: tuple(names) for entity, names in leading.items()}


def _numbered(facts: Iterable[Fact]) -> dict[str, tuple[FactId, ...]]:
    numbered: dict[str, list[FactId]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact.value, Quantity) and fact.value.unit:
            numbered[fact.value.unit].append(fact.id)
    return {unit: tuple(names) for unit, names in numbered.items()}


def _links(knowledge: Knowledge) -> Iterator[tuple[EntityId, EntityId]]:
    for entity in knowledge.entities.values():
        if entity.part_of:
            yield entity.id, entity.part_of
        for fact in entity.facts.values():
            if isinstance(fact.value, Relation):
                yield from ((entity.id, other) for other in fact.value.entities)
