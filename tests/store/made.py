"""What the tests of the store put into it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.dialogue.state import DialogueState, Query, Status
from bot.store.model import Conversation, Draft, Lease, Question, Speaker, Told, Update

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store.store import Store

NOW = datetime(2031, 2, 5, 11, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
STATE = DialogueState(
    focus="lantern-riddles",
    asked=(Query(entity="lantern-riddles", attribute="time"),),
    moment=NOW,
    asked_at=NOW,
)


def speak(chat: str = "7", person: str | None = None) -> Speaker:
    """A person, in a private chat unless a person is named."""
    return Speaker(channel="telegram", chat=chat, person=chat if person is None else person)


def bring(number: int, speaker: Speaker | None = None) -> Update:
    """An update."""
    return Update(number=number, speaker=speaker or speak(), payload={"text": f"第{number}问 🏮 \ud800\0"})


def write(key: str, speaker: Speaker | None = None, **changes: object) -> Draft:
    """A reply."""
    fields = {"key": key, "speaker": speaker or speak(), "payload": {"text": key}, "not_before": NOW}
    return Draft(**fields | changes)


def lease(worker: str = "one", now: datetime = NOW) -> Lease:
    """A minute of work."""
    return Lease(worker=worker, now=now, until=now + MINUTE)


async def fill(store: Store, speaker: Speaker, number: int) -> None:
    """Put something of a person into every table."""
    async with store.transaction() as work:
        await work.inbox.record([bring(number, speaker), bring(number + 1, speaker)], NOW)
        await work.conversations.save(
            Conversation(speaker=speaker, language="zh", preferences={"hour": 9}, state=STATE), NOW
        )
        await work.told.add([Told(speaker=speaker, fact="riddles.time", version="1", at=NOW)])
        await work.outbox.add([write(f"reply:{number}", speaker)], NOW)
        await work.journals.add_questions([Question(text="几点？", status=Status.ANSWER, at=NOW)])
        await work.journals.add_feedback(1, "好", NOW)
        await work.journals.add_deed("99", "/reload", NOW)


async def dump(store: Store, folder: Path) -> list[object]:
    """Every row there is, in an order that does not depend on the database."""
    await store.back_up(folder / "dump.jsonl", NOW)
    lines = (folder / "dump.jsonl").read_text().splitlines()[1:-1]
    return [json.loads(line) for line in sorted(lines)]
