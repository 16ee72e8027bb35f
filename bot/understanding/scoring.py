"""How well a candidate accounts for the words of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.understanding.normalise import clean
from bot.understanding.question import NAME
from bot.understanding.senses import ANY_COUNTER
from bot.understanding.view import DEFINITE
from knowledge.model import Listing, Quantity, Relation, ValueKind, Wh

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.understanding.candidates import Asked
    from bot.understanding.context import Context
    from bot.understanding.evidence import Evidence
    from bot.understanding.question import QuestionView
    from bot.understanding.view import View
    from knowledge.base import Knowledge
    from knowledge.model import EntityId, KindId

# What explaining a token is worth, by how it is explained. Set by hand: a name outweighs a form, a form outweighs a
# mere word; only the order and rough distances matter.
THING, PARENT, RELATED, TARGET, RIVAL_TARGET = 3.0, 2.4, 1.6, 2.2, 1.9
CUE, HOLDING_CUE, WH_CUE, LIKE_CUE, UNPUBLISHED_CUE, OWN = 2.0, 1.7, 1.3, 1.4, 1.0, 2.4
VERB, STRAY_VERB, PART, RIVAL_PART, HINT = 1.5, 0.5, 2.0, 1.2, 1.4
SORT, MEMBERS, WH, ANY_WH = 0.8, 1.6, 0.8, 0.2
RELATED_TO_ALL = 0.8
"""To the festival everything is related, so it says little."""
CLAIMED_PLACE = 1.0
"""在成都举办吗: a place name claims where."""

# What leaving a token unexplained costs.
MISSED_THING, MISSED_CUE, MISSED_PART, MISSED_HINT = 1.4, 1.0, 1.0, 0.5
MISSED_CONTENT = 0.6
"""For each unit of a word's weight."""

# What speaks for or against a candidate apart from the words.
UNNAMED = 1.0
"""Against a thing that nobody named."""
FOCUS, FESTIVAL, FESTIVAL_BESIDE_FOCUS, NOBODY, ONLY_HOLDER = 1.0, 0.7, 0.2, 0.4, 0.8
"""For the thing spoken of; for the festival; for it where another thing was spoken of, or where nobody has such a
fact; for the only thing that has one."""
NAMES_THE_ANSWER = 1.0
"""Against a thing that is asked for by its value and already named."""
DEFAULT = 0.25
"""For the first attribute of a kind's card, which introduces a thing."""
SOUGHT = 2.0
"""For a thing of the kind that is asked for, where words of its value are there: 哪家酒店有温泉."""
LESS_RECENT = 0.06
"""Against a thing for each other that was talked about since: of two that 那家饭店 may mean, the later."""
SAID_BY_NAME = 0.5
"""For a thing spoken of before the last one, where the very name of the attribute is said."""
GOVERNED = 0.5
"""For a thing that stands next to what is asked of it."""
BESIDE_PUBLISHED = 1.0
"""Against what is not published of a thing, where it is of another that is named and belongs to it."""
HEAD = 0.3
"""For the last of several topics, which is the head of a Chinese phrase: 作品征集截止."""
CALLED, LAST = 1.6, 0.1
"""For introducing what is described before a 叫什么; the thing named last."""
SAME = 1.0
"""For asking a second thing the same as the first."""

LISTING = frozenset({Wh.HOW_MANY, Wh.WHAT})
"""Question words that the things of a kind answer: 有哪些, 有几个."""


