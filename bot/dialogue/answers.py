"""One function for each sort of question: from what is asked to what is said, and what that stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from bot.dialogue.agenda import Phase, festival_today, phase_of
from bot.dialogue.state import Listed, Status
from knowledge.model import Listing, Relation

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.dialogue.wording import Wording
    from bot.understanding.candidates import Asked
    from knowledge.model import AttributeId, Entity, FactId


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence and the facts that it stands on."""

    text: str
    facts: tuple[FactId, ...] = ()
    status: Status = Status.ANSWER
    listed: Listed | None = None


Answerer: TypeAlias = "Callable[[Entity, Wording, datetime], Said]"
ANSWERERS: dict[AttributeId, Answerer] = {}


TIMELESS = frozenset({"name"})
"""Worked out without occurrences."""


def answers(attribute: AttributeId) -> Callable[[Answerer], Answerer]:
    """Make a function the one that works out this attribute; a second one for it is an error."""

    def register(answerer: Answerer) -> Answerer:
        if attribute in ANSWERERS:
            raise ValueError(f"{attribute} is answered twice")
        ANSWERERS[attribute] = answerer
        return answerer

    return register


def answer(asked: Asked, wording: Wording, now: datetime) -> Said:
    """What is said to one asked thing."""
    entity = wording.knowledge.entities[asked.entity]
    if asked.kind:
        return answer_members(asked, wording)
    answerer = ANSWERERS.get(asked.attribute)
    known = entity.occurrences or asked.attribute in TIMELESS
    own = asked.fact is not None and asked.fact.attribute == asked.attribute and asked.attribute != "time"
    if answerer and known and not own and (entity.id, asked.attribute) not in wording.knowledge.unpublished:
        return answerer(entity, wording, now)
    if asked.fact is None or asked.fact.attribute != asked.attribute:
        return say_unpublished(entity, asked.attribute, wording)
    listed = None
    if isinstance(asked.fact.value, Listing):
        listed = Listed(fact=asked.fact.id)
    elif isinstance(asked.fact.value, Relation):
        listed = Listed(things=asked.fact.value.entities)
    return Said(text=wording.fact(asked.fact), facts=(asked.fact.id,), listed=listed)


def say_unpublished(entity: Entity, attribute: AttributeId, wording: Wording, *, known: bool = True) -> Said:
    """That it has not been announced, and what is known instead."""
    text = wording.unpublished(entity, wording.knowledge.attributes[attribute])
    curated = (entity.id, attribute) in wording.knowledge.unpublished
    summary = wording.summary(entity) if known and not curated else ""
    if summary:
        text += wording.say("known", known=summary)
    return Said(text=text, facts=(f"{entity.id}.summary",) if summary else (), status=Status.UNPUBLISHED)


def answer_members(asked: Asked, wording: Wording) -> Said:
    """How many things of a kind there are, and which."""
    knowledge = wording.knowledge
    kind = knowledge.kinds[asked.kind or ""]
    members = knowledge.members(kind.id, asked.entity) or knowledge.members(kind.id)
    text = wording.say(
        "count",
        thing=knowledge.entities[asked.entity].short,
        count=len(members),
        counter=kind.counter,
        kind=kind.name,
        names=wording.join_some([one.name for one in members], kind.counter),
    )
    facts = tuple(f"{one.id}.summary" for one in members if "summary" in one.facts)
    return Said(text=text, facts=facts, listed=Listed(things=tuple(one.id for one in members)))


def _time_fact(entity: Entity) -> tuple[FactId, ...]:
    return (f"{entity.id}.time",)


@answers("time")
def answer_time(entity: Entity, wording: Wording, now: datetime) -> Said:
    """When a thing takes place; that it is over, where it is."""
    text = wording.fact(entity.facts["time"])
    if phase_of(entity.occurrences, now, wording.knowledge.frame) is Phase.OVER:
        text += wording.say("is_over")
    return Said(text=text, facts=_time_fact(entity))


