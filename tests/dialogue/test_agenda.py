"""Occurrences against the clock; all on the days of April 2031, of which the festival has the 4th to the 8th."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.dialogue.agenda import Phase, all_showings, festival_today, phase_of, showings_of, window_of, within
from bot.understanding.model import Part
from knowledge.model import DayPart, Entity, Fact, Frame, Occurrence, Schedule
from tests.cases_runner import load_knowledge
from tests.tea_fair import TEA_FAIR

ZONE = ZoneInfo("Asia/Shanghai")
FRAME = Frame(entity="fair", zone=ZONE, first=date(2031, 4, 4), last=date(2031, 4, 8))


def april(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """A moment in the festival's zone."""
    return datetime(2031, 4, day, hour, minute, tzinfo=ZONE)


def on(first: int, last: int | None = None, *, at: time | None = None, until: time | None = None) -> Occurrence:
    """An occurrence from day to day."""
    return Occurrence(first=date(2031, 4, first), last=date(2031, 4, last or first), at=at, until=until)


def each(part: DayPart, *, at: time | None = None, until: time | None = None) -> Occurrence:
    """One on each day from the 5th to the 7th."""
    return Occurrence(first=date(2031, 4, 5), last=date(2031, 4, 7), at=at, until=until, part=part)


CLOSED = (on(5, at=time(14), until=time(17)),)
OPEN = (on(5, at=time(14)),)
NO_HOUR = (on(7),)
WHOLE = (on(4, 8),)
EVENINGS = (each(DayPart.EVENING),)
EVENINGS_AT = (each(DayPart.EVENING, at=time(19, 30), until=time(22)),)
NIGHTS = (each(DayPart.EVENING, at=time(23), until=time(1)),)
SMALL_HOURS = (each(DayPart.EVENING, at=time(0, 30), until=time(2)),)
MIDNIGHT = (on(5, 6, at=time(23), until=time(1)),)
LATE = (on(6, at=time(0, 30)),)
HOURS = (on(5, 7, at=time(9), until=time(17)),)
SHOWINGS = (on(4, at=time(14), until=time(15)), on(8, at=time(14), until=time(15)))
TWICE = (on(5, at=time(9), until=time(10)), on(5, at=time(14), until=time(15)))

