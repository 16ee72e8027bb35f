"""Misspelt questions as they are read, and plain ones that must stay as they are."""

from __future__ import annotations

from functools import lru_cache

import pytest

from bot.understanding.context import Context
from bot.understanding.model import Utterance
from bot.understanding.noise import ALL_SLIPS, Slip, compare
from bot.understanding.normalise import clean
from bot.understanding.reword import Rewording
from bot.understanding.understander import Understander
from tests.cases_runner import CASES, REPOSITORY, load_knowledge, load_vocabulary, read_cases
from tests.tea_fair import NOW

FILM_WEEK = REPOSITORY / "knowledge" / "festivals" / "film-week"
PLAIN = ("plain", "visitors", "professionals", "abstain")

MENDED = {
    Slip.HEARD: {
        "开木式几点": "开幕式几点",
        "大湿讲堂讲什么": "大师讲堂讲什么",
        "官洪是谁": "管洪是谁",
        "智连生态有哪些公司": "智联生态有哪些公司",
        "发布会谁主池的": "发布会谁主持的",
    },
    Slip.TYPED: {
        "kaimushi jidian": "开幕式几点",
        "kaimushijidian": "开幕式几点",
        "zhanlan zai nali kan": "展览在哪里看",
        "开幕shi几dian开始": "开幕式几点开始",
        "zhang zhi kui是谁": "张智奎是谁",
        "yongchuan有多少职教xuesheng": "永川有多少职教学生",
    },
    Slip.SEEN: {
        "张智查是谁": "张智奎是谁",
        "科技电影展映兔费吗": "科技电影展映免费吗",
        "展央在什么地方": "展映在什么地方",
    },
    Slip.SWAPPED: {
        "幕开式在哪": "开幕式在哪",
        "48小时赛大几支队伍": "48小时大赛几支队伍",
        "开幕式什么候时": "开幕式什么时候",
    },
    Slip.DOUBLED: {"开开幕式在哪": "开幕式在哪", "出门问在哪个区": "出门问问在哪个区"},
    Slip.EDITED: {"影视科创展在哪办": "影视科创展在哪办", "永川国会展中心在哪": "永川会展中心在哪"},
}
UNTOUCHED = {
    # English, not pinyin
    "shipping在哪",
    "media是什么",
    # ordinary words, however they sound or look
    "今晚欧洲杯几点",
    "华为实力怎么样",
    "请问开幕式是在哪里举行",
    "看看展览",
    "他妈妈来吗",
}


@lru_cache(maxsize=1)
def understander() -> Understander:
    """Of the film week, with every layer."""
    return Understander(load_knowledge(FILM_WEEK), load_vocabulary(), ALL_SLIPS)


def read(text: str) -> str:
    """The text that a question is read as."""
    return understander().interpret(Utterance(text=text, now=NOW), Context()).text


@pytest.mark.parametrize(
    ("typed", "meant"), [pytest.param(*pair, id=pair[0]) for group in MENDED.values() for pair in group.items()]
)
def test_slips_are_put_right(typed: str, meant: str) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize("text", sorted(UNTOUCHED))
def test_what_is_no_slip_stays(text: str) -> None:
    assert read(text) == text


def test_plain_questions_are_hardly_ever_touched() -> None:
    """Of a thousand well-formed questions five may be misread, and none that names what it asks for."""
    rewording = Rewording(load_knowledge(FILM_WEEK).language.rewordings)
    cases = [case for name in PLAIN for case in read_cases(CASES / "film-week" / f"{name}.jsonl")]
    typed = [turn for case in cases for turn in case.turns]
    touched = [text for text in typed if read(text) != rewording.apply(clean(text)).text]
    assert len(touched) <= len(typed) / 200


@pytest.mark.parametrize(
    ("piece", "wording", "found"),
    [
        ("幕开式", "开幕式", (Slip.SWAPPED, (0, 1))),
        ("开幕幕式", "开幕式", (Slip.DOUBLED, (1, 2))),
        ("出门问", "出门问问", (Slip.DOUBLED, (2,))),
        ("开墓式", "开幕式", (Slip.EDITED, (1,))),
        ("科技片厂", "科技片场", (Slip.EDITED, (3,))),
        ("科技大片场", "科技片场", (Slip.EDITED, (2,))),
        ("科片场", "科技片场", (Slip.EDITED, (0, 1))),
        # at the end it is the next word, not one character too many
        ("科技片场在", "科技片场", (None, ())),
        ("大师讲堂", "科技片场", (None, ())),
    ],
)
def test_a_piece_is_compared_with_a_wording(
    piece: str, wording: str, found: tuple[Slip | None, tuple[int, ...]]
) -> None:
    assert compare(piece, wording) == found
