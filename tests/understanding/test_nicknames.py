"""Shorter names of places, over the guide that is copied from a table."""

from __future__ import annotations

from functools import lru_cache

import pytest

from bot.understanding.nicknames import find_nicknames
from tests.cases_runner import load_knowledge
from tests.guides.test_city import BARE_GUIDE


@lru_cache(maxsize=1)
def nicknames() -> dict[str, tuple[str, ...]]:
    """All shorter names of the guide."""
    return find_nicknames(load_knowledge(BARE_GUIDE))


@pytest.mark.parametrize(
    ("name", "things"),
    [
        ("7天西站店", ("seven-west",)),
        ("7天西站", ("seven-west",)),
        ("七天钟楼店", ("seven-bell",)),
        ("7天连锁", ("seven-west", "seven-bell")),
        ("满江红", ("red-breeze", "red-bell")),
        ("满江红钟楼店", ("red-bell",)),
        ("国际饭店", ("yunzhou-hotel",)),
        ("石佛寺", ("temple",)),
    ],
)
def test_shorter_name_means(name: str, things: tuple[str, ...]) -> None:
    assert nicknames().get(name) == things


@pytest.mark.parametrize("name", ["清风公园", "云州", "酒店", "饭店"])
def test_no_nickname(name: str) -> None:
    """What is declared, the town itself, and words of the trade."""
    assert name not in nicknames()
