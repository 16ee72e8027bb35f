"""Sentences of a folder that say another day or hour than `when`, or a day that is no such weekday.

Only what cannot be meant otherwise is a fault: a sentence about the thing itself that names just one day or hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge.model import FESTIVAL_KIND, Listing, Text
from knowledge.occurrences import day_text
from knowledge.spoken_times import (
    WEEKDAYS,
    Spoken,
    clauses_of,
    is_own_moment,
    is_restated,
    join_spans,
    read_days,
    read_hours,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
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
        said = _only_days(statement.text, near) if own else []
        if not said:
            continue
        known = [*own, *(days for thing in _named(draft, statement) for days in _days_of(thing, near))]
        if not _is_among(said, known) and tuple(said) != festival:
            yield _contradiction(statement, "至".join(day_text(day) for day in said), f"是{_days_text(own)}")


def _only_days(text: str, near: date) -> list[date]:
    """The one day or span of days that a text names; nothing where it names more."""
    found = [one for one in read_days(text, near) if one.readings and is_own_moment(text, one)]
    moments = join_spans(text, found)
    return [day for one in moments[0] for day in one.readings] if len(moments) == 1 else []


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
    return "、".join(dict.fromkeys("至".join(day_text(day) for day in dict.fromkeys(span)) for span in days))


def _named(draft: Draft, statement: Statement) -> Iterator[Entity]:
    """Other things than the festival that a sentence names, and those that its owner belongs to."""
    above = statement.owner.part_of if statement.owner else None
    for entity in draft.layer.entities:
        is_named = any(name in statement.text for name in (entity.name, *entity.aliases) if name)
        if (is_named or entity.id == above) and entity.kind != FESTIVAL_KIND:
            yield entity


def find_other_moments(draft: Draft, _language: Language) -> Iterator[str]:
    """Clauses about anything else that name a dated thing beside a day or hour of the festival, and not its own."""
    frame = draft.layer.frame
    if frame is None or frame.first is None or frame.last is None:
        return
    festival = (frame.first, frame.last)
    elsewhere = [one for one in _statements(draft) if one.owner is None or not one.owner.occurrences]
    for statement in elsewhere:
        for clause in clauses_of(statement.text):
            fault = _clause_fault(draft, clause, festival)
            if fault:
                yield f"{statement.place}：{fault}；请改正一处"


def _clause_fault(draft: Draft, clause: str, festival: Days) -> str:
    """How a clause contradicts the things that it names, if it does."""
    days = _only_days(clause, festival[0])
    hours = _only_hours(clause)
    named = [one for one in _named(draft, Statement(place="", text=clause)) if one.occurrences] if days or hours else []
    known = [span for one in named for span in _days_of(one, festival[0])]
    names = "、".join(one.id for one in named)
    is_within = all(festival[0] <= day <= festival[1] for day in days)
    if known and days and is_within and tuple(days) != festival and not _is_among(days, known):
        return f"写的是{'至'.join(day_text(day) for day in days)}，{names} 的 when 是{_days_text(known)}"
    at = set[time]().union(*(_hours_of(one) for one in named))
    if at and not all(one.readings & at for one in hours):
        return f"写的是{'至'.join(one.text for one in hours)}，{names} 的 when 是{_hours_text(at)}"
    return ""


def _contradiction(statement: Statement, said: str, known: str) -> str:
    owner = statement.owner.id if statement.owner else ""
    return f"{statement.place}：写的是{said}，{owner} 的 when {known}；请改正一处"


def find_other_hours(draft: Draft, _language: Language) -> Iterator[str]:
    """Sentences about a thing that give one hour, or one span of hours, and not its own."""
    for statement in _statements(draft):
        owner = statement.owner
        told = _only_hours(statement.text)
        if told and owner and owner.occurrences and owner.kind != FESTIVAL_KIND:
            known = set[time]().union(*(_hours_of(one) for one in (owner, *_named(draft, statement))))
            if not all(one.readings & known for one in told):
                own = _hours_of(owner)
                said = "至".join(one.text for one in told)
                yield _contradiction(statement, said, f"是{_hours_text(own)}" if own else "没有写钟点")


def _only_hours(text: str) -> tuple[Spoken[time], ...]:
    """The one hour or span of hours that a text names; nothing where it names more, not counting 20:00（晚上8点）."""
    told = join_spans(text, [one for one in read_hours(text) if is_own_moment(text, one)])
    again = [other for one, other in pairwise(told) if is_restated(text, one, other)]
    moments = [one for one in told if one not in again]
    return moments[0] if len(moments) == 1 else ()


def find_unlike_hours(draft: Draft, _language: Language) -> Iterator[str]:
    """Hours that are said again in brackets as others: 20:00（晚上9点）."""
    for statement in _statements(draft):
        told = join_spans(statement.text, read_hours(statement.text))
        for first, second in pairwise(told):
            for one, other in zip(first, second, strict=False) if is_restated(statement.text, first, second) else ():
                if not one.readings & other.readings:
                    yield f"{statement.place}：{one.text}和{other.text}不是同一个钟点；请改正"


def _hours_text(hours: Iterable[time]) -> str:
    return "、".join(f"{hour:%H:%M}" for hour in sorted(hours))


def _hours_of(thing: Entity) -> set[time]:
    """When its occurrences start and end, where hours are published."""
    return {hour for one in thing.occurrences for hour in (one.at, one.until) if hour}
