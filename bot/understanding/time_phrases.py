"""Time words that stand together: 26号（周三）晚上8点 is one phrase of three."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.understanding import time_grammar as grammar
from bot.understanding.time_clocks import is_hour
from bot.understanding.time_days import READERS, has_counted
from bot.understanding.time_words import PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.understanding.model import Part, Span
    from bot.understanding.time_grammar import Atom
    from knowledge.model import Frame

MOST_WORDS = 200
"""Time words that are read in one text; keeps a text made of nothing else from taking long."""
CLOCKS = ("digital", "western", "short_of", "clock", "about", "hour")
RANKS: Mapping[str, int] = MappingProxyType(
    dict.fromkeys(READERS, 0) | {"within": 1, "each": 2, "part": 3} | dict.fromkeys(CLOCKS, 4),
)
WHOLES = frozenset(
    {"dated", "numeric_month", "about_months", "year", "years", "half", "quarter", "season", "week", "decade"}
    | {"holiday", "lunar", "month"},
)
"""Stretches of days in which something may be counted."""
FULL_DATES = frozenset({"dated", "numeric", "compact"})
"""The order in which words make a phrase: 周三, 每天, 晚上, 8点. Others stand alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Time words that belong together, at most one of each rank."""

    atoms: tuple[Atom, ...]
    span: Span

    def of_rank(self, rank: int) -> Atom | None:
        """The word for the day, the part of the day, or the hour."""
        return next((atom for atom in self.atoms if RANKS.get(atom.form) == rank), None)

    @property
    def day(self) -> Atom | None:
        """The word for the day."""
        return self.of_rank(RANKS["day"])

    @property
    def within(self) -> tuple[Atom, ...]:
        """What is counted within the days: 第一个周日, 第三周 and 周五 of it."""
        return tuple(atom for atom in self.atoms if atom.form == "within")

    @property
    def part(self) -> Part | None:
        """The part of the day."""
        atom = self.of_rank(RANKS["part"])
        return PARTS[atom.groups["part"]] if atom else None

    @property
    def hour(self) -> Atom | None:
        """The word for the hour."""
        return self.of_rank(RANKS["clock"])

    @property
    def is_each(self) -> bool:
        """每天, 每周三."""
        return any(atom.form == "each" or "each" in atom.groups for atom in self.atoms)

    @property
    def is_now(self) -> bool:
        """现在."""
        return self.atoms[0].form == "now"

    @property
    def is_point(self) -> bool:
        """True where a range can start or end with it."""
        return self.is_now or self.atoms[0].form in RANKS


def find_phrases(text: str, frame: Frame) -> list[Phrase]:
    """The phrases of a folded text, in order; without those that count or compare: 有两点, 便宜一点."""
    phrases: list[Phrase] = []
    for atom in islice(grammar.scan(text), MOST_WORDS):
        joined = _join(phrases[-1], atom, text) if phrases else None
        if joined:
            phrases[-1] = joined
        elif lone := _alone(atom, frame):
            phrases.append(Phrase(atoms=(lone,), span=atom.span))
    return [phrase for phrase in phrases if _is_sound(phrase, text)]


def _join(phrase: Phrase, atom: Atom, text: str) -> Phrase | None:
    """The phrase with one more word, or None where the word starts another phrase."""
    between = text[phrase.span[1] : atom.span[0]]
    ranks = [RANKS.get(known.form, len(RANKS)) for known in phrase.atoms]
    rank = RANKS.get(atom.form, -1)
    span = (phrase.span[0], atom.span[1])
    if atom.form in {"within", "counted"} and _is_whole(phrase) and between in {"", "的"}:
        return Phrase(atoms=(*phrase.atoms, replace(atom, form="within")), span=span)
    if atom.form == "weekday" and "week" in phrase.atoms[-1].groups and phrase.within and between in {"", "的"}:
        return Phrase(atoms=(*phrase.atoms, replace(atom, form="within")), span=span)
    if atom.form != "within" and rank > max(ranks) and grammar.JOIN.fullmatch(between):
        return Phrase(atoms=(*phrase.atoms, atom), span=span)
    if rank == max(ranks) == 0:
        named = _without_weekday(phrase.atoms[0], atom)
        pattern = grammar.COMMA if named and named.form in FULL_DATES and "month" in named.groups else grammar.DAY_JOIN
        is_beside = grammar.DAY_JOIN.fullmatch(between) or pattern.fullmatch(between)
        return Phrase(atoms=(named,), span=span) if named and is_beside else None
    return None


def _is_whole(phrase: Phrase) -> bool:
    """True for a month, a year and the like, on their own."""
    (first, *others) = phrase.atoms
    return not others and first.form in WHOLES and "day" not in first.groups


def _alone(atom: Atom, frame: Frame) -> Atom | None:
    """The word on its own, where it means something: 最后一天 is the festival's."""
    if atom.form == "within":
        if (
            atom.groups.keys() & {"weekday", "weekend", "week", "months"}
            or not {"nth", "nth_last", "many"} & atom.groups.keys()
        ):
            return None
        atom = replace(atom, form="counted")
    return atom if atom.form != "counted" or has_counted(atom.groups, frame) else None


def _without_weekday(one: Atom, other: Atom) -> Atom | None:
    """Of a date and its weekday the date: 6月26日（周三）; None for any other pair."""
    pair = {atom.form == "weekday": atom for atom in (one, other)}
    return pair[False] if len(pair) > 1 and pair[False].form != "week" else None


def _is_sound(phrase: Phrase, text: str) -> bool:
    """False for a lone 早 or 晚, and for 两点 where it counts points."""
    first = phrase.atoms[0]
    if phrase.atoms == (first,) and len(first.groups.get("part", "晚上")) == 1:
        return False
    beside = phrase.day or phrase.is_each
    return not phrase.hour or bool(beside) or is_hour(phrase.hour, phrase.of_rank(RANKS["part"]), text)
