"""Whether a question asks what there is on a day, now or next, and of which part of the programme."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from bot.dialogue.agenda import all_showings, festival_today, showings_of
from bot.dialogue.answers import say_unpublished
from bot.dialogue.claims import QUESTION_MARK
from bot.dialogue.state import Query
from bot.dialogue.telling import Selection, Telling, Told
from bot.dialogue.turns import Topic
from bot.dialogue.when import mention_of, read_asked, was_programme
from bot.understanding.senses import Light
from knowledge.model import FESTIVAL_KIND, Relation, Wh

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.dialogue.agenda import Showing
    from bot.dialogue.turns import Case
    from bot.dialogue.when import Asked
    from bot.dialogue.wording import Wording
    from bot.understanding.view import View
    from knowledge.model import AttributeId, EntityId

NOUN = 0.8
"""Weight of a word that a programme does not account for."""
PROGRAMME_CUES = frozenset({"schedule", "content", "programme"})
"""Attributes whose forms also ask for a day's programme: 27号有什么内容."""
RUNNING_CUES = frozenset({"status", "films"})
"""And those that 正在进行什么, 正在放什么 ask with."""
SHOWING_VERBS = frozenset({"programme", "films", "content"})
"""Attributes whose verbs ask for the programme of a place: 今晚大剧院演什么."""
NARROWED_CUES = frozenset({"time", "clock", "venue", "sessions"})
"""And those that 今晚几点有戏, 下一场在哪 ask with."""
TIMELY = frozenset({"time", "clock", "status", "venue", "sessions", "hours"})
"""Attributes that a day may narrow down: 10号几点有, 明天有几场."""


