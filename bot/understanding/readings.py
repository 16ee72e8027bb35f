"""How characters sound: pinyin without tones, and with the sounds folded that people mix up."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Sounds that speakers of southern Mandarin do not tell apart; folded for homophones, not for typed pinyin.
ALIKE = (
    (re.compile(r"^([zcs])h"), r"\1"),
    (re.compile(r"^n(?=[aeiou])"), "l"),
    (re.compile(r"^f(?=[eu])|^h(?=u)"), "h"),
    (re.compile(r"ng$"), "n"),
)


@cache
def _table() -> dict[str, str]:
    """The commonest reading of each character, without tone; pypinyin's table, read without importing the package."""
    spec = find_spec("pypinyin")
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        return {}
    raw = json.loads((Path(folders[0]) / "pinyin_dict.json").read_text(encoding="utf-8"))
    return {chr(int(code)): _toneless(sounds.split(",")[0]) for code, sounds in raw.items() if int(code) < LAST}


VOWEL = re.compile("^[a-z]*[aeiouv][a-z]*$")
LONGEST_SOUND = 6
"""Letters of zhuang."""
LAST = 0xA000
"""Characters beyond the basic block are no part of names."""


def _toneless(sound: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFD", sound) if not unicodedata.combining(char))
    return plain.replace("ü", "v")


def sound_of(char: str) -> str:
    """Pinyin of one character without tone (`zhan`); the character itself where it has none."""
    return _table().get(char, char)


@cache
def folded_sound_of(char: str) -> str:
    """The sound with what people mix up folded: zh and z, n and l, ang and an."""
    return _folded(sound_of(char))


def spelt_sounds(text: str, at: int) -> Iterator[tuple[str, int]]:
    """The folded sounds that the letters from a place on can spell, each with where it ends."""
    for end in range(at + 1, min(at + LONGEST_SOUND, len(text)) + 1):
        if not text[end - 1].isalpha():
            return
        if (sound := text[at:end]) in _spellings():
            yield _spellings()[sound], end


@cache
def _spellings() -> dict[str, str]:
    """Every sound there is, spelt, and folded."""
    return {sound: _folded(sound) for sound in set(_table().values()) if VOWEL.search(sound)}


def _folded(sound: str) -> str:
    for pattern, plain in ALIKE:
        sound = pattern.sub(plain, sound)
    return sound
