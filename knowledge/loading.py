"""From TOML files to records. The only place that reads what is known and how people ask for it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from knowledge.errors import KnowledgeError
from knowledge.model import (
    FESTIVAL_KIND,
    Attribute,
    Entity,
    Kind,
    KindId,
    Language,
    Layer,
    QuestionEntry,
    Talk,
    Unpublished,
    Wh,
)
from knowledge.parsing import (
    Ground,
    festival_days,
    parse_attribute,
    parse_entity,
    parse_entry,
    parse_frame,
    parse_kind,
    parse_source,
    parse_unpublished,
)
from knowledge.records import Faults, Record
from knowledge.references import find_gaps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from enum import StrEnum
    from pathlib import Path

    E = TypeVar("E", bound=StrEnum)

FIXED_TABLES = ("festival", "kind", "attribute", "source", "faq", "unpublished")
SHOWN = 3
"""Ids of an [[unpublished]] record that its place in a fault shows."""


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
    attributes = tuple(parse_attribute(record) for record in blocks.take("attribute"))
    kinds = tuple(parse_kind(record) for record in blocks.take("kind"))
    frame = next((parse_frame(record) for record in blocks.take("festival")), None)
    ground = Ground(
        attributes={one.id: one for one in (*language.attributes, *reversed(attributes))},
        days=festival_days(frame),
        whole=blocks.whole,
    )
    return Layer(
        frame=frame,
        sources=tuple(parse_source(record) for record in blocks.take("source")),
        kinds=kinds,
        attributes=attributes,
        entities=tuple(
            parse_entity(record, table, ground)
            for table in _thing_tables(blocks, kinds)
            for record in blocks.take(table)
        ),
        entries=tuple(parse_entry(record) for record in blocks.take("faq")),
        unpublished=tuple(parse_unpublished(record) for record in blocks.take("unpublished")),
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
        attributes=tuple(parse_attribute(record) for record in blocks.take("attribute")),
        question_words={Wh(r.need("id")): r.forms("asks") for r in blocks.take("question-word")},
        marks={r.need("id"): r.forms("asks") for r in blocks.take("mark")},
        light=_words(blocks, "light"),
        soft=_words(blocks, "soft"),
        events=_words(blocks, "event"),
        synonyms=_groups(blocks, "synonyms"),
        paraphrases=_groups(blocks, "paraphrases"),
        lookalikes=tuple(group for r in blocks.take("look-alikes") for group in r.texts("groups")),
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


def _groups(blocks: _Folder, table: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split()) for r in blocks.take(table) for line in r.texts("groups"))


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
