"""When listings are open, as one small number for each: seven weekdays, three periods, and now."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.catalogue.hours.model import DAY_PERIODS
from app.search.query import SearchQuery
from app.search.whoosh_engine.arrays import ALL, Rows
from app.search.whoosh_engine.filters import Context, fits_week
from app.search.whoosh_engine.hours import OPEN, known_weekdays, open_now

_DAYS = 7
#: Numbers are below this.
MOMENTS = 1 << (_DAYS + len(DAY_PERIODS) + 1)
_KEPT = 3


def moments(context: Context, rows: Rows) -> NDArray[np.uint16]:
    """The numbers of these listings; kept for the minute when the question says nothing of hours."""
    query, kept = context.query, context.snapshot.caches.moments
    if asks_hours(query):
        return _moments(context, rows)
    key = query.now.date().toordinal(), query.now.hour * 60 + query.now.minute
    found = kept.get(key)
    if found is None:
        if len(kept) >= _KEPT:
            kept.clear()
        found = kept[key] = _moments(context, ALL)
    return found[rows]


def asks_hours(query: SearchQuery) -> bool:
    """Whether one of the parameters that bear on the typical week is asked."""
    return bool(query.weekdays or query.period or query.opens_by is not None or query.closes_after is not None)


def _moments(context: Context, rows: Rows) -> NDArray[np.uint16]:
    query = context.query
    window = (query.opens_by, query.closes_after)
    numbers = known_weekdays(context.snapshot, query.now, query.period, *window)[rows].astype(np.uint16)
    for at, period in enumerate(DAY_PERIODS, start=_DAYS):
        numbers |= fits_week(context, rows, query.weekdays, period, window).astype(np.uint16) << at
    is_open = open_now(context.snapshot, query.now, context.calendar)[rows] == OPEN
    numbers |= is_open.astype(np.uint16) << (_DAYS + len(DAY_PERIODS))
    return numbers
