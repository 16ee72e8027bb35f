"""Known wordings found although they are misspelt: by sound, by typed pinyin, by characters wrong, missing or swapped.

Looked at only where the exact wordings leave something unexplained, so plain questions pay nothing for it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from bot.understanding.readings import folded_sound_of, sound_of, spelt_sounds
from bot.understanding.senses import Cue, FactHint, Hint, OwnCue, Part, Question, Sort, Thing, Verb

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from bot.understanding.model import Span
    from bot.understanding.senses import Sense
    from bot.understanding.tokens import Vocabulary

NAMES = (Thing, Part, Sort, Hint)
MEANINGS = (*NAMES, Cue, OwnCue, Question, Verb, FactHint)
"""Senses that a reading is made from; wordings without any (words, politeness) are found by sound alone."""


class Slip(Enum):
    """A way of misspelling; its value is what such an edge costs on top of a known wording."""

    TYPED = 1.0
    """Pinyin instead of characters."""
    HEARD = 3.0
    """Characters of the same sound."""
    SEEN = 3.05
    """A character that looks like the right one."""
    SWAPPED = 3.1
    """Two neighbours changed places."""
    DOUBLED = 3.2
    """A character typed twice."""
    EDITED = 4.0
    """A character wrong, missing or too many."""


ALL_SLIPS = frozenset(Slip)
BY_SOUND = frozenset({Slip.TYPED, Slip.HEARD})
SHORT = {1: 2.5, 2: 3.0, 3: 1.0}
"""What a wording of so few characters costs more, easily mistaken for another; two typed ones are as good as three."""
CUT = 3.0
"""What it costs to cut what was typed as one Latin word."""
PAIR, NAMED = 2, 3
SURE = 4
"""Characters from which the sound alone tells a wording, whichever words it seems to be written with."""
LONGEST = 12


@dataclass(frozen=True, slots=True)
class NoisyEdge:
    """A stretch of the text that is a known wording, misspelt."""

    start: int
    end: int
    senses: tuple[Sense, ...]
    penalty: float
    meant: str
    """The wording, where it is only one; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Where a text may be misspelt: places of characters, by how far they are from meaning something."""

    strange: frozenset[int]
    """Of what is no word."""
    unknown: frozenset[int]
    """Of words that mean nothing to us, and of the above."""
    ordinary: frozenset[int]
    """Of words of ordinary Chinese that mean nothing to us: 合适, which is no 何时."""
    stranded: frozenset[int]
    """Of single characters beside each other: small words, or pieces of a misspelt one; and of the above."""

    def allows(self, slip: Slip, piece: range, wrong: frozenset[int], *, is_name: bool) -> bool:
        """Whether a wording may stand in a piece of the text, the characters at the `wrong` places misspelt."""
        match slip:
            case Slip.TYPED:
                return True
            case Slip.EDITED if len(piece) < SURE:
                return self.stranded.issuperset(piece) and not self.strange.isdisjoint(piece)
            case Slip.EDITED:
                return not self.strange.isdisjoint(piece) and not self.unknown.isdisjoint(wrong)
            case Slip.HEARD | Slip.SEEN if len(piece) >= SURE:
                near = not self.strange.isdisjoint(piece) and not wrong.isdisjoint(self.stranded)
                return is_name or near or (len(wrong & self.stranded) >= PAIR and not wrong <= self.ordinary)
            case Slip.HEARD | Slip.SEEN if len(piece) == PAIR:
                return len(wrong) == 1 and self.stranded.issuperset(piece) and not self.strange.isdisjoint(piece)
            case _:
                return wrong <= self.stranded and (len(piece) > PAIR or not wrong.isdisjoint(self.strange))


@dataclass(slots=True)
class _Node:
    """A place in the tree of sounds."""

    after: dict[str, _Node] = field(default_factory=dict)
    wordings: list[str] = field(default_factory=list)


class NoiseIndex:
    """The wordings of a gazetteer, and the words of the knowledge, by what they are mistaken for."""

    def __init__(
        self,
        senses: Mapping[str, tuple[Sense, ...]],
        words: Collection[str],
        vocabulary: Vocabulary,
        slips: frozenset[Slip],
        lookalikes: Iterable[str],
    ) -> None:
        """Keep the wordings; `words` are further ones without a sense, `slips` those to look for.

        `lookalikes` are groups of characters that are taken for each other.

        The look-ups are built when first needed.
        """
        self._slips = slips
        self._alike = {(one, other) for group in lookalikes for one in group for other in group}
        self._senses = senses
        self._words = words
        self._vocabulary = vocabulary

    def edges(self, text: str, doubt: Doubt) -> Iterator[NoisyEdge]:
        """Misspelt wordings in a cleaned text, where it is in doubt."""
        for start in range(len(text)):
            if self._slips & BY_SOUND:
                yield from self._heard_edges(text, start, doubt)
            near = not doubt.stranded.isdisjoint(range(start, start + LONGEST + 1))
            if near and self._slips - BY_SOUND and _is_chinese(text[start]):
                yield from self._edited_edges(text, start, doubt)

    # --- by sound, spoken or typed ------------------------------------------------------------

    @cached_property
    def _sounds(self) -> _Node:
        root = _Node()
        for wording in {*self._senses, *self._words}:
            if not _is_chinese(wording):
                continue
            node = root
            for char in wording:
                node = node.after.setdefault(folded_sound_of(char), _Node())
            node.wordings.append(wording)
        return root

    def _heard_edges(self, text: str, start: int, doubt: Doubt) -> Iterator[NoisyEdge]:
        """Wordings that sound like what stands here, each character of it typed as one or as pinyin."""
        heads = [(self._sounds, start, False)]
        while heads:
            node, at, typed = heads.pop()
            for sound, end in _sounds_at(text, at, is_first=at == start):
                after = node.after.get(sound)
                if after is None:
                    continue
                is_typed = typed or text[at].isascii()
                heads.append((after, end, is_typed))
                if after.wordings and not self._stands(text[start:end]):
                    yield from self._heard(text, (start, end), sorted(after.wordings), doubt)

    def _heard(self, text: str, span: tuple[int, int], wordings: list[str], doubt: Doubt) -> Iterator[NoisyEdge]:
        piece = text[span[0] : span[1]]
        slip = Slip.HEARD if _is_chinese(piece) else Slip.TYPED
        if slip is Slip.TYPED and piece.isascii() and _cuts_word(text, span):
            return
        if slip is Slip.TYPED:
            spelt, written = _spelt(piece), [char for char in piece if not char.isascii()]
            wordings = [one for one in wordings if all(char in one for char in written)]
            exact = [one for one in wordings if _spelt(one) == spelt]
            wordings = (exact or [one for one in wordings if len(one) > PAIR]) if slip in self._slips else []
        else:
            wordings = [one for one in wordings if self._may_stand(slip, span, _wrong(span[0], piece, one), one, doubt)]
            wordings = [one for one in wordings if one in self._names or not self._asks_of_it(piece, one)]
        if wordings:
            yield self._edge(span, wordings, slip, CUT * _cuts(text, span))

    def _asks_of_it(self, piece: str, wording: str) -> bool:
        """Whether the rest is a wording of its own, and the one character what it asks of: 厅 + 在哪, not 停在哪."""
        head, rest = piece[0] != wording[0], piece[1:]
        return head and rest == wording[1:] and rest in self._senses and len(rest) >= PAIR

    # --- by characters ------------------------------------------------------------------------

    @cached_property
    def _by_remainder(self) -> dict[str, list[str]]:
        """Wordings by themselves and by what is left when one character is taken out (SymSpell, Garbe 2012)."""
        left: dict[str, list[str]] = defaultdict(list)
        for wording, senses in self._senses.items():
            meant = any(isinstance(sense, MEANINGS) for sense in senses) and _is_chinese(wording)
            if meant and PAIR <= len(wording) <= LONGEST:
                for rest in {wording, *_remainders(wording)}:
                    left[rest].append(wording)
        return dict(left)

    @cached_property
    def _names(self) -> frozenset[str]:
        """Wordings of things; people misspell these in any way, but question words only in some."""
        return frozenset(
            wording for wording, senses in self._senses.items() if any(isinstance(sense, NAMES) for sense in senses)
        )

    def _edited_edges(self, text: str, start: int, doubt: Doubt) -> Iterator[NoisyEdge]:
        for end in range(start + 2, min(start + LONGEST + 1, len(text)) + 1):
            piece = text[start:end]
            if not _is_chinese(piece[-1]):
                return
            if self._stands(piece):
                continue
            for slip, wordings in self._edited((start, end), piece, doubt).items():
                if slip is not Slip.EDITED or len(piece) >= SURE or len(wordings) == 1:
                    yield self._edge((start, end), sorted(wordings), slip)

    def _edited(self, span: Span, piece: str, doubt: Doubt) -> dict[Slip, list[str]]:
        """The wordings that a piece of the text is one slip away from, by slip."""
        found: dict[Slip, list[str]] = defaultdict(list)
        for wording in {w for rest in (piece, *_remainders(piece)) for w in self._by_remainder.get(rest, ())}:
            slip, wrong = compare(piece, wording)
            if slip is Slip.EDITED and self._is_alike(piece, wording):
                slip = Slip.SEEN
            if slip is Slip.EDITED and (wording not in self._names or len(wording) < NAMED):
                continue
            if slip and self._may_stand(slip, span, frozenset(span[0] + at for at in wrong), wording, doubt):
                found[slip].append(wording)
        return found

    def _is_alike(self, piece: str, wording: str) -> bool:
        """Whether the characters that differ look alike."""
        same = len(piece) == len(wording)
        return same and all(
            one == other or (one, other) in self._alike for one, other in zip(piece, wording, strict=True)
        )

    def _may_stand(self, slip: Slip, span: Span, wrong: frozenset[int], wording: str, doubt: Doubt) -> bool:
        return slip in self._slips and doubt.allows(slip, range(*span), wrong, is_name=wording in self._names)

    # --- shared -------------------------------------------------------------------------------

    def _edge(self, span: tuple[int, int], wordings: list[str], slip: Slip, extra: float = 0.0) -> NoisyEdge:
        merged = tuple(dict.fromkeys(sense for wording in wordings for sense in self._senses.get(wording, ())))
        things = {sense for sense in merged if isinstance(sense, Thing)}
        meant = "" if len(things) > 1 else max(wordings, key=self._standing)
        length = len(wordings[0]) + (slip is Slip.TYPED and len(wordings[0]) == PAIR)
        penalty = slip.value + SHORT.get(length, 0.0) + extra
        return NoisyEdge(*span, merged, penalty, meant)

    def _standing(self, wording: str) -> tuple[int, int]:
        """Which of several wordings is likeliest: what means most, then the commonest word."""
        meanings = sum(isinstance(sense, MEANINGS) for sense in self._senses.get(wording, ()))
        return meanings, self._vocabulary.FREQ.get(wording, 0)

    def _stands(self, piece: str) -> bool:
        """Whether it is a known wording or an ordinary word, which nobody misspelt."""
        return piece in self._senses or piece in self._words or self._vocabulary.is_word(piece)


def compare(piece: str, wording: str) -> tuple[Slip | None, tuple[int, ...]]:
    """How a piece of text differs from a wording, and the places in it that are wrong; None where by too much."""
    if len(piece) == len(wording) + 1:
        return _compare_longer(piece, wording)
    if len(piece) == len(wording) - 1:
        # the characters around the gap are in doubt
        gap = next((at for at in range(len(piece)) if piece[at] != wording[at]), len(piece))
        if piece != wording[:gap] + wording[gap + 1 :]:
            return None, ()
        slip = Slip.DOUBLED if gap and wording[gap] == wording[gap - 1] else Slip.EDITED
        return slip, tuple({max(gap - 1, 0), min(gap, len(piece) - 1)})
    wrong = tuple(at for at, (one, other) in enumerate(zip(piece, wording, strict=True)) if one != other)
    if len(wrong) == 1:
        return Slip.EDITED, wrong
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1  # noqa: PLR2004  # the two that changed places
    if swapped and piece[wrong[0]] == wording[wrong[1]] and piece[wrong[1]] == wording[wrong[0]]:
        return Slip.SWAPPED, wrong
    return None, ()


def _compare_longer(piece: str, wording: str) -> tuple[Slip | None, tuple[int, ...]]:
    """A piece with one character too many: one typed twice, or a stranger, which at the ends is just the next word."""
    extra = next((at for at in range(len(wording)) if piece[at] != wording[at]), len(wording))
    if piece[:extra] + piece[extra + 1 :] != wording:
        return None, ()
    if extra and piece[extra] == piece[extra - 1]:
        return Slip.DOUBLED, (extra - 1, extra)
    return (Slip.EDITED, (extra,)) if 0 < extra < len(wording) else (None, ())


def _sounds_at(text: str, at: int, *, is_first: bool) -> Iterator[tuple[str, int]]:
    """The sounds that one character, or the pinyin of one, can have here, and where it ends."""
    if not is_first and text[at : at + 1] == " ":
        at += 1
    if at >= len(text):
        return
    if _is_chinese(text[at]):
        yield folded_sound_of(text[at]), at + 1
    elif text[at].isascii():
        yield from spelt_sounds(text, at)


def _cuts_word(text: str, span: tuple[int, int]) -> bool:
    """Whether a Latin word is cut that is not pinyin throughout: the shi of shipping."""
    start, end = span
    while start and text[start - 1].isascii() and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end].isascii() and text[end].isalpha():
        end += 1
    return (start, end) != span and not _is_spelt(text[start:end])


def _spelt(text: str) -> str:
    """A text in pinyin."""
    return "".join(sound_of(char) for char in text if char != " ")


def _cuts(text: str, span: tuple[int, int]) -> int:
    """How many ends of a stretch stand inside a Latin word."""
    beside = [text[at - 1 : at + 1] for at in span if 0 < at < len(text)]
    return sum(pair.isascii() and pair.isalpha() for pair in beside)


def _is_spelt(word: str) -> bool:
    """Whether a Latin word can be read as pinyin from end to end."""
    reached = {0}
    for at in range(len(word)):
        if at in reached:
            reached |= {end for _, end in spelt_sounds(word, at)}
            reached |= {at + 1} if word[at] == " " else set()
    return len(word) in reached


def _wrong(start: int, piece: str, wording: str) -> frozenset[int]:
    return frozenset(start + at for at, (one, other) in enumerate(zip(piece, wording, strict=True)) if one != other)


def _is_chinese(text: str) -> bool:
    return all("\u4e00" <= char <= "\u9fff" for char in text)


def _remainders(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


def places_of(spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    """All places in some spans."""
    return frozenset(at for span in spans for at in range(*span))
