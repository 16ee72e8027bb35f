"""Whether a question asks what there is on a day, now or next, and of which part of the programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogue.agenda import all_showings, festival_today, showings_of
from bot.dialogue.telling import Selection, Telling
from bot.dialogue.when import mention_of, read_asked, was_programme
from knowledge.model import FESTIVAL_KIND, Relation, Wh

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.dialogue.agenda import Showing
    from bot.dialogue.telling import Told
    from bot.dialogue.turns import Case
    from bot.dialogue.when import Asked
    from bot.dialogue.wording import Wording
    from bot.understanding.view import View
    from knowledge.model import EntityId

NOUN = 0.8
"""Weight of a word that a programme does not account for."""
PROGRAMME_CUES = frozenset({"schedule", "content", "programme"})
"""Attributes whose forms also ask for a day's programme: 27号有什么内容."""
RUNNING_CUES = frozenset({"status", "films"})
"""And those that 正在进行什么, 正在放什么 ask with."""
TIMELY = frozenset({"time", "clock", "status", "venue", "sessions", "hours"})
"""Attributes that a day may narrow down: 10号几点有, 明天有几场."""


class Programme:
    """Answers for stretches of time, of one knowledge."""

    def __init__(self, wording: Wording) -> None:
        """Keep the words; nothing is changed afterwards."""
        self._knowledge = wording.knowledge
        self._frame = wording.knowledge.frame
        self._telling = Telling(wording)
        self._showings = tuple(all_showings(wording.knowledge))
        kinds = self._knowledge.kinds
        self._places = {one.id for one in self._knowledge.entities.values() if kinds[one.kind].where}

    def answer(self, case: Case) -> Told | None:
        """What there is when it is asked for; None where no programme is asked for."""
        asked = read_asked(case, self._knowledge)
        thing = self._thing_on_a_day(case, asked)
        if thing and asked:
            return self._telling.tell_days(case, asked, Selection(showings=self._all_of(thing), thing=thing))
        selected = case.interpretation.selection
        if selected and (asked or is_now(case) or is_next(case)):
            found = tuple(one for one in self._showings if one.entity.id in selected.things)
            return self._tell(case, asked, Selection(showings=found, kinds=(selected.kind,)))
        return self._tell(case, asked, self._selection(case)) if self._is_asked(case, asked) else None

    def _tell(self, case: Case, asked: Asked | None, chosen: Selection) -> Told:
        """What of it comes next, is on now, or is on the days asked for."""
        if is_next(case) and (asked is None or self._is_today(case, asked)):
            return self._telling.tell_next(case, chosen, _after(case))
        if asked is None:
            return self._telling.tell_now(case, chosen)
        return self._telling.tell_days(case, asked, chosen)

    # --- whether it is asked for ----------------------------------------------------------------

    def _is_asked(self, case: Case, asked: Asked | None) -> bool:
        """Whether it is the time that is asked about, and nothing that takes place then."""
        views = case.interpretation.views
        now = is_now(case)
        if asked is None and not now and not is_next(case):
            return False
        asks_day = case.interpretation.has("schedule")
        cues = {cue for view in views for cue in view.cues} - PROGRAMME_CUES - (RUNNING_CUES if now else frozenset())
        if (cues and not asks_day) or self._is_of_a_thing(case):
            return False
        other = any(_is_other(view, now=now) for view in views)
        is_loose = asked is None or (asked.mention is not None and asked.mention.first is None)
        if is_loose and (other or not self._showings):
            return False
        claims = case.interpretation.has("yes-no") and not other and not is_loose
        asks = asks_day or claims or any(view.sorts for view in views)
        asks = asks or (asked is None and not cues and any(view.wh for view in views))
        asks = asks or (asked is not None and self._is_bare(views))
        return asks or (self._goes_on(case, asked) and not cues and not any(view.things for view in views))

    def _is_bare(self, views: tuple[View, ...]) -> bool:
        """Whether it is no more than a time and a place: 明天三点半 TR211."""
        rest = [view for view in views if not (view.is_time or view.is_light)]
        return bool(rest) and all(view.things and view.things <= self._places for view in rest)

    def _is_of_a_thing(self, case: Case) -> bool:
        """Whether something that takes place is asked about, or its time is claimed."""
        own = any(view.own for view in case.interpretation.views)
        return own or bool(self._named(case)) or self._is_claim_about_time(case)

    def _named(self, case: Case) -> set[EntityId]:
        """The things named that are neither places nor all of it."""
        named = {thing for view in case.interpretation.views for thing in view.things}
        return named - self._places - {self._frame.entity}

    def _goes_on(self, case: Case, asked: Asked | None) -> bool:
        """那27号呢, 再下一场呢: what leaves the rest unsaid; a bare part of a day only after a programme."""
        if not case.interpretation.has("topic"):
            return asked is None and is_next(case) and case.state.moment is not None
        return asked is None or asked.mention is None or bool(asked.mention.first) or case.state.day is not None

    def _is_claim_about_time(self, case: Case) -> bool:
        """是27号吧, after a question when something is."""
        asks_day = any("schedule" in view.marks or view.sorts for view in case.interpretation.views)
        attributes = (self._knowledge.attributes[one] for one in case.state.attributes)
        timely = any(attribute.answers is Wh.WHEN for attribute in attributes)
        return timely and case.interpretation.has("yes-no") and not asks_day and not case.interpretation.has("other")

    def _thing_on_a_day(self, case: Case, asked: Asked | None) -> EntityId | None:
        """The one thing with several occurrences of which a day's are asked for: 白鹭明天几点."""
        views = case.interpretation.views
        named = self._named(case)
        cues = {cue for view in views for cue in view.cues}
        own = any(view.own or view.parts for view in views)
        if asked is None or asked.mention is None or not asked.mention.first or len(named) != 1 or own:
            return None
        thing = self._knowledge.entities[next(iter(named))]
        return thing.id if len(thing.occurrences) > 1 and cues <= TIMELY else None

    def _is_today(self, case: Case, asked: Asked) -> bool:
        """Whether no other day and no hour is named."""
        today = festival_today(case.now, self._frame)
        return asked.days == (today, today) and bool(asked.mention and not asked.mention.at)

    # --- what of it -----------------------------------------------------------------------------

    def _all_of(self, thing: EntityId) -> tuple[Showing, ...]:
        return tuple(showings_of(self._knowledge.entities[thing], self._frame))

    def _selection(self, case: Case) -> Selection:
        """The programme of the place and the kinds that are named, where they are not all of it."""
        views = case.interpretation.views
        named = {thing for view in views for thing in view.things} & self._places
        place = next(iter(sorted(named - self._places_of_all)), None)
        sorts = {kind for view in views for kind in view.sorts}
        kinds = set() if FESTIVAL_KIND in sorts else sorts & {one.entity.kind for one in self._showings}
        told = told_before(case)
        found = tuple(
            one
            for one in self._showings
            if (not kinds or one.entity.kind in kinds)
            and (not place or self._is_at(one.occurrence.venue, place))
            and one.entity.id not in told
        )
        return Selection(showings=found, place=place, kinds=tuple(sorted(kinds)), is_rest=bool(told))

    @property
    def _places_of_all(self) -> set[EntityId]:
        """Where the festival is, and so everything."""
        venue = self._knowledge.festival.facts.get("venue")
        return set(venue.value.entities) if venue and isinstance(venue.value, Relation) else set()

    def _is_at(self, venue: EntityId | None, place: EntityId) -> bool:
        """Whether a venue is the place, or lies in it."""
        while venue is not None and venue != place:
            venue = self._knowledge.entities[venue].part_of
        return venue == place


def is_now(case: Case) -> bool:
    """现在有什么, 正在进行什么; no day or hour is named beside it."""
    said = any(time.is_now for time in case.interpretation.times) or case.interpretation.has("running")
    return said and mention_of(case) is None


def is_next(case: Case) -> bool:
    """接下来有什么, 下一场是什么, 再下一项."""
    return any(case.interpretation.has(mark) for mark in ("future", "next-one", "further"))


def told_before(case: Case) -> Collection[EntityId]:
    """那天还有别的吗: what was talked about just now."""
    if not (case.interpretation.has("that-day") and case.interpretation.has("other")):
        return ()
    if was_programme(case):
        return case.state.listed.things if case.state.listed else ()
    return (case.state.focus,) if case.state.focus else ()


def _after(case: Case) -> datetime | None:
    """再下一场: after what was told last."""
    return case.state.moment if case.interpretation.has("further") else None


def _is_other(view: View, *, now: bool) -> bool:
    """Whether a token is about something that no programme accounts for."""
    verbs = view.verbs and not now
    return bool(view.parts or view.hints or verbs or view.token.weight >= NOUN)