PHASES = {
    "day before": (CLOSED, april(4), Phase.BEFORE),
    "later today": (CLOSED, april(5, 13, 59), Phase.TODAY),
    "just begun": (CLOSED, april(5, 14), Phase.RUNNING),
    "just before the end": (CLOSED, april(5, 16, 59), Phase.RUNNING),
    "just ended": (CLOSED, april(5, 17), Phase.OVER),
    "day after": (CLOSED, april(6), Phase.OVER),
    "end unknown, later today": (OPEN, april(5, 10), Phase.TODAY),
    "end unknown, begun": (OPEN, april(5, 14), Phase.STARTED),
    "end unknown, that night": (OPEN, april(5, 23, 59), Phase.STARTED),
    "end unknown, day after": (OPEN, april(6), Phase.OVER),
    "no hour, day before": (NO_HOUR, april(6, 23), Phase.BEFORE),
    "no hour, night before": (NO_HOUR, april(7, 0, 30), Phase.BEFORE),
    "no hour, that day": (NO_HOUR, april(7, 6), Phase.RUNNING),
    "no hour, night after": (NO_HOUR, april(8, 0, 30), Phase.OVER),
    "festival, before": (WHOLE, april(3), Phase.BEFORE),
    "festival, first day": (WHOLE, april(4, 9), Phase.RUNNING),
    "festival, last night": (WHOLE, april(8, 23), Phase.RUNNING),
    "festival, after": (WHOLE, april(9), Phase.OVER),
    "every evening, day before": (EVENINGS, april(4, 20), Phase.BEFORE),
    "every evening, the morning of the first": (EVENINGS, april(5, 10), Phase.TODAY),
    "every evening, the first": (EVENINGS, april(5, 20), Phase.RUNNING),
    "every evening, the last": (EVENINGS, april(7, 23), Phase.RUNNING),
    "every evening, after": (EVENINGS, april(8, 6), Phase.OVER),
    "every evening at an hour, before the first": (EVENINGS_AT, april(5, 10), Phase.TODAY),
    "every evening at an hour, the first": (EVENINGS_AT, april(5, 20), Phase.RUNNING),
    "every evening at an hour, between": (EVENINGS_AT, april(6), Phase.BETWEEN),
    "every night past midnight": (NIGHTS, april(6, 0, 30), Phase.RUNNING),
    "every night past midnight, between": (NIGHTS, april(6, 2), Phase.BETWEEN),
    "every night past midnight, the last": (NIGHTS, april(8, 0, 59), Phase.RUNNING),
    "every night past midnight, after the last": (NIGHTS, april(8, 1), Phase.OVER),
    "every night after midnight": (SMALL_HOURS, april(6, 1), Phase.RUNNING),
    "every night after midnight, the evening before": (SMALL_HOURS, april(5, 23), Phase.TODAY),
    "every evening at an hour, after the last": (EVENINGS_AT, april(7, 22, 30), Phase.OVER),
    "past midnight, that morning": (MIDNIGHT, april(5, 10), Phase.TODAY),
    "past midnight, before": (MIDNIGHT, april(5, 23, 30), Phase.RUNNING),
    "past midnight, after": (MIDNIGHT, april(6, 0, 30), Phase.RUNNING),
    "past midnight, the next noon": (MIDNIGHT, april(6), Phase.OVER),
    "past midnight, two days after": (MIDNIGHT, april(7), Phase.OVER),
    "after midnight, evening before": (LATE, april(5, 3), Phase.BEFORE),
    "after midnight, begun": (LATE, april(6, 0, 40), Phase.STARTED),
    "several days with hours, before the first": (HOURS, april(5, 8), Phase.TODAY),
    "several days with hours, the first": (HOURS, april(5, 9), Phase.RUNNING),
    "several days with hours, without a pause": (HOURS, april(6, 3), Phase.RUNNING),
    "several days with hours, after the last": (HOURS, april(7, 18), Phase.OVER),
    "two showings, before the first": (SHOWINGS, april(4, 10), Phase.TODAY),
    "two showings, the first": (SHOWINGS, april(4, 14, 30), Phase.RUNNING),
    "two showings, between": (SHOWINGS, april(6), Phase.BETWEEN),
    "two showings, after the last": (SHOWINGS, april(8, 16), Phase.OVER),
    "twice a day, before": (TWICE, april(5, 8), Phase.TODAY),
    "twice a day, the first runs": (TWICE, april(5, 9, 30), Phase.RUNNING),
    "twice a day, between": (TWICE, april(5, 11), Phase.TODAY),
    "twice a day, the second runs": (TWICE, april(5, 14, 30), Phase.RUNNING),
    "twice a day, the day before": (TWICE, april(4, 20), Phase.BEFORE),
    "twice a day, after": (TWICE, april(5, 16), Phase.OVER),
    "another zone": (CLOSED, april(5, 15).astimezone(UTC), Phase.RUNNING),
}


def taking_place(*occurrences: Occurrence) -> Entity:
    """A thing with these occurrences."""
    fact = Fact(entity="tea", attribute="time", value=Schedule(occurrences=occurrences), source="leaflet")
    return Entity(id="tea", kind="activity", name="茶会", facts={"time": fact})


@pytest.mark.parametrize(("occurrences", "now", "phase"), PHASES.values(), ids=PHASES)
def test_phase(occurrences: tuple[Occurrence, ...], now: datetime, phase: Phase) -> None:
    assert phase_of(taking_place(*occurrences), now, FRAME) is phase


HOUR_PARTS = {
    Part.DAWN: [0, 1, 2, 3, 4, 5],
    Part.MORNING: [5, 6, 7, 8, 9, 10, 11],
    Part.NOON: [11, 12, 13],
    Part.AFTERNOON: [12, 13, 14, 15, 16, 17],
    Part.EVENING: [17, 18, 19, 20, 21, 22, 23, 0, 1, 2, 3, 4],
    Part.NIGHT: [17, 18, 19, 20, 21, 22, 23, 0, 1, 2, 3, 4],
    Part.DAYTIME: list(range(5, 18)),
}
"""The hours at which something may start to be in the part of the day."""

RECURRING_PARTS = {
    Part.DAWN: {DayPart.DAY},
    Part.MORNING: {DayPart.DAY, DayPart.MORNING},
    Part.NOON: {DayPart.DAY, DayPart.MORNING, DayPart.AFTERNOON},
    Part.AFTERNOON: {DayPart.DAY, DayPart.AFTERNOON},
    Part.EVENING: {DayPart.DAY, DayPart.EVENING},
    Part.NIGHT: {DayPart.DAY, DayPart.EVENING},
    Part.DAYTIME: {DayPart.DAY, DayPart.MORNING, DayPart.AFTERNOON},
}
"""What recurs without an hour and may be in the part of the day."""

