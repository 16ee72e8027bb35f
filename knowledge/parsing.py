"""From the blocks of a file to records: every field checked, every fault noted in Chinese."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.model import (
    FESTIVAL_KIND,
    Attribute,
    AttributeId,
    DayPart,
    Element,
    Entity,
    EntityId,
    Fact,
    Frame,
    Kind,
    Listing,
    MemberForms,
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
from knowledge.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from enum import StrEnum

    E = TypeVar("E", bound=StrEnum)

ANSWERS = {
    ValueKind.TIME: Wh.WHEN,
    ValueKind.PLACE: Wh.WHERE,
    ValueKind.MONEY: Wh.HOW_MUCH,
    ValueKind.NUMBER: Wh.HOW_MANY,
}


BRACKETS = re.compile(r"[()\[\]?]")
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
VALUE_HINTS = {
    ValueKind.TEXT: "文字，且不能为空",
    ValueKind.NUMBER: "数字，如 20",
    ValueKind.MONEY: "数字（0 是免费）或文字",
    ValueKind.TIME: "文字、日期（如 2031-02-05）或钟点（如 19:30:00）",
    ValueKind.PLACE: "文字，且不能为空",
    ValueKind.LIST: '一列文字，如 ["甲", "乙"]',
    ValueKind.RELATION: "一个 id，或一列 id",
}


DEFAULT_ZONE = "Asia/Shanghai"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the things of a folder are read against."""

    attributes: Mapping[AttributeId, Attribute]
    days: tuple[Occurrence, ...]
    """When the festival itself takes place."""
    whole: bool


def _id(record: Record) -> str:
    found = record.need("id")
    if found and not KEBAB.fullmatch(found):
        record.fault("id", f"{found} 只能用小写字母、数字和连字符，如 east-square")
    return found


def _choice(record: Record, key: str, choices: type[E], default: E) -> E:
    text = record.take(key, str, default.value)
    if text in set(choices):
        return choices(text)
    record.fault(key, "只能是：" + "、".join(choices))
    return default


def parse_source(record: Record) -> Source:
    """Read a `[[source]]` block."""
    source = Source(id=_id(record), title=record.need("title"), published=record.maybe("date", date))
    record.close("id title date")
    return source


def parse_kind(record: Record) -> Kind:
    """Read a `[[kind]]` block."""
    kind = Kind(
        id=_id(record),
        name=record.need("name"),
        words=record.texts("words"),
        counter=record.take("counter", str, "个"),
        who=record.take("who", bool, default=False),
        where=record.take("where", bool, default=False),
        numbered=record.take("numbered", bool, default=False),
        card=record.texts("card") or ("summary",),
    )
    record.close("id name words counter who where numbered card")
    return kind


def parse_attribute(record: Record) -> Attribute:
    """Read an `[[attribute]]` block; without `answers` the kind of value decides."""
    value = _choice(record, "value", ValueKind, ValueKind.TEXT)
    attribute = Attribute(
        id=_id(record),
        name=record.need("name"),
        value=value,
        asks=record.forms("asks"),
        verbs=record.forms("verbs"),
        members=_members(record),
        like=record.texts("like"),
        answers=_choice(record, "answers", Wh, ANSWERS.get(value, Wh.WHAT)),
        kinds=record.texts("kinds"),
        targets=record.texts("kind"),
        say=record.take("say", str, ""),
        unpublished=record.take("unpublished", str, ""),
        computed=record.take("computed", bool, default=False),
        dormant=record.take("dormant", bool, default=False),
    )
    if BRACKETS.search(attribute.name):
        record.fault("name", "不要用 ( ) [ ] ? 这些符号，它们只用在问法里")
    if attribute.targets and value is not ValueKind.RELATION:
        record.fault("kind", '只用于 value = "relation" 的属性；限定能问哪些类别请写 kinds')
    record.close("id name value asks verbs members like answers kinds kind say unpublished")
    return attribute


def _members(record: Record) -> tuple[MemberForms, ...]:
    """The table of other forms for elements of lists."""
    table = record.take("members", dict, {})
    forms = Record(where=f"{record.where}：members", fields=dict(table), faults=record.faults)
    return tuple(MemberForms(words=tuple(words.split()), forms=forms.forms(words)) for words in table)


