"""Occurrences against the clock."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.understanding.model import Part
from knowledge.model import DayPart

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.understanding.model import TimeMention
    from knowledge.base import Knowledge
    from knowledge.model import Entity, Frame, Occurrence

# Hours that a part of the day stands for, half-open; a night may end on the next calendar day.
PART_HOURS: dict[Part, tuple[int, int]] = {
    Part.DAWN: (0, 6), Part.MORNING: (5, 12), Part.NOON: (11, 14), Part.AFTERNOON: (12, 18),
    Part.EVENING: (17, 29), Part.NIGHT: (17, 29), Part.DAYTIME: (5, 18),
}  # fmt: skip
RECURRING_HOURS: dict[DayPart, tuple[int, int]] = {
    DayPart.DAY: (5, 29), DayPart.MORNING: (5, 12), DayPart.AFTERNOON: (12, 18), DayPart.EVENING: (18, 29),
}  # fmt: skip
DAY = timedelta(days=1)


class Phase(StrEnum):
    """Where the clock stands against something that takes place."""

    BEFORE = "before"
    TODAY = "today"
    """Later on this festival day."""
    RUNNING = "running"
    STARTED = "started"
    """Began earlier this festival day, end not published."""
    OVER = "over"


def festival_today(now: datetime, frame: Frame) -> date:
    """The festival day of a moment: until `day_ends` the night belongs to the day before."""
    local = now.astimezone(frame.zone)
    return local.date() - DAY if is_after_midnight(now, frame) else local.date()


def is_after_midnight(now: datetime, frame: Frame) -> bool:
    """Whether the night still belongs to the day before; by 今天 people may then mean either."""
    return now.astimezone(frame.zone).time() < frame.day_ends


def days_meant(mention: TimeMention, now: datetime, frame: Frame) -> tuple[tuple[date, date], ...]:
    """First and last days that a mention may mean: after midnight also those a day later."""
    if mention.first is None:
        return ()
    first, last = mention.first, mention.last or mention.first
    later = (first + DAY, last + DAY)
    return ((first, last), later) if mention.relative and is_after_midnight(now, frame) else ((first, last),)


def phase_of(occurrences: tuple[Occurrence, ...], now: datetime, frame: Frame) -> Phase:
    """The phase of the whole: before the first, over after the last."""
    today = festival_today(now, frame)
    first, last = occurrences[0], occurrences[-1]
    local = now.astimezone(frame.zone).replace(tzinfo=None)
    if local.date() > max(one.last for one in occurrences):
        return Phase.OVER
    if today < first.first:
        return Phase.BEFORE
    if first.first == last.last:
        return _phase_on_the_day(first, local)
    if today == first.first and first.part and local < _starts_on(first, today):
        return Phase.TODAY
    return Phase.RUNNING


def _starts_on(one: Occurrence, day: date) -> datetime:
    """When something that recurs begins on a day: at its hour, else with its part of the day."""
    hour = one.at or time(RECURRING_HOURS[one.part or DayPart.DAY][0])
    return datetime.combine(day, hour)


def _phase_on_the_day(one: Occurrence, local: datetime) -> Phase:
    start = datetime.combine(one.first, one.at or time())
    if one.at is None:
        return Phase.RUNNING
    if local < start:
        return Phase.TODAY
    if one.until is None:
        return Phase.STARTED
    end = datetime.combine(one.last, one.until)
    return Phase.RUNNING if local < end else Phase.OVER


def on_day(entity: Entity, day: date) -> tuple[Occurrence, ...]:
    """The occurrences of a thing on a festival day."""
    return tuple(one for one in entity.occurrences if one.first <= day <= one.last)


def in_part(one: Occurrence, part: Part | None) -> bool:
    """Whether an occurrence falls into a part of the day."""
    if part is None:
        return True
    low, high = PART_HOURS[part]
    if one.at is not None:
        hour = one.at.hour + (24 if one.at.hour < PART_HOURS[Part.MORNING][0] else 0)
        return low <= hour < high
    start, end = RECURRING_HOURS[one.part or DayPart.DAY]
    return start < high and low < end


def programme(knowledge: Knowledge, day: date, part: Part | None = None) -> Iterator[tuple[Entity, Occurrence]]:
    """What is published for a festival day, in order of time; things within other things are left out."""
    found = [
        (entity, one)
        for entity in knowledge.entities.values()
        if entity.id != knowledge.frame.entity and entity.part_of in (None, knowledge.frame.entity)
        for one in on_day(entity, day)
        if in_part(one, part)
    ]
    yield from sorted(found, key=lambda pair: (pair[1].at is None, pair[1].at or time()))
