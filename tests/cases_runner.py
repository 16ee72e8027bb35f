"""Behaviour as data: a case is one line of tests/cases/*.jsonl; here it is read, run and judged."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.assistant import Assistant
from bot.dialogue.state import DialogueState
from bot.understanding.model import Utterance
from bot.understanding.tokens import Vocabulary
from knowledge.base import Knowledge, build_knowledge
from knowledge.loading import load_festival, load_language

if TYPE_CHECKING:
    from bot.dialogue.state import Reply

REPOSITORY = Path(__file__).parent.parent
LANGUAGE = REPOSITORY / "knowledge" / "language"
CASES = REPOSITORY / "tests" / "cases"
KNOWN_FAILURES = CASES / "known_failures.txt"
EXPECTATIONS = {"status", "facts", "all", "none"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A conversation and what its last reply must be like."""

    id: str
    now: datetime
    turns: tuple[str, ...]
    statuses: tuple[str, ...]
    """Any of these will do; empty means any status."""
    facts: tuple[str, ...] = ()
    """Ids of facts and question entries that the reply must stand on; it may stand on more."""
    all: tuple[str, ...] = ()
    """Regular expressions that must each be found in the text of an answer, after NFKC and without white space."""
    none: tuple[str, ...] = ()
    """Regular expressions of which none may be found there."""


def read_cases(path: Path) -> tuple[Case, ...]:
    """Read a file of cases, one JSON object a line; blank lines are passed over."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_read_case(json.loads(line)) for line in lines if line.strip())


def _read_case(fields: dict[str, Any]) -> Case:
    expect = fields["expect"]
    if unknown := set(expect) - EXPECTATIONS:
        raise ValueError(f"{fields['id']}: unknown expectations {sorted(unknown)}")
    status = expect.get("status", [])
    return Case(
        id=fields["id"],
        now=datetime.fromisoformat(fields["now"]),
        turns=tuple(fields["turns"]),
        statuses=(status,) if isinstance(status, str) else tuple(status),
        facts=tuple(expect.get("facts", ())),
        all=tuple(expect.get("all", ())),
        none=tuple(expect.get("none", ())),
    )


def read_known_failures(path: Path = KNOWN_FAILURES) -> frozenset[str]:
    """Read the ids of the cases that fail today; a line that starts with # is a comment."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Load the words of ordinary Chinese, once for all tests."""
    return Vocabulary()


def load_knowledge(folder: Path) -> Knowledge:
    """Load a festival's folder, or anything else in that format."""
    language = load_language(LANGUAGE)
    return build_knowledge(language, [load_festival(folder, language)])


@lru_cache(maxsize=4)
def load_assistant(folder: Path) -> Assistant:
    """Make an assistant for a folder, once for all cases; it holds no conversation."""
    return Assistant(load_knowledge(folder), load_vocabulary())


def run_turns(assistant: Assistant, turns: tuple[str, ...], now: datetime) -> tuple[Reply, ...]:
    """Hold a fresh conversation, all at one moment; a naive moment is the festival's local time."""
    moment = now if now.tzinfo else now.replace(tzinfo=assistant.knowledge.frame.zone)
    state = DialogueState()
    replies = []
    for text in turns:
        turn = assistant.respond(Utterance(text=text, now=moment), state)
        state = turn.state
        replies.append(turn.reply)
    return tuple(replies)


def find_faults(case: Case, reply: Reply) -> list[str]:
    """What is wrong with the last reply of a case; empty where it passes."""
    text = fold(reply.text)
    faults = [f"does not stand on {fact}, but on {list(reply.facts)}" for fact in case.facts if fact not in reply.facts]
    wanted = case.all if reply.status.value == "answer" or len(case.statuses) <= 1 else ()
    faults += [f"lacks /{regex}/" for regex in wanted if not re.search(fold(regex), text)]
    faults += [f"has /{regex}/" for regex in case.none if re.search(fold(regex), text)]
    if case.statuses and reply.status.value not in case.statuses:
        faults.insert(0, f"is {reply.status.value}, not {' or '.join(case.statuses)}")
    return faults


def fold(text: str) -> str:
    """Text as the regular expressions of cases see it."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def judge_case(case: Case, folder: Path) -> list[str]:
    """Run a case; give its faults, a listed failure that passes being one, the listed failures' own none."""
    reply = run_turns(load_assistant(folder), case.turns, case.now)[-1]
    faults = find_faults(case, reply)
    if case.id not in read_known_failures():
        return [*faults, f"reply: {reply.text}"] if faults else []
    return [] if faults else [f"{case.id} passes: take it out of {KNOWN_FAILURES.name}"]
