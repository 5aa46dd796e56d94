"""The asked filters: for each, which listings surely pass and which are unknown. Meanings of DESIGN.md §7."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.catalogue.hours.model import Calendar, Period
from app.search.query import SearchQuery
from app.search.whoosh_engine.arrays import Bools, Coded, Rows
from app.search.whoosh_engine.distances import metres
from app.search.whoosh_engine.hours import OPEN, UNKNOWN, known_weekdays, open_now, trusted
from app.search.whoosh_engine.ranking import NOWHERE
from app.search.whoosh_engine.snapshot import Snapshot

#: The parameters that bear on the same slots are one filter.
HOURS = "horaires"
#: Answers by the parameter that asks for them, in the order of `Columns.answers`.
ANSWERS = ("gratuit", "places", "accessible", "handicap")


@dataclass(frozen=True)
class Asked:
    """One filter over some listings: those that surely pass, and those of which nobody knows."""

    name: str
    yes: Bools
    unknown: Bools


@dataclass(frozen=True)
class Context:
    """A question to one generation."""

    snapshot: Snapshot
    query: SearchQuery
    calendar: Calendar


def asked_filters(context: Context, rows: Rows) -> list[Asked]:
    """The filters of the query, each evaluated on these listings."""
    return [filter_ for build in _BUILDERS for filter_ in build(context, rows)]


def _words(context: Context, rows: Rows) -> Iterator[Asked]:
    columns, query = context.snapshot.columns, context.query
    if query.themes:
        yield _named("theme", columns.themes, query.themes, rows)
    if query.types:
        yield _named("type", columns.types, query.types, rows)
    if query.communes:
        yield _named("commune", columns.communes, query.communes, rows)
    if query.languages:
        yield _named("langue", columns.languages, query.languages, rows)


def _named(name: str, column: Coded, wanted: tuple[str, ...], rows: Rows) -> Asked:
    return Asked(name, column.any_of(wanted, rows), column.none_at_all(rows))


def _age(context: Context, rows: Rows) -> Iterator[Asked]:
    if context.query.age_months is not None:
        yes, unknown = fits_age(context.snapshot, context.query.age_months, rows)
        yield Asked("age_mois", yes, unknown)


def fits_age(snapshot: Snapshot, months: int, rows: Rows) -> tuple[Bools, Bools]:
    """Which listings welcome that age, and which do not say."""
    columns = snapshot.columns
    known = columns.age_known[rows]
    return known & (columns.age_min[rows] <= months) & (months <= columns.age_max[rows]), ~known


def _hours(context: Context, rows: Rows) -> Iterator[Asked]:
    query = context.query
    if query.weekdays or query.period or query.opens_by is not None or query.closes_after is not None:
        window = (query.opens_by, query.closes_after)
        known = trusted(context.snapshot, query.now)[rows]
        yield Asked(HOURS, fits_week(context, rows, query.weekdays, query.period, window), ~known)


def on_days(bits: NDArray[np.uint8], days: tuple[int, ...]) -> Bools:
    """Which of these weeks have all those days, or any day when none is asked."""
    mask = sum(1 << day for day in set(days))
    return np.asarray((bits & mask) == mask if mask else bits != 0)


def fits_week(
    context: Context, rows: Rows, days: tuple[int, ...], period: Period | None, window: tuple[int | None, int | None]
) -> Bools:
    """Which listings are surely open on those days of that period, in that window."""
    return on_days(known_weekdays(context.snapshot, context.query.now, period, *window)[rows], days)


def _open(context: Context, rows: Rows) -> Iterator[Asked]:
    if context.query.open_now:
        state = open_now(context.snapshot, context.query.now, context.calendar)[rows]
        yield Asked("ouvert", state == OPEN, state == UNKNOWN)


def _answers(context: Context, rows: Rows) -> Iterator[Asked]:
    query = context.query
    asked = (query.free, query.has_places, query.accessible, query.inclusive)
    for name, column, wanted in zip(ANSWERS, context.snapshot.columns.answers, asked, strict=True):
        if wanted:
            yield Asked(name, column[rows] == 1, column[rows] == UNKNOWN)


def _radius(context: Context, rows: Rows) -> Iterator[Asked]:
    query = context.query
    if query.near is not None and query.radius_km is not None:
        distance = metres(context.snapshot.columns, query.near, rows)
        yield Asked("rayon", distance <= query.radius_km * 1000, distance == NOWHERE)


_BUILDERS: tuple[Callable[[Context, Rows], Iterator[Asked]], ...] = (_words, _age, _hours, _open, _answers, _radius)
