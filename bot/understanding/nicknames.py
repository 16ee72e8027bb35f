"""Shorter names that a reader understands at once: 7天西单店 for 7天连锁酒店(北京西单店)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from bot.understanding.normalise import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.base import Knowledge
    from knowledge.model import EntityId

BRANCH = re.compile(r"(.+?)\((.+)\)")
LATIN_HEAD = re.compile(r"([a-z][a-z ]+[a-z])(?=[^a-z0-9 ])(.+)")
SHORTEST = 2
COMMON = 2
"""Names that must share an ending before it is taken for a word of the trade: 快捷酒店, 烤鸭店."""
LONGEST_ENDING = 6
SHOP, OF = "店", "的"
BETWEEN = ("", OF)
"""What may stand between a branch and the name behind it: 西单店的东来顺, 和平门店全福德."""
LONE_DIGIT = re.compile(r"(?<![0-9])[1-9](?![0-9])")
NUMERALS = dict(zip("123456789", "一二三四五六七八九", strict=True))


def find_nicknames(knowledge: Knowledge) -> dict[str, tuple[EntityId, ...]]:
    """Shorter names of places and whose they are, several things' where branches share one; none that is declared."""
    names = {one.id: clean(one.name).text for one in knowledge.entities.values() if knowledge.kind_of(one.id).where}
    declared = {clean(name).text for one in knowledge.entities.values() for name in (one.name, *one.aliases)}
    towns = [clean(name).text for name in (knowledge.festival.name, *knowledge.festival.aliases)]
    endings = _endings(names.values())
    owners: dict[str, dict[EntityId, None]] = defaultdict(dict)
    for thing, name in names.items():
        for short in set(_shorter(name, towns, endings)) - declared:
            owners[short][thing] = None
    return {short: tuple(found) for short, found in owners.items()}


def _endings(names: Iterable[str]) -> set[str]:
    """Endings that many names share, whatever stands before them."""
    heads = {_split(name)[0] for name in names}
    counts = Counter(head[-n:] for head in heads for n in range(2, min(LONGEST_ENDING, len(head) - SHORTEST) + 1))
    return {ending for ending, count in counts.items() if count >= COMMON}


def _split(name: str) -> tuple[str, str]:
    """What stands before the brackets at the end of a name, and in them."""
    match = BRANCH.fullmatch(name)
    return (match[1], match[2]) if match else (name, "")


def _shorter(name: str, towns: Iterable[str], endings: set[str]) -> Iterator[str]:
    head, branch = _split(name)
    heads = dict.fromkeys(_heads(head, towns, endings))
    branches = [*_without_town(branch, towns)] if branch else []
    branches += [one.removesuffix(SHOP) for one in branches if len(one) > len(SHOP) + 1]
    yield from (one for one in _in_numerals(heads) if one != name and len(one) >= SHORTEST)
    if branches:
        beginnings = dict.fromkeys(one[:end] for one in heads for end in range(SHORTEST, len(one) + 1))
        yield from (one + other for one in _in_numerals(beginnings) for other in branches)
        yield from (other + link + one for one in _in_numerals(heads) for other in branches for link in BETWEEN)


def _heads(head: str, towns: Iterable[str], endings: set[str]) -> Iterator[str]:
    for one in _without_town(head, towns):
        yield one
        latin = LATIN_HEAD.fullmatch(one)
        yield from latin.groups() if latin else ()
        for length in range(2, min(LONGEST_ENDING, len(one) - SHORTEST) + 1):
            if one[-length:] in endings and one[-length - 1] != OF:
                yield one[:-length]


def _without_town(name: str, towns: Iterable[str]) -> Iterator[str]:
    """The name as it is, and without the town's name before it."""
    yield name
    yield from (name.removeprefix(town) for town in towns if name.startswith(town) and len(name) > len(town) + 1)


def _in_numerals(names: Iterable[str]) -> Iterator[str]:
    """Each name, and one with a single digit also in Chinese: 七天, 速八."""
    for name in names:
        yield name
        yield from (name.replace(digit, NUMERALS[digit]) for digit in LONE_DIGIT.findall(name))
