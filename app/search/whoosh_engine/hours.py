"""The rules of `app.catalogue.hours` on arrays: the typical week, and open now. Tested to be equal to them."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from app.catalogue.hours.model import DAY_PERIODS, Calendar, Period
from app.search.row import WEEKS
from app.search.whoosh_engine.arrays import Bools, Times
from app.search.whoosh_engine.bits import Bits, pack
from app.search.whoosh_engine.columns import Columns
from app.search.whoosh_engine.segment import Segment
from app.search.whoosh_engine.snapshot import Snapshot

_ALL_YEAR = WEEKS.index(Period.ALL_YEAR)
CLOSED, OPEN, UNKNOWN = 0, 1, -1

Days = tuple[int, ...]
#: In minutes: opens_by and closes_after.
Window = tuple[int | None, int | None]


def trusted(snapshot: Snapshot, now: datetime) -> Bits:
    """The listings whose hours may be used today."""
    today = now.date().toordinal()
    return snapshot.asked(("trusted", today), lambda segment: pack(segment.columns.trusted >= today))


def fits_week(snapshot: Snapshot, now: datetime, days: Days, period: Period | None, window: Window) -> Bits:
    """The listings that are surely open on those days (or any day) of that typical week, in that window."""
    today, days = now.date().toordinal(), tuple(sorted(set(days)))
    key = ("fits", today, days, period, window)
    return snapshot.asked(key, lambda segment: pack(_on_days(_week(segment, today, period, window), days)))


def moment(now: datetime, calendar: Calendar) -> tuple[object, ...]:
    """What the answers of one minute depend on; the calendar too, which an administrator may change within it."""
    day = now.date()
    return day, now.hour, now.minute, calendar.period(day), calendar.is_public_holiday(day)


def is_open(snapshot: Snapshot, now: datetime, calendar: Calendar) -> Bits:
    """The listings that are surely open."""
    return snapshot.asked(
        ("is open", *moment(now, calendar)), lambda segment: pack(_states(segment, now, calendar) == OPEN)
    )


def open_now(snapshot: Snapshot, now: datetime, calendar: Calendar) -> NDArray[np.int8]:
    """OPEN, CLOSED or UNKNOWN for each listing at that moment, computed once a minute."""
    return snapshot.asked(("states", *moment(now, calendar)), lambda segment: _states(segment, now, calendar))


def moments(snapshot: Snapshot, now: datetime, calendar: Calendar, asked: tuple[Days, Period | None, Window]) -> Bits:
    """The listings open on each of the seven days, in each of the three periods, and now: eleven lines.

    The days are those of the asked period, the periods with the asked days, both with the asked window.
    """
    days, period, window = asked
    today = now.date().toordinal()

    def make(segment: Segment) -> Bits:
        week = _week(segment, today, period, window)
        lines = [(week & 1 << day) != 0 for day in range(7)]
        lines += [_on_days(_week(segment, today, one, window), days) for one in DAY_PERIODS]
        return pack(np.stack([*lines, _states(segment, now, calendar) == OPEN]))

    return snapshot.asked(("moments", *moment(now, calendar), asked), make)


def _on_days(week: NDArray[np.uint8], days: Days) -> Bools:
    """Which of these weeks have all those days, or any day when none is asked."""
    mask = sum(1 << day for day in set(days))
    return np.asarray((week & mask) == mask if mask else week != 0)


def _week(segment: Segment, today: int, period: Period | None, window: Window) -> NDArray[np.uint8]:
    """One bit per weekday (Monday first) whose typical hours cover the window; none for hours not to be used today."""
    which = WEEKS.index(period or Period.TERM)
    times, columns = segment.columns.weeks[which], segment.columns
    bits = segment.asked.get(("week", which, window), lambda: _weekdays(len(columns), times, *window))
    return np.where(columns.trusted >= today, bits, np.uint8(0))


def _weekdays(count: int, week: Times, opens_by: int | None, closes_after: int | None) -> NDArray[np.uint8]:
    covers = np.ones(len(week.docs), np.bool_)
    if opens_by is not None:
        covers &= (week.starts <= opens_by) & (opens_by < week.ends)
    if closes_after is not None:
        covers &= (week.starts < closes_after) & (closes_after <= week.ends)
    if opens_by is not None and closes_after is not None and closes_after <= opens_by:
        covers[:] = False
    days = np.zeros((count, 8), np.uint8)
    days[week.docs[covers], week.labels[covers]] = 1
    return np.packbits(days, axis=1, bitorder="little").reshape(-1)


def _states(segment: Segment, now: datetime, calendar: Calendar) -> NDArray[np.int8]:
    key = ("states", *moment(now, calendar))
    return segment.asked.get(key, lambda: _open_now(segment.columns, now, calendar))


def _open_now(columns: Columns, now: datetime, calendar: Calendar) -> NDArray[np.int8]:
    day, minute = now.date().toordinal(), now.hour * 60 + now.minute
    state = np.full(len(columns), CLOSED, np.int8)
    if not calendar.is_public_holiday(now.date()):
        _apply_week(state, columns, now, calendar)
    closures = columns.closures
    state[closures.docs[(closures.starts <= day) & (day <= closures.ends)]] = CLOSED
    specials = columns.specials
    today = specials.labels == day
    state[specials.docs[today]] = CLOSED
    state[specials.docs[today & (specials.starts <= minute) & (minute < specials.ends)]] = OPEN
    state[columns.trusted < day] = UNKNOWN
    return state


def _apply_week(state: NDArray[np.int8], columns: Columns, now: datetime, calendar: Calendar) -> None:
    period, minute = calendar.period(now.date()), now.hour * 60 + now.minute
    week = columns.weeks[_ALL_YEAR if period is None else WEEKS.index(period)]
    state[week.docs[(week.labels == now.weekday()) & (week.starts <= minute) & (minute < week.ends)]] = OPEN
    if period is None:
        state[~columns.year_round] = UNKNOWN
