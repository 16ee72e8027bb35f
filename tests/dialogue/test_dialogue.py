"""Conversations over the small festival: what is carried, pointed at, corrected, and what is not made up."""

from __future__ import annotations

import pytest

from tests.cases_runner import CASES, Case, find_faults, load_assistant, read_cases, run_turns
from tests.known_bugs import fixed, passing
from tests.tea_fair import TEA_FAIR

KNOWN_BUGS = {
    # the place is passed over
    "small-kind-that-is-asked-for",
    # one word of a name is enough for an answer
    "small-word-of-a-name-is-no-answer",
    # 多久 alone is no form of anything
    "small-how-long-is-no-summary",
    # by score
    "small-order-of-the-question",
}

SMALL_CASES = {case.id: (case,) for case in read_cases(CASES / "dialogue_small.jsonl")}


def faults_of(case: Case) -> list[str]:
    """What is wrong with the last reply."""
    return find_faults(case, run_turns(load_assistant(TEA_FAIR), case.turns, case.now)[-1])


def is_sound(case: Case) -> bool:
    """Whether nothing is wrong."""
    return not faults_of(case)


@pytest.mark.parametrize("case", passing(SMALL_CASES, KNOWN_BUGS))
def test_conversation(case: Case) -> None:
    assert faults_of(case) == []


def test_known_bugs_of_conversations_are_still_there() -> None:
    assert fixed(SMALL_CASES, KNOWN_BUGS, is_sound) == []
