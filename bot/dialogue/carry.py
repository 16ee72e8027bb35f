"""What an utterance leaves unsaid, filled in from what was said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogue.claims import is_bare_claim, is_comparable
from bot.understanding.candidates import find_asked
from knowledge.model import Listing, Relation, Wh

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.dialogue.state import Query
    from bot.dialogue.turns import Case
    from bot.dialogue.wording import Wording
    from bot.understanding.candidates import Asked

MOST_TOGETHER = 3
"""Things of which one bare question is answered."""


class Carry:
    """Completes questions, of one knowledge."""

    def __init__(self, wording: Wording) -> None:
        """Keep the words; nothing is changed afterwards."""
        self._wording = wording
        self._knowledge = wording.knowledge

    def complete(self, case: Case) -> tuple[Asked, ...]:
        """What is asked where the words alone do not say it; empty where they do."""
        return (
            self._again(case)
            or self._same_of_another(case)
            or self._claimed(case)
            or self._the_others(case)
            or self._of_each(case)
        )

    def _again(self, case: Case) -> tuple[Asked, ...]:
        """再说一遍, 最开始那个问题: the last question, or the first one, once more."""
        if case.interpretation.has("first-question"):
            return self._queried(case.state.first_asked)
        says_more = any(view.things or view.asks for view in case.interpretation.views)
        return self._queried(case.state.asked) if case.interpretation.has("again") and not says_more else ()

    def _same_of_another(self, case: Case) -> tuple[Asked, ...]:
        """那展览呢: another thing, asked the same as the last one."""
        asked = case.interpretation.reading.asked
        views = case.interpretation.views
        bare = not any(view.cues or view.own or view.wh or view.members for view in views)
        again = case.state.is_open or any(case.interpretation.has(mark) for mark in ("topic", "correction"))
        if not (asked and bare and again and case.state.attributes):
            return ()
        thing = asked[0].entity
        if not any(thing in view.things for view in views):
            return ()
        same = tuple(find_asked(self._knowledge, thing, one) for one in case.state.attributes)
        row = next((row for row in case.state.rows if thing in row.things), None)
        picked = row and not any(one.entity in row.things for one in case.state.asked)
        return () if picked and not any(one.fact for one in same) else same

    def _claimed(self, case: Case) -> tuple[Asked, ...]:
        """是十项吗, 真的不用: the last question, held against the last answer."""
        asked = self._queried(case.state.asked)[:1]
        if not asked or not self.is_claim(case, asked[0]):
            return ()
        return asked if is_comparable(case.interpretation, asked[0], self._wording, case.now) else ()

    def is_claim(self, case: Case, asked: Asked) -> bool:
        """Whether nothing is said but what the answer to this should be."""
        return is_bare_claim(case.interpretation, asked, self._knowledge, sought=case.state.sought)

    def _the_others(self, case: Case) -> tuple[Asked, ...]:
        """还有谁, 还有别的公司吗: more of the list that was shown, or of those that belong to the thing."""
        views = case.interpretation.views
        parts = any(view.parts and "it" not in view.marks for view in views)
        if not case.interpretation.has("other") or parts:
            return ()
        named = any(view.things or view.sorts for view in views)
        last = () if named else self._queried(case.state.asked)[:1]
        who = any(view.holds is Wh.WHO for view in views)
        if last and _is_list(last[0]) and (who or any(last[0].attribute in view.verbs for view in views)):
            return last
        return self._members_of(case.interpretation.reading.asked[:1]) if who else ()

    def _members_of(self, asked: Iterable[Asked]) -> tuple[Asked, ...]:
        """The first list of a thing that answers 谁, where what was asked of it is not published."""
        things = [self._knowledge.entities[one.entity] for one in asked if one.fact is None and one.kind is None]
        who = [
            find_asked(self._knowledge, thing.id, one)
            for thing in things
            for one in thing.facts
            if self._knowledge.attributes[one].answers is Wh.WHO
        ]
        return tuple(filter(_is_list, who))[:1]

    def _of_each(self, case: Case) -> tuple[Asked, ...]:
        """几点开始, after a day's programme was told: of each thing in it."""
        together, asked = case.state.together, case.interpretation.reading.asked
        views = case.interpretation.views
        says_which = any(view.things or view.hints or view.sorts or view.parts or view.own for view in views)
        tells = any(view.content > 0 and not view.asks and not view.is_light for view in views)
        if not together or says_which or tells or not asked or asked[0].kind or not any(view.asks for view in views):
            return ()
        return tuple(find_asked(self._knowledge, thing, asked[0].attribute) for thing in together[:MOST_TOGETHER])

    def _queried(self, queries: Iterable[Query]) -> tuple[Asked, ...]:
        return tuple(self._asked(one) for one in queries)

    def _asked(self, query: Query) -> Asked:
        return find_asked(self._knowledge, query.entity, query.attribute, query.kind)


def _is_list(asked: Asked) -> bool:
    return asked.fact is not None and isinstance(asked.fact.value, (Listing, Relation))
