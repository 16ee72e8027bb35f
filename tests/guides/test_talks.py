"""The assistant over a conference: long titles, parallel rooms, traditional characters."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases_runner import CASES, Case, judge_case, load_assistant, read_cases, run_turns

CONFERENCE = Path(__file__).parent / "open-source-days"
TALKS_CASES = read_cases(CASES / "talks.jsonl")


@pytest.mark.parametrize("case", TALKS_CASES, ids=lambda case: case.id)
def test_talks_case(case: Case) -> None:
    assert judge_case(case, CONFERENCE) == []


def test_conference_examples_get_answers() -> None:
    assistant = load_assistant(CONFERENCE)
    demo = assistant.knowledge.frame.demo
    assert demo is not None
    examples = assistant.knowledge.frame.examples
    assert [run_turns(assistant, (one,), demo)[-1].status.value for one in examples] == ["answer"] * len(examples)
