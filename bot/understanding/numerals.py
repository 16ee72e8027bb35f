"""Numbers with a counter, and places in an order: 20支, 八项, 第三个, 最后一个, 倒数第二天."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.understanding.senses import Nth, Number
from bot.understanding.time_grammar import PAIR
from bot.understanding.time_words import read_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.understanding.model import Span

NUMERAL = r"(?:[0-9]{1,4}|[零〇一二两三四五六七八九十百]{1,5})"
COUNTER = r"[项个条支位部场家所届种类大天次块处座间名人款台组门轮期站道层队岁元米公只幅样关]"
# 第三项, 倒数第二个, 第六; 最后一个, 最后的活动 has no counter and is no place.
PLACE = re.compile(
    rf"(?P<back>倒数)?第(?P<nth>{NUMERAL})(?P<counter>{COUNTER})?|(?:最后|最末|末尾)(?:一|的|那)?(?P<last>{COUNTER})"
)
# 20支, 八项, 二十多家; 12.5元 and the end of a longer number are none
AMOUNT = re.compile(rf"(?<![0-9.,])(?P<number>{NUMERAL})(?:多|余|来)?(?P<counter>{COUNTER})")


def find_numerals(text: str) -> Iterator[tuple[Span, Nth | Number]]:
    """All places in an order and all counted amounts of a cleaned text, overlapping where both fit."""
    for match in PLACE.finditer(text):
        if match["last"]:
            yield match.span(), Nth(-1, match["last"])
        else:
            place = read_number(match["nth"])
            yield match.span(), Nth(-place if match["back"] else place, match["counter"] or "")
    for match in AMOUNT.finditer(text):
        # 三五个, 十七八家: about so many
        if not PAIR.match(match["number"][-2:]):
            yield match.span(), Number(read_number(match["number"]), match["counter"])
