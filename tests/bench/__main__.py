"""Measure, print a table, and write it as JSON under var/bench/."""

from __future__ import annotations

import json
import platform
import statistics
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.assistant import Assistant
from bot.understanding.tokens import Vocabulary
from knowledge.base import build_knowledge
from knowledge.loading import load_festival, load_language
from tests.bench.baseline import Baseline, list_questions
from tests.bench.made import make_knowledge
from tests.bench.noise import measure_noise, noise_rows
from tests.bench.timing import first_fact, time_finder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.base import Knowledge
    from tests.bench.timing import Timing, Wanted

REPOSITORY = Path(__file__).parents[2]
RESULT = REPOSITORY / "var" / "bench" / "answering.json"
LANGUAGE = REPOSITORY / "knowledge" / "language"
FESTIVAL = REPOSITORY / "knowledge" / "festivals" / "film-week"
QUESTIONS = Path(__file__).parent / "film_week.txt"
ROUNDS = 5
SIDES = ("assistant", "baseline")
ROWS = {
    "build_seconds": ("made ready, s", "{:.2f}", 1),
    "median": ("a question, median, ms", "{:.2f}", 1),
    "p99": ("a question, p99, ms", "{:.2f}", 1),
    "right": ("right one first, %", "{:.1f}", 100),
    "refused": ("strange things refused, %", "{:.1f}", 100),
}
"""For each field of a timing: what it is called, how it is written, and by what it is multiplied before."""


def main() -> None:
    """Measure everything."""
    startup = measure_startup()
    language = load_language(LANGUAGE)
    film_week = build_knowledge(language, [load_festival(FESTIVAL, language)])
    asked = [(line, None) for line in QUESTIONS.read_text(encoding="utf-8").splitlines() if line]
    made = make_knowledge(language)
    result = {
        "machine": {"python": platform.python_version(), "system": platform.platform()},
        "startup": startup,
        "film_week": measure_answers(film_week, asked, rounds=ROUNDS),
        "made": measure_answers(made.knowledge, made.questions, made.strange),
        "noise": measure_noise(FESTIVAL, language, Vocabulary()),
    }
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1, default=asdict), encoding="utf-8")
    sys.stdout.write("\n".join([*table(result), f"written to {RESULT.relative_to(REPOSITORY)}", ""]))


def measure_startup() -> dict[str, dict[str, Any]]:
    """Start both programs from a small process of its own; empty where one of them fails."""
    child = subprocess.run(
        [sys.executable, "-m", "tests.bench.startup"], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, check=False
    )
    runs = json.loads(child.stdout) if child.returncode == 0 else {}
    return {
        side: {
            "seconds": statistics.median(seconds for seconds, _ in pairs),
            "peak_mib": statistics.median(peak for _, peak in pairs),
            "runs": pairs,
        }
        for side, pairs in runs.items()
    }


def measure_answers(
    knowledge: Knowledge, asked: Sequence[Wanted], strange: Sequence[Wanted] = (), *, rounds: int = 1
) -> dict[str, Any]:
    """Ask the assistant and the baseline the same questions of the same knowledge."""
    questions = list_questions(knowledge)
    vocabulary = Vocabulary()
    return {
        "entries": len(knowledge.entries),
        "wordings": len(questions),
        "questions": len(asked),
        "assistant": time_finder(lambda: first_fact(Assistant(knowledge, vocabulary)), asked, strange, rounds=rounds),
        "baseline": time_finder(lambda: Baseline(questions).find, asked, strange, rounds=rounds),
    }


def table(result: dict[str, Any]) -> list[str]:
    """The lines of the table."""
    lines = [f"{'':34}{'Yingban':>12}{'baseline':>12}", "ask 开幕式几点, as a program"]
    for key, label in (("seconds", "start to answer, s"), ("peak_mib", "peak memory, MiB")):
        lines.append(
            row(label, [f"{result['startup'][side][key]:.2f}" if result["startup"] else "-" for side in SIDES])
        )
    for key, title in (("film_week", "film week"), ("made", "made knowledge")):
        measured = result[key]
        lines.append(f"{title}: {measured['entries']} entries, {measured['wordings']} wordings to compare with")
        lines += answer_rows(measured)
    return [*lines, *noise_rows(result["noise"])]


def answer_rows(measured: dict[str, Timing]) -> list[str]:
    """The rows of one knowledge; what was not measured is left out."""
    sides = [asdict(measured[side]) for side in SIDES]
    return [
        row(label, [shape.format(times * side[key]) for side in sides])
        for key, (label, shape, times) in ROWS.items()
        if all(side[key] is not None for side in sides)
    ]


def row(label: str, values: list[str]) -> str:
    """One row."""
    return f"  {label:32}" + "".join(f"{value:>12}" for value in values)


if __name__ == "__main__":
    main()