class Programme:
    """Answers for stretches of time, of one knowledge."""

    def __init__(self, wording: Wording) -> None:
        """Keep the words; nothing is changed afterwards."""
        self._wording = wording
        self._knowledge = wording.knowledge
        self._frame = wording.knowledge.frame
        self._telling = Telling(wording)
        self._showings = tuple(all_showings(wording.knowledge))
        self._kinds = frozenset(one.entity.kind for one in self._showings)
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
        undated = self._undated_thing(case)
        if undated:
            said = say_unpublished(self._knowledge.entities[undated], "time", self._wording)
            return Told(said=(said,), topic=Topic(focus=undated, asked=(Query(entity=undated, attribute="time"),)))
        if self._asks_the_date(case, asked):
            return self._telling.tell_date(case, asked)
        return self._tell(case, asked, self._selection(case)) if self._is_asked(case, asked) else None

    def _tell(self, case: Case, asked: Asked | None, chosen: Selection) -> Told | None:
        """One of a day, what comes next, what there is now, or what on the days asked for."""
        if asked and case.interpretation.places:
            return self._telling.tell_one(case, asked, chosen, case.interpretation.places[0].place)
        if is_next(case) and (asked is None or self._is_today(case, asked)):
            return self._telling.tell_next(case, chosen, _after(case))
        if asked is None:
            return self._telling.tell_now(case, chosen)
        return self._telling.tell_days(case, asked, chosen)

    # --- whether it is asked for ----------------------------------------------------------------

    def _asks_the_date(self, case: Case, asked: Asked | None) -> bool:
        """今天几号, 现在几点; nothing else is in it."""
        views = case.interpretation.views
        pointed = asked and asked.mention and asked.mention.relative and asked.is_one_day
        mark = "which-day" if pointed else "which-hour" if any(one.is_now for one in case.interpretation.times) else ""
        return case.interpretation.has(mark) and all(
            view.is_time or mark in view.marks or (view.is_light and not view.tells) for view in views
        )

    def _is_asked(self, case: Case, asked: Asked | None) -> bool:
        """Whether it is the time that is asked about, and nothing that takes place then."""
        views = case.interpretation.views
        if (asked is None and not is_now(case) and not is_next(case)) or self._is_of_a_thing(case):
            return False
        asks_day = case.interpretation.has("schedule") and not self._asks_for_some(case)
        cues = self._other_cues(case)
        other = any(self._is_other(case, view) for view in views)
        is_loose = asked is None or (asked.mention is not None and asked.mention.first is None)
        if (cues and not asks_day) or _is_somewhere_else(case) or (is_loose and (other or not self._showings)):
            return False
        claims = case.interpretation.has("yes-no") and not other and not is_loose
        counts = any(view.counts for view in views) and not is_loose and not other
        picks = asked is not None and (
            bool(case.interpretation.places) or counts or _is_bare_time(case) or self._is_bare(views)
        )
        if asks_day or claims or picks or any(view.sorts for view in views):
            return True
        what = any(view.wh or view.holds is Wh.WHAT for view in views)
        return not cues and ((what and self._is_open(case, asked)) or self._goes_on(case, asked))

    def _asks_for_some(self, case: Case) -> bool:
        """那天有什么奖, 有什么好看的电视剧: whether the 有什么 is about something that no programme tells."""
        said = [view for view in case.interpretation.views if not all(isinstance(s, Light) for s in view.token.senses)]
        other = self._other_cues(case) | {one for view in said for one in view.verbs - SHOWING_VERBS - {"organisers"}}
        return any(
            "schedule" in view.marks and ((after.cues | after.verbs) & other or _is_strange_noun(after))
            for view, after in itertools.pairwise(said)
        )

    def _is_open(self, case: Case, asked: Asked | None) -> bool:
        """Whether a bare 什么 can only mean the programme: 接下来是什么, 今晚大剧院放什么."""
        return asked is None or bool(self._places_named(case))

    def _other_cues(self, case: Case) -> set[AttributeId]:
        """Attributes that are asked for and that no programme tells."""
        views = case.interpretation.views
        cues = {cue for view in views for cue in view.cues} - PROGRAMME_CUES
        if is_now(case) or self._places_named(case):
            cues -= RUNNING_CUES
        counts = any(view.counts for view in views)
        narrows = is_next(case) or counts or any(view.sorts & self._kinds for view in views)
        return cues - NARROWED_CUES if narrows else cues

    def _is_other(self, case: Case, view: View) -> bool:
        """Whether a token is about something that no programme accounts for."""
        verbs = set() if is_now(case) else view.verbs - (SHOWING_VERBS if self._places_named(case) else set())
        return bool(view.parts or view.members or view.hints or verbs or view.token.weight >= NOUN)

    def _is_bare(self, views: tuple[View, ...]) -> bool:
        """Whether it is no more than a time and a place: 明天三点半 TR211."""
        rest = [view for view in views if not (view.is_time or view.is_light)]
        return bool(rest) and all(view.things and view.things <= self._places for view in rest)

    def _is_of_a_thing(self, case: Case) -> bool:
        """Whether something that takes place is asked about, or its time is claimed."""
        own = any(view.own for view in case.interpretation.views)
        named = self._named(case)
        return own or bool(named) or self._is_claim_about_time(case)

    def _excepted(self, case: Case) -> set[EntityId]:
        """除了白鹭还有什么."""
        return {thing for view in case.interpretation.excepted for thing in view.things}

    def _named(self, case: Case) -> set[EntityId]:
        """The things named that are neither places nor all of it."""
        named = {thing for view in case.interpretation.views for thing in view.things}
        return named - self._places - {self._frame.entity}

    def _goes_on(self, case: Case, asked: Asked | None) -> bool:
        """那27号呢, 大剧院呢, 再下一场呢: what leaves the rest unsaid; a bare part of a day only after a programme."""
        if any(view.things for view in case.interpretation.views) and (asked is None or asked.mention):
            return False
        if not case.interpretation.has("topic"):
            return asked is None and is_next(case) and case.state.moment is not None
        names_day = asked is None or asked.mention is None or asked.mention.first is not None
        return names_day or case.state.focus is None or case.state.day is not None

    def _is_claim_about_time(self, case: Case) -> bool:
        """是27号吧, 下午三点？, after a question when something is."""
        asks_day = any("schedule" in view.marks or view.sorts for view in case.interpretation.views)
        attributes = (self._knowledge.attributes[one] for one in case.state.attributes)
        timely = any(attribute.answers is Wh.WHEN for attribute in attributes)
        claims = case.interpretation.has("yes-no") or (
            case.interpretation.text.endswith(QUESTION_MARK) and _is_bare_time(case) and not _repeats(case)
        )
        return timely and claims and not asks_day and not case.interpretation.has("other")

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

    def _undated_thing(self, case: Case) -> EntityId | None:
        """The one thing of which a day is claimed, where no time of it is published: 27号有沙龙吗."""
        views = case.interpretation.views
        claims = case.interpretation.has("yes-no") and any(time.first for time in case.interpretation.times)
        cues = {cue for view in views for cue in view.cues}
        if len(self._named(case)) != 1 or not claims or not cues <= TIMELY or any(map(_is_special, views)):
            return None
        thing = self._knowledge.entities[next(iter(self._named(case)))]
        return thing.id if thing.kind in self._kinds and thing.announced and "time" not in thing.facts else None

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
        places = self._places_named(case)
        sorts = {kind for view in views for kind in view.sorts}
        kinds = set() if FESTIVAL_KIND in sorts else sorts & self._kinds
        if not sorts and not places and _repeats(case):
            places = tuple(one for one in case.state.narrowed or () if one in self._places)
            kinds = set(case.state.narrowed or ()) & set(self._knowledge.kinds)
        told = told_before(case)
        left_out = {*told, *self._excepted(case)}
        found = tuple(
            one
            for one in self._showings
            if (not kinds or one.entity.kind in kinds)
            and (not places or any(self._is_at(one.occurrence.venue, place) for place in places))
            and one.entity.id not in left_out
        )
        return Selection(showings=found, places=places, kinds=tuple(sorted(kinds)), is_rest=bool(told))

    def _places_named(self, case: Case) -> tuple[EntityId, ...]:
        """The places that are named, where they are not that of everything."""
        named = [thing for view in case.interpretation.views for thing in sorted(view.things & self._places)]
        return tuple(dict.fromkeys(thing for thing in named if thing not in self._places_of_all))

    @property
    def _places_of_all(self) -> set[EntityId]:
        """Where the festival is, and so everything; of several places each has its own programme."""
        venue = self._knowledge.festival.facts.get("venue")
        places = venue.value.entities if venue and isinstance(venue.value, Relation) else ()
        return set(places) if len(places) == 1 else set()

    def _is_at(self, venue: EntityId | None, place: EntityId) -> bool:
        """Whether a venue is the place, or lies in it."""
        while venue is not None and venue != place:
            venue = self._knowledge.entities[venue].part_of
        return venue == place


