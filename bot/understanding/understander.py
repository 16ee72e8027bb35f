"""From an utterance and what was said before to an interpretation: the whole route, in order."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from bot.understanding.entries import EntryIndex, Hit
from bot.understanding.evidence import build_evidence
from bot.understanding.gazetteer import build_gazetteer
from bot.understanding.lattice import segment
from bot.understanding.noise import NoiseIndex
from bot.understanding.normalise import clean
from bot.understanding.reading import Reader, Reading
from bot.understanding.references import References
from bot.understanding.reword import Rewording
from bot.understanding.senses import Chat, Nth, Number, When
from bot.understanding.timex import find_times
from bot.understanding.view import View, view_token
from knowledge.model import Wh

S = TypeVar("S")
WORTH_A_LOOK = 0.3
"""Weight from which a token that means nothing may be a misspelt one."""

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from bot.understanding.context import Context, Row
    from bot.understanding.lattice import Token
    from bot.understanding.model import TimeMention, Utterance
    from bot.understanding.tokens import Vocabulary
    from knowledge.base import Knowledge


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """What an utterance is read as."""

    text: str
    """The cleaned text; spans refer to it."""
    views: tuple[View, ...]
    times: tuple[TimeMention, ...]
    places: tuple[Nth, ...]
    """第三项, 下一个, where no thing stands there."""
    row: Row | None
    """In which a place was counted."""
    numbers: tuple[Number, ...]
    talk: str | None
    """The politeness that it consists of, if it is nothing else."""
    reading: Reading
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
        self._reader = Reader(knowledge, build_evidence(knowledge, vocabulary))
        usual = {word: group[0] for group in knowledge.language.synonyms for word in group}
        entries = tuple(knowledge.entries.values())
        self._entries = EntryIndex(entries, vocabulary, usual, knowledge.language.light)
        self._references = References(knowledge)
        self._anchors = _anchors(knowledge)

    def interpret(self, utterance: Utterance, context: Context) -> Interpretation:
        """Read an utterance; any string is allowed."""
        cleaned = self._rewording.apply(clean(utterance.text))
        times = find_times(cleaned.text, utterance.now, self._knowledge.frame, self._anchors)
        tokens = segment(cleaned.text, self._gazetteer, self._vocabulary, times)
        if any(not token.senses for token in tokens):
            noisy = self._noise.edges(cleaned.text, *_doubtful(tokens))
            tokens = segment(cleaned.text, self._gazetteer, self._vocabulary, times, noisy)
        resolved = self._references.resolve(tokens, context)
        tokens = resolved.tokens
        views = self._without_speaker(_without_denied(tuple(view_token(token) for token in tokens)))
        views = self._bind_question_words(views)
        return Interpretation(
            text=cleaned.text,
            views=views,
            times=tuple(sense.time for sense in _senses(tokens, When)),
            places=tuple(_senses(tokens, Nth)),
            row=resolved.row,
            numbers=(*_senses(tokens, Number), *_bare_numbers(tokens)),
            talk=_talk(views),
            reading=self._reader.read(views, context),
            entries=self._entries.search(cleaned.text),
        )

    def _without_speaker(self, views: tuple[View, ...]) -> tuple[View, ...]:
        """张小梅说展览…, 他在发布会上说展览…: who said it, and where, is not what is asked about."""
        said: set[int] = set()
        where: set[int] = set()
        for place in (place for place, view in enumerate(views) if "said" in view.marks):
            person = next((p for p in range(place - 1, -1, -1) if self._is_person(views[p])), None)
            if person is not None and _only_where(views[person + 1 : place]):
                said.add(person)
                where.update(range(person + 1, place))
        others = [view for place, view in enumerate(views) if view.things and place not in said | where]
        dropped = said | where if others else where
        return tuple(view for place, view in enumerate(views) if place not in dropped)

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


def _only_where(between: tuple[View, ...]) -> bool:
    """Whether nothing stands there, or 在 with what is named by it."""
    return not between or ("at" in between[0].marks and all(view.things or view.is_light for view in between))


def _bare_numbers(tokens: Iterable[Token]) -> Iterator[Number]:
    """是500吗: digits that nothing counts."""
    return (Number(int(one.text), "") for one in tokens if not one.senses and one.text.isdecimal())


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
        and "denies" in views[place - 1].marks
        and views[place - 1].token.clause == views[place].token.clause
    }
    if not any(view.things for place, view in enumerate(views) if place not in denied):
        return views
    return tuple(view for place, view in enumerate(views) if place not in denied)


def _talk(views: tuple[View, ...]) -> str | None:
    """The first politeness, where nothing in the utterance has content beside it."""
    chats = [sense.talk for view in views for sense in view.token.senses if isinstance(sense, Chat)]
    rest = [view for view in views if not any(isinstance(sense, Chat) for sense in view.token.senses)]
    counts = any(isinstance(sense, (Number, Nth)) for view in rest for sense in view.token.senses)
    if chats and not counts and all(view.is_light and not view.tells for view in rest):
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
