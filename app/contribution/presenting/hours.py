"""Hours in words: a week, closures, the holidays to come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.catalogue.hours import rules
from app.catalogue.hours.model import DAY_PERIODS, Hours, Period, Slot
from app.contribution.week import of_period
from app.foundation.i18n import format_date, format_list, format_time_range, format_weekday
from app.foundation.i18n import gettext as _
from app.territory.periods import period_name
from app.territory.queries import calendar


@dataclass(frozen=True)
class DayView:
    """One row of the wall; no slot: closed."""

    label: str
    is_today: bool
    slots: tuple[SlotView, ...]


@dataclass(frozen=True)
class SlotView:
    """One brick, in minutes since midnight."""

    opens: int
    closes: int


@dataclass(frozen=True)
class PeriodView:
    """One table of `components/listing.html`."""

    key: str
    label: str
    caption: str
    days: tuple[DayView, ...]


@dataclass(frozen=True)
class Holiday:
    """Days that many close: its name, its days in words, and as dates."""

    name: str
    days: str
    first: date
    last: date


def hours_lines(value: Mapping[str, Any] | None) -> list[str]:
    """A line for each run of days of each period."""
    if not value or not value["hours_known"]:
        return [_("Jours et horaires : non communiqués")]
    said = [each for period in Period for each in _period_lines(value["slots"], period)]
    return said or [_("Fermé toute la semaine")]


def _period_lines(slots: Iterable[Mapping[str, Any]], period: Period) -> list[str]:
    days = of_period(slots, period)
    if not any(days):
        return []
    groups: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for weekday, day in enumerate(days):
        groups.setdefault(tuple(day), []).append(weekday)
    lines = [f"{days_words(group)} : {times_words(day)}" for day, group in groups.items() if day]
    return [_("%(period)s. %(days)s", period=period_name(period), days=each[:1].upper() + each[1:]) for each in lines]


def days_words(days: list[int]) -> str:
    """“du lundi au vendredi”, “lundi et jeudi”."""
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return _("du %(first)s au %(last)s", first=format_weekday(days[0]), last=format_weekday(days[-1]))
    return format_list([format_weekday(day) for day in days])


def times_words(intervals: Iterable[tuple[int, int]]) -> str:
    """“9 h – 12 h et 14 h – 18 h”."""
    return format_list([format_time_range(opens, closes) for opens, closes in intervals])


def hours_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(day, before, after) of each day that differs, period by period; empty when it is more than the slots."""
    if before["hours_known"] != after["hours_known"]:
        return []
    found = []
    for period in Period:
        was, now = of_period(before["slots"], period), of_period(after["slots"], period)
        for weekday, (old, new) in enumerate(zip(was, now, strict=True)):
            if old != new:
                day, when = format_weekday(weekday).capitalize(), period_name(period).lower()
                title, closed = _("%(day)s, %(period)s", day=day, period=when), _("Fermé")
                found.append((title, times_words(old) or closed, times_words(new) or closed))
    return found


def closure_line(value: Mapping[str, Any]) -> str:
    """“Du 21 décembre 2026 au 3 janvier 2027 : travaux”."""
    starts, ends = (date.fromisoformat(value[name]) for name in ("starts", "ends"))
    if starts == ends:
        said = _("Le %(date)s", date=format_date(starts))
    else:
        said = _("Du %(starts)s au %(ends)s", starts=format_date(starts), ends=format_date(ends))
    reason = value.get("reason") or ""
    return _("%(when)s : %(reason)s", when=said, reason=reason) if reason else said


def opening_line(value: Mapping[str, Any]) -> str:
    """“Le 12 décembre 2026 : 9 h 30 – 12 h 30”."""
    day = format_date(date.fromisoformat(value["day"]))
    return _("Le %(date)s : %(times)s", date=day, times=format_time_range(value["opens"], value["closes"]))


def holidays_ahead(today: date, count: int = 5) -> list[Holiday]:
    """The next school holidays."""
    return [_holiday(one.name, max(one.starts, today), one.ends) for one in calendar().next_holidays(today, count)]


def _holiday(name: str, first: date, last: date) -> Holiday:
    days = closure_line({"starts": first.isoformat(), "ends": last.isoformat()})
    return Holiday(name, days, first, last)


def public_holidays_ahead(today: date, count: int = 6) -> list[str]:
    """The next public holidays: “Noël, le vendredi 25 décembre 2026”."""
    return [_("%(name)s, le %(date)s", name=name, date=format_date(day, "full")) for day, name in
            calendar().next_public_holidays(today, count)]  # fmt: skip


def week_views(value: Mapping[str, Any]) -> tuple[PeriodView, ...]:
    """The wall, as families see it."""
    hours = Hours(slots=tuple(_slot(slot) for slot in value["slots"]), known=True)
    weeks = {period: rules.week_in(hours, period) for period in DAY_PERIODS}
    if len(set(weeks.values())) == 1:
        return (_view(Period.ALL_YEAR, weeks[Period.TERM]),)
    return tuple(_view(period, week) for period, week in weeks.items())


def _slot(value: Mapping[str, Any]) -> Slot:
    return Slot(Period(value["period"]), value["weekday"], value["opens"], value["closes"])


def _view(period: Period, week: rules.Week) -> PeriodView:
    last = 7 if week[6] else 6 if week[5] else 5
    days = tuple(
        DayView(format_weekday(rank).capitalize(), is_today=False, slots=tuple(SlotView(*each) for each in week[rank]))
        for rank in range(last)
    )
    return PeriodView(period.value, period_name(period), "", days)
