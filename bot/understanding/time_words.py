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
    {digit: value for value, digit in enumerate("零一二三四五六七八九")}
    # names of months: 元月, 正月, 冬月, 腊月
    | {"〇": 0, "两": 2, "元": 1, "正": 1, "冬": 11, "腊": 12},
)

DAYS_AWAY: Mapping[str, tuple[int, int]] = MappingProxyType(
    dict.fromkeys(("今", "今天", "今日", "今儿", "今儿个", "今朝", "本日", "是日"), (0, 0))
    | dict.fromkeys(("明", "明天", "明日", "明儿", "明儿个", "听", "听日"), (1, 1))
    | dict.fromkeys(("后", "后天", "后日", "后儿", "后儿个"), (2, 2))
    | dict.fromkeys(("大后天", "大后日", "大后儿"), (3, 3))
    | dict.fromkeys(("大大后天",), (4, 4))
    | dict.fromkeys(("昨", "昨天", "昨日", "昨儿", "昨儿个", "寻", "寻日", "琴", "琴日"), (-1, -1))
    | dict.fromkeys(("前", "前天", "前日", "前儿", "前儿个"), (-2, -2))
    | dict.fromkeys(("大前天", "大前日", "大前儿"), (-3, -3))
    | dict.fromkeys(("大大前天",), (-4, -4))
    | dict.fromkeys(("今明两天", "今明两日", "这两天", "最近两天"), (0, 1))
    | dict.fromkeys(("明后两天", "明后两日", "明后天"), (1, 2))
    | dict.fromkeys(("这几天", "这些天", "这几日", "近几天", "最近几天", "近期", "近日", "最近"), (0, FEW - 1))
    | dict.fromkeys(("接下来几天", "接下来的几天", "未来几天", "今后几天", "往后几天"), (1, FEW))
    | dict.fromkeys(("前几天", "前些天", "过去几天"), (-FEW, -1)),
)
"""First and last day, counted from today. One character only beside a part of the day: 今晚."""

PARTS: Mapping[str, Part] = MappingProxyType(
    dict.fromkeys(("凌晨", "下半夜", "后半夜", "拂晓", "黎明"), Part.DAWN)
    | dict.fromkeys(
        (
            "早",
            "晨",
            "早上",
            "上午",
            "早晨",
            "清晨",
            "清早",
            "大清早",
            "一大早",
            "一清早",
            "早间",
            "朝",
            "朝早",
            "上昼",
        ),
        Part.MORNING,
    )
    | dict.fromkeys(("午", "中午", "正午", "晌午", "午间"), Part.NOON)
    | dict.fromkeys(("下午", "午后", "下昼", "晏昼"), Part.AFTERNOON)
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

NOW = ("现在", "此刻", "此时", "这会儿", "目前", "眼下", "当前", "这时候", "如今", "当下", "而家", "依家")

YEARS_AWAY: Mapping[str, int] = MappingProxyType(
    {"今年": 0, "本年": 0, "这一年": 0, "明年": 1, "来年": 1, "下年": 1, "下一年": 1, "后年": 2, "大后年": 3}
    | {"去年": -1, "上年": -1, "上一年": -1, "前年": -2, "大前年": -3},
)

STEPS: Mapping[str, int] = MappingProxyType(
    dict.fromkeys(("这", "本", "这一", "今个", "呢个"), 0)
    | {"下": 1, "下一": 1, "下下": 2, "下下下": 3, "上": -1, "上一": -1, "上上": -2, "上上上": -3},
)
"""Of weeks, months, quarters and centuries: 下周, 上个月."""

DAYS_OF_MONTH: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"初": (1, 5), "上旬": (1, 10), "中": (11, 20), "中旬": (11, 20), "下旬": (21, 31), "底": (25, 31), "末": (25, 31)}
    | {"上中旬": (1, 20), "中下旬": (11, 31)}
    | dict.fromkeys(("上半月", "上半个月", "前半月", "前半个月"), (1, 15))
    | dict.fromkeys(("下半月", "下半个月", "后半月", "后半个月"), (16, 31)),
)

