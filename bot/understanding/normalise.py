"""Clean an utterance for matching, keeping a map back to what was typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.understanding.model import Span

MAX_CHARS = 160
"""Longer text is cut before anything else looks at it: fuzzy matching is cubic."""
DROPPED = frozenset("“”‘’\"'`´「」『』·•・‧*_^|\\<>【】[]{}@=\u3000")
SUFFIXES = frozenset("+#")
"""Signs that belong to the Latin letter before them, and mean nothing elsewhere: C++, C#."""
STOPS = "，。？！；、,?!;:：…()（）\n"
PAUSES = "+|/~～"
# 25-30号, 6月25日～30日, 二十五—三十号, 20:00-22:00, 周五～周日, 今天～后天, t-shirt
RANGE_STARTS = re.compile(r"[0-9a-z零一二三四五六七八九十日号点时天晚年月周半底初中上下]")
RANGE_GOES_ON = re.compile(r"[0-9a-z零一二三四五六七八九十周星礼明后次今昨下上本早中晚]")
LATIN = re.compile(r"[a-z]")
# what needs no more than its traditional characters folded: nearly every wording of the knowledge
ALL_CHINESE = re.compile(rf"[\u4e00-\u9fff]{{0,{MAX_CHARS}}}")
STUTTER = re.compile(r"(.)\1\1")
# 开。幕。式。在。哪
SPELT_OUT = re.compile(rf"(?:[\u4e00-\u9fff][{re.escape(STOPS)}]){{3}}")
RANGES = frozenset("~～〜–—−")
"""Signs that mean 到 between two dates or hours, and nothing elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """Text fit for matching."""

    text: str
    origin: tuple[int, ...]
    """For each character, where it stood in the original."""
    pauses: frozenset[int] = frozenset()
    """Places in the original of what was dropped and may stand for a comma: spaces, emoji, plus signs."""

    def pauses_before(self, place: int) -> bool:
        """Whether something that may stand for a comma was dropped before a character."""
        return place > 0 and any(at in self.pauses for at in range(self.origin[place - 1] + 1, self.origin[place]))

    def mended(self, slips: Iterable[tuple[Span, str]]) -> Cleaned:
        """The text with spans of it, in order, replaced; each new character points to where the old ones began."""
        text, origin, done = "", list[int](), 0
        for (start, end), meant in slips:
            text += self.text[done:start] + meant
            origin += [*self.origin[done:start], *[self.origin[start]] * len(meant)]
            done = end
        closed = _close_gaps([*text, *self.text[done:]], [*origin, *self.origin[done:]])
        return replace(closed, pauses=self.pauses)


@cache
def simplified_table() -> dict[int, str]:
    """Traditional characters and their simplified forms; OpenCC's character table."""
    lines = files("opencc").joinpath("dictionary/TSCharacters.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    return {ord(old): new.split()[0] for old, new in pairs if len(old) == 1}


def clean(text: str) -> Cleaned:
    """Fold widths, traditional characters and case; drop quotes, emoji and spaces between Chinese characters."""
    if ALL_CHINESE.fullmatch(text) and not STUTTER.search(text):
        return Cleaned(text=text.translate(simplified_table()), origin=tuple(range(len(text))))
    kept: list[str] = []
    origin: list[int] = []
    stopped = bool(SPELT_OUT.search(text[: 2 * MAX_CHARS]))
    for place, char in enumerate(text[: 2 * MAX_CHARS]):
        for folded in _fold(char):
            if stopped and folded in STOPS:
                continue
            if kept and folded == kept[-1] and (folded in " -" or folded in STOPS):
                continue
            if kept[-2:] == [folded] * 2 and not folded.isascii():
                continue
            kept.append(folded)
            origin.append(place)
    pauses = frozenset(place for place, char in enumerate(text[: 2 * MAX_CHARS]) if _is_pause(char))
    return replace(_close_gaps(kept[:MAX_CHARS], origin), pauses=pauses)


def _is_pause(char: str) -> bool:
    return char in PAUSES or char.isspace() or unicodedata.category(char) == "So"


@lru_cache(maxsize=20_000)
def _fold(char: str) -> str:
    """What stands for one typed character: one or several characters, or none."""
    folded = unicodedata.normalize("NFKC", char).translate(simplified_table()).lower()
    return "".join(_plain(one) for one in folded)


def _plain(char: str) -> str:
    if char in DROPPED:
        return ""
    if char in RANGES:
        return "-"
    if char.isalnum() or char in STOPS or char in SUFFIXES or char in "《》.%/-":
        return char
    return " " if char.isspace() or unicodedata.category(char)[0] in "PS" else ""


def _close_gaps(chars: list[str], origin: list[int]) -> Cleaned:
    """Keep a space only between two Latin words or numbers, and a dash only where a range or a word goes on."""
    kept = [place for place in range(len(chars)) if _stays(chars, place)]
    return Cleaned(text="".join(chars[p] for p in kept), origin=tuple(origin[p] for p in kept))


def _stays(chars: list[str], place: int) -> bool:
    char = chars[place]
    if char in SUFFIXES:
        return place > 0 and (chars[place - 1] == char or bool(LATIN.match(chars[place - 1])))
    if char not in " -":
        return True
    if not 0 < place < len(chars) - 1:
        return False
    before, after = chars[place - 1], chars[place + 1]
    if char == " ":
        return before.isascii() and after.isascii() and "-" not in before + after
    before, after = _next(chars, place, -1), _next(chars, place, 1)
    return bool(RANGE_STARTS.match(before) and RANGE_GOES_ON.match(after))


def _next(chars: list[str], place: int, step: int) -> str:
    """The neighbour of a dash on one side, over a space."""
    beside = place + step
    over = beside + step
    return chars[over] if chars[beside] == " " and 0 <= over < len(chars) else chars[beside]
