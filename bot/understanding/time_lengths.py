"""Lengths of time, and what is reckoned by them from now: 三天后, 未来两周, 提前半小时."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from bot.understanding.model import Side, TimeMention
from bot.understanding.time_days import DAY, Days, Scene, festival_day, later, month_of, week_of
from bot.understanding.time_grammar import LENGTH_PARTS, PAIR, Atom
from bot.understanding.time_words import AHEAD, FEW, LENGTHS, MONTHS_IN, SIDES, read_number

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping

VAGUE = frozenset("几数")
SOME_MORE = "几多来余"
NONE = timedelta(0)
MINUTE = timedelta(minutes=1)
LOOKING_BACK = frozenset({"近", "最近"})
"""Up to now, but for the days of a festival: 最近三个月, and so 这两年."""
SHORTLY = timedelta(weeks=1)
CALENDAR_STEPS = frozenset("上下")
ONE = frozenset("一1")
DAYS_PER_MONTH = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A length of time."""

    duration: timedelta = timedelta(0)
    """With months of 30 and years of 365 days."""
    months: int = 0
    """The part of it that the calendar counts in months."""
    rest: timedelta = timedelta(0)
    """What is left beside the months."""
    is_vague: bool = False
    """几天: as a question no length at all."""
    is_fine: bool = False
    """True where it leads to an hour rather than to a day: 48小时."""
    has_seconds: bool = False
    """True where it leads to a second."""

    def from_day(self, day: date, way: int) -> date | None:
        """The day that much later, or earlier where way is -1; None beyond the calendar."""
        month = later(day, way * self.months)
        try:
            return month + way * self.rest if month else None
        except OverflowError:
            return None

    def from_instant(self, now: datetime, way: int) -> datetime | None:
        """The instant that much later, or earlier where way is -1; None beyond the calendar."""
        day = replace(self, rest=timedelta(0)).from_day(now.date(), way)
        try:
            return datetime.combine(day, now.timetz()) + way * self.rest if day else None
        except OverflowError:
            return None


def measure(text: str) -> Length:
    """The length that words such as 一个半小时, 三天两夜 or 2小时30分 add up to."""
    total = Length()
    for part in LENGTH_PARTS.finditer(text):
        total = _add(total, part)
    return total


def _add(total: Length, part: re.Match[str]) -> Length:
    amount = _amount(part["count"]) + (0.5 if part["plus"] or part["half"] else 0)
    months, spare = divmod(amount * MONTHS_IN.get(part["unit"], 0), 1)
    in_months = part["unit"] in MONTHS_IN
    rest = spare * DAYS_PER_MONTH * DAY if in_months else amount * LENGTHS[part["unit"]]
    return Length(
        duration=total.duration + amount * LENGTHS[part["unit"]],
        months=total.months + int(months),
        rest=total.rest + rest,
        is_vague=total.is_vague or part["count"] in VAGUE,
        is_fine=total.is_fine or LENGTHS[part["unit"]] % DAY != NONE or rest % DAY != NONE,
        has_seconds=total.has_seconds or (amount * LENGTHS[part["unit"]]) % MINUTE != NONE,
    )


def _amount(count: str) -> float:
    if count in VAGUE:
        return FEW
    if count == "半":
        return 0.5
    count = count.rstrip(SOME_MORE)
    count = count.lstrip("零") or count
    if PAIR.fullmatch(count):
        return read_number(count[0])
    return float(count) if "." in count else read_number(count)


Reckoning: TypeAlias = tuple[date | datetime | None, date | datetime | None]
"""From and to; datetimes where the length is fine."""


def read_length(atom: Atom, length: Length, scene: Scene) -> TimeMention | None:
    """三天; 三天后, 半小时前, 两小时内."""
    way = atom.groups.get("way")
    if way is None:
        return None if length.is_vague else TimeMention(span=atom.span, duration=length.duration)
    if way == "内":
        return _reckon(atom, scene, (_start(length, scene), _move(length, scene, 1)))
    return _reckon(atom, scene, _point(length, scene, 1 if way == "后" else -1))


def read_passing(atom: Atom, length: Length, scene: Scene) -> TimeMention | None:
    """过三天, 再过两小时."""
    return _reckon(atom, scene, _point(length, scene, 1))


def read_margin(atom: Atom, length: Length, _: Scene) -> TimeMention | None:
    """提前半小时, 开演前20分钟: before or after the thing itself, not before or after now."""
    side = SIDES.get(atom.groups["way"][-1], Side.BEFORE)
    return None if length.is_vague else TimeMention(span=atom.span, duration=length.duration, side=side)


