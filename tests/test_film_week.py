"""The assistant over the film week: nearly a thousand questions, each worded by someone who had not seen the code."""

from __future__ import annotations

import pytest

from tests.cases_runner import CASES, REPOSITORY, Case, judge_case, read_cases

FILM_WEEK = REPOSITORY / "knowledge" / "festivals" / "film-week"
WEEK_CASES = [case for path in sorted((CASES / "film-week").glob("*.jsonl")) for case in read_cases(path)]


@pytest.mark.parametrize("case", WEEK_CASES, ids=lambda case: case.id)
def test_film_week_case(case: Case) -> None:
    assert judge_case(case, FILM_WEEK) == []
