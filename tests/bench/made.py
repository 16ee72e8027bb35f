"""A made knowledge of many question entries, and questions in wordings that it does not have."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.base import build_knowledge
from knowledge.model import FESTIVAL_KIND, Entity, Fact, Frame, Layer, QuestionEntry, Source, Text

if TYPE_CHECKING:
    from knowledge.base import Knowledge
    from knowledge.model import Language

PARTS = Path(__file__).parent / "made.toml"
ENTRIES = 10_000
QUESTIONS = 500
STRANGE_QUESTIONS = 200
SEED = 20240625
SOURCE = "made"
CITY = "made-city"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A knowledge and questions about it."""

    knowledge: Knowledge
    questions: tuple[tuple[str, str], ...]
    """Question and the id of the entry that answers it."""
    strange: tuple[tuple[str, str], ...]
    """Questions about things that look alike and are not in it, each with an empty id."""


def make_knowledge(language: Language) -> Made:
    """Make the same knowledge and the same questions each time."""
    parts = tomllib.loads(PARTS.read_text(encoding="utf-8"))
    chance = random.Random(SEED)  # noqa: S311  # nothing secret
    names = [place + sort for place, sort in product(parts["names"]["places"], parts["names"]["sorts"])]
    chance.shuffle(names)
    pairs = list(product(names, parts["attribute"]))
    known = pairs[:ENTRIES]
    strange = [pair for pair in pairs[ENTRIES:] if pair[0] != known[-1][0]]
    entries = tuple(_entry(number, thing, attribute) for number, (thing, attribute) in enumerate(known))
    asked = chance.sample(range(ENTRIES), QUESTIONS)
    return Made(
        knowledge=build_knowledge(language, [_layer(entries)]),
        questions=tuple((_question(known[one], parts["politeness"], chance), entries[one].fact_id) for one in asked),
        strange=tuple(
            (_question(one, parts["politeness"], chance), "") for one in chance.sample(strange, STRANGE_QUESTIONS)
        ),
    )


def _entry(number: int, thing: str, attribute: dict[str, Any]) -> QuestionEntry:
    return QuestionEntry(
        id=f"made-{number}",
        asks=tuple(wording.replace("{t}", thing) for wording in attribute["asks"]),
        answer=f"{thing}的{attribute['name']}：见第{number}条。",
        source=SOURCE,
    )


def _question(pair: tuple[str, dict[str, Any]], politeness: dict[str, Any], chance: random.Random) -> str:
    thing, attribute = pair
    wording = chance.choice(attribute["held"]).replace("{t}", thing)
    return chance.choice(politeness["before"]) + wording + chance.choice(politeness["after"])


def _layer(entries: tuple[QuestionEntry, ...]) -> Layer:
    summary = Fact(entity=CITY, attribute="summary", value=Text(text="一座城市的问答。"), source=SOURCE)
    city = Entity(id=CITY, kind=FESTIVAL_KIND, name="城市问答", facts={"summary": summary})
    return Layer(
        frame=Frame(entity=CITY, zone=UTC, demo=datetime(2031, 2, 6, 16, tzinfo=UTC), examples=(entries[0].asks[0],)),
        sources=(Source(id=SOURCE, title="随机生成"),),
        entities=(city,),
        entries=entries,
    )
