"""From an utterance and what was said before to an interpretation: the whole route, in order."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from bot.understanding.entries import EntryIndex, Hit
from bot.understanding.evidence import build_evidence
from bot.understanding.gazetteer import build_gazetteer
from bot.understanding.lattice import segment
from bot.understanding.noise import NoiseIndex
from bot.understanding.normalise import clean
from bot.understanding.pieces import NamePieces
from bot.understanding.reading import Reader, Reading
from bot.understanding.reword import Rewording
from bot.understanding.selecting import Selector
from bot.understanding.senses import Chat, Light, Mark, Nth, Number, Sort, Thing, When
from bot.understanding.timex import find_times
from bot.understanding.view import View, view_token
from knowledge.model import Wh

S = TypeVar("S")
CODE = re.compile(r"[a-z]+[0-9]+(?:-[0-9]+)?")
DENIALS = frozenset({"不是"})
WORTH_A_LOOK = 0.3
"""Weight from which a token that means nothing may be a misspelt one."""
ANY_COUNTER = "个"
"""Counts anything, so it tells no kind."""

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from bot.understanding.candidates import Context
    from bot.understanding.lattice import Token
    from bot.understanding.model import TimeMention, Utterance
    from bot.understanding.noise import NoisyEdge
    from bot.understanding.selecting import Selection
    from bot.understanding.tokens import Vocabulary
    from knowledge.base import Knowledge
    from knowledge.model import EntityId


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """What an utterance is read as."""

    text: str
    """The cleaned text; spans refer to it."""
    views: tuple[View, ...]
    times: tuple[TimeMention, ...]
    places: tuple[Nth, ...]
    """第三项, 最后一个."""
    numbers: tuple[Number, ...]
    talk: str | None
    """The politeness that it consists of, if it is nothing else."""
    reading: Reading
    selection: Selection | None
    """The things of a kind that are asked about by what they have: the talks of a speaker."""
    entries: tuple[Hit, ...]
    """Nearest question entries, best first."""

    def has(self, mark: str) -> bool:
        """Whether a mark (yes-no, only, list, …) stands in it."""
        return any(mark in view.marks for view in self.views)


class Understander:
    """Reads utterances in the light of one knowledge; pure, and safe to share between threads."""

    def __init__(self, knowledge: Knowledge, vocabulary: Vocabulary) -> None:
        """Prepare everything that does not depend on the utterance."""
        self._knowledge = knowledge
        self._vocabulary = vocabulary
        self._gazetteer = build_gazetteer(knowledge)
        self._rewording = Rewording(knowledge.language.rewordings)
        self._noise = NoiseIndex(self._gazetteer.senses, vocabulary)
        self._pieces = NamePieces(knowledge, vocabulary, self._gazetteer.senses)
        self._evidence = build_evidence(knowledge, vocabulary)
        self._reader = Reader(knowledge, self._evidence)
        self._selector = Selector(knowledge, self._evidence)
        usual = {word: group[0] for group in knowledge.language.synonyms for word in group}
        entries = tuple(knowledge.entries.values())
        self._entries = EntryIndex(entries, vocabulary, usual, knowledge.language.light)
        self._anchors = _anchors(knowledge)

    def interpret(self, utterance: Utterance, context: Context) -> Interpretation:
        """Read an utterance; any string is allowed."""
        cleaned = self._rewording.apply(clean(utterance.text))
        times = find_times(self._without_codes(cleaned.text), utterance.now, self._knowledge.frame, self._anchors)
        parts = tuple(self._pieces.edges(cleaned.text))
        tokens = self._segment(cleaned.text, times, parts)
        if any(not token.senses for token in tokens):
            noisy = self._noise.edges(cleaned.text, *_doubtful(tokens))
            tokens = self._segment(cleaned.text, times, (*parts, *noisy))
        tokens = tuple(self._resolve_references(self._resolve_places(tokens, context), context))
        views = self._without_speaker(_without_denied(tuple(view_token(token) for token in tokens)))
        views = self._bind_question_words(views)
        return Interpretation(
            text=cleaned.text,
            views=views,
            times=tuple(sense.time for sense in _senses(tokens, When)),
            places=tuple(_senses(tokens, Nth)),
            numbers=tuple(_senses(tokens, Number)),
            talk=_talk(views),
            reading=self._reader.read(views, context),
            selection=self._selector.select(views),
            entries=self._entries.search(cleaned.text),
        )

    def _segment(self, text: str, times: tuple[TimeMention, ...], further: Iterable[NoisyEdge]) -> tuple[Token, ...]:
        """The tokens of a text, parts of names turned into the things that are meant."""
        tokens = segment(text, self._gazetteer, self._vocabulary, times, further)
        return tuple(self._pieces.resolve(tokens, self._closely_related(tokens), self._on_days(times)))

    def _on_days(self, times: Iterable[TimeMention]) -> frozenset[EntityId]:
        """What takes place on the days that are named."""
        days = [(time.first, time.last or time.first) for time in times if time.first]
        return frozenset(
            entity.id
            for entity in (self._knowledge.entities.values() if days else ())
            if any(one.first <= last and first <= one.last for one in entity.occurrences for first, last in days)
        )

    def _without_codes(self, text: str) -> str:
        """The text with names such as TR514 blotted out, for TR514週日 is no 514週."""
        return CODE.sub(lambda code: "x" * len(code[0]) if code[0] in self._gazetteer.senses else code[0], text)

    def _closely_related(self, tokens: Iterable[Token]) -> frozenset[EntityId]:
        """What is named by itself, and what is related to that: the talks of a speaker, those in a room."""
        named = {sense.entity for sense in _senses(tokens, Thing)} - {self._knowledge.frame.entity}
        return frozenset(one for thing in named for one in self._evidence.related[thing])

    def _resolve_places(self, tokens: tuple[Token, ...], context: Context) -> Iterator[Token]:
        """Turn 第三项活动 into the thing that it means, where it means one; 活动 then asks for nothing else."""
        kinds = {sense.kind for sense in _senses(tokens, Sort)}
        things = [
            next((self._thing_at(sense, kinds, context) for sense in token.senses if isinstance(sense, Nth)), None)
            for token in tokens
        ]
        counted = {self._knowledge.entities[thing].kind for thing in things if thing}
        for token, thing in zip(tokens, things, strict=True):
            sorts = tuple(sense for sense in token.senses if isinstance(sense, Sort) and sense.kind in counted)
            if thing:
                yield replace(token, senses=(Thing(thing),))
            else:
                yield replace(token, senses=(*sorts, Light())) if sorts else token

    def _without_speaker(self, views: tuple[View, ...]) -> tuple[View, ...]:
        """张小梅说展览…: who said it is not what is asked about, where something else is named.

        Where such a thing has speakers, 是张小梅讲的吗 asks whether she is one.
        """
        said = [
            place for place, after in enumerate(views[1:]) if "said" in after.marks and self._is_person(views[place])
        ]
        others = [view for place, view in enumerate(views) if view.things and place not in said]
        verbs = {verb for place in said for verb in views[place + 1].verbs}
        told = any(self._knowledge.fact(thing, verb) for view in others for thing in view.things for verb in verbs)
        is_claim = told and any("yes-no" in view.marks for view in views)
        if not said or not others or is_claim:
            return views
        return tuple(view for place, view in enumerate(views) if place not in said)

    def _is_person(self, view: View) -> bool:
        return any(self._knowledge.kind_of(thing).who for thing in view.things)

    def _bind_question_words(self, views: tuple[View, ...]) -> tuple[View, ...]:
        """哪些区 asks where and 哪位导演 asks who, by the sort of thing that follows."""
        bound = [_as_claimed_place(before, view) for before, view in zip((None, *views), views, strict=False)]
        for place, (view, after) in enumerate(itertools.pairwise(views)):
            kinds = [self._knowledge.kinds[kind] for kind in after.sorts]
            if view.wh is Wh.WHAT and any(kind.where for kind in kinds):
                bound[place] = replace(view, wh=Wh.WHERE, holds=Wh.WHERE)
            elif view.wh is Wh.WHAT and any(kind.who for kind in kinds):
                bound[place] = replace(view, wh=Wh.WHO, holds=Wh.WHO)
        return tuple(bound)

    def _resolve_references(self, tokens: Iterable[Token], context: Context) -> Iterator[Token]:
        """Turn the kind in 那家酒店 into the hotel that was talked about last."""
        pointed = False
        for token in tokens:
            kinds = {sense.kind for sense in token.senses if isinstance(sense, Sort)} if pointed else set()
            meant = (one for one in context.recent if self._knowledge.entities[one].kind in kinds)
            thing = next(meant, None)
            yield replace(token, senses=(*token.senses, Thing(thing))) if thing else token
            pointed = any(sense == Mark("that") for sense in token.senses)

    def _thing_at(self, nth: Nth, kinds: set[str], context: Context) -> str | None:
        """The thing at a place: among those named by kind, those shown last, those counted with this counter.

        Where a word names several kinds (区), the one that was shown last goes first, then the order of the kinds.
        """
        counted = [
            k.id
            for k in self._knowledge.kinds.values()
            if clean(k.counter).text == nth.counter and k.counter != ANY_COUNTER
        ]
        shown_kinds = {self._knowledge.entities[one].kind for one in context.listed}
        ranked = sorted(filter(kinds.__contains__, self._knowledge.kinds), key=lambda kind: kind not in shown_kinds)
        named = [[one.id for one in self._knowledge.members(kind)] for kind in ranked]
        shown = [list(context.listed)] if not kinds else []
        for things in (*named, *shown, *([one.id for one in self._knowledge.members(kind)] for kind in counted)):
            if 0 < abs(nth.place) <= len(things):
                return things[nth.place - (nth.place > 0)]
        return None


def _doubtful(tokens: Iterable[Token]) -> tuple[set[int], set[int]]:
    """Places of characters that are no word, and of those of words that mean nothing to us."""
    strange: set[int] = set()
    unknown: set[int] = set()
    for token in tokens:
        if not token.senses and token.weight >= WORTH_A_LOOK:
            unknown.update(range(*token.span))
            if token.is_strange:
                strange.update(range(*token.span))
    return strange, unknown


def _senses(tokens: Iterable[Token], kind: type[S]) -> list[S]:
    return [sense for token in tokens for sense in token.senses if isinstance(sense, kind)]


def _as_claimed_place(before: View | None, view: View) -> View:
    """A place name claims where only behind 在 or 到: 在成都, but 法国的电影节."""
    stands_there = before is not None and "at" in before.marks
    return view if stands_there or not view.is_place else replace(view, is_place=False)


def _without_denied(views: tuple[View, ...]) -> tuple[View, ...]:
    """不是沙龙，是大赛: what is denied is not asked for, where something else is named."""
    denied = {
        place
        for place in range(1, len(views))
        if views[place].things
        and views[place - 1].token.text in DENIALS
        and views[place - 1].token.clause == views[place].token.clause
    }
    if not any(view.things for place, view in enumerate(views) if place not in denied):
        return views
    return tuple(view for place, view in enumerate(views) if place not in denied)


def _talk(views: tuple[View, ...]) -> str | None:
    """The first politeness, where nothing in the utterance has content beside it."""
    chats = [sense.talk for view in views for sense in view.token.senses if isinstance(sense, Chat)]
    rest = [view for view in views if not any(isinstance(sense, Chat) for sense in view.token.senses)]
    if chats and all(view.is_light and not view.tells for view in rest):
        return chats[0]
    return None


def _anchors(knowledge: Knowledge) -> dict[str, date]:
    """Words for special days: the shortest name of each thing that takes place on one day."""
    anchors: dict[str, date] = {}
    for entity in knowledge.entities.values():
        if len(entity.occurrences) == 1 and entity.occurrences[0].first == entity.occurrences[0].last:
            for name in (entity.name, *entity.aliases):
                anchors.setdefault(clean(name).text, entity.occurrences[0].first)
    return anchors
