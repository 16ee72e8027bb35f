"""The assistant over a city guide: nothing in the code knows a festival."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cases_runner import CASES, Case, judge_case, load_assistant, read_cases, read_known_failures, run_turns

GUIDE = Path(__file__).parent / "harbour-city"
BARE_GUIDE = Path(__file__).parent / "bare-guide"
CITY_CASES = read_cases(CASES / "city.jsonl")
BARE_CASES = read_cases(CASES / "bare_guide.jsonl")


@pytest.mark.parametrize("case", CITY_CASES, ids=lambda case: case.id)
def test_city_case(case: Case) -> None:
    assert judge_case(case, GUIDE) == []


@pytest.mark.parametrize("case", BARE_CASES, ids=lambda case: case.id)
def test_guide_without_wordings_answers(case: Case) -> None:
    """A guide copied from a table: no summaries, no ways to ask, names that are easily confused."""
    assert judge_case(case, BARE_GUIDE) == []


def test_city_examples_get_answers() -> None:
    assistant = load_assistant(GUIDE)
    demo = assistant.knowledge.frame.demo
    assert demo is not None
    examples = assistant.knowledge.frame.examples
    assert [run_turns(assistant, (one,), demo)[-1].status.value for one in examples] == ["answer"] * len(examples)


def test_case_ids_are_unique_and_known_failures_exist() -> None:
    """An id that stands twice would hide a case, and a listed failure without a case would stay for ever."""
    lines = [line for file in sorted(CASES.rglob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()]
    ids = [json.loads(line)["id"] for line in lines if line.strip()]
    assert len(ids) == len(set(ids))
    assert read_known_failures() - set(ids) == set()


def test_city_cases_stand_on_facts_of_the_guide() -> None:
    """A fact that a case expects must be one, else the case could never pass."""
    knowledge = load_assistant(GUIDE).knowledge
    facts = {fact.id for entity in knowledge.entities.values() for fact in entity.facts.values()}
    entries = {entry.fact_id for entry in knowledge.entries.values()}
    assert {fact for case in CITY_CASES for fact in case.facts} - facts - entries == set()
