"""What is asked of things, completed from what was said before, and answered."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.dialogue.answers import Said, answer, summary_facts
from bot.dialogue.carry import Carry
from bot.dialogue.claims import TIMELY, claimed_identity, claimed_office, judge_bare_claim, judge_claim
from bot.dialogue.elements import Elements
from bot.dialogue.shortfalls import Shortfalls
from bot.dialogue.state import Query, Status
from bot.dialogue.turns import Topic
from bot.dialogue.unexplained import Unexplained
from bot.understanding.candidates import find_asked
from bot.understanding.context import Row
from bot.understanding.question import find_scopes
from bot.understanding.reading import Firmness
from knowledge.model import Listing

if TYPE_CHECKING:
    from bot.dialogue.turns import Case
    from bot.dialogue.wording import Wording
    from bot.understanding.candidates import Asked
    from bot.understanding.lattice import Token
    from knowledge.model import Entity, EntityId

TOO_MUCH_MISSED = {Firmness.NAMED: 0.4, Firmness.VALUED: 0.95, Firmness.CUED: 1.15}
"""Unexplained weight from which not to answer. Where nothing but a thing is named, a verb is enough (能录音吗); where
words of the value are there, a noun; where the very attribute is asked for, a name."""
ENOUGH_SCORE = 1.3
"""Below this a thing that nobody named is not meant."""
MOST_RIVALS = 3
HOUR = "clock"
"""The attribute that tells at which hour."""


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
        self._unexplained = Unexplained(wording)
        self._shortfalls = Shortfalls(wording)
        self._elements = Elements(wording)

    def answer(self, case: Case) -> Answered | None:
        """What the facts have to say; None where nothing is asked that we know of."""
        return self._bare_place(case) or self._mistaken(case) or self._answer_asked(case)

    def _answer_asked(self, case: Case) -> Answered | None:
        """Answer what the reading says is asked, or what the utterance leaves unsaid."""
        carried = self._carry.complete(case)
        asked = self._at_hour(case, carried or self._on_day(case, case.interpretation.reading.asked))
        if not asked:
            return None
        thing = self._knowledge.entities[asked[0].entity]
        named = any(thing.id in (*view.things, *view.hints) for view in case.interpretation.views)
        is_bare = bool(carried) and self._carry.is_claim(case, carried[0])
        judge = judge_bare_claim if is_bare else judge_claim
        verdict = judge(case.interpretation, asked[0], self._wording, case.now)
        overlooked = {} if carried else self._overlooked(case, asked[0])
        asked = (*asked, *overlooked.values())
        ranked = any(view.ordinals for view in case.interpretation.views)
        in_list = ranked and self._elements.find_list(case) is not None
        missed = self._unexplained.weigh(case, tuple(overlooked), in_list=in_list) - verdict.excuses
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
        if (overlooked or self._compares(case, asked)) and any(one.status is Status.UNPUBLISHED for one in said):
            said = tuple(replace(one, status=Status.UNPUBLISHED) for one in said)
        is_guess = not (asked[0].fact or asked[0].kind or self._is_certain(case, thing))
        topic = Topic(
            focus=self._focus(case, thing),
            asked=tuple(map(_query, asked)),
            is_open=not named and not carried and said[0].status is Status.UNPUBLISHED,
            sought=not named and not carried,
        )
        return Answered(said=said, topic=topic, missed=missed, is_guess=is_guess)

    def _compares(self, case: Case, asked: tuple[Asked, ...]) -> bool:
        """决赛跟开幕式是同一天吗: whether the same is asked of several things, to be held against each other."""
        named = {thing for view in case.interpretation.views for thing in view.things}
        same = len(asked) > 1 and len({one.attribute for one in asked}) == 1
        return same and case.interpretation.has("yes-no") and named >= {one.entity for one in asked}

    def _on_day(self, case: Case, asked: tuple[Asked, ...]) -> tuple[Asked, ...]:
        """48小时决赛在29号, 上午还是下午, of what has no date: what is asked is when it is."""
        offers = case.interpretation.has("or") or case.interpretation.has("yes-no")
        is_dated = any((time.first and not time.is_now) or (offers and time.part) for time in case.interpretation.times)
        if len(asked) != 1 or not is_dated or asked[0] != self._introduction(asked[0].entity):
            return asked
        undated = (asked[0].entity, "time") in self._knowledge.unpublished
        return (find_asked(self._knowledge, asked[0].entity, "time"),) if undated else asked

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
        given = {fact for view in views for fact in view.facts}
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
        element = self._elements.find_nth(case)
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
        such = self._elements.find_such(case, asked[0])
        if such:
            return (such,)
        element = self._elements.find_nth(case)
        said = [element] if element else self._answers(case, asked, whole=prefix == self._wording.say("no"))
        said[0] = replace(said[0], text=prefix + said[0].text)
        if not any(one.row for one in said):
            said[0] = replace(said[0], row=self._elements.enumerate_named(case, asked[0]))
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
            replace(one, status=Status.UNPUBLISHED) if self._shortfalls.is_no_answer_beside(case, about, asked) else one
            for one, about in zip(said, asked, strict=True)
        ]

    def _answer(self, case: Case, asked: Asked) -> Said:
        said = answer(asked, self._wording, case.now)
        named = self._elements.find_named(case, asked)
        if named and asked.fact and isinstance(asked.fact.value, Listing):
            text = "".join(asked.fact.value.elements[index].say for index in named)
            at = named[0] + 1 if len(named) == 1 else None
            return replace(said, text=text, row=Row(fact=asked.fact.id, at=at))
        if self._shortfalls.falls_silent(case, asked):
            return replace(said, status=Status.UNPUBLISHED)
        return said

    def _overlooked(self, case: Case, first: Asked) -> dict[Token, Asked]:
        """收费才能进吗: forms of attributes that the reading leaves unexplained, though they are published."""
        found: dict[Token, Asked] = {}
        scopes = find_scopes(case.interpretation.views)
        for view in case.interpretation.views:
            if view in scopes:
                continue
            for cue in view.cues if view.token in case.interpretation.reading.unexplained else ():
                if self._knowledge.fact(first.entity, cue):
                    found[view.token] = find_asked(self._knowledge, first.entity, cue)
        return found

    def _partly(self, thing: Entity) -> Said:
        """A thing that we know, asked for something that we do not."""
        text = self._wording.say("unpublished_part", thing=thing.short)
        summary = self._wording.summary(thing)
        if summary:
            text += self._wording.say("known", known=summary)
        facts = summary_facts(thing) if summary else ()
        return Said(text=text, facts=facts, status=Status.UNPUBLISHED)


def _query(asked: Asked) -> Query:
    return Query(entity=asked.entity, attribute=asked.attribute, kind=asked.kind)
