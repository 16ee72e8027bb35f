"""The words that times are made of, and what each stands for."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.understanding.model import Part, Side

if TYPE_CHECKING:
    from collections.abc import Mapping

FEW = 3
"""What 几 counts as in 这几天 and 几天后."""

DIGITS: Mapping[str, int] = MappingProxyType(
    {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "元": 1},
)

DAYS_AWAY: Mapping[str, tuple[int, int]] = MappingProxyType(
    dict.fromkeys(("今", "今天", "今日", "今儿", "今儿个", "今朝", "本日"), (0, 0))
    | dict.fromkeys(("明", "明天", "明日", "明儿", "明儿个"), (1, 1))
    | dict.fromkeys(("后", "后天", "后儿", "后儿个"), (2, 2))
    | dict.fromkeys(("大后天", "大后儿"), (3, 3))
    | dict.fromkeys(("昨", "昨天", "昨日", "昨儿", "昨儿个"), (-1, -1))
    | dict.fromkeys(("前", "前天", "前儿"), (-2, -2))
    | dict.fromkeys(("大前天", "大前儿"), (-3, -3))
    | dict.fromkeys(("今明两天", "今明两日", "这两天", "最近两天"), (0, 1))
    | dict.fromkeys(("明后两天", "明后两日", "明后天"), (1, 2))
    | dict.fromkeys(("这几天", "这些天", "这几日", "近几天", "最近几天", "近期", "近日", "最近"), (0, FEW - 1))
    | dict.fromkeys(("接下来几天", "接下来的几天", "未来几天", "今后几天", "往后几天"), (1, FEW))
    | dict.fromkeys(("前几天", "前些天", "过去几天"), (-FEW, -1)),
)
"""First and last day, counted from today. One character only beside a part of the day: 今晚."""

PARTS: Mapping[str, Part] = MappingProxyType(
    dict.fromkeys(("凌晨", "下半夜", "后半夜"), Part.DAWN)
    | dict.fromkeys(("早", "晨", "早上", "上午", "早晨", "清晨", "清早", "大清早", "一大早", "早间"), Part.MORNING)
    | dict.fromkeys(("午", "中午", "正午", "晌午", "午间"), Part.NOON)
    | dict.fromkeys(("下午", "午后"), Part.AFTERNOON)
    | dict.fromkeys(("晚", "傍晚", "黄昏", "晚上", "晚间", "夜晚", "夜间", "晚黑"), Part.EVENING)
    | dict.fromkeys(("夜", "夜里", "半夜", "大半夜", "三更半夜", "深夜", "午夜"), Part.NIGHT)
    | dict.fromkeys(("白天", "大白天", "日间"), Part.DAYTIME),
)
"""One character only beside a day or an hour: 明早, 晚8点."""

HOURS: Mapping[Part, tuple[int, int]] = MappingProxyType(
    {
        Part.DAWN: (0, 5),
        Part.MORNING: (6, 12),
        Part.NOON: (11, 13),
        Part.AFTERNOON: (12, 18),
        Part.EVENING: (18, 22),
        Part.NIGHT: (22, 5),
        Part.DAYTIME: (6, 18),
    },
)
"""From hour and to hour, for 上午到下午."""

LATE_HOURS: Mapping[Part, range] = MappingProxyType(
    {
        Part.NOON: range(1, 4),
        Part.AFTERNOON: range(1, 12),
        Part.EVENING: range(4, 12),
        Part.NIGHT: range(6, 12),
        Part.DAYTIME: range(1, 6),
    },
)
"""Hours that twelve is added to: 晚上8点. 晚上1点 and 半夜2点 are after midnight."""

DARK_PARTS = frozenset({Part.EVENING, Part.NIGHT, Part.DAWN})
"""Where twelve is midnight."""

NOW = ("现在", "此刻", "此时", "这会儿", "目前", "眼下", "当前", "这时候", "如今", "当下")

YEARS_AWAY: Mapping[str, int] = MappingProxyType(
    {"今年": 0, "本年": 0, "明年": 1, "来年": 1, "下一年": 1, "后年": 2, "去年": -1, "上一年": -1, "前年": -2},
)

STEPS: Mapping[str, int] = MappingProxyType(
    {"这": 0, "本": 0, "这一": 0, "下": 1, "下一": 1, "下下": 2, "上": -1, "上一": -1, "上上": -2},
)
"""Of weeks and months: 下周, 上个月."""

DAYS_OF_MONTH: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"初": (1, 5), "上旬": (1, 10), "中": (11, 20), "中旬": (11, 20), "下旬": (21, 31), "底": (25, 31), "末": (25, 31)},
)

MONTHS_OF_YEAR: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"年初": (1, 2), "年中": (6, 7), "年底": (11, 12), "年末": (11, 12), "上半年": (1, 6), "下半年": (7, 12)}
    | {f"{name}季度": (3 * at + 1, 3 * at + 3) for at, name in enumerate("一二三四")},
)

WEEKDAYS: Mapping[str, int] = MappingProxyType(
    {name: day for day, name in enumerate("一二三四五六日")} | {str(day + 1): day for day in range(7)} | {"天": 6},
)

LENGTHS: Mapping[str, timedelta] = MappingProxyType(
    dict.fromkeys(("秒", "秒钟"), timedelta(seconds=1))
    | dict.fromkeys(("分", "分钟"), timedelta(minutes=1))
    | dict.fromkeys(("刻钟",), timedelta(minutes=15))
    | dict.fromkeys(("小时", "钟头", "钟"), timedelta(hours=1))
    | dict.fromkeys(("天",), timedelta(days=1))
    | dict.fromkeys(("周", "星期", "礼拜"), timedelta(weeks=1))
    | {"月": timedelta(days=30), "年": timedelta(days=365)}
    # 三天两夜 is three days
    | {"夜": timedelta(0), "晚": timedelta(0)},
)

MONTHS_IN: Mapping[str, int] = MappingProxyType({"月": 1, "年": 12})
"""Units that are counted in months where a date is reckoned."""

AHEAD: Mapping[str, int] = MappingProxyType(
    dict.fromkeys(("未来", "接下来", "接下去", "今后", "往后", "下"), 1)
    | dict.fromkeys(("最近", "近", "这"), 0)
    | dict.fromkeys(("过去", "上", "前"), -1),
)
"""Which way a stretch of days lies: 未来三天 starts tomorrow, 这三天 today, 过去三天 ended yesterday."""

SIDES: Mapping[str, Side] = MappingProxyType(
    {"前": Side.BEFORE, "为止": Side.BEFORE, "后": Side.AFTER, "起": Side.AFTER, "以来": Side.AFTER},
)


def read_number(text: str) -> int:
    """Value of 26, 二十六, 廿六, 两 or 二零二四; at most 9999."""
    if text.isdecimal():
        return int(text)
    if not set(text) & set("十百廿卅"):
        return int("".join(str(DIGITS[digit]) for digit in text))
    return _read_tens(text.replace("廿", "二十").replace("卅", "三十"))


def _read_tens(text: str) -> int:
    hundreds, hundred, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    return (
        (100 * _read_digit(hundreds or "一") if hundred else 0)
        + (10 * _read_digit(tens or "一") if ten else 0)
        + _read_digit(ones)
    )


def _read_digit(text: str) -> int:
    """The last digit of it; 0 where there is none, as in the ones of 二十."""
    return DIGITS.get(text[-1:], 0)
