"""From an utterance and what was said before to an interpretation: the whole route, in order."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from bot.understanding.asides import Asides, with_closing_denials
from bot.understanding.entries import EntryIndex, Hit, usual_words
from bot.understanding.evidence import build_evidence
from bot.understanding.gazetteer import build_gazetteer
from bot.understanding.lattice import segment
from bot.understanding.nicknames import find_nicknames
from bot.understanding.noise import ALL_SLIPS, Doubt, NoiseIndex, Slip, places_of
from bot.understanding.normalise import clean
from bot.understanding.pieces import NamePieces
from bot.understanding.reading import Reader, Reading
from bot.understanding.references import References
from bot.understanding.reword import Rewording
from bot.understanding.selecting import Selector
from bot.understanding.senses import Chat, Nth, Number, Thing, When
from bot.understanding.timex import find_times
from bot.understanding.view import View, view_token
from knowledge.model import Wh

S = TypeVar("S")
CODE = re.compile(r"[a-z]+[0-9]+(?:-[0-9]+)?")
ASSENT = "assent"
"""The politeness that may be no more than a particle: 明晚有电影吗哦."""
WORTH_A_LOOK = 0.3
"""Weight from which a token that means nothing may be a misspelt one."""
EXCEPT_ENDS = frozenset({"还", "也"})
MOST_ASIDE = 6
"""Tokens from who said something to the word for saying: 张小梅部长她在发布会上说."""

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from bot.understanding.context import Context, Row
    from bot.understanding.lattice import Token
    from bot.understanding.model import TimeMention, Utterance
    from bot.understanding.noise import NoisyEdge
    from bot.understanding.normalise import Cleaned
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
    """Whole years are left out: 今年 says nothing."""
    other_years: tuple[TimeMention, ...]
    """The whole years that the festival is not in."""
    places: tuple[Nth, ...]
    """第三项, 下一个, where no thing stands there."""
    row: Row | None
    """In which a place was counted."""
    excepted: tuple[View, ...]
    """What 除了 takes out of the question; no part of the views."""
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

    def __init__(self, knowledge: Knowledge, vocabulary: Vocabulary, slips: frozenset[Slip] = ALL_SLIPS) -> None:
        """Prepare everything that does not depend on the utterance; `slips` are those that are put right."""
        self._knowledge = knowledge
        self._vocabulary = vocabulary
        self._rewording = Rewording(knowledge.language.rewordings)
        nicknames = find_nicknames(knowledge)
        self._gazetteer = build_gazetteer(knowledge, vocabulary, nicknames, self._rewording)
        self._references = References(knowledge, nicknames)
        self._asides = Asides(knowledge)
        self._pieces = NamePieces(knowledge, vocabulary, self._gazetteer.senses)
        self._evidence = build_evidence(knowledge, vocabulary)
        self._noise = NoiseIndex(
            self._gazetteer.senses, self._evidence.pointers.keys(), vocabulary, slips, knowledge.language.lookalikes
        )
        self._reader = Reader(knowledge, self._evidence)
        self._selector = Selector(knowledge, self._evidence)
        language = knowledge.language
        entries = tuple(knowledge.entries.values())
        self._entries = EntryIndex(entries, vocabulary, usual_words(language), language.light)
        self._anchors = _anchors(knowledge)

    def interpret(self, utterance: Utterance, context: Context) -> Interpretation:
        """Read an utterance; any string is allowed."""
        typed = clean(utterance.text)
        cleaned, tokens = self._tokenise(self._rewording.apply(typed), utterance.now)
        resolved = self._references.resolve(tokens, context)
        tokens = resolved.tokens
        views = self._without_speaker(_without_denied(tuple(view_token(token) for token in tokens)))
        views = _with_tags(views)
        views, excepted = _apart_from(views)
        views = self._asides.quieten(self._bind_question_words(with_closing_denials(views)))
        times = [sense.time for sense in _senses(tokens, When)]
        return Interpretation(
            text=cleaned.text,
            views=views,
            times=tuple(time for time in times if not time.is_year),
            other_years=tuple(time for time in times if time.is_year and not self._has_festival(time)),
            places=tuple(_senses(tokens, Nth)),
            row=resolved.row,
            excepted=excepted,
            numbers=(*_senses(tokens, Number), *_bare_numbers(tokens)),
            talk=_talk(views),
            reading=self._reader.read(views, context),
            selection=self._selector.select(views),
            entries=self._nearest_entries(typed.text, cleaned.text),
        )

    def _segment(
        self, cleaned: Cleaned, times: Sequence[TimeMention], further: Iterable[NoisyEdge]
    ) -> tuple[Token, ...]:
        """The tokens of a text, parts of names turned into the things that are meant."""
        tokens = segment(cleaned, self._gazetteer, self._vocabulary, times, further)
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

    def _has_festival(self, time: TimeMention) -> bool:
        """Whether the festival is in a stretch of time; one that has no days always is."""
        frame = self._knowledge.frame
        if not (frame.first and frame.last and time.first and time.last):
            return True
        return time.first <= frame.first and frame.last <= time.last

    def _tokenise(self, cleaned: Cleaned, now: datetime) -> tuple[Cleaned, tuple[Token, ...]]:
        """The tokens of a text; where some mean nothing, of the text with what is misspelt put right."""
        times = find_times(self._without_codes(cleaned.text), now, self._knowledge.frame, self._anchors)
        parts = tuple(self._pieces.edges(cleaned.text))
        tokens = self._segment(cleaned, times, parts)
        doubt = _doubt(tokens)
        if not doubt.stranded:
            return cleaned, tokens
        noisy = tuple(self._noise.edges(cleaned.text, doubt))
        tokens = self._segment(cleaned, times, (*parts, *noisy)) if noisy else tokens
        slips = [token for token in tokens if token.meant]
        if not slips:
            return cleaned, tokens
        return self._tokenise(cleaned.mended((token.span, token.meant) for token in slips), now)

    def _nearest_entries(self, typed: str, meant: str) -> tuple[Hit, ...]:
        """The entries near to a text as it was typed or as it is read: 看哈 is dialect, but not in 看哈利波特."""
        hits = [hit for text in dict.fromkeys((typed, meant)) for hit in self._entries.search(text)]
        return tuple(sorted(hits, key=lambda hit: -hit.score))

    def _without_speaker(self, views: tuple[View, ...]) -> tuple[View, ...]:
        """张小梅说展览…, 他在发布会上说展览…: who said it, or at least where, is not what is asked about.

        Of one who speaks at things that take place, 她讲什么 asks just that.
        """
        said = next((place for place, view in enumerate(views) if "said" in view.marks and place), 0)
        who = next((place for place in range(said - 1, -1, -1) if self._is_person(views[place])), said)
        aside = views[who:said]
        is_claimed = who > 0 and "is" in views[who - 1].marks
        if not aside or any(view.asks or view.wh for view in aside) or len(aside) > MOST_ASIDE or is_claimed:
            return views
        if any(self._does(thing, views[said]) for thing in views[who].things):
            return views
        rest = (*views[:who], *views[said:])
        if any(view.things or view.own or view.cues for view in rest):
            return rest
        return (*views[: who + 1], *views[said:]) if _only_where(aside[1:]) else views

    def _does(self, person: EntityId, view: View) -> bool:
        """Whether a verb is what somebody is known to do: 讲, of a speaker."""
        leading = self._evidence.leading.get(person, ())
        return any(self._evidence.facts[name].attribute in view.verbs for name in leading)

    def _is_person(self, view: View) -> bool:
        return any(self._knowledge.kind_of(thing).who for thing in view.things)

    def _bind_question_words(self, views: tuple[View, ...]) -> tuple[View, ...]:
        """哪些区 asks where and 哪位导演 asks who, by the sort of thing that follows."""
        bound = [
            _as_claimed_place(before, view, views[place + 1 :])
            for place, (before, view) in enumerate(zip((None, *views), views, strict=False))
        ]
        for place, (view, after) in enumerate(itertools.pairwise(views)):
            kinds = [self._knowledge.kinds[kind] for kind in after.sorts]
            where = any(kind.where for kind in kinds) or (not kinds and "district" in after.marks)
            if view.wh is Wh.WHAT and where:
                bound[place] = replace(view, wh=Wh.WHERE, holds=Wh.WHERE)
            elif view.wh is Wh.WHAT and any(kind.who for kind in kinds):
                bound[place] = replace(view, wh=Wh.WHO, holds=Wh.WHO)
        return tuple(bound)


def _doubt(tokens: Sequence[Token]) -> Doubt:
    """Where a text may be misspelt."""
    unknown = [token for token in tokens if not token.senses and token.weight >= WORTH_A_LOOK]
    strange = [token for token in unknown if token.is_strange]
    single = {
        token.span
        for pair in itertools.pairwise(tokens)
        for token in pair
        if pair[0].span[1] == pair[1].span[0]
        and (all(_is_piece(one) for one in pair) or pair[0].text == pair[1].text[0])
    }
    ordinary = [token for token in unknown if not token.is_strange]
    return Doubt(
        ordinary=places_of(token.span for token in ordinary),
        strange=places_of(token.span for token in strange),
        unknown=places_of(token.span for token in unknown),
        stranded=places_of([*single, *(token.span for token in unknown)]),
    )


def _is_piece(token: Token) -> bool:
    """Whether it is a single character, or a run of those that mean nothing."""
    return len(token.text) == 1 or (token.is_strange and not token.senses)


def _senses(tokens: Iterable[Token], kind: type[S]) -> list[S]:
    return [sense for token in tokens for sense in token.senses if isinstance(sense, kind)]


def _only_where(between: tuple[View, ...]) -> bool:
    """Whether nothing stands there, or 在 with what is named by it."""
    return not between or ("at" in between[0].marks and all(view.things or view.is_light for view in between))


def _bare_numbers(tokens: Iterable[Token]) -> Iterator[Number]:
    """是500吗: digits that nothing counts."""
    return (Number(int(one.text), "") for one in tokens if not one.senses and one.text.isdecimal())


def _as_claimed_place(before: View | None, view: View, after: Iterable[View]) -> View:
    """A place name claims where only behind 在, 到 or 是: 在成都, 是法国的, but not 法国的电影节."""
    stands_there = before is not None and "at" in before.marks
    is_that = before is not None and "is" in before.marks and not any(other.tells for other in after)
    return view if stands_there or is_that or not view.is_place else replace(view, is_place=False)


def _without_denied(views: tuple[View, ...]) -> tuple[View, ...]:
    """不是沙龙，是大赛: what is denied is not asked for, where something else is named."""
    denied = {
        place
        for place in range(1, len(views))
        if views[place].things
        and "denies" in views[place - 1].marks
        and views[place - 1].token.clause == views[place].token.clause
    }
    if not any(view.things for place, view in enumerate(views) if place not in denied):
        return views
    return tuple(view for place, view in enumerate(views) if place not in denied)


def _with_tags(views: tuple[View, ...]) -> tuple[View, ...]:
    """A clause that is no more than 对不对 asks what stands before it, so it belongs there."""
    says_more = {view.token.clause for view in views if "yes-no" not in view.marks}
    return tuple(
        view
        if view.token.clause in says_more or view.token.clause == 0
        else replace(view, token=replace(view.token, clause=view.token.clause - 1))
        for view in views
    )


def _apart_from(views: tuple[View, ...]) -> tuple[tuple[View, ...], tuple[View, ...]]:
    """The views without what stands between 除了 and 还 or 以外, and these; where something is left to be asked."""
    start = next((place for place, view in enumerate(views) if "except" in view.marks), None)
    if start is None:
        return views, ()
    clause = views[start].token.clause
    end = start + 1
    while end < len(views) and views[end].token.clause == clause and not _goes_on(views[end]):
        end += 1
    rest = (*views[:start], *views[end:])
    asks = any(view.things or view.sorts or view.own or view.cues or "schedule" in view.marks for view in rest)
    return (rest, views[start + 1 : end]) if asks else (views, ())


def _goes_on(view: View) -> bool:
    """Whether what is taken out ends here: 还, 以外, a question word."""
    return bool(view.wh or view.asks or view.marks & {"other", "next"} or view.token.text in EXCEPT_ENDS)


def _talk(views: tuple[View, ...]) -> str | None:
    """The first politeness, where nothing in the utterance has content beside it."""
    chats = [sense.talk for view in views for sense in view.token.senses if isinstance(sense, Chat)]
    rest = [view for view in views if not any(isinstance(sense, Chat) for sense in view.token.senses)]
    counts = any(isinstance(sense, (Number, Nth)) for view in rest for sense in view.token.senses)
    # 今天辛苦啦, but not 你好，明天呢
    ends = bool(views) and views[-1] not in rest and ASSENT not in chats
    if chats and not counts and all((view.is_light and not view.tells) or (view.is_time and ends) for view in rest):
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
