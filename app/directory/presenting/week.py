"""The week as a wall: one table a period, merged when every period says the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.catalogue.hours import rules
from app.catalogue.hours.model import DAY_PERIODS, Hours, Period
from app.directory.presenting.moments import Moment
from app.foundation.i18n import format_weekday
from app.territory.periods import period_name


@dataclass(frozen=True)
class SlotView:
    """One brick, in minutes since midnight."""

    opens: int
    closes: int


@dataclass(frozen=True)
class DayView:
    """One row of the wall; no slot: closed."""

    label: str
    is_today: bool
    slots: tuple[SlotView, ...]


@dataclass(frozen=True)
class PeriodView:
    """One table."""

    key: str
    label: str
    caption: str
    days: tuple[DayView, ...]


def week_views(hours: Hours, moment: Moment) -> tuple[PeriodView, ...]:
    """A table for each period, a single one when the whole year is alike. Weekends without any slot are left out."""
    weeks = {period: rules.week_in(hours, period) for period in DAY_PERIODS}
    if len({tuple(week) for week in weeks.values()}) == 1:
        return (_view(Period.ALL_YEAR, hours, moment, is_current=True),)
    current = moment.calendar.period(moment.today)
    return tuple(_view(period, hours, moment, is_current=period is current) for period in DAY_PERIODS)


def _view(period: Period, hours: Hours, moment: Moment, *, is_current: bool) -> PeriodView:
    asked = Period.TERM if period is Period.ALL_YEAR else period
    week = rules.week_in(hours, asked)
    last = 7 if any(week[5:]) else 5
    if week[5] and not week[6]:
        last = 6
    today = moment.today.weekday() if is_current and _as_usual(hours, moment.today) else -1
    days = tuple(_day(weekday, tuple(week[weekday]), weekday == today) for weekday in range(last))
    return PeriodView(period.value, period_name(period), "", days)


def _as_usual(hours: Hours, today: date) -> bool:
    return rules.current_closure(hours, today) is None


def _day(weekday: int, intervals: tuple[tuple[int, int], ...], is_today: bool) -> DayView:
    label = format_weekday(weekday)
    slots = tuple(SlotView(opens, closes) for opens, closes in intervals)
    return DayView(label[:1].upper() + label[1:], is_today, slots)
