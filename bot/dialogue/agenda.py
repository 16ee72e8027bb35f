"""Occurrences against the clock: what is on when, in the festival's local time and by its days.

A festival day lasts from one `day_ends` to the next, so that what starts at 00:30 belongs to the evening before. The
moments here are naive: they are the festival's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.understanding.model import Part
from knowledge.model import DayPart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from bot.understanding.model import TimeMention
    from knowledge.base import Knowledge
    from knowledge.model import Entity, Frame, Occurrence

# Hours that a part of the day stands for, half-open, counted from the date of the festival day.
PART_HOURS: dict[Part, tuple[int, int]] = {
    Part.DAWN: (24, 30), Part.MORNING: (5, 12), Part.NOON: (11, 14), Part.AFTERNOON: (12, 18),
    Part.EVENING: (17, 29), Part.NIGHT: (17, 29), Part.DAYTIME: (5, 18),
}  # fmt: skip
# What recurs without an hour, and the parts of the day that it may be in.
PARTS_OF_DAY: dict[DayPart, frozenset[Part]] = {
    DayPart.DAY: frozenset(Part),
    DayPart.MORNING: frozenset({Part.MORNING, Part.NOON, Part.DAYTIME}),
    DayPart.AFTERNOON: frozenset({Part.NOON, Part.AFTERNOON, Part.DAYTIME}),
    DayPart.EVENING: frozenset({Part.EVENING, Part.NIGHT}),
}
RECURRING_HOURS: dict[DayPart, tuple[int, int]] = {
    DayPart.DAY: (5, 24), DayPart.MORNING: (5, 12), DayPart.AFTERNOON: (12, 18), DayPart.EVENING: (18, 24),
}  # fmt: skip
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LONG_ENOUGH = HOUR
"""What began earlier belongs to a stretch of time where it goes on there for longer than this, or than half of it."""


class Phase(StrEnum):
    """Where the clock stands against something that takes place."""

    BEFORE = "before"
    TODAY = "today"
    """Later on this festival day."""
    RUNNING = "running"
    STARTED = "started"
    """Began earlier this festival day, end not published."""
    BETWEEN = "between"
    """Some of it is over, more is to come."""
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """Something from when it starts to when it ends: an occurrence, or what of one falls on one day."""

    entity: Entity
    occurrence: Occurrence
    start: datetime
    end: datetime
    """Where no hour is published: of the day, or of the part of it."""

    @property
    def is_timed(self) -> bool:
        """Whether the hour of its start is published."""
        return self.occurrence.at is not None

    @property
    def has_end(self) -> bool:
        """Whether its end is published."""
        return self.occurrence.until is not None

    @property
    def order(self) -> tuple[bool, datetime]:
        """In order of time: without an hour at the end of its part of the day, without that at the end of the day."""
        return not (self.is_timed or self.occurrence.part), self.start if self.is_timed else self.end

    def is_on(self, moment: datetime) -> bool:
        """Whether it goes on, as far as is published."""
        return self.start <= moment < self.end

    def is_over(self, moment: datetime) -> bool:
        """Whether it has ended."""
        return self.end <= moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of time that is asked about, half-open."""

    start: datetime
    end: datetime
    part: Part | None = None
    """The part of the day that it stands for."""
    is_hour: bool = False
    """Whether only when it starts was said: 十一点有什么 asks for what is on then, too."""

    def takes(self, one: Showing) -> bool:
        """Whether a showing belongs to it: it starts there, or goes on there for long enough."""
        if self.is_hour and one.is_timed and one.has_end and one.is_on(self.start):
            return True
        if self.start <= one.start < self.end and (one.is_timed or self.part is None):
            return True
        if self.part and one.occurrence.part and not one.is_timed:
            return self.part in PARTS_OF_DAY[one.occurrence.part] and self._meets(one)
        return self._meets(one) and (not one.is_timed or (one.has_end and self._shared(one) > self._enough))

    @property
    def _enough(self) -> timedelta:
        return min(LONG_ENOUGH, (self.end - self.start) / 2)

    def _meets(self, one: Showing) -> bool:
        return one.start < self.end and self.start < one.end

    def _shared(self, one: Showing) -> timedelta:
        return min(one.end, self.end) - max(one.start, self.start)


# --- days -----------------------------------------------------------------------------------------


def local_time(now: datetime, frame: Frame) -> datetime:
    """The festival's own clock, without its zone."""
    return now.astimezone(frame.zone).replace(tzinfo=None)


def day_of(moment: datetime, frame: Frame) -> date:
    """The festival day of a local moment."""
    return moment.date() - DAY if moment.time() < frame.day_ends else moment.date()


def festival_today(now: datetime, frame: Frame) -> date:
    """The festival day: until `day_ends` the night belongs to the day before."""
    return day_of(local_time(now, frame), frame)


def is_after_midnight(now: datetime, frame: Frame) -> bool:
    """Whether the night still belongs to the day before; by 今天 people may then mean either."""
    return local_time(now, frame).time() < frame.day_ends


