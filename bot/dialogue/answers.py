"""One function for each sort of question: from what is asked to what is said, and what that stands on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from bot.dialogue.agenda import Phase, festival_today, local_time, phase_of, showings_of
from bot.dialogue.state import Status
from bot.understanding.context import Row
from knowledge.model import SUMMARY, Listing, Relation

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.dialogue.agenda import Showing
    from bot.dialogue.wording import Wording
    from bot.understanding.candidates import Asked
    from knowledge.model import AttributeId, Entity, Fact, FactId, Occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence and the facts that it stands on."""

    text: str
    facts: tuple[FactId, ...] = ()
    status: Status = Status.ANSWER
    row: Row | None = None


Answerer: TypeAlias = "Callable[[Entity, Wording, datetime], Said]"
ANSWERERS: dict[AttributeId, Answerer] = {}


NEAR = timedelta(days=2)
"""Up to here a wait is told in hours."""
TIMELESS = frozenset({"name", "order"})
"""Worked out without occurrences."""
MOST_NAMED = 20
"""Things that one sentence names."""


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
    if asked.attribute == SUMMARY and asked.fact is None and (card := _card(entity, wording)):
        return card
    if asked.fact is None or asked.fact.attribute != asked.attribute:
        return say_unpublished(entity, asked.attribute, wording)
    if isinstance(asked.fact.value, Relation):
        row: Row | None = Row(things=asked.fact.value.entities)
    else:
        listing = listing_in(asked.fact, wording)
        row = Row(fact=listing.id) if listing else None
    return Said(text=wording.fact(asked.fact), facts=(asked.fact.id,), row=row)


def listing_in(fact: Fact, wording: Wording) -> Fact | None:
    """The list that a fact is, or the one of the same thing whose elements its sentence names."""
    text = wording.fact(fact)
    facts = (fact, *wording.knowledge.entities[fact.entity].facts.values())
    lists = ((one, one.value.elements) for one in facts if isinstance(one.value, Listing))
    return next((one for one, elements in lists if one is fact or all(each.name in text for each in elements)), None)


def _card(entity: Entity, wording: Wording) -> Said | None:
    """What introduces a thing that has no summary: its card; None where nothing of that is published."""
    known = [entity.facts[one] for one in wording.knowledge.kind_of(entity.id).card if one in entity.facts]
    said = "".join(wording.fact(fact) for fact in known)
    return Said(text=said, facts=tuple(fact.id for fact in known)) if known else None


def say_unpublished(entity: Entity, attribute: AttributeId, wording: Wording, *, known: bool = True) -> Said:
    """That it has not been announced, and what is known instead."""
    text = wording.unpublished(entity, wording.knowledge.attributes[attribute])
    curated = (entity.id, attribute) in wording.knowledge.unpublished
    summary = wording.summary(entity) if known and not curated else ""
    if summary:
        text += wording.say("known", known=summary)
    return Said(text=text, facts=summary_facts(entity) if summary else (), status=Status.UNPUBLISHED)


def answer_members(asked: Asked, wording: Wording) -> Said:
    """How many things of a kind there are, and which."""
    knowledge = wording.knowledge
    kind = knowledge.kinds[asked.kind or ""]
    members = knowledge.members(kind.id, asked.entity) or knowledge.members(kind.id)
    named = members[:MOST_NAMED]
    text = wording.say(
        "count" if named == members else "count_some",
        thing=knowledge.entities[asked.entity].short,
        count=len(members),
        counter=kind.counter,
        kind=kind.name,
        names=wording.join(one.name for one in named),
    )
    facts = summary_facts(*named)
    return Said(text=text, facts=facts, row=Row(things=tuple(one.id for one in members)))


def summary_facts(*entities: Entity) -> tuple[FactId, ...]:
    """The facts that introduce some things, of those that have one."""
    return tuple(f"{one.id}.{SUMMARY}" for one in entities if SUMMARY in one.facts)


def _time_fact(entity: Entity) -> tuple[FactId, ...]:
    return (f"{entity.id}.time",)


def _ahead(entity: Entity, wording: Wording, now: datetime) -> list[Occurrence]:
    """The occurrences that are not over; all of them where every one is."""
    local = local_time(now, wording.knowledge.frame)
    showings = showings_of(entity, wording.knowledge.frame)
    left = dict.fromkeys(one.occurrence for one in showings if not one.is_over(local))
    return list(left or entity.occurrences)


