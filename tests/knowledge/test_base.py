"""Layers on top of each other: later ones win by id and, within a thing, by attribute."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest

from knowledge.base import build_knowledge
from knowledge.errors import KnowledgeError
from knowledge.model import (
    Attribute,
    Entity,
    Fact,
    Frame,
    Kind,
    Layer,
    QuestionEntry,
    Source,
    Text,
    Unpublished,
    ValueKind,
)
from tests.knowledge.folders import language


def fact(thing: str, attribute: str, text: str, source: str = "booklet") -> Fact:
    """A fact in words."""
    return Fact(entity=thing, attribute=attribute, value=Text(text=text), source=source)


def thing(name: str, *facts: Fact, kind: str = "stall", part_of: str | None = None, **flags: bool) -> Entity:
    """A thing whose id is its name."""
    own = {one.attribute: one for one in facts}
    return Entity(id=name, kind=kind, name=name, part_of=part_of, facts=own, **flags)


BOOKLET = Source(id="booklet", title="《手册》")
STAFF = Source(id="staff", title="工作人员")
STALL = Kind(id="stall", name="摊位")
FESTIVAL = thing("fair", fact("fair", "summary", "庙会在城南。"), kind="festival")
TEA = thing("tea", fact("tea", "summary", "茶摊卖茶。"), fact("tea", "price", "五元"))
CAKE = thing("cake", fact("cake", "summary", "糕摊卖糕。"))
ENTRY = QuestionEntry(id="toilet", asks=("厕所在哪",), answer="在东门。", source="booklet")
UNPUBLISHED = Unpublished(of=("tea", "cake"), attributes=("hours",), say="还没有公布。")
FOLDER = Layer(
    frame=Frame(entity="fair", zone=UTC),
    sources=(BOOKLET,),
    kinds=(STALL,),
    entities=(FESTIVAL, TEA, CAKE),
    entries=(ENTRY,),
    unpublished=(UNPUBLISHED,),
)


def test_single_layer_is_the_knowledge() -> None:
    knowledge = build_knowledge(language(), [FOLDER])
    assert knowledge.festival == FESTIVAL
    assert knowledge.kind_of("tea") == STALL
    assert list(knowledge.entities.values()) == [FESTIVAL, TEA, CAKE]
    assert knowledge.fact("tea", "price") == TEA.facts["price"]
    assert knowledge.fact("cake", "price") is None
    assert knowledge.unpublished == {("tea", "hours"): UNPUBLISHED, ("cake", "hours"): UNPUBLISHED}


def test_later_fact_wins_and_the_others_stay_with_their_sources() -> None:
    dearer = fact("tea", "price", "六元", source="staff")
    later = Layer(sources=(STAFF,), entities=(thing("tea", dearer),))
    knowledge = build_knowledge(language(), [FOLDER, later])
    assert knowledge.entities["tea"].facts == {"summary": TEA.facts["summary"], "price": dearer}
    assert knowledge.sources == {"booklet": BOOKLET, "staff": STAFF}
    assert {one.source for one in knowledge.entities["tea"].facts.values()} == {"booklet", "staff"}


def test_later_thing_has_its_own_names_and_keeps_its_number() -> None:
    renamed = replace(thing("tea"), name="茶铺", aliases=("茶馆",))
    knowledge = build_knowledge(language(), [FOLDER, Layer(entities=(renamed, thing("soup")))])
    assert list(knowledge.entities) == ["fair", "tea", "cake", "soup"]
    assert knowledge.entities["tea"] == replace(renamed, facts=TEA.facts)


def test_later_records_win_by_id() -> None:
    entry = replace(ENTRY, answer="在西门。")
    unpublished = Unpublished(of=("tea",), attributes=("hours",), say="明天公布。")
    source, kind = replace(BOOKLET, title="《新手册》"), replace(STALL, counter="家")
    later = Layer(sources=(source,), kinds=(kind,), entries=(entry,), unpublished=(unpublished,))
    knowledge = build_knowledge(language(), [FOLDER, later])
    assert knowledge.entries == {"toilet": entry}
    assert knowledge.sources == {"booklet": source}
    assert knowledge.kinds["stall"] == kind
    assert knowledge.unpublished == {("tea", "hours"): unpublished, ("cake", "hours"): UNPUBLISHED}


def test_later_frame_wins() -> None:
    frame = Frame(entity="cake", zone=UTC)
    assert build_knowledge(language(), [FOLDER, Layer(frame=frame)]).frame == frame


def test_attribute_of_a_festival_says_one_of_the_language_anew() -> None:
    price = Attribute(id="price", name="摊位价", value=ValueKind.MONEY)
    knowledge = build_knowledge(language(), [replace(FOLDER, attributes=(price,))])
    assert knowledge.attributes["price"] == price
    assert set(knowledge.attributes) == {one.id for one in language().attributes if not one.dormant}


def test_members_are_the_listed_and_announced_things_of_a_kind() -> None:
    things = (thing("soup", part_of="tea"), thing("salt", listed=False), thing("ice", announced=False))
    knowledge = build_knowledge(language(), [FOLDER, Layer(entities=things)])
    assert [one.id for one in knowledge.members("stall")] == ["tea", "cake", "soup"]
    assert [one.id for one in knowledge.members("stall", "tea")] == ["soup"]
    assert knowledge.members("venue") == ()


def test_layers_without_a_festival_are_refused() -> None:
    with pytest.raises(KnowledgeError) as raised:
        build_knowledge(language(), [replace(FOLDER, frame=None)])
    assert raised.value.faults == ("没有 [festival]：至少要有一个文件写明这是什么活动",)


def test_layer_may_refer_to_another_one() -> None:
    soup = thing("soup", fact("soup", "summary", "汤摊卖汤。"), part_of="tea")
    assert build_knowledge(language(), [Layer(entities=(soup,)), FOLDER]).entities["soup"] == soup


def test_references_that_point_nowhere_are_refused_all_at_once() -> None:
    soup = thing("soup", fact("soup", "summary", "汤摊卖汤。", source="poster"), part_of="tee")
    entry = replace(ENTRY, about="gate")
    with pytest.raises(KnowledgeError) as raised:
        build_knowledge(language(), [FOLDER, Layer(entities=(soup,), entries=(entry,))])
    assert raised.value.faults == (
        "soup：part_of：没有叫 tee 的事物；是不是 tea？",
        "soup：source：没有叫 poster 的来源；请改正，或补上它",
        "toilet：about：没有叫 gate 的事物；请改正，或补上它",
    )
