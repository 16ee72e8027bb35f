"""From TOML files to records. The only place that reads what is known and how people ask for it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.errors import KnowledgeError
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
    KindId,
    Language,
    Layer,
    Listing,
    Occurrence,
    Quantity,
    QuestionEntry,
    Relation,
    Schedule,
    Source,
    Talk,
    Text,
    Unpublished,
    Value,
    ValueKind,
    Wh,
)
from knowledge.records import Faults, Record
from knowledge.references import find_gaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from enum import StrEnum
    from pathlib import Path

    E = TypeVar("E", bound=StrEnum)

DEFAULT_ZONE = "Asia/Shanghai"
FIXED_TABLES = ("festival", "kind", "attribute", "source", "faq", "unpublished")
ANSWERS = {
    ValueKind.TIME: Wh.WHEN,
    ValueKind.PLACE: Wh.WHERE,
    ValueKind.MONEY: Wh.HOW_MUCH,
    ValueKind.NUMBER: Wh.HOW_MANY,
}


BRACKETS = re.compile(r"[()\[\]?]")
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SHOWN = 3
"""Ids of an [[unpublished]] record that its place in a fault shows."""
VALUE_HINTS = {
    ValueKind.TEXT: "文字，且不能为空",
    ValueKind.NUMBER: "数字，如 20",
    ValueKind.MONEY: "数字（0 是免费）或文字",
    ValueKind.TIME: "文字、日期（如 2031-02-05）或钟点（如 19:30:00）",
    ValueKind.PLACE: "文字，且不能为空",
    ValueKind.LIST: '一列文字，如 ["甲", "乙"]',
    ValueKind.RELATION: "一个 id，或一列 id",
}


@dataclass(slots=True)
class _Folder:
    """The blocks of all files of a folder, by table, and what was found wrong so far."""

    faults: Faults = field(default_factory=Faults)
    tables: dict[str, list[Record]] = field(default_factory=dict)
    whole: bool = True
    """False where a file could not be read."""

    def take(self, table: str) -> Iterator[Record]:
        """The records of one table, in file order."""
        yield from self.tables.get(table, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What the things of a folder are read against."""

    attributes: Mapping[AttributeId, Attribute]
    days: tuple[Occurrence, ...]
    """When the festival itself takes place."""
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A folder as far as it could be read."""

    layer: Layer
    places: Mapping[str, tuple[str, ...]]
    """File and record of each record of the layer: by field of Layer, in its order."""
    faults: tuple[str, ...]
    """What is wrong with single records, and which references point nowhere; each with file, record and field."""
    whole: bool
    """False where a file could not be read: what seems to be missing may stand in it."""

    @property
    def kinds(self) -> dict[KindId, Kind]:
        """The declared kinds; of two with one id the first."""
        return {kind.id: kind for kind in reversed(self.layer.kinds)}

    @property
    def things(self) -> tuple[tuple[str, Entity], ...]:
        """Each thing with its place."""
        return tuple(zip(self.places["entities"], self.layer.entities, strict=True))

    @property
    def entries(self) -> tuple[tuple[str, QuestionEntry], ...]:
        """Each question entry with its place."""
        return tuple(zip(self.places["entries"], self.layer.entries, strict=True))

    @property
    def unpublished(self) -> tuple[tuple[str, Unpublished], ...]:
        """Each record of what is not announced, with its place."""
        return tuple(zip(self.places["unpublished"], self.layer.unpublished, strict=True))

    @property
    def attributes(self) -> tuple[tuple[str, Attribute], ...]:
        """Each attribute that the folder declares, with its place."""
        return tuple(zip(self.places["attributes"], self.layer.attributes, strict=True))

    def is_sound(self, place: str) -> bool:
        """Whether a record has no fault of its own, so that what it lacks was never there."""
        return not any(line.startswith(f"{place}：") for line in self.faults)


def load_festival(folder: Path, language: Language) -> Layer:
    """Read a festival's folder; raise KnowledgeError with every fault that would keep it from being served."""
    draft = read_draft(folder, language)
    if draft.faults:
        raise KnowledgeError(draft.faults)
    return draft.layer


