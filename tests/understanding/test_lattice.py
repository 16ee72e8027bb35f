"""The cheapest way to cover an utterance, over the small festival and ordinary Chinese."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.gazetteer import Gazetteer, build_gazetteer
from bot.understanding.lattice import Token, segment
from bot.understanding.normalise import STOPS, clean
from bot.understanding.reword import Rewording
from bot.understanding.timex import find_times
from tests.cases_runner import load_knowledge, load_vocabulary
from tests.tea_fair import NOW, TEA_FAIR


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The wordings of the small festival."""
    return build_gazetteer(load_knowledge(TEA_FAIR), load_vocabulary(), {}, Rewording({}))


def cut(typed: str) -> tuple[Token, ...]:
    """The tokens of what is typed."""
    cleaned = clean(typed)
    times = find_times(cleaned.text, NOW, load_knowledge(TEA_FAIR).frame)
    return segment(cleaned, gazetteer(), load_vocabulary(), times)


@pytest.mark.parametrize(
    "words",
    [
        "开茶仪式 几点开始",
        "听说 炒茶大赛 放在 老码头 对吗",
        "阿婆青团铺 卖什么",
        "青团 在哪",
        "茶香面馆 和 青团铺 在哪",
        "4月6日下午 有什么 活动",
        "第三项 活动 是什么",
        "最后一个 活动 几号",
        "炒茶大赛 有 12支 队伍 吗",
        "评委 是不是 何青岩",
        "茶广场 能 停车 吗",
        "请问一下 怎么去 老码头",
        "春茶节 的 主办单位 有谁",
        "明天 云顶茶山 下雨 怎么办",
        "今晚八点之前",
        "谢谢你",
        # 主题 is a form, but 主题曲 is a word of its own
        "主题 是什么",
        "主题曲 是什么",
        # a name takes in the words that it is made of
        "茶山徒步 几号",
        "徒步 几号",
        # what nobody knows stays whole where jieba knows it, and together where it does not
        "希尔顿 酒店 在哪",
        "刘德华 来 吗",
        "南京市 长江大桥",
        "龘靐齉",
        "wifi 密码",
        "asdf qwer",
    ],
)
def test_text_is_covered_by_these_words(words: str) -> None:
    """Words of Latin letters keep their space, all others are written together."""
    typed = words if words.isascii() else words.replace(" ", "")
    assert " ".join(token.text for token in cut(typed)) == words


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("开茶仪式几点？在哪", [0, 0, 1]),
        ("你好。主题呢？", [0, 1, 1]),
        ("时间、地点", [0, 0]),
        ("评委（两位）", [0, 0]),
        # a space, an emoji or 还有 goes on after something was asked
        ("主题是啥 在哪", [0, 0, 1]),
        ("开茶仪式几点🎉在哪", [0, 0, 1]),
        ("开茶仪式 几点", [0, 0]),
        ("几点还有在哪", [0, 1, 1]),
        ("开茶仪式啊在哪", [0, 0, 1]),
        ("？？在哪", [1]),
    ],
)
def test_punctuation_separates_clauses(text: str, clauses: list[int]) -> None:
    assert [token.clause for token in cut(text)] == clauses


@given(
    st.text(st.sampled_from("开茶仪式炒大赛青团铺几点在哪里第三项12支四月6日?，、。 awifi龘明天晚上的"), max_size=40)
)
def test_tokens_lie_in_order_and_cover_all_but_punctuation(typed: str) -> None:
    text = clean(typed).text
    covered, end = [" "] * len(text), 0
    for token in cut(typed):
        start, stop = token.span
        assert end <= start < stop <= len(text)
        assert token.text == text[start:stop]
        covered[start:stop] = token.text
        end = stop
    assert "".join(covered) == "".join(
        " " if char in STOPS and covered[at] == " " else char for at, char in enumerate(text)
    )
