"""What is to be sent: decided in one transaction, claimed in a second one, settled in a third; sent in between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, or_, select, update

from bot.store.database import insert_into
from bot.store.model import ClaimedDraft, Delivery, Draft, DraftStatus, Lease, Settlement
from bot.store.tables import columns_of, outbox, speaker_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

FINISHED = (DraftStatus.SENT, DraftStatus.FAILED)
EXPIRED = "expired"
INTERRUPTED = "interrupted"
"""Causes that the store itself gives."""


class Outbox:
    """Drafts to be sent."""

    def __init__(self, connection: AsyncConnection) -> None:
        """Work in the connection's transaction."""
        self._connection = connection

    async def add(self, drafts: Iterable[Draft], now: datetime) -> None:
        """Queue drafts, in their order; one whose key is known already adds nothing."""
        rows = [_row_of(each, now) for each in drafts]
        if rows:
            insert = insert_into(self._connection, outbox).on_conflict_do_nothing(index_elements=["key"])
            await self._connection.execute(insert, rows)

    async def claim_due(self, lease: Lease, limit: int) -> tuple[ClaimedDraft, ...]:
        """Take what may be sent now, the lowest lane first: of each chat and lane the oldest that is not settled.

        The caller sends each once after the commit, and settles it. What expired is failed on the way.
        """
        is_due = and_(outbox.c.status == DraftStatus.QUEUED, outbox.c.not_before <= lease.now, ~_must_wait())
        due = select(outbox).where(is_due).order_by(outbox.c.lane, outbox.c.id).limit(limit)
        rows = (await self._connection.execute(due.with_for_update(skip_locked=True, of=outbox))).all()
        if late := [row.id for row in rows if row.expires_at and row.expires_at <= lease.now]:
            await self._give_up(late, lease.now)
            return await self.claim_due(lease, limit)
        claim = {
            "status": DraftStatus.CLAIMED,
            "claimed_by": lease.worker,
            "claimed_until": lease.until,
            "attempts": outbox.c.attempts + 1,
            "changed_at": lease.now,
        }
        if rows:
            ids = [row.id for row in rows]
            await self._connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(claim))
        return tuple(_claimed(row, lease.worker, row.attempts + 1) for row in rows)

    async def _give_up(self, late: Sequence[int], now: datetime) -> None:
        end = {"status": DraftStatus.FAILED, "cause": EXPIRED, "changed_at": now}
        await self._connection.execute(update(outbox).where(outbox.c.id.in_(late)).values(end))
        await self._erase_text(late)

    async def settle(self, settlements: Sequence[Settlement], now: datetime) -> None:
        """Write down what became of claimed drafts; one that is no longer ours is left as it is."""
        if not settlements:
            return
        is_ours = and_(outbox.c.id == bindparam("of"), outbox.c.claimed_by == bindparam("worker"))
        await self._connection.execute(update(outbox).where(is_ours), [_settled(each, now) for each in settlements])
        finished = [each.claimed.id for each in settlements if each.status in FINISHED]
        await self._erase_text(finished)

    async def _erase_text(self, finished: Sequence[int]) -> None:
        is_over = and_(outbox.c.id.in_(finished), outbox.c.status.in_(FINISHED))
        await self._connection.execute(delete(outbox).where(is_over, outbox.c.vanishes))
        await self._connection.execute(update(outbox).where(is_over).values(payload=None))

    async def recover(self, now: datetime, *, is_alone: bool = False) -> tuple[ClaimedDraft, ...]:
        """Give what a dead process may have sent, and call it ambiguous.

        Settle what may be sent again as queued, in the same transaction. A process that knows itself to be the only one
        takes all that is claimed; others what nobody settled within its lease.
        """
        is_left = outbox.c.status == DraftStatus.CLAIMED
        if not is_alone:
            is_left = and_(is_left, outbox.c.claimed_until <= now)
        left = select(outbox).where(is_left).order_by(outbox.c.id).with_for_update(skip_locked=True)
        rows = (await self._connection.execute(left)).all()
        if rows:
            end = {"status": DraftStatus.AMBIGUOUS, "cause": INTERRUPTED, "changed_at": now}
            ids = [row.id for row in rows]
            await self._connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(end))
        return tuple(_claimed(row, row.claimed_by, row.attempts) for row in rows)

    async def find(self, key: str) -> Delivery | None:
        """Say how far the draft of a key is; None where there is none, or none any more."""
        row = (await self._connection.execute(select(outbox).where(outbox.c.key == key))).one_or_none()
        if row is None:
            return None
        status = DraftStatus(row.status)
        return Delivery(status=status, cause=row.cause, receipt=row.receipt, attempts=row.attempts)


def _must_wait() -> ColumnElement[bool]:
    """Whether something older of the same chat and lane is not settled yet."""
    older = outbox.alias("older")
    return exists().where(
        older.c.channel == outbox.c.channel,
        older.c.chat == outbox.c.chat,
        older.c.lane == outbox.c.lane,
        older.c.id < outbox.c.id,
        or_(older.c.status == DraftStatus.QUEUED, older.c.status == DraftStatus.CLAIMED),
    )


def _row_of(draft: Draft, now: datetime) -> dict[str, Any]:
    return {
        **columns_of(draft.speaker),
        "key": draft.key,
        "payload": draft.payload,
        "lane": draft.lane,
        "status": DraftStatus.QUEUED,
        "attempts": 0,
        "not_before": draft.not_before,
        "expires_at": draft.expires_at,
        "changed_at": now,
        "vanishes": draft.vanishes,
    }


def _settled(settlement: Settlement, now: datetime) -> dict[str, Any]:
    claimed = settlement.claimed
    return {
        "of": claimed.id,
        "worker": claimed.worker,
        "status": settlement.status,
        "cause": settlement.cause,
        "receipt": settlement.receipt,
        "not_before": settlement.not_before or claimed.draft.not_before,
        "claimed_by": None,
        "claimed_until": None,
        "changed_at": now,
    }


def _claimed(row: Row[Any], worker: str, attempts: int) -> ClaimedDraft:
    draft = Draft(
        key=row.key,
        speaker=speaker_of(row),
        payload=row.payload,
        not_before=row.not_before,
        expires_at=row.expires_at,
        lane=row.lane,
        vanishes=row.vanishes,
    )
    return ClaimedDraft(id=row.id, worker=worker, draft=draft, attempts=attempts)