MONTHS_OF_YEAR: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"年初": (1, 2), "年中": (6, 7), "年底": (11, 12), "年末": (11, 12)}
    | {"上半年": (1, 6), "前半年": (1, 6), "下半年": (7, 12), "后半年": (7, 12)}
    | {f"{name}季度": (3 * at + 1, 3 * at + 3) for names in ("一二三四", "1234") for at, name in enumerate(names)}
    | {f"q{at + 1}": (3 * at + 1, 3 * at + 3) for at in range(4)}
    | {f"前{name}{counter}季度": (1, 3 * many) for name, many in (("两", 2), ("三", 3)) for counter in ("", "个")},
)

SEASONS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        f"{name}{kind}": months
        for name, months in (("春", (3, 5)), ("夏", (6, 8)), ("秋", (9, 11)), ("冬", (12, 14)))
        for kind in ("天", "季", "")
    }
    | dict.fromkeys(("暑假", "暑期"), (7, 8))
    | {"寒假": (1, 2)},
)
"""First and last month; winter ends in the next year. One character only after a year: 2024年春."""

WEEKDAYS: Mapping[str, int] = MappingProxyType(
    {name: day for day, name in enumerate("一二三四五六日")} | {str(day + 1): day for day in range(7)} | {"天": 6},
)

LENGTHS: Mapping[str, timedelta] = MappingProxyType(
    dict.fromkeys(("秒", "秒钟"), timedelta(seconds=1))
    | dict.fromkeys(("分", "分钟"), timedelta(minutes=1))
    | dict.fromkeys(("刻钟",), timedelta(minutes=15))
    | dict.fromkeys(("小时", "钟头", "钟"), timedelta(hours=1))
    | dict.fromkeys(("天", "日", "工作日"), timedelta(days=1))
    | dict.fromkeys(("周", "星期", "礼拜"), timedelta(weeks=1))
    | {"月": timedelta(days=30), "季度": timedelta(days=90), "年": timedelta(days=365)}
    | {"世纪": timedelta(days=36500)}
    | dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), timedelta(hours=1))
    | dict.fromkeys(("min", "mins", "minute", "minutes"), timedelta(minutes=1))
    | dict.fromkeys(("sec", "secs", "second", "seconds"), timedelta(seconds=1))
    # 三天两夜 is three days
    | {"夜": timedelta(0), "晚": timedelta(0)},
)

MONTHS_IN: Mapping[str, int] = MappingProxyType({"月": 1, "季度": 3, "年": 12, "世纪": 1200})
"""Units that are counted in months where a date is reckoned."""

AHEAD: Mapping[str, int] = MappingProxyType(
    dict.fromkeys(("未来", "接下来", "接下去", "今后", "往后", "下"), 1)
    | dict.fromkeys(("最近", "近", "这"), 0)
    | dict.fromkeys(("过去", "上", "前"), -1),
)
"""Which way a stretch of days lies: 未来三天 starts tomorrow, 这三天 today, 过去三天 ended yesterday."""

SIDES: Mapping[str, Side] = MappingProxyType(
    {"前": Side.BEFORE, "为止": Side.BEFORE} | dict.fromkeys(("后", "起", "以来", "开始", "过后"), Side.AFTER),
)


def read_number(text: str) -> int:
    """Value of 26, 二十六, 廿六, 两, 二零二四 or 两千零四; at most 9999."""
    if text.isdecimal():
        return int(text)
    if not set(text) & set("十百千廿卅"):
        return int("".join(digit if digit.isdecimal() else str(DIGITS[digit]) for digit in text))
    return _read_tens(text.replace("廿", "二十").replace("卅", "三十"))


def _read_tens(text: str) -> int:
    thousands, thousand, below = text.rpartition("千")
    hundreds, hundred, rest = below.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    return (
        (1000 * _read_digit(thousands or "一") if thousand else 0)
        + (100 * _read_digit(hundreds or "一") if hundred else 0)
        + (10 * _read_digit(tens or "一") if ten else 0)
        + _read_digit(ones)
    )


def _read_digit(text: str) -> int:
    """The last digit of it; 0 where there is none, as in the ones of 二十."""
    return DIGITS.get(text[-1:], 0)