def _next(entity: Entity, wording: Wording, now: datetime) -> Showing | None:
    """The showing that starts next."""
    local = local_time(now, wording.knowledge.frame)
    return next((one for one in showings_of(entity, wording.knowledge.frame) if one.start > local), None)


def _running(entity: Entity, wording: Wording, now: datetime) -> Showing | None:
    """The showing that goes on, where its end is published."""
    local = local_time(now, wording.knowledge.frame)
    showings = showings_of(entity, wording.knowledge.frame)
    return next((one for one in showings if one.is_on(local) and one.is_timed and one.has_end), None)


def _next_text(entity: Entity, wording: Wording, now: datetime) -> str:
    """When it is next, by its day."""
    coming = _next(entity, wording, now)
    return wording.showing(coming) if coming else ""


@answers("time")
def answer_time(entity: Entity, wording: Wording, now: datetime) -> Said:
    """When a thing takes place; that it is over, where it is, and of several times which is next."""
    text = wording.fact(entity.facts["time"])
    coming = _next_text(entity, wording, now)
    if phase_of(entity, now, wording.knowledge.frame) is Phase.OVER:
        text += wording.say("is_over")
    elif coming and len(_ahead(entity, wording, now)) < len(entity.occurrences):
        text += wording.say("is_next", value=coming)
    return Said(text=text, facts=_time_fact(entity))


@answers("clock")
def answer_clock(entity: Entity, wording: Wording, now: datetime) -> Said:
    """At what hour it starts, where one is published."""
    if any(one.at for one in entity.occurrences):
        return answer_time(entity, wording, now)
    text = wording.say("clock_unpublished", thing=entity.short, value=wording.schedule(entity.occurrences))
    return Said(text=text, facts=_time_fact(entity), status=Status.UNPUBLISHED)


@answers("hours")
def answer_hours(entity: Entity, wording: Wording, now: datetime) -> Said:
    """From when to when it is open, where that is the same each day."""
    if any(one.part and one.at for one in entity.occurrences):
        return answer_time(entity, wording, now)
    return say_unpublished(entity, "hours", wording)


@answers("sessions")
def answer_sessions(entity: Entity, wording: Wording, now: datetime) -> Said:
    """How many times it takes place and how many are left, where each time is published."""
    occurrences = entity.occurrences
    if len(occurrences) == 1 or any(one.part or one.at is None for one in occurrences):
        return say_unpublished(entity, "sessions", wording)
    text = wording.say("sessions", thing=entity.short, count=len(occurrences), value=wording.schedule(occurrences))
    local = local_time(now, wording.knowledge.frame)
    coming = [one.occurrence for one in showings_of(entity, wording.knowledge.frame) if one.start > local]
    if not coming:
        text += wording.say("is_over")
    elif len(coming) < len(occurrences):
        text += wording.say("sessions_left", count=len(coming), value=wording.schedule(coming))
    return Said(text=text, facts=_time_fact(entity))


@answers("end")
def answer_end(entity: Entity, wording: Wording, now: datetime) -> Said:
    """When it ends: the hour on each day, that of the next showing, or the last day."""
    value = wording.schedule(entity.occurrences)
    last = _ahead(entity, wording, now)[0] if len(entity.occurrences) > 1 else entity.occurrences[-1]
    if last.until is None and last.first == last.last:
        text = wording.say("end_unpublished", thing=entity.short, value=value)
        return Said(text=text, facts=_time_fact(entity), status=Status.UNPUBLISHED)
    key, end = "end_known", wording.day(last.last) + (wording.hour(last.until) if last.until else "")
    if last.part and last.until:
        key, end = "end_each", wording.end_of_day(last)
    return Said(text=wording.say(key, thing=entity.short, value=end, span=value), facts=_time_fact(entity))


