"""Ids that records name, and which of them point nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from knowledge.model import FESTIVAL_KIND, Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from knowledge.model import Attribute, Entity, Kind, Language, Layer, QuestionEntry, Unpublished

    Named: TypeAlias = tuple[str, str, tuple[str, ...]]
    """A field, what sort of record it names (a key of NOUNS), and the ids in it."""

NOUNS = {"thing": "事物", "source": "来源", "attribute": "属性", "kind": "类别"}
SORTS_OF_KIND = ("who", "where")
"""What `kinds` of an attribute may hold besides ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """An id that nothing has."""

    table: str
    """Field of Layer that holds the record which names the id."""
    number: int
    """Place of that record in it, from 0."""
    record: str
    """Id of that record; for what has none, the ids of its things."""
    field: str
    fault: str


def find_gaps(language: Language, layer: Layer, layers: Sequence[Layer]) -> Iterator[Gap]:
    """References of one layer that point to nothing in all of them, nor in the language."""
    known = _known_ids(language, layers)
    for table, number, record, (name, sort, ids) in _references(layer):
        for target in ids:
            if target and target not in known[sort]:
                fault = _fault(sort, target, known[sort])
                yield Gap(table=table, number=number, record=record, field=name, fault=fault)


def _fault(sort: str, target: str, known: Mapping[str, None]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  # slow import: only a fault needs it

    near = get_close_matches(target, known, n=1)
    return f"没有叫 {target} 的{NOUNS[sort]}；" + (f"是不是 {near[0]}？" if near else "请改正，或补上它")


def _known_ids(language: Language, layers: Sequence[Layer]) -> dict[str, dict[str, None]]:
    attributes = (language.attributes, *(layer.attributes for layer in layers))
    kinds = (kind.id for layer in layers for kind in layer.kinds)
    return {
        "thing": {entity.id: None for layer in layers for entity in layer.entities},
        "source": {source.id: None for layer in layers for source in layer.sources},
        "attribute": {one.id: None for group in attributes for one in group},
        "kind": dict.fromkeys((FESTIVAL_KIND, *SORTS_OF_KIND, *kinds)),
    }


def _references(layer: Layer) -> Iterator[tuple[str, int, str, Named]]:
    """Table, place, id and one reference of each record."""
    for number, kind in enumerate(layer.kinds):
        yield from (("kinds", number, kind.id, named) for named in _of_kind(kind))
    for number, attribute in enumerate(layer.attributes):
        yield from (("attributes", number, attribute.id, named) for named in _of_attribute(attribute))
    for number, entity in enumerate(layer.entities):
        yield from (("entities", number, entity.id, named) for named in _of_entity(entity))
    for number, entry in enumerate(layer.entries):
        yield from (("entries", number, entry.id, named) for named in _of_entry(entry))
    for number, record in enumerate(layer.unpublished):
        yield from (("unpublished", number, "、".join(record.of), named) for named in _of_unpublished(record))


def _of_kind(kind: Kind) -> Iterator[Named]:
    yield "card", "attribute", kind.card


def _of_attribute(attribute: Attribute) -> Iterator[Named]:
    yield "like", "attribute", attribute.like
    yield "kinds", "kind", attribute.kinds
    yield "kind", "kind", attribute.targets


def _of_entity(entity: Entity) -> Iterator[Named]:
    yield "part_of", "thing", (entity.part_of or "",)
    yield from _sources(entity)
    venues = tuple(dict.fromkeys(one.venue for one in entity.occurrences if one.venue))
    yield "when：venue", "thing", venues
    for fact in entity.facts.values():
        if isinstance(fact.value, Relation) and fact.value.entities != venues:
            yield fact.attribute, "thing", fact.value.entities


def _sources(entity: Entity) -> Iterator[Named]:
    """Each source once: as that of the record, unless one fact of several names it."""
    facts: dict[str, list[str]] = {}
    for fact in entity.facts.values():
        facts.setdefault(fact.source, []).append(fact.attribute)
    for source, attributes in facts.items():
        alone = len(attributes) == 1 < len(entity.facts)
        yield f"{attributes[0]}：source" if alone else "source", "source", (source,)


def _of_entry(entry: QuestionEntry) -> Iterator[Named]:
    yield "source", "source", (entry.source,)
    yield "about", "thing", (entry.about or "",)


def _of_unpublished(record: Unpublished) -> Iterator[Named]:
    yield "of", "thing", record.of
    yield "attributes", "attribute", record.attributes
