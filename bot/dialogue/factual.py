"""What is asked of things, completed from what was said before, and answered."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.dialogue.answers import MOST_NAMED, Said, answer, listing_in, summary_facts
from bot.dialogue.carry import Carry
from bot.dialogue.claims import AMONG, TIMELY, claimed_identity, claimed_office, judge_bare_claim, judge_claim
from bot.dialogue.state import Query, Status
from bot.dialogue.turns import Topic
from bot.understanding.candidates import find_asked
from bot.understanding.context import Row
from bot.understanding.question import UNCOUNTED, find_called
from bot.understanding.reading import Firmness
from bot.understanding.tokens import NOUN, VERB
from knowledge.model import Listing, Quantity, Schedule, Text, Wh

if TYPE_CHECKING:
    from bot.dialogue.turns import Case
    from bot.dialogue.wording import Wording
    from bot.understanding.candidates import Asked
    from bot.understanding.lattice import Token
    from bot.understanding.understander import Interpretation
    from bot.understanding.view import View
    from knowledge.model import Element, Entity, EntityId, Fact

TOO_MUCH_MISSED = {Firmness.NAMED: 0.4, Firmness.VALUED: 0.95, Firmness.CUED: 1.15}
"""Unexplained weight from which not to answer. Where nothing but a thing is named, a verb is enough (能录音吗); where
words of the value are there, a noun; where the very attribute is asked for, a name."""
ENOUGH_SCORE = 1.3
"""Below this a thing that nobody named is not meant."""
MOST_RIVALS = 3
MISSED_THING = 1.4
"""What a named thing weighs that the answer has nothing to do with."""
MISSED_ASK = 1.2
"""What weighs that is asked and not answered: a 多少, a form of another attribute, the 导演 of 导演是谁."""
PEOPLE = "人"
HOUR = "clock"
"""The attribute that tells at which hour."""
A_NAME = 1.2
HOW = frozenset({Wh.HOW, Wh.WHY, Wh.HOW_MANY, Wh.HOW_MUCH})
"""Question words that no introduction answers."""
GLUED, NAME_LIKE = 1.5, 0.8
STATEMENT_SHARE = 0.3
"""What an unexplained word weighs in a clause that asks nothing: 我妈腿脚不好."""
WANTS_ALL = ("other", "list", "count", "only")
"""Marks of questions that want a whole list, not the elements they name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Sentences, what they are about, and how much of the question they leave unexplained."""

    said: tuple[Said, ...]
    topic: Topic
    missed: float
    options: tuple[Asked, ...] = ()
    """Readings to choose from, where several are equally good."""
    is_guess: bool = False
    """Whether it only says that something is not published, of a thing that nobody named."""


class Factual:
    """Answers from facts, of one knowledge."""

    def __init__(self, wording: Wording) -> None:
        """Keep the words; nothing is changed afterwards."""
        self._wording = wording
        self._knowledge = wording.knowledge
        self._carry = Carry(wording)

    def answer(self, case: Case) -> Answered | None:
        """What the facts have to say; None where nothing is asked that we know of."""
        return self._bare_place(case) or self._mistaken(case) or self._answer_asked(case)

    def _answer_asked(self, case: Case) -> Answered | None:
        """Answer what the reading says is asked, or what the utterance leaves unsaid."""
        carried = self._carry.complete(case)
        asked = self._at_hour(case, carried or case.interpretation.reading.asked)
        if not asked:
            return None
        thing = self._knowledge.entities[asked[0].entity]
        named = any(thing.id in (*view.things, *view.hints) for view in case.interpretation.views)
        is_bare = bool(carried) and self._carry.is_claim(case, carried[0])
        judge = judge_bare_claim if is_bare else judge_claim
        verdict = judge(case.interpretation, asked[0], self._wording, case.now)
        overlooked = {} if carried else self._overlooked(case, asked[0])
        asked = (*asked, *overlooked.values())
        missed = self._missed(case, spared=tuple(overlooked)) - verdict.excuses
        firmness = Firmness.CUED if carried else case.interpretation.reading.firmness
        if missed >= TOO_MUCH_MISSED[firmness]:
            partly = (self._partly(thing),) if named else ()
            return Answered(said=partly, topic=Topic(focus=thing.id), missed=missed)
        if not carried and case.interpretation.reading.score < ENOUGH_SCORE and not named:
            return self._asked_of_nothing(case, missed)
        rivals = self._rivals(case, asked[0])
        if rivals:
            return self._ask_which(rivals, missed)
        said = self._sentences(case, asked, verdict.prefix)
        if overlooked and said[0].status is Status.UNPUBLISHED:
            said = tuple(replace(one, status=Status.UNPUBLISHED) for one in said)
        is_guess = not (asked[0].fact or asked[0].kind or self._is_certain(case, thing))
        topic = Topic(
            focus=self._focus(case, thing),
            asked=tuple(map(_query, asked)),
            is_open=not named and not carried and said[0].status is Status.UNPUBLISHED,
            sought=not named and not carried,
        )
        return Answered(said=said, topic=topic, missed=missed, is_guess=is_guess)

    def _at_hour(self, case: Case, asked: tuple[Asked, ...]) -> tuple[Asked, ...]:
        """八点放对吧, of what is dated but has no hour: what is asked is at which hour it is."""
        # a moment reckoned from now (再过几个钟头) is nobody's hour
        hours = [time for time in case.interpretation.times if time.at and (time.part or not time.relative)]
        if not asked or not hours or asked[0].attribute not in TIMELY:
            return asked
        occurrences = self._knowledge.entities[asked[0].entity].occurrences
        if not occurrences or any(one.at for one in occurrences):
            return asked
        return (find_asked(self._knowledge, asked[0].entity, HOUR), *asked[1:])

    def _mistaken(self, case: Case) -> Answered | None:
        """One thing taken for another, or a person for the holder of an office: what each of them is."""
        pair = claimed_identity(case.interpretation, self._wording)
        person = claimed_office(case.interpretation, self._wording)
        if pair is None and person is None:
            return None
        taken = pair or (person,)
        said = [answer(self._introduction(one), self._wording, case.now) for one in taken if one]
        said[0] = replace(said[0], text=self._wording.say("no" if pair else "claim_unknown") + said[0].text)
        return Answered(said=tuple(said), topic=Topic(focus=taken[0]), missed=0.0)

    def _introduction(self, thing: EntityId) -> Asked:
        return find_asked(self._knowledge, thing, self._knowledge.kind_of(thing).card[0])

    def _rivals(self, case: Case, asked: Asked) -> tuple[Asked, ...]:
        """The things of which the same could be asked just as well, where none was named, described or spoken of."""
        views = case.interpretation.views
        given = {fact for view in views for fact in (*view.parts, *view.own, *view.fact_hints)}
        hinted = any(asked.entity in view.hints for view in views)
        if not asked.fact or asked.fact.id in given or hinted or asked.entity == self._knowledge.frame.entity:
            return ()
        if self._is_certain(case, self._knowledge.entities[asked.entity]):
            return ()
        others = [one for one in case.interpretation.reading.rivals if one.attribute == asked.attribute and one.fact]
        return (asked, *others)[:MOST_RIVALS] if others else ()

    def _asked_of_nothing(self, case: Case, missed: float) -> Answered:
        """多少钱, with nothing named or spoken of: ask of what, if of anything that we know."""
        cues = {cue for view in case.interpretation.views for cue in view.cues}
        told = any(view.content > 0 and not (view.cues or view.is_light) for view in case.interpretation.views)
        if len(cues) != 1 or told:
            return Answered(said=(), topic=Topic(), missed=missed)
        (attribute,) = cues
        holders = (one.id for one in self._knowledge.entities.values() if attribute in one.facts)
        asked = (find_asked(self._knowledge, one, attribute) for one in itertools.islice(holders, MOST_RIVALS))
        rivals = tuple(asked)
        return self._ask_which(rivals, missed) if rivals else Answered(said=(), topic=Topic(), missed=missed)

    def _ask_which(self, rivals: tuple[Asked, ...], missed: float) -> Answered:
        """A question of which of these it is asked, to be answered by a name or a place."""
        topic = Topic(asked=(_query(rivals[0]),), is_open=True)
        said = (self._ask_back(rivals),)
        return Answered(said=said, topic=topic, missed=missed, options=rivals, is_guess=True)

    def _ask_back(self, rivals: tuple[Asked, ...]) -> Said:
        attribute = self._knowledge.attributes[rivals[0].attribute].name
        things = tuple(one.entity for one in rivals)
        text = self._wording.say("clarify", attribute=attribute, names=self._wording.names(things))
        return Said(text=text, status=Status.CLARIFY, row=Row(things=things))

    def _bare_place(self, case: Case) -> Answered | None:
        """第三个呢, after a list was shown: the place says it all."""
        row = case.interpretation.row
        views = case.interpretation.views
        if row is None or not case.interpretation.places or any(view.things or view.asks for view in views):
            return None
        if row.fact is None:
            return Answered(said=(self._no_such_place(row),), topic=Topic(), missed=0.0)
        element = self._element(case)
        entity, attribute = row.fact.split(".", 1)
        topic = Topic(focus=entity, asked=(Query(entity=entity, attribute=attribute),))
        return Answered(said=(element,), topic=topic, missed=0.0) if element else None

    def _no_such_place(self, row: Row) -> Said:
        """第九项, 下一项 behind the last: how many there are."""
        kind = self._knowledge.kind_of(row.things[0])
        text = self._wording.say("place_missing", count=len(row.things), kind=kind.name, counter=kind.counter)
        facts = summary_facts(*(self._knowledge.entities[one] for one in row.things))
        return Said(text=text, facts=facts)

    def _is_certain(self, case: Case, thing: Entity) -> bool:
        """Whether the thing was named, or is what was talked about."""
        spoken_of = thing.id == case.state.focus != self._knowledge.frame.entity
        return spoken_of or any({thing.id} == view.things for view in case.interpretation.views)

    def _focus(self, case: Case, thing: Entity) -> EntityId:
        """What the next question will be about: something named besides the festival, else what was answered."""
        named = {one for view in case.interpretation.views for one in view.things} - {self._knowledge.frame.entity}
        return next(iter(named)) if thing.id == self._knowledge.frame.entity and len(named) == 1 else thing.id

    def _sentences(self, case: Case, asked: tuple[Asked, ...], prefix: str) -> tuple[Said, ...]:
        such = self._such_things(case, asked[0])
        if such:
            return (such,)
        element = self._element(case)
        said = [element] if element else self._answers(case, asked, whole=prefix == self._wording.say("no"))
        said[0] = replace(said[0], text=prefix + said[0].text)
        if not any(one.row for one in said):
            said[0] = replace(said[0], row=self._enumerated(case, asked[0]))
        return self._as_named(case, asked, said)

    def _as_named(self, case: Case, asked: tuple[Asked, ...], said: list[Said]) -> tuple[Said, ...]:
        """The sentences in the order in which the question names their things, where it names several."""
        views = case.interpretation.views
        things = {thing: place for place, view in reversed(list(enumerate(views))) for thing in view.things}
        if len(said) != len(asked) or any(one.entity not in things for one in asked):
            return tuple(said)
        places = [things[one.entity] for one in asked]
        return tuple(one for _, one in sorted(zip(places, said, strict=True), key=lambda pair: pair[0]))

    def _answers(self, case: Case, asked: tuple[Asked, ...], *, whole: bool) -> list[Said]:
        """A sentence each, the `whole` fact to one who was mistaken.

        Beside something not published, what is only known in part is no answer.
        """
        said = [answer(one, self._wording, case.now) if whole else self._answer(case, one) for one in asked]
        if all(one.fact or one.kind for one in asked):
            return said
        return [
            replace(one, status=Status.UNPUBLISHED) if self._falls_short(case, about, asked) else one
            for one, about in zip(said, asked, strict=True)
        ]

    def _falls_short(self, case: Case, one: Asked, asked: tuple[Asked, ...]) -> bool:
        """Whether a fact is no answer beside what is not published.

        It is known in part only, it is less exact (the town for the address), or nobody asked for it: it only came up
        with what it is about.
        """
        views = case.interpretation.views
        if one.fact is None or not one.fact.complete:
            return one.fact is not None
        if any(one.attribute in view.cues or one.fact.id in view.own for view in views):
            return False
        wh = self._knowledge.attributes[one.attribute].answers
        missing = [other for other in asked if not (other.fact or other.kind) and other.entity == one.entity]
        is_same = any(wh is self._knowledge.attributes[other.attribute].answers for other in missing)
        return is_same or not any(view.holds is wh for view in views)

    def _answer(self, case: Case, asked: Asked) -> Said:
        said = answer(asked, self._wording, case.now)
        named = self._named_elements(case, asked)
        if named and asked.fact and isinstance(asked.fact.value, Listing):
            text = "".join(asked.fact.value.elements[index].say for index in named)
            at = named[0] + 1 if len(named) == 1 else None
            return replace(said, text=text, row=Row(fact=asked.fact.id, at=at))
        if asked.fact and (self._falls_silent(case, asked.fact) or _names_something_in(case, asked)):
            return replace(said, status=Status.UNPUBLISHED)
        return said

    def _falls_silent(self, case: Case, fact: Fact) -> bool:
        """Whether a fact does not have what is wanted: a number, or one of those that are not in an incomplete list."""
        asks = case.interpretation
        text = self._wording.fact(fact)
        if isinstance(fact.value, Text) and any(_counts_other(view, text) for view in asks.views):
            return True
        if isinstance(fact.value, Quantity) and any(_counts_people(*pair) for pair in itertools.pairwise(asks.views)):
            return PEOPLE not in text
        if (
            isinstance(fact.value, Text)
            and asks.has("other")
            and (_leaves_out_words(asks) or self._leaves_none(case, fact))
        ):
            return True
        if asks.has("or") and isinstance(fact.value, (Text, Schedule)) and _offers_numbers(asks, text):
            return True
        who = self._knowledge.attributes[fact.attribute].answers is Wh.WHO
        if who and asks.has("each") and fact.entity == self._knowledge.frame.entity:
            return True
        if fact.complete:
            return False
        unnamed = isinstance(fact.value, Listing) and not any(view.parts for view in asks.views)
        is_claim = asks.has("yes-no") and not any(view.wh or view.own - {fact.id} for view in asks.views)
        return (unnamed and is_claim) or self._wants_more(case, fact)

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
        """其他的, 还有谁; but not a 还有 that goes on or offers a choice, nor where others than the excepted are known."""
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

    def _overlooked(self, case: Case, first: Asked) -> dict[Token, Asked]:
        """收费才能进吗: forms of attributes that the reading leaves unexplained, though they are published."""
        found: dict[Token, Asked] = {}
        scopes = _scopes(case.interpretation.views)
        for view in case.interpretation.views:
            if view.token in scopes:
                continue
            for cue in view.cues if view.token in case.interpretation.reading.unexplained else ():
                if self._knowledge.fact(first.entity, cue):
                    found[view.token] = find_asked(self._knowledge, first.entity, cue)
        return found

    def _missed(self, case: Case, spared: tuple[Token, ...]) -> float:
        """Weight of the unexplained; a place in an order that belongs to no list is unexplained too."""
        views = case.interpretation.views
        loose = any(view.ordinals and not (view.things or view.cues or view.own) for view in views)
        lost = 1.0 if loose and self._listing(case) is None else 0.0
        spared = (*spared, *self._alternatives(case), *_scopes(views))
        asking = {v.token.clause for v in views if v.wh or v.cues or v.own or _shapes_question(v)}
        lost += A_NAME if self._asks_of_stranger(case) else 0.0
        lost += MISSED_ASK if self._is_unasked(case) else 0.0
        return lost + sum(
            self._weight(case, token) * (1.0 if not asking or token.clause in asking else STATEMENT_SHARE)
            for token in case.interpretation.reading.unexplained
            if token not in spared
        )

    def _asks_of_stranger(self, case: Case) -> bool:
        """晚会的主持人: whether no thing is named, and the attribute is asked of the unknown noun before it."""
        reading = case.interpretation.reading
        views = case.interpretation.views
        fact = reading.asked[0].fact if reading.asked else None
        if fact is None or any(view.things or view.hints for view in views):
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

    def _is_unasked(self, case: Case) -> bool:
        """Whether what was found is no answer to the question word, or is of the festival where a thing is named."""
        return self._asks_how_of_summary(case) or self._asks_who_did_what(case) or self._asks_of_another(case)

    def _asks_of_another(self, case: Case) -> bool:
        """开幕式能坐多少观众: whether one thing is named, and what answers is of the festival and was not asked for."""
        views = case.interpretation.views
        named = {thing for view in views for thing in view.things}
        one = next(iter(case.interpretation.reading.asked), None)
        if one is None or one.fact is None or one.entity in named or len(named) != 1:
            return False
        words = {*case.state.attributes, *(word for view in views for word in (*view.cues, *view.verbs))}
        given = {fact for view in views for fact in (*view.parts, *view.own, *view.fact_hints)}
        return one.entity == self._knowledge.frame.entity and one.attribute not in words and one.fact.id not in given

    def _asks_how_of_summary(self, case: Case) -> bool:
        """那个平台怎么收年费: whether 怎么 or 多少 is asked, and there is only what introduces the thing."""
        asked = case.interpretation.reading.asked
        if not asked or not asked[0].fact or asked[0].attribute != self._knowledge.introduction_of(asked[0].entity):
            return False
        views = case.interpretation.views
        cued = any(asked[0].attribute in view.cues or asked[0].fact.id in view.own for view in views)
        pairs = itertools.pairwise(views)
        return not cued and any(view.wh in HOW and not (view.cues or "said" in after.marks) for view, after in pairs)

    def _asks_who_did_what(self, case: Case) -> bool:
        """这句话是谁想出来的: whether a 谁 that no word goes with is taken for the festival's."""
        views = case.interpretation.views
        words = {*case.state.attributes, *(word for view in views for word in (*view.cues, *view.verbs))}
        facts = {fact for view in views for fact in (*view.parts, *view.own, *view.fact_hints)}
        return any(view.holds is Wh.WHO for view in views) and any(
            one.fact is not None
            and one.entity == self._knowledge.frame.entity
            and self._knowledge.attributes[one.attribute].answers is Wh.WHO
            and one.attribute not in words
            and one.fact.id not in facts
            for one in case.interpretation.reading.asked
        )

    def _alternatives(self, case: Case) -> list[Token]:
        """The tokens on both sides of 还是: of two alternatives the fact need not have both."""
        views = case.interpretation.views
        triples = zip(views, views[1:], views[2:], strict=False)
        return [view.token for before, middle, after in triples if "or" in middle.marks for view in (before, after)]

    def _weight(self, case: Case, token: Token) -> float:
        """What an unexplained token weighs: more where it is glued to a name or a kind, as in 希尔顿酒店."""
        views = case.interpretation.views
        if any(view.token is token and view.things for view in views):
            return MISSED_THING
        if any(view.token is token and (view.counts or view.asks) and not _does(view) for view in views):
            return MISSED_ASK
        if any(_asks_which_one(token, *pair) for pair in itertools.pairwise(views)):
            return MISSED_ASK
        weight = token.weight or (VERB if any(view.token is token and _does(view) for view in views) else 1.0)
        glued = any(view.token.span[0] == token.span[1] and (view.sorts or view.things or view.parts) for view in views)
        glued = glued or any(view.token.span[1] == token.span[0] and view.parts for view in views)
        # between Latin letters and Chinese characters there is no telling what is one word
        return weight * GLUED if glued and weight >= NAME_LIKE and not token.text.isascii() else weight

    def _partly(self, thing: Entity) -> Said:
        """A thing that we know, asked for something that we do not."""
        text = self._wording.say("unpublished_part", thing=thing.short)
        summary = self._wording.summary(thing)
        if summary:
            text += self._wording.say("known", known=summary)
        facts = summary_facts(thing) if summary else ()
        return Said(text=text, facts=facts, status=Status.UNPUBLISHED)

    # --- lists --------------------------------------------------------------------------------

    def _such_things(self, case: Case, asked: Asked) -> Said | None:
        """哪家店有豆花: all things that the words fit equally well, where there are several."""
        reading = case.interpretation.reading
        kind = self._knowledge.entities[asked.entity].kind
        views = case.interpretation.views
        values = {fact for view in views for fact in (*view.parts, *view.fact_hints)}
        named = {thing for view in views for thing in view.things}
        rivals = [one for one in reading.rivals if one.attribute == asked.attribute]
        same = [one for one in (asked, *rivals) if one.fact and one.fact.id in values and one.entity not in named]
        same = [one for one in same if self._knowledge.entities[one.entity].kind == kind]
        if len({one.entity for one in same}) <= 1:
            return None
        things = tuple(one for one in self._knowledge.entities if one in {other.entity for other in same})
        spec = self._knowledge.kinds[kind]
        shown = things[:MOST_NAMED]
        slots = {"count": len(things), "counter": spec.counter, "kind": spec.name, "names": self._wording.names(shown)}
        facts = tuple(one.fact.id for one in same if one.fact and one.entity in shown)
        key = "such_things" if shown == things else "such_things_some"
        return Said(text=self._wording.say(key, **slots), facts=facts, row=Row(things=things))

    def _named_elements(self, case: Case, asked: Asked) -> list[int]:
        """The very elements of a list that were named and have something said of them; none where all are wanted."""
        if asked.fact is None or not isinstance(asked.fact.value, Listing) or case.interpretation.numbers:
            return []
        if any(case.interpretation.has(mark) for mark in WANTS_ALL):
            return []
        views = case.interpretation.views
        elements = asked.fact.value.elements
        named = list(dict.fromkeys(view.parts[asked.fact.id] for view in views if asked.fact.id in view.parts))
        is_read = asked in case.interpretation.reading.asked
        if not named and is_read and case.interpretation.reading.firmness is not Firmness.CUED:
            named = self._told_elements(case, asked.fact, elements)
        return named if all(elements[index].say for index in named) else []

    def _told_elements(self, case: Case, fact: Fact, elements: tuple[Element, ...]) -> list[int]:
        """The element with most words of the question in its sentence that the list's own sentence has not."""
        whole = self._wording.fact(fact)
        views = case.interpretation.views
        words = {view.token.text for view in views if view.content > 0 and view.token.text not in whole}
        told = [sum(word in one.say for word in words) for one in elements]
        return [told.index(max(told))] if any(told) else []

    def _enumerated(self, case: Case, asked: Asked) -> Row | None:
        """The things of a kind that were asked for by its word, whichever fact answered."""
        own = self._knowledge.entities[asked.entity].kind
        sorts = [sorted(view.sorts) for view in case.interpretation.views if own not in view.sorts]
        for kind in itertools.chain.from_iterable(sorts):
            members = self._knowledge.members(kind, asked.entity) or self._knowledge.members(kind)
            if len(members) > 1:
                return Row(things=tuple(one.id for one in members))
        return None

    def _element(self, case: Case) -> Said | None:
        """第四个优势: the element of a list, of the fact asked for or of the one shown last."""
        nth = next(iter(case.interpretation.places), None)
        fact = self._listing(case)
        if nth is None or fact is None or not isinstance(fact.value, Listing):
            return None
        elements = fact.value.elements
        slots = {
            "thing": self._knowledge.entities[fact.entity].short,
            "attribute": self._knowledge.attributes[fact.attribute].name,
            "counter": nth.counter or self._wording.say("any_counter"),
        }
        if not 0 < abs(nth.place) <= len(elements):
            text = self._wording.say("nth_missing", count=len(elements), n=abs(nth.place), **slots)
            return Said(text=text, facts=(fact.id,), row=Row(fact=fact.id))
        place = nth.place - 1 if nth.place > 0 else len(elements) + nth.place
        text = elements[place].say or self._wording.say("nth", n=place + 1, name=elements[place].name, **slots)
        return Said(text=text, facts=(fact.id,), row=Row(fact=fact.id, at=place + 1))

    def _listing(self, case: Case) -> Fact | None:
        """The list that a place in an order refers to."""
        facts = [one.fact for one in case.interpretation.reading.asked]
        row = case.interpretation.row
        if row and row.fact:
            facts.append(self._knowledge.fact(*row.fact.split(".", 1)))
        found = (listing_in(fact, self._wording) for fact in facts if fact)
        return next(filter(None, found), None)


