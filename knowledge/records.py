"""Reading one TOML block field by field, collecting what is wrong with it in Chinese."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeVar

from knowledge.forms import FormError, expand_form

T = TypeVar("T")

NAMES = {
    str: "文字",
    bool: "true 或 false",
    date: "日期（如 2031-02-05）",
    time: "钟点（如 19:30:00）",
    datetime: "日期和钟点（如 2031-02-05T19:30:00）",
    dict: "一个块",
    list: "列表",
}


@dataclass(slots=True)
class Faults:
    """What is wrong with a folder, in the order found."""

    lines: list[str] = field(default_factory=list)

    def add(self, where: str, text: str) -> None:
        """Note one fault; `where` names file, record and field."""
        self.lines.append(f"{where}：{text}")


@dataclass(slots=True)
class Record:
    """One block of a file. Fields are taken out of it; what is left at the end is unknown."""

    where: str
    """File and record, as a curator would look for it."""
    fields: dict[str, Any]
    faults: Faults

    def fault(self, key: str, text: str) -> None:
        """Note that a field is wrong."""
        self.faults.add(f"{self.where}：{key}" if key else self.where, text)

    def take(self, key: str, kind: type[T], default: T) -> T:
        """The field, or the default where it is missing or of another type."""
        value = self.fields.pop(key, default)
        if value is default or type(value) is kind:
            return value
        self.fault(key, f"应当是{NAMES[kind]}")
        return default

    def need(self, key: str) -> str:
        """A text that must be there."""
        text = self.take(key, str, "")
        if not text.strip():
            self.fault(key, "缺少，请填写")
        return text

    def maybe(self, key: str, *kinds: type[T]) -> T | None:
        """A field of one of these types, or None where it is missing or wrong."""
        value: T | None = self.fields.pop(key, None)
        if value is None or type(value) in kinds:
            return value
        self.fault(key, "应当是" + "或".join(NAMES[kind] for kind in kinds))
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one bare text counts as a list of one."""
        value = self.fields.pop(key, [])
        values = [value] if isinstance(value, str) else value
        if isinstance(values, list) and all(isinstance(one, str) and one.strip() for one in values):
            return tuple(values)
        self.fault(key, "应当是一列文字，每个都不能为空")
        return ()

    def forms(self, key: str) -> tuple[str, ...]:
        """A list of forms; those that cannot be expanded are faults."""
        kept = []
        for form in self.texts(key):
            try:
                expand_form(form)
            except FormError as error:
                self.fault(key, str(error))
            else:
                kept.append(form)
        return tuple(kept)

    def close(self, allowed: str) -> None:
        """Note every field that nobody asked for."""
        for key in self.fields:
            self.fault(key, f"不认识这个字段；可以用的有：{allowed}")
