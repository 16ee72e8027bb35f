"""What is only ever added to: questions and feedback without who, and the deeds of staff."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.store.tables import audit, feedback, questions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.store.model import Question

# 13800138000, 138 0013 8000; 2024-06-26 16 has one digit less than a mobile number and stays
LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){10,}|\d{5,}")
BLANK = "…"


def blank_numbers(text: str) -> str:
    """Take out what may be a telephone number or an id, and what a database cannot hold."""
    sound = text.replace("\0", "").encode("utf-8", errors="replace").decode("utf-8")
    return LONG_NUMBER.sub(BLANK, sound)


class Journals:
    """Questions, feedback and audit."""

    def __init__(self, connection: AsyncConnection) -> None:
        """Work in the connection's transaction."""
        self._connection = connection

    async def add_questions(self, asked: Iterable[Question]) -> None:
        """Keep what was asked, with nothing that says by whom."""
        rows = [{"text": blank_numbers(each.text), "status": each.status.value, "at": each.at} for each in asked]
        if rows:
            await self._connection.execute(questions.insert(), rows)

    async def add_feedback(self, rating: int, text: str, now: datetime) -> None:
        """Keep what somebody thinks: 1 for good, -1 for bad, 0 for words alone; the text may be of the answer meant."""
        row = {"rating": rating, "text": blank_numbers(text), "at": now}
        await self._connection.execute(feedback.insert(), row)

    async def add_deed(self, staff: str, deed: str, now: datetime) -> None:
        """Keep what a member of staff did."""
        await self._connection.execute(audit.insert(), {"staff": staff, "deed": deed, "at": now})
