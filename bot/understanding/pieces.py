"""Long names by their parts: of a talk whose title fills a line, people say two words.

A part is a run of whole words of a name. Each part that stands in an utterance tells which things it may mean; together
they mean those things whose names have most of them, weighed by rarity.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.understanding.lattice import KNOWN_COST
from bot.understanding.noise import NoisyEdge
from bot.understanding.normalise import clean
from bot.understanding.senses import Cue, Light, Mark, Piece, Question, Sort, Thing, Verb
from bot.understanding.tokens import NOTHING, VERB
from knowledge.model import FESTIVAL_KIND, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.understanding.lattice import Token
    from bot.understanding.senses import Sense
    from bot.understanding.tokens import Vocabulary
    from knowledge.base import Knowledge
    from knowledge.model import AttributeId, EntityId, KindId

RUNS = re.compile(r"[a-z]+(?:\+\+|#)?|[0-9]+|[\u4e00-\u9fff]+")
HEAD_ENDS = re.compile(r"[\s:：|｜]+")
SHORT_RUN = 3
"""A run of so few characters is one word, whatever the dictionary says: 閃電秀."""
TELLING_ALONE = 0.8
"""Weight from which a single word can be all that is said of a name."""
LATIN_TYPO = 5
"""Letters from which a Latin word may have one wrong."""
PART_COST, WORD_COST = -0.05, 1.0
"""What a part costs on top of a known wording: several words of a name, a single one."""
LONG_WORD = 4
"""Characters from which a Chinese word is telling alone."""
LONG_PART = 6
"""Characters from which a part may begin with a small word: 半夜三点的电话."""
PER_CHARACTER = 0.1
"""What a character adds to the weight of a part, beside its rarity."""
ENOUGH_PARTS, ALONE = 2, 99
"""Words of a name, none of which tells alone, that mean it together where 那场 points at something."""
POINTING = Mark("that")
MOST_MEANT = 12
"""A part that so many names share means none of them; it is a mere word."""
CLOSE = 0.05


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class _Name:
    """A cleaned name without spaces and punctuation, and its words in order."""

    entity: EntityId
    text: str
    words: tuple[_Word, ...]
    head: str
    """What it opens with, and may be called by: 開幕 of 開幕 Opening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Squeezed:
    """A cleaned text without spaces and punctuation, so that `io_uring`, `io-uring` and `IO uring` are the same."""

    text: str
    origin: tuple[int, ...]
    """For each character, where it stood."""
    edges: frozenset[int]
    """Where a part may start or end: not within a Latin word or a number."""


