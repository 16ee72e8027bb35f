"""Is a knowledge folder sound: every fault at once, in the words of a curator."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from knowledge.loading import FIXED_TABLES, read_draft
from knowledge.model import FESTIVAL_KIND, Listing, Relation, Wh
from knowledge.occurrences import find_circles, find_impossible_occurrences, find_misplaced_demo
from knowledge.references import SORTS_OF_KIND
from knowledge.statements import (
    find_other_days,
    find_other_hours,
    find_other_moments,
    find_unlike_hours,
    find_wrong_days,
)
from knowledge.wordings import (
    find_dead_forms,
    find_masked_names,
    find_namesakes,
    find_rival_attributes,
    find_rival_entries,
    find_rival_facts,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from knowledge.loading import Draft
    from knowledge.model import Attribute, AttributeId, Entity, Fact, Kind, Language, Layer

Check: TypeAlias = "Callable[[Draft, Language], Iterator[str]]"

RESERVED = frozenset(["id", "name", "aliases", "keywords", "source", "part_of", "listed", "announced", "when"])
"""Fields of a thing, which no attribute can be called."""
SLOT = re.compile(r"\{[^{}]{0,9}\}?|\}")


def find_faults(folder: Path, language: Language) -> tuple[str, ...]:
    """Every fault of a folder, each with file, record, field and what to do; empty where it is sound."""
    draft = read_draft(folder, language)
    return (*draft.faults, *(fault for check in CHECKS for fault in check(draft, language)))


def find_missing_parts(draft: Draft, _language: Language) -> Iterator[str]:
    """What a folder and its things must have."""
    if draft.layer.frame is None and draft.whole:
        yield "没有 [festival]：请在一个文件里写明这是什么活动"
    for place in draft.places["frame"]:
        if draft.layer.frame and not draft.layer.frame.examples and draft.is_sound(place):
            yield f"{place}：examples：缺少，请至少写一个问题；新来的人会看到它"
    for place, entity in draft.things:
        kind = draft.kinds.get(entity.kind)
        introduced = {"summary", *(kind.card if kind else ())} & entity.facts.keys()
        if entity.announced and not introduced and draft.is_sound(place):
            yield f"{place}：summary：缺少，请用一两句话说它是什么；一无所知的请写 announced = false"


def find_announced_unknowns(draft: Draft, _language: Language) -> Iterator[str]:
    """Things of which nothing is said to be known, and something is."""
    for place, entity in draft.things:
        if not entity.announced and entity.facts:
            yield f"{place}：announced：写了 false，又写了 {'、'.join(entity.facts)}；请删去一边"


def find_doubles(draft: Draft, _language: Language) -> Iterator[str]:
    """Ids that stand twice in one sort of records."""
    for table, ids in _ids(draft.layer).items():
        first: dict[str, str] = {}
        for place, one in zip(draft.places[table], ids, strict=True):
            if one and one in first:
                yield f"{place}：id：{one} 出现了两次，另一处是 {first[one]}；请换一个"
            first.setdefault(one, place)


def _ids(layer: Layer) -> dict[str, tuple[str, ...]]:
    """The ids of each field of the layer, in its order."""
    return {
        "sources": tuple(one.id for one in layer.sources),
        "kinds": tuple(one.id for one in layer.kinds),
        "attributes": tuple(one.id for one in layer.attributes),
        "entities": tuple(one.id for one in layer.entities),
        "entries": tuple(one.id for one in layer.entries),
    }


def find_reserved_ids(draft: Draft, _language: Language) -> Iterator[str]:
    """Kinds and attributes called like a table or a field that means something else."""
    for place, kind in zip(draft.places["kinds"], draft.layer.kinds, strict=True):
        if kind.id in FIXED_TABLES and kind.id != FESTIVAL_KIND:
            yield f"{place}：id：[[{kind.id}]] 是固定的表名，不能当类别；请换一个"
    for place, attribute in draft.attributes:
        if attribute.id in RESERVED:
            yield f"{place}：id：{attribute.id} 是固定的字段，不能当属性；请换一个"


def find_wrong_targets(draft: Draft, language: Language) -> Iterator[str]:
    """Relations to things of a kind that the attribute does not lead to."""
    attributes = {one.id: one for one in (*language.attributes, *draft.layer.attributes)}
    kinds = draft.kinds
    things = {entity.id: kinds[entity.kind] for entity in draft.layer.entities if entity.kind in kinds}
    for place, fact in _written_relations(draft):
        attribute = attributes[fact.attribute]
        for target in fact.value.entities if isinstance(fact.value, Relation) else ():
            is_known = target in things and {*kinds, *SORTS_OF_KIND}.issuperset(attribute.targets)
            if is_known and not _leads_to(attribute, things[target]):
                wanted = "、".join(attribute.targets) or "地点"
                yield f"{place}：{attribute.id}：{target} 是 {things[target].id} 类，这里要的是{wanted}；请改正"


def _written_relations(draft: Draft) -> Iterator[tuple[str, Fact]]:
    """Facts that may name other things; the venues of occurrences are checked with these."""
    for place, entity in draft.things:
        venues = {one.venue for one in entity.occurrences}
        for fact in entity.facts.values():
            if isinstance(fact.value, Relation) and not venues.issuperset(fact.value.entities):
                yield place, fact


def _leads_to(attribute: Attribute, kind: Kind) -> bool:
    """Whether a relation may lead to things of a kind: one of its own, or a place if it answers 在哪."""
    sorts = {kind.id, *(["who"] if kind.who else []), *(["where"] if kind.where else [])}
    return (
        bool(sorts & set(attribute.targets)) if attribute.targets else kind.where or attribute.answers is not Wh.WHERE
    )


def find_contradictions(draft: Draft, _language: Language) -> Iterator[str]:
    """What is published and in [[unpublished]] as well, or there twice."""
    things = {entity.id: entity for entity in draft.layer.entities}
    first: dict[tuple[str, str], str] = {}
    for place, record in draft.unpublished:
        for of, attribute in ((of, attribute) for of in record.of for attribute in record.attributes):
            if of in things and _is_published(things[of], attribute):
                yield f"{place}：attributes：{of} 的 {attribute} 已经公布了；请从这里删去，或删去那条事实"
            if (of, attribute) in first:
                yield f"{place}：attributes：{of} 的 {attribute} 在 {first[of, attribute]} 里已经写过；请删去一处"
            first.setdefault((of, attribute), place)


def _is_published(entity: Entity, attribute: AttributeId) -> bool:
    """Whether a fact says it, or it can be worked out from the occurrences."""
    whens = entity.occurrences
    worked_out = {
        "clock": any(one.at for one in whens),
        "end": any(one.until for one in whens),
        "duration": any(one.at and one.until for one in whens),
        "status": bool(whens),
        "countdown": bool(whens),
    }
    return attribute in entity.facts or worked_out.get(attribute, False)


def find_strange_slots(draft: Draft, _language: Language) -> Iterator[str]:
    """{…} that nothing fills: it would be said as it stands."""
    for place, text, allowed in _sayings(draft):
        for slot in dict.fromkeys(SLOT.findall(text)):
            if slot not in allowed:
                can = "只能用 " + "、".join(allowed) if allowed else "不能用花括号"
                yield f"{place}：“{slot}”不会被替换；这里{can}"


def _sayings(draft: Draft) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Place and text of each sentence, and the slots that are filled in it."""
    for place, attribute in draft.attributes:
        yield f"{place}：say", attribute.say, ("{thing}", "{value}")
        yield f"{place}：unpublished", attribute.unpublished, ("{thing}",)
    for place, entity in draft.things:
        for fact in entity.facts.values():
            yield f"{place}：{fact.attribute}：say", fact.say, ("{thing}", "{value}")
            for element in fact.value.elements if isinstance(fact.value, Listing) else ():
                yield f"{place}：{fact.attribute}", element.say, ()
    for place, entry in draft.entries:
        yield f"{place}：answer", entry.answer, ()
    for place, record in draft.unpublished:
        yield f"{place}：say", record.say, ("{thing}",)


CHECKS: tuple[Check, ...] = (
    find_missing_parts,
    find_announced_unknowns,
    find_doubles,
    find_reserved_ids,
    find_wrong_targets,
    find_circles,
    find_contradictions,
    find_namesakes,
    find_masked_names,
    find_rival_attributes,
    find_rival_facts,
    find_dead_forms,
    find_rival_entries,
    find_misplaced_demo,
    find_impossible_occurrences,
    find_wrong_days,
    find_other_days,
    find_unlike_hours,
    find_other_hours,
    find_other_moments,
    find_strange_slots,
)
