"""What is counted within longer stretches of days: the 第一个周日 of October, the 最后三天 of a month."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.understanding.time_days import DAY, Days, later, month_of, week_of
from bot.understanding.time_words import WEEKDAYS, read_number

if TYPE_CHECKING:
    from bot.understanding.time_days import Groups

WEEK = timedelta(weeks=1)
MOST_OF_A_WEEK = 3 * DAY
"""A week belongs to the month that has its Thursday."""
AT_THE_START = frozenset("头前")


def narrow(groups: Groups, whole: Days) -> Days | None:
    """The part of the whole that is meant; None where it has no such part."""
    parts = _parts(groups, whole)
    if "head" in groups:
        return _run(parts, 0, 1)
    if "nth" in groups:
        return _run(parts, read_number(groups["nth"]) - 1, 1)
    if "nth_last" in groups:
        return _run(parts, len(parts) - read_number(groups["nth_last"]), 1)
    many = read_number(groups.get("many", "一"))
    return _run(parts, 0 if groups.get("side", "头") in AT_THE_START else len(parts) - many, many)


def _run(parts: list[Days], start: int, many: int) -> Days | None:
    """As many parts in a row, taken together."""
    if start < 0 or start + many > len(parts):
        return None
    first, last = parts[start], parts[start + many - 1]
    return Days(first=first.first, last=last.last, relative=first.relative)


def _parts(groups: Groups, whole: Days) -> list[Days]:
    """The days, weekdays, weeks or months of the whole, in order."""
    if "weekday" in groups or "weekend" in groups:
        day, length = ("六", 2) if "weekend" in groups else (groups["weekday"], 1)
        first = whole.first + (WEEKDAYS[day] - whole.first.weekday()) % 7 * DAY
        return _cut(Days(first=first, last=whole.last, relative=whole.relative), WEEK, length)
    if "week" in groups:
        first, last = week_of(whole.first + MOST_OF_A_WEEK), week_of(whole.last - MOST_OF_A_WEEK) + 6 * DAY
        return _cut(Days(first=first, last=last, relative=whole.relative), WEEK, WEEK.days)
    if "months" in groups:
        return _months(whole)
    return _cut(whole, DAY, 1)


def _cut(whole: Days, step: timedelta, length: int) -> list[Days]:
    """Parts of as many days, one each step."""
    count = (whole.last - whole.first) // step + 1
    firsts = (whole.first + at * step for at in range(count))
    return [Days(first=first, last=first + (length - 1) * DAY, relative=whole.relative) for first in firsts]


def _months(whole: Days) -> list[Days]:
    found = []
    start = later(whole.first, 0)
    while start and start <= whole.last:
        month = month_of(start)
        found.append(Days(first=month.first, last=month.last, relative=whole.relative))
        start = later(month.first, 1)
    return found
