"""The programme in words: what there is on some days, now, or next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.dialogue.agenda import (
    day_of,
    festival_today,
    is_after_midnight,
    local_time,
    next_after,
    rest_of_day,
    window_of,
    within,
)
from bot.dialogue.answers import Said
from bot.dialogue.state import Status
from bot.dialogue.turns import Topic
from bot.dialogue.when import words_of
from bot.understanding.context import Row
from bot.understanding.model import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from bot.dialogue.agenda import Showing, Window
    from bot.dialogue.turns import Case
    from bot.dialogue.when import Asked
    from bot.dialogue.wording import Wording
    from knowledge.model import EntityId, KindId

MOST_DAYS = 3
"""Days that are told one by one; more are told thing by thing."""
MOST_ENTRIES = 15
"""Of one day; what comes later is not told at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said, and what it was about."""

    said: tuple[Said, ...]
    topic: Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which of the programme is asked for."""

    showings: tuple[Showing, ...]
    places: tuple[EntityId, ...] = ()
    """A showing at any of these belongs to it; empty means everywhere."""
    kinds: tuple[KindId, ...] = ()
    thing: EntityId | None = None
    is_one: bool = False
    """Whether it is one of many, by its place."""
    is_rest: bool = False
    """Whether it leaves out what was told before."""

    @property
    def narrowed(self) -> tuple[str, ...]:
        """The places and the kinds, for the next turn to go on with."""
        return (*self.places, *self.kinds)


