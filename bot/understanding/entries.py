"""The question entry nearest to a question: likeness by words and single characters, weighed by rarity."""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from bot.understanding.normalise import STOPS, clean
from bot.understanding.numerals import COUNTER, NUMERAL
from bot.understanding.time_words import read_number
from bot.understanding.tokens import NAME
from knowledge.forms import expand_form
from knowledge.model import Wh

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.understanding.tokens import Vocabulary
    from knowledge.model import Language, QuestionEntry

ENOUGH_CANDIDATES, COMMON = 300, 2000
"""With so many, a unit that stands in more than COMMON wordings finds no further ones; neither does a character whose
word is known."""
SECOND_LOOK, CLOSE_LOOK = 100, 12
"""Candidates that are ranked by all that they share, and those whose likeness is worked out in full."""
LONGEST_PHRASE = 3
"""Words that a phrase of one meaning may have: 是 什么 时候."""

# Set by hand on questions about films that differ by a word. Shares are of the whole likeness, which is 1.
UNIT_SHARE = 0.9
"""Of shared words and characters; the rest is the order of characters."""
LIGHT_SHARE, ASKING_SHARE = 0.3, 0.4
"""What a word without content (请问, 的) and a question word weigh beside others of their rarity."""
MISSED_WORD = 0.15
"""Lost for the weightiest word that the other side has not, on each side: 老婆 is not 女儿, however alike the rest."""
OTHER_NUMBER, ONE_NUMBER = 0.6, 0.1
"""Lost where both have a number and it is not the same, and where only one has: 第三部."""
OTHER_QUESTION = 0.1
"""Lost where both ask with a definite question word and it is not the same: 什么时候 is not 多少."""

