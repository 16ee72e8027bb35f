"""Times in utterances: cases by meaning, properties that hold for any text, and a table of plain arithmetic."""

from __future__ import annotations

import json
import string
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.model import Part, Side, TimeMention
from bot.understanding.timex import festival_day, find_times
from knowledge.model import Frame

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

CASES = Path(__file__).parent.parent / "cases" / "time.jsonl"
ZONE = ZoneInfo("Asia/Shanghai")
FESTIVAL = Frame(entity="festival", zone=ZONE, first=date(2024, 6, 25), last=date(2024, 6, 30))
CITY_GUIDE = Frame(entity="city", zone=ZONE)
ANCHORS = {"开幕": date(2024, 6, 26)}
CARRIERS = ("{}", "请问{}有什么活动", "{}还有票吗", "我想知道{},谢谢")
LONGEST = timedelta(milliseconds=150)
"""For 4,000 characters; more than twice what it takes, as tests share the machine. Utterances are far shorter."""

READERS = {
    "first": date.fromisoformat,
    "last": date.fromisoformat,
    "at": time.fromisoformat,
    "until": time.fromisoformat,
    "part": Part,
    "side": Side,
    "duration": lambda minutes: timedelta(minutes=minutes),
}
"""How the fields of a case are read; others stand as they are."""

WORDS = ["6月26日", "26号", "26", "晚上", "8点", "一点", "周三", "三天", "开幕", "明天", "最后", "今", "9999", "pm"]
WORDS += [
    "国庆节",
    "农历",
    "八月十五",
    "大年初一",
    "去年",
    "第一个周日",
    "最后三天",
    "春天",
    "季度",
    "90年代",
    "世纪",
    "上半",
]
WORDS += [
    "2015",
    "次日",
    "零",
    "两三",
    "十几",
    "小时",
    "秒",
    "12月31日",
    "从",
    "起",
    "以来",
    "到初三",
    "h",
    "PM",
    "工作日",
]
SIGNS = " 到、和后前《》半第年月日每一两:-./1下个的"
TEXTS = st.text(max_size=60) | st.lists(st.sampled_from([*WORDS, *SIGNS]), max_size=16).map("".join)
MOMENTS = st.integers(631152000, 2840140800).map(lambda seconds: datetime.fromtimestamp(seconds, ZONE))
"""From 1990 to 2060."""

RELATIVE_DAYS = {"大前天": -3, "前天": -2, "昨天": -1, "昨晚": -1, "今天": 0, "今日": 0, "今晚": 0, "现在": 0} | {
    "明天": 1,
    "明晚": 1,
    "后天": 2,
    "大后天": 3,
    "三天后": 3,
    "两天前": -2,
}


def load_cases() -> list[ParameterSet]:
    """Every phrase as a case of its own."""
    lines = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [
        pytest.param(datetime.fromisoformat(line["now"]), phrase, expected(line["expect"]), id=f"{line['id']}-{phrase}")
        for line in lines
        for phrase in line["phrases"]
    ]


def expected(mentions: list[dict[str, Any]]) -> list[dict[str, object]]:
    """The fields of each mention, those left out of the case at their defaults."""
    blank = plain(TimeMention(span=(0, 0)))
    return [
        blank | {name: READERS.get(name, lambda same: same)(value) for name, value in mention.items()}
        for mention in mentions
    ]


def plain(mention: TimeMention) -> dict[str, object]:
    """The fields of a mention but for its place in the text."""
    return {field.name: getattr(mention, field.name) for field in fields(mention) if field.name != "span"}


@pytest.mark.parametrize(("now", "phrase", "meant"), load_cases())
def test_phrase_means_the_same_in_every_carrier(now: datetime, phrase: str, meant: list[dict[str, object]]) -> None:
    for carrier in CARRIERS:
        text = carrier.format(phrase)
        assert [plain(mention) for mention in find_times(text, now, FESTIVAL, ANCHORS)] == meant, text


@pytest.mark.parametrize("phrase", ["第一天", "最后一天", "第三天", "倒数第二天", "首日", "最后两天"])
def test_days_of_the_festival_need_a_festival(phrase: str) -> None:
    assert find_times(phrase, datetime(2024, 6, 20, 10, tzinfo=ZONE), CITY_GUIDE) == ()


@pytest.mark.parametrize(
    ("phrase", "first"),
    [
        ("26号", date(2024, 8, 26)),
        ("周三", date(2024, 8, 7)),
        ("6月26日", date(2025, 6, 26)),
        ("5号", date(2024, 8, 5)),
        ("4号", date(2024, 9, 4)),
        ("周一", date(2024, 8, 5)),
        ("周末", date(2024, 8, 10)),
        ("31号", date(2024, 8, 31)),
    ],
)
def test_bare_days_without_a_festival_are_the_next_ones(phrase: str, first: date) -> None:
    (mention,) = find_times(phrase, datetime(2024, 8, 5, 10, tzinfo=ZONE), CITY_GUIDE)
    assert mention.first == first


