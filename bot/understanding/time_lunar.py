"""The Chinese calendar: lunar days and solar terms as dates, from 1951 to 2050."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FIRST_YEAR = 1950
FIRST_DAY = date(1950, 2, 17)
"""New year's day of the first year."""
SHORT, LONG = 29, 30

# For each year five hexadecimal digits: 1 if the leap month is long, twelve bits for the months that are long, and
# the number of the month that the leap month follows. Agrees with the packages lunardate 0.3.0 and borax 4.1.
YEARS = (
    "06ca00b5501535504da00a5d014573052b00a9a80e95006aa00aea60ab5004b600aae40a570052600f2630d95005b57056a0096d004dd5"
    "04ad00a4d00d4d40d2500d5580b5400b5a0195a6095b0049b00a9740a4b00b27a06a5006d400af460ab600957004af504970064b0074a3"
    "0ea5006b5805ac00ab60096d5092e00c9600d9540d4a00da5007552056a00abb7025d0092d00cab50a9500b4a00baa40ad50055d904ba0"
    "0a5b015176052b00a9300795406aa00ad5005b5204b600a6e60a4e00d2600ea650d53005aa0076a3096d004afb04ad00a4d01d0b60d250"
    "0d5200dd450b5a0056d0055b2049b00a5770a4b00aa501b25506d200ada014b63"
)

TERMS: Mapping[str, tuple[int, float]] = MappingProxyType(
    {
        name: (month // 2 + 1, offset)
        for month, (name, offset) in enumerate(
            {
                "小寒": 5.375, "大寒": 20.105, "立春": 3.86, "雨水": 18.675, "惊蛰": 5.62, "春分": 20.641,
                "清明": 4.8, "谷雨": 20.095, "立夏": 5.52, "小满": 21.065, "芒种": 5.698, "夏至": 21.395,
                "小暑": 7.128, "大暑": 22.845, "立秋": 7.52, "处暑": 23.15, "白露": 7.661, "秋分": 23.042,
                "寒露": 8.313, "霜降": 23.433, "立冬": 7.433, "小雪": 22.345, "大雪": 7.135, "冬至": 21.885,
            }.items(),
        )
    },
)  # fmt: skip
"""Month, and the day of it about the year 2000 as a fraction."""
DRIFT = 0.2422
"""Days by which the sun's year is longer than 365."""


def _months(bits: int) -> Iterator[tuple[int, bool, int]]:
    """Number of each month of a year, whether it is a leap month, and its days."""
    leap = bits & 0xF
    for month in range(1, 13):
        yield month, False, LONG if bits >> (16 - month) & 1 else SHORT
        if month == leap:
            yield month, True, LONG if bits >> 16 else SHORT


_YEARS = tuple(int(YEARS[at : at + 5], 16) for at in range(0, len(YEARS), 5))
_STARTS = tuple(accumulate((sum(days for _, _, days in _months(bits)) for bits in _YEARS), initial=0))


def lunar_month(year: int, month: int, *, leap: bool = False) -> tuple[date, int] | None:
    """First day and length of a lunar month; None where the calendar has none or the table ends."""
    if not 0 <= year - FIRST_YEAR < len(_YEARS):
        return None
    start = FIRST_DAY + timedelta(days=_STARTS[year - FIRST_YEAR])
    for number, is_leap, days in _months(_YEARS[year - FIRST_YEAR]):
        if (number, is_leap) == (month, leap):
            return start, days
        start += timedelta(days=days)
    return None


def lunar_day(year: int, month: int, day: int, *, leap: bool = False) -> date | None:
    """The date of a lunar day, or None as above."""
    found = lunar_month(year, month, leap=leap)
    return found[0] + timedelta(days=day - 1) if found and 1 <= day <= found[1] else None


def term_day(year: int, name: str) -> date | None:
    """The date of a solar term, right but for a day's error once in some centuries of terms; None as above."""
    if not FIRST_YEAR <= year <= FIRST_YEAR + 100:
        return None
    month, offset = TERMS[name]
    since = year - 2000
    # before the leap day of a year the days of the years before count
    return date(year, month, int(since * DRIFT + offset + 100) - 100 - (since - (month < 3)) // 4)  # noqa: PLR2004
