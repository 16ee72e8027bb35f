"""Conversations over the small festival: what is carried, pointed at, corrected, and what is not made up."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.dialogue.state import DialogueState
from bot.understanding.model import Utterance
from tests.cases_runner import CASES, REPOSITORY, Case, find_faults, judge_case, load_assistant, read_cases, run_turns
from tests.known_bugs import fixed, passing
from tests.tea_fair import TEA_FAIR

CITY = REPOSITORY / "tests" / "guides" / "harbour-city"

KNOWN_BUGS = {
    # 他们 is nobody
    "small-talk-014",
    # one word of a name is enough for an answer
    "small-word-of-a-name-is-no-answer",
    # 多久 alone is no form of anything
    "small-how-long-is-no-summary",
}

SMALL_CASES = {case.id: (case,) for case in read_cases(CASES / "dialogue_small.jsonl")}


def faults_of(case: Case) -> list[str]:
    """What is wrong with the last reply."""
    return find_faults(case, run_turns(load_assistant(TEA_FAIR), case.turns, case.now)[-1])


def is_sound(case: Case) -> bool:
    """Whether nothing is wrong."""
    return not faults_of(case)


@pytest.mark.parametrize("case", read_cases(CASES / "city_dialogue.jsonl"), ids=lambda case: case.id)
def test_conversation_about_a_city(case: Case) -> None:
    assert judge_case(case, CITY) == []


@pytest.mark.parametrize("case", passing(SMALL_CASES, KNOWN_BUGS))
def test_conversation(case: Case) -> None:
    assert faults_of(case) == []


def test_known_bugs_of_conversations_are_still_there() -> None:
    assert fixed(SMALL_CASES, KNOWN_BUGS, is_sound) == []


def test_a_conversation_is_forgotten_after_a_long_silence() -> None:
    """What was asked in the morning is not what a bare question means in the evening."""
    assistant = load_assistant(TEA_FAIR)
    morning = datetime(2031, 4, 5, 10, tzinfo=assistant.knowledge.frame.zone)
    state = assistant.respond(Utterance(text="茶山徒步在哪", now=morning), DialogueState()).state
    bare = [
        assistant.respond(Utterance(text="多少钱", now=morning + timedelta(hours=hours)), state).reply.facts
        for hours in (1, 9)
    ]
    assert bare[0] == ("hike.price",)
    assert "hike.price" not in bare[1]
