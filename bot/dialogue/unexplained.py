"""How much of a question is left unexplained by what would answer it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from bot.understanding.question import find_scopes
from bot.understanding.senses import Chat, Verb
from bot.understanding.tokens import NOUN, QUALIFIER, VERB
from knowledge.model import Relation, Wh

if TYPE_CHECKING:
    from bot.dialogue.turns import Case
    from bot.dialogue.wording import Wording
    from bot.understanding.candidates import Asked
    from bot.understanding.lattice import Token
    from bot.understanding.view import View
    from knowledge.model import EntityId, Fact

MISSED_THING = 1.4
"""What a named thing weighs that the answer has nothing to do with."""
MISSED_ASK = 1.2
"""What weighs that is asked and not answered: a 多少, a form of another attribute, the 导演 of 导演是谁."""
A_NAME = 1.2
"""What weighs that something is asked of what nobody knows."""
HOW = frozenset({Wh.HOW, Wh.WHY, Wh.HOW_MANY, Wh.HOW_MUCH})
"""Question words that no introduction answers."""
SHOWN = frozenset({"programme", "films", "content"})
"""Attributes whose verbs ask for no more than what there is."""
GLUED, NAME_LIKE = 1.5, 0.8
STATEMENT_SHARE = 0.3
"""What an unexplained word weighs in a clause that asks nothing: 我妈腿脚不好."""


class Unexplained:
    """Weighs what questions leave unexplained, of one knowledge."""

    def __init__(self, wording: Wording) -> None:
        """Keep the words; nothing is changed afterwards."""
        self._wording = wording
        self._knowledge = wording.knowledge

    def weigh(self, case: Case, spared: tuple[Token, ...], *, in_list: bool) -> float:
        """Weight of the unexplained tokens but for those `spared`.

        A place in an order is unexplained too, unless it is one `in_list`.
        """
        views = case.interpretation.views
        loose = any(view.ordinals and not (view.things or view.cues or view.own) for view in views)
        lost = 1.0 if loose and not in_list else 0.0
        spared = (*spared, *_alternatives(views), *(view.token for view in find_scopes(views)))
        asking = {v.token.clause for v in views if v.wh or v.cues or v.own or _shapes_question(v)}
        lost += A_NAME if self._asks_of_stranger(case) else 0.0
        lost += MISSED_ASK if self._is_unasked(case) else 0.0
        return lost + sum(
            self._weight(case, token) * (1.0 if not asking or token.clause in asking else STATEMENT_SHARE)
            for token in case.interpretation.reading.unexplained
            if token not in spared
        )

    def _weight(self, case: Case, token: Token) -> float:
        """What an unexplained token weighs: more where it is glued to a name or a kind, as in 希尔顿酒店."""
        views = case.interpretation.views
        if any(view.token is token and view.things for view in views):
            return MISSED_THING
        if any(view.token is token and (view.counts or view.asks) and not _does(view) for view in views):
            return MISSED_ASK
        if any(_asks_which_one(token, *pair) for pair in itertools.pairwise(views)) or _is_office(token, views):
            return MISSED_ASK
        weight = token.weight or (VERB if any(view.token is token and _does(view) for view in views) else 1.0)
        glued = any(view.token.span[0] == token.span[1] and (view.sorts or view.things or view.parts) for view in views)
        glued = glued or any(view.token.span[1] == token.span[0] and view.parts for view in views)
        # between Latin letters and Chinese characters there is no telling what is one word
        return weight * GLUED if glued and weight >= NAME_LIKE and not token.text.isascii() else weight

    def _asks_of_stranger(self, case: Case) -> bool:
        """晚会的主持人: whether no thing is named, and the attribute is asked of the unknown noun before it."""
        reading = case.interpretation.reading
        views = case.interpretation.views
        fact = reading.asked[0].fact if reading.asked else None
        if fact is None:
            return False
        if any(fact.entity in view.things for view in views):
            return self._asks_of_hinted(case, fact)
        if any(view.things or view.hints for view in views):
            return False
        answers = self._knowledge.attributes[fact.attribute].answers
        pairs = itertools.pairwise(view for view in views if "and" not in view.marks)
        return any(
            before.token in reading.unexplained
            and before.token.clause == after.token.clause
            and before.token.weight >= NOUN
            and (fact.attribute in after.cues or fact.id in after.own or after.wh is answers)
            for before, after in pairs
        )

    def _asks_of_hinted(self, case: Case, fact: Fact) -> bool:
        """决赛的颁奖嘉宾: whether a word that points to something else stands right before what is asked of a thing."""
        whole = self._knowledge.entities[fact.entity].part_of
        targets = fact.value.entities if isinstance(fact.value, Relation) else ()
        near = {fact.entity, whole, self._knowledge.frame.entity, *targets}
        return any(
            before.hints and not before.things and not before.hints & near and fact.attribute in after.cues
            for before, after in itertools.pairwise(case.interpretation.views)
        )

    def _is_unasked(self, case: Case) -> bool:
        """Whether what was found is no answer to the question word, or is of the festival where a thing is named."""
        return (
            self._asks_how_of_summary(case)
            or self._asks_who_did_what(case)
            or self._asks_of_another(case)
            or self._asks_whether_there_is(case)
            or self._asks_what_it_does(case)
        )

    def _asks_what_it_does(self, case: Case) -> bool:
        """可以当场买吗: whether what is done there is asked, and there is only what introduces the thing."""
        told = self._introduced(case)
        views = case.interpretation.views
        if told is None or case.interpretation.numbers or any(view.holds is Wh.WHAT for view in views):
            return False
        text = self._wording.summary(self._knowledge.entities[told.entity])
        named = any(told.entity in view.things for view in views)
        is_in_it = any(_tells(view) and view.token.text in text for view in views)
        return named and not is_in_it and any(self._is_done(view, told.entity) for view in views)

    def _is_done(self, view: View, thing: EntityId) -> bool:
        """Whether a verb means nothing but what is not published of a thing, and not what there is to see."""
        if not all(isinstance(sense, Verb) for sense in view.token.senses):
            return False
        entity = self._knowledge.entities[thing]
        if view.token.text[0] in self._wording.summary(entity).replace(entity.name, "").replace(entity.short, ""):
            return False
        return bool(view.verbs) and not view.verbs & (SHOWN | entity.facts.keys())

    def _asks_whether_there_is(self, case: Case) -> bool:
        """有同传吗, 对号入座还是随便坐: whether an unknown thing is asked for, and there is only an introduction."""
        reading = case.interpretation.reading
        if not reading.asked or not self._is_introduction(reading.asked[0]):
            return False
        views = case.interpretation.views
        wanted = [after for view, after in itertools.pairwise(views) if "there-is" in view.marks]
        offered = _alternatives(views)
        unknown = [view.token for view in wanted] if case.interpretation.has("yes-no") else offered
        return any(token in reading.unexplained and token.weight > QUALIFIER for token in unknown)

    def _introduced(self, case: Case) -> Fact | None:
        """What introduces a thing, where it is all that was found."""
        asked = case.interpretation.reading.asked
        return asked[0].fact if len(asked) == 1 and self._is_introduction(asked[0]) else None

    def _is_introduction(self, one: Asked) -> bool:
        return one.fact is not None and one.attribute == self._knowledge.introduction_of(one.entity)

    def _asks_of_another(self, case: Case) -> bool:
        """开幕式能坐多少观众: whether one thing is named, and what answers is of the festival and was not asked for."""
        named = {thing for view in case.interpretation.views for thing in view.things}
        one = next(iter(case.interpretation.reading.asked), None)
        if one is None or one.entity in named or len(named) != 1:
            return False
        return self._is_of_festival(one) and not _is_asked_for(one, case)

    def _is_of_festival(self, one: Asked) -> bool:
        return one.fact is not None and one.entity == self._knowledge.frame.entity

    def _asks_how_of_summary(self, case: Case) -> bool:
        """那个平台怎么收年费: whether 怎么 or 多少 is asked, and there is only what introduces the thing."""
        told = self._introduced(case)
        if told is None:
            return False
        views = case.interpretation.views
        cued = any(told.attribute in view.cues or told.id in view.own for view in views)
        pairs = itertools.pairwise(views)
        how = any(view.wh in HOW and not (view.cues or "said" in after.marks) for view, after in pairs)
        does = any(self._is_done(view, told.entity) for view in views)
        seeks = case.interpretation.has("list") or any(view.sorts for view in views)
        return not cued and (how or (does and not seeks and any(view.holds for view in views)))

    def _asks_who_did_what(self, case: Case) -> bool:
        """这句话是谁想出来的: whether a 谁 that no word goes with is taken for the festival's."""
        who = [
            one
            for one in case.interpretation.reading.asked
            if self._is_of_festival(one) and self._knowledge.attributes[one.attribute].answers is Wh.WHO
        ]
        asks = any(view.holds is Wh.WHO for view in case.interpretation.views)
        return asks and any(not _is_asked_for(one, case) for one in who)


