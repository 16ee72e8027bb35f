"""Which days a day expression means: 周三, 26号, 6月底, 开幕第二天, seen from today and from the festival."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from bot.understanding.time_holidays import HOLIDAYS, LENGTHS
from bot.understanding.time_lunar import lunar_day, lunar_month
from bot.understanding.time_words import (
    DAYS_AWAY,
    DAYS_OF_MONTH,
    MONTHS_OF_YEAR,
    SEASONS,
    STEPS,
    WEEKDAYS,
    YEARS_AWAY,
    read_number,
)

if TYPE_CHECKING:
    from knowledge.model import Frame

Groups: TypeAlias = Mapping[str, str]
DAY = timedelta(days=1)
SAME_SEASON = timedelta(days=90)
"""How far from the festival 6月12日 still means the festival's own year."""
COUNTED_FROM_TODAY: Mapping[str, int] = MappingProxyType({"前": -1, "后": 1})
CENTURY = 2000
CENTURY_LENGTH = 100
THIS_CENTURY_UP_TO = 50
"""24年 is 2024, 87年 is 1987."""
DECADES_OF_THIS_CENTURY = 30
"""Decades below are of this century where none is said: 90年代 is 1990 to 1999."""
WHOLE_WEEK = (0, 6)
HALVES_OF_WEEK: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"上": (0, 2), "前": (0, 2), "下": (3, 6), "后": (3, 6)}
)
MONTHS = 12
LEAP_CYCLE = 8
"""Years within which 29 February comes round."""
LEAP_DAY = (2, 29)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Days in a row."""

    first: date
    last: date
    """Included."""
    relative: bool = False
    """True where the words depend on today."""

    def shifted(self, by: timedelta) -> Days:
        """As many days, earlier or later."""
        return replace(self, first=self.first + by, last=self.last + by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a day expression is seen from."""

    now: datetime
    """In the festival's zone."""
    today: date
    """The festival day, or the date where the words go by the calendar (今天凌晨)."""
    frame: Frame
    anchors: Mapping[str, date]
    """Special days by the character that stands for their word."""
    since: date | None = None
    """Set for the end of a range: the day it started on."""
    until: date | None = None
    """Set for the start of a range whose end is known to lie in the festival."""

    @property
    def bases(self) -> tuple[date, ...]:
        """Days around which a bare weekday or number may lie."""
        return tuple(day for day in (self.frame.first, self.until, self.today, self.since) if day)

    @property
    def months(self) -> set[date]:
        """The first of each month that a bare number may lie in."""
        starts = {base.replace(day=1) for base in self.bases}
        return {month for start in starts for away in range(-2, 4) if (month := later(start, away))}

    @property
    def weeks(self) -> set[date]:
        """The Monday of each week that a bare weekday may lie in."""
        mondays = {week_of(base) for base in self.bases}
        return {monday + timedelta(weeks=away) for monday in mondays for away in (-1, 0, 1)}

    def years(self, ahead: int) -> set[int]:
        """The years that a bare month may lie in, as many ahead."""
        bases = {base.year for base in self.bases}
        return {year + away for year in bases for away in range(-1, ahead + 1)}

    def around(self, first: int, last: int) -> Days:
        """Days counted from today."""
        return Days(first=self.today + first * DAY, last=self.today + last * DAY, relative=True)

    def is_in_festival(self, days: Days, reach: timedelta = timedelta(0)) -> bool:
        """True where one of the days is the festival's, or within reach of it."""
        first, last = self.frame.first, self.frame.last
        return bool(first and last and days.first <= last + reach and days.last >= first - reach)

    def pick(self, candidates: Iterable[Days], reach: timedelta = timedelta(0)) -> Days | None:
        """Of days that share a name the ones meant: the festival's first, else the next; None if there are none."""
        found = sorted(set(candidates), key=lambda days: days.first)
        if self.since:
            return next((days for days in found if days.first >= self.since), None)
        if self.until:
            return next((days for days in reversed(found) if days.first <= self.until), None)
        in_festival = [days for days in found if self.is_in_festival(days)]
        close = in_festival or [days for days in found if reach and self.is_in_festival(days, reach)]
        return self._next(close or found)

    def _next(self, found: list[Days]) -> Days | None:
        ahead = (days for days in found if days.last >= self.today)
        return next(ahead, found[-1] if found else None)


def festival_day(now: datetime, frame: Frame) -> date:
    """The day that the night belongs to: 00:30 on the 27th is still the 26th."""
    local = now.astimezone(frame.zone)
    return local.date() - (DAY if local.time() < frame.day_ends else timedelta(0))


