"""The rules of `app.catalogue.hours` on arrays: the typical week, and open now. Tested to be equal to them."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from app.catalogue.hours.model import Calendar, Period
from app.search.whoosh_engine.arrays import Bools, Times
from app.search.whoosh_engine.row import WEEKS
from app.search.whoosh_engine.snapshot import Snapshot

_ALL_YEAR = WEEKS.index(Period.ALL_YEAR)
#: Different windows kept for the next question, at one byte a listing.
_KEPT_WEEKS = 64
_KEPT_MOMENTS = 3
CLOSED, OPEN, UNKNOWN = 0, 1, -1


def trusted(snapshot: Snapshot, now: datetime) -> Bools:
    """Which listings have hours that may be used today."""
    today, kept = now.date().toordinal(), snapshot.caches.trusted
    known = kept.get(today)
    if known is None:
        kept.clear()
        known = kept[today] = snapshot.columns.trusted >= today
    return known


def weekdays(
    snapshot: Snapshot, period: Period | None, opens_by: int | None, closes_after: int | None
) -> NDArray[np.uint8]:
    """For each listing, one bit per weekday (Monday first) whose typical hours cover the window; trusted or not."""
    which = WEEKS.index(period or Period.TERM)
    cache, key = snapshot.caches.weeks, (which, opens_by, closes_after)
    bits = cache.get(key)
    if bits is None:
        bits = _weekdays(len(snapshot), snapshot.columns.weeks[which], opens_by, closes_after)
        if len(cache) >= _KEPT_WEEKS:
            cache.clear()
        cache[key] = bits
    return bits


def known_weekdays(
    snapshot: Snapshot, now: datetime, period: Period | None, opens_by: int | None, closes_after: int | None
) -> NDArray[np.uint8]:
    """The same, none for the hours that may not be used today."""
    key = (now.date().toordinal(), WEEKS.index(period or Period.TERM), opens_by, closes_after)
    cache = snapshot.caches.known_weeks
    bits = cache.get(key)
    if bits is None:
        if len(cache) >= _KEPT_WEEKS:
            cache.clear()
        found = weekdays(snapshot, period, opens_by, closes_after)
        bits = cache[key] = np.where(trusted(snapshot, now), found, np.uint8(0))
    return bits


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


def open_now(snapshot: Snapshot, now: datetime, calendar: Calendar) -> NDArray[np.int8]:
    """OPEN, CLOSED or UNKNOWN for each listing at that moment, computed once a minute."""
    today, minute = now.date().toordinal(), now.hour * 60 + now.minute
    cache = snapshot.caches.open_now
    state = cache.get((today, minute))
    if state is None:
        state = _open_now(snapshot, now, calendar)
        if len(cache) >= _KEPT_MOMENTS:
            cache.clear()
        cache[(today, minute)] = state
    return state


def _open_now(snapshot: Snapshot, now: datetime, calendar: Calendar) -> NDArray[np.int8]:
    columns, day, minute = snapshot.columns, now.date().toordinal(), now.hour * 60 + now.minute
    state = np.full(len(snapshot), CLOSED, np.int8)
    if not calendar.is_public_holiday(now.date()):
        _apply_week(state, snapshot, now, calendar)
    closures = columns.closures
    state[closures.docs[(closures.starts <= day) & (day <= closures.ends)]] = CLOSED
    specials = columns.specials
    today = specials.labels == day
    state[specials.docs[today]] = CLOSED
    state[specials.docs[today & (specials.starts <= minute) & (minute < specials.ends)]] = OPEN
    state[~trusted(snapshot, now)] = UNKNOWN
    return state


def _apply_week(state: NDArray[np.int8], snapshot: Snapshot, now: datetime, calendar: Calendar) -> None:
    period, minute = calendar.period(now.date()), now.hour * 60 + now.minute
    week = snapshot.columns.weeks[_ALL_YEAR if period is None else WEEKS.index(period)]
    state[week.docs[(week.labels == now.weekday()) & (week.starts <= minute) & (minute < week.ends)]] = OPEN
    if period is None:
        state[~snapshot.columns.year_round] = UNKNOWN
