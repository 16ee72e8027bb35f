"""The question entry nearest to a question."""

from __future__ import annotations

from functools import lru_cache

import pytest

from bot.understanding.entries import EntryIndex
from bot.understanding.normalise import clean
from knowledge.model import QuestionEntry
from tests.cases_runner import load_vocabulary

ASKS = {
    "lost-child": ("孩子走丢了怎么办", "小孩走失找谁", "和家人走散了"),
    "lost-bag": ("包丢了去哪里找", "丢了东西怎么办"),
    "opening-hours": ("早上几点开门", "几点可以进场"),
    "closing-hours": ("晚上几点关门", "几点清场"),
    "dogs": ("可以带狗进去吗",),
    "bikes": ("可以骑自行车进去吗",),
    "tea": ("哪里能买到春茶",),
}
SYNONYMS = {"儿童": "孩子", "小孩": "孩子", "宠物狗": "狗"}
LIGHT = frozenset(["的", "了", "吗", "呢", "请问", "可以", "能", "怎么办", "去", "进去"])


@lru_cache(maxsize=1)
def index() -> EntryIndex:
    """All entries, indexed."""
    entries = [QuestionEntry(id=name, asks=asks, answer="……", source="leaflet") for name, asks in ASKS.items()]
    return EntryIndex(entries, load_vocabulary(), SYNONYMS, LIGHT)


def nearest(typed: str) -> str | None:
    """The id of the nearest entry."""
    return next((hit.entry.id for hit in index().search(clean(typed).text)), None)


@pytest.mark.parametrize(("ask", "name"), [(ask, name) for name, asks in ASKS.items() for ask in asks])
@pytest.mark.parametrize("form", ["{}", "{}？", "“{}”", " {} ！"])
def test_verbatim_wording_is_found_with_full_likeness(ask: str, name: str, form: str) -> None:
    first = index().search(clean(form.format(ask)).text)[0]
    assert (first.entry.id, round(first.score, 6)) == (name, 100)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("我家孩子走丢了", "lost-child"),
        ("儿童走丢了怎么办", "lost-child"),
        ("跟家人走散了怎么办", "lost-child"),
        ("东西丢了", "lost-bag"),
        ("请问早上几点开门呢", "opening-hours"),
        ("晚上几点关门呀", "closing-hours"),
        ("带狗可以进去吗", "dogs"),
        ("自行车可以骑吗", "bikes"),
        ("春茶哪里买", "tea"),
    ],
)
def test_another_wording_finds_its_entry(typed: str, name: str) -> None:
    assert nearest(typed) == name


@pytest.mark.parametrize(
    ("typed", "not_these"),
    [
        # 自行车 is known, so an entry without it is none for it, however alike the rest is
        ("可以带自行车进去吗", {"dogs"}),
        ("可以带春茶进去吗", {"dogs", "bikes"}),
        ("孩子可以进去吗", {"dogs", "bikes"}),
    ],
)
def test_known_word_guards_against_look_alikes(typed: str, not_these: set[str]) -> None:
    assert {hit.entry.id for hit in index().search(clean(typed).text, limit=9)} & not_these == set()


@pytest.mark.parametrize("typed", ["", "？！", "股价", "abc", "龘"])
def test_text_that_shares_nothing_finds_nothing(typed: str) -> None:
    assert index().search(clean(typed).text) == ()


def test_hits_come_best_first_each_entry_once_and_no_more_than_asked_for() -> None:
    hits = index().search("孩子走丢了怎么办", limit=9)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.entry.id for hit in hits}) == len(hits)
    assert index().search("孩子走丢了怎么办", limit=1) == hits[:1]


def test_index_without_entries_finds_nothing() -> None:
    assert EntryIndex((), load_vocabulary(), {}, frozenset()).search("孩子走丢了怎么办") == ()
