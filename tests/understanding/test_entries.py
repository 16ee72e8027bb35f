"""The question entry nearest to a question."""

from __future__ import annotations

from functools import lru_cache

import pytest

from bot.understanding.entries import EntryIndex, usual_words
from bot.understanding.normalise import clean
from knowledge.loading import load_language
from knowledge.model import QuestionEntry
from tests.cases_runner import LANGUAGE, load_vocabulary

ALIKE, FAR_FROM_NEAR = 75, 40
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
    ("typed", "unlike"),
    [
        # a word that the other side has not tells them apart, however alike the rest is
        ("可以带自行车进去吗", "dogs"),
        ("可以带春茶进去吗", "dogs"),
        ("可以带春茶进去吗", "bikes"),
        ("孩子可以进去吗", "dogs"),
        # so does what is asked
        ("早上几点开门", "closing-hours"),
    ],
)
def test_look_alike_scores_low(typed: str, unlike: str) -> None:
    scores = {hit.entry.id: hit.score for hit in index().search(clean(typed).text, limit=9)}
    assert scores[unlike] < FAR_FROM_NEAR


@pytest.mark.parametrize(
    ("typed", "ask", "between"),
    [
        ("灯会第三季哪天开始", "灯会3什么时候开始", (ALIKE, 100)),
        ("灯会第三季哪天开始", "灯会4什么时候开始", (0, FAR_FROM_NEAR)),
        ("灯会第四季哪天开始", "灯会4什么时候开始", (ALIKE, 100)),
        ("胡歌唱的歌曲", "胡歌唱的曲子", (ALIKE, 100)),
    ],
)
def test_numbers_and_words_of_one_meaning_are_compared_as_such(
    typed: str, ask: str, between: tuple[float, float]
) -> None:
    language = load_language(LANGUAGE)
    entry = QuestionEntry(id="only", asks=(ask,), answer="……", source="leaflet")
    (hit,) = EntryIndex((entry,), load_vocabulary(), usual_words(language), language.light).search(clean(typed).text)
    assert between[0] <= hit.score <= between[1]


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
