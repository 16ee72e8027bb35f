"""Days that have a name of their own: 国庆节, 中秋, 冬至, 大年初一."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from bot.understanding.time_lunar import TERMS, lunar_day, term_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

DayOfYear: TypeAlias = "Callable[[int], date | None]"
"""The day in a year, or None where it is not known."""
LAST_MONTHS = 11
"""From this lunar month on a day may lie in the year after."""
EVE = timedelta(days=1)


def _on(month: int, day: int) -> DayOfYear:
    return partial(date, month=month, day=day)


def _on_lunar(month: int, day: int) -> DayOfYear:
    """腊八 of 2025 lies in January, in the lunar year 2024."""
    return lambda year: lunar_day(year - (month > LAST_MONTHS), month, day)


def _on_nth(month: int, nth: int, weekday: int) -> DayOfYear:
    """The nth such weekday of the month, Monday being 0."""
    return lambda year: date(year, month, 7 * nth - 6 + (weekday - calendar.weekday(year, month, 1)) % 7)


def _new_years_eve(year: int) -> date | None:
    day = lunar_day(year, 1, 1)
    return day - EVE if day else None


def _named(names: Iterable[str], day: DayOfYear) -> dict[str, DayOfYear]:
    return dict.fromkeys(names, day)


HOLIDAYS: Mapping[str, DayOfYear] = MappingProxyType(
    {term: partial(term_day, name=term) for term in TERMS}
    | _named(("元旦", "阳历新年"), _on(1, 1))
    | _named(("情人",), _on(2, 14))
    | _named(("妇女", "三八"), _on(3, 8))
    | _named(("植树",), _on(3, 12))
    | _named(("愚人",), _on(4, 1))
    | _named(("劳动", "五一"), _on(5, 1))
    | _named(("青年", "五四"), _on(5, 4))
    | _named(("护士",), _on(5, 12))
    | _named(("儿童", "六一"), _on(6, 1))
    | _named(("建党", "七一", "香港回归纪念日"), _on(7, 1))
    | _named(("建军", "八一"), _on(8, 1))
    | _named(("教师",), _on(9, 10))
    | _named(("国庆", "十一"), _on(10, 1))
    | _named(("万圣",), _on(10, 31))
    | _named(("双十一", "双11", "光棍"), _on(11, 11))
    | _named(("双十二", "双12"), _on(12, 12))
    | _named(("平安夜", "圣诞夜", "圣诞前夜"), _on(12, 24))
    | _named(("圣诞",), _on(12, 25))
    | _named(("母亲",), _on_nth(5, 2, calendar.SUNDAY))
    | _named(("父亲",), _on_nth(6, 3, calendar.SUNDAY))
    | _named(("感恩",), _on_nth(11, 4, calendar.THURSDAY))
    | _named(("春节", "农历新年"), _on_lunar(1, 1))
    | _named(("元宵",), _on_lunar(1, 15))
    | _named(("龙抬头",), _on_lunar(2, 2))
    | _named(("端午",), _on_lunar(5, 5))
    | _named(("七夕",), _on_lunar(7, 7))
    | _named(("中元",), _on_lunar(7, 15))
    | _named(("中秋",), _on_lunar(8, 15))
    | _named(("重阳",), _on_lunar(9, 9))
    | _named(("腊八",), _on_lunar(12, 8))
    | _named(("小年",), _on_lunar(12, 23))
    | _named(("除夕", "大年夜", "大年三十", "年三十"), _new_years_eve),
)

ALONE = frozenset(
    {"元旦", "五一", "六一", "国庆", "双十一", "双11", "双十二", "双12", "平安夜", "圣诞夜", "圣诞前夜", "圣诞"}
    | {"春节", "农历新年", "阳历新年", "端午", "七夕", "中秋", "重阳", "腊八", "除夕", "大年夜", "大年三十", "年三十"}
    | {"香港回归纪念日", "立春", "惊蛰", "春分", "清明", "谷雨", "立夏", "芒种", "夏至", "立秋", "处暑", "白露"}
    | {"秋分", "寒露", "霜降", "立冬", "冬至"},
)
"""Names that need no 节 and no year to be a day: 国庆, but not 十一 or 大雪."""

LENGTHS: Mapping[str, int] = MappingProxyType({"春节": 7, "国庆": 7, "十一": 7, "五一": 5, "劳动": 5})
"""Days of the holidays that start on the day: 国庆假期."""