def _is_asked_for(one: Asked, case: Case) -> bool:
    """Whether a word asks for the fact or tells of it, or it was asked for before."""
    return one.attribute in case.state.attributes or any(
        one.attribute in (*view.cues, *view.verbs) or (one.fact is not None and one.fact.id in view.facts)
        for view in case.interpretation.views
    )


def _alternatives(views: tuple[View, ...]) -> list[Token]:
    """The tokens on both sides of 还是: of two alternatives the fact need not have both."""
    triples = zip(views, views[1:], views[2:], strict=False)
    return [view.token for before, middle, after in triples if "or" in middle.marks for view in (before, after)]


def _shapes_question(view: View) -> bool:
    """Whether it makes its clause a question; 嘛 in the middle only draws breath."""
    return bool(view.marks & {"yes-no", "or"}) and "breath" not in view.marks


def _asks_which_one(token: Token, before: View, after: View) -> bool:
    """Whether it is what a 谁 or a 哪个 asks for: the 导演 of 导演是谁, the 公司 of 谁家公司, the 坝子 of 哪个坝子."""
    which = "which" in before.marks and after.token is token and token.weight >= NOUN and len(token.text) > 1
    return (before.token is token and after.wh is Wh.WHO) or (
        after.token is token and ((after.soft and before.wh is Wh.WHO and len(token.text) > 1) or which)
    )


def _does(view: View) -> bool:
    """Whether a form is a mere verb beside what is asked: 入围 in 入围的队伍有多少支."""
    return bool(view.verbs) and view.holds is None


def _is_office(token: Token, views: tuple[View, ...]) -> bool:
    """Whether it is the 总导演 of 谁是开幕式的总导演."""
    clause = [view for view in views if view.token.clause == token.clause]
    return len(token.text) > 1 and "who-is" in clause[0].marks and clause[-1].token is token


def _tells(view: View) -> bool:
    """Whether it is a word of content that names nothing and is no politeness."""
    chats = any(isinstance(sense, Chat) for sense in view.token.senses)
    return view.content > 0 and not (view.things or chats)