def _is_bare_time(case: Case) -> bool:
    """今晚, 27号: a day and nothing else."""
    views = case.interpretation.views
    if case.interpretation.has("yes-no") and not any(time.first for time in case.interpretation.times):
        return False
    return any(view.is_time for view in views) and all(view.is_time or view.is_light for view in views)


def is_now(case: Case) -> bool:
    """现在有什么, 正在进行什么; no day or hour is named beside it."""
    said = any(time.is_now for time in case.interpretation.times) or case.interpretation.has("running")
    return said and mention_of(case) is None


def is_next(case: Case) -> bool:
    """接下来有什么, 下一场是什么, 再下一项."""
    goes_on = case.interpretation.has("further") and case.state.moment is not None
    return goes_on or case.interpretation.has("future") or case.interpretation.has("next-one")


def told_before(case: Case) -> Collection[EntityId]:
    """那天还有别的吗: what was talked about just now."""
    if not (case.interpretation.has("that-day") and case.interpretation.has("other")):
        return ()
    if was_programme(case):
        return case.state.rows[0].things if case.state.rows else ()
    return (case.state.focus,) if case.state.focus else ()


def _after(case: Case) -> datetime | None:
    """再下一场: after what was told last."""
    return case.state.moment if case.interpretation.has("further") else None


def _is_special(view: View) -> bool:
    """Whether a token is about something else than when: an element, or a word that nothing accounts for."""
    return bool(view.own or view.parts or view.wh or (view.verbs and not view.things) or view.token.weight >= NOUN)


def _repeats(case: Case) -> bool:
    """明天呢, 再下一场呢: the same of another time."""
    is_bare = not any(view.wh or view.cues for view in case.interpretation.views)
    return is_bare and (case.interpretation.has("topic") or case.interpretation.has("further"))


def _is_somewhere_else(case: Case) -> bool:
    """Whether a place is named that is none of ours: 在 with an unknown noun behind it."""
    behind = False
    for view in case.interpretation.views:
        if behind and not view.token.senses and view.token.weight >= NOUN:
            return True
        behind = "at" in view.marks or (behind and view.is_light)
    return False


def _is_strange_noun(view: View) -> bool:
    return not view.token.senses and view.token.weight >= NOUN
