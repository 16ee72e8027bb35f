"""Yes/no questions: whether what they claim is so."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.dialogue.agenda import day_of, days_meant, festival_days, showings_of, window_of
from bot.understanding.normalise import clean
from bot.understanding.question import find_claimed_places
from bot.understanding.senses import ANY_COUNTER
from bot.understanding.time_words import read_number
from bot.understanding.tokens import NOUN
from knowledge.model import Listing, Quantity, Relation, ValueKind, Wh
from knowledge.spoken_times import read_days

QUESTION_MARK = "?"
MONEY_COUNTERS = "元块"
SCOPE = 2
"""Words before a 里 that tell among what something is."""
NOON, TEN_THOUSAND = 12, 10_000
EXCUSED = 9.0
"""A wrong claim accounts for all that nothing explains."""
# 近20万
TENS_OF_THOUSANDS = re.compile(r"[0-9]+(?=万)|[一二两三四五六七八九十]+(?=万)")
BEGINNING = re.compile("[从自].*(?:开始|起)")
"""从26号开始 claims the first day, 26号 any."""
TIMELY = frozenset({"time", "clock", "summary", "status", "venue"})
"""Attributes under which a day may be claimed."""

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime, time

    from bot.dialogue.agenda import Showing
    from bot.dialogue.wording import Wording
    from bot.understanding.candidates import Asked
    from bot.understanding.model import TimeMention
    from bot.understanding.understander import Interpretation
    from bot.understanding.view import View
    from knowledge.base import Knowledge
    from knowledge.model import EntityId, Fact, FactId, Frame, KindId


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is said before the fact."""

    prefix: str = ""
    excuses: float = 0.0
    """Weight of words that the claim accounts for though the fact does not have them."""


def judge_claim(interpretation: Interpretation, asked: Asked, wording: Wording, now: datetime) -> Verdict:
    """Compare what is claimed with the fact."""
    asks = any(view.wh for view in _outside_scopes(interpretation.views)) or interpretation.has("choice")
    if asks or not interpretation.has("yes-no"):
        return Verdict()
    return _compare(interpretation, asked, wording, now) or _unknown_member(interpretation, asked, wording)


def _outside_scopes(views: tuple[View, ...]) -> Iterator[View]:
    """What is said but for the 几家单位 of 几家单位里有没有, which only tells among what something is."""
    ends = [place for place, view in enumerate(views) if "among" in view.marks]
    return (view for place, view in enumerate(views) if not any(0 < end - place <= SCOPE for end in ends))