@answers("clock")
def answer_clock(entity: Entity, wording: Wording, now: datetime) -> Said:
    """At what hour it starts, where one is published."""
    if any(one.at for one in entity.occurrences):
        return answer_time(entity, wording, now)
    text = wording.say("clock_unpublished", thing=entity.short, value=wording.schedule(entity.occurrences))
    return Said(text=text, facts=_time_fact(entity), status=Status.UNPUBLISHED)


@answers("end")
def answer_end(entity: Entity, wording: Wording, _now: datetime) -> Said:
    """When it ends: the last day, or the hour where it has one."""
    last = entity.occurrences[-1]
    value = wording.schedule(entity.occurrences)
    if last.until or last.first != last.last:
        end = wording.day(last.last) + (wording.hour(last.until) if last.until else "")
        return Said(text=wording.say("end_known", thing=entity.short, value=end, span=value), facts=_time_fact(entity))
    text = wording.say("end_unpublished", thing=entity.short, value=value)
    return Said(text=text, facts=_time_fact(entity), status=Status.UNPUBLISHED)


@answers("duration")
def answer_duration(entity: Entity, wording: Wording, _now: datetime) -> Said:
    """For how many days, or that the length is not published."""
    first, last = entity.occurrences[0], entity.occurrences[-1]
    if first.first == last.last:
        return say_unpublished(entity, "duration", wording)
    text = wording.say(
        "duration_days",
        thing=entity.short,
        days=(last.last - first.first).days + 1,
        value=wording.days(first.first, last.last),
    )
    return Said(text=text, facts=_time_fact(entity))


@answers("countdown")
def answer_countdown(entity: Entity, wording: Wording, now: datetime) -> Said:
    """How many days are left until it starts."""
    phase = phase_of(entity.occurrences, now, wording.knowledge.frame)
    first = entity.occurrences[0]
    slots = {"thing": entity.short, "value": wording.schedule(entity.occurrences)}
    local = now.astimezone(wording.knowledge.frame.zone)
    days = (first.first - local.date()).days
    if phase is Phase.BEFORE and days > 0:
        return Said(text=wording.say("countdown", days=days, **slots), facts=_time_fact(entity))
    keys = {Phase.OVER: "countdown_over", Phase.RUNNING: "countdown_running", Phase.STARTED: "countdown_running"}
    return Said(text=wording.say(keys.get(phase, "countdown_today"), **slots), facts=_time_fact(entity))


@answers("days-left")
def answer_days_left(entity: Entity, wording: Wording, now: datetime) -> Said:
    """How many days are left until it ends; before it starts, until it starts."""
    today = festival_today(now, wording.knowledge.frame)
    last = entity.occurrences[-1].last
    if today < entity.occurrences[0].first or today > last:
        return answer_countdown(entity, wording, now)
    value = wording.schedule(entity.occurrences)
    text = wording.say("days_left", thing=entity.short, days=(last - today).days, value=value)
    return Said(text=text, facts=_time_fact(entity))


@answers("status")
def answer_status(entity: Entity, wording: Wording, now: datetime) -> Said:
    """Whether it has begun, goes on, or is over."""
    phase = phase_of(entity.occurrences, now, wording.knowledge.frame)
    value = wording.schedule(entity.occurrences)
    return Said(text=wording.say(f"status_{phase}", thing=entity.short, value=value), facts=_time_fact(entity))


@answers("day-number")
def answer_day_number(entity: Entity, wording: Wording, now: datetime) -> Said:
    """Which of its days today is."""
    today = festival_today(now, wording.knowledge.frame)
    first, last = entity.occurrences[0].first, entity.occurrences[-1].last
    key = "day_number" if first <= today <= last else "day_number_outside"
    day = wording.say("today", date=wording.day(today, "date_in_brackets"))
    text = wording.say(
        key, day=day, thing=entity.short, n=(today - first).days + 1, value=wording.schedule(entity.occurrences)
    )
    return Said(text=text, facts=_time_fact(entity))


@answers("name")
def answer_name(entity: Entity, wording: Wording, _now: datetime) -> Said:
    """What it is called, with what it is."""
    summary = wording.summary(entity)
    text = wording.say("name_is", name=entity.name) + summary
    return Said(text=text, facts=(f"{entity.id}.summary",) if summary else ())
