"""The words of ordinary Chinese, and the file that makes the next start faster."""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING

import pytest

from bot.understanding.tokens import CACHE_NAME, NAME, NOUN, PLACE, Vocabulary
from tests.cases_runner import load_vocabulary

if TYPE_CHECKING:
    from pathlib import Path


def tables(vocabulary: Vocabulary) -> tuple[object, ...]:
    """All that is kept in the cache."""
    return vocabulary.FREQ, vocabulary.total, vocabulary.weights


def test_cache_is_written_and_read_again(tmp_path: Path) -> None:
    built = Vocabulary(tmp_path / "made" / "anew")
    file = tmp_path / "made" / "anew" / CACHE_NAME
    written = file.read_bytes()
    read = Vocabulary(tmp_path / "made" / "anew")
    assert tables(read) == tables(built) == tables(load_vocabulary())
    assert file.read_bytes() == written


def test_cache_is_believed(tmp_path: Path) -> None:
    """A start with a cache does not read jieba's dictionary."""
    (tmp_path / CACHE_NAME).write_bytes(marshal.dumps(({"茶": 5}, 10, {"茶": NOUN})))
    assert tables(Vocabulary(tmp_path)) == ({"茶": 5}, 10, {"茶": NOUN})


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"words",
        b"\xff" * 100,
        marshal.dumps(({"茶": 5}, 10, {"茶": NOUN}))[:-3],
        marshal.dumps(None),
        marshal.dumps([1, 2]),
        marshal.dumps({"茶": 5}),
        marshal.dumps(7),
    ],
)
def test_damaged_cache_is_built_anew(damaged: bytes, tmp_path: Path) -> None:
    file = tmp_path / CACHE_NAME
    file.write_bytes(damaged)
    assert tables(Vocabulary(tmp_path)) == tables(load_vocabulary())
    assert file.read_bytes() != damaged


@pytest.mark.parametrize("folder", ["file/folder", "taken"])
def test_cache_that_cannot_be_written_does_not_stop_it(folder: str, tmp_path: Path) -> None:
    """Nobody, not even root, can write where a file stands for the folder, or a folder for the file."""
    (tmp_path / "file").touch()
    (tmp_path / "taken" / CACHE_NAME).mkdir(parents=True)
    assert tables(Vocabulary(tmp_path / folder)) == tables(load_vocabulary())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("我想知道电影几点放映", ["我", "想", "知道", "电影", "几点", "放映"]),
        ("重庆市永川区", ["重庆市", "永川", "区"]),
        ("龘靐", ["龘", "靐"]),
        (" 茶 ", ["茶"]),
        ("", []),
    ],
)
def test_text_is_split_without_guessing(text: str, words: list[str]) -> None:
    assert load_vocabulary().split(text) == words


@pytest.mark.parametrize("word", ["刘德华", "北京", "电影", "喝", "茶", "wifi", "3", "龘"])
def test_words_weigh_between_nothing_and_a_name(word: str) -> None:
    assert 0 <= load_vocabulary().weight(word) <= NAME


def test_names_weigh_more_than_nouns_and_nouns_more_than_verbs() -> None:
    name, place, noun, verb = (load_vocabulary().weight(word) for word in ("刘德华", "成都", "电影", "参加"))
    assert (name, place, noun) == (NAME, PLACE, NOUN)
    assert verb < noun


@pytest.mark.parametrize(("word", "is_place"), [("成都", True), ("电影", False), ("龘靐", False), ("a", False)])
def test_places_are_known(word: str, is_place: bool) -> None:  # noqa: FBT001  # what is expected
    assert load_vocabulary().is_place(word) is is_place


def test_words_at_a_place_end_inside_the_text() -> None:
    assert [end for end, _ in load_vocabulary().words_at("电影院", 0)] == [1, 2, 3]
    assert [end for end, _ in load_vocabulary().words_at("电影院", 2)] == [3]
    assert list(load_vocabulary().words_at("龘", 0)) == []