def parse_frame(record: Record) -> Frame:
    """Read the settings of the `[festival]` block, leaving its facts."""
    info = _zone(record)
    demo = _local(record, "demo", datetime)
    first, last = _first_and_last(record)
    return Frame(
        entity=str(record.fields.get("id", "")),
        zone=info,
        first=first,
        last=last,
        day_ends=record.take("day_ends", time, time(5)),
        demo=demo.replace(tzinfo=info) if isinstance(demo, datetime) else None,
        examples=record.texts("examples"),
    )


def _first_and_last(record: Record) -> tuple[date, date] | tuple[None, None]:
    has_both_or_none = ("start" in record.fields) == ("end" in record.fields)
    first, last = record.maybe("start", date), record.maybe("end", date)
    if not has_both_or_none:
        record.fault("start" if last else "end", "缺少；start 和 end 要么都写，要么都不写")
    elif first and last and last < first:
        record.fault("end", "比 start 早，请改正")
    elif first and last:
        return first, last
    return None, None


def _zone(record: Record) -> ZoneInfo:
    zone = record.take("zone", str, DEFAULT_ZONE)
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        record.fault("zone", f"没有这个时区：{zone}；例如 {DEFAULT_ZONE}")
        return ZoneInfo(DEFAULT_ZONE)


def _local(fields: Record, key: str, *kinds: type[date]) -> date | None:
    """A day or a moment; one with an offset is a fault, for all times are the festival's own."""
    moment = fields.maybe(key, *kinds)
    if isinstance(moment, datetime) and moment.tzinfo:
        fields.fault(key, "不要写时区，一律是当地时间（时区写在 [festival] 的 zone 里）")
        return moment.replace(tzinfo=None)
    return moment


def festival_days(frame: Frame | None) -> tuple[Occurrence, ...]:
    """The festival as an occurrence of its own."""
    if frame is None or frame.first is None or frame.last is None:
        return ()
    return (Occurrence(first=frame.first, last=frame.last),)


def parse_entity(record: Record, kind: str, ground: Ground) -> Entity:
    """Read the block of a thing: its names, when it takes place, and one fact for each attribute."""
    entity = _id(record)
    source = record.take("source", str, "")
    when = _when(record) or (ground.days if kind == FESTIVAL_KIND else ())
    plain = Entity(
        id=entity,
        kind=kind,
        name=record.need("name"),
        aliases=record.texts("aliases"),
        keywords=record.texts("keywords"),
        part_of=record.maybe("part_of", str),
        listed=record.take("listed", bool, default=True),
        announced=record.take("announced", bool, default=True),
    )
    for fact in _facts(record, entity, source, ground, when):
        plain.facts[fact.attribute] = fact
    return plain


def _facts(
    record: Record, entity: EntityId, source: str, ground: Ground, when: tuple[Occurrence, ...]
) -> Iterator[Fact]:
    """One fact for each field that names an attribute, and those that the occurrences imply."""
    venues = tuple(dict.fromkeys(one.venue for one in when if one.venue))
    implied: dict[AttributeId, Value] = {"time": Schedule(occurrences=when)} if when else {}
    if venues:
        implied["venue"] = Relation(entities=venues)
    for key in dict.fromkeys([*implied, *record.fields]):
        if key in ground.attributes:
            yield from _fact(record, ground.attributes[key], entity, source, implied.get(key))
        elif ground.whole:
            record.fault(key, "不认识这个字段；请改正，或在 [[attribute]] 里声明叫这个名字的属性")


def _fact(record: Record, attribute: Attribute, entity: EntityId, source: str, implied: Value | None) -> Iterator[Fact]:
    raw = record.fields.get(attribute.id)
    block = raw if isinstance(raw, dict) else {} if raw is None else {"value": raw}
    fields = Record(where=f"{record.where}：{attribute.id}", fields=dict(block), faults=record.faults)
    value = _value(fields, attribute) if "value" in block else implied
    if value is None:
        if "value" not in block:
            fields.fault("value", "缺少，请填写")
        return
    own = fields.take("source", str, source)
    if not own:
        fields.fault("source", "没有来源；请给这条或整个记录写上 source")
    yield Fact(
        entity=entity,
        attribute=attribute.id,
        value=value,
        source=own,
        say=fields.take("say", str, ""),
        asks=fields.forms("asks"),
        keywords=fields.texts("keywords"),
        complete=fields.take("complete", bool, default=True),
    )
    fields.close("value unit say asks keywords complete source")


