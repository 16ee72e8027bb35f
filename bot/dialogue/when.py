"""Which stretches of time a question is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.dialogue.agenda import (
    DAY,
    HOUR,
    Window,
    day_of,
    festival_today,
    is_after_midnight,
    local_time,
    showings_of,
    window_of,
)
from bot.understanding.model import Side

if TYPE_CHECKING:
    from datetime import date

    from bot.dialogue.turns import Case
    from bot.understanding.model import TimeMention
    from knowledge.base import Knowledge
    from knowledge.model import Frame

NOON = 12
EARLIEST = 9
"""六点之前 asked of a programme is in the evening; from this hour on it may as well be in the morning."""
BARE_HOUR = "点"
"""八点 may be in the evening; 8:00, and an hour that is reckoned (两小时后), are what they are."""
NEIGHBOURS = {"that-day": 0, "day-before": -1, "day-after": 1}
"""Marks that count from the day talked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The days that a question is about, and how it named them."""

    days: tuple[date, date]
    """First and last, clipped to the festival where some of them are its own."""
    windows: tuple[Window, ...]
    """One a day, or the one that goes over several."""
    mention: TimeMention | None = None
    """None where the day was pointed at: 那天, 前一天."""

    @property
    def is_one_day(self) -> bool:
        """Whether it is about a single day."""
        return self.days[0] == self.days[1]


def read_asked(case: Case, knowledge: Knowledge) -> Asked | None:
    """The stretches that the question names; None where it names none."""
    frame = knowledge.frame
    pointed = _pointed_day(case, knowledge)
    mention = mention_of(case)
    if pointed:
        mention = mention if mention and mention.first is None else None
        days = (pointed, pointed)
    elif mention is None and _goes_on(case) and case.state.day:
        days = (case.state.day, case.state.day)
    elif mention:
        days = clip(_days(case, mention, frame), frame)
    else:
        return None
    return Asked(days=days, windows=tuple(_windows(case, mention, days, frame)), mention=mention)


def mention_of(case: Case) -> TimeMention | None:
    """The first mention of a day, of a part of one or of an hour."""
    times = [one for one in case.interpretation.times if not one.duration and not one.is_now]
    days = [one for one in times if one.first]
    return next(iter(days or [one for one in times if one.part or one.at or one.each]), None)


def _pointed_day(case: Case, knowledge: Knowledge) -> date | None:
    """那天, 前一天: counted from the day talked about, which may be that of a thing."""
    away = next((away for mark, away in NEIGHBOURS.items() if case.interpretation.has(mark)), None)
    day = talked_about(case, knowledge)
    return day + away * DAY if day and away is not None else None


def talked_about(case: Case, knowledge: Knowledge) -> date | None:
    """The day that the last turn was about: a programme's, or that of the thing in focus."""
    if case.state.day and was_programme(case):
        return case.state.day
    focus = knowledge.entities.get(case.state.focus or "")
    showings = showings_of(focus, knowledge.frame) if focus and focus.id != knowledge.frame.entity else []
    local = local_time(case.now, knowledge.frame)
    coming = [one for one in showings if not one.is_over(local)] or showings[-1:]
    return day_of(coming[0].start, knowledge.frame) if coming else case.state.day


def was_programme(case: Case) -> bool:
    """Whether the last turn told what there is, and not a fact of a thing."""
    return case.state.day is not None and case.state.narrowed is not None


def _goes_on(case: Case) -> bool:
    """有戏吗, 大剧院呢, after a programme: of the same day."""
    views = case.interpretation.views
    times = case.interpretation.times or any(view.cues or view.wh or "future" in view.marks for view in views)
    goes_on = case.interpretation.has("yes-no") or case.interpretation.has("topic")
    narrows = any(view.sorts or view.things for view in views)
    return was_programme(case) and goes_on and narrows and not times and case.state.moment is None


def _days(case: Case, mention: TimeMention, frame: Frame) -> tuple[date, date]:
    """First and last day; without a day in the words the one talked about, today, or all of the festival."""
    today = festival_today(case.now, frame)
    first, last = frame.first or today, frame.last or today
    if mention.first is None:
        if case.state.day and (was_programme(case) or case.interpretation.has("topic")):
            return case.state.day, case.state.day
        return (first, last) if mention.each or not first <= today <= last else (today, today)
    if mention.at or mention.part or mention.side is None:
        return mention.first, mention.last or mention.first
    if mention.side is Side.BEFORE:
        return min(first, mention.first - DAY), mention.first - DAY
    return mention.first, max(last, mention.first)


def clip(days: tuple[date, date], frame: Frame) -> tuple[date, date]:
    """Those of the days that are the festival's; all of them where none is."""
    first, last = days
    if not frame.first or not frame.last or last < frame.first or frame.last < first:
        return days
    return max(first, frame.first), min(last, frame.last)


def _windows(case: Case, mention: TimeMention | None, days: tuple[date, date], frame: Frame) -> list[Window]:
    first, last = days
    if mention is None:
        return [window_of(first, last, frame)]
    if mention.at and mention.until and mention.last != mention.first:
        return [Window(start=_moment(case, mention, first, frame), end=datetime.combine(last, mention.until))]
    each = [first + number * DAY for number in range((last - first).days + 1)]
    windows = [_window(case, mention, day, frame) for day in each]
    if mention.relative and first == last and is_after_midnight(case.now, frame):
        windows.append(_window(case, mention, first + DAY, frame))
    return windows


def _window(case: Case, mention: TimeMention, day: date, frame: Frame) -> Window:
    """The part of a day that is meant, or all of it."""
    whole = window_of(day, day, frame)
    if mention.at is None:
        asked = window_of(day, day, frame, mention.part)
        start, end, after = asked.start, asked.end, asked.start
    else:
        start = after = _moment(case, mention, day, frame)
        end = _end(mention, start)
        asked = Window(start=start, end=end, is_hour=mention.until is None)
    if mention.side is Side.BEFORE and (mention.at or mention.part):
        return Window(start=whole.start, end=start)
    if mention.side is Side.AFTER and (mention.at or mention.part):
        return Window(start=after, end=whole.end)
    return asked


def _moment(case: Case, mention: TimeMention, day: date, frame: Frame) -> datetime:
    """The hour that is meant on a festival day: a bare 八点 is in the evening, a bare 十点 the next one to come."""
    at = mention.at or frame.day_ends
    moment = datetime.combine(day, at) + (DAY if at < frame.day_ends else timedelta())
    if mention.part or BARE_HOUR not in words_of(case, mention) or not 0 < at.hour < NOON:
        return moment
    late = datetime.combine(day, at) + NOON * HOUR
    return late if at.hour < EARLIEST or moment <= local_time(case.now, frame) < late else moment


def _end(mention: TimeMention, start: datetime) -> datetime:
    """Where a range of hours ends; an hour without a range lasts one."""
    if mention.until is None:
        return start + HOUR
    ends = [datetime.combine(start.date(), mention.until) + number * NOON * HOUR for number in range(3)]
    is_late = mention.at is not None and start.time() != mention.at
    return next(end for end in (ends if is_late else ends[::2]) if end > start)


def words_of(case: Case, mention: TimeMention) -> str:
    """The visitor's own words for a time."""
    return case.interpretation.text[slice(*mention.span)]