def read_draft(folder: Path, language: Language) -> Draft:
    """Read a festival's folder, sound or not; what cannot be read is left out, and a fault."""
    blocks = _read_folder(folder)
    _refuse_second_festival(blocks)
    layer = _layer(blocks, language)
    places = _places(blocks, tuple(dict.fromkeys(entity.kind for entity in layer.entities)))
    if blocks.whole:
        for gap in find_gaps(language, layer, [layer]):
            blocks.faults.add(f"{places[gap.table][gap.number]}：{gap.field}", gap.fault)
    return Draft(layer=layer, places=places, faults=tuple(blocks.faults.lines), whole=blocks.whole)


def _layer(blocks: _Folder, language: Language) -> Layer:
    attributes = tuple(_attribute(record) for record in blocks.take("attribute"))
    kinds = tuple(_kind(record) for record in blocks.take("kind"))
    frame = next((_frame(record) for record in blocks.take("festival")), None)
    ground = _Ground(
        attributes={one.id: one for one in (*language.attributes, *reversed(attributes))},
        days=_festival_days(frame),
        whole=blocks.whole,
    )
    return Layer(
        frame=frame,
        sources=tuple(_source(record) for record in blocks.take("source")),
        kinds=kinds,
        attributes=attributes,
        entities=tuple(
            _entity(record, table, ground) for table in _thing_tables(blocks, kinds) for record in blocks.take(table)
        ),
        entries=tuple(_entry(record) for record in blocks.take("faq")),
        unpublished=tuple(_unpublished(record) for record in blocks.take("unpublished")),
    )


def _thing_tables(blocks: _Folder, kinds: tuple[Kind, ...]) -> tuple[str, ...]:
    """Tables of things, kinds in order, then those of no declared kind: a fault if all files could be read."""
    declared = dict.fromkeys([FESTIVAL_KIND, *(kind.id for kind in kinds if kind.id not in FIXED_TABLES)])
    strange = [table for table in blocks.tables if table not in {*declared, *FIXED_TABLES}]
    for table in strange if blocks.whole else ():
        record = blocks.tables[table][0]
        record.fault("", f"没有声明过叫 {table} 的类别；请在 [[kind]] 里声明，或改正表名")
    return (*declared, *strange)


