"""Exact counts of what each filter's values would leave. Every facet ignores its own filter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from app.catalogue.hours.model import DAY_PERIODS
from app.search.whoosh_engine.arrays import Bools, Rows
from app.search.whoosh_engine.filters import ANSWERS, HOURS, Asked, Context, fits_week
from app.search.whoosh_engine.hours import OPEN, known_weekdays, open_now

#: The values of the `jour` parameter, Monday first.
DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
NOW = "maintenant"
YES = "1"

#: Which of 256 weeks (one bit a day) have each day.
_HAS_DAY = np.array([[week >> day & 1 for day in range(7)] for week in range(256)], np.int64)
#: Which of 16 sets of answers (one bit each) have each yes.
_HAS_ANSWER = np.array([[answers >> which & 1 for which in range(4)] for answers in range(16)], np.int64)


class Selected:
    """Which listings pass all the filters, or all but one."""

    def __init__(self, rows: Rows, count: int, filters: list[Asked], include_unknown: bool) -> None:
        """`rows` are the `count` listings that answer the text, on which the filters were evaluated."""
        self._rows = rows
        self._filters = {one.name: one for one in filters}
        self._failed = {one.name: ~(one.yes | one.unknown) if include_unknown else ~one.yes for one in filters}
        self._failures: NDArray[np.int64] | None = None
        if filters:
            self._failures = np.sum(list(self._failed.values()), axis=0)
        self.count = count
        self.rows = self._picked(None if self._failures is None else self._failures == 0)

    def without(self, name: str) -> Rows:
        """The listings that pass every filter but perhaps that one."""
        if name not in self._filters:
            return self.rows
        return self._picked(self._all_but(name))

    def asks(self, name: str) -> bool:
        """Whether that filter is asked."""
        return name in self._filters

    def left_out(self) -> dict[str, int]:
        """For each asked filter, how many listings pass all the others but are unknown there."""
        return {name: int(np.count_nonzero(self._all_but(name) & f.unknown)) for name, f in self._filters.items()}

    def _all_but(self, name: str) -> Bools:
        assert self._failures is not None
        return np.asarray(self._failures == self._failed[name])

    def _picked(self, passing: Bools | None) -> Rows:
        if passing is None:
            return self._rows
        positions = np.flatnonzero(passing)
        return positions if isinstance(self._rows, slice) else self._rows[positions]


def count_facets(context: Context, selected: Selected) -> dict[str, Mapping[str, int]]:
    """All the facets; values that would leave nothing are not listed."""
    counted: dict[str, Mapping[str, int]] = {name: count(context, selected) for name, count in _FACETS.items()}
    counted.update(_answers(context, selected))
    return counted


def _themes(context: Context, selected: Selected) -> dict[str, int]:
    return context.snapshot.columns.themes.counts(selected.without("theme"))


def _types(context: Context, selected: Selected) -> dict[str, int]:
    return context.snapshot.columns.types.counts(selected.without("type"))


def _communes(context: Context, selected: Selected) -> dict[str, int]:
    return context.snapshot.columns.communes.counts(selected.without("commune"))


def _languages(context: Context, selected: Selected) -> dict[str, int]:
    return context.snapshot.columns.languages.counts(selected.without("langue"))


def _days(context: Context, selected: Selected) -> dict[str, int]:
    query, rows = context.query, selected.without(HOURS)
    bits = known_weekdays(context.snapshot, query.now, query.period, query.opens_by, query.closes_after)
    weeks = np.bincount(bits[rows], minlength=256)
    return {day: count for day, count in zip(DAYS, (weeks @ _HAS_DAY).tolist(), strict=True) if count}


def _periods(context: Context, selected: Selected) -> dict[str, int]:
    query, rows = context.query, selected.without(HOURS)
    window = (query.opens_by, query.closes_after)
    counts = {
        str(period): int(np.count_nonzero(fits_week(context, rows, query.weekdays, period, window)))
        for period in DAY_PERIODS
    }
    return {period: count for period, count in counts.items() if count}


def _open_now(context: Context, selected: Selected) -> dict[str, int]:
    state = open_now(context.snapshot, context.query.now, context.calendar)
    return _one(NOW, state[selected.without("ouvert")] == OPEN)


def _answers(context: Context, selected: Selected) -> Iterator[tuple[str, dict[str, int]]]:
    """The four questions at once when none of them is asked; one by one otherwise."""
    columns = context.snapshot.columns
    if not any(selected.asks(name) for name in ANSWERS):
        counts = (np.bincount(columns.yes[selected.rows], minlength=16) @ _HAS_ANSWER).tolist()
        yield from ((name, {YES: count} if count else {}) for name, count in zip(ANSWERS, counts, strict=True))
        return
    for name, column in zip(ANSWERS, columns.answers, strict=True):
        yield name, _one(YES, column[selected.without(name)] == 1)


def _one(value: str, having: Bools) -> dict[str, int]:
    count = int(np.count_nonzero(having))
    return {value: count} if count else {}


_FACETS: dict[str, Callable[[Context, Selected], dict[str, int]]] = {
    "theme": _themes,
    "type": _types,
    "commune": _communes,
    "jour": _days,
    "periode": _periods,
    "ouvert": _open_now,
    "langue": _languages,
}