@pytest.mark.parametrize(("phrase", "days"), [("前三天", (-3, -1)), ("后三天", (1, 3))])
def test_days_on_either_side_without_a_festival_count_from_today(phrase: str, days: tuple[int, int]) -> None:
    now = datetime(2024, 8, 5, 10, tzinfo=ZONE)
    (mention,) = find_times(phrase, now, CITY_GUIDE)
    assert (mention.first, mention.last) == tuple(now.date() + timedelta(days=away) for away in days)


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("day", range(23, 31))
@pytest.mark.parametrize("word", RELATIVE_DAYS)
def test_relative_words_count_from_the_festival_day(word: str, day: int, hour: int) -> None:
    now = datetime(2024, 6, day, hour, 30, tzinfo=ZONE)
    today = date(2024, 6, day) if hour >= 5 else date(2024, 6, day - 1)
    meant = today + timedelta(days=RELATIVE_DAYS[word])
    (mention,) = find_times(f"{word}有什么", now, FESTIVAL)
    assert (mention.first, mention.last, mention.relative) == (meant, meant, True)


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize(("word", "dates"), [("昨天凌晨", -1), ("今天凌晨", 0), ("明天凌晨两点", 1)])
def test_dawn_counts_from_the_date_and_belongs_to_the_night_before(word: str, dates: int, hour: int) -> None:
    now = datetime(2024, 6, 26, hour, tzinfo=ZONE)
    (mention,) = find_times(word, now, FESTIVAL)
    assert (mention.first, mention.part) == (date(2024, 6, 25) + timedelta(days=dates), Part.DAWN)


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("hours", range(1, 9))
def test_offsets_lead_to_the_hour_and_its_festival_day(hours: int, hour: int) -> None:
    now = datetime(2024, 6, 26, hour, 15, tzinfo=ZONE)
    then = now + timedelta(hours=hours)
    (mention,) = find_times(f"{hours}小时后", now, FESTIVAL)
    assert (mention.first, mention.at) == ((then - timedelta(hours=5)).date(), then.time())


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2024-06-27T00:30:00+08:00", 26),
        ("2024-06-27T04:59:59+08:00", 26),
        ("2024-06-27T05:00:00+08:00", 27),
        ("2024-06-26T16:30:00+00:00", 26),
        ("2024-06-26T22:00:00+00:00", 27),
    ],
)
def test_festival_day_ends_at_five_in_its_own_zone(moment: str, day: int) -> None:
    assert festival_day(datetime.fromisoformat(moment), FESTIVAL) == date(2024, 6, day)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请问从26号到28号有什么", "从26号到28号"),
        ("我想问今晚８點後还有吗", "今晚８點後"),
        ("6月26日（周三）20：00开幕", "6月26日（周三）20：00"),
        ("下午两点到四点之间", "下午两点到四点之间"),
        ("开幕第二天的票", "开幕第二天"),
        ("İ 26号", "26号"),
    ],
)
def test_span_covers_the_words_of_the_original(text: str, found: str) -> None:
    (mention,) = find_times(text, datetime(2024, 6, 20, 10, tzinfo=ZONE), FESTIVAL, ANCHORS)
    assert text[slice(*mention.span)] == found


@given(text=TEXTS, now=MOMENTS, frame=st.sampled_from([FESTIVAL, CITY_GUIDE]))
def test_any_text_gives_ordered_spans_inside_it(text: str, now: datetime, frame: Frame) -> None:
    end = 0
    for mention in find_times(text, now, frame, ANCHORS):
        start, stop = mention.span
        assert end <= start < stop <= len(text)
        end = stop


@given(text=TEXTS, now=MOMENTS)
def test_any_mention_is_consistent(text: str, now: datetime) -> None:
    for mention in find_times(text, now, FESTIVAL, ANCHORS):
        assert (mention.first is None) == (mention.last is None)
        assert mention.first is None or (mention.is_possible and mention.first <= mention.last)


@given(day=st.dates(date(2020, 1, 1), date(2030, 12, 31)), now=MOMENTS)
def test_full_dates_mean_themselves(day: date, now: datetime) -> None:
    for writing in (f"{day}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y/%m/%d}", f"{day:%Y.%m.%d}"):
        (mention,) = find_times(writing, now, FESTIVAL)
        assert (mention.first, mention.last) == (day, day)


@given(at=st.times(), now=MOMENTS)
def test_clocks_mean_themselves(at: time, now: datetime) -> None:
    for writing in (f"{at:%H:%M}", f"{at.hour}点{at.minute:02}分"):
        (mention,) = find_times(writing, now, FESTIVAL)
        assert mention.at == at.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    "piece",
    [
        "请问这个电影展映在哪里看",
        "1",
        "一",
        "1、",
        "1-",
        "三个半",
        "一小时",
        "《",
        "6月26日晚上8点到10点,",
        "26号、",
        "48小时",
        "后",
        "开幕",
    ],
)
def test_long_texts_take_time_in_proportion(piece: str) -> None:
    text = (piece * 4000)[:4000]
    now = datetime(2024, 6, 20, 10, tzinfo=ZONE)
    took = []
    for _ in range(5):
        start = perf_counter()
        find_times(text, now, FESTIVAL, ANCHORS)
        took.append(perf_counter() - start)
    assert timedelta(seconds=min(took)) < LONGEST


def test_threads_do_not_disturb_each_other() -> None:
    now = datetime(2024, 6, 20, 10, tzinfo=ZONE)
    texts = ["今晚有什么", "6月26日晚上8点", "下午两点到四点", "开幕第二天"]
    alone = MappingProxyType({text: find_times(text, now, FESTIVAL, ANCHORS) for text in texts})
    with ThreadPoolExecutor(4) as pool:
        together = pool.map(lambda text: (text, find_times(text, now, FESTIVAL, ANCHORS)), texts * 500)
    assert all(alone[text] == found for text, found in together)


def test_text_without_times_is_left_alone() -> None:
    assert find_times(string.printable, datetime(2024, 6, 20, 10, tzinfo=ZONE), FESTIVAL) == ()
