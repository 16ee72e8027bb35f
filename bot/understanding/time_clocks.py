"""Hours: 20:00, 8pm, 晚上八点半, 差一刻八点, and which half of the day they are in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from bot.understanding import time_grammar as grammar
from bot.understanding.model import Part
from bot.understanding.time_words import DARK_PARTS, DIGITS, LATE_HOURS, read_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.understanding.time_grammar import Atom

HALF_DAY = 12 * 60
QUARTER = 15
EVENING = 18 * 60
DETAILS = ("half", "quarter", "minute", "fives", "short", "after")
FIVE = 5
"""Minutes for which 一个字 stands: 两点三个字."""
ONCE = "一下"
"""Of 问一下两点的场: does not count."""
RANGE_BEFORE = frozenset("到至~-—–和")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """An hour as said."""

    at: time
    """Twelve is added where the part of the day calls for it; a bare 8点 is 08:00."""
    part: Part | None = None
    """What am or pm says."""
    is_exact: bool = False
    """True where the day starts at midnight: 00:30, 零点, 3时."""


def read_clock(atom: Atom, part: Part | None) -> Clock:
    """The hour, in the light of the part of the day that it stands with."""
    groups = atom.groups
    minutes = (60 * read_number(groups.get("named_hour") or groups["hour"]) + _minutes_past(groups)) % (2 * HALF_DAY)
    meridiem = groups.get("before") or groups.get("after")
    if meridiem:
        minutes = minutes % HALF_DAY + (HALF_DAY if meridiem.startswith("p") else 0)
    second = read_number(groups.get("second", "零"))
    return Clock(
        at=_time(_in_part(minutes, part)).replace(second=min(second, 59)),
        part=_part_of(minutes) if meridiem else None,
        is_exact=_is_exact(groups),
    )


def end_of(clock: Clock, start: time) -> time:
    """The end of a range of hours: of 两点到四点 in the afternoon 16:00, of 八点到十二点 at night 00:00."""
    said = 60 * clock.at.hour + clock.at.minute
    if clock.is_exact or clock.part or said > HALF_DAY:
        return clock.at
    after = (minutes for minutes in (said, said + HALF_DAY) if minutes > 60 * start.hour + start.minute)
    return _time(next(after, said))


def is_hour(atom: Atom, part: Atom | None, text: str) -> bool:
    """False where 两点 counts points (有两点不明白) and 一点 means a little (便宜一点)."""
    if not _may_count(atom, text):
        return True
    start, end = atom.span
    before = text[start - 1 : start]
    if read_number(atom.groups["hour"]) == 1:
        is_compared = before in grammar.COMPARING_BEFORE | grammar.COUNTING_BEFORE
        is_sure = grammar.SURE_AFTER.match(text, end) and not is_compared
        return _is_long(part) or before in RANGE_BEFORE or bool(is_sure)
    if part or before in RANGE_BEFORE:
        return True
    is_counting = before in grammar.COUNTING_BEFORE and not text.endswith(ONCE, 0, start)
    safe = grammar.SURE_AFTER if is_counting else grammar.SAFE_AFTER
    return bool(safe.match(text, end))


def _may_count(atom: Atom, text: str) -> bool:
    groups = atom.groups
    if groups.get("unit", "点钟") == "点钟" or any(detail in groups for detail in DETAILS):
        return False
    before = text[atom.span[0] - 1 : atom.span[0]]
    return groups["hour"] in DIGITS or groups["hour"] == "1" or before in grammar.COUNTING_BEFORE


def _is_long(part: Atom | None) -> bool:
    """晚上一点 is an hour, 晚一点 is not."""
    return bool(part and len(part.groups["part"]) > 1)


def _minutes_past(groups: Mapping[str, str]) -> int:
    if "half" in groups:
        return 2 * QUARTER
    if "quarter" in groups:
        return QUARTER * read_number(groups["quarter"])
    if missing := groups.get("missing") or groups.get("short"):
        return -(QUARTER if missing == "一刻" else read_number(missing))
    if "fives" in groups:
        return FIVE * read_number(groups["fives"])
    return read_number(groups["minute"].removesuffix("分")) if "minute" in groups else 0


def _in_part(minutes: int, part: Part | None) -> int:
    """The minutes of the day that 8点 with 晚上 means."""
    if part is None:
        return minutes
    hour = minutes // 60
    if hour == HALF_DAY // 60 and part in DARK_PARTS:
        return minutes - HALF_DAY
    return minutes + HALF_DAY if hour in LATE_HOURS.get(part, ()) else minutes


def _part_of(minutes: int) -> Part:
    """What am or pm says, in the words that people use: 8pm is in the evening."""
    if minutes < HALF_DAY:
        return Part.MORNING
    return Part.AFTERNOON if minutes < EVENING else Part.EVENING


def _is_exact(groups: Mapping[str, str]) -> bool:
    hour = groups.get("hour", "")
    return hour in {"零", "〇"} or hour.startswith("0") or groups.get("unit") == "时"


def _time(minutes: int) -> time:
    return time(*divmod(minutes % (2 * HALF_DAY), 60))
