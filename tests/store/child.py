"""Processes that the tests of the store start beside themselves, to kill them or to let them meet."""

from __future__ import annotations

import asyncio
import sys

from bot.store.model import Conversation
from bot.store.store import Store, open_store
from tests.store.made import NOW, STATE, bring, lease, speak, write


async def migrate(url: str) -> None:
    """Open the store when told to."""
    say("ready")
    sys.stdin.readline()
    async with open_store(url):
        say("open")


async def stop_half_way(url: str) -> None:
    """Do everything that handling an update takes, and wait before the commit, for ever."""
    async with open_store(url) as store:
        async with store.transaction() as work:
            claimed = await work.inbox.claim_next(lease("dead"), 1)
        await handle(store, claimed)


async def handle(store: Store, claimed: tuple[object, ...]) -> None:
    """Handle an update, but never to the end."""
    async with store.transaction() as work:
        await work.conversations.save(Conversation(speaker=speak(), state=STATE), NOW)
        await work.outbox.add([write("reply")], NOW)
        await work.inbox.finish(claimed)
        say("half done")
        sys.stdin.readline()


async def go_on(url: str) -> None:
    """Record updates, several at a time, and say which ones are durable, for ever."""
    async with open_store(url) as store:
        await asyncio.gather(*(record(store, first) for first in range(4)))


async def record(store: Store, first: int) -> None:
    """Record every fourth update."""
    for number in range(first, sys.maxsize, 4):
        async with store.transaction() as work:
            await work.inbox.record([bring(number)], NOW)
        say(str(number))


def say(line: str) -> None:
    """Tell the test."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(globals()[sys.argv[1]](sys.argv[2]))
