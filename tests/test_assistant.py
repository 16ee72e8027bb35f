"""What holds of every reply, whatever was said: over the film week and over a city guide."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.dialogue.state import DialogueState, Status
from bot.understanding.model import Utterance
from bot.understanding.normalise import MAX_CHARS, clean
from tests.cases_runner import CASES, REPOSITORY, load_assistant, load_knowledge, load_vocabulary, read_cases, run_turns

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from bot.dialogue.state import Reply

MAIN = REPOSITORY / "main.py"
FILM_WEEK = REPOSITORY / "knowledge" / "festivals" / "film-week"
CITY = REPOSITORY / "tests" / "guides" / "harbour-city"
GUIDES = {FILM_WEEK: sorted((CASES / "film-week").glob("*.jsonl")), CITY: [CASES / "city.jsonl"]}
"""The folders served here, each with files of questions for it."""
NOT_SAID = ("{", "}", "<", "None", "Thing(")
"""What would have leaked from a template, a mark-up or a record."""
THREADS = 4


@lru_cache(maxsize=2)
def questions(guide: Path) -> tuple[str, ...]:
    """All that people say in the cases of a guide."""
    return tuple(text for file in GUIDES[guide] for case in read_cases(file) for text in case.turns)


@lru_cache(maxsize=2)
def known_facts(guide: Path) -> frozenset[str]:
    """Ids of the facts and the question entries of a guide."""
    knowledge = load_assistant(guide).knowledge
    facts = {fact.id for entity in knowledge.entities.values() for fact in entity.facts.values()}
    return frozenset(facts | {entry.fact_id for entry in knowledge.entries.values()})


def demo(guide: Path) -> datetime:
    """When the questions are asked, unless it matters."""
    moment = load_assistant(guide).knowledge.frame.demo
    assert moment is not None
    return moment


def sample(guide: Path, count: int) -> list[str]:
    """So many questions of a guide, from all over its cases."""
    found = questions(guide)
    return list(found[:: len(found) // count][:count])


def find_unsound(reply: Reply, guide: Path) -> list[str]:
    """Where a reply is not as every one must be."""
    faults = [f"says {leak}" for leak in NOT_SAID if leak in reply.text]
    faults += [f"stands on {fact}" for fact in reply.facts if fact not in known_facts(guide)]
    if reply.status not in Status:
        faults.append(f"is {reply.status}")
    if not reply.text.strip():
        faults.append("is empty")
    if reply.status is Status.ANSWER and not (reply.facts and reply.sources):
        faults.append("answers without a fact or a source")
    return faults


PIECES = [
    *(
        "第三个",
        "第0个",
        "最后一个",
        "倒数第99项",
        "第一百零一届",
        "2月30日",
        "今晚",
        "凌晨两点",
        "25:99",
        "每晚",
        "99999号",
    ),
    *(
        "那个呢",
        "不是",
        "吗",
        "只",
        "还有呢",
        "哪家",
        "多少",
        "有几个",
        "在哪",
        "几点",
        "谢谢",
        "你好",
        "是不是",
        "，",
        "？？",
    ),
    *(
        "%s",
        "%(thing)s",
        "{}",
        "{thing}",
        "{0.__class__}",
        "{{",
        "<b>",
        "</b>",
        "<script>",
        "**粗**",
        "[a](tg://b)",
        "`x`",
    ),
    *(
        "\x00",
        "\x1b[31m",
        "\ud800",
        "\udfff",
        "\u202e",
        "\u200b",
        "\u2028",
        "\n\n",
        "👨‍👩‍👧‍👦",
        "🇨🇳",
        "☎️",
        "مرحبا",
        "é",
        "½",
        "①",
    ),
]
"""Words that matter to a conversation, and what might leak, break or overflow."""
ANYTHING = st.text(st.characters(), max_size=60)
LONG = st.builds(lambda text, times: (text * times)[:5000], ANYTHING.filter(bool), st.integers(100, 5000))
UTTERANCES = st.one_of(
    ANYTHING,
    LONG,
    st.sampled_from(questions(FILM_WEEK) + questions(CITY)),
    st.lists(st.sampled_from([*PIECES, *questions(FILM_WEEK)[::9], *questions(CITY)[::9]]), max_size=8).map("".join),
)


@pytest.mark.slow
@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
@settings(deadline=None, max_examples=120)
@given(turns=st.lists(UTTERANCES, min_size=1, max_size=4), hours=st.integers(-24 * 40, 24 * 40))
@example(turns=[""], hours=0)
@example(turns=["？！。，、…"], hours=0)
@example(turns=PIECES, hours=0)
@example(turns=["哪", "吃饭的方"], hours=0)
@example(turns=["今天几号"], hours=0)
@example(turns=["有哪些活动", "\ud800", "第二个", "{}", "那它在哪"], hours=0)
def test_any_conversation_gets_sound_replies(guide: Path, turns: list[str], hours: int) -> None:
    """The clock stands up to forty days before or after the demonstration's."""
    now = demo(guide) + timedelta(hours=hours)
    replies = run_turns(load_assistant(guide), tuple(turns), now)
    assert [find_unsound(reply, guide) for reply in replies] == [[] for _ in turns]
    assert run_turns(load_assistant(guide), tuple(turns), now) == replies


