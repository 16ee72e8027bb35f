"""Yes/no questions over the small festival: 是的, 不是, 不只是这样, or nothing of the sort."""

from __future__ import annotations

import pytest

from tests.cases_runner import CASES, Case, find_faults, load_assistant, read_cases, run_turns
from tests.known_bugs import fixed, passing
from tests.tea_fair import TEA_FAIR

KNOWN_BUGS = {
    # the day's programme is told, with no word on whether it begins then
    "claim-day-of-the-festival",
    # a number is held against a fact only where the very form of the attribute is there
    "claim-number-in-the-wording-of-a-visitor",
    "claim-price-in-the-wording-of-a-visitor",
}

CLAIM_CASES = {case.id: (case,) for case in read_cases(CASES / "claims_small.jsonl")}


def faults_of(case: Case) -> list[str]:
    """What is wrong with the reply."""
    return find_faults(case, run_turns(load_assistant(TEA_FAIR), case.turns, case.now)[-1])


def is_sound(case: Case) -> bool:
    """Whether nothing is wrong."""
    return not faults_of(case)


@pytest.mark.parametrize("case", passing(CLAIM_CASES, KNOWN_BUGS))
def test_claim_is_judged(case: Case) -> None:
    assert faults_of(case) == []


def test_known_bugs_of_claims_are_still_there() -> None:
    assert fixed(CLAIM_CASES, KNOWN_BUGS, is_sound) == []