def _places(blocks: _Folder, kinds: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    tables = {
        "frame": ("festival",),
        "sources": ("source",),
        "kinds": ("kind",),
        "attributes": ("attribute",),
        "entities": kinds,
        "entries": ("faq",),
        "unpublished": ("unpublished",),
    }
    return {
        name: tuple(record.where for table in group for record in blocks.take(table)) for name, group in tables.items()
    }


def load_language(folder: Path) -> Language:
    """Read the festival-free wording; raise KnowledgeError where a file is faulty."""
    blocks = _read_folder(folder)
    language = Language(
        attributes=tuple(_attribute(record) for record in blocks.take("attribute")),
        question_words={Wh(r.need("id")): r.forms("asks") for r in blocks.take("question-word")},
        marks={r.need("id"): r.forms("asks") for r in blocks.take("mark")},
        light=_words(blocks, "light"),
        soft=_words(blocks, "soft"),
        synonyms=tuple(tuple(line.split()) for r in blocks.take("synonyms") for line in r.texts("groups")),
        rewordings=dict(_rewordings(blocks)),
        smalltalk=tuple(
            Talk(id=r.need("id"), asks=r.forms("asks"), replies=r.texts("replies")) for r in blocks.take("talk")
        ),
        replies={key: r.fields[key] for r in blocks.take("replies") for key in r.fields},
    )
    if blocks.faults.lines:
        raise KnowledgeError(blocks.faults.lines)
    return language


def _rewordings(blocks: _Folder) -> Iterator[tuple[str, str]]:
    for record in blocks.take("reword"):
        for line in record.texts("words"):
            written, equals, meant = line.partition("=")
            if not equals:
                record.fault("words", f"{line}：应当写成 写的=意思")
            yield written, meant


def _words(blocks: _Folder, table: str) -> frozenset[str]:
    return frozenset(word for r in blocks.take(table) for line in r.texts("words") for word in line.split())


def _read_folder(folder: Path) -> _Folder:
    blocks = _Folder()
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        blocks.faults.add(str(folder), "这里没有 .toml 文件")
        blocks.whole = False
    for path in paths:
        for table, content in _read_file(path, blocks).items():
            for number, fields in enumerate(content if isinstance(content, list) else [content], 1):
                _add_record(blocks, path.name, table, number, fields)
    return blocks


def _read_file(path: Path, blocks: _Folder) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        blocks.faults.add(path.name, _toml_fault(str(error)))
    except UnicodeDecodeError:
        blocks.faults.add(path.name, "不是 UTF-8 编码，请另存为 UTF-8")
    except OSError as error:
        blocks.faults.add(path.name, f"读不了这个文件：{error.strerror}")
    blocks.whole = False
    return {}


def _toml_fault(message: str) -> str:
    """What the parser says, `Invalid value (at line 3, column 6)`, with the place in Chinese."""
    what, _, where = message.removesuffix(")").partition(" (at ")
    place = re.sub(r"line (\d+), column (\d+)", r"第\1行第\2列", where).replace("end of document", "文件末尾")
    return f"{place}不是正确的 TOML（{what}）；请检查引号、括号和等号"


def _add_record(blocks: _Folder, file: str, table: str, number: int, fields: object) -> None:
    if not isinstance(fields, dict):
        blocks.faults.add(f"{file}：{table}", f"应当写成 [[{table}]] 块")
        return
    record = Record(where=f"{file}：{table} {_label(fields, number)}", fields=fields, faults=blocks.faults)
    blocks.tables.setdefault(table, []).append(record)


def _label(fields: dict[str, Any], number: int) -> str:
    """By what a curator finds a record: its id, or its place among those of its table in the file."""
    if "id" in fields:
        return str(fields["id"])
    of = fields.get("of", [])
    ids = [of] if isinstance(of, str) else [str(one) for one in of] if isinstance(of, list) else []
    shown = "、".join(ids[:SHOWN]) + ("…" if len(ids) > SHOWN else "")
    return f"第{number}个（{shown}）" if shown else f"第{number}个"


def _refuse_second_festival(blocks: _Folder) -> None:
    for record in blocks.tables.get("festival", [])[1:]:
        record.fault("", "[festival] 只能有一个；请合并，或删去多余的")
    del blocks.tables.get("festival", [])[1:]


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


def _source(record: Record) -> Source:
    source = Source(id=_id(record), title=record.need("title"), published=record.maybe("date", date))
    record.close("id title date")
    return source


def _kind(record: Record) -> Kind:
    kind = Kind(
        id=_id(record),
        name=record.need("name"),
        words=record.texts("words"),
        counter=record.take("counter", str, "个"),
        who=record.take("who", bool, default=False),
        where=record.take("where", bool, default=False),
        card=record.texts("card") or ("summary",),
    )
    record.close("id name words counter who where card")
    return kind


def _attribute(record: Record) -> Attribute:
    value = _choice(record, "value", ValueKind, ValueKind.TEXT)
    attribute = Attribute(
        id=_id(record),
        name=record.need("name"),
        value=value,
        asks=record.forms("asks"),
        verbs=record.forms("verbs"),
        like=record.texts("like"),
        answers=_choice(record, "answers", Wh, ANSWERS.get(value, Wh.WHAT)),
        kinds=record.texts("kinds"),
        targets=record.texts("kind"),
        say=record.take("say", str, ""),
        unpublished=record.take("unpublished", str, ""),
        computed=record.take("computed", bool, default=False),
    )
    if BRACKETS.search(attribute.name):
        record.fault("name", "不要用 ( ) [ ] ? 这些符号，它们只用在问法里")
    if attribute.targets and value is not ValueKind.RELATION:
        record.fault("kind", '只用于 value = "relation" 的属性；限定能问哪些类别请写 kinds')
    record.close("id name value asks verbs like answers kinds kind say unpublished")
    return attribute


def _frame(record: Record) -> Frame:
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


def _festival_days(frame: Frame | None) -> tuple[Occurrence, ...]:
    """The festival as an occurrence of its own."""
    if frame is None or frame.first is None or frame.last is None:
        return ()
    return (Occurrence(first=frame.first, last=frame.last),)


def _entity(record: Record, kind: str, ground: _Ground) -> Entity:
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
    record: Record, entity: EntityId, source: str, ground: _Ground, when: tuple[Occurrence, ...]
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


def _entry(record: Record) -> QuestionEntry:
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


def _unpublished(record: Record) -> Unpublished:
    unpublished = Unpublished(
        of=_some(record, "of"), attributes=_some(record, "attributes"), say=record.take("say", str, "")
    )
    record.close("of attributes say")
    return unpublished
