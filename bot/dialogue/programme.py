"""What there is on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.dialogue.agenda import is_after_midnight, programme
from bot.dialogue.answers import Said
from bot.dialogue.state import Status
from bot.understanding.context import Row
from knowledge.model import Wh

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bot.dialogue.turns import Case
    from bot.dialogue.wording import Wording
    from bot.understanding.model import TimeMention
    from knowledge.model import Entity, Occurrence

MOST_DAYS = 3
NOUN = 0.8
"""Weight of a word that a day's programme does not account for."""
PROGRAMME_CUES = frozenset({"schedule", "content", "programme"})
"""Attributes whose forms also ask for a day's programme: 27号有什么内容."""


class Programme:
    """Answers for days, of one knowledge."""

    def __init__(self, wording: Wording) -> None:
        """Keep the words; nothing is changed afterwards."""
        self._wording = wording
        self._knowledge = wording.knowledge
        kinds = self._knowledge.kinds
        self._places = {one.id for one in self._knowledge.entities.values() if kinds[one.kind].where}

    def answer(self, case: Case) -> list[Said]:
        """A sentence for each day asked for; none where no day's programme is asked for."""
        mention = self.mention_of(case)
        if mention is None or not self._is_asked(case):
            return []
        return [self._day(case, day, mention) for day in self._days(case, mention)]

    def mention_of(self, case: Case) -> TimeMention | None:
        """The first mention of a day; 晚上几点 means the evening of the day that was talked about."""
        times = [time for time in case.interpretation.times if not time.duration]
        said = next((time for time in times if time.first), None)
        part = next((time for time in times if time.part and time.at is None), None)
        return replace(part, first=case.state.day) if said is None and part and case.state.day else said

    def _is_asked(self, case: Case) -> bool:
        """Whether it is the day that is asked about, and nothing that takes place on it."""
        views = case.interpretation.views
        named = {thing for view in views for thing in view.things} - self._places - {self._knowledge.frame.entity}
        cues = {cue for view in views for cue in view.cues} - PROGRAMME_CUES
        if case.state.day and not any(time.first for time in case.interpretation.times):
            cues -= {cue for cue in cues if self._knowledge.attributes[cue].answers is Wh.WHEN}
        asks_day = any("schedule" in view.marks for view in views)
        if self._is_claim_about_time(case) or named or (cues and not asks_day) or any(view.own for view in views):
            return False
        other = any(view.parts or view.hints or view.verbs or view.token.weight >= NOUN for view in views)
        asks = asks_day or any(view.sorts for view in views) or (case.interpretation.has("yes-no") and not other)
        again = case.interpretation.has("topic") or (case.state.day and case.interpretation.has("correction"))
        return asks or (bool(again) and not cues and not any(view.things for view in views))

    def _is_claim_about_time(self, case: Case) -> bool:
        """是27号吧, after a question when something is."""
        asks_day = any("schedule" in view.marks or view.sorts for view in case.interpretation.views)
        attributes = (self._knowledge.attributes[one] for one in case.state.attributes)
        timely = any(attribute.answers is Wh.WHEN for attribute in attributes)
        return timely and case.interpretation.has("yes-no") and not asks_day

    def _days(self, case: Case, mention: TimeMention) -> list[date]:
        """The days meant; after midnight also the one that has begun, as people mean either."""
        frame = self._knowledge.frame
        first, last = mention.first, mention.last or mention.first
        if first is None or last is None:
            return []
        days = [first + timedelta(days=number) for number in range(min((last - first).days + 1, MOST_DAYS))]
        if mention.relative and is_after_midnight(case.now, frame):
            days.append(days[-1] + timedelta(days=1))
        return days

    def _day(self, case: Case, day: date, mention: TimeMention) -> Said:
        frame = self._knowledge.frame
        label = self._label(case, day, mention)
        if frame.first and frame.last and not frame.first <= day <= frame.last:
            key = "schedule_before" if day < frame.first else "schedule_after"
            text = self._wording.say(key, day=label, span=self._wording.festival_span())
            return Said(text=text, facts=(f"{frame.entity}.time",))
        found = self._at_the_place(case, list(programme(self._knowledge, day, mention.part)))
        if not found:
            return self._nothing(day, label)
        text = self._wording.say("schedule_day", day=label, entries=self._entries(found))
        return Said(
            text=text + (self._wording.say("schedule_rest") if self._has_undated() else ""),
            facts=tuple(f"{entity.id}.time" for entity, _ in found),
            row=Row(things=tuple(entity.id for entity, _ in found)),
        )

    def _has_undated(self) -> bool:
        """Whether things of a kind that takes place have no date published."""
        things = [one for one in self._knowledge.entities.values() if one.listed and one.announced]
        dated = {one.kind for one in things if one.occurrences} - {self._knowledge.festival.kind}
        return any(one.kind in dated and not one.occurrences for one in things)

    def _at_the_place(self, case: Case, found: list[tuple[Entity, Occurrence]]) -> list[tuple[Entity, Occurrence]]:
        """Those at the place that was named, where any are."""
        named = {thing for view in case.interpretation.views for thing in view.things} & self._places
        here = [pair for pair in found if pair[1].venue in named] if named else []
        return here or found

    def _label(self, case: Case, day: date, mention: TimeMention) -> str:
        """The date; with the visitor's own words where they depend on today."""
        if not mention.relative or day != mention.first:
            return self._wording.day(day)
        words = case.interpretation.text[mention.span[0] : mention.span[1]]
        return self._wording.say("named_day", words=words, date=self._wording.day(day, "date_in_brackets"))

    def _nothing(self, day: date, label: str) -> Said:
        """A day or a part of it for which nothing is published."""
        found = list(programme(self._knowledge, day))
        if not found:
            return Said(text=self._wording.say("schedule_none", day=label), status=Status.UNPUBLISHED)
        text = self._wording.say("schedule_part", day=label, entries=self._entries(found))
        return Said(text=text, facts=tuple(f"{one.id}.time" for one, _ in found), status=Status.UNPUBLISHED)

    def _entries(self, found: Iterable[tuple[Entity, Occurrence]]) -> str:
        return self._wording.say("entry_joiner").join(self._entry(entity, one) for entity, one in found)

    def _entry(self, entity: Entity, one: Occurrence) -> str:
        hours = self._wording.hours(one) or (self._wording.say(one.part) if one.part else "")
        line = self._wording.say("entry_at", time=hours, thing=entity.short).strip()
        if one.venue:
            line += self._wording.say("venue_after", venue=self._knowledge.entities[one.venue].name)
        return line
