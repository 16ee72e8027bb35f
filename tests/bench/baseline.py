"""The plain baseline: jieba's words joined by spaces, the nearest of all questions by rapidfuzz's token_sort_ratio."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import jieba
from rapidfuzz import fuzz, process

from knowledge.base import build_knowledge
from knowledge.loading import load_festival, load_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.base import Knowledge

LANGUAGE = Path(__file__).parents[2] / "knowledge" / "language"


class Baseline:
    """Finds the nearest of many questions."""

    def __init__(self, questions: Mapping[str, str]) -> None:
        """Keep the words of each question; `questions` gives for a wording the id of what answers it."""
        self._tokenizer = jieba.Tokenizer()
        self._wordings = [self._words(question) for question in questions]
        self._ids = list(questions.values())

    def find(self, text: str) -> str:
        """The id of what answers the nearest question."""
        found = process.extractOne(self._words(text), self._wordings, scorer=fuzz.token_sort_ratio)
        return self._ids[found[2]] if found else ""

    def _words(self, text: str) -> str:
        return " ".join(self._tokenizer.cut(text))


def list_questions(knowledge: Knowledge) -> dict[str, str]:
    """Every wording of a question entry, and <thing>的<attribute> for every fact, with the id of its answer."""
    entries = {ask: entry.fact_id for entry in knowledge.entries.values() for ask in entry.asks}
    facts = {
        f"{entity.name}的{knowledge.attributes[fact.attribute].name}": fact.id
        for entity in knowledge.entities.values()
        for fact in entity.facts.values()
    }
    return facts | entries


def main(folder: str, question: str) -> None:
    """Answer one question, as a program of its own."""
    language = load_language(LANGUAGE)
    knowledge = build_knowledge(language, [load_festival(Path(folder), language)])
    sys.stdout.write(Baseline(list_questions(knowledge)).find(question) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