class Scorer:
    """Holds candidates against a question."""

    def __init__(self, knowledge: Knowledge, evidence: Evidence) -> None:
        """Keep what candidates are judged by; nothing is changed afterwards."""
        self._knowledge = knowledge
        self._evidence = evidence
        self._festival = knowledge.frame.entity

    def score(
        self, one: Asked, question: QuestionView, done: set[int], context: Context, chosen: list[Asked]
    ) -> tuple[float, set[int]]:
        """What a candidate explains less what it leaves, and the places that it explains."""
        gained: set[int] = set()
        score = self._standing(one, question, context) + self._default(one)
        for place, view in question.telling:
            if (place in done and not view.things) or (view.things and self._is_another(one, place, question)):
                continue
            value = self._explain(one, view, question)
            if value > 0:
                gained.add(place)
                score += value
            elif place not in done:
                score -= _missed(view)
        return score + self._bonus(one, question, gained, chosen), gained

    def _is_another(self, one: Asked, place: int, question: QuestionView) -> bool:
        """Whether another thing of its kind stands here, joined to it: each is asked about by itself."""
        kind = self._knowledge.entities[one.entity].kind
        return kind in self._kinds(question.views[place].things) and question.is_beside(one.entity, place)

    def _bonus(self, one: Asked, question: QuestionView, gained: set[int], chosen: list[Asked]) -> float:
        """What the places that a candidate explains say together."""
        bonus = GOVERNED if question.governs(one.entity, gained) else 0.0
        if one.fact is None and any(self._is_known(thing, one) for thing in self._others(one, question)):
            bonus -= BESIDE_PUBLISHED
        if self._is_sought(one, question) and any(question.views[place].is_value for place in gained):
            bonus += SOUGHT
        if question.last_topic in gained and self.is_cue(one, question.views[question.last_topic], question):
            bonus += HEAD
        if self.introduces(one) and one.kind is None and Wh.WHAT in question.whs:
            bonus += LAST if one.entity in question.last_named else 0
            bonus += CALLED if self._is_called(one, question) else 0
        if chosen and one.attribute == chosen[-1].attribute:
            bonus += (
                -SAME if one.entity == chosen[-1].entity else 0.0 if self._has_own_question(one, question) else SAME
            )
        return bonus

    def _names_another(self, one: Asked, view: View, question: QuestionView) -> bool:
        """Whether a 叫什么 in a clause of its own asks for the name of something else."""
        called = question.called
        if called is None or NAME not in view.cues or called.sorts or len(question.whs_in) < 2:  # noqa: PLR2004
            return False
        return one.entity not in called.things | called.hints

    def _is_called(self, one: Asked, question: QuestionView) -> bool:
        """Whether a 叫什么 asks what this is called; of people it asks for their names."""
        called = question.called
        if called is None or called.sorts or self._knowledge.kind_of(one.entity).who:
            return False
        return one.entity in called.things or one.entity in called.hints - {self._festival}

    def _has_own_question(self, one: Asked, question: QuestionView) -> bool:
        """Whether the thing stands in a clause with a question word, and not the only one: 甲是干嘛的，乙请哪些人."""
        clauses = {view.token.clause for view in question.views if one.entity in view.things}
        return len(question.whs_in) > 1 and any(question.whs_in.get(clause) for clause in clauses)

    def _is_known(self, thing: EntityId, one: Asked) -> bool:
        """Whether what the candidate asks, or what answers the same 在哪, is published of another thing."""
        if one.kind is None and self._knowledge.attributes[one.attribute].computed:
            return self._knowledge.fact(thing, "time") is not None
        facts = self._knowledge.entities[thing].facts
        same = self.answers(one) is Wh.WHERE and any(self._knowledge.attributes[f].answers is Wh.WHERE for f in facts)
        return same or one.attribute in facts

    def _others(self, one: Asked, question: QuestionView) -> set[EntityId]:
        """Further things that are named and belong to this one: the workshop, and the track of all workshops."""
        related = question.things if one.entity == self._festival else self._evidence.related[one.entity]
        return set(question.things & related) - {one.entity, self._festival}

    def is_cue(self, one: Asked, view: View, question: QuestionView) -> bool:
        """Whether the token asks for the very attribute, or for the things of the kind."""
        if one.kind:
            return one.kind in view.sorts
        asked = view.wh in DEFINITE and (view.wh is self.answers(one) or self._is_such(one, view, question))
        return asked or self._explain_cue(one, view, question) >= WH_CUE

    def introduces(self, one: Asked) -> bool:
        """Whether it is what introduces a thing of its kind."""
        return one.attribute == self._knowledge.introduction_of(one.entity)

    def _default(self, one: Asked) -> float:
        return DEFAULT if self.introduces(one) else 0.0

    def _standing(self, one: Asked, question: QuestionView, context: Context) -> float:
        """How likely it is that this thing is meant, apart from the words."""
        if not question.sought and self._is_spoken_of(one, question, context):
            return FOCUS - self._lag(one, context) + self._said_by_name(one, question, context)
        if one.fact and one.fact.id in question.values:
            return -NAMES_THE_ANSWER if one.entity in question.things and question.seeks_thing else 0.0
        own = one.fact is not None and one.fact.id in question.own
        if own or one.entity in question.things or one.entity in question.hints:
            return -self._lag(one, context)
        return self._standing_of_unnamed(one, question, context)

    def _lag(self, one: Asked, context: Context) -> float:
        """What it loses by the things that were talked about since."""
        return LESS_RECENT * context.recent.index(one.entity) if one.entity in context.recent else 0.0

    def _said_by_name(self, one: Asked, question: QuestionView, context: Context) -> float:
        """门票 is asked of the sight before the hotel, though a hotel's price may be meant by it as well."""
        if one.kind:
            return 0.0
        name = self._knowledge.attributes[one.attribute].name
        said = any(one.attribute in view.cues and name in view.token.text for view in question.views)
        return SAID_BY_NAME if said and one.entity != context.focus else 0.0

    def _is_spoken_of(self, one: Asked, question: QuestionView, context: Context) -> bool:
        """Whether nothing is named, and the thing is the one spoken of that is asked for such an attribute."""
        meant = question.antecedents.get(one.attribute, context.focus)
        return one.entity == meant and not question.things - {self._festival}

    def _is_sought(self, one: Asked, question: QuestionView) -> bool:
        """哪项活动: a thing of that kind is asked for, so none that was named; what is near is asked for otherwise."""
        kind = self._knowledge.entities[one.entity].kind
        sought = question.sought if Wh.NEAR not in question.whs else ()
        return one.kind is None and kind in sought and one.entity not in question.things

    def _standing_of_unnamed(self, one: Asked, question: QuestionView, context: Context) -> float:
        if self._is_spoken_of(one, question, context):
            return FOCUS
        if one.entity == context.focus and one.attribute in context.attributes and question.only_claims:
            return 2 * FOCUS
        holders = self._evidence.holders.get(one.attribute, ())
        if one.entity == self._festival and not question.things:
            if context.focus not in (None, self._festival):
                return FESTIVAL_BESIDE_FOCUS
            return FESTIVAL if one.fact or one.kind else NOBODY - (2 * UNNAMED if holders else 0)
        return (ONLY_HOLDER if holders == (one.entity,) else 0.0) - UNNAMED

    def _explain(self, one: Asked, view: View, question: QuestionView) -> float:
        """How much of a token this candidate accounts for; 0 where it does not."""
        if not view.token.senses:
            return self._explain_word(one, view, question)
        if self._names_another(one, view, question):
            return 0.0
        cue = 0.0 if view in question.scopes else self._explain_cue(one, view, question)
        meaning = max(
            cue,
            self._explain_thing(one, view, question),
            self._explain_value(one, view, question),
            self._explain_word(one, view, question),
        )
        return meaning if cue == LIKE_CUE else meaning + self._explain_shape(one, view, question)

    def _explain_thing(self, one: Asked, view: View, question: QuestionView) -> float:
        if one.entity in view.things:
            return THING
        if one.entity in view.hints:
            return HINT
        if not view.things:
            return 0.0
        return max(self._explain_target(one, view, question), self._explain_relative(one, view, question))

    def _explain_relative(self, one: Asked, view: View, question: QuestionView) -> float:
        """A thing that the candidate's belongs to, or is otherwise related to; a claim is about the thing itself."""
        if self._knowledge.entities[one.entity].part_of in view.things:
            return PARENT
        if one.kind and one.kind in self._kinds(view.things):
            return RELATED
        if not view.things & self._evidence.related[one.entity]:
            return 0.0
        parts = {self._knowledge.entities[thing].part_of for thing in view.things}
        if question.claims and one.entity not in parts and self._festival not in view.things:
            return 0.0
        return RELATED_TO_ALL if one.entity == self._festival else RELATED

    def _explain_target(self, one: Asked, view: View, question: QuestionView) -> float:
        """A thing that the fact leads to, or that somebody wrongly believes it to lead to."""
        kinds = self._kinds(view.things)
        claimed = one.attribute in question.attributes or self.answers(one) is Wh.WHERE
        claimed = claimed or (question.only_claims and self.answers(one) is Wh.WHO)
        if one.fact is None:
            where = self.answers(one) is Wh.WHERE and any(self._knowledge.kinds[kind].where for kind in kinds)
            return RIVAL_TARGET if where else 0.0
        if isinstance(one.fact.value, Relation):
            if view.things & set(one.fact.value.entities):
                return TARGET
            return RIVAL_TARGET if claimed and kinds & self._kinds(one.fact.value.entities) else 0.0
        if one.fact.id in question.values and self._knowledge.entities[one.entity].kind in kinds:
            return RIVAL_TARGET
        if claimed and self.answers(one) is Wh.WHO and any(self._knowledge.kinds[kind].who for kind in kinds):
            return TARGET if self._evidence.explains(one.fact.id, view.token.text) else RIVAL_TARGET
        return 0.0

    def _kinds(self, things: Iterable[EntityId]) -> set[KindId]:
        return {self._knowledge.entities[thing].kind for thing in things}

    def _explain_cue(self, one: Asked, view: View, question: QuestionView) -> float:
        if one.fact and one.fact.id in view.own:
            return OWN
        denied = (one.entity, one.attribute) in self._knowledge.unpublished
        if one.attribute in view.cues and one.fact is None and not denied and self._is_unlikely(one, view, question):
            return UNPUBLISHED_CUE
        if one.attribute in view.cues and self.introduces(one) and self._wants_more(question):
            return 0.0
        if one.attribute in view.cues:
            return WH_CUE if view.wh else HOLDING_CUE if view.holds else CUE
        if one.fact and one.entity in question.things and self._is_of_whole(one, view):
            return HOLDING_CUE
        return self._explain_verb(one, view, question)

    def _explain_verb(self, one: Asked, view: View, question: QuestionView) -> float:
        """A form that asks beside a question word only, or one of an attribute that answers this one as well."""
        near = question.whs & {Wh.NEAR}
        whs = question.whs_in.get(view.token.clause, set()) | near
        if one.attribute in view.verbs and whs:
            # 什么公司 asks who
            who = view.soft and Wh.WHAT in whs and one.fact is not None and self.answers(one) is Wh.WHO
            fits = who or self.answers(one) in whs
            beside = self.answers(one) in near or question.is_near_its_question_word(view)
            return VERB if fits and beside else STRAY_VERB if one.fact else 0.0
        like = any(
            one.attribute in self._knowledge.attributes[cue].like
            and not self._knowledge.fact(one.entity, cue)
            and (one.entity, cue) not in self._knowledge.unpublished
            for cue in (*view.cues, *(view.verbs if whs and Wh.WHERE not in whs else ()))
        )
        meant = one.entity != self._festival or self._festival in question.things
        return LIKE_CUE if like and one.fact and meant else 0.0

    def _wants_more(self, question: QuestionView) -> bool:
        """说说有哪五大展区: whether 说说 asks for no introduction, but for what else is asked."""
        return bool(question.sought) or any(other.own for other in question.views)

    def _is_unlikely(self, one: Asked, view: View, question: QuestionView) -> bool:
        """Whether another thing meant by the same word (那家饭店) has it, or this has what the form may mean too."""
        others = {other for named in question.views if one.entity in named.things for other in named.things}
        if any(self._knowledge.fact(other, one.attribute) for other in others):
            return True
        near = (verb for verb in view.verbs if self._knowledge.attributes[verb].answers is Wh.NEAR)
        return self._has_like(one) or any(self._knowledge.fact(one.entity, other) for other in (*view.cues, *near))

    def _is_of_whole(self, one: Asked, view: View) -> bool:
        """Whether a form that means the same fact of what it belongs to stands beside this thing's own name."""
        whole = self._knowledge.entities[one.entity].part_of
        others = [self._evidence.facts[name] for name in view.own]
        return any(one.attribute == fact.attribute and fact.entity in (whole, self._festival) for fact in others)

    def _has_like(self, one: Asked) -> bool:
        """Whether the thing has a fact that answers the attribute just as well."""
        return any(self._knowledge.fact(one.entity, other) for other in self._knowledge.attributes[one.attribute].like)

    def _explain_value(self, one: Asked, view: View, question: QuestionView) -> float:
        if one.fact is None:
            return 0.0
        if one.fact.id in view.parts:
            return PART
        if one.attribute in view.members and self._is_meant(one, question):
            return PART
        if question.claims and any(
            one.fact.id in self._evidence.numbered.get(nth.counter, ()) for nth in view.ordinals
        ):
            return PART
        if question.claims and any(name.endswith(f".{one.attribute}") for name in view.parts):
            return RIVAL_PART if len(view.parts) > 1 else RIVAL_PART / 3
        return self._explain_hint(one, view, question)

    def _explain_hint(self, one: Asked, view: View, question: QuestionView) -> float:
        """A word that points to the fact, or to the same of another thing: 是入门还是进阶."""
        if one.fact and one.fact.id in view.fact_hints:
            return HINT
        rival = any(name.endswith(f".{one.attribute}") for name in view.fact_hints)
        return RIVAL_PART if rival and (question.claims or question.offers) else 0.0

    def _is_meant(self, one: Asked, question: QuestionView) -> bool:
        """Whether the thing is named, or the one spoken of."""
        return one.entity in question.things or one.entity == question.antecedents.get(one.attribute)

    def _explain_word(self, one: Asked, view: View, question: QuestionView) -> float:
        is_mere = len(view.token.text) == 1 and not question.is_asked_noun(view)
        if one.fact is None or view.content <= 0 or view.wh or is_mere:
            return 0.0
        if question.claims and self.answers(one) is Wh.WHERE and (view.is_place or view in question.claimed_places):
            return CLAIMED_PLACE
        return view.content if self._evidence.explains(one.fact.id, view.token.text) else 0.0

    def _explain_shape(self, one: Asked, view: View, question: QuestionView) -> float:
        """What kind words and question words add."""
        gain = self._explain_sort(one, view) if view.sorts else 0.0
        if view.is_time and self.answers(one) is Wh.WHEN and (question.only_claims or question.offers):
            gain += WH
        if view.wh is None or one.attribute in view.cues or (view.cues and view.wh is Wh.WHO):
            return gain
        if view.counts and self._counts(one, view, question):
            return gain + WH
        if view.counts and one.fact and isinstance(one.fact.value, Relation) and len(question.counted_by(view)) > 1:
            # 多少游客 counts none of the things that it leads to
            return gain
        if one.kind:
            return gain + (WH if self._lists(one.kind, view, question) else 0.0)
        if view.wh is self.answers(one) or self._is_such(one, view, question) or self._is_sought(one, question):
            return gain + WH
        # 叫什么 asks for a name; it is what introduces a thing only where that is named
        strange = view.cues and not (self.introduces(one) and one.entity in question.things)
        return gain + (ANY_WH if view.wh is Wh.WHAT and not strange else 0.0)

    def _lists(self, kind: KindId, view: View, question: QuestionView) -> bool:
        """Whether a question word asks for the things of a kind: 谁 for people, 哪里 for places, beside their word."""
        spec = self._knowledge.kinds[kind]
        fits = (view.wh is Wh.WHO and spec.who) or (view.wh is Wh.WHERE and spec.where)
        return view.wh in LISTING or (fits and kind in question.sorts_in[view.token.clause])

    def _explain_sort(self, one: Asked, view: View) -> float:
        """A word for a kind: of the candidate's thing, of what its fact leads to, of the things it lists."""
        gain = SORT if view.sorts & self._kinds_of(one) else 0.0
        return gain + (MEMBERS if one.kind in view.sorts else 0.0)

    def _counts(self, one: Asked, view: View, question: QuestionView) -> bool:
        """Whether the candidate tells a number of what is counted."""
        counted = question.counted_by(view)
        if one.kind:
            counter = clean(self._knowledge.kinds[one.kind].counter).text
            return counted in ("", ANY_COUNTER, counter) or bool(view.sorts)
        if one.fact is None:
            amount = self._knowledge.attributes[one.attribute].value in (ValueKind.NUMBER, ValueKind.MONEY)
            return amount and counted in ("", ANY_COUNTER) and one.attribute in question.attributes
        if counted in ("", ANY_COUNTER) and isinstance(one.fact.value, (Quantity, Listing, Relation)):
            return True
        return bool(counted) and self._evidence.counts(one.fact.id, counted)

    def _is_such(self, one: Asked, view: View, question: QuestionView) -> bool:
        """谁 asks for a person that is introduced, 哪里 for a place that a value belongs to."""
        kind = self._knowledge.kind_of(one.entity)
        if view.wh is Wh.WHO:
            return kind.who and (one.attribute == kind.card[0] or one.entity not in question.things)
        by_value = one.fact is not None and one.fact.id in question.values
        elsewhere = kind.where and not self._has_place(one.entity)
        return view.wh is Wh.WHERE and (elsewhere or by_value) and one.entity not in question.things

    def _has_place(self, thing: EntityId) -> bool:
        """Whether it is published where the thing is, so that 在哪 asks for that and not for the thing."""
        facts = self._knowledge.entities[thing].facts
        return any(self._knowledge.attributes[one].answers is Wh.WHERE for one in facts)

    def answers(self, one: Asked) -> Wh:
        """The question word that a candidate answers."""
        return self._knowledge.attributes[one.attribute].answers if one.kind is None else Wh.WHAT

    def _kinds_of(self, one: Asked) -> set[KindId]:
        """Kinds that the candidate could name: of its thing, and of what its relation leads to."""
        kinds = {self._knowledge.entities[one.entity].kind}
        if one.fact and isinstance(one.fact.value, Relation):
            kinds |= {self._knowledge.entities[other].kind for other in one.fact.value.entities}
        return kinds


def _missed(view: View) -> float:
    """What a candidate loses that does not explain the token."""
    if view.things:
        return MISSED_THING
    if view.is_light and not view.asks:
        return 0.0
    if view.asks:
        return MISSED_CUE / 2 if view.holds or view.is_light else MISSED_CUE
    if view.parts:
        return MISSED_PART
    if view.hints or view.fact_hints:
        return MISSED_HINT
    return view.content * MISSED_CONTENT
