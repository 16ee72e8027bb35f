"""Numbers with a counter, and places in an order: 20支, 八项, 第三个, 最后一个, 下一项, 前面那个."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.understanding.senses import Nth, Number, Step
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
    rf"|(?:头|打头|开头|最前面?)(?:的|那)?一?(?P<first>{COUNTER})"
)
# 下一项, 再下个, 再往后一项, 后面那家, 接下来那个, 前一个, 它前面是; 下一届, 前一天 are editions and times.
STEPPED = r"[项个位家条处区道关座门组种类]"
SIDE = r"(?:[面边头]?的?那?一|[面边头]?的?那|[面边头]的?)"
STRAIGHT = r"(?:一|(?=[项个位家]))"
STEP = re.compile(
    rf"(?<!最)(?:它的?)?(?:再|接着)?(?:往|向)?"
    rf"(?:(?P<next>后{SIDE}|接下来[的那一]|下{STRAIGHT})|前{SIDE}|上{STRAIGHT})(?P<counter>{STEPPED})"
    rf"|它的?(?:(?P<behind>后[面边头])|前[面边头])"
)
# 20支, 八项, 二十多家; 12.5元 and the end of a longer number are none
AMOUNT = re.compile(rf"(?<![0-9.,])(?P<number>{NUMERAL})(?:多|余|来)?(?P<counter>{COUNTER})")


def find_numerals(text: str) -> Iterator[tuple[Span, Nth | Step | Number]]:
    """All places in an order and all counted amounts of a cleaned text, overlapping where both fit."""
    for match in STEP.finditer(text):
        by = 1 if match["next"] or match["behind"] else -1
        yield match.span(), Step(by, match["counter"] or "", of_it=match[0].startswith("它"))
    for match in PLACE.finditer(text):
        if match["last"]:
            yield match.span(), Nth(-1, match["last"])
        elif match["first"]:
            yield match.span(), Nth(1, match["first"])
        else:
            place = read_number(match["nth"])
            yield match.span(), Nth(-place if match["back"] else place, match["counter"] or "")
    for match in AMOUNT.finditer(text):
        # 三五个, 十七八家: about so many
        if not PAIR.match(match["number"][-2:]):
            yield match.span(), Number(read_number(match["number"]), match["counter"])