@answers("duration")
def answer_duration(entity: Entity, wording: Wording, _now: datetime) -> Said:
    """For how many days or hours, or that the length is not published."""
    occurrences = entity.occurrences
    first, last = occurrences[0], occurrences[-1]
    lengths = {one.end - one.start for one in showings_of(entity, wording.knowledge.frame) if one.has_end}
    timed = all(one.at and one.until for one in occurrences)
    if timed and len(lengths) == 1 and not first.part:
        length = wording.length(lengths.pop())
        value = wording.schedule(occurrences)
        text = wording.say("duration_hours", thing=entity.short, length=length, value=value)
        return Said(text=text, facts=_time_fact(entity))
    if len(occurrences) > 1 or first.first == last.last:
        return say_unpublished(entity, "duration", wording)
    days = (last.last - first.first).days + 1
    value = wording.schedule(occurrences) if first.at else wording.days(first.first, last.last)
    text = wording.say("duration_days", thing=entity.short, days=days, value=value)
    return Said(text=text, facts=_time_fact(entity))


@answers("countdown")
def answer_countdown(entity: Entity, wording: Wording, now: datetime) -> Said:
    """How long it is until it starts next: in days, and in hours where it is near and its hour is published."""
    frame = wording.knowledge.frame
    phase = phase_of(entity, now, frame)
    coming = _next(entity, wording, now)
    slots = {"thing": entity.short, "value": wording.schedule(_ahead(entity, wording, now))}
    local = local_time(now, frame)
    if coming is None or phase in (Phase.RUNNING, Phase.STARTED):
        left = (entity.occurrences[-1].last - festival_today(now, frame)).days
        running = "countdown_left" if left > 0 else "countdown_running"
        key = "countdown_over" if phase is Phase.OVER else running
        return Said(text=wording.say(key, days=left, **slots), facts=_time_fact(entity))
    wait = coming.start - local
    days = (coming.start.date() - local.date()).days
    if coming.is_timed and wait < NEAR:
        text = wording.say("countdown_hours", length=wording.length(wait), **slots)
    elif days > 0:
        text = wording.say("countdown", days=days, **slots)
    else:
        text = wording.say("countdown_today", **slots)
    return Said(text=text, facts=_time_fact(entity))


@answers("days-left")
def answer_days_left(entity: Entity, wording: Wording, now: datetime) -> Said:
    """How long it is until it ends, in days where its hours are not published; before it starts, until it starts."""
    today = festival_today(now, wording.knowledge.frame)
    last = entity.occurrences[-1].last
    on = _running(entity, wording, now)
    if on:
        length = wording.length(on.end - local_time(now, wording.knowledge.frame))
        text = wording.say("time_left", thing=entity.short, length=length, value=wording.showing(on))
        return Said(text=text, facts=_time_fact(entity))
    if today < entity.occurrences[0].first or today > last:
        return answer_countdown(entity, wording, now)
    key = "days_left" if today < last else "last_day"
    value = wording.schedule(entity.occurrences)
    text = wording.say(key, thing=entity.short, days=(last - today).days, value=value)
    return Said(text=text, facts=_time_fact(entity))


@answers("status")
def answer_status(entity: Entity, wording: Wording, now: datetime) -> Said:
    """Whether it has begun, goes on, or is over; of what is yet to come again which is next."""
    phase = phase_of(entity, now, wording.knowledge.frame)
    coming, local = _next_text(entity, wording, now), local_time(now, wording.knowledge.frame)
    if phase is Phase.TODAY and any(one.is_over(local) for one in showings_of(entity, wording.knowledge.frame)):
        phase = Phase.BETWEEN
    value = wording.schedule(entity.occurrences if phase is Phase.BETWEEN else _ahead(entity, wording, now))
    text = wording.say(f"status_{phase}", thing=entity.short, value=value, next=coming)
    return Said(text=text, facts=_time_fact(entity))


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
    return Said(text=text, facts=summary_facts(entity) if summary else ())


@answers("order")
def answer_order(entity: Entity, wording: Wording, now: datetime) -> Said:
    """Which of the things of its kind it is, or which the thing is that it is part of."""
    knowledge = wording.knowledge
    kind = knowledge.kinds[entity.kind]
    members = [one.id for one in knowledge.members(kind.id)]
    whole = knowledge.entities.get(entity.part_of or "")
    if entity.id in members and kind.numbered:
        slots = {"n": wording.numeral(members.index(entity.id) + 1), "counter": kind.counter, "kind": kind.name}
        return Said(text=wording.say("order", thing=entity.short, **slots), facts=summary_facts(entity))
    if whole is None or whole.id == knowledge.frame.entity:
        return say_unpublished(entity, "order", wording)
    said = answer_order(whole, wording, now)
    return replace(said, text=wording.say("order_of_whole", thing=entity.short, whole=whole.short) + said.text)
