"""Which facts a question is read as asking for, over the small festival."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from bot.understanding.context import Context
from bot.understanding.model import Utterance
from bot.understanding.understander import Understander
from tests.cases_runner import load_knowledge, load_vocabulary
from tests.known_bugs import fixed, passing
from tests.tea_fair import NOW, TEA_FAIR

if TYPE_CHECKING:
    from bot.understanding.candidates import Asked
    from bot.understanding.reading import Reading

KNOWN_BUGS = {
    "target of a relation": "the place is introduced, though an activity is asked for",
    "claim of a number": "12支队伍 leads to no number: the form of the attribute, 几支队伍, is not in it",
    "claim of a price": "30元 leads to no price",
    "element, introduced": "the festival is introduced before it",
    "value that jieba does not know": "围炉煮茶 falls apart into 围 and 炉煮茶, which point nowhere",
}

READINGS = {
    # by the thing
    "thing": ("介绍一下云顶茶山", {"cloud-hill.summary"}),
    "thing alone": ("开茶", {"opening.summary"}),
    "person": ("何青岩是谁", {"he-qing.summary"}),
    "place in the order": ("第三项活动是什么", {"contest.summary"}),
    "last in the order": ("最后一项活动是什么", {"hike.summary"}),
    # by the attribute
    "hour": ("开茶仪式几点开始", {"opening.clock"}),
    "day": ("茶山徒步几号", {"hike.time"}),
    "time": ("炒茶大赛什么时候", {"contest.time"}),
    "end": ("炒茶大赛几点结束", {"contest.end"}),
    "place": ("炒茶大赛在哪", {"contest.venue"}),
    "price": ("茶山徒步要多少钱", {"hike.price"}),
    "price, yes or no": ("夜饮茶会要钱吗", {"tasting.price"}),
    "who": ("开茶仪式谁主持", {"opening.host"}),
    "attribute of the festival's own": ("炒茶大赛有几支队伍", {"contest.teams"}),
    "relation": ("炒茶大赛的评委是谁", {"contest.jury"}),
    "festival": ("春茶节的主题是什么", {"tea-fair.theme"}),
    "festival unnamed": ("主题是什么", {"tea-fair.theme"}),
    "verb beside its question word": ("谁主办的春茶节", {"tea-fair.organisers"}),
    "only one has it": ("谁来当评委", {"contest.jury"}),
    "only one place has it": ("停车场在哪里", {"tea-square.parking"}),
    "things of a kind": ("有哪些活动", {"tea-fair[activity]"}),
    "number of things of a kind": ("有几家店", {"tea-fair[shop]"}),
    "not published": ("茶山徒步有直播吗", {"hike.live?"}),
    "not published, recorded": ("炒茶大赛的奖品是什么", {"contest.prize?"}),
    "computed": ("春茶节开始了吗", {"tea-fair.status"}),
    # by the value
    "element of a list": ("哪家店有茶汤面", {"noodle-shop.dishes"}),
    "element alone": ("杀青", {"contest.rounds"}),
    "element, introduced": ("介绍一下杀青", {"contest.rounds"}),
    "target of a relation": ("哪个活动在老码头", {"tasting.venue"}),
    "words of a text": ("谁是国家级评茶师", {"he-qing.summary"}),
    "value that jieba does not know": ("什么活动围炉煮茶", {"tasting.form"}),
    # by a description
    "keyword": ("用铁锅的是什么活动", {"contest.summary"}),
    "words of a description": ("在码头喝茶的是什么活动", {"tasting.summary"}),
    # two in one
    "two attributes": ("开茶仪式几点开始，在哪里", {"opening.clock", "opening.venue"}),
    "two bare attributes": ("开茶仪式的时间和地点", {"opening.time", "opening.venue"}),
    "two attributes, joined by 、": ("茶香面馆卖什么、人均多少", {"noodle-shop.dishes", "noodle-shop.cost"}),
    "three attributes": (
        "炒茶大赛评委是谁，有几支队伍，在哪",
        {"contest.jury", "contest.teams", "contest.venue"},
    ),
    "two things": ("茶山徒步和炒茶大赛什么时候", {"hike.time", "contest.time"}),
    "two things, one attribute each": ("开茶仪式几点，茶山徒步多少钱", {"opening.clock", "hike.price"}),
    "one question with two words for it": ("请问停车场在什么地方", {"tea-square.parking"}),
    # claims
    "claim of a place": ("炒茶大赛是在老码头吗", {"contest.venue"}),
    "claim of a day": ("开茶仪式是4月5日吗", {"opening.time"}),
    "claim of a person": ("评委是苏晚晴吗", {"contest.jury"}),
    "claim of an element": ("主办单位有南坡茶叶协会吗", {"tea-fair.organisers"}),
    "claim of a number": ("炒茶大赛有12支队伍吗", {"contest.teams"}),
    "claim of a number by the attribute's name": ("参赛队伍是12支吗", {"contest.teams"}),
    "claim of a price": ("夜饮茶会要30元吗", {"tasting.price"}),
}
"""A question, and what it asks for: thing.attribute, ? where nothing is published, thing[kind] for those of a kind."""


@lru_cache(maxsize=1)
def understander() -> Understander:
    """It holds no conversation."""
    return Understander(load_knowledge(TEA_FAIR), load_vocabulary())


def read(text: str, context: Context | None = None) -> Reading:
    """The reading of a question."""
    return understander().interpret(Utterance(text=text, now=NOW), context or Context()).reading


def name(asked: Asked) -> str:
    """What is asked, as the table has it."""
    if asked.kind:
        return f"{asked.entity}[{asked.kind}]"
    return f"{asked.entity}.{asked.attribute}" + ("" if asked.fact else "?")


def is_read(text: str, facts: set[str]) -> bool:
    """Whether just these are asked for, in whatever order."""
    return {name(one) for one in read(text).asked} == facts


@pytest.mark.parametrize(("text", "facts"), passing(READINGS, KNOWN_BUGS))
def test_question_asks_for_these_facts(text: str, facts: set[str]) -> None:
    assert {name(one) for one in read(text).asked} == facts


def test_known_bugs_of_reading_are_still_there() -> None:
    assert fixed(READINGS, KNOWN_BUGS, is_read) == []


@pytest.mark.parametrize(
    ("focus", "attributes", "text", "facts"),
    [
        ("opening", ("clock",), "在哪", {"opening.venue"}),
        ("hike", ("venue",), "多少钱", {"hike.price"}),
        ("contest", ("teams",), "评委呢", {"contest.jury"}),
        ("noodle-shop", ("cost",), "卖什么", {"noodle-shop.dishes"}),
        ("tea-square", ("summary",), "能停车吗", {"tea-square.parking"}),
        # what is named wins over what was spoken of
        ("opening", ("clock",), "茶山徒步在哪", {"hike.venue"}),
        ("opening", ("clock",), "春茶节的主题是什么", {"tea-fair.theme"}),
        ("opening", ("clock",), "有哪些店", {"tea-fair[shop]"}),
        # nothing published is an answer too
        ("opening", ("clock",), "有直播吗", {"opening.live?"}),
    ],
)
def test_unsaid_thing_is_the_one_spoken_of(focus: str, attributes: tuple[str, ...], text: str, facts: set[str]) -> None:
    context = Context(focus=focus, recent=(focus,), attributes=attributes)
    assert {name(one) for one in read(text, context).asked} == facts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("刘德华来吗", ["刘德华"]),
        ("今天股价多少", ["股价"]),
        ("炒茶大赛的股价", ["股价"]),
        ("评委是老舍吗", ["老舍"]),
        ("开茶仪式几点开始", []),
        ("请问一下茶山徒步大概要多少钱呢", []),
        ("炒茶大赛有直播吗", []),
    ],
)
def test_names_and_nouns_that_nothing_accounts_for_are_left(text: str, words: list[str]) -> None:
    assert [token.text for token in read(text).unexplained if len(token.text) > 1] == words


@pytest.mark.parametrize("text", ["", "？！", "的", "😀"])
def test_nothing_said_leaves_nothing_unexplained(text: str) -> None:
    assert read(text).unexplained == ()


def test_same_question_gives_the_same_reading() -> None:
    texts = [text for text, _ in READINGS.values()]
    assert [read(text) for text in texts] == [read(text) for text in texts]
