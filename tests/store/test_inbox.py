"""Updates are handled once, in order within a chat, and not lost with the process that handled them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.dialogue.state import Status
from bot.store.model import Conversation, Handled, Question, Told
from tests.store.made import MINUTE, NOW, STATE, bring, dump, lease, speak, write

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bot.store.model import ClaimedUpdate, Update
    from bot.store.store import Store


def numbers(claimed: tuple[ClaimedUpdate, ...]) -> list[int]:
    return [each.update.number for each in claimed]


async def test_update_comes_out_as_it_went_in(store: Store) -> None:
    async with store.transaction() as work:
        await work.inbox.record([bring(1)], NOW)
        (claimed,) = await work.inbox.claim_next(lease(), 10)
    assert (claimed.update, claimed.received_at, claimed.attempts) == (bring(1), NOW, 1)


async def test_update_is_recorded_once(store: Store) -> None:
    """Also when it comes twice at a time, or again after it was handled."""
    async with store.transaction() as work:
        assert await work.inbox.record([bring(1), bring(1), bring(2)], NOW) == 2
    async with store.transaction() as work:
        await work.inbox.finish(await work.inbox.claim_next(lease(), 10))
        await work.inbox.finish(await work.inbox.claim_next(lease(), 10))
    async with store.transaction() as work:
        assert await work.inbox.record([bring(1), bring(2)], NOW) == 0
        assert await work.inbox.claim_next(lease(), 10) == ()


async def test_same_number_of_another_channel_is_another_update(store: Store) -> None:
    web = replace(bring(1), speaker=replace(speak(), channel="web"))
    async with store.transaction() as work:
        assert await work.inbox.record([bring(1), web], NOW) == 2


async def test_nothing_is_recorded_by_a_transaction_that_fails(store: Store) -> None:
    async def fail() -> None:
        async with store.transaction() as work:
            await work.inbox.record([bring(1)], NOW)
            raise KeyError

    with pytest.raises(KeyError):
        await fail()
    async with store.transaction() as work:
        assert await work.inbox.record([bring(1)], NOW) == 1


async def test_numbers_that_jump_back_keep_the_order_of_arrival(store: Store) -> None:
    async with store.transaction() as work:
        await work.inbox.record([bring(900)], NOW)
        await work.inbox.record([bring(5)], NOW)
        assert numbers(await work.inbox.claim_next(lease(), 10)) == [900]


async def test_chats_go_side_by_side_each_in_order(store: Store) -> None:
    async with store.transaction() as work:
        await work.inbox.record([bring(1, speak("a")), bring(2, speak("a")), bring(3, speak("b"))], NOW)
    async with store.transaction() as work:
        first = await work.inbox.claim_next(lease("one"), 10)
    async with store.transaction() as work:
        assert await work.inbox.claim_next(lease("two"), 10) == ()
        await work.inbox.finish(first)
    async with store.transaction() as work:
        second = await work.inbox.claim_next(lease("two"), 10)
    assert (numbers(first), numbers(second)) == ([1, 3], [2])


async def test_what_follows_in_a_chat_can_be_taken_along(store: Store) -> None:
    async with store.transaction() as work:
        await work.inbox.record([bring(1, speak("a")), bring(2, speak("b")), *map(bring_a, (3, 4, 5))], NOW)
        first = (await work.inbox.claim_next(lease(), 1))[0]
        following = await work.inbox.claim_following(first, lease(), 2)
        assert numbers(following) == [3, 4]
        await work.inbox.finish([first, *following])
        assert numbers(await work.inbox.claim_next(lease(), 10)) == [2, 5]


def bring_a(number: int) -> Update:
    return bring(number, speak("a"))


async def test_claim_of_a_dead_process_goes_to_another_when_its_lease_is_over(store: Store) -> None:
    async with store.transaction() as work:
        await work.inbox.record([bring(1), bring(2)], NOW)
        lost = await work.inbox.claim_next(lease("dead"), 10)
    async with store.transaction() as work:
        assert await work.inbox.claim_next(lease("two", NOW + MINUTE / 2), 10) == ()
        taken = await work.inbox.claim_next(lease("two", NOW + MINUTE), 10)
        following = await work.inbox.claim_following(taken[0], lease("two", NOW + MINUTE), 10)
    assert (numbers(taken), taken[0].attempts, numbers(following)) == ([1], 2, [2])
    async with store.transaction() as work:
        assert await work.inbox.list_ours(lost) == frozenset()
        assert await work.inbox.list_ours(taken) == {taken[0].id}


def answer(*claimed: ClaimedUpdate) -> Handled:
    """Handle updates, bringing something for every table."""
    speaker = claimed[0].update.speaker
    return Handled(
        claimed=claimed,
        at=NOW,
        conversation=Conversation(speaker=speaker, state=STATE),
        drafts=(write(f"reply:{claimed[0].update.number}", speaker),),
        told=(Told(speaker=speaker, fact="riddles.time", version="1", at=NOW),),
        question=Question(text="几点？", status=Status.ANSWER, at=NOW),
    )


async def test_what_handling_brought_is_written_together(store: Store, tmp_path: Path) -> None:
    async with store.transaction() as work:
        await work.inbox.record([bring(1, speak("a")), bring(2, speak("b"))], NOW)
        claimed = await work.inbox.claim_next(lease(), 10)
        await work.finish([answer(each) for each in claimed], NOW)
    rows = [table for table, _ in await dump(store, tmp_path)]
    assert rows == sorted(["conversations", "outbox", "questions", "seen", "told"] * 2)


async def test_what_was_taken_over_is_left_to_the_other_process(store: Store, tmp_path: Path) -> None:
    """Wholly, where of several lines one was taken over: the others must not be done without an answer."""
    async with store.transaction() as work:
        await work.inbox.record([bring(1, speak("a")), bring(2, speak("a")), bring(3, speak("b"))], NOW)
        first, other = await work.inbox.claim_next(lease(), 10)
        slow = answer(first, *await work.inbox.claim_following(first, lease(), 10))
        await work.inbox.claim_next(lease("two", NOW + MINUTE), 1)
        await work.finish([slow, answer(other)], NOW)
        assert (await work.outbox.find("reply:1"), (await work.outbox.find("reply:3")).attempts) == (None, 0)
    assert [row["number"] for table, row in await dump(store, tmp_path) if table == "inbox"] == [1, 2]


async def test_lone_process_takes_back_all_claims_at_once(store: Store) -> None:
    async with store.transaction() as work:
        await work.inbox.record([bring(1)], NOW)
        await work.inbox.claim_next(lease("dead"), 10)
    async with store.transaction() as work:
        assert await work.inbox.release_all() == 1
        assert numbers(await work.inbox.claim_next(lease("two"), 10)) == [1]


async def test_many_workers_keep_the_order_of_each_chat(
    url: str,
    open_at: Callable[[str], Awaitable[Store]],
) -> None:
    """Two stores on one database stand for two processes, with four workers each."""
    stores = [await open_at(url) for _ in range(2)]
    chats = [speak(f"chat {n}") for n in range(12)]
    handled: list[int] = []
    async with stores[0].transaction() as work:
        await work.inbox.record([bring(n, chats[n % 12]) for n in range(96)], NOW)
    await asyncio.gather(*(work_off(store, f"{n}", handled) for store in stores for n in range(4)))
    assert sorted(handled) == list(range(96))
    for chat in range(12):
        assert [n for n in handled if n % 12 == chat] == list(range(chat, 96, 12))


async def work_off(store: Store, worker: str, handled: list[int]) -> None:
    """Handle what there is until nothing is left."""
    while True:
        async with store.transaction() as work:
            claimed = await work.inbox.claim_next(lease(worker), 3)
            left = (await work.count()).updates
        for each in claimed:
            async with store.transaction() as work:
                handled.append(each.update.number)
                await work.inbox.finish([each])
        if not left:
            return
