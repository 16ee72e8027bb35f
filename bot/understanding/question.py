"""The tokens of a question together: what is named, what is asked, what belongs to what."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.understanding.senses import Question, Verb
from bot.understanding.view import DEFINITE
from knowledge.model import SUMMARY, Wh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.understanding.candidates import Asked
    from bot.understanding.context import Context
    from bot.understanding.view import View
    from knowledge.model import AttributeId, EntityId, FactId, KindId

OPINION = "opinion"
"""What is asked with it is only judged: 八项活动哪个最没意思."""
AT = "在于"
NAME = "name"
"""The attribute that 叫什么 asks for; of what is no person, its introduction tells it."""
NEAR = 3
"""Tokens between a verb and its question word."""
COUNTED = "人家支位名队"
"""Single characters that a 几个 may count."""
BESIDES = frozenset({Wh.WHERE, Wh.WHEN, Wh.HOW_MUCH})
"""Question words that ask for something of their own beside another topic, where that is published."""
SEEKING = frozenset({Wh.WHAT, Wh.WHO, Wh.WHERE})
UNCOUNTED = "几少多个"
"""Last characters of a 多少 that do not tell what is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """The tokens of a question with what is often asked of them."""

    views: tuple[View, ...]
    before: tuple[AttributeId, ...] = ()
    """What was asked last; a bare claim (是管洪吗) is about that."""
    antecedents: dict[AttributeId, EntityId] = field(default_factory=dict)
    """The thing spoken of that each attribute is asked of, where the question names none."""
    telling: tuple[tuple[int, View], ...] = field(init=False)
    """The tokens that tell candidates apart, with their places."""
    things: frozenset[EntityId] = field(init=False)
    hints: frozenset[EntityId] = field(init=False)
    own: frozenset[FactId] = field(init=False)
    values: frozenset[FactId] = field(init=False)
    attributes: frozenset[AttributeId] = field(init=False)
    """Attributes whose forms stand in it."""
    last_topic: int = field(init=False)
    """Place of the last form of an attribute; -1 where there is none."""
    whs: frozenset[Wh] = field(init=False)
    whs_in: dict[int, set[Wh]] = field(init=False)
    """The question words of each clause."""
    sorts_in: dict[int, set[KindId]] = field(init=False)
    """The kinds of which each clause has a word."""
    claims: bool = field(init=False)
    """Whether it is a yes/no question."""
    offers: bool = field(init=False)
    """Whether it offers values to choose from: 入门还是进阶."""
    claimed_places: tuple[View, ...] = field(init=False)
    """What nobody knows behind a 在, in a yes/no question: 设在科技馆吗."""
    only_claims: bool = field(init=False)
    """Whether it asks whether something named is so, and nothing else: 是管洪吗."""
    sought: frozenset[KindId] = field(init=False)
    """Kinds of which one is asked for: 哪项活动, 什么人."""
    scopes: tuple[View, ...] = field(init=False)
    """The 八项活动 of 八项活动里, where something else is asked, or of 八项活动哪个最好: it only tells among what."""
    called: View | None = field(init=False)
    """What stands before a 叫什么: the name or description of what is to be named."""
    last_named: frozenset[EntityId] = field(init=False)
    """The things named last, which are the head where nothing else is: 永川的影视政策."""
    seeks_thing: bool = field(init=False)
    """Whether it gives a value and asks what that belongs to: AI3D在哪个区."""

    def __post_init__(self) -> None:
        """Gather once what every candidate is held against."""
        views = self.views
        whs_in: dict[int, set[Wh]] = defaultdict(set)
        sorts_in: dict[int, set[KindId]] = defaultdict(set)
        for view in views:
            sorts_in[view.token.clause] |= view.sorts
            if view.holds:
                whs_in[view.token.clause].add(view.holds)
        marks = {mark for view in views for mark in view.marks}
        claims = "yes-no" in marks and "choice" not in marks
        claims_only = claims and not any(view.asks or view.wh for view in views)
        attributes = [one for view in views for one in (*view.cues, *view.verbs)]
        found = {
            "telling": tuple((place, view) for place, view in enumerate(views) if view.tells),
            "things": frozenset(thing for view in views for thing in view.things),
            "hints": frozenset(thing for view in views for thing in view.hints),
            "own": frozenset(fact for view in views for fact in (*view.own, *view.fact_hints)),
            "values": frozenset(fact for view in views for fact in view.parts),
            "attributes": frozenset((*attributes, *self.before) if claims_only else attributes),
            "last_topic": max(
                (place for place, view in enumerate(views) if view.cues - {SUMMARY} and not view.holds), default=-1
            ),
            "whs_in": whs_in,
            "sorts_in": sorts_in,
            "whs": frozenset(view.holds for view in views if view.holds),
            "sought": frozenset(kind for view in views if whs_in[view.token.clause] & SEEKING for kind in view.sorts),
            "seeks_thing": any(view.holds for view in views) and not any(view.cues for view in views),
            "scopes": _scopes_beside(views),
            "called": find_called(views),
            "last_named": next((view.things for view in reversed(views) if view.things), frozenset()),
            "claims": claims,
            "claimed_places": tuple(find_claimed_places(views)) if claims else (),
            "offers": any("or" in view.marks for view in views),
            "only_claims": claims and not any(view.asks or view.wh for view in views),
        }
        for name, value in found.items():
            object.__setattr__(self, name, value)

    def names(self, one: Asked, chosen: list[Asked], context: Context) -> bool:
        """Whether the candidate's thing is named in some way, or was just spoken of."""
        spoken_of = (context.focus, chosen[-1].entity, self.antecedents.get(one.attribute))
        named = one.entity in self.things or one.entity in self.hints or one.entity in spoken_of
        given = self.values if self.things else self.own | self.values
        return named or (one.fact is not None and one.fact.id in given)

    def is_asked_noun(self, view: View) -> bool:
        """Whether it is what a question word asks for: the 城 of 什么城."""
        place = self.views.index(view)
        return place > 0 and self.views[place - 1].wh is Wh.WHAT

    def still_asks(self, explained: set[int], answered: frozenset[Wh], *, settled: bool) -> set[int]:
        """Places where something is asked beyond what is explained.

        Within a clause a question word belongs to the topic asked there (停车场在哪里 asks for one thing), and so does
        a second topic that no 和 or 、 joins to the first; but not a question word that what is published does not
        answer (`answered`): 免费电影在哪看. Where the last one was not published (`settled`), a bare question word in a
        clause of its own (有直播吗，在哪看) asks for nothing new.
        """
        return {
            place
            for place, view in enumerate(self.views)
            if place not in explained
            and (
                (view.asks and not self._belongs(place, explained))
                or (answered and view.wh in BESIDES - answered and not view.cues)
                or self._is_second(place, explained)
                or (view.wh is Wh.HOW_MUCH and view.cues)
            )
            and not (settled and view.wh and not self._has_topic(view.token.clause))
        }

    def _has_topic(self, clause: int) -> bool:
        return any(
            view.own or view.things or (view.cues and not view.wh) for view in self.views if view.token.clause == clause
        )

    def _is_second(self, place: int, explained: set[int]) -> bool:
        """A second thing that is asked about: joined to the first, or in a clause that asks on its own."""
        view = self.views[place]
        if not (view.things or view.parts):
            return False
        named = [other for other in explained if self.views[other].things or self.views[other].parts]
        if any(self._joined(place, other) for other in named):
            return True
        clause = [other for other in self.views if other.token.clause == view.token.clause]
        earlier = {self.views[other].token.clause for other in explained if self.views[other].things}
        return view.token.clause not in earlier and any(other.asks or other.wh for other in clause)

    def matters(self, place: int, explained: set[int]) -> bool:
        """Whether a token that nothing explains is a reason not to answer."""
        view = self.views[place]
        if view.counts and view.wh:
            return bool(self.counted_by(view)) or not self._belongs(place, explained)
        if view.wh in DEFINITE or (view.holds and view.asks):
            return not self._belongs(place, explained)
        if view.soft and place and Question(Wh.WHO) in self.views[place - 1].token.senses:
            return True
        if view.is_light or view.wh or view.sorts or view.marks:
            return False
        return bool(view.things or view.asks or view.parts or view.token.weight > 0)

    def _belongs(self, place: int, explained: set[int]) -> bool:
        clause = self.views[place].token.clause
        here = [other for other in explained if self.views[other].token.clause == clause]
        topics = [other for other in here if self.views[other].is_topic]
        if self.views[place].cues and self.views[place].holds:
            # a form that asks by itself belongs to no mere verb: 讲AIGC的那场几点开始
            topics = [other for other in topics if self.views[other].cues or self.views[other].own]
        return bool(topics) and not any(self._joined(place, other) for other in topics)

    def _joined(self, one: int, other: int) -> bool:
        """Whether only such as 和 stands between two places; bare topics may stand side by side: 时间地点."""
        low, high = sorted((one, other))
        between = self.views[low + 1 : high]
        bare = not (self.views[one].holds or self.views[other].holds)
        return all("and" in view.marks for view in between) and bool(between or bare)

    def is_beside(self, thing: EntityId, place: int) -> bool:
        """Whether another thing stands here, joined to this one: 管洪和张琼, 管洪、张琼."""
        if thing in self.views[place].things or not self.views[place].things:
            return False
        return any(
            self._joins(*sorted((place, other))) for other, view in enumerate(self.views) if thing in view.things
        )

    def _joins(self, low: int, high: int) -> bool:
        between = self.views[low + 1 : high]
        gap = self.views[low].token.span[1] < self.views[high].token.span[0]
        return gap and len(between) <= 1 and all("with" in view.marks for view in between)

    def counted_by(self, view: View) -> str:
        """The counter or the noun that a 多少 counts: 支 in 几支队伍, 学生 in 多少学生."""
        counter = view.token.text[-1]
        if counter not in UNCOUNTED:
            return counter
        after = [one for one in self.views[self.views.index(view) + 1 :] if one.token.clause == view.token.clause]
        if after and after[0].cues:
            # 几个议题 counts what is asked for itself
            return ""
        words = (other.token.text for other in after[:2] if not other.marks)
        return next((word for word in words if len(word) > 1 or word in COUNTED), "")

    def is_near_its_question_word(self, view: View) -> bool:
        """Whether a verb stands beside 什么 or 怎么 (放什么, 怎么去); 谁 and 哪里 may stand anywhere in the clause."""
        places = [p for p, other in enumerate(self.views) if other.holds and other.token.clause == view.token.clause]
        loose = any(self.views[place].holds not in (Wh.WHAT, Wh.HOW) for place in places)
        here = self.views.index(view)
        return loose or any(abs(here - place) <= NEAR for place in places)

    def governs(self, thing: EntityId, gained: set[int]) -> bool:
        """Whether the thing is the nearest one before (else after) some cue that was gained."""
        return any(
            thing in self._governors(place) for place in gained if self.views[place].asks or self.views[place].verbs
        )

    def _governors(self, place: int) -> frozenset[EntityId]:
        clause = self.views[place].token.clause
        before = [view for view in self.views[:place] if view.things]
        after = [view for view in self.views[place:] if view.things and view.token.clause == clause]
        same = [view for view in before if view.token.clause == clause]
        nearest = same[-1:] or after[:1] or before[-1:]
        return nearest[0].things if nearest else frozenset()


