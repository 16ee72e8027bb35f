"""Whether what is published falls short of what is asked, so that the answer is that it is not announced."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from bot.understanding.question import UNCOUNTED, find_called
from knowledge.model import Listing, Quantity, Relation, Schedule, Text, Wh

if TYPE_CHECKING:
    from bot.dialogue.turns import Case
    from bot.dialogue.wording import Wording
    from bot.understanding.candidates import Asked
    from bot.understanding.understander import Interpretation
    from bot.understanding.view import View
    from knowledge.model import Fact

PEOPLE, HOUR = "人", "几点"
END = "end"
"""The attribute that tells when something ends."""
BY_NAME = frozenset({Wh.WHO, Wh.HOW_MANY, Wh.HOW})
"""What attributes answer of which one may want a roll of names: guests, teams, how they were chosen."""


class Shortfalls:
    """Holds facts against questions, of one knowledge."""

    def __init__(self, wording: Wording) -> None:
        """Keep the words; nothing is changed afterwards."""
        self._wording = wording
        self._knowledge = wording.knowledge

    def falls_silent(self, case: Case, asked: Asked) -> bool:
        """Whether the fact that is asked for does not tell what is wanted of it."""
        if asked.fact is None:
            return False
        return self._lacks(case, asked.fact) or _names_something_in(case, asked) or self._has_no_hour(case, asked)

    def _has_no_hour(self, case: Case, asked: Asked) -> bool:
        """几点散场: whether it is asked at which hour something ends of which only the days are known."""
        occurrences = self._knowledge.entities[asked.entity].occurrences
        hourly = any(view.holds is Wh.WHEN and HOUR in view.token.text for view in case.interpretation.views)
        return asked.attribute == END and hourly and not any(one.until for one in occurrences)

    def is_no_answer_beside(self, case: Case, one: Asked, asked: tuple[Asked, ...]) -> bool:
        """Whether a fact is no answer beside what is not published.

        It is known in part only, it is less exact (the town for the address), or nobody asked for it: it only came up
        with what it is about.
        """
        views = case.interpretation.views
        if one.fact is None or not one.fact.complete:
            return one.fact is not None
        if any(one.attribute in view.cues or one.fact.id in view.own for view in views):
            return False
        if one.attribute == self._knowledge.introduction_of(one.entity):
            return True
        if any(one.fact.id in view.parts for view in views):
            return True
        wh = self._knowledge.attributes[one.attribute].answers
        missing = [other for other in asked if not (other.fact or other.kind) and other.entity == one.entity]
        is_same = any(wh is self._knowledge.attributes[other.attribute].answers for other in missing)
        return is_same or not any(view.holds is wh for view in views)

    def _lacks(self, case: Case, fact: Fact) -> bool:
        """Whether a fact does not have what is wanted: a number, or one of those that are not in an incomplete list."""
        if self._counts_otherwise(case, fact) or self._leaves_out_all(case, fact) or self._is_of_each(case, fact):
            return True
        asks = case.interpretation
        is_list = isinstance(fact.value, (Listing, Relation))
        if asks.has("roll") and not is_list and self._knowledge.attributes[fact.attribute].answers in BY_NAME:
            return True
        if fact.complete:
            return self._names_nobody(case, fact)
        unnamed = isinstance(fact.value, Listing) and not any(view.parts for view in asks.views)
        is_claim = asks.has("yes-no") and not any(view.wh or view.own - {fact.id} for view in asks.views)
        return (unnamed and is_claim) or self._wants_more(case, fact) or self._asks_where_in(asks, fact)

    def _counts_otherwise(self, case: Case, fact: Fact) -> bool:
        """Whether a number is asked for, or two are offered, and the fact tells none that counts the same."""
        asks = case.interpretation
        text = self._wording.fact(fact)
        if isinstance(fact.value, Quantity):
            people = any(_counts_people(*pair) for pair in itertools.zip_longest(asks.views, asks.views[1:]))
            other = any(v.holds is Wh.HOW_MANY and v.cues and fact.attribute not in v.cues for v in asks.views)
            return other or self._is_part_of_other(case, fact) or (people and PEOPLE not in text)
        if isinstance(fact.value, Text) and any(_counts_other(view, text) for view in asks.views):
            return True
        return asks.has("or") and isinstance(fact.value, (Text, Schedule)) and _offers_numbers(asks, text)

    def _is_part_of_other(self, case: Case, fact: Fact) -> bool:
        """Whether an element of another list of the thing is named, or the list right before the number is asked.

        北京电影学院派了几支队, 本地的大学有几支队.
        """
        views = [view for view in case.interpretation.views if view.asks or view.parts or not view.is_light]
        named = (name for view in views for name in view.parts)
        facts = self._knowledge.entities[fact.entity].facts
        lists = {one for one, other in facts.items() if isinstance(other.value, Listing) and one != fact.attribute}
        whose = any(before.cues & lists and fact.attribute in after.cues for before, after in itertools.pairwise(views))
        return whose or any(name != fact.id and name.split(".", 1)[0] == fact.entity for name in named)

    def _names_nobody(self, case: Case, fact: Fact) -> bool:
        """科学家是哪几位: whether a text that tells who by kind is asked for their names."""
        who = self._knowledge.attributes[fact.attribute].answers is Wh.WHO
        if not who or not isinstance(fact.value, Text) or not case.interpretation.has("which-ones"):
            return False
        text = self._wording.fact(fact)
        return not any(
            self._knowledge.kind_of(one.id).who and one.name in text for one in self._knowledge.entities.values()
        )

    def _asks_where_in(self, asks: Interpretation, fact: Fact) -> bool:
        """江津在哪里放: whether it is asked where, in a part of what is told."""
        kinds = {self._knowledge.kind_of(thing) for view in asks.views for thing in view.things - {fact.entity}}
        inside = any(fact.id in view.fact_hints for view in asks.views) or any(kind.where for kind in kinds)
        return inside and any(view.holds is Wh.WHERE for view in asks.views)

    def _leaves_out_all(self, case: Case, fact: Fact) -> bool:
        """除了…还有谁: whether a text tells of nothing but what is left out."""
        if not isinstance(fact.value, Text):
            return False
        others = case.interpretation.has("other") and _leaves_out_words(case.interpretation)
        return others or self._leaves_none(case, fact)

    def _is_of_each(self, case: Case, fact: Fact) -> bool:
        """各项分别由谁牵头: whether it is asked of each of many who does it, and the fact is of all together."""
        who = self._knowledge.attributes[fact.attribute].answers is Wh.WHO
        return who and case.interpretation.has("each") and fact.entity == self._knowledge.frame.entity

    def _leaves_none(self, case: Case, fact: Fact) -> bool:
        """除了《长空之王》导演还有谁: whether people are left out, and the text names nobody else."""
        excepted = {thing for view in case.interpretation.excepted for thing in view.things}
        text = self._wording.fact(fact)
        who = (one for one in self._knowledge.entities.values() if self._knowledge.kinds[one.kind].who)
        named = {one.id for one in who if any(name in text for name in (one.name, *one.aliases))}
        return bool(excepted) and bool(named) and named <= excepted

    def _wants_more(self, case: Case, fact: Fact) -> bool:
        """Whether a question wants what an incomplete fact does not have: a total, the others, the names."""
        asks = case.interpretation
        names = asks.has("names") and not isinstance(fact.value, Listing)
        if fact.attribute == self._knowledge.kind_of(fact.entity).card[0]:
            names = names or asks.has("which") or asks.has("list")
        return names or self._wants_unknown_others(case, fact) or any(view.counts for view in asks.views)

    def _wants_unknown_others(self, case: Case, fact: Fact) -> bool:
        """其他的, 还有谁; but not a 还有 that goes on, no choice, and not where others than the excepted are known."""
        if case.interpretation.has("or"):
            return False
        excepted = case.interpretation.excepted
        if excepted and isinstance(fact.value, Listing):
            return len({view.parts.get(fact.id) for view in excepted} - {None}) == len(fact.value.elements)
        if any(view.things for view in excepted):
            return True
        pairs = itertools.zip_longest(case.interpretation.views, case.interpretation.views[1:])
        return any(
            "other" in view.marks and ("next" not in view.marks or (after and after.wh)) for view, after in pairs
        )


def _leaves_out_words(asks: Interpretation) -> bool:
    """除了《长空之王》导演还有谁: whether what is left out is told by words, no thing that is known."""
    return bool(asks.excepted) and not asks.has("next") and not any(view.things for view in asks.excepted)


def _counts_people(view: View, after: View | None) -> bool:
    """Whether it is a 几个人, or the 有几个人 that ends a question."""
    together = after is None and view.holds is Wh.HOW_MANY and view.token.text.endswith(PEOPLE)
    return together or (
        view.counts and view.token.text[-1] in UNCOUNTED and after is not None and after.token.text == PEOPLE
    )


def _counts_other(view: View, text: str) -> bool:
    """Whether a 几位 asks for a number that the text does not have."""
    counter = view.token.text[-1]
    if not (view.counts and view.wh) or view.cues or counter in UNCOUNTED:
        return False
    return _tells_no_number(text, counter)


def _offers_numbers(asks: Interpretation, text: str) -> bool:
    """放一部还是两部: whether two numbers are offered of which the text has none."""
    counters = [number.counter for number in asks.numbers if number.counter]
    return any(counters.count(one) > 1 and _tells_no_number(text, one) for one in counters)


def _tells_no_number(text: str, counter: str) -> bool:
    """Whether a text tells no number of what is counted so: of 放一部还是两部 nothing is known."""
    return re.search(rf"[0-9一二两三四五六七八九十百千万]{re.escape(counter)}", text) is None


def _names_something_in(case: Case, asked: Asked) -> bool:
    """虚拟创世的水戏作品叫什么: whether a name is asked, of something that only points to a thing named as well."""
    called = find_called(case.interpretation.views)
    named = any(asked.entity in view.things for view in case.interpretation.views)
    return named and called is not None and bool(called.hints) and asked.entity not in called.things
