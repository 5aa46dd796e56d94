"""Exact counts of what each filter's values would leave. Every facet ignores its own filter.

Facets that bear on the same listings are counted together: what a listing is, and when it is open, are each one small
number for each listing, counted once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.catalogue.hours.model import DAY_PERIODS
from app.search.whoosh_engine.arrays import named
from app.search.whoosh_engine.filters import ANSWERS, HOURS, Context
from app.search.whoosh_engine.moments import MOMENTS, moments
from app.search.whoosh_engine.selected import Selected

#: The values of the `jour` parameter, Monday first.
DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
PERIODS = tuple(str(period) for period in DAY_PERIODS)
NOW = "maintenant"
YES = "1"

#: Which of 128 weeks (one bit a day) have each day.
_HAS_DAY = np.array([[week >> day & 1 for day in range(7)] for week in range(128)], np.int64)
#: Which of 16 sets of bits have each bit: four answers, or three periods and open now.
_HAS_BIT = np.array([[bits >> which & 1 for which in range(4)] for bits in range(16)], np.int64)


def count_facets(context: Context, selected: Selected) -> dict[str, Mapping[str, int]]:
    """All the facets; values that would leave nothing are not listed."""
    tally, columns = Tally(context, selected), context.snapshot.columns
    themes, types = columns.kinds.themes, columns.kinds.types
    days, periods = tally.moments(HOURS)
    facets: dict[str, Mapping[str, int]] = {
        "theme": named(themes, tally.kinds("theme")[0] @ columns.kinds.has_theme),
        "type": named(types, tally.kinds("type")[0] @ columns.kinds.has_type),
        "commune": columns.communes.counts(selected.without("commune")),
        "jour": named(DAYS, days),
        "periode": named(PERIODS, periods),
        "ouvert": named((NOW,), tally.moments("ouvert")[1][3:]),
        "langue": columns.languages.counts(selected.without("langue")),
    }
    for which, name in enumerate(ANSWERS):
        facets[name] = named((YES,), tally.kinds(name)[1][which : which + 1])
    return facets


class Tally:
    """Counts that several facets share, kept for each distinct set of listings."""

    def __init__(self, context: Context, selected: Selected) -> None:
        self._context = context
        self._selected = selected
        self._kept: dict[tuple[str, str], Any] = {}

    def kinds(self, name: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For the listings of that filter's facet: how many of each kind, and how many with each answer."""
        key = "kinds", self._selected.base(name)
        if key not in self._kept:
            kinds = self._context.snapshot.columns.kinds
            counts = np.bincount(kinds.codes[self._selected.without(name)], minlength=16 * len(kinds.has_type))
            table = counts.reshape(-1, 16)
            self._kept[key] = table.sum(axis=1), table.sum(axis=0) @ _HAS_BIT
        found: tuple[NDArray[np.int64], NDArray[np.int64]] = self._kept[key]
        return found

    def moments(self, name: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For the listings of that filter's facet: how many on each day; in each period, and open now."""
        key = "moments", self._selected.base(name)
        if key not in self._kept:
            counts = np.bincount(moments(self._context, self._selected.without(name)), minlength=MOMENTS)
            table = counts.reshape(16, 128)
            self._kept[key] = table.sum(axis=0) @ _HAS_DAY, table.sum(axis=1) @ _HAS_BIT
        found: tuple[NDArray[np.int64], NDArray[np.int64]] = self._kept[key]
        return found