def day_of(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has none: 2月30日."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def later(day: date, months: int) -> date | None:
    """The same day of another month, or its last; None outside the years of the calendar."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    if not date.min.year <= year <= date.max.year:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_of(day: date, edge: str | None = None) -> Days:
    """The month that the day is in, or its start, middle or end."""
    start, end = DAYS_OF_MONTH[edge] if edge else (1, 31)
    length = calendar.monthrange(day.year, day.month)[1]
    return Days(first=day.replace(day=start), last=day.replace(day=min(end, length)))


def week_of(day: date, weeks: int = 0) -> date:
    """Monday of the week that the day is in, or of one before or after."""
    return day - day.weekday() * DAY + timedelta(weeks=weeks)


def _one(day: date | None) -> Days | None:
    return Days(first=day, last=day) if day else None


def _is_relative(days: Days | None, *, relative: bool) -> Days | None:
    return replace(days, relative=relative) if days else None


def read_near(groups: Groups, scene: Scene) -> Days | None:
    """今天, 大后天, 这几天."""
    return scene.around(*DAYS_AWAY[groups["near"]])


def read_dated(groups: Groups, scene: Scene) -> Days | None:
    """6月26日, 2024-06-26, 下个月5号, 六月, 明年6月底; numbers that may lack a year or a day."""
    if "step" in groups:
        month = later(scene.today.replace(day=1), STEPS[groups["step"]])
        days = _in_month(groups, month.year, month.month) if month else None
        return _is_relative(days, relative=True)
    month_number = read_number(groups["month"])
    if year := _year(groups, scene):
        return _is_relative(_in_month(groups, year, month_number), relative="near_year" in groups)
    if "edge" in groups:
        return _edge_of_month(groups, month_number, scene)
    is_leap_day = month_number == LEAP_DAY[0] and read_number(groups.get("day", "1")) == LEAP_DAY[1]
    years = scene.years(LEAP_CYCLE if is_leap_day else 1)
    return scene.pick(filter(None, (_in_month(groups, year, month_number) for year in years)), SAME_SEASON)


def _edge_of_month(groups: Groups, month: int, scene: Scene) -> Days | None:
    """Of the month meant, even where it is over: 6月上旬 in the middle of June."""
    whole = read_dated({"month": str(month)}, scene)
    return month_of(whole.first, groups["edge"]) if whole else None


def _year(groups: Groups, scene: Scene) -> int | None:
    """The year said, or None."""
    if "near_year" in groups:
        return scene.today.year + YEARS_AWAY[groups["near_year"]]
    if "year" not in groups:
        return None
    return _full_year(groups["year"])


def _full_year(text: str) -> int:
    year = read_number(text)
    if year >= CENTURY_LENGTH:
        return year
    return CENTURY + year - (CENTURY_LENGTH if year > THIS_CENTURY_UP_TO else 0)


def _in_month(groups: Groups, year: int, month: int) -> Days | None:
    if "day" in groups:
        return _one(day_of(year, month, read_number(groups["day"])))
    first = day_of(year, month, 1)
    return month_of(first, groups.get("edge")) if first else None


def read_day(groups: Groups, scene: Scene) -> Days | None:
    """26号: the number of a day without its month."""
    number = read_number(groups.get("day") or groups["date"])
    days = (day_of(month.year, month.month, number) for month in scene.months)
    return scene.pick(Days(first=day, last=day) for day in days if day)


def read_edge(groups: Groups, scene: Scene) -> Days | None:
    """月底 or 上旬, of this month."""
    return _is_relative(month_of(scene.today, groups.get("edge") or groups["bare_edge"]), relative=True)


def read_anniversary(groups: Groups, scene: Scene) -> Days | None:
    """去年今天."""
    year = _year(groups, scene) or scene.today.year
    return _is_relative(_one(day_of(year, scene.today.month, scene.today.day)), relative=True)


def read_years(groups: Groups, _: Scene) -> Days | None:
    """2015-2017年; None where the years run backwards."""
    first, last = _full_year(groups["year"]), _full_year(groups["to_year"])
    return Days(first=date(first, 1, 1), last=date(last, MONTHS, 31)) if first <= last else None


def read_decade(groups: Groups, scene: Scene) -> Days:
    """90年代, 上世纪八十年代."""
    decade = read_number(groups["decade"])
    if decade < CENTURY_LENGTH:
        century = _century(groups, scene)
        decade += CENTURY - (CENTURY_LENGTH if decade >= DECADES_OF_THIS_CENTURY else 0) if century is None else century
    return Days(first=date(decade, 1, 1), last=date(decade + 9, MONTHS, 31))


def read_century(groups: Groups, scene: Scene) -> Days:
    """21世纪, 上世纪; from its year 00 to its year 99."""
    start = _century(groups, scene) or CENTURY
    return Days(first=date(start, 1, 1), last=date(start + CENTURY_LENGTH - 1, MONTHS, 31))


def _century(groups: Groups, scene: Scene) -> int | None:
    """The first year of the century said, or None."""
    if "step" in groups:
        return (scene.today.year // CENTURY_LENGTH + STEPS[groups["step"]]) * CENTURY_LENGTH
    number = groups.get("century") or groups.get("century_word")
    return (read_number(number) - 1) * CENTURY_LENGTH if number else None


def read_about_months(groups: Groups, scene: Scene) -> Days | None:
    """七八月."""
    first = read_dated({"month": groups["months"][0]}, scene)
    last = later(first.first, 1) if first else None
    return Days(first=first.first, last=month_of(last).last) if first and last else None


def read_quarter(groups: Groups, scene: Scene) -> Days | None:
    """下个季度."""
    this = scene.today.replace(month=(scene.today.month - 1) // 3 * 3 + 1, day=1)
    first = later(this, 3 * STEPS[groups["step"]])
    last = later(first, 2) if first else None
    return Days(first=first, last=month_of(last).last, relative=True) if first and last else None


def read_season(groups: Groups, scene: Scene) -> Days | None:
    """夏天, 去年夏天, 这个夏天."""
    months = SEASONS[groups.get("of_year") or groups["season"]]
    year = _year(groups, scene)
    if year is None and "now" not in groups:
        return scene.pick(filter(None, (_season(at, months) for at in scene.years(1))))
    return _is_relative(_season(year or scene.today.year, months), relative="year" not in groups)


def _season(year: int, months: tuple[int, int]) -> Days | None:
    first = date(year, months[0], 1)
    last = later(first, months[1] - months[0])
    return Days(first=first, last=month_of(last).last) if last else None


def read_lunar(groups: Groups, scene: Scene) -> Days | None:
    """正月十五, 农历八月十五, 大年初一."""
    year = _year(groups, scene)
    if year:
        return _is_relative(_in_lunar_month(groups, year), relative="near_year" in groups)
    found = (_in_lunar_month(groups, at) for at in scene.years(1))
    return scene.pick(filter(None, found))


def _in_lunar_month(groups: Groups, year: int) -> Days | None:
    month, leap = read_number(groups.get("month", "正")), "leap" in groups
    if "day" in groups:
        return _one(lunar_day(year, month, read_number(groups["day"].removeprefix("初")), leap=leap))
    found = lunar_month(year, month, leap=leap)
    return Days(first=found[0], last=found[0] + (found[1] - 1) * DAY) if found else None


def read_holiday(groups: Groups, scene: Scene) -> Days | None:
    """国庆节, 明年春节, 国庆假期, 中秋前一天."""
    name = groups.get("of_year") or groups["holiday"]
    year = _year(groups, scene)
    candidates = (_one(HOLIDAYS[name](at)) for at in scene.years(1))
    if groups.get("step", "下").startswith("上"):
        scene = replace(scene, until=scene.today - DAY)
    days = _one(HOLIDAYS[name](year)) if year else scene.pick(filter(None, candidates))
    if days is None:
        return None
    first, last = (0, _holiday_length(groups, name) - 1) if "long" in groups else _away_from_anchor(groups)
    return Days(first=days.first + first * DAY, last=days.first + last * DAY, relative="near_year" in groups)


def _holiday_length(groups: Groups, name: str) -> int:
    return read_number(groups["days"]) if "days" in groups else LENGTHS.get(name, 1)


def read_next(_: Groups, scene: Scene) -> Days:
    """次日, after the day on which a range started."""
    day = (scene.since or scene.today) + DAY
    return Days(first=day, last=day)


def read_workdays(_: Groups, scene: Scene) -> Days:
    """工作日, of this week, or of the next one at the weekend."""
    monday = week_of(scene.today + 2 * DAY)
    return Days(first=monday, last=monday + 4 * DAY, relative=True)


def read_year(groups: Groups, scene: Scene) -> Days | None:
    """2024年, 去年, 明年上半年, 今年底; without a year the half of this one."""
    year = _year(groups, scene) or scene.today.year
    half = groups["half"].removeprefix("第") if "half" in groups else f"年{groups.get('year_end')}"
    first, last = MONTHS_OF_YEAR.get(half, (1, MONTHS))
    return Days(
        first=date(year, first, 1),
        last=month_of(date(year, last, 1)).last,
        relative="year" not in groups,
    )


def read_weekday(groups: Groups, scene: Scene) -> Days | None:
    """周三, 下周三, 周六日, 周一至周五, 周末; weeks start on Monday."""
    start, length = _days_of_week(groups)
    mondays = {week_of(scene.today, STEPS[groups["step"]])} if "step" in groups else scene.weeks
    candidates = [Days(first=monday + start * DAY, last=monday + (start + length) * DAY) for monday in mondays]
    days = candidates[0] if "step" in groups else scene.pick(candidates)
    return _is_relative(days, relative=True)


def _days_of_week(groups: Groups) -> tuple[int, int]:
    """First weekday, Monday being 0, and how many more follow."""
    if "weekend" in groups or "pair" in groups:
        return WEEKDAYS["六"], 1
    start = WEEKDAYS[groups["weekday"]]
    end = groups.get("to_weekday") or groups.get("and_weekday")
    return start, (WEEKDAYS[end] - start) % 7 if end else 0


def read_week(groups: Groups, scene: Scene) -> Days | None:
    """下周, from Monday to Sunday; 下半周 from Thursday on."""
    monday = week_of(scene.today, STEPS[groups.get("step", "这")])
    first, last = HALVES_OF_WEEK[groups["half"]] if "half" in groups else WHOLE_WEEK
    if "same" in groups:
        first = last = scene.today.weekday()
    return Days(first=monday + first * DAY, last=monday + last * DAY, relative=True)


def read_counted(groups: Groups, scene: Scene) -> Days | None:
    """第三天, 最后两天, of the festival; None where it is shorter than that."""
    first, last = scene.frame.first, scene.frame.last
    if not first or not last:
        return _count_from_today(groups, scene)
    days = _count_days(groups, Days(first=first, last=last))
    return days if first <= days.first and days.last <= last else None


def has_counted(groups: Groups, frame: Frame) -> bool:
    """True where there are days to count: the festival's, or for 前三天 any."""
    return bool(frame.first and frame.last) or groups.get("side") in COUNTED_FROM_TODAY


def _count_from_today(groups: Groups, scene: Scene) -> Days | None:
    side = groups.get("side", "")
    if side not in COUNTED_FROM_TODAY:
        return None
    many, way = read_number(groups["many"]), COUNTED_FROM_TODAY[side]
    return scene.around(*sorted((way, way * many)))


def _count_days(groups: Groups, festival: Days) -> Days:
    if "head" in groups:
        return Days(first=festival.first, last=festival.first)
    if "nth" in groups:
        day = festival.first + (read_number(groups["nth"]) - 1) * DAY
        return Days(first=day, last=day)
    if "nth_last" in groups:
        day = festival.last - (read_number(groups["nth_last"]) - 1) * DAY
        return Days(first=day, last=day)
    more = (read_number(groups["many"]) - 1) * DAY
    if groups["side"] in {"前", "头"}:
        return Days(first=festival.first, last=festival.first + more)
    return Days(first=festival.last - more, last=festival.last)


def read_anchored(groups: Groups, scene: Scene) -> Days | None:
    """开幕当天, 开幕第二天, 开幕前一天, 开幕三天后; 开幕后 is the day itself, its side is read apart."""
    anchor = scene.anchors[groups["anchor"][0]]
    first, last = _away_from_anchor(groups)
    return Days(first=anchor + first * DAY, last=anchor + last * DAY)


def _away_from_anchor(groups: Groups) -> tuple[int, int]:
    """First and last day, counted from the special one."""
    if "nth" in groups:
        return (read_number(groups["nth"]) - 1,) * 2
    if "eve" in groups:
        return -1, -1
    if "more" in groups:
        return (read_number(groups["more"]) * (1 if groups["turn"] == "后" else -1),) * 2
    if "many" not in groups:
        return 0, 0
    many = read_number(groups["many"])
    many *= 7 if "weeks" in groups else 1
    return (1, many) if groups["way"] == "后" else (-many, -1)


READERS: Mapping[str, Callable[[Groups, Scene], Days | None]] = MappingProxyType(
    {
        "near": read_near,
        "numeric": read_dated,
        "compact": read_dated,
        "numeric_month": read_dated,
        "short": read_dated,
        "lunar": read_lunar,
        "holiday": read_holiday,
        "anniversary": read_anniversary,
        "dated": read_dated,
        "month": read_dated,
        "day": read_day,
        "edge": read_edge,
        "year": read_year,
        "years": read_years,
        "half": read_year,
        "numeric_quarter": read_year,
        "quarter": read_quarter,
        "season": read_season,
        "decade": read_decade,
        "century": read_century,
        "about_months": read_about_months,
        "weekday": read_weekday,
        "week": read_week,
        "half_week": read_week,
        "workdays": read_workdays,
        "next": read_next,
        "counted": read_counted,
        "anchored": read_anchored,
    },
)
"""How each form of day is read; a reader answers None for days that do not exist."""
