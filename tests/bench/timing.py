"""How long one question takes, and whether the right answer comes first."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.dialogue.state import DialogueState, Status
from bot.understanding.model import Utterance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.assistant import Assistant

    Finder = Callable[[str], str]
    Wanted = tuple[str, str | None]
    """A question and the id that should come first; None where it does not matter."""

WARM_UP = 20
"""Questions that are asked before the clock runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """What was measured; times in milliseconds."""

    build_seconds: float
    """To make it ready, the knowledge being loaded."""
    median: float
    p99: float
    slowest: str
    """The question that took longest."""
    right: float | None
    """Share of the questions for which the right answer came first, 0-1; None where none was given to compare."""
    refused: float | None = None
    """Share of the strange questions, about what is not in the knowledge, that got no answer, 0-1."""


def time_finder(
    build: Callable[[], Finder], questions: Sequence[Wanted], strange: Sequence[Wanted] = (), *, rounds: int = 1
) -> Timing:
    """Build what finds answers, ask it every question, several times, and then each strange one."""
    started = time.perf_counter()
    find = build()
    built = time.perf_counter() - started
    for text, _ in questions[:WARM_UP]:
        find(text)
    runs = [_ask(find, text, wanted) for _ in range(rounds) for text, wanted in questions]
    times = [milliseconds for milliseconds, _, _ in runs]
    return Timing(
        build_seconds=built,
        median=statistics.median(times),
        p99=statistics.quantiles(times, n=100)[-1],
        slowest=max(runs, key=lambda run: run[0])[2],
        right=_share(right for _, right, _ in runs),
        refused=_share(_ask(find, text, wanted)[1] for text, wanted in strange),
    )


def _share(rights: Iterable[bool | None]) -> float | None:
    """Share of those that are right; None where none was judged."""
    judged = [right for right in rights if right is not None]
    return sum(judged) / len(judged) if judged else None


def _ask(find: Finder, text: str, wanted: str | None) -> tuple[float, bool | None, str]:
    started = time.perf_counter()
    found = find(text)
    milliseconds = 1000 * (time.perf_counter() - started)
    return milliseconds, None if wanted is None else found == wanted, text


def first_fact(assistant: Assistant) -> Finder:
    """Ask the assistant without a conversation: the id of the first fact that its answer stands on, or nothing."""
    now = assistant.knowledge.frame.demo
    assert now is not None

    def find(text: str) -> str:
        reply = assistant.respond(Utterance(text=text, now=now), DialogueState()).reply
        return reply.facts[0] if reply.status is Status.ANSWER and reply.facts else ""

    return find