def days_meant(mention: TimeMention, now: datetime, frame: Frame) -> tuple[tuple[date, date], ...]:
    """First and last days that a mention may mean: after midnight also those a day later."""
    if mention.first is None:
        return ()
    first, last = mention.first, mention.last or mention.first
    later = (first + DAY, last + DAY)
    return ((first, last), later) if mention.relative and is_after_midnight(now, frame) else ((first, last),)


def window_of(first: date, last: date, frame: Frame, part: Part | None = None) -> Window:
    """Festival days from the start of the first to the end of the last, or a part of one day."""
    if part:
        low, high = PART_HOURS[part]
        return Window(start=at_hour(first, low), end=at_hour(first, high), part=part)
    return Window(start=datetime.combine(first, frame.day_ends), end=datetime.combine(last + DAY, frame.day_ends))


def at_hour(day: date, hour: int) -> datetime:
    """An hour counted from the date's midnight; 25 is one o'clock on the next."""
    return datetime.combine(day, time()) + hour * HOUR


# --- occurrences ----------------------------------------------------------------------------------


def showings_of(entity: Entity, frame: Frame) -> list[Showing]:
    """All that a thing's occurrences come to, in order of time."""
    found = [showing for one in entity.occurrences for showing in _showings(entity, one, frame)]
    return sorted(found, key=lambda one: (one.start, one.end))


def _showings(entity: Entity, one: Occurrence, frame: Frame) -> Iterator[Showing]:
    """What recurs shows once a day; anything else is one stretch, however many days it lasts."""
    if one.part is None:
        start, end = _stretch(one, frame)
        yield Showing(entity=entity, occurrence=one, start=start, end=end)
        return
    for number in range((one.last - one.first).days + 1):
        start, end = _recurring(one, one.first + number * DAY, one.part, frame)
        yield Showing(entity=entity, occurrence=one, start=start, end=end)


def _stretch(one: Occurrence, frame: Frame) -> tuple[datetime, datetime]:
    start = datetime.combine(one.first, one.at or frame.day_ends)
    if one.until:
        return start, datetime.combine(one.last, one.until)
    if one.at is None or one.last > one.first:
        return start, at_hour(one.last, 24)
    return start, window_of(day_of(start, frame), day_of(start, frame), frame).end


def _recurring(one: Occurrence, day: date, part: DayPart, frame: Frame) -> tuple[datetime, datetime]:
    """One day's showing; an evening may start and end on the next date."""
    first, last = RECURRING_HOURS[part]
    start = datetime.combine(day, one.at) if one.at else at_hour(day, first)
    if part is DayPart.EVENING and one.at and one.at < frame.day_ends:
        start += DAY
    if one.until:
        end = datetime.combine(start.date(), one.until)
        return start, end if end > start else end + DAY
    return start, window_of(day, day, frame).end if one.at else at_hour(day, last)


def festival_days(one: Occurrence, frame: Frame) -> tuple[date, date]:
    """First and last festival day of an occurrence: 00:30 is still the day before."""
    if one.part or one.at is None:
        return one.first, one.last
    start, end = _stretch(one, frame)
    last = day_of(end - timedelta(microseconds=1), frame)
    return day_of(start, frame), last


def phase_of(entity: Entity, now: datetime, frame: Frame) -> Phase:
    """Where the clock stands; an hour that is not published counts as any hour of its day or part of the day."""
    local = local_time(now, frame)
    showings = showings_of(entity, frame)
    on = [one for one in showings if one.is_on(local)]
    if on:
        return Phase.STARTED if all(one.is_timed and not one.has_end for one in on) else Phase.RUNNING
    coming = next((one for one in showings if one.start > local), None)
    if coming is None:
        return Phase.OVER
    over = [one for one in showings if one.is_over(local)]
    if any(one.occurrence is coming.occurrence for one in over):
        return Phase.BETWEEN
    if day_of(coming.start, frame) == festival_today(now, frame):
        return Phase.TODAY
    return Phase.BETWEEN if over else Phase.BEFORE


# --- the programme --------------------------------------------------------------------------------


def all_showings(knowledge: Knowledge) -> list[Showing]:
    """The whole programme in order of time; things within other things are left out."""
    frame = knowledge.frame
    return [
        showing
        for entity in knowledge.entities.values()
        if entity.id != frame.entity and entity.part_of in (None, frame.entity)
        for showing in showings_of(entity, frame)
    ]


def within(showings: Iterable[Showing], window: Window) -> list[Showing]:
    """Those of a stretch of time, in its order."""
    return sorted((one for one in showings if window.takes(one)), key=lambda one: one.order)


def next_after(showings: Iterable[Showing], moment: datetime, frame: Frame) -> list[Showing]:
    """The ones that start next, several where they start together; what has no hour comes after the rest of its day."""
    coming = [one for one in showings if one.start > moment]
    if not coming:
        return []
    order = {id(one): (day_of(one.start, frame), *one.order) for one in coming}
    first = min(order.values())
    return [one for one in coming if order[id(one)] == first]


def rest_of_day(showings: Iterable[Showing], moment: datetime, frame: Frame) -> list[Showing]:
    """All that starts later on the day on which something starts next."""
    found = [one for one in showings if one.start > moment]
    day = min((day_of(one.start, frame) for one in found), default=None)
    return sorted((one for one in found if day_of(one.start, frame) == day), key=lambda one: one.order)
