"""Sentences of a folder that say another day or hour than `when`, or a day that is no such weekday.

Only what cannot be meant otherwise is a fault: a sentence about the thing itself that names just one day or hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge.model import FESTIVAL_KIND, Listing, Text
from knowledge.occurrences import day_text
from knowledge.spoken_times import WEEKDAYS, Spoken, is_own_moment, is_restated, join_spans, read_days, read_hours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, time
    from typing import TypeAlias

    from knowledge.loading import Draft
    from knowledge.model import Entity, Fact, Language

    Days: TypeAlias = tuple[date, date]

OWN_FACTS = ("summary", "time", "venue")
"""What is said of a thing in these is about its own time, unless it names another thing."""
FAR = 120
"""Days from the festival at which the year of a day is no longer certain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sentence that visitors may read."""

    place: str
    """File, record and field."""
    text: str
    owner: Entity | None = None
    """The thing whose time it gives, where it gives one."""


def find_wrong_days(draft: Draft, _language: Language) -> Iterator[str]:
    """Days that do not exist, and weekdays that are others."""
    frame = draft.layer.frame
    if frame is None or frame.first is None:
        return
    for statement in _statements(draft):
        for spoken in read_days(statement.text, frame.first):
            fault = _calendar_fault(spoken, frame.first)
            if fault:
                yield f"{statement.place}：{fault}；请改正"


def _calendar_fault(spoken: Spoken[date], near: date) -> str:
    """What is wrong with a day by the calendar alone, if anything is."""
    day = next(iter(spoken.readings), None)
    if day is None:
        return f"“{spoken.text}”这一天不存在"
    right = WEEKDAYS[day.weekday()]
    is_wrong = spoken.weekday not in ("", right) and abs((day - near).days) < FAR
    return f"{day_text(day)}是周{right}，写的是周{spoken.weekday}" if is_wrong else ""


def _statements(draft: Draft) -> Iterator[Statement]:
    things = {entity.id: entity for entity in draft.layer.entities}
    for place, entity in draft.things:
        for fact in entity.facts.values():
            owner = entity if fact.attribute in OWN_FACTS else None
            texts = ((f"{place}：{field}", text) for field, text in _texts(fact))
            yield from (Statement(place=field, text=text, owner=owner) for field, text in texts)
    for place, entry in draft.entries:
        about = things.get(entry.about or "")
        owner = about if about and about.kind != FESTIVAL_KIND else None
        yield Statement(place=f"{place}：answer", text=entry.answer, owner=owner)
    for place, record in draft.unpublished:
        yield Statement(place=f"{place}：say", text=record.say)


def _texts(fact: Fact) -> Iterator[tuple[str, str]]:
    """Fields and texts of a fact."""
    match fact.value:
        case Text(text=text):
            yield fact.attribute, text
        case Listing(elements=elements):
            yield from ((fact.attribute, text) for element in elements for text in (element.name, element.say))
        case _:
            pass
    yield f"{fact.attribute}：say", fact.say


def find_other_days(draft: Draft, _language: Language) -> Iterator[str]:
    """Sentences about a thing that give one day, or one span of days, and not its own."""
    frame = draft.layer.frame
    if frame is None or frame.first is None or frame.last is None:
        return
    near, festival = frame.first, (frame.first, frame.last)
    for statement in _statements(draft):
        own = _days_of(statement.owner, near)
        found = [one for one in read_days(statement.text, near) if one.readings and is_own_moment(statement.text, one)]
        moments = join_spans(statement.text, found)
        if len(moments) != 1 or not own:
            continue
        said = [day for one in moments[0] for day in one.readings]
        known = [*own, *(days for thing in _named(draft, statement) for days in _days_of(thing, near))]
        if not _is_among(said, known) and tuple(said) != festival:
            yield _contradiction(statement, "至".join(day_text(day) for day in said), f"是{_days_text(own)}")


def _is_among(said: list[date], known: list[Days]) -> bool:
    """Whether one day lies in a stretch that is known, or several are the ends of one or of all together."""
    if len(said) == 1:
        return any(first <= said[0] <= last for first, last in known)
    return (said[0], said[-1]) in {*known, (min(known)[0], max(last for _, last in known))}


def _days_of(thing: Entity | None, near: date) -> list[Days]:
    """When a thing takes place: its occurrences, or what the text of its time says."""
    if thing is None or thing.occurrences or "time" not in thing.facts:
        return [(one.first, one.last) for one in thing.occurrences] if thing else []
    value = thing.facts["time"].value
    spoken = read_days(value.text, near) if isinstance(value, Text) else ()
    return [(day, day) for one in spoken for day in one.readings]


def _days_text(days: Iterable[Days]) -> str:
    spans = (first if first == last else f"{first}至{last}" for first, last in _day_texts(days))
    return "、".join(dict.fromkeys(spans))


def _day_texts(days: Iterable[Days]) -> Iterator[tuple[str, str]]:
    return ((day_text(first), day_text(last)) for first, last in days)


def _named(draft: Draft, statement: Statement) -> Iterator[Entity]:
    """Other things than the festival that a sentence names, and those that its owner belongs to."""
    above = statement.owner.part_of if statement.owner else None
    for _, entity in draft.things:
        is_named = any(name in statement.text for name in (entity.name, *entity.aliases) if name)
        if (is_named or entity.id == above) and entity.kind != FESTIVAL_KIND:
            yield entity


def _contradiction(statement: Statement, said: str, known: str) -> str:
    owner = statement.owner.id if statement.owner else ""
    return f"{statement.place}：写的是{said}，{owner} 的 when {known}；请改正一处"


def find_other_hours(draft: Draft, _language: Language) -> Iterator[str]:
    """Sentences about a thing that give one hour, or one span of hours, and not its own."""
    for statement in _statements(draft):
        text, owner = statement.text, statement.owner
        told = join_spans(text, [one for one in read_hours(text) if is_own_moment(text, one)])
        again = [other for one, other in pairwise(told) if is_restated(text, one, other)]
        yield from (f"{statement.place}：{fault}；请改正" for fault in _unlike(text, told))
        moments = [one for one in told if one not in again]
        if len(moments) == 1 and owner and owner.occurrences and owner.kind != FESTIVAL_KIND:
            hours = {hour for thing in (owner, *_named(draft, statement)) for hour in _hours_of(thing)}
            if not all(one.readings & hours for one in moments[0]):
                yield _contradiction(statement, "至".join(one.text for one in moments[0]), _hours_text(owner))


def _unlike(text: str, told: Iterable[tuple[Spoken[time], ...]]) -> Iterator[str]:
    """Hours that are said again in brackets as others."""
    for first, second in pairwise(told):
        for one, other in zip(first, second, strict=False) if is_restated(text, first, second) else ():
            if not one.readings & other.readings:
                yield f"{one.text}和{other.text}不是同一个钟点"


def _hours_text(thing: Entity) -> str:
    hours = [f"{hour:%H:%M}" for hour in sorted(_hours_of(thing))]
    return f"是{'、'.join(hours)}" if hours else "没有写钟点"


def _hours_of(thing: Entity) -> set[time]:
    """When its occurrences start and end, where hours are published."""
    return {hour for one in thing.occurrences for hour in (one.at, one.until) if hour}