def find_called(views: tuple[View, ...]) -> View | None:
    """The name or description nearest before a 叫什么, in its clause."""
    place = next((at for at, view in enumerate(views) if NAME in view.cues and view.holds), 0)
    before = (view for view in reversed(views[:place]) if view.token.clause == views[place].token.clause)
    called = next((view for view in before if view.things or view.hints or view.sorts or view.verbs), None)
    return called if called and (called.things or called.hints or called.sorts) else None


def find_claimed_places(views: tuple[View, ...]) -> Iterator[View]:
    """The words without a meaning that follow a 在 in its clause."""
    if any(all(isinstance(sense, Verb) for sense in view.token.senses) and view.verbs for view in views):
        # 在网上约 tells what is done
        return
    for place, view in enumerate(views):
        behind = itertools.takewhile(lambda other: other.is_light or not other.token.senses, views[place + 1 :])
        if "at" in view.marks and view.token.text[-1] in AT:
            yield from (other for other in behind if other.token.clause == view.token.clause and not other.is_light)


def find_scopes(views: tuple[View, ...]) -> tuple[View, ...]:
    """The forms before a 里: 八项活动里."""
    return tuple(view for view, after in itertools.pairwise(views) if view.cues and "among" in after.marks)


def _scopes_beside(views: tuple[View, ...]) -> tuple[View, ...]:
    judged = {view.token.clause for view in views if OPINION in view.cues and view.holds}
    among = (view for view in views if view.token.clause in judged and view.cues and OPINION not in view.cues)
    scopes = (*find_scopes(views), *among)
    return scopes if any(view.cues and view not in scopes for view in views) else ()
