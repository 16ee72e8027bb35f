"""Days and hours in the sentences of a curator, read near April 2031."""

from __future__ import annotations

from datetime import date, time

import pytest

from knowledge.spoken_times import read_days, read_hours


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("4月5日（周六）", [5]),
        ("4月5日至7日", [5, 7]),
        ("4月5-7日", [5, 7]),
        ("4月5、6日", [5, 6]),
        ("4月5日、6日", [5, 6]),
        ("3日游", []),
        ("5人、3份", []),
    ],
)
def test_days(text: str, days: list[int]) -> None:
    found = [one.readings for one in read_days(text, date(2031, 4, 5))]
    assert found == [{date(2031, 4, day)} for day in days]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("20:00", [{time(20)}]),
        ("24:00", [{time(0)}]),
        ("晚上8点", [{time(20)}]),
        ("晚上12点", [{time(0)}]),
        ("中午12点", [{time(12)}]),
        ("深夜11点", [{time(23)}]),
        ("夜里1点", [{time(1)}]),
        ("凌晨1点半", [{time(1, 30)}]),
        ("零点", [{time(0)}]),
        ("早8点", [{time(8)}]),
        ("二十一点半", [{time(21, 30)}]),
        ("八点一刻", [{time(8, 15), time(20, 15)}]),
        ("每天10时至18时", [{time(10), time(22)}, {time(18)}]),
        ("有3点要求", []),
        ("一点建议", []),
    ],
)
def test_hours(text: str, hours: list[set[time]]) -> None:
    assert [one.readings for one in read_hours(text)] == hours
