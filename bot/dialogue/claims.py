"""Yes/no questions: whether what they claim is so."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.dialogue.agenda import days_meant, festival_days, showings_of, window_of
from bot.understanding.normalise import clean
from knowledge.model import Listing, Quantity, Relation, Wh
from knowledge.spoken_times import read_days

ANY_COUNTER = "个"
NOON, TEN_THOUSAND = 12, 10_000
EXCUSED = 9.0
"""A wrong claim accounts for all that nothing explains."""
# 近20万
TENS_OF_THOUSANDS = re.compile(r"[0-9]+(?=万)")
TIMELY = frozenset({"time", "clock", "summary", "status", "venue"})
"""Attributes under which a day may be claimed."""

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime, time

    from bot.dialogue.agenda import Showing
    from bot.dialogue.wording import Wording
    from bot.understanding.candidates import Asked
    from bot.understanding.model import TimeMention
    from bot.understanding.understander import Interpretation
    from knowledge.model import EntityId, Fact, FactId, Frame, KindId


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is said before the fact."""

    prefix: str = ""
    excuses: float = 0.0
    """Weight of words that the claim accounts for though the fact does not have them."""


def judge_claim(interpretation: Interpretation, asked: Asked, wording: Wording, now: datetime) -> Verdict:
    """Compare what is claimed with the fact."""
    asks = any(view.wh for view in interpretation.views) or interpretation.has("choice")
    if asks or not interpretation.has("yes-no"):
        return Verdict()
    verdicts = [
        _claimed_day(interpretation, asked, wording, now),
        _claimed_hour(interpretation, asked, wording),
        _claimed_number(interpretation, asked, wording),
        _claimed_thing(interpretation, asked, wording),
        _claimed_member(interpretation, asked),
    ]
    if False in verdicts:
        return Verdict(prefix=wording.say("no"), excuses=EXCUSED)
    if interpretation.has("only") and _is_more_than(interpretation, asked, wording):
        return Verdict(prefix=wording.say("not_only"))
    if True in verdicts:
        return Verdict(prefix=wording.say("yes"))
    if _lacks_member(interpretation, asked):
        return Verdict(prefix=wording.say("claim_unknown"), excuses=EXCUSED)
    return _unknown_member(interpretation, asked, wording)


def claimed_identity(interpretation: Interpretation, wording: Wording) -> tuple[EntityId, EntityId] | None:
    """The two things of which one is said to be the other: 张小梅是不是区委书记; None where none is."""
    views = interpretation.views
    if not interpretation.has("yes-no") or interpretation.has("or") or any(view.cues or view.wh for view in views):
        return None
    places = [place for place, view in enumerate(views) if len(view.things) == 1]
    if len(places) != 2 or not any("is" in view.marks for view in views[places[0] : places[1]]):  # noqa: PLR2004
        return None
    (one,), (other,) = (views[place].things for place in places)
    return (one, other) if one != other and _same_kind((one,), other, wording) else None


def claimed_office(interpretation: Interpretation, wording: Wording) -> EntityId | None:
    """The person who is said to hold an office: 张智奎是永川区区长吧; None where none is."""
    views = interpretation.views
    if len(views) < 3 or not interpretation.has("yes-no") or any(view.wh for view in views):  # noqa: PLR2004
        return None
    people = [one for one in views[0].things if wording.knowledge.kind_of(one).who]
    attributes = [wording.knowledge.attributes[cue] for view in views[2:] for cue in view.cues]
    is_office = any(attribute.answers is Wh.WHO for attribute in attributes)
    return people[0] if people and "is" in views[1].marks and is_office else None


def _is_more_than(interpretation: Interpretation, asked: Asked, wording: Wording) -> bool:
    """Whether there is more than what is claimed to be the only one."""
    days = [time for time in interpretation.times if time.first]
    occurrences = wording.knowledge.entities[asked.entity].occurrences
    return _size(asked.fact) > 1 or bool(days and occurrences and occurrences[0].first != occurrences[-1].last)


