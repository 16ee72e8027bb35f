"""Days and hours in the sentences of a curator: 6月26日（周三）20:00, 晚上8点."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

When = TypeVar("When")

# 6月26日（周三）; 6月26号; the head of 6月26、27日 and of 6月25-30日; the tail of 6月25日（周二）至30日（周日） and of
# 26日、27日; alone only as 30日（周日）, for 3日游 is no day
DAY = re.compile(
    r"(?:(?P<year>\d{4})年)?"
    r"(?:(?P<month>\d{1,2})月(?P<day>\d{1,2})(?:[日号]|(?=[、至到—\-－~～]\d{1,2}[日号]))"
    r"|(?:(?<=[至到—\-－~～])|(?<=[日号）)\d]、))(?P<tail>\d{1,2})[日号]|(?<!\d)(?P<alone>\d{1,2})日(?=[（(]周))"
    r"(?:[（(]?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])[）)]?)?"
)
# 20:00, 晚上8点, 20点30分, 下午3点半, 早8点一刻, the head of 10时至18时, the tail of 晚上7点至9点
HOUR = re.compile(
    r"(?P<tail>(?<=[点时半分0-9][至到—\-－~～]))?(?P<part>凌晨|清晨|清早|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜里|深夜|半夜|午夜|晚|早)?"
    r"(?:(?<!\d)(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?!\d)"
    r"|(?:(?<!\d)(?P<number>\d{1,2})|(?P<word>二十[一二三四]?|十[一二三四五六七八九]?|[零一二两三四五六七八九]))[点时](?![候间段长代])"
    r"(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minutes>\d{1,2})分)?(?P<sign>[钟整])?"
    r"(?P<head>(?=[至到—\-－~～]+(?:[上下中凌次晚早]|\d|[一二两三四五六七八九十]+[点时])))?)"
)
JOINED = re.compile(r"[至到—\-－~～]+")
OPENED = re.compile(r"[（(]")
CLAUSE = re.compile(r"(?:[^，。；：！？,;!?\n]|：(?=\d))*")
# Beside these words stands another moment than that of the thing itself: 19:00入场, 6月20日截止
OTHER_MOMENTS = re.compile(
    r"领取|领票|报名|截止|截至|预约|入场|进场|检票|签到|提前|以前|之前|日前|点前|起售|开票|发售|公布|发布(?!会)|宣布|散场|结束|闭馆|彩排|布展|前一天|前夕|次日|第二天"
)
WEEKDAYS = "一二三四五六日"
DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True)) | {"两": 2}
AFTERNOON = ("下午", "傍晚")
NIGHT = ("晚上", "晚间", "夜里", "深夜", "半夜", "午夜", "晚")
NOON, MIDNIGHT, MINUTES, QUARTER = 12, 24, 60, 15
SMALL_HOURS = 5
"""夜里1点 is after midnight; from here on the hours of a night are before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken(Generic[When]):
    """A day or an hour in a text."""

    text: str
    span: tuple[int, int]
    """[start, end) in characters."""
    readings: frozenset[When]
    """What it can mean: 8点 is two hours; empty for a day that no calendar has."""
    weekday: str = ""
    """As written, 天 as 日."""


def read_days(text: str, near: date) -> tuple[Spoken[date], ...]:
    """The days that a text names, in order, each in the year that brings it nearest to a given day."""
    found: list[Spoken[date]] = []
    month = near.month
    for match in DAY.finditer(text):
        month = int(match["month"] or month)
        day = int(match["day"] or match["tail"] or match["alone"])
        years = [int(match["year"])] if match["year"] else [near.year, near.year - 1, near.year + 1]
        dates = sorted(_dates(years, month, day), key=lambda one: abs(one - near))
        weekday = (match["weekday"] or "").replace("天", "日")
        found.append(Spoken(text=match[0], span=match.span(), readings=frozenset(dates[:1]), weekday=weekday))
    return tuple(found)


def _dates(years: Sequence[int], month: int, day: int) -> Iterator[date]:
    for year in years:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def read_hours(text: str) -> tuple[Spoken[time], ...]:
    """The hours that a text names, in order."""
    found = ((match, frozenset(_hours(match))) for match in HOUR.finditer(text))
    return tuple(Spoken(text=match[0], span=match.span(), readings=hours) for match, hours in found if hours)


def _hours(match: re.Match[str]) -> Iterator[time]:
    """What an hour can mean; nothing for what is none, as a bare 3点 (有3点要求)."""
    hour = int(match["hour"] or match["number"] or _number(match["word"]))
    quarters = 2 if match["half"] else DIGITS[match["quarter"] or "零"]
    minute = quarters * QUARTER or int(match["minute"] or match["minutes"] or 0)
    signs = ("hour", "part", "half", "quarter", "minutes", "sign", "tail", "head")
    told = hour > NOON or hour == 0 or any(match[sign] is not None for sign in signs)
    if not told or hour > MIDNIGHT or minute >= MINUTES:
        return
    if match["part"]:
        yield time(_by_part(match["part"], hour) % MIDNIGHT, minute)
        return
    yield time(hour % MIDNIGHT, minute)
    if not match["hour"] and 0 < hour < NOON:
        yield time(hour + NOON, minute)


def _number(word: str) -> int:
    """The value of 八, 十八 or 二十."""
    tens, ten, ones = word.rpartition("十")
    return (DIGITS[tens or "一"] * 10 if ten else 0) + DIGITS[ones or "零"]


def _by_part(part: str, hour: int) -> int:
    """The hour of 24 that a part of the day makes of one of 12: 晚上8点, 中午1点, 晚上12点."""
    if hour == NOON:
        return MIDNIGHT if part in NIGHT else NOON
    is_night = part in NIGHT and hour >= SMALL_HOURS
    is_late = part in AFTERNOON or is_night or (part == "中午" and hour <= 2)  # noqa: PLR2004  # 中午1点, 中午2点
    return hour + NOON if is_late and hour < NOON else hour


def join_spans(text: str, found: Sequence[Spoken[When]]) -> tuple[tuple[Spoken[When], ...], ...]:
    """The moments of a text: each alone, or with the one that it lasts until (25日至30日)."""
    moments: list[tuple[Spoken[When], ...]] = []
    for one in found:
        joined = moments and JOINED.fullmatch(text[moments[-1][-1].span[1] : one.span[0]])
        if joined:
            moments[-1] = (*moments[-1], one)
        else:
            moments.append((one,))
    return tuple(moments)


def is_restated(text: str, one: Sequence[Spoken[When]], other: Sequence[Spoken[When]]) -> bool:
    """Whether the second moment says the first again in brackets: 20:00（晚上8点）."""
    return bool(OPENED.fullmatch(text[one[-1].span[1] : other[0].span[0]]))


def clauses_of(text: str) -> tuple[str, ...]:
    """What stands between commas and stops."""
    return tuple(clause for clause in CLAUSE.findall(text) if clause)


def is_own_moment(text: str, spoken: Spoken[When]) -> bool:
    """Whether its clause is not about an entrance, a deadline or an announcement."""
    clauses = (match for match in CLAUSE.finditer(text) if match.start() <= spoken.span[0] < match.end())
    return not any(OTHER_MOMENTS.search(clause[0]) for clause in clauses)
