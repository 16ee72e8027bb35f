"""Question entries that differ by a word, asked in other words: how often the right one is found, or none at all.

The figures are floors, not aims: a change that loses a few questions shows here before it shows anywhere else.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from bot.assistant import Assistant
from bot.dialogue.state import Status
from bot.understanding.entries import EntryIndex, usual_words
from bot.understanding.normalise import clean
from knowledge.base import build_knowledge
from knowledge.loading import load_language
from knowledge.model import FESTIVAL_KIND, Entity, Fact, Frame, Layer, QuestionEntry, Source, Text
from tests.cases_runner import CASES, LANGUAGE, load_vocabulary, run_turns

if TYPE_CHECKING:
    from bot.understanding.entries import Hit

NOW = datetime(2031, 2, 6, 16, tzinfo=UTC)
CITY = "film-talk"
RIGHT_FIRST, TOLD_APART, TOLD_FAR = 0.93, 0.85, 0.99
ANSWERED_RIGHTLY, LOOK_ALIKES_ANSWERED = 0.77, 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The entries, the questions that have one, and those that have none."""

    entries: tuple[QuestionEntry, ...]
    questions: dict[str, QuestionEntry]
    near: tuple[str, ...]
    far: tuple[str, ...]


@lru_cache(maxsize=1)
def pool() -> Pool:
    """Read the pool."""
    read = tomllib.loads((CASES / "entries.toml").read_text(encoding="utf-8"))
    others, strangers = read["questions"], read["pool"]
    entries = {
        ask: QuestionEntry(id=f"e{number}", asks=(ask,), answer=f"见第{number}条。", source="made")
        for number, ask in enumerate([*others, *strangers["entries"]])
    }
    return Pool(
        entries=tuple(entries.values()),
        questions={other: entries[ask] for ask, other in others.items()},
        near=tuple(strangers["near"]),
        far=tuple(strangers["far"]),
    )


@lru_cache(maxsize=1)
def index() -> EntryIndex:
    """The entries by themselves, read with the language as it is."""
    language = load_language(LANGUAGE)
    return EntryIndex(pool().entries, load_vocabulary(), usual_words(language), language.light)


@lru_cache(maxsize=1)
def assistant() -> Assistant:
    """An assistant that knows nothing but the entries."""
    summary = Fact(entity=CITY, attribute="summary", value=Text(text="影视方面的常见问题。"), source="made")
    layer = Layer(
        frame=Frame(entity=CITY, zone=UTC, demo=NOW, examples=(pool().entries[0].asks[0],)),
        sources=(Source(id="made", title="编的"),),
        entities=(Entity(id=CITY, kind=FESTIVAL_KIND, name="影视问答", facts={"summary": summary}),),
        entries=pool().entries,
    )
    return Assistant(build_knowledge(load_language(LANGUAGE), [layer]), load_vocabulary())


def first(text: str) -> Hit | None:
    """The nearest entry."""
    return next(iter(index().search(clean(text).text)), None)


def top_scores(texts: tuple[str, ...]) -> list[float]:
    """For each text the likeness of its nearest entry."""
    return [hit.score if hit else 0.0 for hit in map(first, texts)]


def told_apart(strangers: tuple[str, ...]) -> float:
    """The chance that a question with an entry scores above one without: the area under the curve."""
    pairs = list(product(top_scores(tuple(pool().questions)), top_scores(strangers)))
    return sum(1.0 if known > strange else 0.5 * (known == strange) for known, strange in pairs) / len(pairs)


def answered_by(text: str) -> str | None:
    """What the assistant's answer stands on."""
    (reply,) = run_turns(assistant(), (text,), NOW)
    return next(iter(reply.facts), None) if reply.status is Status.ANSWER else None


def test_right_entry_comes_first() -> None:
    found = {text: hit.entry if (hit := first(text)) else None for text in pool().questions}
    right = sum(found[text] is entry for text, entry in pool().questions.items())
    assert right / len(found) >= RIGHT_FIRST


def test_questions_score_above_those_that_have_no_entry() -> None:
    assert told_apart(pool().near) >= TOLD_APART
    assert told_apart(pool().far) >= TOLD_FAR


def test_assistant_answers_from_the_right_entry() -> None:
    right = sum(answered_by(text) == entry.fact_id for text, entry in pool().questions.items())
    assert right / len(pool().questions) >= ANSWERED_RIGHTLY


def test_assistant_answers_no_stranger() -> None:
    near = sum(answered_by(text) is not None for text in pool().near)
    assert near / len(pool().near) <= LOOK_ALIKES_ANSWERED
    assert [text for text in pool().far if answered_by(text)] == []
