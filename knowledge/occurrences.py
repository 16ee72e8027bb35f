"""Occurrences that cannot be as they are written."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from knowledge.model import FESTIVAL_KIND

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from knowledge.loading import Draft
    from knowledge.model import Entity, Frame, Kind, Language, Occurrence


def day_text(day: date) -> str:
    """A day as faults name it."""
    return f"{day.month}月{day.day}日"


def find_impossible_occurrences(draft: Draft, _language: Language) -> Iterator[str]:
    """Occurrences that end before they start, lie outside the festival or at something that is no venue."""
    frame = draft.layer.frame
    venues = {entity.id: draft.kinds.get(entity.kind) for entity in draft.layer.entities if entity.id}
    for place, entity in draft.things:
        for occurrence in entity.occurrences:
            where = f"{place}：when（{day_text(occurrence.first)}）"
            yield from (f"{where}：{fault}" for fault in _venue_faults(occurrence, venues.get(occurrence.venue or "")))
            yield from (f"{where}：{fault}" for fault in _order_faults(occurrence))
            if frame and entity.kind != FESTIVAL_KIND:
                yield from (f"{where}：{fault}" for fault in _outside_faults(occurrence, frame))


def _venue_faults(occurrence: Occurrence, kind: Kind | None) -> Iterator[str]:
    """One fault where the venue is known and is of a kind that is no place; unknown ones are gaps."""
    if kind and not kind.where:
        yield f"venue {occurrence.venue} 是 {kind.id} 类，那不是地点；请换成地点，或给这个类别写上 where = true"


def _order_faults(occurrence: Occurrence) -> Iterator[str]:
    at, until = occurrence.at, occurrence.until
    if occurrence.last < occurrence.first:
        yield f"结束的日子 {day_text(occurrence.last)} 比开始的早；请改正 end"
    elif at and until and occurrence.first == occurrence.last and not occurrence.part and until <= at:
        yield f"结束的钟点 {until:%H:%M} 不比开始的 {at:%H:%M} 晚；请改正，过了半夜的写第二天"
    elif at and until and occurrence.part and until == at:
        yield f"结束的钟点和开始的一样，都是 {at:%H:%M}；请改正 until"


def _outside_faults(occurrence: Occurrence, frame: Frame) -> Iterator[str]:
    if frame.first is None or frame.last is None:
        return
    night = timedelta(days=1) if _is_night(occurrence, frame) else timedelta()
    if occurrence.first < frame.first or occurrence.last > frame.last + night:
        yield f"不在 [festival] 的日子（{day_text(frame.first)}至{day_text(frame.last)}）里；请改正"


def _is_night(occurrence: Occurrence, frame: Frame) -> bool:
    """Whether its last day is no more than the small hours after the day before."""
    hour = occurrence.until or (occurrence.at if occurrence.first == occurrence.last else None)
    return hour is not None and hour <= frame.day_ends and occurrence.part is None


def find_misplaced_demo(draft: Draft, _language: Language) -> Iterator[str]:
    """A demonstration clock that starts outside the festival."""
    frame = draft.layer.frame
    if frame and frame.demo and frame.first and frame.last and not frame.first <= frame.demo.date() <= frame.last:
        yield f"{draft.places['frame'][0]}：demo：不在 start 和 end 之间；请改正"


def find_circles(draft: Draft, _language: Language) -> Iterator[str]:
    """Things that belong, through others, to themselves."""
    above = {entity.id: entity.part_of for entity in draft.layer.entities}
    for place, entity in draft.things:
        if entity.part_of and entity.id in _ancestors(entity, above):
            yield f"{place}：part_of：绕成了圈，它又属于自己；请改正"


def _ancestors(entity: Entity, above: dict[str, str | None]) -> set[str]:
    found: set[str] = set()
    at = entity.part_of
    while at and at not in found:
        found.add(at)
        at = above.get(at)
    return found
