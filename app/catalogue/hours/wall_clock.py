"""Minutes of the wall clock and moments of real time.

They differ on two days a year. In March an hour is skipped: a slot at 2:30 opens at 3:00, the first minute that the
clock shows of it, or not at all. In October an hour is shown twice: a slot at 2:30 is open both times.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from app.catalogue.hours.model import MINUTES_A_DAY, HoursError
from app.catalogue.hours.week import Intervals

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


class NaiveMoment(HoursError):
    """A moment that does not say in which time zone it is."""


def minute_of(moment: datetime) -> int:
    """The minute of its day that the clock shows at that aware moment."""
    if moment.utcoffset() is None:
        raise NaiveMoment("moment")
    return moment.hour * 60 + moment.minute


def midnight(day: date, like: datetime) -> datetime:
    """The first moment of that day in the time zone of `like`."""
    return datetime.combine(day, time(), like.tzinfo)


def inside(intervals: Intervals, minute: int) -> bool:
    """Whether that minute is in one of the intervals."""
    return any(opens <= minute < closes for opens, closes in intervals)


def first_minute(intervals: Intervals, start: datetime, *, is_open: bool) -> datetime | None:
    """The first moment of that day, from `start` on, at which these intervals of the day are open (or closed)."""
    moments = _every_minute(start) if _clocks_change(start) else _edges(intervals, start)
    return next((moment for moment in moments if inside(intervals, minute_of(moment)) is is_open), None)


def _clocks_change(moment: datetime) -> bool:
    today, tomorrow = midnight(moment.date(), moment), midnight(moment.date() + _DAY, moment)
    return today.utcoffset() != tomorrow.utcoffset()


def _edges(intervals: Intervals, start: datetime) -> Iterator[datetime]:
    """`start`, then the only moments at which something can change on an ordinary day."""
    yield start
    day = midnight(start.date(), start)
    for minute in (edge for interval in intervals for edge in interval):
        if minute_of(start) < minute < MINUTES_A_DAY:
            yield day.replace(hour=minute // 60, minute=minute % 60)


def _every_minute(start: datetime) -> Iterator[datetime]:
    """`start`, then each minute that really passes until the day is over."""
    yield start
    passing = start.astimezone(UTC).replace(second=0, microsecond=0) + _MINUTE
    while (local := passing.astimezone(start.tzinfo)).date() == start.date():
        yield local
        passing += _MINUTE
