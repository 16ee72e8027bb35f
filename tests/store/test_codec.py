"""Dialogue states survive being stored, and a state that cannot be read is no error."""

from __future__ import annotations

import json
from datetime import date, datetime
from types import UnionType
from typing import get_args, get_origin
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.state import DialogueState
from bot.store.codec import decode_state, encode_state, hints_of
from bot.understanding.model import Utterance
from tests.cases_runner import CASES, REPOSITORY, Case, load_assistant, read_cases
from tests.store.made import STATE

FILM_WEEK = REPOSITORY / "knowledge" / "festivals" / "film-week"
CITY = REPOSITORY / "tests" / "guides" / "harbour-city"
TALKS = [
    *((FILM_WEEK, case) for case in read_cases(CASES / "film-week" / "dialogue-4.jsonl")),
    *((CITY, case) for case in read_cases(CASES / "city_dialogue.jsonl")),
]
SHANGHAI = ZoneInfo("Asia/Shanghai")
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda each: st.lists(each, max_size=3))


def store_and_read(state: DialogueState) -> DialogueState | None:
    return decode_state(json.loads(json.dumps(encode_state(state))))


def test_states_of_real_conversations_come_back() -> None:
    """With the zones in them, not only the moments."""
    states = {repr(state): state for folder, case in TALKS for state in list_states(case, folder)}
    assert len(states) > 200
    assert [state for state in states.values() if repr(store_and_read(state)) != repr(state)] == []


def list_states(case: Case, folder: object) -> list[DialogueState]:
    """The states after each turn of a conversation."""
    assistant = load_assistant(folder)
    now = case.now if case.now.tzinfo else case.now.replace(tzinfo=assistant.knowledge.frame.zone)
    states = [DialogueState()]
    for text in case.turns:
        states.append(assistant.respond(Utterance(text=text, now=now), states[-1]).state)
    return states


def values_of(hint: object) -> st.SearchStrategy[object]:
    """Any value of a type that records have."""
    if get_origin(hint) is UnionType:
        return st.one_of(*(values_of(each) for each in get_args(hint)))
    if get_origin(hint) is tuple:
        return st.lists(values_of(get_args(hint)[0]), max_size=3).map(tuple)
    plain = {str: st.text(), int: st.integers(), bool: st.booleans(), type(None): st.none(), date: st.dates()}
    moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.timezones(), allow_imaginary=False)  # noqa: DTZ001  # bounds have no zone
    if hint in plain or hint is datetime:
        return (plain | {datetime: moments})[hint]
    return st.builds(hint, **{name: values_of(each) for name, each in hints_of(hint).items()})


@given(values_of(DialogueState))
def test_any_state_comes_back(state: DialogueState) -> None:
    """A field of a type that the codec does not know fails here."""
    assert store_and_read(state) == state


@pytest.mark.parametrize(
    "stored",
    [
        None,
        5,
        "{}",
        {},
        {"version": 0, "state": {}},
        {"version": 1},
        {"version": 1, "state": []},
        {"version": 1, "state": {"mood": "good"}},
        {"version": 1, "state": {"focus": 5}},
        {"version": 1, "state": {"is_open": 1}},
        {"version": 1, "state": {"recent": "opening"}},
        {"version": 1, "state": {"day": "2024-02-30"}},
        {"version": 1, "state": {"moment": "2024-06-26T16:00:00+08:00[Nowhere/At All]"}},
        {"version": 1, "state": {"moment": "2024-06-26T16:00:00+08:00[../../etc/passwd]"}},
        {"version": 1, "state": {"asked": [{"entity": "opening"}]}},
    ],
)
def test_what_is_no_state_is_dropped(stored: object) -> None:
    assert decode_state(stored) is None


@given(st.sampled_from(sorted(encode_state(STATE)["state"])), JSON)
def test_damage_is_never_an_error(field: str, value: object) -> None:
    stored = encode_state(STATE)
    read = decode_state({**stored, "state": {**stored["state"], field: value}})
    assert read is None or isinstance(read, DialogueState)


def test_stored_state_is_short() -> None:
    """Fields that are as they are by default are not stored, so one that is added later has its default."""
    assert encode_state(DialogueState()) == {"version": 1, "state": {}}
    moment = datetime(2024, 6, 26, 16, tzinfo=SHANGHAI)
    assert encode_state(DialogueState(moment=moment))["state"] == {"moment": "2024-06-26T16:00:00+08:00[Asia/Shanghai]"}
