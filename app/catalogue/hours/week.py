"""The typical week: which slots count in a period, merged, and the questions asked of a week rather than of a date."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from app.catalogue.hours.model import Hours, HoursError, Period, Slot

#: From a minute, included, to a minute, excluded.
Interval = tuple[int, int]
#: Sorted and disjoint; empty means closed.
Intervals = tuple[Interval, ...]
#: The intervals of the seven weekdays, Monday first.
Week = tuple[Intervals, ...]

WEEKDAYS = range(7)


class OverlappingSlots(HoursError):
    """Two slots of one weekday and period that share a minute."""

    def __init__(self, first: Slot, second: Slot) -> None:
        super().__init__("overlap")
        self.first = first
        self.second = second


@dataclass(frozen=True)
class DayGroup:
    """Consecutive weekdays, both included, that have the same intervals (none: closed)."""

    first: int
    last: int
    intervals: Intervals


def merge(intervals: Iterable[Interval]) -> Intervals:
    """Sorted and disjoint: those that touch or overlap become one."""
    merged: list[Interval] = []
    for opens, closes in sorted(intervals):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(closes, merged[-1][1]))
        else:
            merged.append((opens, closes))
    return tuple(merged)


def check_slots(slots: Iterable[Slot]) -> None:
    """Refuse slots that overlap in one period; those that touch are fine, as are those of different periods."""
    for first, second in pairwise(sorted(slots)):
        same_day = (first.period, first.weekday) == (second.period, second.weekday)
        if same_day and second.opens < first.closes:
            raise OverlappingSlots(first, second)


def usable(hours: Hours, day: date) -> bool:
    """Whether a question asked on that day may be answered from these hours."""
    return hours.known and hours.trusted_until is not None and day <= hours.trusted_until


def week_in(hours: Hours, period: Period) -> Week:
    """The merged intervals of each weekday; the slots of the period if there is any, else those of all the year."""
    days: list[list[Interval]] = [[] for _ in WEEKDAYS]
    for slot in _counting(hours, period):
        days[slot.weekday].append((slot.opens, slot.closes))
    return tuple(merge(day) for day in days)


def effective_slots(hours: Hours, period: Period) -> tuple[Slot, ...]:
    """The slots that count in that period, sorted, those that touch merged; each keeps the period it was given for."""
    counting = _counting(hours, period)
    given_for = counting[0].period if counting else period
    week = week_in(hours, period)
    return tuple(Slot(given_for, day, opens, closes) for day in WEEKDAYS for opens, closes in week[day])


def typical_week(hours: Hours, period: Period) -> Week | None:
    """The week as it may be shown, trusted or not (the page says its date); None when nobody said."""
    return week_in(hours, period) if hours.known else None


def grouped_week(hours: Hours, period: Period) -> tuple[DayGroup, ...]:
    """The typical week, consecutive equal days together, closed days too; empty when nobody said."""
    week = typical_week(hours, period) or ()
    groups = []
    for intervals, run in groupby(enumerate(week), key=lambda numbered: numbered[1]):
        days = [weekday for weekday, _ in run]
        groups.append(DayGroup(days[0], days[-1], intervals))
    return tuple(groups)


def answers_week(
    hours: Hours,
    *,
    weekdays: Collection[int] = (),
    period: Period | None = None,
    opens_by: int | None = None,
    closes_after: int | None = None,
    on: date,
) -> bool | None:
    """Whether the typical week passes the filters `jour`, `periode`, `de` (opens_by) and `a` (closes_after).

    Every asked weekday must do; without any, one of the seven is enough. Term when no period is said. A window that
    ends before it starts is never covered. None when the hours are unknown or no longer trusted on the day `on`.
    """
    if not usable(hours, on):
        return None
    week = week_in(hours, period or Period.TERM)
    if weekdays:
        return all(_covers(week[weekday], opens_by, closes_after) for weekday in weekdays)
    return any(_covers(intervals, opens_by, closes_after) for intervals in week)


def _covers(intervals: Intervals, opens_by: int | None, closes_after: int | None) -> bool:
    """Whether one interval holds both ends; an end that is not asked holds anywhere."""
    if opens_by is not None and closes_after is not None and closes_after <= opens_by:
        return False
    return any(
        (opens_by is None or opens <= opens_by < closes) and (closes_after is None or opens < closes_after <= closes)
        for opens, closes in intervals
    )


def _counting(hours: Hours, period: Period) -> list[Slot]:
    own = [slot for slot in hours.slots if slot.period == period]
    return own or [slot for slot in hours.slots if slot.period == Period.ALL_YEAR]