def read_stretch(atom: Atom, length: Length, scene: Scene) -> TimeMention | None:
    """未来三天 starts tomorrow, 这三天 today; 过去三天 ended yesterday; 下两周 are weeks from Monday to Sunday."""
    way = atom.groups["way"]
    is_step = way in CALENDAR_STEPS or (way == "前" and atom.groups["length"][0] in ONE)
    if is_step and (whole := _calendar_steps(atom, AHEAD[way], scene)):
        return _reckon(atom, scene, (whole.first, whole.last))
    looks_back = way in LOOKING_BACK or (way == "这" and length.months)
    ahead = -1 if looks_back and not length.is_vague and not _is_to_come(length, scene) else AHEAD[way]
    if length.is_fine:
        ends: Reckoning = (_start(length, scene), _move(length, scene, ahead or 1))
    else:
        ends = _stretch_days(length, scene, ahead)
    return _reckon(atom, scene, ends if ahead >= 0 else (ends[1], ends[0]))


def _is_to_come(length: Length, scene: Scene) -> bool:
    """True for 最近三天 shortly before a festival and during it, when people ask for what is on."""
    far = length.from_day(scene.today, 1)
    is_in_days = not length.is_fine and not length.months
    return bool(is_in_days and far and scene.is_in_festival(Days(first=scene.today, last=far), SHORTLY))


def _calendar_steps(atom: Atom, way: int, scene: Scene) -> Days | None:
    """Whole weeks, months or years after this one, or before it: 下两周, 上两个月."""
    part = LENGTH_PARTS.fullmatch(atom.groups["length"])
    if not part or part["plus"] or part["half"] or part["count"] in {*VAGUE, "半"} or "." in part["count"]:
        return None
    many, unit = read_number(part["count"].rstrip(SOME_MORE)), part["unit"]
    if LENGTHS[unit] == timedelta(weeks=1):
        edges = (week_of(scene.today, way), week_of(scene.today, way * many))
        return Days(first=min(edges), last=max(edges) + 6 * DAY)
    if unit not in MONTHS_IN:
        return None
    start = scene.today.replace(day=1) if unit == "月" else scene.today.replace(month=1, day=1)
    near, far = later(start, way * MONTHS_IN[unit]), later(start, way * many * MONTHS_IN[unit])
    if not near or not far:
        return None
    last = later(max(near, far), MONTHS_IN[unit] - 1)
    return Days(first=min(near, far), last=month_of(last).last) if last else None


def _stretch_days(length: Length, scene: Scene, ahead: int) -> Reckoning:
    """From the near end to the far one."""
    near = scene.today + ahead * DAY
    far = length.from_day(near, ahead or 1)
    return near, far - (ahead or 1) * DAY if far else None


def _start(length: Length, scene: Scene) -> date | datetime:
    return scene.now if length.is_fine else scene.today


def _move(length: Length, scene: Scene, way: int) -> date | datetime | None:
    return length.from_instant(scene.now, way) if length.is_fine else length.from_day(scene.today, way)


def _point(length: Length, scene: Scene, way: int) -> Reckoning:
    """The day or instant meant; for 几天后 the next few days."""
    if length.is_vague and not length.is_fine:
        ends = _stretch_days(length, scene, way)
        return ends if way > 0 else (ends[1], ends[0])
    moved = _move(length, scene, way)
    return moved, moved


def _reckon(atom: Atom, scene: Scene, ends: Reckoning) -> TimeMention:
    start, end = ends
    exact = measure(atom.groups["length"]).has_seconds
    if start is None or end is None:
        return TimeMention(span=atom.span, is_possible=False)
    return TimeMention(
        span=atom.span,
        first=_day(start, scene),
        last=_day(end, scene),
        at=_hour(start, exact=exact),
        until=_hour(end, exact=exact) if end != start else None,
        relative=True,
    )


def _day(moment: date | datetime, scene: Scene) -> date:
    return festival_day(moment, scene.frame) if isinstance(moment, datetime) else moment


def _hour(moment: date | datetime, *, exact: bool) -> time | None:
    """The hour and minute, and where it is to be exact the second."""
    if not isinstance(moment, datetime):
        return None
    return moment.time().replace(microsecond=0) if exact else moment.time().replace(second=0, microsecond=0)


READERS: Mapping[str, Callable[[Atom, Length, Scene], TimeMention | None]] = MappingProxyType(
    {"length": read_length, "stretch": read_stretch, "margin": read_margin, "passing": read_passing},
)
"""How each form with a length is read."""


def read_with_length(atom: Atom, scene: Scene) -> TimeMention | None:
    """What a form with a length means; None for 0小时, and where the words ask for a length: 几天."""
    length = measure(atom.groups["length"])
    return READERS[atom.form](atom, length, scene) if length.duration else None
