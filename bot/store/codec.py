"""Dialogue states as JSON and back.

The shape follows the records themselves: a field that is added needs nothing here. What does not fit the shape, of
another version or damaged, is no state: a conversation that starts anew costs a person one question more.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from bot.dialogue.state import DialogueState, Query
from bot.understanding.context import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")

VERSION = 1
"""Raise it when a field comes to mean something else; a field added or taken away needs no other version."""
NAMES = {"Row": Row, "Query": Query, "date": date, "datetime": datetime} | dict.fromkeys(
    ("EntityId", "AttributeId", "KindId", "FactId"), str
)
"""What the annotations of the records name; only type checkers import it there."""
ZONED = re.compile(r"([^\[\]]+)(?:\[([^\[\]]+)\])?")
"""2024-06-26T16:00:00+08:00[Asia/Shanghai], as RFC 9557 has it."""


def encode_state(state: DialogueState) -> dict[str, Any]:
    """Turn a state into what JSON can say."""
    return {"version": VERSION, "state": encode(state)}


def decode_state(stored: object) -> DialogueState | None:
    """Read a state; None where it is damaged or of another version."""
    match stored:
        case {"version": version, "state": state} if version == VERSION:
            try:
                return expect(DialogueState, decode(DialogueState, state))
            except (ValueError, TypeError, LookupError, OverflowError, OSError):
                return None
    return None


def encode(value: object) -> object:
    """Write a value; of a record only the fields that are not as they are by default."""
    if is_dataclass(value) and not isinstance(value, type):
        named = ((each.name, getattr(value, each.name), each.default) for each in fields(value))
        return {name: encode(part) for name, part, default in named if part != default}
    if isinstance(value, tuple):
        return [encode(each) for each in value]
    if isinstance(value, datetime):
        return write_moment(value)
    return value.isoformat() if isinstance(value, date) else value


def decode(hint: object, stored: object) -> object:
    """Read a value of a type; TypeError, ValueError or LookupError where it is none."""
    if is_dataclass(hint) and isinstance(hint, type):
        hints = hints_of(hint)
        return hint(**{name: decode(hints[name], part) for name, part in expect(dict, stored).items()})
    if get_origin(hint) is tuple and get_args(hint)[1:] == (...,):
        return tuple(decode(get_args(hint)[0], each) for each in expect(list, stored))
    if get_origin(hint) is UnionType and NoneType in get_args(hint):
        (some,) = (each for each in get_args(hint) if each is not NoneType)
        return None if stored is None else decode(some, stored)
    return READERS[hint](stored)


@cache
def hints_of(record: type) -> Mapping[str, object]:
    """Give the types of a record's fields."""
    return get_type_hints(record, localns=NAMES)


def expect(kind: type[T], stored: object) -> T:
    """Give it back where it is of exactly that type: to Python True is a number, too."""
    if type(stored) is not kind:
        raise TypeError(f"{stored!r} is no {kind.__name__}")
    return stored


def write_moment(moment: datetime) -> str:
    """Write it with its zone's name, where that has one: what is later worked out may lie beyond a change of clocks."""
    zone = moment.tzinfo.key if isinstance(moment.tzinfo, ZoneInfo) else None
    return f"{moment.isoformat()}[{zone}]" if zone else moment.isoformat()


def read_moment(text: str) -> datetime:
    """Read what `write_moment` wrote."""
    written = ZONED.fullmatch(text)
    if written is None:
        raise ValueError(f"{text!r} is no moment")
    moment = datetime.fromisoformat(written[1])
    return moment.astimezone(ZoneInfo(written[2])) if written[2] else moment


READERS: Mapping[object, Callable[[object], object]] = {
    str: lambda stored: expect(str, stored),
    int: lambda stored: expect(int, stored),
    bool: lambda stored: expect(bool, stored),
    date: lambda stored: date.fromisoformat(expect(str, stored)),
    datetime: lambda stored: read_moment(expect(str, stored)),
}