@pytest.mark.parametrize("piece", ["开幕式几点开始", "谢谢", "第三个", "6月26日、", "a", "\u200b", "？", "😀", "ﷺ"])
def test_text_of_any_length_is_cut_before_it_is_read(piece: str) -> None:
    text = piece * 200_000
    start = text[: 2 * MAX_CHARS]
    assert clean(text) == clean(start)
    assert len(clean(text).text) <= MAX_CHARS
    moment, assistant = demo(FILM_WEEK), load_assistant(FILM_WEEK)
    assert run_turns(assistant, (text,), moment) == run_turns(assistant, (start,), moment)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_offered_questions_get_answers(guide: Path) -> None:
    """When asked in place, and when asked by somebody new."""
    assistant, now = load_assistant(guide), demo(guide)
    unanswered = set()
    for text in sample(guide, 40):
        turn = assistant.respond(Utterance(text=text, now=now), DialogueState())
        for option in turn.reply.options:
            for state in (turn.state, DialogueState()):
                reply = assistant.respond(Utterance(text=option, now=now), state).reply
                if reply.status is not Status.ANSWER:
                    unanswered.add((text, option, reply.status))
    assert unanswered == set()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_state_of_others_does_not_matter(guide: Path) -> None:
    """An assistant that has answered a hundred others says what a new one says."""
    texts, now = sample(guide, 100), demo(guide)
    used = load_assistant(guide)
    fresh = Assistant(load_knowledge(guide), load_vocabulary())
    assert [run_turns(used, (text,), now) for text in texts] == [run_turns(fresh, (text,), now) for text in texts]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_threads_do_not_disturb_each_other(guide: Path) -> None:
    """Not even at the first questions, when some tables are made."""
    texts, now = sample(guide, 120), demo(guide)
    alone = [run_turns(load_assistant(guide), (text,), now) for text in texts]
    fresh = Assistant(load_knowledge(guide), load_vocabulary())
    with ThreadPoolExecutor(THREADS) as pool:
        together = list(pool.map(lambda text: run_turns(fresh, (text,), now), texts * THREADS))
    assert together == alone * THREADS


@pytest.mark.slow
@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_replies_do_not_depend_on_the_process(guide: Path, tmp_path: Path) -> None:
    """Python orders sets of strings anew at each start; the second start reads the cache that the first one wrote."""
    (tmp_path / "config.toml").write_text(f"[knowledge]\npath = {json.dumps(str(guide))}\n", encoding="utf-8")
    cases = [
        {"id": text, "now": demo(guide).isoformat(), "turns": [text, "在哪", "第二个呢"]} for text in sample(guide, 60)
    ]
    given = "\n".join(json.dumps(case) for case in cases).encode()
    command = [sys.executable, MAIN, "--config", tmp_path / "config.toml", "ask", "--jsonl"]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("YINGBAN_")}
    outs = [
        subprocess.run(command, input=given, capture_output=True, check=True, env=inherited | {"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    first, second = ([json.loads(line) for line in out.stdout.splitlines()] for out in outs)
    assert first == second
    assert [line["id"] for line in first if "replies" in line] == [case["id"] for case in cases]