def _value(fields: Record, attribute: Attribute) -> Value | None:
    raw = fields.fields.pop("value")
    unit = fields.take("unit", str, "元" if attribute.value is ValueKind.MONEY else "")
    value: Value | None = None
    match attribute.value, raw:
        case (ValueKind.LIST, list()) if raw:
            value = Listing(elements=tuple(_elements(fields, raw)))
        case (ValueKind.RELATION, str()):
            value = Relation(entities=(raw,))
        case (ValueKind.RELATION, list()) if raw and all(isinstance(one, str) for one in raw):
            value = Relation(entities=tuple(raw))
        case (ValueKind.NUMBER | ValueKind.MONEY, int() | float()) if not isinstance(raw, bool) and isfinite(raw):
            value = Quantity(amount=Decimal(str(raw)), unit=unit)
        case (ValueKind.TIME, date() | time()):
            value = Text(text=_moment_text(raw))
        case (_, str()) if raw.strip():
            value = Text(text=raw)
        case _:
            fields.fault("value", "应当是" + VALUE_HINTS[attribute.value])
    return value


def _moment_text(raw: date | time) -> str:
    day = f"{raw.month}月{raw.day}日" if isinstance(raw, date) else ""
    hour = f"{raw.hour}:{raw.minute:02d}" if isinstance(raw, (datetime, time)) else ""
    return day + hour


def _elements(fields: Record, raw: Iterable[object]) -> Iterator[Element]:
    for one in raw:
        block = {"name": one} if isinstance(one, str) else one
        if not isinstance(block, dict):
            fields.fault("value", "列表的每一项应当是文字，或 { name = … } 块")
            continue
        element = Record(where=fields.where, fields=dict(block), faults=fields.faults)
        yield Element(name=element.need("name"), aliases=element.texts("aliases"), say=element.take("say", str, ""))
        element.close("name aliases say")


def _when(record: Record) -> tuple[Occurrence, ...]:
    raw = record.take("when", list, [])
    found = [_occurrence(record, number, one) for number, one in enumerate(raw, 1)]
    return tuple(sorted((one for one in found if one), key=lambda one: (one.first, one.at or time())))


def _occurrence(record: Record, number: int, block: object) -> Occurrence | None:
    if not isinstance(block, dict):
        record.fault(f"when 第{number}个", "应当是 { start = … } 块")
        return None
    fields = Record(where=f"{record.where}：when 第{number}个", fields=dict(block), faults=record.faults)
    start = _local(fields, "start", date, datetime)
    end = _local(fields, "end", date, datetime)
    if start is None:
        fields.fault("start", "缺少，请填写日期或日期和钟点")
        return None
    occurrence = Occurrence(
        first=_day(start),
        last=_day(end or start),
        at=_one_hour(fields, "at", "start", _hour(start)),
        until=_one_hour(fields, "until", "end", _hour(end)),
        part=_part(fields),
        venue=fields.maybe("venue", str),
    )
    fields.close("start end each at until venue")
    return occurrence


def _one_hour(fields: Record, key: str, beside: str, hour: time | None) -> time | None:
    """The hour under its own key, or that of the day beside it."""
    own = fields.maybe(key, time)
    if own and hour:
        fields.fault(key, f"{beside} 里已经写了钟点，只能写一处")
    return hour or own


def _part(fields: Record) -> DayPart | None:
    each = fields.maybe("each", str)
    if each is None or each in set(DayPart):
        return DayPart(each) if each else None
    fields.fault("each", "只能是：" + "、".join(DayPart))
    return None


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _hour(moment: date | None) -> time | None:
    return moment.time() if isinstance(moment, datetime) else None


def parse_entry(record: Record) -> QuestionEntry:
    """Read a `[[faq]]` block."""
    has_wordings = bool(record.fields.get("asks"))
    entry = QuestionEntry(
        id=_id(record),
        asks=record.texts("asks"),
        answer=record.need("answer"),
        source=record.need("source"),
        about=record.maybe("about", str),
    )
    if not has_wordings:
        record.fault("asks", "缺少，请至少写一种问法")
    record.close("id asks answer source about")
    return entry


def _some(record: Record, key: str) -> tuple[str, ...]:
    """A list of ids that must not be empty."""
    if not record.fields.get(key):
        record.fields.pop(key, None)
        record.fault(key, "缺少，请至少写一个 id")
        return ()
    return record.texts(key)


def parse_unpublished(record: Record) -> Unpublished:
    """Read an `[[unpublished]]` block."""
    unpublished = Unpublished(
        of=_some(record, "of"), attributes=_some(record, "attributes"), say=record.take("say", str, "")
    )
    record.close("of attributes say")
    return unpublished