def _claimed_hour(interpretation: Interpretation, asked: Asked, wording: Wording) -> bool | None:
    """Whether the hours that are named are the thing's; 8点 may be meant for 20:00."""
    known = [one.at for one in wording.knowledge.entities[asked.entity].occurrences if one.at]
    claimed = [time for time in interpretation.times if time.at]
    if asked.attribute not in TIMELY or not known or not claimed:
        return None
    return all(any(_is_hour(time, at) for at in known) for time in claimed)


def _is_hour(claimed: TimeMention, at: time) -> bool:
    if claimed.at is None:
        return False
    same = claimed.at.replace(hour=claimed.at.hour % NOON) == at.replace(hour=at.hour % NOON)
    return claimed.at == at or (same and claimed.part is None)


def _size(fact: Fact | None) -> int:
    """How many things or elements a fact's value has."""
    if fact and isinstance(fact.value, Listing):
        return len(fact.value.elements)
    return len(fact.value.entities) if fact and isinstance(fact.value, Relation) else 1


def _claimed_day(interpretation: Interpretation, asked: Asked, wording: Wording, now: datetime) -> bool | None:
    """Whether the days that are named are days of the thing; None where none is named, or another thing is asked."""
    occurrences = wording.knowledge.entities[asked.entity].occurrences
    if not occurrences:
        return _claimed_written_day(interpretation, asked, wording)
    frame = wording.knowledge.frame
    times = [time for time in interpretation.times if time.first and not time.is_now]
    if asked.attribute not in TIMELY or not times:
        return None
    spans = [span for one in occurrences for span in (festival_days(one, frame), (one.first, one.last))]
    showings = showings_of(wording.knowledge.entities[asked.entity], frame)
    return all(
        any(
            _covers(spans, first, last) and _is_then(showings, time, first, frame)
            for first, last in days_meant(time, now, frame)
        )
        for time in times
    )


def _is_then(showings: Iterable[Showing], time: TimeMention, day: date, frame: Frame) -> bool:
    """Whether something is in the part of the day that is named; 26号下午 is wrong of 20:00."""
    return time.part is None or any(window_of(day, day, frame, time.part).takes(one) for one in showings)


def _covers(spans: Iterable[tuple[date, date]], first: date, last: date) -> bool:
    """Whether one of the spans has all the days."""
    return any(start <= first and last <= end for start, end in spans)


def _claimed_written_day(interpretation: Interpretation, asked: Asked, wording: Wording) -> bool | None:
    """The same where the day only stands in a text."""
    days = [time.first for time in interpretation.times if time.first and not time.is_now]
    if asked.fact is None or asked.attribute not in TIMELY or not days:
        return None
    text = wording.fact(asked.fact)
    if not read_days(text, days[0]):
        return None
    return all(wording.day(day, "month_day") in text for day in days)


def _claimed_number(interpretation: Interpretation, asked: Asked, wording: Wording) -> bool | None:
    """Whether the number that is named is the fact's; None where none is, or it counts something else."""
    fact = asked.fact
    if fact is None:
        return None
    claimed = set(TENS_OF_THOUSANDS.findall(interpretation.text))
    if isinstance(fact.value, Quantity) and claimed:
        return all(int(one) * TEN_THOUSAND == fact.value.amount for one in claimed)
    if claimed:
        return claimed <= set(TENS_OF_THOUSANDS.findall(wording.fact(fact)))
    if isinstance(fact.value, Quantity):
        counters = (fact.value.unit, ANY_COUNTER)
        same = [one.amount == fact.value.amount for one in interpretation.numbers if one.counter in counters]
        same += [one.place == fact.value.amount for one in interpretation.places if one.counter == fact.value.unit]
        return all(same) if same else None
    if isinstance(fact.value, (Listing, Relation)):
        return all(one.amount == _size(fact) for one in interpretation.numbers) if interpretation.numbers else None
    return None


