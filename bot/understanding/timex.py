"""The times in an utterance, resolved: which days, which part of them, which hours.

Words that stand together make a phrase (26号晚上8点), phrases make ranges and lists (下午两点到四点; 26、27号).
A day is a festival day, which lasts until `Frame.day_ends`: an hour before that is on the next date.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.understanding import time_grammar as grammar
from bot.understanding import time_lengths
from bot.understanding.model import Part, Side, Span, TimeMention
from bot.understanding.time_clocks import Clock, end_of, read_clock
from bot.understanding.time_days import DAY, READERS, Days, Scene, festival_day
from bot.understanding.time_phrases import Phrase, find_phrases
from bot.understanding.time_within import narrow
from bot.understanding.time_words import HOURS, SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.understanding.time_grammar import Atom
    from knowledge.model import Frame

__all__ = ["festival_day", "find_times"]

NO_ANCHORS: Mapping[str, date] = MappingProxyType({})
NOON = 12
SINCE = "以来"
BARE = frozenset({"day", "weekday"})
"""Days that recur each month or week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A phrase, or the last phrase of a range or list, and what is understood."""

    phrase: Phrase
    mention: TimeMention
    is_range: bool = False


def find_times(
    text: str,
    now: datetime,
    frame: Frame,
    anchors: Mapping[str, date] = NO_ANCHORS,
) -> tuple[TimeMention, ...]:
    """The times mentioned, in order and apart from each other; `anchors` are words for special days (开幕)."""
    marks = dict(zip(map(grammar.fold, anchors), grammar.ANCHORS, strict=False))
    scene = Scene(
        now=now.astimezone(frame.zone),
        today=festival_day(now, frame),
        frame=frame,
        anchors=dict(zip(grammar.ANCHORS, anchors.values(), strict=False)),
    )
    prepared = grammar.blank(grammar.mark(grammar.fold(text), marks))
    return tuple(reading.mention for reading in _read_all(find_phrases(prepared, frame), scene, prepared))


def _read_all(phrases: list[Phrase], scene: Scene, text: str) -> list[Reading]:
    readings: list[Reading] = []
    limits = [phrase.span[0] for phrase in phrases[1:]] + [len(text)]
    for phrase, limit in zip(phrases, limits, strict=False):
        tail = readings[-1:]
        read = _link(tail[0], phrase, text) if tail else _read_apart
        readings[-1:] = read(tail, phrase, scene)
        _finish_last(readings, text, limit, scene)
    return readings


def _finish_last(readings: list[Reading], text: str, limit: int, scene: Scene) -> None:
    """Give the last reading the words around it, as far as they belong to no other."""
    if readings:
        floor = readings[-2].mention.span[1] if len(readings) > 1 else 0
        readings[-1] = _finish(_since_past(readings[-1], text, scene), text, (floor, limit))


def _link(before: Reading, phrase: Phrase, text: str) -> Callable[[list[Reading], Phrase, Scene], list[Reading]]:
    """How the phrase goes on from the one before."""
    between = text[before.mention.span[1] : phrase.span[0]]
    if _is_day_ahead(before) and not phrase.day and phrase.is_point and grammar.JOIN.fullmatch(between):
        return _read_on_day
    if not (before.phrase.is_point and phrase.is_point):
        return _read_apart
    listed = grammar.AND.fullmatch(between) or (not between.strip() and _is_same_form(before.phrase, phrase))
    enclosed = listed and grammar.BETWEEN.match(text, phrase.span[1])
    if before.mention.until is None and (enclosed or grammar.TO.fullmatch(between)):
        return _read_range
    return _read_list if listed else _read_apart


def _is_same_form(one: Phrase, other: Phrase) -> bool:
    """True for 周五周六 and 今天明天."""
    return bool(one.day and other.day and one.day.form == other.day.form)


def _is_day_ahead(reading: Reading) -> bool:
    """True for 三天后, which an hour may follow."""
    mention = reading.mention
    return not reading.phrase.is_point and mention.first is not None and mention.at is None


def _since_past(reading: Reading, text: str, scene: Scene) -> Reading:
    """The reading of 三月以来, which is a March gone by."""
    mention = reading.mention
    if reading.is_range or not mention.first or mention.first <= scene.today:
        return reading
    if not text.startswith(SINCE, mention.span[1]):
        return reading
    return replace(reading, mention=_read(reading.phrase, replace(scene, until=scene.today)) or mention)


def _finish(reading: Reading, text: str, room: Span) -> Reading:
    """The reading with 从 and 之间, if it is a range, or else with its side (之前), found within the room."""
    mention = reading.mention
    if reading.is_range:
        return replace(reading, mention=_enclosed(mention, text, room))
    if mention.duration is None and mention.side is None:
        return replace(reading, mention=_with_side(mention, text, room))
    return reading


def _enclosed(mention: TimeMention, text: str, room: Span) -> TimeMention:
    start, end = mention.span
    closing = grammar.BETWEEN.match(text, end, room[1])
    start -= start > room[0] and text[start - 1] in grammar.FROM
    return replace(mention, span=(start, closing.end() if closing else end))


def _with_side(mention: TimeMention, text: str, room: Span) -> TimeMention:
    start, end = mention.span
    is_from = start > room[0] and text[start - 1] in grammar.FROM
    if is_from and (starting := grammar.STARTING.match(text, end, room[1])):
        return replace(mention, side=Side.AFTER, span=(start - 1, starting.end()))
    if (after := grammar.SIDE.match(text, end)) and after.end() <= room[1]:
        return replace(mention, side=SIDES[after["side"] or after["end"]], span=(start - is_from, after.end()))
    if before := grammar.SIDE_BEFORE.search(text, max(room[0], start - 4), start):
        return replace(mention, side=Side.BEFORE if before["end"] else Side.AFTER, span=(before.start(), end))
    return mention


def _read_apart(tail: list[Reading], phrase: Phrase, scene: Scene) -> list[Reading]:
    """A phrase on its own."""
    mention = _read(phrase, scene)
    return [*tail, Reading(phrase=phrase, mention=mention)] if mention else tail


def _read_on_day(tail: list[Reading], phrase: Phrase, scene: Scene) -> list[Reading]:
    """The hour of a day that is reckoned: 三天后的晚上."""
    (before,) = tail
    hour = _read(phrase, scene) or before.mention
    mention = replace(
        hour,
        span=(before.mention.span[0], hour.span[1]),
        first=before.mention.first,
        last=before.mention.last,
        relative=True,
    )
    return [Reading(phrase=phrase, mention=mention)]


def _read_range(tail: list[Reading], phrase: Phrase, scene: Scene) -> list[Reading]:
    """25号到30号; 下午两点到四点; 26号晚上到27号中午. Days that run backwards stay apart."""
    (start,) = tail
    first, last = _read_pair(start, phrase, scene)
    if _is_pm_of_both(start.phrase, first, phrase, last):
        first = _read(start.phrase, scene, part=last.part) or first
    if not start.phrase.day and phrase.day and phrase.day.form == "next":
        last = replace(last, first=None, last=None)
    if first.first and last.last and last.last < first.first:
        return _read_apart(tail, phrase, scene)
    until = _until(first, phrase)
    mention = replace(
        first,
        span=(first.span[0], phrase.span[1]),
        first=first.first or _start_before(last, scene),
        last=last.last or first.last,
        part=_common_part(first, last),
        at=_at(first, last, scene, until),
        until=until,
        side=None,
        relative=first.relative or last.relative,
        each=first.each or last.each or (_is_whole_days(first) and last.at is not None),
        is_now=False,
        is_possible=first.is_possible and last.is_possible,
    )
    return [Reading(phrase=phrase, mention=_without_days(mention), is_range=True)]


def _is_pm_of_both(start: Phrase, first: TimeMention, end: Phrase, last: TimeMention) -> bool:
    """True for 3点-5点PM, but not for 10点-2点PM."""
    if not (start.hour and end.hour and first.at and last.at) or first.part or end.part:
        return False
    return bool(last.part and first.at.hour < NOON <= last.at.hour and first.at.hour < last.at.hour - NOON)


def _read_list(tail: list[Reading], phrase: Phrase, scene: Scene) -> list[Reading]:
    """26、27号 is a range; other lists are times of their own, later ones taking over the day: 26号下午和晚上."""
    (before,) = tail
    first, last = _read_pair(before, phrase, scene)
    if _is_next_day(first, last):
        merged = replace(last, first=first.first, span=(first.span[0], last.span[1]))
        return [Reading(phrase=phrase, mention=merged, is_range=before.is_range)]
    alone = _read(phrase, scene, part=before.mention.part if phrase.hour else None) or last
    if not phrase.day:
        given = before.mention
        alone = replace(alone, first=given.first, last=given.last, relative=given.relative)
    return [before, Reading(phrase=phrase, mention=alone)]


def _is_next_day(one: TimeMention, other: TimeMention) -> bool:
    """True where days follow on each other, and what is said of the second holds for the first: 26、27号晚上."""
    is_alike = _is_whole_days(one) or (one.part == other.part and one.at is None and other.at is None)
    return bool(one.last and other.first == one.last + DAY and is_alike and one.side is None)


def _read_pair(start: Reading, end: Phrase, scene: Scene) -> tuple[TimeMention, TimeMention]:
    """Two ends, the second on or after the first; in the festival if either can be."""
    first = start.mention
    if _is_today(end, scene):
        return _read(start.phrase, replace(scene, until=scene.today)) or first, _read(end, scene) or first
    if _is_bare(start.phrase) and not _is_of_festival(first, scene):
        alone = _read(end, scene) or first
        if _is_of_festival(alone, scene):
            return _read(start.phrase, replace(scene, until=alone.first)) or first, alone
    return first, _read(end, replace(scene, since=first.first)) or first


def _is_today(end: Phrase, scene: Scene) -> bool:
    """True for 现在, 至今 and 今天."""
    if end.is_now or not end.day or end.day.form != "near":
        return end.is_now
    days = _read_days(end.day, scene)
    return bool(days and days.last == scene.today)


def _is_of_festival(mention: TimeMention, scene: Scene) -> bool:
    return bool(
        mention.first and mention.last and scene.is_in_festival(Days(first=mention.first, last=mention.last)),
    )


def _is_bare(phrase: Phrase) -> bool:
    return bool(phrase.day and phrase.day.form in BARE and "step" not in phrase.day.groups)


def _until(first: TimeMention, end: Phrase) -> time | None:
    """Where the range of hours ends; 四点 after 下午两点 is in the afternoon. None in 25号到30号晚上8点."""
    if _is_whole_days(first) and end.day:
        return None
    if end.hour and (end.part or end.day or first.at is None):
        return read_clock(end.hour, end.part or first.part).at
    if end.hour and first.at is not None:
        return end_of(read_clock(end.hour, None), first.at)
    return time(HOURS[end.part][1]) if end.part and (first.at or first.part) and not end.is_each else None


def _at(first: TimeMention, last: TimeMention, scene: Scene, until: time | None) -> time | None:
    if _is_whole_days(first) and until is None:
        return last.at
    if first.is_now and until is not None:
        return scene.now.time().replace(second=0, microsecond=0)
    return time(HOURS[first.part][0]) if until is not None and first.part and first.at is None else first.at


def _is_whole_days(mention: TimeMention) -> bool:
    return bool(mention.first and mention.at is None and mention.part is None and not mention.is_now)


def _common_part(first: TimeMention, last: TimeMention) -> Part | None:
    """The part of the day that both ends lie in: of 周五到周日晚上 too."""
    if _is_whole_days(first):
        return last.part
    return first.part if last.part in {None, first.part} else None


def _start_before(last: TimeMention, scene: Scene) -> date | None:
    """The day on which 八点到明天十点 starts."""
    return min(scene.today, last.first) if last.relative and last.first else last.first


def _without_days(mention: TimeMention) -> TimeMention:
    return mention if mention.is_possible else replace(mention, first=None, last=None)


def _read(phrase: Phrase, scene: Scene, part: Part | None = None) -> TimeMention | None:
    """The phrase on its own; None where it asks for a length (几天)."""
    atom = phrase.atoms[0]
    if phrase.is_now:
        return TimeMention(span=phrase.span, first=scene.today, last=scene.today, relative=True, is_now=True)
    if atom.form in time_lengths.READERS:
        return time_lengths.read_with_length(atom, scene)
    return _read_point(phrase, scene, phrase.part or part)


def _read_point(phrase: Phrase, scene: Scene, part: Part | None) -> TimeMention:
    clock = read_clock(phrase.hour, part) if phrase.hour else None
    read_days = _read_dawn if _is_before_dawn(clock, part, scene.frame) else _read_days
    days = read_days(phrase.day, scene) if phrase.day else None
    for atom in phrase.within:
        days = narrow(atom.groups, days) if days else None
    return TimeMention(
        span=phrase.span,
        first=days.first if days else None,
        last=days.last if days else None,
        part=(clock.part if clock else None) or part,
        at=clock.at if clock else None,
        relative=bool(days and days.relative),
        each=phrase.is_each,
        is_possible=bool(days) or not phrase.day,
    )


def _read_days(atom: Atom, scene: Scene) -> Days | None:
    return READERS[atom.form](atom.groups, scene)


def _read_dawn(atom: Atom, scene: Scene) -> Days | None:
    """Before dawn the words go by the calendar, and the night belongs to the festival day before."""
    days = _read_days(atom, replace(scene, today=scene.now.date()))
    return days.shifted(-DAY) if days else None


def _is_before_dawn(clock: Clock | None, part: Part | None, frame: Frame) -> bool:
    """True for 凌晨, 早上四点, 27号00:30, 27号零点; not for 晚上一点, which people count with the evening."""
    if clock is None:
        return part is Part.DAWN and frame.day_ends > time(0)
    said_by_calendar = part in {Part.DAWN, Part.MORNING} or (part is None and clock.is_exact)
    return said_by_calendar and clock.at < frame.day_ends
