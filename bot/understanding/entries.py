"""The question entry nearest to a question: likeness by words and single characters, weighed by rarity."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from bot.understanding.normalise import STOPS, clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.understanding.tokens import Vocabulary
    from knowledge.model import QuestionEntry

CLOSE_LOOK = 24
"""Candidates whose likeness is worked out in full."""
ENOUGH_CANDIDATES = 300
"""With so many, a unit that stands in more than COMMON wordings finds no further ones."""
COMMON = 2000
UNIT_SHARE = 0.75
"""Weight of shared words and characters in the likeness; the rest is the order of characters."""
LIGHT_SHARE = 0.3
"""Weight of a word without content (请问, 的) beside others of its rarity."""
GUARDED = 1.0
"""A word of this weight that the index knows must stand in the entry too: it tells look-alikes apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry found, with its likeness to the question, 0-100; 100 is a verbatim wording."""

    entry: QuestionEntry
    score: float
    words: str
    """All its wordings and its answer, cleaned."""


class EntryIndex:
    """The wordings of all question entries, found by the units they share with a question."""

    def __init__(
        self,
        entries: Sequence[QuestionEntry],
        vocabulary: Vocabulary,
        synonyms: Mapping[str, str],
        light: frozenset[str],
    ) -> None:
        """Index every wording; `synonyms` maps a word to the usual one of its meaning."""
        self._vocabulary = vocabulary
        self._synonyms = synonyms
        self._light = light
        self._owners = [entry for entry in entries for _ in entry.asks]
        self._texts = [_bare(clean(ask).text) for entry in entries for ask in entry.asks]
        self._words = {
            entry.id: " ".join([clean(ask).text for ask in entry.asks] + [entry.answer]) for entry in entries
        }
        self._units = [self._units_of(text) for text in self._texts]
        self._known = {entry.id: set[str]() for entry in entries}
        self._postings: dict[str, list[int]] = defaultdict(list)
        for number, units in enumerate(self._units):
            self._known[self._owners[number].id] |= units
            for unit in units:
                self._postings[unit].append(number)
        self._unseen = math.log(1 + len(self._texts))
        self._rarity = {unit: self._weigh(unit, len(found)) for unit, found in self._postings.items()}
        self._sizes = [self._size(units) for units in self._units]

    def search(self, text: str, limit: int = 3) -> tuple[Hit, ...]:
        """The nearest entries to a cleaned text, best first, each once."""
        bare = _bare(text)
        units = self._units_of(bare)
        size = self._size(units)
        guards = [unit for unit in units if self._guards(unit)]
        best: dict[str, Hit] = {}
        for number in self._candidates(units):
            entry = self._owners[number]
            if any(guard not in self._known[entry.id] for guard in guards):
                continue
            score = self._likeness(bare, units, size, number)
            hit = Hit(entry=entry, score=score, words=self._words[entry.id])
            if entry.id not in best or hit.score > best[entry.id].score:
                best[entry.id] = hit
        return tuple(sorted(best.values(), key=lambda hit: -hit.score)[:limit])

    def _units_of(self, text: str) -> frozenset[str]:
        """Words, folded to the usual one of their meaning, and the characters of those that carry content."""
        words = self._vocabulary.split(text)
        chars = (char for word in words if word not in self._light for char in word)
        return frozenset([*(self._synonyms.get(word, word) for word in words), *chars])

    def _weigh(self, unit: str, found: int) -> float:
        rarity = math.log(1 + len(self._texts) / found)
        return LIGHT_SHARE * rarity if unit in self._light else rarity

    def _size(self, units: frozenset[str]) -> float:
        return sum(self._rarity.get(unit, self._unseen) for unit in units if unit in self._rarity or len(unit) > 1)

    def _guards(self, unit: str) -> bool:
        return len(unit) > 1 and unit in self._postings and self._vocabulary.weight(unit) >= GUARDED

    def _candidates(self, units: frozenset[str]) -> list[int]:
        """Wordings that share the rarest units; words find them, characters only where no word does."""
        words = [unit for unit in units if len(unit) > 1 and unit in self._postings]
        covered = {char for word in words for char in word}
        chars = [unit for unit in units if len(unit) == 1 and unit in self._postings and unit not in covered]
        shared: defaultdict[int, float] = defaultdict(float)
        for unit in sorted(words + chars, key=lambda unit: len(self._postings[unit])):
            postings = self._postings[unit]
            if len(shared) >= ENOUGH_CANDIDATES and len(postings) > COMMON:
                break
            rarity = self._rarity[unit]
            for number in postings:
                shared[number] += rarity
        return heapq.nlargest(CLOSE_LOOK, shared, key=shared.__getitem__)

    def _likeness(self, bare: str, units: frozenset[str], size: float, number: int) -> float:
        """Weighted share of common units (Dice), mixed with the order of characters."""
        common = sum(self._rarity[unit] for unit in units & self._units[number])
        total = size + self._sizes[number]
        order = fuzz.ratio(bare, self._texts[number]) / 100
        return 100 * (UNIT_SHARE * 2 * common / total + (1 - UNIT_SHARE) * order) if total else 0.0


def _bare(text: str) -> str:
    """The text without punctuation and spaces."""
    return "".join(char for char in text if char not in STOPS and char != " ")