def _claimed_thing(interpretation: Interpretation, asked: Asked, wording: Wording) -> bool | None:
    """Whether the things and list elements that are named belong to the fact; None where none is claimed."""
    if asked.fact is None:
        return None
    things = [view.things for view in interpretation.views if view.things and asked.entity not in view.things]
    claimed = [fact for view in interpretation.views for fact in view.parts]
    if asked.fact.id in claimed:
        rivals = [one for one in things if _same_kind(one, asked.entity, wording)]
        return not rivals and not _is_glued(interpretation, asked.fact.id)
    if (
        any(view.is_place for view in interpretation.views)
        and wording.knowledge.attributes[asked.attribute].answers is Wh.WHERE
    ):
        return all(view.token.text in wording.fact(asked.fact) for view in interpretation.views if view.is_place)
    if isinstance(asked.fact.value, Relation):
        targets = set(asked.fact.value.entities)
        rivals = [one for one in things if _kinds(one, wording) & _kinds(targets, wording)]
        return all(one & targets for one in rivals) if rivals else None
    people = [one for one in things if any(wording.knowledge.kinds[kind].who for kind in _kinds(one, wording))]
    if people and wording.knowledge.attributes[asked.attribute].answers is Wh.WHO:
        text = wording.fact(asked.fact)
        return all(any(wording.knowledge.entities[thing].name in text for thing in one) for one in people)
    return None


def _members(interpretation: Interpretation, asked: Asked) -> list[str]:
    """The words of what such things may have (停车), where the fact is a list of that."""
    listing = asked.fact and isinstance(asked.fact.value, Listing)
    return [view.token.text for view in interpretation.views if listing and asked.attribute in view.members]


def _claimed_member(interpretation: Interpretation, asked: Asked) -> bool | None:
    """可以停车吗: True where an element has the word; nothing is known from its not being there."""
    words = _members(interpretation, asked)
    return True if words and not _lacks_member(interpretation, asked) else None


def _lacks_member(interpretation: Interpretation, asked: Asked) -> bool:
    """Whether no element of the list has a word that asks for one."""
    elements = asked.fact.value.elements if asked.fact and isinstance(asked.fact.value, Listing) else ()
    names = [clean(name).text for one in elements for name in (one.name, *one.aliases)]
    return any(all(word not in name for name in names) for word in _members(interpretation, asked))


def _is_glued(interpretation: Interpretation, fact: FactId) -> bool:
    """Whether an unknown word makes another name of the element: 国家 + 电影局."""
    pairs = itertools.pairwise(interpretation.views)
    return any(
        fact in name.parts and before.token in interpretation.reading.unexplained
        for before, name in pairs
        if before.token.span[1] == name.token.span[0]
    )


def _kinds(things: Iterable[EntityId], wording: Wording) -> set[KindId]:
    return {wording.knowledge.entities[thing].kind for thing in things}


def _same_kind(things: Iterable[EntityId], thing: EntityId, wording: Wording) -> bool:
    return wording.knowledge.entities[thing].kind in _kinds(things, wording)


def _unknown_member(interpretation: Interpretation, asked: Asked, wording: Wording) -> Verdict:
    """重庆市教委是主办单位吗, 签约的是戛纳电影节吗: a fact that does not have what is claimed."""
    missed = [view for view in interpretation.views if view.token in interpretation.reading.unexplained]
    if not (asked.fact and asked.fact.complete and missed) or any(view.cues for view in missed):
        return Verdict()
    cued = any(asked.attribute in view.cues for view in interpretation.views)
    if cued or _has_head_of_claim(interpretation, wording.fact(asked.fact)):
        return Verdict(prefix=wording.say("claim_unknown"), excuses=EXCUSED)
    return Verdict()


def _has_head_of_claim(interpretation: Interpretation, text: str) -> bool:
    """Whether the fact speaks of the same sort of thing as an unknown name: 戛纳 + 电影节."""
    pairs = itertools.pairwise(interpretation.views)
    return any(
        name.token in interpretation.reading.unexplained and len(head.token.text) > 1 and head.token.text in text
        for name, head in pairs
    )
