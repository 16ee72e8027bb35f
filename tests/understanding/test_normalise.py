"""Cleaning: what is folded, what is dropped, and the way back to what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.normalise import MAX_CHARS, clean

CLEANED = {
    "full width": ("ＷｉＦｉ１２３", "wifi123"),
    "full-width punctuation": ("几点？（周六）", "几点?(周六)"),
    "full-width clock": ("12：30", "12:30"),
    "circled number": ("①号厅", "1号厅"),
    "ligature": ("ﬁlm", "film"),
    "square metre": ("30㎡", "30m2"),
    "traditional characters": ("開幕儀式在哪裡", "开幕仪式在哪里"),
    "traditional words of time": ("後天幾點", "后天几点"),
    "case": ("Film WEEK", "film week"),
    "curly quotes": ("“青团”卖‘多少’钱", "青团卖多少钱"),
    "corner quotes": ("「青团」『铺』", "青团铺"),
    "title marks stay": ("《早春》", "《早春》"),
    "middle dot": ("科影共生·光映未来", "科影共生光映未来"),
    "emoji": ("开幕😀几点", "开幕几点"),
    "emoji of several characters": ("带👨‍👩‍👧能进吗🇨🇳", "带能进吗"),
    "zero width": ("开\u200b幕\ufeff式", "开幕式"),
    "direction marks": ("a\u202eb\u200f", "ab"),
    "control characters": ("\x00茶\x07", "茶"),
    "lone surrogates": ("\ud800茶\udfff", "茶"),
    "spaces between Chinese": ("开 茶  仪\u3000式", "开茶仪式"),
    "space between Latin words": ("film   week 在 哪", "film week在哪"),
    "space beside a number": ("第 3 项", "第3项"),
    "space between numbers": ("5 6", "5 6"),
    "space at the ends": ("  茶  ", "茶"),
    "tab": ("甲\t乙", "甲乙"),
    "line breaks": ("甲\n\n乙", "甲\n乙"),
    "repeated punctuation": ("几点？？？！！", "几点?!"),
    "repeated full stops": ("好。。。", "好。"),
    "repeated characters stay": ("谢谢哈哈", "谢谢哈哈"),
    "decimal": ("3.5元", "3.5元"),
    "percent": ("10%", "10%"),
    "hyphen between numbers": ("4-6", "4-6"),
    "slash": ("A/B", "a/b"),
    "markup": ("<b>**粗**</b>`x`", "b粗/bx"),
    "braces": ("{thing}%s", "thing%s"),
    "only emoji": ("😀😀", ""),
    "nothing": ("", ""),
    "range of numbers by a full-width tilde": ("5～7号", "5-7号"),
    "range of numbers by an en dash": ("5–7号", "5-7号"),
    "range of hours by a dash": ("14:00—17:00", "14:00-17:00"),
    "range by the dash of a Chinese keyboard": ("14:00——17:00", "14:00-17:00"),
    "range with spaces": ("5 - 7号", "5-7号"),
    "range by a wave dash": ("5\u301c7号", "5-7号"),
    "dash between words": ("好——谢谢", "好谢谢"),
}
"""What is typed, and what is left of it."""


@pytest.mark.parametrize(("typed", "cleaned"), CLEANED.values(), ids=CLEANED)
def test_text_is_cleaned(typed: str, cleaned: str) -> None:
    assert clean(typed).text == cleaned


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("“青团”卖", (1, 2, 4)),
        ("开 茶", (0, 2)),
        ("½杯", (0, 0, 0, 1)),
        ("几点？？吗", (0, 1, 2, 4)),
        ("ﬁ茶", (0, 0, 1)),
        ("film  week", (0, 1, 2, 3, 4, 6, 7, 8, 9)),
        ("开幕😀几", (0, 1, 3)),
    ],
)
def test_origin_points_back_to_what_was_typed(typed: str, origin: tuple[int, ...]) -> None:
    assert clean(typed).origin == origin


@given(st.text(st.characters(), max_size=400))
def test_every_character_comes_from_the_one_at_its_origin(typed: str) -> None:
    cleaned = clean(typed)
    assert len(cleaned.origin) == len(cleaned.text) <= MAX_CHARS
    assert list(cleaned.origin) == sorted(cleaned.origin)
    # a space or a dash may have been any sign, and + or # need a letter before them; all else is among what the typed
    # character alone becomes
    pairs = zip(cleaned.text, cleaned.origin, strict=True)
    assert [char for char, at in pairs if char not in " -+#" and char not in clean(typed[at]).text] == []


@pytest.mark.parametrize("piece", ["茶", "a ", "？", "￼", "ﷺ", "\n", "½"])
def test_long_text_is_cut_before_anything_else(piece: str) -> None:
    whole = clean(piece * 200_000)
    assert whole == clean((piece * 2 * MAX_CHARS)[: 2 * MAX_CHARS])
    assert len(whole.text) <= MAX_CHARS
