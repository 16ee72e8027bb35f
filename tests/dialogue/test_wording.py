"""Dates, values and facts in words, by the replies of the language."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache

import pytest

from bot.dialogue.wording import Wording
from knowledge.model import (
    Attribute,
    DayPart,
    Element,
    Fact,
    Listing,
    Occurrence,
    Quantity,
    Relation,
    Schedule,
    Text,
    Value,
    ValueKind,
)
from tests.cases_runner import load_knowledge
from tests.tea_fair import TEA_FAIR


@lru_cache(maxsize=1)
def wording() -> Wording:
    """The words for the small festival, which is in April 2031."""
    return Wording(load_knowledge(TEA_FAIR))


FIRST, LAST = date(2031, 4, 5), date(2031, 4, 7)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (FIRST, FIRST, "4月5日（周六）"),
        (FIRST, LAST, "4月5日（周六）至7日（周一）"),
        (date(2031, 4, 30), date(2031, 5, 1), "4月30日（周三）至5月1日（周四）"),
        (date(2031, 12, 31), date(2032, 1, 1), "12月31日（周三）至2032年1月1日（周四）"),
        (date(2030, 4, 5), date(2030, 4, 5), "2030年4月5日（周五）"),
        (date(2030, 4, 5), date(2030, 4, 7), "2030年4月5日（周五）至7日（周日）"),
        (date(2032, 2, 29), date(2032, 2, 29), "2032年2月29日（周日）"),
    ],
)
def test_span_of_days(first: date, last: date, words: str) -> None:
    assert wording().days(first, last) == words


@pytest.mark.parametrize("day", range(7, 14))
def test_weekday_of_a_date(day: int) -> None:
    assert wording().day(date(2031, 4, day)) == f"4月{day}日（周{'一二三四五六日'[day - 7]}）"


@pytest.mark.parametrize(
    ("at", "words"), [(time(9), "9:00"), (time(9, 5), "9:05"), (time(0, 30), "0:30"), (time(23, 59), "23:59")]
)
def test_hour(at: time, words: str) -> None:
    assert wording().hour(at) == words


@pytest.mark.parametrize(
    ("occurrence", "words"),
    [
        (Occurrence(first=FIRST, last=FIRST), "4月5日（周六）"),
        (Occurrence(first=FIRST, last=FIRST, at=time(14)), "4月5日（周六）14:00"),
        (Occurrence(first=FIRST, last=FIRST, at=time(14), until=time(17)), "4月5日（周六）14:00至17:00"),
        (Occurrence(first=FIRST, last=LAST), "4月5日（周六）至7日（周一）"),
        (Occurrence(first=FIRST, last=LAST, part=DayPart.DAY), "4月5日（周六）至7日（周一）每天"),
        (Occurrence(first=FIRST, last=LAST, part=DayPart.EVENING), "4月5日（周六）至7日（周一）每天晚上"),
        (
            Occurrence(first=FIRST, last=LAST, part=DayPart.MORNING, at=time(9), until=time(11)),
            "4月5日（周六）至7日（周一）每天上午9:00至11:00",
        ),
        (
            Occurrence(first=FIRST, last=LAST, part=DayPart.EVENING, at=time(23), until=time(1)),
            "4月5日（周六）至7日（周一）每天晚上23:00至次日1:00",
        ),
        (Occurrence(first=FIRST, last=date(2031, 4, 6), at=time(23), until=time(1)), "4月5日（周六）23:00至次日1:00"),
        (Occurrence(first=FIRST, last=LAST, at=time(9), until=time(17)), "4月5日（周六）9:00至4月7日（周一）17:00"),
        (Occurrence(first=FIRST, last=LAST, at=time(9)), "4月5日（周六）9:00至4月7日（周一）"),
    ],
)
def test_occurrence(occurrence: Occurrence, words: str) -> None:
    assert wording().occurrence(occurrence) == words


def test_schedule_joins_its_occurrences() -> None:
    occurrences = (Occurrence(first=FIRST, last=FIRST, at=time(14)), Occurrence(first=LAST, last=LAST))
    assert wording().schedule(occurrences) == "4月5日（周六）14:00、4月7日（周一）"
    assert wording().schedule(()) == ""


def test_schedule_names_a_day_once() -> None:
    occurrences = (
        Occurrence(first=FIRST, last=FIRST, at=time(9), until=time(10)),
        Occurrence(first=FIRST, last=FIRST, at=time(14)),
        Occurrence(first=LAST, last=LAST, at=time(14)),
    )
    assert wording().schedule(occurrences) == "4月5日（周六）9:00至10:00、14:00、4月7日（周一）14:00"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(days=1, hours=5), "1天5小时"),
        (timedelta(hours=4), "4小时"),
        (timedelta(minutes=90), "1小时30分钟"),
        (timedelta(seconds=20), "1分钟"),
    ],
)
def test_length(length: timedelta, words: str) -> None:
    assert wording().length(length) == words


TEXT = Attribute(id="theme", name="主题", value=ValueKind.TEXT)
NUMBER = Attribute(id="teams", name="队数", value=ValueKind.NUMBER)
MONEY = Attribute(id="fee", name="费用", value=ValueKind.MONEY)
LIST = Attribute(id="cakes", name="糕点", value=ValueKind.LIST)
RELATION = Attribute(id="places", name="去处", value=ValueKind.RELATION)
CAKES = Listing(elements=(Element(name="青团"), Element(name="艾草糕", say="艾草糕要趁热吃。")))


@pytest.mark.parametrize(
    ("value", "attribute", "words"),
    [
        (Text(text="一叶知春"), TEXT, "一叶知春"),
        (Quantity(amount=Decimal(12), unit="支"), NUMBER, "12支"),
        (Quantity(amount=Decimal("4.50")), NUMBER, "4.5"),
        (Quantity(amount=Decimal(1200), unit="人"), NUMBER, "1200人"),
        (Quantity(amount=Decimal(0), unit="人"), NUMBER, "0人"),
        (Quantity(amount=Decimal(20), unit="元"), MONEY, "20元"),
        (Quantity(amount=Decimal(0), unit="元"), MONEY, "免费"),
        (CAKES, LIST, "青团、艾草糕"),
        (Relation(entities=("tea-square", "old-pier")), RELATION, "茶广场、老码头"),
        (Schedule(occurrences=(Occurrence(first=LAST, last=LAST),)), TEXT, "4月7日（周一）"),
    ],
)
def test_value(value: Value, attribute: Attribute, words: str) -> None:
    assert wording().value(value, attribute) == words


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("tea-fair.theme", "南坡春茶节的主题是“一叶知春”。"),
        ("tea-fair.organisers", "南坡春茶节的主办单位共2项：南坡镇政府、南坡茶叶协会。"),
        ("opening.price", "开茶仪式的票价：免费。"),
        ("hike.price", "茶山徒步的票价是30元。"),
        ("contest.teams", "炒茶大赛有12支队伍参加。"),
        ("contest.rounds", "炒茶大赛比三关：杀青、揉捻、提香。"),
        ("contest.jury", "炒茶大赛的评委是何青岩、苏晚晴。"),
        ("contest.time", "炒茶大赛的时间是4月6日（周日）14:00至17:00。"),
        ("he-qing.summary", "何青岩是国家级评茶师。"),
    ],
)
def test_fact_is_a_sentence(fact: str, words: str) -> None:
    thing, attribute = fact.split(".")
    assert wording().fact(wording().knowledge.entities[thing].facts[attribute]) == words


def test_braces_in_a_value_are_left_alone() -> None:
    fact = Fact(entity="hike", attribute="theme", value=Text(text="{0}%s{thing"), source="leaflet")
    assert wording().fact(fact) == "茶山徒步的主题是“{0}%s{thing”。"


@pytest.mark.parametrize(
    ("thing", "attribute", "words"),
    [
        ("contest", "prize", "炒茶大赛的奖品还没有公布。"),
        ("hike", "prize", "茶山徒步的奖项和奖金还没有公布。"),
        ("hike", "theme", "茶山徒步的主题还没有公布。"),
    ],
)
def test_not_published(thing: str, attribute: str, words: str) -> None:
    """By the festival's own record, by the attribute's wording, by the general one."""
    knowledge = wording().knowledge
    assert wording().unpublished(knowledge.entities[thing], knowledge.attributes[attribute]) == words


def test_summary_is_its_first_sentence() -> None:
    knowledge = wording().knowledge
    assert wording().summary(knowledge.entities["cloud-hill"]) == "云顶茶山海拔八百米，有千亩老茶园。"
    assert wording().summary(knowledge.festival) == "南坡春茶节4月4日（周五）至8日（周二）在南坡镇举行，一共5天。"


def test_festival_span() -> None:
    assert wording().festival_span() == "4月4日（周五）至8日（周二）"
