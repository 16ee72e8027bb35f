"""Names and wordings of a folder that another one takes away from."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from knowledge.forms import expand_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.loading import Draft
    from knowledge.model import Attribute, Entity, Kind, KindId, Language

STRAY_NOTATION = re.compile(r"[|*\\{}^$]")
"""What is no notation of forms and in no question: 几号|哪天 without brackets."""


def fold(text: str) -> str:
    """A text as it is compared: width, case, punctuation and spaces make no difference."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())


def find_namesakes(draft: Draft, _language: Language) -> Iterator[str]:
    """Names and aliases that two things share, and those in which nothing is left to compare."""
    owners: dict[str, Entity] = {}
    for place, entity in draft.things:
        for field, name in _names(entity):
            owner = owners.setdefault(fold(name), entity)
            if not fold(name):
                yield f"{place}：{field}：“{name}”里没有字，永远不会被认出；请改正或删去"
            elif owner.id != entity.id:
                yield f"{place}：{field}：“{name}”也是 {owner.id} 的名字，分不清问的是哪一个；请改掉一处"


def _names(entity: Entity) -> Iterator[tuple[str, str]]:
    """Fields and names of a thing; a missing name is a fault already."""
    if entity.name.strip():
        yield "name", entity.name
    yield from (("aliases", alias) for alias in entity.aliases)


def find_masked_names(draft: Draft, language: Language) -> Iterator[str]:
    """Names that are question words, and aliases that ask for an attribute: neither is understood as a name.

    Of a thing that is not announced both readings say the same, so it may share its name with an attribute.
    """
    awake = (attribute for attribute in language.attributes if not attribute.dormant)
    asks = {one: a.id for a in (*awake, *draft.layer.attributes) for one in _wordings(a)}
    words = {fold(one) for forms in language.question_words.values() for form in forms for one in expand_form(form)}
    for place, entity in draft.things:
        for field, name in _names(entity):
            if fold(name) in words:
                yield f"{place}：{field}：“{name}”是疑问词，不会当作名字；请换一个"
            elif field == "aliases" and entity.announced and fold(name) in asks:
                yield f"{place}：aliases：“{name}”是属性 {asks[fold(name)]} 的问法，不会当作名字；请删去或换一个"


def _wordings(attribute: Attribute) -> dict[str, None]:
    """All folded wordings by which an attribute is asked for."""
    return dict.fromkeys((fold(attribute.name), *_folded(attribute.asks)))


def _folded(forms: Iterable[str]) -> Iterator[str]:
    return (fold(one) for form in forms for one in expand_form(form))


def find_rival_attributes(draft: Draft, _language: Language) -> Iterator[str]:
    """Wordings of two attributes of the folder that may be asked of the same kind.

    Those of the language are no rivals: an attribute of one festival is there to be more particular.
    """
    kinds = draft.kinds
    owners: dict[str, list[Attribute]] = {}
    for place, attribute in draft.attributes:
        for wording in _wordings(attribute):
            rivals = (one for one in owners.setdefault(wording, []) if _are_rivals(one, attribute, kinds))
            if rival := next(rivals, None):
                yield f"{place}：asks：“{wording}”也是属性 {rival.id} 的问法，永远分不清；请改掉一处"
            owners[wording].append(attribute)


def _are_rivals(one: Attribute, other: Attribute, kinds: dict[KindId, Kind]) -> bool:
    """Whether there may be a thing of which both can be asked; the same id twice is another fault."""
    shared = not one.kinds or not other.kinds or _kinds_of(one, kinds) & _kinds_of(other, kinds)
    return bool(shared) and one.id != other.id


def _kinds_of(attribute: Attribute, kinds: dict[KindId, Kind]) -> set[KindId]:
    who = {kind.id for kind in kinds.values() if kind.who and "who" in attribute.kinds}
    where = {kind.id for kind in kinds.values() if kind.where and "where" in attribute.kinds}
    return {*attribute.kinds, *who, *where}


def find_rival_facts(draft: Draft, language: Language) -> Iterator[str]:
    """Wordings of a fact that mean another fact of the same thing as well."""
    general = {one.id: _wordings(one) for one in (*language.attributes, *draft.layer.attributes)}
    for place, entity in draft.things:
        owners: dict[str, str] = {}
        for fact in entity.facts.values():
            for wording in dict.fromkeys(_folded(fact.asks)):
                others = (one for one in entity.facts if one != fact.attribute and wording in general[one])
                rival = owners.setdefault(wording, fact.attribute)
                rival = next(others, fact.attribute) if rival == fact.attribute else rival
                if rival != fact.attribute:
                    yield f"{place}：{fact.attribute}：asks：“{wording}”也是这里 {rival} 的问法，永远分不清；请改掉一处"


def find_dead_forms(draft: Draft, _language: Language) -> Iterator[str]:
    """Forms that no question can have."""
    for place, attribute in draft.attributes:
        yield from _dead(f"{place}：asks", attribute.asks)
        yield from _dead(f"{place}：verbs", attribute.verbs)
        for member in attribute.members:
            yield from _dead(f"{place}：members：{' '.join(member.words)}", member.forms)
    for place, entity in draft.things:
        for fact in entity.facts.values():
            yield from _dead(f"{place}：{fact.attribute}：asks", fact.asks)


def _dead(place: str, forms: Iterable[str]) -> Iterator[str]:
    for form in forms:
        wordings = expand_form(form)
        stray = next((one for wording in wordings for one in STRAY_NOTATION.findall(wording)), "")
        if stray:
            yield f"{place}：“{form}”里的 {stray} 会当作字来找，永远找不到；几种说法请写成 (甲|乙)，可有可无的写成 [甲]"
        elif not any(fold(wording) for wording in wordings):
            yield f"{place}：“{form}”里没有字，永远找不到；请改正或删去"


def find_rival_entries(draft: Draft, _language: Language) -> Iterator[str]:
    """Wordings of question entries that stand twice, or are no more than the name of a thing."""
    names = {fold(name): entity.id for entity in draft.layer.entities for _, name in _names(entity)}
    owners: dict[str, str] = {}
    for place, entry in draft.entries:
        for ask in entry.asks:
            owner = owners.get(fold(ask))
            if not fold(ask):
                yield f"{place}：asks：“{ask}”里没有字，永远找不到；请改正或删去"
            elif fold(ask) in names:
                yield f"{place}：asks：“{ask}”只是 {names[fold(ask)]} 的名字，答的会是它的介绍；请写成完整的问题"
            elif owner is not None:
                where = "这里写了两遍" if owner == entry.id else f"也是 {owner} 的问法"
                yield f"{place}：asks：“{ask}”{where}；请删去一处"
            owners.setdefault(fold(ask), entry.id)