class NamePieces:
    """The names of one knowledge by their words."""

    def __init__(self, knowledge: Knowledge, vocabulary: Vocabulary, known: Mapping[str, tuple[Sense, ...]]) -> None:
        """Cut the names; `known` are the wordings that mean something already, and are no parts alone."""
        self._vocabulary = vocabulary
        self._known = known
        self._light = knowledge.language.light
        self._synonyms = {word: group for group in knowledge.language.synonyms for word in group}
        self._published = _published(knowledge)
        kinds = _programme_kinds(knowledge)
        self._people = {one.id for one in knowledge.entities.values() if knowledge.kinds[one.kind].who}
        self._names = [
            self._cut(entity.id, name, whole_runs=knowledge.kinds[entity.kind].who)
            for entity in knowledge.entities.values()
            if entity.kind in kinds and entity.announced
            for name in (entity.name, *entity.aliases)
        ]
        self._places: dict[str, list[tuple[_Name, int]]] = defaultdict(list)
        self._heads: dict[str, list[EntityId]] = defaultdict(list)
        for name in self._names:
            for number, word in enumerate(name.words if len(name.words) > 1 else ()):
                self._places[name.text[word.start : word.end]].append((name, number))
            if name.head:
                self._heads[name.head].append(name.entity)
        self._lengths: dict[str, set[int]] = defaultdict(set)
        for start in (*self._places, *self._heads):
            self._lengths[start[0]].add(len(start))

    def edges(self, text: str) -> Iterator[NoisyEdge]:
        """Every stretch of a cleaned text that is part of a name, with the things whose name has it."""
        squeezed = _squeeze(text)
        for start in sorted(squeezed.edges - {len(squeezed.text)}):
            for end, (entities, words) in self._parts_at(squeezed, start).items():
                span = (squeezed.origin[start], squeezed.origin[end - 1] + 1)
                word = text[slice(*span)]
                if any(isinstance(sense, Thing) for sense in self._known.get(word, ())):
                    continue
                piece = Piece(frozenset(entities), alone=words > 1 or _is_telling(word))
                yield NoisyEdge(*span, (piece, *self._known.get(word, ())), self._cost(word, words), "")

    def _cost(self, word: str, words: int) -> float:
        """What an edge costs on top of a known wording; a mere word as much as it does anyway."""
        if words > 1:
            return PART_COST
        return WORD_COST if _is_telling(word) else self._vocabulary.cost(word) - KNOWN_COST

    def _parts_at(self, squeezed: _Squeezed, start: int) -> dict[int, tuple[set[EntityId], int]]:
        """For each end of a part that starts here, the things that have it and of how many words it is."""
        found: dict[int, tuple[set[EntityId], int]] = {}
        for length in sorted(self._lengths.get(squeezed.text[start], ()), reverse=True):
            end = start + length
            word = squeezed.text[start:end]
            if word in self._heads and end in squeezed.edges:
                found.setdefault(end, (set(), len(word)))[0].update(self._heads[word])
            for name, number in self._places.get(word, ()):
                stop, words = self._extend(squeezed, start, name, number)
                if words:
                    found.setdefault(stop, (set(), words))[0].add(name.entity)
        word = _run_at(squeezed.text, start)
        for name, _ in self._meant_by(word):
            found.setdefault(start + len(word), (set(), 1))[0].add(name.entity)
        return _with_longer(found)

    def _extend(self, squeezed: _Squeezed, start: int, name: _Name, number: int) -> tuple[int, int]:
        """How far the words of a name go on in the text, and how many they are; none where they tell nothing."""
        first = name.words[number]
        end, words = start, 0
        for count, word in enumerate(name.words[number:], 1):
            piece = name.text[word.start : word.end]
            at = start + word.start - first.start
            if not squeezed.text.startswith(piece, at):
                break
            if word.weight > NOTHING and at + len(piece) in squeezed.edges:
                end, words = at + len(piece), count
        part = squeezed.text[start:end]
        if first.weight == NOTHING and len(part) >= LONG_PART and not self._shapes(name.text[first.start : first.end]):
            return end, words
        is_mere = first.weight < TELLING_ALONE or part in self._known or part.isdigit()
        return (start, 0) if first.weight <= NOTHING or (words == 1 and is_mere) else (end, words)

    def _meant_by(self, word: str) -> Iterable[tuple[_Name, int]]:
        """Where in names a Latin word stands that was said otherwise: k8s, or with one letter wrong."""
        if not word.isascii() or word in self._places or word in self._known:
            return ()
        same = [place for other in self._synonyms.get(word, ()) for place in self._places.get(other, ())]
        if same or len(word) < LATIN_TYPO:
            return same
        near = process.extractOne(word, self._latin, scorer=OSA.distance, score_cutoff=1)
        return self._places[near[0]] if near else ()

    @cached_property
    def _latin(self) -> tuple[str, ...]:
        return tuple(word for word in self._places if word.isascii() and len(word) >= LATIN_TYPO)

    def _cut(self, entity: EntityId, name: str, *, whole_runs: bool) -> _Name:
        cleaned = clean(name).text
        squeezed = _squeeze(cleaned)
        words: list[_Word] = []
        for word in self._words(cleaned, whole_runs=whole_runs):
            at = words[-1].end if words else 0
            words.append(_Word(at, at + len(word), self._weigh(word)))
        return _Name(entity=entity, text=squeezed.text, words=tuple(words), head=_head(name))

    def _words(self, text: str, *, whole_runs: bool) -> Iterator[str]:
        for run in RUNS.findall(text):
            if run.isascii() or whole_runs or len(run) <= SHORT_RUN:
                yield run
            else:
                yield from self._joined(self._vocabulary.split(run))

    def _joined(self, words: Iterable[str]) -> Iterator[str]:
        """Single characters side by side are a word that the dictionary does not have: 數位, 空品."""
        for is_single, group in groupby(words, key=lambda word: len(word) == 1 and not self._shapes(word)):
            together = list(group)
            yield from ["".join(together)] if is_single else together

    def _shapes(self, word: str) -> bool:
        """Whether it is a word such as 和, 在, 不, which is part of no other."""
        return any(isinstance(sense, (Mark, Question)) for sense in self._known.get(word, ()))

    def _weigh(self, word: str) -> float:
        """What a word tells of a name: nothing for a small one, which no part begins or ends with."""
        if word in self._light or (not word.isascii() and len(word) == 1):
            return 0.0
        if word.isascii():
            return 1.0 if len(word) > 1 else VERB
        return self._vocabulary.weight(word)

    # --- what is meant ------------------------------------------------------------------------

    def resolve(
        self, tokens: Iterable[Token], named: frozenset[EntityId], dated: frozenset[EntityId]
    ) -> Iterator[Token]:
        """Turn parts of names into the things that are meant, and those of other things into mere words.

        Of things whose names fit equally well, those go first that are named by themselves or related to what is, then
        those that take place on a day that is named.
        """
        tokens = tuple(tokens)
        points = any(isinstance(sense, Sort) or sense == POINTING for token in tokens for sense in token.senses)
        parts = [(piece, token.text) for token in tokens if (piece := _piece(token))]
        enough = ENOUGH_PARTS if points else ALONE
        people, others = self._fitting(parts, enough, of_people=True), self._fitting(parts, enough, of_people=False)
        fitting = people | others
        meant = (fitting & named) or fitting
        meant = (meant & dated) or meant
        inside = self._inside(tokens, meant)
        for place, token in enumerate(tokens):
            piece = _piece(token)
            if piece:
                yield self._resolved(token, piece.entities & meant, piece)
            else:
                yield replace(token, senses=inside[place]) if place in inside else token

    def _inside(self, tokens: tuple[Token, ...], meant: frozenset[EntityId]) -> dict[int, tuple[Sense, ...]]:
        """The tokens before and between parts of the one name that is meant, which are in it as well: KiCad 画 PCB."""
        parts = [place for place, token in enumerate(tokens) if (piece := _piece(token)) and piece.entities & meant]
        if len(meant) != 1:
            return {}
        texts = [name.text for name in self._names if name.entity in meant]
        words = [_squeeze(token.text).text for token in tokens]
        first = parts[0]
        while first and any("".join(words[first - 1 : parts[0] + 1]) in text for text in texts):
            first -= 1
        others = (place for place in range(first, parts[-1]) if place not in parts)
        senses = tuple(Thing(one) for one in meant)
        return {place: senses for place in others if any(words[place] in text for text in texts)}

    def _fitting(self, parts: list[tuple[Piece, str]], enough: int, *, of_people: bool) -> frozenset[EntityId]:
        """The people, or the other things, whose names have most of the parts, weighed by rarity."""
        scores: dict[EntityId, float] = defaultdict(float)
        counts: dict[EntityId, int] = defaultdict(int)
        for piece, text in parts:
            for entity in (one for one in piece.entities if (one in self._people) is of_people):
                scores[entity] += math.log(1 + len(self._names) / len(piece.entities)) + PER_CHARACTER * len(text)
                counts[entity] += ALONE if piece.alone else 1
        scores = {entity: score for entity, score in scores.items() if counts[entity] >= enough}
        best = max(scores.values(), default=0.0)
        return frozenset(entity for entity, score in scores.items() if score >= best - CLOSE)

    def _resolved(self, token: Token, meant: frozenset[EntityId], piece: Piece) -> Token:
        rest = tuple(sense for sense in token.senses if sense is not piece)
        if 0 < len(meant) <= MOST_MEANT:
            kept = tuple(sense for sense in rest if not self._is_idle(sense))
            return replace(token, senses=(*(Thing(one) for one in sorted(meant)), *kept))
        return replace(token, senses=rest, weight=0.0 if rest else self._vocabulary.weight(token.text))

    def _is_idle(self, sense: Sense) -> bool:
        """Whether a sense gives way to a name: 闭幕 that is on the programme asks for nothing else."""
        is_cue = isinstance(sense, (Cue, Verb)) and sense.attribute not in self._published
        return is_cue or isinstance(sense, Light)


