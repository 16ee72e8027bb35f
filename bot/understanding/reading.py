"""Which facts a question asks for: those that best account for its words.

A fact can be asked for by its thing, by its attribute or by its value. Each candidate says how much of each token it
explains; what stays unexplained counts against it. The best candidate is taken, then the best for what is left, as long
as something is still asked. What no candidate explains tells whether to answer at all.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from bot.understanding.candidates import Candidates
from bot.understanding.question import QuestionView
from bot.understanding.scoring import Scorer
from knowledge.model import Wh

if TYPE_CHECKING:
    from bot.understanding.candidates import Asked
    from bot.understanding.context import Context
    from bot.understanding.evidence import Evidence
    from bot.understanding.lattice import Token
    from bot.understanding.view import View
    from knowledge.base import Knowledge

WHOSE = frozenset({Wh.WHO, Wh.HOW_MANY})
"""What attributes answer that may say whose something is: organisers, teams."""
MOST_FACTS = 4
"""Facts that one utterance may ask for."""
CLOSE = 0.05
"""Candidates that differ by no more than this explain the words equally well."""


class Firmness(IntEnum):
    """How firmly the words lead to the first fact."""

    NAMED = 0
    """Only its thing is named."""
    VALUED = 1
    """Words of its value, or a description, are there too."""
    CUED = 2
    """It is asked for by a form of its attribute or by its question word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The facts asked for, best first, and what they leave unexplained."""

    asked: tuple[Asked, ...]
    score: float
    """Of the first."""
    unexplained: tuple[Token, ...]
    firmness: Firmness = Firmness.NAMED
    rivals: tuple[Asked, ...] = ()
    """Other candidates that explain the words just as well as the first."""


class Reader:
    """Finds what a question asks of one knowledge."""

    def __init__(self, knowledge: Knowledge, evidence: Evidence) -> None:
        """Keep what readings are made from; nothing is changed afterwards."""
        self._candidates = Candidates(knowledge, evidence)
        self._scorer = Scorer(knowledge, evidence)

    def read(self, views: tuple[View, ...], context: Context) -> Reading:
        """The facts that together account for the question best."""
        candidates = self._candidates.propose(views, context)
        question = QuestionView(
            views=views, before=context.attributes, antecedents=self._candidates.antecedents(views, context)
        )
        chosen: list[Asked] = []
        explained: set[int] = set()
        pending: set[int] = set()
        rivals: tuple[Asked, ...] = ()
        able: list[tuple[set[int], Asked]] = []
        total, firmness = 0.0, Firmness.NAMED
        while candidates and len(chosen) < MOST_FACTS:
            scored = [(*self._scorer.score(one, question, explained, context, chosen), one) for one in candidates]
            if chosen:
                scored = [found for found in scored if self._adds(found, pending, question, chosen, context)]
            if not scored:
                break
            best, gained, one = max(scored, key=lambda found: found[0])
            if not chosen:
                total, firmness = best, self._firmness(one, question, gained)
                rivals = tuple(other for score, _, other in scored if other is not one and score > best - CLOSE)
                able = [(places, other) for _, places, other in scored]
            chosen.append(one)
            explained |= gained
            pending = question.still_asks(
                explained, self._answered(chosen), settled=one.fact is None and one.kind is None
            )
            # what explains none of it on its own never will beside others
            candidates = [other for places, other in able if places & pending]
        chosen = [one for one in chosen if not self._is_whose(one, chosen, question)]
        if question.whs or not question.claims:
            chosen = self._in_order(chosen, question)
        left = tuple(v.token for p, v in enumerate(views) if p not in explained and question.matters(p, explained))
        return Reading(asked=tuple(chosen), score=total, unexplained=left, firmness=firmness, rivals=rivals)

    def _answered(self, chosen: list[Asked]) -> frozenset[Wh]:
        """The question words that the chosen facts answer; empty where one of them is not published."""
        published = all(one.fact for one in chosen)
        return frozenset(self._scorer.answers(one) for one in chosen) if published else frozenset()

    def _is_whose(self, one: Asked, chosen: list[Asked], question: QuestionView) -> bool:
        """主办方的邮箱, 评审团主席: whether it only says whose the other thing is that is asked for right behind it."""
        answers = self._scorer.answers(one)
        if one.kind or answers not in WHOSE:
            return False
        others = [other for other in chosen if not other.kind and other.attribute != one.attribute]
        differing = {other.attribute for other in others if self._scorer.answers(other) not in (answers, Wh.HOW_MANY)}
        pairs = itertools.pairwise(view for view in question.views if view.cues or view.own or not _is_small(view))
        return any(
            (one.attribute in before.cues and bool(after.cues & differing))
            or (one.fact is not None and one.fact.id in before.own and any(o.attribute in after.cues for o in others))
            for before, after in pairs
            if before.token.clause == after.token.clause
        )

    def _in_order(self, chosen: list[Asked], question: QuestionView) -> list[Asked]:
        """What was asked first goes first; the rest stays as it is."""
        places = {
            one: next((at for at, view in enumerate(question.views) if self._scorer.is_cue(one, view, question)), -1)
            for one in chosen
        }
        return sorted(chosen, key=places.__getitem__)

    def _adds(
        self,
        found: tuple[float, set[int], Asked],
        pending: set[int],
        question: QuestionView,
        chosen: list[Asked],
        context: Context,
    ) -> bool:
        """Whether a further candidate answers what is pending, of a thing that is meant, and not by introducing it."""
        _, gained, one = found
        known = one.entity in {other.entity for other in chosen} or one.entity not in question.things
        introduces = self._scorer.introduces(one) and known
        return bool(gained & pending) and question.names(one, chosen, context) and not introduces

    def _firmness(self, one: Asked, question: QuestionView, gained: set[int]) -> Firmness:
        if one.kind:
            return Firmness.VALUED
        if any(self._scorer.is_cue(one, question.views[place], question) for place in gained):
            return Firmness.CUED
        valued = any(not question.views[place].things and question.views[place].is_value for place in gained)
        return Firmness.VALUED if valued else Firmness.NAMED


def _is_small(view: View) -> bool:
    """Whether it is a word without content that joins nothing: 的, 各."""
    return view.is_light and "with" not in view.marks
