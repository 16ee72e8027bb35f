"""The assistant over a dense programme: several rooms, several showings a day, nights past midnight."""

from __future__ import annotations

import pytest

from tests.cases_runner import CASES, REPOSITORY, Case, judge_case, read_cases

GUIDE = REPOSITORY / "tests" / "guides" / "lake-theatre"


@pytest.mark.parametrize("case", read_cases(CASES / "lake_theatre.jsonl"), ids=lambda case: case.id)
def test_theatre_case(case: Case) -> None:
    assert judge_case(case, GUIDE) == []