PARTS = {
    f"{hour:02}:00 at {part}": (on(5, at=time(hour)), part, hour in hours)
    for part, hours in HOUR_PARTS.items()
    for hour in range(24)
} | {
    f"{recurring}s in the {part}": (each(recurring), part, recurring in wanted)
    for part, wanted in RECURRING_PARTS.items()
    for recurring in DayPart
}


def falls(occurrence: Occurrence, part: Part) -> bool:
    """Whether it belongs to the part of its festival day; dawn is that of its date."""
    (showing,) = showings_of(taking_place(occurrence), FRAME)[:1]
    days = (date(2031, 4, 4), date(2031, 4, 5))
    return any(window_of(day, day, FRAME, part).takes(showing) for day in days)


@pytest.mark.parametrize(("occurrence", "part", "is_in"), PARTS.values(), ids=PARTS)
def test_part_of_the_day(occurrence: Occurrence, part: Part, is_in: bool) -> None:  # noqa: FBT001  # what is expected
    assert falls(occurrence, part) is is_in


@pytest.mark.parametrize("part", Part)
def test_day_without_an_hour_is_in_every_part(part: Part) -> None:
    assert falls(on(5), part)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (april(5, 4, 59), 4),
        (april(5, 5), 5),
        (april(5, 23, 59), 5),
        (april(6, 0, 0), 5),
        (datetime(2031, 4, 4, 20, 59, tzinfo=UTC), 4),
        (datetime(2031, 4, 4, 21, tzinfo=UTC), 5),
    ],
)
def test_festival_day_ends_at_five(now: datetime, day: int) -> None:
    assert festival_today(now, FRAME) == date(2031, 4, day)


DAYS = {
    "first day": (EVENINGS, 5, EVENINGS),
    "last day": (EVENINGS, 7, EVENINGS),
    "day before": (EVENINGS, 4, ()),
    "day after": (EVENINGS, 8, ()),
    "one of two": (SHOWINGS, 8, SHOWINGS[1:]),
    "between two": (SHOWINGS, 6, ()),
    "both of a day": (TWICE, 5, TWICE),
    "nothing at all": ((), 5, ()),
    "past midnight": (MIDNIGHT, 5, MIDNIGHT),
    "past midnight, the day after": (MIDNIGHT, 6, ()),
    "without a pause, the first day": (HOURS, 5, HOURS),
    "without a pause, between": (HOURS, 6, HOURS),
    "without a pause, the last day": (HOURS, 7, HOURS),
    "every night after midnight": (SMALL_HOURS, 7, SMALL_HOURS),
    "every night after midnight, the day after": (SMALL_HOURS, 8, ()),
    "after midnight, the day before": (LATE, 5, LATE),
    "after midnight, its date": (LATE, 6, ()),
}
"""Occurrences, a festival day, and those of it."""


@pytest.mark.parametrize(("occurrences", "day", "found"), DAYS.values(), ids=DAYS)
def test_occurrences_of_a_day(occurrences: tuple[Occurrence, ...], day: int, found: tuple[Occurrence, ...]) -> None:
    window = window_of(date(2031, 4, day), date(2031, 4, day), FRAME)
    assert tuple(one.occurrence for one in within(showings_of(taking_place(*occurrences), FRAME), window)) == found


@pytest.mark.parametrize(
    ("day", "part", "things"),
    [
        (3, None, []),
        (4, None, ["opening"]),
        (4, Part.MORNING, ["opening"]),
        (4, Part.EVENING, []),
        (5, None, ["tasting"]),
        (6, None, ["contest", "tasting"]),
        (6, Part.AFTERNOON, ["contest"]),
        (6, Part.EVENING, ["tasting"]),
        (7, None, ["tasting", "hike"]),
        (7, Part.MORNING, ["hike"]),
        (8, None, []),
    ],
)
def test_programme_of_a_day_in_order_of_time(day: int, part: Part | None, things: list[str]) -> None:
    knowledge = load_knowledge(TEA_FAIR)
    window = window_of(date(2031, 4, day), date(2031, 4, day), knowledge.frame, part)
    assert [one.entity.id for one in within(all_showings(knowledge), window)] == things