ASKING = "?"
"""First character of what question words are folded to; it stands in no bare text."""
ORDINAL = re.compile(rf"第({NUMERAL}){COUNTER}?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry found, with its likeness to the question, 0-100; 100 is a verbatim wording."""

    entry: QuestionEntry
    score: float
    words: str
    """All its wordings and its answer, cleaned."""


@dataclass(frozen=True, slots=True)
class _Folded:
    """A question taken apart: one that is asked, or a wording of an entry."""

    text: str
    words: tuple[str, ...]
    """Each once, folded to the usual one of its meaning."""
    units: frozenset[str]
    """The words, and the characters of those that carry content."""


@dataclass(frozen=True, slots=True)
class _Question:
    """The same, weighed."""

    text: str
    units: frozenset[str]
    size: float
    """What all its units weigh together."""
    telling: tuple[tuple[str, float], ...]
    """Its words, but for question words, each with what it weighs that the other side has it not."""
    numbers: tuple[str, ...]
    asking: tuple[str, ...]
    """Its definite question words, folded."""


class EntryIndex:
    """The wordings of all question entries, found by the units they share with a question."""

    def __init__(
        self,
        entries: Sequence[QuestionEntry],
        vocabulary: Vocabulary,
        usual: Mapping[str, str],
        light: frozenset[str],
    ) -> None:
        """Index every wording; `usual` maps a word or phrase to the usual one of its meaning."""
        self._vocabulary = vocabulary
        self._usual = usual
        self._light = light
        self._owners = [entry for entry in entries for _ in entry.asks]
        cleaned = {entry.id: [clean(ask).text for ask in entry.asks] for entry in entries}
        self._answers = {entry.id: " ".join([*cleaned[entry.id], entry.answer]) for entry in entries}
        folded = [self._fold(_bare(text)) for entry in entries for text in cleaned[entry.id]]
        self._postings = _post(one.units for one in folded)
        self._unseen = math.log(1 + len(folded))
        rarity = {unit: math.log(1 + len(folded) / len(found)) for unit, found in self._postings.items()}
        self._weights = {unit: self._share(unit) * rare for unit, rare in rarity.items()}
        self._gravity = {
            unit: vocabulary.weight(unit) * math.sqrt(rare / self._unseen) for unit, rare in rarity.items()
        }
        self._wordings = [self._weigh(one) for one in folded]
        self._known = self._gather()

    def search(self, text: str, limit: int = 3) -> tuple[Hit, ...]:
        """The nearest entries to a cleaned text, best first, each once."""
        asked = self._weigh(self._fold(_bare(text)))
        best: dict[str, Hit] = {}
        for number in self._candidates(asked):
            entry = self._owners[number]
            score = 100 * self._likeness(asked, self._wordings[number], self._known.get(entry.id))
            if entry.id not in best or score > best[entry.id].score:
                best[entry.id] = Hit(entry=entry, score=score, words=self._answers[entry.id])
        return tuple(sorted(best.values(), key=lambda hit: -hit.score)[:limit])

    # --- taking apart -------------------------------------------------------------------------

    def _fold(self, text: str) -> _Folded:
        """Take a text apart into words; of several that are a phrase of one meaning the longest counts as one."""
        words = self._vocabulary.split(text)
        folded: list[str] = []
        at = 0
        while at < len(words):
            phrases = ((end, "".join(words[at:end])) for end in range(min(at + LONGEST_PHRASE, len(words)), at, -1))
            end, usual = next(
                ((end, self._usual[one]) for end, one in phrases if one in self._usual), (at + 1, words[at])
            )
            folded.append(usual)
            at = end
        chars = (char for word in folded if not self._is_small(word) for char in word)
        return _Folded(text=text, words=tuple(dict.fromkeys(folded)), units=frozenset([*folded, *chars]))

    def _weigh(self, one: _Folded) -> _Question:
        """Weigh the units; a character that no wording has weighs nothing."""
        new = (self._unseen * self._share(unit) for unit in one.units if unit not in self._weights and len(unit) > 1)
        asking = tuple(sorted(word for word in one.words if word.startswith(ASKING)))
        return _Question(
            text=one.text,
            units=one.units,
            size=self._sum(unit for unit in one.units if unit in self._weights) + sum(new),
            telling=tuple((word, self._missing(word)) for word in one.words if not word.startswith(ASKING)),
            numbers=tuple(sorted(word for word in one.words if word.isdecimal())),
            asking=tuple(word for word in asking if word != ASKING + Wh.WHAT),
        )

    def _gather(self) -> dict[str, frozenset[str]]:
        """The units of all wordings of an entry, where it has several."""
        several = Counter(entry.id for entry in self._owners)
        known: dict[str, set[str]] = defaultdict(set)
        for entry, wording in zip(self._owners, self._wordings, strict=True):
            if several[entry.id] > 1:
                known[entry.id] |= wording.units
        return {name: frozenset(units) for name, units in known.items()}

    def _is_small(self, word: str) -> bool:
        return word in self._light or word.startswith(ASKING)

    def _share(self, unit: str) -> float:
        if unit.startswith(ASKING):
            return ASKING_SHARE
        return LIGHT_SHARE if unit in self._light else 1.0

    def _missing(self, word: str) -> float:
        """What it weighs that a word is missed: names and rare words most."""
        return self._gravity[word] if word in self._gravity else self._vocabulary.weight(word)

    def _sum(self, units: Iterable[str]) -> float:
        """What units that some wording has weigh together."""
        return sum(map(self._weights.__getitem__, units))

    # --- comparing ----------------------------------------------------------------------------

    def _candidates(self, asked: _Question) -> list[int]:
        """Wordings that share most weight: found by the rarest units, words first, and then ranked by all of them."""
        known = [unit for unit in asked.units if unit in self._postings]
        covered = {char for unit in known if len(unit) > 1 for char in unit}
        known.sort(key=lambda unit: (unit in covered, len(self._postings[unit])))
        shared: defaultdict[int, float] = defaultdict(float)
        left: list[str] = []
        for unit in known:
            postings = self._postings[unit]
            if len(shared) >= ENOUGH_CANDIDATES and (len(postings) > COMMON or unit in covered):
                left.append(unit)
                continue
            weight = self._weights[unit]
            for number in postings:
                shared[number] += weight
        likely = heapq.nlargest(SECOND_LOOK, shared, key=shared.__getitem__)
        for number in likely:
            wording = self._wordings[number]
            shared[number] += self._sum(wording.units.intersection(left))
            shared[number] /= asked.size + wording.size
        return heapq.nlargest(CLOSE_LOOK, likely, key=shared.__getitem__)

    def _likeness(self, asked: _Question, wording: _Question, known: frozenset[str] | None) -> float:
        """Weighted share of common units (Dice), mixed with the order of characters, less what tells them apart."""
        alike = 2 * self._sum(asked.units & wording.units) / (asked.size + wording.size)
        order = fuzz.ratio(asked.text, wording.text) / 100
        missed = _missed(asked, known or wording.units) + _missed(wording, asked.units)
        apart = MISSED_WORD * missed + _other_number(asked, wording) + _other_question(asked, wording)
        return max(UNIT_SHARE * alike + (1 - UNIT_SHARE) * order - apart, 0.0)


def _post(wordings: Iterable[frozenset[str]]) -> dict[str, list[int]]:
    """For each unit the numbers of the wordings that have it."""
    postings: dict[str, list[int]] = defaultdict(list)
    for number, units in enumerate(wordings):
        for unit in units:
            postings[unit].append(number)
    return dict(postings)


def usual_words(language: Language) -> dict[str, str]:
    """For each word and phrase the usual one of its meaning; for question words the kind of answer they ask for.

    Single characters stay as they are: names are full of them.
    """
    asking = {
        wording: ASKING + wh
        for wh, forms in language.question_words.items()
        for form in forms
        for wording in expand_form(form)
    }
    groups = [group for group in (*language.synonyms, *language.paraphrases) if len(group[0]) > 1]
    usual = {word: asking.get(group[0], group[0]) for group in groups for word in group if len(word) > 1}
    return usual | asking


def _missed(one: _Question, units: frozenset[str]) -> float:
    """What the weightiest word weighs that is not among the units, less its characters that are.

    A name that is in no dictionary comes in single characters, so those are taken together.
    """
    worst = name = 0.0
    for word, gravity in one.telling:
        if word in units:
            continue
        if len(word) == 1:
            name += gravity
        else:
            worst = max(worst, gravity * sum(char not in units for char in word) / len(word))
    return max(worst, min(name, NAME))


def _other_number(one: _Question, other: _Question) -> float:
    if one.numbers == other.numbers:
        return 0.0
    return OTHER_NUMBER if one.numbers and other.numbers else ONE_NUMBER


def _other_question(one: _Question, other: _Question) -> float:
    both = one.asking and other.asking
    return OTHER_QUESTION if both and set(one.asking).isdisjoint(other.asking) else 0.0


def _bare(text: str) -> str:
    """The text without punctuation and spaces, 第三部 written as 3."""
    kept = "".join(char for char in text if char not in STOPS and char not in " 《》")
    return ORDINAL.sub(lambda match: str(read_number(match[1])), kept)