def _query(asked: Asked) -> Query:
    return Query(entity=asked.entity, attribute=asked.attribute, kind=asked.kind)


def _shapes_question(view: View) -> bool:
    """Whether it makes its clause a question; 嘛 in the middle only draws breath."""
    return bool(view.marks & {"yes-no", "or"}) and "breath" not in view.marks


def _leaves_out_words(asks: Interpretation) -> bool:
    """除了《长空之王》导演还有谁: whether what is left out is told by words, no thing that is known."""
    return bool(asks.excepted) and not asks.has("next") and not any(view.things for view in asks.excepted)


def _counts_people(view: View, after: View) -> bool:
    """Whether it is a 几个人."""
    return view.counts and view.token.text[-1] in UNCOUNTED and after.token.text == PEOPLE


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


def _asks_which_one(token: Token, before: View, after: View) -> bool:
    """Whether it is what a 谁 or a 哪个 asks for: the 导演 of 导演是谁, the 公司 of 谁家公司, the 坝子 of 哪个坝子."""
    which = "which" in before.marks and after.token is token and token.weight >= NOUN and len(token.text) > 1
    return (before.token is token and after.wh is Wh.WHO) or (
        after.token is token and ((after.soft and before.wh is Wh.WHO and len(token.text) > 1) or which)
    )


def _does(view: View) -> bool:
    """Whether a form is a mere verb beside what is asked: 入围 in 入围的队伍有多少支."""
    return bool(view.verbs) and view.holds is None


def _scopes(views: tuple[View, ...]) -> list[Token]:
    """The 八项活动 of 八项活动里, which only tells among what something is."""
    return [view.token for view, after in itertools.pairwise(views) if view.cues and after.token.text in AMONG]


def _names_something_in(case: Case, asked: Asked) -> bool:
    """虚拟创世的水戏作品叫什么: whether a name is asked, of something that only points to a thing named as well."""
    called = find_called(case.interpretation.views)
    named = any(asked.entity in view.things for view in case.interpretation.views)
    return named and called is not None and asked.entity in called.hints - called.things
