"""What an utterance is read as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import date, datetime, time


Span: TypeAlias = tuple[int, int]


YEAR = timedelta(days=300)
"""From here on a stretch of days is a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What somebody said, and when."""

    text: str
    now: datetime
    """When it was written; aware."""


class Part(StrEnum):
    """A part of the day as people speak of it."""

    DAWN = "dawn"
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"
    DAYTIME = "daytime"


class Side(StrEnum):
    """An open side of a time: 27号之前, 八点以后."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A time expression, resolved. Days are festival days: 00:30 tonight belongs to the day before."""

    span: Span
    """[start, end) in characters of the cleaned text."""
    first: date | None = None
    """First festival day meant; None where only a clock or a duration was said."""
    last: date | None = None
    """Last festival day meant, included."""
    part: Part | None = None
    at: time | None = None
    """As said: 8点 without a part may mean 20:00; with seconds where they were said. Before `Frame.day_ends` it is on
    the date after the day."""
    until: time | None = None
    """End of a range of hours."""
    side: Side | None = None
    """Open before or after the days or the hour, which it includes: 自2012年以来, 8点以后."""
    duration: timedelta | None = None
    """提前半小时, 三天: a length, not a point."""
    relative: bool = False
    """True where the words depend on today (今晚, 明天, 下周三), so that an answer names the date."""
    each: bool = False
    """每天, 每晚; 每周三 with the next such day."""
    is_now: bool = False
    """现在, 这会儿."""
    is_possible: bool = True
    """False for 2月30日."""

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year or more: 今年, 2023年."""
        return self.first is not None and self.last is not None and self.last - self.first >= YEAR
