"""Words of ordinary Chinese: a small dictionary made from jieba's, with a weight for each class of word."""

from __future__ import annotations

import logging
import marshal
import math
import os
from contextlib import suppress
from typing import IO, TYPE_CHECKING, TypeAlias

import jieba

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

jieba.setLogLevel(logging.WARNING)

Tables: TypeAlias = tuple[dict[str, int], int, dict[str, float]]
"""Frequencies (a prefix that is no word counts 0), their sum, and the weights that are not a noun's."""

MIN_FREQUENCY = 8
"""Rarer words of jieba's dictionary are left out: a third of the memory, a quarter of the start-up time."""
MAX_WORD = 6
CACHE_NAME = "words-2.cache"

# jieba's classes (ICTCLAS tags): names weigh most, then nouns; verbs and adjectives little; the rest nothing.
NAME, PLACE, NOUN, VERB, QUALIFIER, NOTHING = 1.2, 1.19, 1.0, 0.45, 0.4, 0.1
DIGIT = 0.4
"""Of each digit of a number that counts nothing known: the larger it is, the less it is said by the way."""
WEIGHTS = {
    "nr": NAME, "ns": PLACE, "nt": NAME, "nz": NAME, "n": NOUN, "i": 0.6, "l": 0.6, "j": NOUN, "s": 0.5,
    "v": VERB, "vn": 0.8, "a": QUALIFIER, "b": QUALIFIER, "z": QUALIFIER, "g": 0.5, "t": 0.4, "an": 0.6,
}  # fmt: skip


class Vocabulary(jieba.Tokenizer):  # type: ignore[misc]  # jieba has no types
    """jieba's tokenizer over the common words, with their weights; one instance, never changed after loading."""

    def __init__(self, cache_folder: Path | None = None) -> None:
        """Load the words at once; the cache is a file below the folder, or none."""
        super().__init__()
        self.weights: dict[str, float] = {}
        self._cache = cache_folder / CACHE_NAME if cache_folder else None
        self.FREQ, self.total, self.weights = self._cached() or self._build()
        self.initialized = True
        self._log_total = math.log(self.total)

    def weight(self, word: str) -> float:
        """How much a reading loses that leaves this word unexplained; 0 for words that mean nothing alone."""
        if word.isdecimal():
            return min(DIGIT * len(word), NAME) if len(word) > 1 else NOTHING
        if word.isascii():
            return NOUN if len(word) > 1 and any(char.isalpha() for char in word) else NOTHING
        if len(word) == 1:
            return min(self.weights.get(word, 0.5), 0.5)
        return self.weights.get(word, NOUN)

    def cost(self, word: str) -> float:
        """Negative log probability of a word; of one that is not in the dictionary, as of the rarest in it."""
        return self._log_total - math.log(self.FREQ.get(word) or MIN_FREQUENCY)

    def is_word(self, word: str) -> bool:
        """Whether it is an ordinary word."""
        return self.FREQ.get(word, 0) > 0

    def is_place(self, word: str) -> bool:
        """Whether it is the name of a place somewhere."""
        return self.weights.get(word) == PLACE

    def words_at(self, text: str, start: int) -> Iterator[tuple[int, float]]:
        """Ends of the dictionary words that start here, each with its cost (negative log probability)."""
        for end in range(start + 1, min(start + MAX_WORD, len(text)) + 1):
            frequency = self.FREQ.get(text[start:end])
            if frequency is None:
                return
            if frequency:
                yield end, self._log_total - math.log(frequency)

    def split(self, text: str) -> list[str]:
        """The words of a text, without guessing at unknown ones."""
        return [word for word in self.cut(text, HMM=False) if word.strip()]

    def _build(self) -> Tables:
        with self.get_dict_file() as lines:
            tables = _read_dictionary(lines)
        # only a cache: where it cannot be written, the next start is slower
        with suppress(OSError):
            self._keep(tables)
        return tables

    def _keep(self, tables: Tables) -> None:
        """Write the cache beside its place first, so that no other start reads half of it."""
        if self._cache:
            self._cache.parent.mkdir(parents=True, exist_ok=True)
            unfinished = self._cache.with_suffix(f".{os.getpid()}")
            unfinished.write_bytes(marshal.dumps(tables))
            unfinished.replace(self._cache)

    def _cached(self) -> Tables | None:
        """The tables of an earlier start; None where there are none or they are damaged."""
        try:
            frequencies, total, weights = marshal.loads(self._cache.read_bytes() if self._cache else b"")  # noqa: S302  # our own file
        except (OSError, ValueError, EOFError, TypeError):
            return None
        return frequencies, total, weights


def _read_dictionary(lines: IO[bytes]) -> Tables:
    """Build jieba's prefix dictionary (a prefix that is no word counts 0) of the common words, and their weights."""
    frequencies: dict[str, int] = {}
    weights: dict[str, float] = {}
    total = 0
    for line in lines:
        word, count, tag = line.decode("utf-8").split()
        total += int(count)
        if int(count) < MIN_FREQUENCY or len(word) > MAX_WORD:
            continue
        frequencies[word] = int(count)
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
        weight = WEIGHTS.get(tag, WEIGHTS.get(tag[0], NOTHING))
        if weight != NOUN:
            weights[word] = weight
    return frequencies, total, weights
