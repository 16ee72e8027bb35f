"""Words for dates, values and facts; all of them come from the language's replies."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from knowledge.model import Listing, Quantity, Relation, Schedule, Text, ValueKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, time

    from bot.dialogue.agenda import Showing
    from knowledge.base import Knowledge
    from knowledge.model import Attribute, Entity, EntityId, Fact, Occurrence, Value

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wording:
    """How one knowledge's facts are put into words."""

    knowledge: Knowledge

    def say(self, key: str, **slots: object) -> str:
        """A reply by its key, slots filled in; `{festival}` and `{example}` always are."""
        return self.fill(self.knowledge.language.replies[key], **slots)

    def fill(self, text: str, **slots: object) -> str:
        """A text of the language with its slots filled in."""
        return text.format(festival=self.knowledge.festival.short, example=self.example, **slots)

    @property
    def example(self) -> str:
        """A question that gets an answer."""
        return self.quote(self.knowledge.frame.examples[:2])

    def quote(self, questions: Iterable[str]) -> str:
        """Questions in quotation marks, in a row."""
        return self.knowledge.language.replies["joiner"].join(f"“{one}”" for one in questions)

    def join(self, words: Iterable[str]) -> str:
        """A list in a sentence."""
        return self.knowledge.language.replies["joiner"].join(words)

    # --- dates --------------------------------------------------------------------------------

    def day(self, day: date, key: str = "date") -> str:
        """A date with its weekday; with its year where that is not the festival's."""
        first = self.knowledge.frame.first
        if key == "date" and first and first.year != day.year:
            key = "date_with_year"
        weekday = self.say("weekdays").split()[day.weekday()]
        return self.say(key, year=day.year, month=day.month, day=day.day, weekday=weekday)

    def days(self, first: date, last: date) -> str:
        """A span of days, or the one day."""
        if first == last:
            return self.day(first)
        short = (first.year, first.month) == (last.year, last.month)
        return self.say("span", first=self.day(first), last=self.day(last, "short_date" if short else "date"))

    def hour(self, at: time) -> str:
        """A time of day."""
        return self.say("clock", hour=at.hour, minute=at.minute)

    def hours(self, one: Occurrence) -> str:
        """The hours of an occurrence; empty where none is published."""
        if one.at is None:
            return ""
        return self._from_to(self.hour(one.at), one.at, one.until)

    def _from_to(self, start: str, at: time, until: time | None) -> str:
        """Hours of less than a day, of which the last may be on the next."""
        if until is None:
            return start
        end = self.hour(until)
        return self.say("clock_span", at=start, until=end if until > at else self.say("next_day", at=end))

    def hours_on(self, one: Showing, day: date) -> str:
        """The hours of a showing as seen from a date; without them the part of the day."""
        occurrence = one.occurrence
        if occurrence.at is None:
            return self.say(occurrence.part) if occurrence.part else ""
        if one.start.date() < day:
            return self._until(one, day)
        start = self.hour(occurrence.at)
        if one.start.date() > day:
            return self._from_to(self.say("next_day", at=start), occurrence.at, occurrence.until)
        if occurrence.until is None or one.end - one.start <= ONE_DAY:
            return self._from_to(start, occurrence.at, occurrence.until)
        return self.say("clock_span", at=start, until=self._moment(one.end.date(), occurrence.until))

    def _until(self, one: Showing, day: date) -> str:
        """Of what began before: when it ends on the date, or that it goes on all day; without an end when it began."""
        until = one.occurrence.until
        if until is None:
            return self.say("since", at=self.showing(one))
        return self.say("until", at=self.hour(until)) if one.end.date() == day else self.say("all_day")

    def _moment(self, day: date, at: time) -> str:
        return self.day(day) + self.hour(at)

    def occurrence(self, one: Occurrence) -> str:
        """When an occurrence is, without its place."""
        if one.part:
            return self.days(one.first, one.last) + self.say(f"each_{one.part}") + self.hours(one)
        if one.at is None or one.first == one.last:
            return self.day_span(one)
        if one.until and one.last - one.first == ONE_DAY and one.until <= one.at:
            return self.day(one.first) + self.hours(one)
        end = self.day(one.last) + (self.hour(one.until) if one.until else "")
        return self.say("span", first=self._moment(one.first, one.at), last=end)

    def day_span(self, one: Occurrence) -> str:
        """The days of an occurrence, and its hours where it has one day."""
        return self.days(one.first, one.last) + self.hours(one)

    def showing(self, one: Showing) -> str:
        """When a showing is, by the date on which it starts."""
        day = one.start.date()
        return self.day(day) + self.hours_on(one, day)

    def end_of_day(self, one: Occurrence) -> str:
        """The hour at which what recurs ends each day."""
        end = self.hour(one.until) if one.until else ""
        is_next = one.at and one.until and one.until <= one.at
        return self.say("next_day", at=end) if is_next else end

    def length(self, length: timedelta) -> str:
        """A length in days, hours and minutes: 1天5小时."""
        hours, rest = divmod(int(length.total_seconds()), 3600)
        days, hours = divmod(hours, 24)
        parts = {"days": days, "hours": hours, "minutes": rest // 60}
        told = "".join(self.say(key, count=count) for key, count in parts.items() if count)
        return told or self.say("minutes", count=1)

    def schedule(self, occurrences: Iterable[Occurrence]) -> str:
        """When a thing takes place; several times on one day name it once."""
        found = list(occurrences)
        again = [_is_same_day(one, other) for one, other in itertools.pairwise(found)]
        return self.join(
            self.hours(one) if same else self.occurrence(one) for one, same in zip(found, [False, *again], strict=False)
        )

    def festival_span(self) -> str:
        """The festival's days; empty where it has none."""
        frame = self.knowledge.frame
        return self.days(frame.first, frame.last) if frame.first and frame.last else ""

    # --- values and facts ---------------------------------------------------------------------

    def numeral(self, number: int) -> str:
        """A place in an order as people write it: 七; beyond ten in digits."""
        words = self.say("numerals")
        return words[number - 1] if number <= len(words) else str(number)

    def names(self, entities: Iterable[EntityId]) -> str:
        """The names of things."""
        return self.join(self.knowledge.entities[one].name for one in entities)

    def value(self, value: Value, attribute: Attribute) -> str:
        """A value in words."""
        match value:
            case Text(text=text):
                return text
            case Quantity(amount=amount) if attribute.value is ValueKind.MONEY and not amount:
                return self.say("free")
            case Quantity(amount=amount, unit=unit):
                return f"{amount.normalize():f}{unit}"
            case Listing(elements=elements):
                return self.join(one.name for one in elements)
            case Relation(entities=entities):
                return self.names(entities)
            case Schedule(occurrences=occurrences):
                return self.schedule(occurrences)

    def fact(self, fact: Fact) -> str:
        """A fact as one sentence."""
        entity = self.knowledge.entities[fact.entity]
        attribute = self.knowledge.attributes[fact.attribute]
        value = self.value(fact.value, attribute)
        slots = {"thing": entity.short, "value": value, "attribute": attribute.name}
        if fact.say or attribute.say:
            text = (fact.say or attribute.say).replace("{thing}", entity.short).replace("{value}", value)
            return self._with_name(text, entity) if fact.attribute == "summary" else text
        if attribute.value is ValueKind.MONEY and value == self.say("free"):
            return self.say("fact_free", **slots)
        if isinstance(fact.value, Listing):
            return self.say("fact_list", count=len(fact.value.elements), names=value, **slots)
        if isinstance(fact.value, Relation):
            return self.say("fact_relation", **slots)
        if isinstance(fact.value, Schedule):
            return self.say("time", **slots)
        return self.say("fact", **slots)

    def _with_name(self, text: str, entity: Entity) -> str:
        """What a thing is; led by its name where the text does not say whom it is about, as of a talk."""
        is_named = any(name in text for name in (entity.name, *entity.aliases))
        return text if is_named else self.say("named", thing=entity.name, value=text)

    def unpublished(self, entity: Entity, attribute: Attribute) -> str:
        """That something has not been announced."""
        record = self.knowledge.unpublished.get((entity.id, attribute.id))
        wording = (record.say if record else "") or attribute.unpublished
        if wording:
            return wording.replace("{thing}", entity.short)
        return self.say("unpublished", thing=entity.short, attribute=attribute.name)

    def summary(self, entity: Entity) -> str:
        """The first sentence of what a thing is, or nothing."""
        fact = entity.facts.get("summary")
        return self.fact(fact).split("。")[0] + "。" if fact else ""


def _is_same_day(one: Occurrence, other: Occurrence) -> bool:
    """Whether both are hours of one day."""
    return one.first == other.first == other.last and not (one.part or other.part) and bool(one.at and other.at)
