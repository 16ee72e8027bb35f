"""Counted amounts and places in an order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.numerals import find_numerals
from bot.understanding.senses import Nth, Number

NUMERALS = {
    "digits": ("20支队伍", [((0, 3), Number(20, "支"))]),
    "characters": ("八项", [((0, 2), Number(8, "项"))]),
    "two": ("两位", [((0, 2), Number(2, "位"))]),
    "tens": ("二十五家", [((0, 4), Number(25, "家"))]),
    "hundreds": ("一百二十支", [((0, 5), Number(120, "支"))]),
    "none": ("零个", [((0, 2), Number(0, "个"))]),
    "and some more": ("二十多家", [((0, 4), Number(20, "家"))]),
    "in a sentence": ("有12支吗", [((1, 4), Number(12, "支"))]),
    "two of them": ("3位和4家", [((0, 2), Number(3, "位")), ((3, 5), Number(4, "家"))]),
    "place": ("第3", [((0, 2), Nth(3, ""))]),
    "place without counter": ("第十", [((0, 2), Nth(10, ""))]),
    "place with counter": ("第三项", [((0, 3), Nth(3, "项")), ((1, 3), Number(3, "项"))]),
    "place from the end": ("倒数第二天", [((0, 5), Nth(-2, "天")), ((3, 5), Number(2, "天"))]),
    "last": ("最后一个", [((0, 4), Nth(-1, "个")), ((2, 4), Number(1, "个"))]),
    "last of people": ("最末位", [((0, 3), Nth(-1, "位"))]),
    "last without counter": ("最后的活动", []),
    "question": ("几个", []),
    "year": ("2031年", []),
    "bare number": ("一", []),
    "half": ("半个", []),
    "word": ("统一", []),
    "decimal": ("12.5元", []),
    "long number": ("1234567个", []),
    "grouped number": ("1,020元", []),
    "counter 关": ("第二关", [((0, 3), Nth(2, "关")), ((1, 3), Number(2, "关"))]),
    "about so many": ("三五个", []),
    "about seventeen": ("十七八家", []),
}
"""A text, and the numerals in it."""


@pytest.mark.parametrize(("text", "found"), NUMERALS.values(), ids=NUMERALS)
def test_numerals_are_found(text: str, found: list[object]) -> None:
    assert list(find_numerals(text)) == found


@given(st.text(st.sampled_from("0123456789零〇一二两三四五六七八九十百第倒数最后末尾的个项支多余来.,茶"), max_size=20))
def test_any_numerals_lie_inside_the_text(text: str) -> None:
    for (start, end), sense in find_numerals(text):
        assert 0 <= start < end <= len(text)
        assert text[start:end].endswith(sense.counter)
