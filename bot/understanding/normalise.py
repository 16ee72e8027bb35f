"""Clean an utterance for matching, keeping a map back to what was typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

MAX_CHARS = 160
"""Longer text is cut before anything else looks at it: fuzzy matching is cubic."""
DROPPED = frozenset("“”‘’\"'`´「」『』·•・‧*_~^|\\<>【】[]{}#@=+–—\u3000")
SPACES = re.compile(r"\s+")
STOPS = "，。？！；、,?!;:：…()（）~\n"


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
            if kept and folded == kept[-1] and (folded == " " or folded in STOPS):
                continue
            kept.append(folded)
            origin.append(place)
    return _close_gaps(kept[:MAX_CHARS], origin)


@cache
def _fold(char: str) -> str:
    """What stands for one typed character: one or several characters, or none."""
    folded = unicodedata.normalize("NFKC", char).translate(simplified_table()).lower()
    return "".join(_plain(one) for one in folded)


def _plain(char: str) -> str:
    if char in DROPPED:
        return ""
    if char.isalnum() or char in STOPS or char in "《》.%/-":
        return char
    return " " if char.isspace() or unicodedata.category(char)[0] in "PS" else ""


def _close_gaps(chars: list[str], origin: list[int]) -> Cleaned:
    """Keep a space only between two Latin words or numbers."""
    kept = [
        place
        for place, char in enumerate(chars)
        if char != " " or (0 < place < len(chars) - 1 and chars[place - 1].isascii() and chars[place + 1].isascii())
    ]
    return Cleaned(text="".join(chars[p] for p in kept), origin=tuple(origin[p] for p in kept))