class Telling:
    """Tells stretches of one programme."""

    def __init__(self, wording: Wording) -> None:
        """Keep the words; nothing is changed afterwards."""
        self._wording = wording
        self._knowledge = wording.knowledge
        self._frame = wording.knowledge.frame

    # --- days -----------------------------------------------------------------------------------

    def tell_days(self, case: Case, asked: Asked, chosen: Selection) -> Told:
        """What there is on each of the days; of many days when each thing is."""
        topic = Topic(day=asked.days[0], narrowed=chosen.narrowed)
        if outside := self._outside(case, asked):
            return Told(said=(outside,), topic=topic)
        windows = self._left(case, asked, chosen)
        if len(windows) > MOST_DAYS:
            said = [self._many_days(case, asked, chosen)]
        else:
            said = [self._day(case, asked, window, chosen) for window in windows]
        if said[-1].status is Status.ANSWER:
            said[-1] = replace(said[-1], text=said[-1].text + self._undated(chosen))
        return Told(said=tuple(said), topic=_about(topic, said))

    def _outside(self, case: Case, asked: Asked) -> Said | None:
        """That none of the days is the festival's."""
        first, last = asked.days
        label = self._label(case, asked, asked.windows[0]) if asked.is_one_day else self._span_label(case, asked)
        return self._not_during(first, last, label)

    def _not_during(self, first: date, last: date, label: str) -> Said | None:
        """That the festival has not begun, or is over; None where it goes on or has no days."""
        frame = self._frame
        if not frame.first or not frame.last or (frame.first <= last and first <= frame.last):
            return None
        key = "schedule_before" if last < frame.first else "schedule_after"
        return self._about_festival(self._wording.say(key, day=label, span=self._wording.festival_span()))

    def _about_festival(self, text: str) -> Said:
        return Said(text=text, facts=(f"{self._frame.entity}.time",))

    def _left(self, case: Case, asked: Asked, chosen: Selection) -> Sequence[Window]:
        """The stretches to tell of: after midnight not the day before, where all of it is over."""
        if not (asked.is_one_day and len(asked.windows) > 1):
            return asked.windows
        before, after = asked.windows
        if self._frame.last and day_of(after.start, self._frame) > self._frame.last:
            return (before,)
        return asked.windows if self._found(case, asked, before, chosen) else (after,)

    def _found(self, case: Case, asked: Asked, window: Window, chosen: Selection) -> list[Showing]:
        """What there is; where the rest of today is asked for, and after midnight, without what is over."""
        found = within(chosen.showings, window)
        late = is_after_midnight(case.now, self._frame) and window is asked.windows[0]
        wants_rest = any(case.interpretation.has(mark) for mark in ("other", "future"))
        if not (self._is_today(window, case) and (wants_rest or late)):
            return found
        return [one for one in found if not one.is_over(self._local(case))]

    def _is_today(self, window: Window, case: Case) -> bool:
        return day_of(window.start, self._frame) == festival_today(case.now, self._frame)

    def _day(self, case: Case, asked: Asked, window: Window, chosen: Selection) -> Said:
        label = self._label(case, asked, window)
        found = self._found(case, asked, window, chosen)
        if not found:
            return self._nothing(label, window, chosen, case)
        if chosen.thing:
            return self._times_of_thing(label, found, window)
        local = self._local(case)
        lines = [self._line(one, window.start.date()) for one in found]
        is_past = all(one.is_over(local) for one in found)
        if not is_past:
            lines = [self._marked(line, one, local) for line, one in zip(lines, found, strict=True)]
        if any(view.counts for view in case.interpretation.views):
            slots = {"count": len(found), "entries": self._join(lines)}
            return _said(self._wording.say("schedule_counted", day=label, **slots), found)
        return _said(self._day_text(label, lines, is_past=is_past), found)

    def _day_text(self, label: str, lines: Sequence[str], *, is_past: bool) -> str:
        shown = self._join(lines[:MOST_ENTRIES])
        if len(lines) > MOST_ENTRIES:
            slots = {"count": len(lines), "shown": MOST_ENTRIES, "entries": shown}
            return self._wording.say("schedule_many", day=label, **slots)
        return self._wording.say("schedule_past" if is_past else "schedule_day", day=label, entries=shown)

    def _times_of_thing(self, label: str, found: list[Showing], window: Window) -> Said:
        """A day's showings of one thing, counted."""
        lines = [self._line(one, window.start.date(), named=False) for one in found]
        thing = found[0].entity.short
        text = self._wording.say("thing_times", day=label, thing=thing, count=len(found), entries=self._join(lines))
        return _said(text, found)

    def _many_days(self, case: Case, asked: Asked, chosen: Selection) -> Said:
        """Each thing once, with when it is."""
        found = [one for window in asked.windows for one in within(chosen.showings, window)]
        label = self._span_label(case, asked) + self._hours_label(asked, asked.windows[0])
        if not found:
            return Said(text=self._wording.say("schedule_none", day=label), status=Status.UNPUBLISHED)
        things = dict.fromkeys(one.entity.id for one in sorted(found, key=lambda one: one.start))
        lines = [self._times_of([one for one in found if one.entity.id == thing]) for thing in things]
        return _said(self._wording.say("schedule_day", day=label, entries=self._join(lines)), found)

    def _times_of(self, found: Sequence[Showing]) -> str:
        """A thing's occurrences among those found."""
        times = self._wording.schedule(dict.fromkeys(one.occurrence for one in found))
        return self._wording.say("entry_times", thing=found[0].entity.short, times=times)

    def _undated(self, chosen: Selection) -> str:
        """That other things of a kind that takes place have no date published, where that is so."""
        if chosen.places or chosen.thing or chosen.is_one:
            return ""
        things = [one for one in self._knowledge.entities.values() if one.listed and one.announced]
        dated = {one.kind for one in things if one.occurrences} - {self._knowledge.festival.kind}
        dated &= set(chosen.kinds) or dated
        undated = any(one.kind in dated and not one.occurrences for one in things)
        return self._wording.say("schedule_rest") if undated else ""

    # --- nothing --------------------------------------------------------------------------------

    def _nothing(self, label: str, window: Window, chosen: Selection, case: Case) -> Said:
        """That nothing is published for it, and what is near: the rest of the day, or the next of its sort."""
        if chosen.is_rest:
            return self._about_festival(self._wording.say("schedule_no_more", day=label))
        if chosen.thing:
            found, near = self._nearest(window, chosen)
            text = self._wording.say("thing_none", day=label, thing=self._knowledge.entities[chosen.thing].short)
            return _said(text + near, found)
        day = day_of(window.start, self._frame)
        found = within(chosen.showings, window_of(day, day, self._frame)) if window.part is not Part.DAWN else []
        if self._is_today(window, case):
            found = [one for one in found if not one.is_over(self._local(case))]
        text = self._wording.say("schedule_none_such", day=label, such=self._such(chosen, "schedule_any"))
        if found:
            near = self._wording.say("schedule_same_day", entries=self._join(self._line(one, day) for one in found))
        else:
            found, near = self._nearest(window, chosen)
        return replace(_said(text + near, found), status=Status.UNPUBLISHED)

    def _such(self, chosen: Selection, anything: str) -> str:
        """What was asked for, in words: 在茶广场的工作坊."""
        such = self._wording.join(self._knowledge.kinds[kind].name for kind in chosen.kinds)
        if chosen.places:
            return self._wording.say(
                "such_at", place=self._wording.names(chosen.places), such=such or self._wording.say("any_at")
            )
        return such or self._wording.say(anything)

    def _nearest(self, window: Window, chosen: Selection) -> tuple[list[Showing], str]:
        """The next of the same sort, else the last before; nothing where there is none at all."""
        found = next_after(chosen.showings, window.end, self._frame)
        if not found:
            before = [one for one in chosen.showings if one.start < window.start]
            last = max((one.start for one in before), default=None)
            found = [one for one in before if one.start == last]
        return found, self._wording.say("nearest", entries=self._dated(found)) if found else ""

    def tell_one(self, case: Case, asked: Asked, chosen: Selection, place: int) -> Told | None:
        """One of a day, counted from 1, or from the end as -1; None where it has no such."""
        window = asked.windows[0]
        found = [one for one in within(chosen.showings, window) if one.is_timed and one.start >= window.start]
        if not 0 < abs(place) <= len(found):
            return None
        one = found[place - (place > 0)]
        return self.tell_days(case, asked, replace(chosen, showings=(one,), is_one=True))

    def tell_date(self, case: Case, asked: Asked | None) -> Told:
        """今天几号, 现在几点, with the festival's days; where it has none, small talk that stands on no fact."""
        local = self._local(case)
        if asked is None or asked.mention is None:
            date = self._wording.day(local.date()) + self._wording.hour(local.time())
            words = self._wording.say("now_word")
        else:
            date, words = self._wording.day(asked.windows[0].start.date()), words_of(case, asked.mention)
        text = self._wording.say("date_is", words=words, date=date)
        span = self._wording.festival_span()
        if not span:
            return Told(said=(Said(text=text, status=Status.SMALLTALK),), topic=Topic())
        text += self._wording.say("festival_days", span=span)
        return Told(said=(Said(text=text, facts=(f"{self._frame.entity}.time",)),), topic=Topic())

    # --- now and next ---------------------------------------------------------------------------

    def tell_now(self, case: Case, chosen: Selection) -> Told:
        """What goes on, and what starts next today; where nothing does, what starts next at all."""
        local, today = self._local(case), festival_today(case.now, self._frame)
        on = [one for one in chosen.showings if one.is_on(local)]
        said = [self._on(case, on) if on else self._nothing_on(case, chosen)]
        coming = next_after(chosen.showings, local, self._frame)
        if coming and (not on or day_of(coming[0].start, self._frame) == today):
            said.append(self._coming(coming, case))
        return Told(said=tuple(said), topic=_about(Topic(day=today, narrowed=chosen.narrowed), said[:1]))

    def _nothing_on(self, case: Case, chosen: Selection) -> Said:
        text = self._wording.say("now_none", now=self._now(case), such=self._such(chosen, "such_running"))
        return self._outside_now(case) or self._about_festival(text)

    def _on(self, case: Case, on: list[Showing]) -> Said:
        """What goes on; apart from it what may, its hours not being published."""
        sure = [one for one in on if one.is_timed]
        maybe = [one for one in on if not one.is_timed]
        texts = []
        if sure:
            entries = self._join(self._running_line(one, self._local(case)) for one in sure)
            texts.append(self._wording.say("now_on", now=self._now(case), entries=entries))
        if maybe:
            entries = self._join(self._line(one, self._local(case).date()) for one in maybe)
            key = "now_maybe_too" if sure else "now_maybe"
            texts.append(self._wording.say(key, now=self._now(case), entries=entries))
        return _said("".join(texts), sure + maybe)

    def _running_line(self, one: Showing, local: datetime) -> str:
        line = self._line(one, local.date())
        return line if one.has_end else self._wording.say("entry_open_end", entry=line)

    def tell_next(self, case: Case, chosen: Selection, after: datetime | None) -> Told:
        """What starts next, after now or after what was told last: one, or the rest of its day."""
        moment = after or self._local(case)
        one_only = after is not None or case.interpretation.has("next-one")
        coming = (next_after if one_only else rest_of_day)(chosen.showings, moment, self._frame)
        outside = None if after else self._outside_now(case)
        if not coming:
            said = outside or self._nothing_next(case, chosen)
            return Told(said=(said,), topic=Topic(day=festival_today(case.now, self._frame)))
        topic = Topic(
            day=day_of(coming[0].start, self._frame),
            narrowed=chosen.narrowed,
            moment=max(one.start for one in coming),
        )
        said = self._coming(coming, case)
        return Told(said=(*filter(None, [outside]), said), topic=_about(topic, [said]))

    def _nothing_next(self, case: Case, chosen: Selection) -> Said:
        text = self._wording.say("next_none", now=self._now(case), such=self._such(chosen, "such_any"))
        return self._about_festival(text + self._wording.say("festival_is", span=self._wording.festival_span()))

    def _coming(self, coming: list[Showing], case: Case) -> Said:
        day = day_of(coming[0].start, self._frame)
        entries = self._join(self._line(one, day) for one in coming)
        return _said(self._wording.say("next", day=self._named_day(day, case), entries=entries), coming)

    def _outside_now(self, case: Case) -> Said | None:
        today = festival_today(case.now, self._frame)
        return self._not_during(today, today, self._now(case))

    # --- words ----------------------------------------------------------------------------------

    def _local(self, case: Case) -> datetime:
        return local_time(case.now, self._frame)

    def _now(self, case: Case) -> str:
        local = self._local(case)
        day = self._wording.day(local.date(), "date_in_brackets")
        return self._wording.say("now", date=day, hour=self._wording.hour(local.time()))

    def _named_day(self, day: date, case: Case) -> str:
        """A day; as 今天 where it is today's date too."""
        if day == self._local(case).date():
            return self._wording.say("today", date=self._wording.day(day, "date_in_brackets"))
        return self._wording.day(day)

    def _label(self, case: Case, asked: Asked, window: Window) -> str:
        """The date; with the visitor's own words where they depend on today."""
        mention, day = asked.mention, window.start.date()
        if mention and mention.relative and asked.is_one_day and window is asked.windows[0]:
            words = words_of(case, mention)
            return self._wording.say("named_day", words=words, date=self._wording.day(day, "date_in_brackets"))
        is_bare = mention is not None and mention.first is None and asked.is_one_day
        return (self._named_day(day, case) if is_bare else self._wording.day(day)) + self._hours_label(asked, window)

    def _hours_label(self, asked: Asked, window: Window) -> str:
        """The part of the day, or the hours, that are asked for."""
        day = day_of(window.start, self._frame)
        whole = window_of(day, day, self._frame)
        start, end = self._wording.hour(window.start.time()), self._wording.hour(window.end.time())
        if window.part:
            return self._wording.say(f"part_{window.part}")
        if (window.start, window.end) == (whole.start, whole.end):
            return ""
        if window.end == whole.end:
            return self._wording.say("from_hour", at=start)
        if window.start == whole.start:
            return self._wording.say("before_hour", at=end)
        end = self._wording.say("next_day", at=end) if window.end.date() > window.start.date() else end
        is_range = asked.mention is not None and asked.mention.until is not None
        return self._wording.say("clock_span", at=start, until=end) if is_range else start

    def _span_label(self, case: Case, asked: Asked) -> str:
        """Several days; with the visitor's own words where they depend on today."""
        days = self._wording.days(*asked.days)
        if not (asked.mention and asked.mention.relative):
            return days
        words = words_of(case, asked.mention)
        return self._wording.say("named_span", words=words, days=days)

    def _dated(self, found: Iterable[Showing]) -> str:
        """Showings, each with its date."""
        days = [(one, day_of(one.start, self._frame)) for one in found]
        return self._join(self._wording.day(day) + self._line(one, day) for one, day in days)

    def _line(self, one: Showing, day: date, *, named: bool = True) -> str:
        """When, what and where, as seen from a date."""
        thing = one.entity.short if named else ""
        line = self._wording.say("entry_at", time=self._wording.hours_on(one, day), thing=thing).strip()
        if one.occurrence.venue:
            venue = self._knowledge.entities[one.occurrence.venue].name
            line += self._wording.say("venue_after", venue=venue)
        return line

    def _marked(self, line: str, one: Showing, local: datetime) -> str:
        """A line of today, marked where it is over."""
        return self._wording.say("entry_over", entry=line) if one.is_over(local) else line

    def _join(self, lines: Iterable[str]) -> str:
        """Entries side by side; of many only the first, and how many more there are."""
        lines = list(lines)
        text = self._wording.say("entry_joiner").join(lines[:MOST_ENTRIES])
        left = len(lines) - MOST_ENTRIES
        return text + (self._wording.say("more_entries", count=left) if left > 0 else "")


def _said(text: str, found: Iterable[Showing]) -> Said:
    """A sentence about showings."""
    things = tuple(dict.fromkeys(one.entity.id for one in found))
    return Said(text=text, facts=tuple(f"{thing}.time" for thing in things), row=Row(things=things) if things else None)


def _about(topic: Topic, said: Iterable[Said]) -> Topic:
    """The topic with the one thing, or the several, that were told of, for the next question to be about."""
    told = [thing for one in said if one.row and one.status is Status.ANSWER for thing in one.row.things]
    things = tuple(dict.fromkeys(told))
    return replace(topic, focus=things[0]) if len(things) == 1 else replace(topic, together=things)
