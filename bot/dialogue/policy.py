"""From an interpretation to a turn: the cases in the order in which they are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogue.answers import Said
from bot.dialogue.factual import Factual
from bot.dialogue.programme import Programme
from bot.dialogue.selections import Selections
from bot.dialogue.state import Status
from bot.dialogue.turns import Topic, Turns
from bot.dialogue.unexplained import NAME_LIKE
from bot.understanding.reading import Firmness
from bot.understanding.tokens import NOUN
from knowledge.forms import expand_form

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.dialogue.state import Turn
    from bot.dialogue.turns import Case
    from bot.dialogue.wording import Wording
    from bot.understanding.entries import Hit
    from bot.understanding.lattice import Token
    from bot.understanding.view import View

VERBATIM = 88
"""Likeness from which a question entry wins over everything else."""
CLOSE = 75
"""Likeness from which it does so where no thing is named or spoken of, so that little speaks for a fact."""
NEAR, FAINT = 47, 43
"""Likeness from which a question entry is an answer: where the facts do not account for the question, where they have
none."""
RELATED = 30
"""Likeness from which it is asked whether a question entry was meant, where nothing can be answered."""
REST = ("except", "other")
"""Marks of what asks for the rest of something: 除了这八项, 八项之外."""
ANY_YEAR = frozenset({"edition", "next-edition", "year"})
"""Attributes under which other years may be spoken of."""
A_LITTLE_MISSED = 0.3
"""From here on the facts do not account for it."""


class Policy:
    """Decides what is said, of one knowledge."""

    def __init__(self, wording: Wording) -> None:
        """Keep the words; nothing is changed afterwards."""
        self._wording = wording
        self._knowledge = wording.knowledge
        self._turns = Turns(wording)
        self._programme = Programme(wording)
        self._selections = Selections(wording)
        self._factual = Factual(wording)
        marks = wording.knowledge.language.marks
        self._rest = tuple(word for mark in REST for form in marks[mark] for word in expand_form(form))

    def decide(self, case: Case) -> Turn:
        """The turn of the first case that applies."""
        return (
            self._say_nothing(case)
            or self._say_entry(case, VERBATIM if self._is_about_a_thing(case) else CLOSE)
            or self._say_talk(case)
            or self._say_impossible_date(case)
            or self._say_other_year(case)
            or self._say_programme(case)
            or self._say_selection(case)
            or self._say_facts(case)
            or self._say_entry(case, FAINT)
            or self._ask_whether(case)
            or self._say_unknown(case)
        )

    def _ask_whether(self, case: Case) -> Turn | None:
        """The questions that come near it, where some do."""
        near = [hit.entry.asks[0] for hit in case.interpretation.entries if hit.score >= RELATED]
        return self._turns.ask_whether(case, near) if near else None

    def _say_unknown(self, case: Case) -> Turn:
        """That it is outside what is known, with what can be asked."""
        return self._turns.plain(case, Status.UNKNOWN, self._wording.say("unknown"))

    def _say_nothing(self, case: Case) -> Turn | None:
        if case.interpretation.views:
            return None
        return self._turns.plain(case, Status.UNKNOWN, self._wording.say("empty"))

    def _say_entry(self, case: Case, least: float) -> Turn | None:
        hit = next(iter(case.interpretation.entries), None)
        if hit is None or hit.score < least or not self._is_about_the_same(case, hit):
            return None
        said = Said(text=hit.entry.answer, facts=(hit.entry.fact_id,))
        return self._turns.make(case, [said], Topic(focus=hit.entry.about))

    def _is_about_the_same(self, case: Case, hit: Hit) -> bool:
        """Whether the entry speaks of every thing that the question names, and of what seems a name: 横店."""
        if self._leaves_out(hit.entry.asks) and not self._leaves_out([case.interpretation.text]):
            return False
        names = [one.text for one in case.interpretation.reading.unexplained if _seems_name(one)]
        return all(any(char in hit.words for char in name) for name in names) and all(
            view.token.text in hit.words or hit.entry.about in view.things for view in self._named(case)
        )

    def _leaves_out(self, wordings: Iterable[str]) -> bool:
        """Whether each of them asks for the rest of something: 除了这八项, 八项之外."""
        return all(any(word in wording for word in self._rest) for wording in wordings)

    def _is_cued(self, case: Case) -> bool:
        return case.interpretation.reading.firmness is Firmness.CUED

    def _is_about_a_thing(self, case: Case) -> bool:
        lists = any(one.kind for one in case.interpretation.reading.asked[:1])
        return lists or case.state.focus is not None or bool(self._named(case))

    def _named(self, case: Case) -> list[View]:
        """Where a thing is named, other than the festival."""
        return [view for view in case.interpretation.views if view.things - {self._knowledge.frame.entity}]

    def _say_talk(self, case: Case) -> Turn | None:
        talk = next((one for one in self._knowledge.language.smalltalk if one.id == case.interpretation.talk), None)
        if talk is None:
            return None
        return self._turns.plain(case, Status.SMALLTALK, self._wording.fill(talk.replies[0]))

    def _say_impossible_date(self, case: Case) -> Turn | None:
        if all(time.is_possible for time in case.interpretation.times):
            return None
        text = self._wording.say("bad_date", span=self._wording.festival_span())
        return self._turns.plain(case, Status.CLARIFY, text)

    def _say_other_year(self, case: Case) -> Turn | None:
        """去年的开幕式几点: of other years nothing is known, except that there were none, or none is planned yet."""
        asked = case.interpretation.reading.asked
        if not case.interpretation.other_years or (asked and asked[0].attribute in ANY_YEAR):
            return None
        text = self._wording.say("other_year", span=self._wording.festival_span())
        return self._turns.plain(case, Status.UNKNOWN, text)

    def _say_programme(self, case: Case) -> Turn | None:
        told = self._programme.answer(case)
        return self._turns.make(case, told.said, told.topic) if told else None

    def _say_selection(self, case: Case) -> Turn | None:
        selected = self._selections.answer(case)
        return self._turns.make(case, selected.said, selected.topic) if selected else None

    def _say_facts(self, case: Case) -> Turn | None:
        answered = self._factual.answer(case)
        if answered is None:
            return None
        asked = case.interpretation.reading.asked[:1]
        curated = any((one.entity, one.attribute) in self._knowledge.unpublished for one in asked)
        is_meant = answered.said and (self._named(case) or curated) and self._is_cued(case)
        least = CLOSE if is_meant else NEAR
        if (answered.missed >= A_LITTLE_MISSED or answered.is_guess) and (turn := self._say_entry(case, least)):
            return turn
        if not answered.said:
            return None
        return self._turns.make(case, answered.said, answered.topic, answered.options)


def _seems_name(token: Token) -> bool:
    """Whether it is a name of the dictionary, or no word of it; 主题歌 is none, and may be what others call 主题曲."""
    return token.weight >= NAME_LIKE and (token.is_strange or token.weight > NOUN)
