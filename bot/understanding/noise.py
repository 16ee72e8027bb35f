"""Known wordings found although they are misspelt: by sound, by typed pinyin, by one wrong character.

Looked at only where the exact wordings leave something unexplained, so plain questions pay nothing for it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.understanding.readings import folded_sound_of, sound_of
from bot.understanding.senses import Chat, Cue, Hint, Light, Mark, OwnCue, Part, Question, Sort, Thing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.understanding.senses import Sense
    from bot.understanding.tokens import Vocabulary

NAMES = (Thing, Part, Sort, Hint)
"""Senses that people misspell in full; forms of questions are only matched by sound."""
HEARD = (*NAMES, Cue, OwnCue, Question)
TYPED = (*HEARD, Mark, Light, Chat)
SHORTEST_HEARD, SHORTEST_EDITED, LONG_NAME = 2, 4, 4
"""Characters from which a wording is found by sound, and with one character wrong, missing or too many."""
SOUND_COST, PAIR_COST, EDIT_COST, TYPED_COST = 3.0, 8.0, 4.0, 1.0
"""What such an edge costs on top of a known wording: one heard, one heard of two characters, one edited, one typed."""


@dataclass(frozen=True, slots=True)
class NoisyEdge:
    """A stretch of the text that is a known wording, misspelt."""

    start: int
    end: int
    senses: tuple[Sense, ...]
    penalty: float


class NoiseIndex:
    """The wordings of a gazetteer by what they are mistaken for."""

    def __init__(self, senses: Mapping[str, tuple[Sense, ...]], vocabulary: Vocabulary) -> None:
        """Keep the wordings; the look-ups are built when first needed."""
        self._senses = senses
        self._vocabulary = vocabulary

    def edges(self, text: str, strange: set[int], unknown: set[int]) -> Iterator[NoisyEdge]:
        """Misspelt wordings in a cleaned text.

        `strange` are the places of characters that belong to no word, `unknown` those of all that means nothing to us;
        a wording is looked for only where there are such. Ordinary words are mistaken for long names alone.
        """
        for start in range(len(text)):
            if text[start].isascii():
                yield from self._typed_edges(text, start)
                continue
            for edge in (*self._heard_edges(text, start), *self._edited_edges(text, start)):
                places = range(edge.start, edge.end)
                heard = edge.penalty != EDIT_COST and len(places) >= LONG_NAME
                if not strange.isdisjoint(places) or (heard and not unknown.isdisjoint(places)):
                    yield edge

    # --- by sound -----------------------------------------------------------------------------

    @cached_property
    def _by_sound(self) -> dict[tuple[str, ...], list[str]]:
        heard: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for wording in self._wordings(HEARD, SHORTEST_HEARD):
            heard[tuple(folded_sound_of(char) for char in wording)].append(wording)
        return dict(heard)

    @cached_property
    def _sound_lengths(self) -> dict[str, tuple[int, ...]]:
        """For a first sound, how long wordings that begin with it are."""
        lengths: dict[str, set[int]] = defaultdict(set)
        for sounds in self._by_sound:
            lengths[sounds[0]].add(len(sounds))
        return {sound: tuple(sorted(found)) for sound, found in lengths.items()}

    def _heard_edges(self, text: str, start: int) -> Iterator[NoisyEdge]:
        for length in self._sound_lengths.get(folded_sound_of(text[start]), ()):
            piece = text[start : start + length]
            if len(piece) < length or piece in self._senses or self._is_word(piece):
                continue
            found = self._by_sound.get(tuple(folded_sound_of(char) for char in piece))
            if found:
                cost = PAIR_COST if length == SHORTEST_HEARD else SOUND_COST
                yield NoisyEdge(start, start + length, self._merged(found), cost)

    # --- by one character ---------------------------------------------------------------------

    @cached_property
    def _by_remainder(self) -> dict[str, list[str]]:
        """Names by themselves and by what is left when one character is taken out (SymSpell, Garbe 2012)."""
        left: dict[str, list[str]] = defaultdict(list)
        for wording in self._wordings(NAMES, SHORTEST_EDITED):
            for rest in {wording, *_remainders(wording)}:
                left[rest].append(wording)
        return dict(left)

    @cached_property
    def _longest_edited(self) -> int:
        return min(max((len(rest) for rest in self._by_remainder), default=0) + 1, 12)

    def _edited_edges(self, text: str, start: int) -> Iterator[NoisyEdge]:
        for end in range(start + SHORTEST_EDITED - 1, min(start + self._longest_edited, len(text)) + 1):
            piece = text[start:end]
            if piece in self._senses or self._is_word(piece) or not _is_chinese(piece):
                continue
            found = {
                wording
                for rest in (piece, *_remainders(piece))
                for wording in self._by_remainder.get(rest, ())
                if _is_one_off(piece, wording)
            }
            if found:
                yield NoisyEdge(start, end, self._merged(sorted(found)), EDIT_COST)

    # --- by typed pinyin ----------------------------------------------------------------------

    @cached_property
    def _by_letters(self) -> dict[str, list[str]]:
        typed: dict[str, list[str]] = defaultdict(list)
        for wording in self._wordings(TYPED, 1):
            letters = "".join(sound_of(char) for char in wording)
            if letters.isascii() and len(letters) > 1:
                typed[letters].append(wording)
        return dict(typed)

    @cached_property
    def _longest_typed(self) -> int:
        return min(max((len(letters) for letters in self._by_letters), default=0), 40)

    def _typed_edges(self, text: str, start: int) -> Iterator[NoisyEdge]:
        if not text[start].isalpha() or (start and text[start - 1].isascii() and text[start - 1].isalpha()):
            pass
        letters = ""
        for end in range(start, min(start + self._longest_typed, len(text))):
            char = text[end]
            if not (char.isascii() and (char.isalpha() or char == " ")):
                return
            letters += char.strip()
            found = self._by_letters.get(letters) if char != " " else None
            if found:
                yield NoisyEdge(start, end + 1, self._merged(found), TYPED_COST)

    # --- shared -------------------------------------------------------------------------------

    def _wordings(self, kinds: tuple[type, ...], shortest: int) -> Iterator[str]:
        """The Chinese wordings that have such a sense."""
        for wording, senses in self._senses.items():
            if len(wording) >= shortest and any(isinstance(sense, kinds) for sense in senses) and _is_chinese(wording):
                yield wording

    def _merged(self, wordings: list[str]) -> tuple[Sense, ...]:
        return tuple(dict.fromkeys(sense for wording in wordings for sense in self._senses[wording]))

    def _is_word(self, piece: str) -> bool:
        """Whether it is an ordinary word, which nobody misspelt."""
        return self._vocabulary.is_word(piece)


def _is_chinese(wording: str) -> bool:
    return all("\u4e00" <= char <= "\u9fff" for char in wording)


def _remainders(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


def _is_one_off(piece: str, wording: str) -> bool:
    """Whether one character is wrong, missing, too many, or changed places with its neighbour."""
    if len(piece) == len(wording) + 1:
        # at the ends it is not one too many, but the word next to it
        return piece[0] == wording[0] and piece[-1] == wording[-1] and wording in _remainders(piece)
    if len(piece) == len(wording) - 1:
        return piece in _remainders(wording)
    if len(piece) != len(wording):
        return False
    wrong = [at for at, (one, other) in enumerate(zip(piece, wording, strict=True)) if one != other]
    if len(wrong) == 1:
        return True
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1  # noqa: PLR2004  # the two that changed places
    return swapped and piece[wrong[0]] == wording[wrong[1]] and piece[wrong[1]] == wording[wrong[0]]