def _compare(interpretation: Interpretation, asked: Asked, wording: Wording, now: datetime) -> Verdict | None:
    """Whether all that is claimed is so; None where nothing can be compared."""
    verdicts = [
        _claimed_day(interpretation, asked, wording, now),
        _claimed_hour(interpretation, asked, wording),
        _claimed_part(interpretation, asked, wording),
        _claimed_number(interpretation, asked, wording),
        _claimed_count(interpretation, asked, wording),
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
    return None


def is_bare_claim(interpretation: Interpretation, asked: Asked, knowledge: Knowledge, *, sought: bool) -> bool:
    """Whether it only claims something, and that of what was asked: 是十项吗, 是戛纳吗, 真的不用.

    Where a thing was sought by what is said of it (AI3D在哪个区), 是虚拟创世吗 claims another one.
    """
    views = interpretation.views
    claims = interpretation.has("yes-no") or interpretation.text.endswith(QUESTION_MARK)
    if not claims or interpretation.has("topic"):
        return False
    if _tells_other(interpretation, asked) or any(
        view.asks or view.wh or view.verbs or view.sorts or view.hints or view.soft for view in views
    ):
        return False
    rivals = {one.id for one in knowledge.kinds.values() if one.who}
    if sought:
        rivals.add(knowledge.entities[asked.entity].kind)
    may_rival = rivals if interpretation.has("yes-no") else set()
    return all(_is_claimable(view, asked, may_rival, knowledge) for view in _claimed(interpretation))


def _tells_other(interpretation: Interpretation, asked: Asked) -> bool:
    """Whether a word of what the thing may have, or a value, leads to another attribute of it: 能上网吗, 是经济型吗."""
    views = interpretation.views
    values = {name.split(".", 1)[1] for view in views for name in view.fact_hints}
    told = values.union(*(view.members for view in views)) - {asked.attribute}
    return any(one.entity == asked.entity and one.attribute in told for one in interpretation.reading.asked[:1])


def _claimed(interpretation: Interpretation) -> list[View]:
    """What is claimed, besides times and numbers."""
    told = [view for view in interpretation.views if not (view.is_time or view.token.text.isdecimal())]
    return [view for view in told if view.things or (view.content > 0 and not view.is_light)]


def is_comparable(interpretation: Interpretation, asked: Asked, wording: Wording, now: datetime) -> bool:
    """Whether times and numbers that are claimed can be held against what was asked."""
    if asked.fact is None and asked.kind is None:
        return True
    measured = interpretation.numbers or any(not time.duration for time in interpretation.times)
    return not measured or _compare(interpretation, asked, wording, now) is not None


def _is_claimable(view: View, asked: Asked, rivals: set[KindId], knowledge: Knowledge) -> bool:
    """Whether something said could be the value of what was asked, or a thing in place of the one it was asked of."""
    if asked.fact is None:
        return False
    if not view.things:
        return not view.parts or asked.fact.id in view.parts
    kinds = {knowledge.entities[thing].kind for thing in view.things}
    wh = knowledge.attributes[asked.attribute].answers
    if isinstance(asked.fact.value, Relation):
        targets = {knowledge.entities[one].kind for one in asked.fact.value.entities}
        where = wh is Wh.WHERE and any(knowledge.kinds[kind].where for kind in kinds)
        return where or bool(kinds & (targets | rivals))
    return bool(kinds & rivals)


def judge_bare_claim(interpretation: Interpretation, asked: Asked, wording: Wording, now: datetime) -> Verdict:
    """The same where the question is the last one; words that its fact has not are no part of what is known."""
    verdict = _compare(interpretation, asked, wording, now)
    claimed = _claimed(interpretation)
    if verdict or not claimed or asked.fact is None:
        return replace(verdict or Verdict(), excuses=EXCUSED)
    text = wording.fact(asked.fact)
    if all(view.token.text in text for view in claimed):
        return Verdict(prefix=wording.say("yes"), excuses=EXCUSED)
    rivals = any(view.things and asked.entity not in view.things for view in claimed)
    return Verdict(prefix=wording.say("no" if rivals else "claim_unknown"), excuses=EXCUSED)


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


def _claimed_part(interpretation: Interpretation, asked: Asked, wording: Wording) -> bool | None:
    """Whether a part of the day that is named by itself (是晚上吗) is the thing's."""
    entity, frame = wording.knowledge.entities[asked.entity], wording.knowledge.frame
    known = [one for one in showings_of(entity, frame) if one.occurrence.at or one.occurrence.part]
    claimed = [time for time in interpretation.times if time.part and not (time.at or time.first)]
    if asked.attribute not in TIMELY or not known or not claimed:
        return None
    return all(any(_is_then([one], time, day_of(one.start, frame), frame) for one in known) for time in claimed)


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
    if asked.attribute == "end" and times:
        return all((occurrences[-1].last, occurrences[-1].last) in days_meant(time, now, frame) for time in times)
    if asked.attribute not in TIMELY or not times:
        return None
    starts = [time for time in times if BEGINNING.fullmatch(interpretation.text, *time.span)]
    if any(time.first != occurrences[0].first for time in starts):
        return False
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


def _tens_of_thousands(text: str) -> set[int]:
    """The numbers before a 万."""
    return {read_number(one) for one in TENS_OF_THOUSANDS.findall(text)}


def _claimed_number(interpretation: Interpretation, asked: Asked, wording: Wording) -> bool | None:
    """Whether the number that is named is the fact's; None where none is, or it counts something else."""
    fact = asked.fact
    if fact is None:
        return None
    claimed = _tens_of_thousands(interpretation.text)
    if isinstance(fact.value, Quantity) and claimed:
        return all(one * TEN_THOUSAND == fact.value.amount for one in claimed)
    if claimed:
        return claimed <= _tens_of_thousands(wording.fact(fact))
    if isinstance(fact.value, Quantity):
        money = wording.knowledge.attributes[asked.attribute].value is ValueKind.MONEY
        counters = (fact.value.unit, ANY_COUNTER, "", *(MONEY_COUNTERS if money else ""))
        same = [one.amount == fact.value.amount for one in interpretation.numbers if one.counter in counters]
        same += [one.place == fact.value.amount for one in interpretation.places if one.counter == fact.value.unit]
        return all(same) if same else None
    if isinstance(fact.value, (Listing, Relation)):
        # 日本的一个电影节 is no count
        counts = [one for one in interpretation.numbers if (one.amount, one.counter) != (1, ANY_COUNTER)]
        return all(one.amount == _size(fact) for one in counts) if counts else None
    return _claimed_written_number(interpretation, wording.fact(fact))


def _claimed_written_number(interpretation: Interpretation, text: str) -> bool | None:
    """The same where the number only stands in a text, with the counter that is named."""
    written = [re.findall(rf"[0-9]+(?={one.counter})", text) if one.counter else [] for one in interpretation.numbers]
    if not written or not all(written):
        return None
    return all(str(one.amount) in found for one, found in zip(interpretation.numbers, written, strict=True))


def _claimed_count(interpretation: Interpretation, asked: Asked, wording: Wording) -> bool | None:
    """Whether the number that is named is how many things of the kind there are."""
    if asked.kind is None or not interpretation.numbers:
        return None
    members = wording.knowledge.members(asked.kind, asked.entity) or wording.knowledge.members(asked.kind)
    return all(one.amount == len(members) for one in interpretation.numbers)


def _claimed_thing(interpretation: Interpretation, asked: Asked, wording: Wording) -> bool | None:
    """Whether the things and list elements that are named belong to the fact; None where none is claimed."""
    if asked.fact is None:
        return None
    things = [view.things for view in interpretation.views if view.things and asked.entity not in view.things]
    claimed = [fact for view in interpretation.views for fact in view.parts]
    if asked.fact.id in claimed:
        rivals = [one for one in things if _same_kind(one, asked.entity, wording)]
        return not rivals and not _is_glued(interpretation, asked.fact.id)
    if wording.knowledge.attributes[asked.attribute].answers is Wh.WHERE and (places := _places(interpretation, asked)):
        text = wording.fact(asked.fact)
        return all(asked.fact.id in view.fact_hints or view.token.text in text for view in places)
    if isinstance(asked.fact.value, Relation):
        targets = set(asked.fact.value.entities)
        rivals = [one for one in things if _kinds(one, wording) & _kinds(targets, wording)]
        return all(one & targets for one in rivals) if rivals else None
    people = [one for one in things if any(wording.knowledge.kinds[kind].who for kind in _kinds(one, wording))]
    if people and wording.knowledge.attributes[asked.attribute].answers is Wh.WHO:
        text = wording.fact(asked.fact)
        return all(any(wording.knowledge.entities[thing].name in text for thing in one) for one in people)
    return None


def _places(interpretation: Interpretation, asked: Asked) -> list[View]:
    """Places that are claimed; one that nobody knows may well lie in one of which it is not told where exactly."""
    fact = asked.fact
    is_exact = fact is not None and fact.complete and isinstance(fact.value, Relation)
    unknown = list(find_claimed_places(interpretation.views)) if is_exact else []
    return [view for view in interpretation.views if view.is_place or view in unknown]


def _members(interpretation: Interpretation, asked: Asked) -> list[frozenset[str]]:
    """What such things may have (停车), each by words of which an element has one, where the fact is a list of that."""
    listing = asked.fact and isinstance(asked.fact.value, Listing)
    return [
        view.members[asked.attribute] for view in interpretation.views if listing and asked.attribute in view.members
    ]


def _claimed_member(interpretation: Interpretation, asked: Asked) -> bool | None:
    """可以停车吗: True where an element has the word; nothing is known from its not being there."""
    words = _members(interpretation, asked)
    return True if words and not _lacks_member(interpretation, asked) else None


def _lacks_member(interpretation: Interpretation, asked: Asked) -> bool:
    """Whether no element of the list has a word that asks for one."""
    elements = asked.fact.value.elements if asked.fact and isinstance(asked.fact.value, Listing) else ()
    names = [clean(name).text for one in elements for name in (one.name, *one.aliases)]
    return any(not any(word in name for word in words for name in names) for words in _members(interpretation, asked))


def _is_glued(interpretation: Interpretation, fact: FactId) -> bool:
    """Whether an unknown word makes another name of the element: 国家 + 电影局, but 泡 none of 温泉."""
    pairs = itertools.pairwise(interpretation.views)
    return any(
        fact in name.parts and not name.members and before.token in interpretation.reading.unexplained
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
    tells_how = wording.knowledge.attributes[asked.attribute].answers is Wh.HOW
    if (tells_how or isinstance(asked.fact.value, Quantity)) and any(view.token.weight >= NOUN for view in missed):
        # a mere number does not tell who is among them: 清华大学有没有队伍参赛
        return Verdict()
    cued = any(asked.attribute in view.cues for view in interpretation.views)
    cued = cued or (wording.knowledge.attributes[asked.attribute].answers is Wh.WHERE and interpretation.has("at"))
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
