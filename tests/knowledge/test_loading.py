"""From TOML to records: every way to write a time and a value, and all faults at once."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from time import perf_counter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from knowledge.errors import KnowledgeError
from knowledge.loading import load_festival, load_language
from knowledge.model import (
    Attribute,
    DayPart,
    Element,
    Entity,
    Fact,
    Frame,
    Kind,
    Listing,
    Occurrence,
    Quantity,
    QuestionEntry,
    Relation,
    Schedule,
    Source,
    Text,
    Unpublished,
    Value,
    ValueKind,
    Wh,
)
from tests.knowledge.folders import KNOWLEDGE, SOUND, language, write_folder

if TYPE_CHECKING:
    from pathlib import Path

ZONE = ZoneInfo("Asia/Shanghai")


def fact(thing: str, attribute: str, value: Value, say: str = "", asks: tuple[str, ...] = ()) -> Fact:
    """A fact from the booklet."""
    return Fact(entity=thing, attribute=attribute, value=value, source="booklet", say=say, asks=asks)


def test_folder_is_read_into_records() -> None:
    layer = load_festival(SOUND, language())
    assert layer.sources == (Source(id="booklet", title="《灯会手册》", published=date(2031, 1, 20)),)
    assert layer.frame == Frame(
        entity="lantern-fair",
        zone=ZONE,
        first=date(2031, 2, 5),
        last=date(2031, 2, 8),
        day_ends=time(5),
        demo=datetime(2031, 2, 6, 16, tzinfo=ZONE),
        examples=("灯谜大会几点开始",),
    )
    assert layer.kinds == (
        Kind(id="activity", name="活动", counter="项", card=("summary", "time", "venue")),
        Kind(id="venue", name="场地", where=True),
        Kind(id="person", name="人物", who=True),
    )
    assert layer.attributes[0] == Attribute(
        id="lanterns",
        name="花灯数量",
        value=ValueKind.NUMBER,
        asks=("(几|多少)盏[花]灯",),
        answers=Wh.HOW_MANY,
        kinds=("activity",),
        say="{thing}有{value}。",
    )
    assert layer.unpublished == (Unpublished(of=("riddles",), attributes=("prize",), say="{thing}的奖品还没有公布。"),)
    assert layer.entries[0] == QuestionEntry(
        id="lost-child",
        asks=("孩子走丢了怎么办", "和家人走散了"),
        answer="请到东广场服务台，广播会帮您找。",
        source="booklet",
        about="east-square",
    )


def test_things_come_kind_by_kind_and_have_their_facts() -> None:
    layer = load_festival(SOUND, language())
    assert [one.id for one in layer.entities] == [
        "lantern-fair",
        "riddles",
        "parade",
        "fireworks",
        "east-square",
        "old-chen",
    ]
    day = date(2031, 2, 6)
    when = Occurrence(first=day, last=day, at=time(19), until=time(21), venue="east-square")
    facts = (
        fact("riddles", "time", Schedule(occurrences=(when,))),
        fact("riddles", "venue", Relation(entities=("east-square",)), "{thing}在东广场举行，2月6日（周四）开始。"),
        fact("riddles", "summary", Text(text="灯谜大会2月6日（周四）19:00（晚上7点）在东广场举行，猜中有奖。")),
        fact("riddles", "price", Quantity(amount=Decimal(0), unit="元")),
        fact("riddles", "lanterns", Quantity(amount=Decimal(300), unit="盏"), asks=("灯有多少",)),
    )
    assert layer.entities[1] == Entity(
        id="riddles",
        kind="activity",
        name="灯谜大会",
        aliases=("猜灯谜",),
        facts={one.attribute: one for one in facts},
    )
    assert layer.entities[3] == Entity(id="fireworks", kind="activity", name="焰火晚会", announced=False)


FEBRUARY_5, FEBRUARY_8 = date(2031, 2, 5), date(2031, 2, 8)
WHENS = {
    "{ start = 2031-02-05T19:00:00 }": Occurrence(first=FEBRUARY_5, last=FEBRUARY_5, at=time(19)),
    "{ start = 2031-02-05T19:00:00, end = 2031-02-05T21:00:00 }": Occurrence(
        first=FEBRUARY_5, last=FEBRUARY_5, at=time(19), until=time(21)
    ),
    "{ start = 2031-02-05 }": Occurrence(first=FEBRUARY_5, last=FEBRUARY_5),
    "{ start = 2031-02-05, end = 2031-02-08 }": Occurrence(first=FEBRUARY_5, last=FEBRUARY_8),
    '{ start = 2031-02-05, end = 2031-02-08, each = "evening" }': Occurrence(
        first=FEBRUARY_5, last=FEBRUARY_8, part=DayPart.EVENING
    ),
    '{ start = 2031-02-05, end = 2031-02-08, each = "day", at = 09:30:00, until = 17:00:00 }': Occurrence(
        first=FEBRUARY_5, last=FEBRUARY_8, part=DayPart.DAY, at=time(9, 30), until=time(17)
    ),
}
OLD_WHEN = '{ start = 2031-02-05, end = 2031-02-08, each = "evening", at = 20:00:00, until = 01:00:00 }'


@pytest.mark.parametrize(("written", "occurrence"), WHENS.items(), ids=WHENS)
def test_when_is_read(written: str, occurrence: Occurrence, tmp_path: Path) -> None:
    layer = load_festival(write_folder(tmp_path, [(OLD_WHEN, written)]), language())
    assert layer.entities[2].occurrences == (occurrence,)


def test_occurrences_are_in_order_of_time(tmp_path: Path) -> None:
    whens = "{ start = 2031-02-07 }, { start = 2031-02-05T20:00:00 }, { start = 2031-02-05T10:00:00 }"
    layer = load_festival(write_folder(tmp_path, [(OLD_WHEN, whens)]), language())
    assert [(one.first.day, one.at) for one in layer.entities[2].occurrences] == [
        (5, time(10)),
        (5, time(20)),
        (7, None),
    ]


VALUES = {
    'contact = "0900-5550000"': ("contact", Text(text="0900-5550000")),
    "price = 50": ("price", Quantity(amount=Decimal(50), unit="元")),
    "price = 12.5": ("price", Quantity(amount=Decimal("12.5"), unit="元")),
    'price = "凭手册免费"': ("price", Text(text="凭手册免费")),
    'attendance = { value = 20, unit = "人" }': ("attendance", Quantity(amount=Decimal(20), unit="人")),
    "entry-time = 2031-02-05": ("entry-time", Text(text="2月5日")),
    "entry-time = 18:30:00": ("entry-time", Text(text="18:30")),
    "entry-time = 2031-02-05T18:30:00": ("entry-time", Text(text="2月5日18:30")),
    'address = "湖东路1号"': ("address", Text(text="湖东路1号")),
    'organisers = ["甲社", { name = "乙社", aliases = ["乙"], say = "乙社出灯。" }]': (
        "organisers",
        Listing(elements=(Element(name="甲社"), Element(name="乙社", aliases=("乙",), say="乙社出灯。"))),
    ),
    'venue = "east-square"': ("venue", Relation(entities=("east-square",))),
    'venue = ["east-square", "lantern-fair"]': ("venue", Relation(entities=("east-square", "lantern-fair"))),
}


@pytest.mark.parametrize("written", VALUES)
def test_value_is_read(written: str, tmp_path: Path) -> None:
    attribute, value = VALUES[written]
    layer = load_festival(write_folder(tmp_path, [('guests = "二十支队伍"', written)]), language())
    assert layer.entities[2].facts[attribute] == fact("parade", attribute, value)


def test_fact_in_the_long_form_can_have_everything(tmp_path: Path) -> None:
    block = """guests = { value = "三支队伍", say = "{thing}有三支队伍。", asks = ["[哪]几队"], keywords = ["队"],
    complete = false, source = "booklet" }""".replace("\n", "")
    layer = load_festival(write_folder(tmp_path, [('guests = "二十支队伍"', block)]), language())
    assert layer.entities[2].facts["guests"] == Fact(
        entity="parade",
        attribute="guests",
        value=Text(text="三支队伍"),
        source="booklet",
        say="{thing}有三支队伍。",
        asks=("[哪]几队",),
        keywords=("队",),
        complete=False,
    )


def test_files_may_be_split_in_any_way(tmp_path: Path) -> None:
    """A kind may be declared behind its things, and a byte order mark at the start of a file is no fault."""
    whole = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SOUND.glob("*.toml"), reverse=True))
    (tmp_path / "all.toml").write_text(whole, encoding="utf-8-sig")
    assert load_festival(tmp_path, language()).entities == load_festival(SOUND, language()).entities


def test_loading_raises_all_faults_that_would_keep_it_from_being_served(tmp_path: Path) -> None:
    """Broken records and references that point nowhere, of all files; not what can be served all the same."""
    edits = [
        ("price = 0\n", 'price = "免费"\ncolour = "红"\n'),
        ('venue = "east-square" }', 'venue = "west-square" }'),
        ('id = "lost-child"', 'id = "lost child"'),
        ('aliases = ["猜灯谜"]', 'aliases = ["东广场"]'),
    ]
    with pytest.raises(KnowledgeError) as raised:
        load_festival(write_folder(tmp_path, edits), language())
    assert raised.value.faults == (
        "programme.toml：activity riddles：colour：不认识这个字段；请改正，或在 [[attribute]] 里声明叫这个名字的属性",
        "questions.toml：faq lost child：id：lost child 只能用小写字母、数字和连字符，如 east-square",
        "programme.toml：activity riddles：when：venue：没有叫 west-square 的事物；是不是 east-square？",
    )
    assert str(raised.value) == "\n".join(raised.value.faults)


def test_two_things_that_share_a_name_can_be_served(tmp_path: Path) -> None:
    layer = load_festival(write_folder(tmp_path, [('aliases = ["猜灯谜"]', 'aliases = ["东广场"]')]), language())
    assert layer.entities[1].aliases == ("东广场",)


def test_language_has_what_any_festival_needs() -> None:
    needed = {"summary", "time", "clock", "venue", "price", "parking", "guests", "organisers", "contact"}
    assert needed - {one.id for one in language().attributes} == set()
    assert set(language().question_words) == set(Wh)


def test_faulty_language_is_refused(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text('[[attribute]]\nid = "time"\nasks = ["(几点"]\n', encoding="utf-8")
    with pytest.raises(KnowledgeError) as raised:
        load_language(tmp_path)
    assert raised.value.faults == (
        "words.toml：attribute time：name：缺少，请填写",
        "words.toml：attribute time：asks：(几点：括号不成对",
    )


def test_loading_is_quick() -> None:
    """It is part of every start; the bound is wide, for a busy machine."""
    start = perf_counter()
    load_festival(KNOWLEDGE / "festivals" / "film-week", language())
    assert perf_counter() - start < 0.25
