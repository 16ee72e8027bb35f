"""What is to be sent is sent once, in order within a chat, and what may have been sent is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.model import ClaimedDraft, Delivery, DraftStatus, Settlement
from tests.store.made import MINUTE, NOW, dump, lease, speak, write

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store.store import Store


def keys(claimed: tuple[ClaimedDraft, ...]) -> list[str]:
    return [each.draft.key for each in claimed]


def settle(claimed: ClaimedDraft, status: DraftStatus = DraftStatus.SENT, **changes: object) -> Settlement:
    return Settlement(claimed=claimed, status=status, **changes)


async def test_draft_comes_out_as_it_went_in(store: Store) -> None:
    draft = write("a", lane=3, expires_at=NOW + MINUTE, vanishes=True)
    async with store.transaction() as work:
        await work.outbox.add([draft], NOW)
        (claimed,) = await work.outbox.claim_due(lease(), 10)
    assert (claimed.draft, claimed.attempts) == (draft, 1)


async def test_key_is_known_until_it_is_forgotten(store: Store) -> None:
    async with store.transaction() as work:
        await work.outbox.add([write("a"), write("a")], NOW)
        (claimed,) = await work.outbox.claim_due(lease(), 10)
        await work.outbox.settle([settle(claimed, receipt="31")], NOW)
        await work.outbox.add([write("a")], NOW)
        assert await work.outbox.claim_due(lease(), 10) == ()
        assert await work.outbox.find("a") == Delivery(status=DraftStatus.SENT, cause=None, receipt="31", attempts=1)
        assert await work.outbox.find("b") is None


async def test_lower_lane_goes_first_and_a_chat_keeps_its_order_within_a_lane(store: Store) -> None:
    async with store.transaction() as work:
        a, b = speak("a"), speak("b")
        await work.outbox.add([write("alert", a, lane=1), write("1", a), write("2", a), write("3", b)], NOW)
        first = await work.outbox.claim_due(lease(), 10)
        assert keys(first) == ["1", "3", "alert"]
        assert await work.outbox.claim_due(lease("two"), 10) == ()
        await work.outbox.settle([settle(each) for each in first], NOW)
        assert keys(await work.outbox.claim_due(lease(), 10)) == ["2"]


async def test_draft_waits_for_its_time_and_holds_up_what_follows(store: Store) -> None:
    async with store.transaction() as work:
        await work.outbox.add([write("1"), write("2")], NOW)
        (claimed,) = await work.outbox.claim_due(lease(), 10)
        again = settle(claimed, DraftStatus.QUEUED, cause="RetryAfter", not_before=NOW + MINUTE)
        await work.outbox.settle([again], NOW)
        assert await work.outbox.claim_due(lease(), 10) == ()
        (claimed,) = await work.outbox.claim_due(lease(now=NOW + MINUTE), 10)
    assert (claimed.draft.key, claimed.attempts) == ("1", 2)


async def test_what_is_too_late_is_not_sent(store: Store) -> None:
    async with store.transaction() as work:
        late = [write("1", expires_at=NOW), write("gone", expires_at=NOW, vanishes=True)]
        await work.outbox.add([*late, write("2", expires_at=NOW + MINUTE)], NOW)
        assert keys(await work.outbox.claim_due(lease(), 10)) == ["2"]
        assert await work.outbox.find("gone") is None
        assert await work.outbox.find("1") == Delivery(
            status=DraftStatus.FAILED, cause="expired", receipt=None, attempts=0
        )


async def test_what_a_dead_process_was_sending_is_ambiguous_and_may_be_sent_again(store: Store) -> None:
    async with store.transaction() as work:
        await work.outbox.add([write("1")], NOW)
        (first,) = await work.outbox.claim_due(lease("dead"), 10)
    async with store.transaction() as work:
        assert await work.outbox.recover(NOW + MINUTE / 2) == ()
        (left,) = await work.outbox.recover(NOW + MINUTE)
        assert left == first
        found = await work.outbox.find("1")
        assert found == Delivery(status=DraftStatus.AMBIGUOUS, cause="interrupted", receipt=None, attempts=1)
        await work.outbox.settle([settle(left, DraftStatus.QUEUED)], NOW)
        (second,) = await work.outbox.claim_due(lease("two"), 10)
        await work.outbox.settle([settle(first)], NOW)
        assert (await work.outbox.find("1")).status is DraftStatus.CLAIMED
        await work.outbox.settle([settle(second)], NOW)
        assert (await work.outbox.find("1")).status is DraftStatus.SENT


async def test_lone_process_recovers_at_once(store: Store) -> None:
    async with store.transaction() as work:
        await work.outbox.add([write("1")], NOW)
        claimed = await work.outbox.claim_due(lease("dead"), 10)
        assert await work.outbox.recover(NOW, is_alone=True) == claimed


async def test_text_goes_once_it_is_sent_and_everything_where_that_was_wished(store: Store, tmp_path: Path) -> None:
    async with store.transaction() as work:
        await work.outbox.add([write("kept", speak("a")), write("gone", speak("b"), vanishes=True)], NOW)
        claimed = await work.outbox.claim_due(lease(), 10)
        await work.outbox.settle([settle(each) for each in claimed], NOW)
    ((table, row),) = await dump(store, tmp_path)
    assert (table, row["key"], row["payload"]) == ("outbox", "kept", None)
