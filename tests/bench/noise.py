"""What each layer against noise gains, by family of noise, and what it costs plain questions."""

from __future__ import annotations

import json
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.assistant import Assistant
from bot.dialogue.state import DialogueState
from bot.understanding.model import Utterance
from bot.understanding.noise import ALL_SLIPS, Slip
from knowledge.base import build_knowledge
from knowledge.loading import load_festival
from tests.cases_runner import CASES, Case, find_faults, read_cases, run_turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from bot.understanding.tokens import Vocabulary
    from knowledge.model import Language

NOISY = CASES / "film-week" / "noisy-3.jsonl"
"""Each with its `family`, and with the same question in plain words as `clean`."""
PLAIN = CASES / "film-week" / "visitors.jsonl"
LAYERS: Mapping[str, frozenset[Slip]] = {
    "pinyin": frozenset({Slip.TYPED}),
    "sound": frozenset({Slip.HEARD}),
    "characters": frozenset({Slip.SEEN, Slip.SWAPPED, Slip.DOUBLED, Slip.EDITED}),
}
REWORDING = "rewording"
"""The layer of data: dialect, net speech, English."""
ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseReport:
    """Shares of questions answered right, 0-1, by family, and what plain questions cost."""

    right: dict[str, dict[str, float]]
    """For each setting (`all`, `no <layer>`, `none`, and `clean` for the plain wordings): family to share."""
    plain_ms: dict[str, float]
    """For `all` and `none`: milliseconds a plain question, median."""


def measure_noise(folder: Path, language: Language, vocabulary: Vocabulary) -> NoiseReport:
    """Ask the noisy questions with all layers, without each, and without any; and the same in plain words."""
    cases = list(zip(read_cases(NOISY), map(json.loads, NOISY.read_text(encoding="utf-8").splitlines()), strict=True))
    families = [line["family"] for _, line in cases]
    noisy = [case for case, _ in cases]
    clean = [replace(case, turns=(line["clean"],)) for case, line in cases]
    made = {name: _assistant(folder, language, vocabulary, off) for name, off in _settings().items()}
    right = {name: _by_family(families, _judge(one, noisy)) for name, one in made.items()}
    right["clean"] = _by_family(families, _judge(made["all"], clean))
    plain = [(case.turns[0], case.now) for case in read_cases(PLAIN)]
    return NoiseReport(right=right, plain_ms={name: _median(made[name], plain) for name in ("all", "none")})


def noise_rows(report: NoiseReport) -> list[str]:
    """The table: a row for each family, a column for each setting."""
    names = list(report.right)
    head = f"{'film week, noisy questions right, %':34}" + "".join(f"{name:>14}" for name in names)
    rows = [
        f"  {family:32}" + "".join(f"{100 * report.right[name][family]:>14.0f}" for name in names)
        for family in report.right["all"]
    ]
    cost = ", ".join(f"{name} layers {value:.2f}" for name, value in report.plain_ms.items())
    return [head, *rows, f"  a plain question, median, ms: {cost}"]


def _settings() -> dict[str, frozenset[str]]:
    """For each column, the layers that are off."""
    layers = [REWORDING, *LAYERS]
    without = {f"no {layer}": frozenset({layer}) for layer in layers}
    return {"all": frozenset(), **without, "none": frozenset(layers)}


def _assistant(folder: Path, language: Language, vocabulary: Vocabulary, off: frozenset[str]) -> Assistant:
    spoken = replace(language, rewordings={}) if REWORDING in off else language
    slips = ALL_SLIPS.difference(*(LAYERS[layer] for layer in off if layer in LAYERS))
    return Assistant(build_knowledge(spoken, [load_festival(folder, spoken)]), vocabulary, slips)


def _judge(assistant: Assistant, cases: Sequence[Case]) -> list[bool]:
    return [not find_faults(case, run_turns(assistant, case.turns, case.now)[-1]) for case in cases]


def _by_family(families: Iterable[str], right: Iterable[bool]) -> dict[str, float]:
    found: dict[str, list[bool]] = defaultdict(list)
    for family, one in zip(families, right, strict=True):
        found[family].append(one)
        found["together"].append(one)
    together = found.pop("together")
    return {family: statistics.mean(ones) for family, ones in found.items()} | {"together": statistics.mean(together)}


def _median(assistant: Assistant, plain: Sequence[tuple[str, datetime]]) -> float:
    times = []
    for _ in range(ROUNDS):
        for text, now in plain:
            started = time.perf_counter()
            assistant.respond(Utterance(text=text, now=now), DialogueState())
            times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)
