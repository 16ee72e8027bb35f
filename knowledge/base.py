"""A knowledge: one immutable value made of layers, with the look-ups that the rest needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.borrowing import with_borrowed_forms
from knowledge.errors import KnowledgeError
from knowledge.model import FESTIVAL_KIND, SUMMARY, Kind
from knowledge.references import find_gaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from knowledge.model import (
        Attribute,
        AttributeId,
        Entity,
        EntityId,
        Fact,
        Frame,
        KindId,
        Language,
        Layer,
        QuestionEntry,
        Source,
        Unpublished,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """Everything that one festival's assistant can say; swap it by assigning another one."""

    language: Language
    frame: Frame
    sources: Mapping[str, Source]
    kinds: Mapping[KindId, Kind]
    attributes: Mapping[AttributeId, Attribute]
    entities: Mapping[EntityId, Entity]
    """In the order in which things are numbered."""
    entries: Mapping[str, QuestionEntry]
    unpublished: Mapping[tuple[EntityId, AttributeId], Unpublished]

    @property
    def festival(self) -> Entity:
        """The thing that everything else belongs to."""
        return self.entities[self.frame.entity]

    def fact(self, entity: EntityId, attribute: AttributeId) -> Fact | None:
        """What is published of it, if anything is."""
        return self.entities[entity].facts.get(attribute)

    def kind_of(self, entity: EntityId) -> Kind:
        """The declared kind of a thing."""
        return self.kinds[self.entities[entity].kind]

    def introduction_of(self, entity: EntityId) -> AttributeId:
        """The attribute that says what a thing is; where it has no summary, its card as a whole stands for that."""
        return self.kind_of(entity).card[0] if SUMMARY in self.entities[entity].facts else SUMMARY

    def members(self, kind: KindId, of: EntityId | None = None) -> tuple[Entity, ...]:
        """The listed things of a kind in order, all of them or those that belong to one thing."""
        return tuple(
            entity
            for entity in self.entities.values()
            if entity.kind == kind and entity.listed and entity.announced and of in (None, entity.part_of)
        )


def build_knowledge(language: Language, layers: Sequence[Layer]) -> Knowledge:
    """Put layers on top of each other, later ones winning.

    KnowledgeError is raised where none is a festival, or where a reference points to nothing in any layer.
    """
    frames = [layer.frame for layer in layers if layer.frame is not None]
    if not frames:
        raise KnowledgeError(["没有 [festival]：至少要有一个文件写明这是什么活动"])
    gaps = [gap for layer in layers for gap in find_gaps(language, layer, layers)]
    if gaps:
        raise KnowledgeError(f"{gap.record}：{gap.field}：{gap.fault}" for gap in gaps)
    kinds = {FESTIVAL_KIND: Kind(id=FESTIVAL_KIND, name="活动", card=("summary", "time", "venue"))}
    return Knowledge(
        language=language,
        frame=frames[-1],
        sources={source.id: source for layer in layers for source in layer.sources},
        kinds=kinds | {kind.id: kind for layer in layers for kind in layer.kinds},
        attributes=_attributes(language, layers),
        entities=_stack(entity for layer in layers for entity in layer.entities),
        entries={entry.id: entry for layer in layers for entry in layer.entries},
        unpublished={
            (entity, attribute): record
            for layer in layers
            for record in layer.unpublished
            for entity in record.of
            for attribute in record.attributes
        },
    )


def _attributes(language: Language, layers: Sequence[Layer]) -> dict[AttributeId, Attribute]:
    """Those of the language that are in play, and those of the layers."""
    facts = {attribute for layer in layers for entity in layer.entities for attribute in entity.facts}
    noted = {attribute for layer in layers for record in layer.unpublished for attribute in record.attributes}
    cards = {attribute for layer in layers for kind in layer.kinds for attribute in kind.card}
    declared = [one for layer in layers for one in layer.attributes]
    return with_borrowed_forms(language.attributes, declared, facts | noted | cards)


def _stack(entities: Iterable[Entity]) -> dict[EntityId, Entity]:
    """A later record of a thing replaces what it says anew and keeps the other facts."""
    stacked: dict[EntityId, Entity] = {}
    for entity in entities:
        below = stacked.get(entity.id)
        stacked[entity.id] = replace(entity, facts={**below.facts, **entity.facts}) if below else entity
    return stacked
