"""A stretch of days as the exports write it: runs of equal weeks, and the days on which something replaces the week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

from app.catalogue.hours.model import Calendar, Hours, Period
from app.catalogue.hours.rules import Intervals, Week, current_closure, replacement, week_of

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Run:
    """Days that follow one another, both ends included, and the week that holds on them (None: nobody can say)."""

    first: date
    last: date
    week: Week | None

    def alike(self) -> tuple[tuple[list[int], Intervals], ...]:
        """The weekdays that occur in the run, those that have the same intervals together; none when unknown."""
        if self.week is None:
            return ()
        length = (self.last - self.first).days + 1
        together: dict[Intervals, list[int]] = {}
        for weekday in sorted((self.first + _DAY * n).weekday() for n in range(min(7, length))):
            together.setdefault(self.week[weekday], []).append(weekday)
        return tuple((weekdays, same) for same, weekdays in together.items())


@dataclass(frozen=True)
class Replacement:
    """Days that follow one another, both ends included, on which these intervals replace the week (none: closed)."""

    first: date
    last: date
    intervals: Intervals


def window(first: date, days: int) -> list[date]:
    """So many days from the first."""
    return [first + _DAY * n for n in range(days)]


def runs(hours: Hours, calendar: Calendar, days: Sequence[date]) -> list[Run]:
    """The days cut where the typical week changes."""
    cut = ((week, [day for day, _ in run]) for week, run in groupby(_weeks(hours, calendar, days), key=itemgetter(1)))
    return [Run(run[0], run[-1], week) for week, run in cut]


def replacements(hours: Hours, calendar: Calendar, days: Sequence[date]) -> list[Replacement]:
    """Closures, public holidays and special openings, in order and disjoint; closed days that follow are one."""
    found: list[Replacement] = []
    for day, replaced in _replaced_days(hours, calendar, days):
        if found and not replaced and not found[-1].intervals and found[-1].last + _DAY == day:
            found[-1] = Replacement(found[-1].first, day, ())
        else:
            found.append(Replacement(day, day, replaced))
    return found


def _replaced_days(hours: Hours, calendar: Calendar, days: Sequence[date]) -> Iterator[tuple[date, Intervals]]:
    """Each day that differs from its week, and all those of a closure, so that a closure stays in one piece."""
    for day, week in _weeks(hours, calendar, days):
        replaced = replacement(hours, day, calendar)
        if replaced is None:
            continue
        if week is None or replaced != week[day.weekday()] or current_closure(hours, day):
            yield day, replaced


def _weeks(hours: Hours, calendar: Calendar, days: Sequence[date]) -> Iterator[tuple[date, Week | None]]:
    """Each day with its typical week, which is worked out once for a period: a year of them is asked on every page."""
    known: dict[Period | None, Week | None] = {}
    for day in days:
        period = calendar.period(day)
        if period not in known:
            known[period] = week_of(hours, day, calendar)
        yield day, known[period]
