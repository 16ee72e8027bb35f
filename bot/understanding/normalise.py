"""Clean an utterance for matching, keeping a map back to what was typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

MAX_CHARS = 160
"""Longer text is cut before anything else looks at it: fuzzy matching is cubic."""
DROPPED = frozenset("“”‘’\"'`´「」『』·•・‧*_^|\\<>【】[]{}@=\u3000")
SUFFIXES = frozenset("+#")
"""Signs that belong to the Latin letter before them, and mean nothing elsewhere: C++, C#."""
STOPS = "，。？！；、,?!;:：…()（）\n"
# 25-30号, 6月25日～30日, 二十五—三十号, 20:00-22:00, 周五～周日, 今天～后天, t-shirt
RANGE_STARTS = re.compile(r"[0-9a-z零一二三四五六七八九十日号点时天晚]")
RANGE_GOES_ON = re.compile(r"[0-9a-z零一二三四五六七八九十周星礼明后]")
LATIN = re.compile(r"[a-z]")
RANGES = frozenset("~～〜–—−")
"""Signs that mean 到 between two dates or hours, and nothing elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """Text fit for matching."""

    text: str
    origin: tuple[int, ...]
    """For each character, where it stood in the original."""


@cache
def simplified_table() -> dict[int, str]:
    """Traditional characters and their simplified forms; OpenCC's character table."""
    lines = files("opencc").joinpath("dictionary/TSCharacters.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    return {ord(old): new.split()[0] for old, new in pairs if len(old) == 1}


def clean(text: str) -> Cleaned:
    """Fold widths, traditional characters and case; drop quotes, emoji and spaces between Chinese characters."""
    kept: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(text[: 2 * MAX_CHARS]):
        for folded in _fold(char):
            if kept and folded == kept[-1] and (folded in " -" or folded in STOPS):
                continue
            kept.append(folded)
            origin.append(place)
    return _close_gaps(kept[:MAX_CHARS], origin)


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
