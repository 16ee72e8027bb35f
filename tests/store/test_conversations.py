"""What is kept of a person, and for how long."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.dialogue.state import REMEMBERED, DialogueState, Status
from bot.store.journals import blank_numbers
from bot.store.model import Conversation, Counts, Question, Retention, Told
from tests.store.made import MINUTE, NOW, STATE, bring, dump, fill, lease, speak, write

if TYPE_CHECKING:
    from datetime import timedelta
    from pathlib import Path

    from bot.store.store import Store

KNOWN = Conversation(speaker=speak(), language="zh", preferences={"hour": 9}, state=STATE)
DAY = MINUTE * 60 * 24
RETENTION = Retention(people=7 * DAY, questions=30 * DAY)


async def test_conversation_comes_out_as_it_went_in(store: Store) -> None:
    async with store.transaction() as work:
        assert await work.conversations.load(speak(), NOW) == Conversation(speaker=speak())
        await work.conversations.save(replace(KNOWN, language=None, state=DialogueState()), NOW)
        await work.conversations.save(KNOWN, NOW)
    async with store.transaction() as work:
        assert await work.conversations.load(speak(), NOW) == KNOWN


async def test_conversation_is_of_a_person_in_a_chat(store: Store) -> None:
    async with store.transaction() as work:
        await work.conversations.save(replace(KNOWN, speaker=speak("group", "7")), NOW)
        for other in (speak("7"), speak("group", "8"), replace(speak("group", "7"), channel="web")):
            assert await work.conversations.load(other, NOW) == Conversation(speaker=other)


async def test_state_is_forgotten_after_a_long_silence_and_choices_are_not(store: Store) -> None:
    async with store.transaction() as work:
        await work.conversations.save(KNOWN, NOW)
        assert await work.conversations.load(speak(), NOW + REMEMBERED) == replace(KNOWN, state=DialogueState())


async def test_blocked_person_keeps_the_choices(store: Store) -> None:
    async with store.transaction() as work:
        await work.conversations.save(KNOWN, NOW)
        await work.conversations.mark_blocked("telegram", "7")
        assert await work.conversations.load(speak(), NOW) == replace(KNOWN, is_blocked=True)
        await work.conversations.save(KNOWN, NOW)
        assert await work.conversations.load(speak(), NOW) == KNOWN


def tell(chat: str, fact: str, version: str) -> Told:
    return Told(speaker=speak(chat), fact=fact, version=version, at=NOW)


async def test_who_was_told_an_older_version_is_known(store: Store) -> None:
    async with store.transaction() as work:
        await work.told.add([tell("a", "opening.time", "1"), tell("a", "opening.venue", "1")])
        await work.told.add([tell("b", "opening.time", "1")])
        await work.told.add([tell("a", "opening.time", "2")])
        assert await work.told.list_outdated("opening.time", "2") == (speak("b"),)
        assert await work.told.list_outdated("opening.venue", "2") == (speak("a"),)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("我的电话是13800138000", "我的电话是…"),
        ("138 0013 8000，打给我", "…，打给我"),
        ("138-0013-8000", "…"),
        ("１３８００１３８０００", "…"),
        ("2024-06-26 16:00 和 9999 号", "2024-06-26 16:00 和 9999 号"),
        ("订单 12345", "订单 …"),
        ("坏\0字\ud800", "坏字?"),
    ],
)
def test_kept_questions_have_no_long_numbers(text: str, kept: str) -> None:
    assert blank_numbers(text) == kept


async def test_forgetting_a_person_leaves_no_trace(store: Store, tmp_path: Path) -> None:
    """In the private chat or in a group; other people's rows stay."""
    await fill(store, speak("5550001", "5550001"), 10)
    await fill(store, speak("group", "5550001"), 20)
    await fill(store, speak("group", "6660002"), 30)
    async with store.transaction() as work:
        await work.outbox.add([write("alert", speak("5550001", ""))], NOW)
        await work.forget("telegram", "5550001")
    rows = await dump(store, tmp_path)
    assert [row for row in rows if "5550001" in str(row)] == []
    assert sorted(table for table, row in rows if row.get("person") == "6660002") == [
        "conversations", "inbox", "inbox", "outbox", "told",
    ]  # fmt: skip


async def test_wish_to_be_forgotten_can_be_finished(store: Store, tmp_path: Path) -> None:
    """It is done, what the person wrote after it goes unread, and the reply to it goes once it is sent."""
    async with store.transaction() as work:
        await work.inbox.record([bring(1), bring(2)], NOW)
        claimed = await work.inbox.claim_next(lease(), 1)
    async with store.transaction() as work:
        await work.forget("telegram", "7")
        await work.outbox.add([write("gone", vanishes=True)], NOW)
        await work.inbox.finish(claimed)
    assert [table for table, _ in await dump(store, tmp_path)] == ["outbox", "seen", "seen"]


@pytest.mark.parametrize(
    ("age", "left"),
    [
        (REMEMBERED, ["audit", "conversations", "feedback", "inbox", "outbox", "questions", "seen", "told"]),
        (2 * DAY, ["audit", "conversations", "feedback", "outbox", "questions", "told"]),
        (7 * DAY, ["audit", "conversations", "feedback", "outbox", "questions"]),
        (30 * DAY, ["audit", "conversations", "outbox"]),
    ],
)
async def test_everything_has_its_time(store: Store, tmp_path: Path, age: timedelta, left: list[str]) -> None:
    """Choices and what is still to be sent stay; so does the audit."""
    await fill(store, speak(), 1)
    async with store.transaction() as work:
        await work.purge(RETENTION, NOW + age - MINUTE)
    before = {table for table, _ in await dump(store, tmp_path)}
    async with store.transaction() as work:
        await work.purge(RETENTION, NOW + age)
    rows = await dump(store, tmp_path)
    assert sorted({table for table, _ in rows}) == left
    assert before >= set(left)
    assert [row["state"] for table, row in rows if table == "conversations"] == [None]


async def test_person_who_chose_nothing_is_forgotten_in_time(store: Store) -> None:
    async with store.transaction() as work:
        await work.conversations.save(replace(KNOWN, preferences={}), NOW)
        assert (await work.purge(RETENTION, NOW + 7 * DAY - MINUTE))["conversations"] == 0
        assert (await work.purge(RETENTION, NOW + 7 * DAY))["conversations"] == 1


async def test_everything_is_counted(store: Store) -> None:
    await fill(store, speak("7"), 1)
    await fill(store, speak("8"), 3)
    async with store.transaction() as work:
        await work.conversations.mark_blocked("telegram", "8")
        await work.journals.add_questions([Question(text="门票？", status=Status.UNKNOWN, at=NOW)])
        await work.journals.add_feedback(-1, "不对", NOW)
        assert await work.count() == Counts(
            conversations=2,
            blocked=1,
            updates=4,
            drafts={"queued": 2},
            questions={"answer": 2, "unknown": 1},
            feedback={1: 2, -1: 1},
        )
