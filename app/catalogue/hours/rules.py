"""When a service is open: a day, a moment, what comes next.

Every answer is True, False (or intervals), or None for “nobody can say”: unknown hours, hours that are no longer
trusted on the day the question is asked, or a school calendar that is not published yet. Minutes are those of the
wall clock. The rules of the typical week live in `week`, and are offered here as well.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.catalogue.hours.model import Calendar, Closure, Hours, Period
from app.catalogue.hours.wall_clock import NaiveMoment, first_minute, inside, midnight, minute_of
from app.catalogue.hours.week import (
    DayGroup,
    Interval,
    Intervals,
    OverlappingSlots,
    Week,
    answers_week,
    check_slots,
    effective_slots,
    grouped_week,
    merge,
    typical_week,
    usable,
    week_in,
)

__all__ = [
    "DayGroup",
    "Interval",
    "Intervals",
    "NaiveMoment",
    "OverlappingSlots",
    "Week",
    "answers_week",
    "check_slots",
    "closes_at",
    "current_closure",
    "effective_slots",
    "grouped_week",
    "intervals",
    "merge",
    "next_opening",
    "open_at",
    "replacement",
    "typical_week",
    "upcoming_closure",
    "usable",
    "week_in",
    "week_of",
]

_DAY = timedelta(days=1)


def week_of(hours: Hours, day: date, calendar: Calendar) -> Week | None:
    """The typical week that holds on that day, before closures and holidays.

    When the school calendar of that day is not published, only hours that never depend on it are known.
    """
    period = calendar.period(day)
    if period is None:
        if any(slot.period != Period.ALL_YEAR for slot in hours.slots):
            return None
        period = Period.ALL_YEAR
    return week_in(hours, period)


def intervals(hours: Hours, day: date, calendar: Calendar, *, asked_on: date | None = None) -> Intervals | None:
    """When it is open on that day: sorted and disjoint, empty when closed, None when nobody can say.

    A special opening wins over all; a closure or a public holiday wins over the week. Trust is judged on the day the
    question is asked (`asked_on`), that day itself when it is not said.
    """
    if not usable(hours, asked_on or day):
        return None
    replaced = replacement(hours, day, calendar)
    if replaced is not None:
        return replaced
    week = week_of(hours, day, calendar)
    return None if week is None else week[day.weekday()]


def replacement(hours: Hours, day: date, calendar: Calendar) -> Intervals | None:
    """What replaces the week on that day: special openings, else nothing open for a closure or a public holiday.

    None when the week holds.
    """
    special = [(opening.opens, opening.closes) for opening in hours.special_openings if opening.day == day]
    if special:
        return merge(special)
    if current_closure(hours, day) or calendar.is_public_holiday(day):
        return ()
    return None


def open_at(hours: Hours, moment: datetime, calendar: Calendar) -> bool | None:
    """Whether it is open at that moment, which must be aware and local to the territory."""
    minute = minute_of(moment)
    today = intervals(hours, moment.date(), calendar)
    return None if today is None else inside(today, minute)


def next_opening(hours: Hours, moment: datetime, calendar: Calendar, horizon_days: int = 60) -> datetime | None:
    """The first moment from `moment` on when it is open: `moment` itself when it is open already.

    None when nothing opens within the horizon, or when a day about which nobody can say comes first.
    """
    minute_of(moment)
    start = moment
    while start.date() <= moment.date() + _DAY * horizon_days:
        today = intervals(hours, start.date(), calendar, asked_on=moment.date())
        if today is None:
            return None
        found = first_minute(today, start, is_open=True)
        if found:
            return found
        start = midnight(start.date() + _DAY, moment)
    return None


def closes_at(hours: Hours, moment: datetime, calendar: Calendar, horizon_days: int = 60) -> datetime | None:
    """The end of the interval that `moment` is in, followed past midnight when the next day goes on.

    None when it is not open at that moment, or never closes within the horizon (day and night).
    """
    if not open_at(hours, moment, calendar):
        return None
    start = moment
    while start.date() <= moment.date() + _DAY * horizon_days:
        today = intervals(hours, start.date(), calendar, asked_on=moment.date())
        found = first_minute(today or (), start, is_open=False)
        if found:
            return found
        start = midnight(start.date() + _DAY, moment)
    return None


def current_closure(hours: Hours, day: date) -> Closure | None:
    """The dated closure which that day is in, the longest to come when there are several; trusted or not."""
    around = [closure for closure in hours.closures if closure.starts <= day <= closure.ends]
    return max(around, key=lambda closure: closure.ends, default=None)


def upcoming_closure(hours: Hours, day: date, within_days: int = 30) -> Closure | None:
    """The next dated closure that starts after that day, at most so many days later; trusted or not."""
    ahead = [closure for closure in hours.closures if day < closure.starts <= day + _DAY * within_days]
    return min(ahead, default=None)