def _published(knowledge: Knowledge) -> set[AttributeId]:
    return {attribute for entity in knowledge.entities.values() for attribute in entity.facts}


def _programme_kinds(knowledge: Knowledge) -> set[KindId]:
    """Kinds of what takes place, and of what its facts lead to: talks, speakers, rooms, tracks."""
    dated = [one for one in knowledge.entities.values() if one.occurrences and one.kind != FESTIVAL_KIND]
    values = [fact.value for one in dated for fact in one.facts.values()]
    led_to = {one for value in values if isinstance(value, Relation) for one in value.entities}
    return {one.kind for one in dated} | {knowledge.entities[one].kind for one in led_to} - {FESTIVAL_KIND}


def _is_telling(word: str) -> bool:
    """Whether a word can be all that is said of a name."""
    return word.isascii() or len(word) >= LONG_WORD


def _piece(token: Token) -> Piece | None:
    return next((sense for sense in token.senses if isinstance(sense, Piece)), None)


def _squeeze(text: str) -> _Squeezed:
    runs = list(RUNS.finditer(text))
    origin = [at for run in runs for at in range(*run.span())]
    edges, length = {0}, 0
    for run in runs:
        # between Chinese characters a word may end anywhere
        edges.update(range(length, length + len(run[0])) if not run[0].isascii() else [length])
        length += len(run[0])
    return _Squeezed(text="".join(run[0] for run in runs), origin=tuple(origin), edges=frozenset({*edges, length}))


def _head(name: str) -> str:
    """The Chinese words that a name opens with, where a space or a colon ends them and more follows."""
    first, *more = HEAD_ENDS.split(name.strip(), maxsplit=1)
    head = _squeeze(clean(first).text).text
    return head if more and len(head) > 1 and not head.isascii() else ""


def _run_at(text: str, start: int) -> str:
    run = RUNS.match(text, start)
    return run[0] if run else ""


def _with_longer(found: dict[int, tuple[set[EntityId], int]]) -> dict[int, tuple[set[EntityId], int]]:
    """A thing whose name has a longer part has the shorter one too."""
    return {
        end: ({thing for other, (more, _) in found.items() if other >= end for thing in more}, words)
        for end, (_, words) in found.items()
    }
