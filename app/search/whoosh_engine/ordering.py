"""From the listings that answer to one page: a single whole-number key for each, so that the order is total."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.search.query import Order, SearchQuery
from app.search.wanted import Facts
from app.search.whoosh_engine.arrays import Bools, Ints, Rows
from app.search.whoosh_engine.distances import metres
from app.search.whoosh_engine.filters import Context, fits_age, fits_week
from app.search.whoosh_engine.hours import OPEN, open_now
from app.search.whoosh_engine.ranking import (
    DISTANCE_BITS,
    FACT_BITS,
    FULL_TIER,
    MADE_FOR_AGE,
    MAX_FACTS,
    MAX_WORDS,
    NAME_BITS,
    OWN_NAME_TIER,
    WORD_BITS,
)

Keys = NDArray[np.int64]

#: Beyond this many listings, those that surely are not of the page are left aside before the others are sorted.
_SORT_ALL = 400


@dataclass(frozen=True)
class Ranked:
    """The listings that answer everything, with what ranks them: None where the question says nothing of it."""

    rows: Rows
    tiers: Ints | None
    words: Ints | None
    fitted: Ints | None

    def at(self, positions: NDArray[np.intp]) -> Ranked:
        """Some of them."""
        rows = positions if isinstance(self.rows, slice) else self.rows[positions]
        parts = (None if part is None else part[positions] for part in (self.tiers, self.words, self.fitted))
        return Ranked(rows, *parts)


def facts_fitted(context: Context, facts: Facts, rows: Rows) -> tuple[Ints | None, int]:
    """How many of the recognised facts each listing surely fits, and how many there are."""
    tests = _fact_tests(context, facts, rows)
    near = context.query.near
    if near is not None and near.commune and not facts.communes:
        tests.append(context.snapshot.columns.communes.any_of((near.commune,), rows))
    if not tests:
        return None, 0
    fitted = tests[0].astype(np.int32)
    for test in tests[1:]:
        fitted += test
    return fitted, len(tests)


def _fact_tests(context: Context, facts: Facts, rows: Rows) -> list[Bools]:
    snapshot = context.snapshot
    tests: list[Bools] = []
    if facts.communes:
        tests.append(snapshot.columns.communes.any_of(facts.communes, rows))
    if facts.age_months is not None:
        tests.append(fits_age(snapshot, facts.age_months, rows)[0])
    window = (facts.opens_by, facts.closes_after)
    if facts.weekdays or facts.period or window != (None, None):
        tests.append(fits_week(context, rows, facts.weekdays, facts.period, window))
    if facts.open_now:
        tests.append(open_now(snapshot, context.query.now, context.calendar)[rows] == OPEN)
    if facts.free:
        tests.append(snapshot.columns.answers[0][rows] == 1)
    return tests


def page_of(context: Context, total: int, ranked: Ranked) -> NDArray[np.intp]:
    """Those of the asked page among these `total` listings, in order."""
    query = context.query
    first, last = (query.page - 1) * query.per_page, query.page * query.per_page
    if first >= total:
        return np.empty(0, np.intp)
    if total > _SORT_ALL and query.order is Order.RELEVANCE:
        ranked = _best(ranked, last)
    keys = _sort_keys(context, ranked)
    if len(keys) <= _SORT_ALL or 2 * last >= len(keys):
        order = np.argsort(keys)[first:last]
    else:
        nearest = np.argpartition(keys, last)[:last]
        order = nearest[np.argsort(keys[nearest])][first:]
    return order if isinstance(ranked.rows, slice) else ranked.rows[order]


def _best(ranked: Ranked, wanted: int) -> Ranked:
    """Without those whose tier and facts already put them after as many as are wanted."""
    classes = ranked.tiers
    if ranked.fitted is not None:
        classes = ranked.fitted if classes is None else (classes << FACT_BITS) + ranked.fitted
    if classes is None:
        return ranked
    better = np.cumsum(np.bincount(classes)[::-1])
    worst = len(better) - 1 - int(np.searchsorted(better, wanted))
    return ranked if worst <= 0 else ranked.at(np.flatnonzero(classes >= worst))


def _sort_keys(context: Context, ranked: Ranked) -> Keys:
    """Smaller comes first. The name's rank, in every key, makes them all different."""
    snapshot, query, rows = context.snapshot, context.query, ranked.rows
    rank = snapshot.name_rank[rows]
    if query.order is Order.NAME:
        return rank
    if query.order is Order.VERIFICATION:
        return (-snapshot.columns.assured[rows].astype(np.int64) << NAME_BITS) + rank
    if query.order is Order.DISTANCE and query.near is not None:
        return (metres(snapshot.columns, query.near, rows) << NAME_BITS) | rank
    return _by_relevance(context, ranked) | rank


def _made_for_age(query: SearchQuery, context: Context, rows: Rows) -> Keys:
    """Without words: how narrow the ages of each listing are, when an age was said and it fits."""
    columns = context.snapshot.columns
    weights = np.zeros(len(columns.ids[rows]), np.int64)
    age = query.wanted.facts.age_months if query.wanted else None
    if age is not None:
        width = columns.age_max[rows] - columns.age_min[rows]
        fits = fits_age(context.snapshot, age, rows)[0]
        for widest, weight in MADE_FOR_AGE:
            weights = np.where(fits & (width <= widest), np.maximum(weights, weight), weights)
    return weights


def _by_relevance(context: Context, ranked: Ranked) -> Keys:
    query = context.query
    tier = OWN_NAME_TIER - (np.int64(FULL_TIER) if ranked.tiers is None else ranked.tiers.astype(np.int64))
    fitted = 0 if ranked.fitted is None else ranked.fitted
    key = np.asarray(((tier << FACT_BITS) | (MAX_FACTS - fitted)) << DISTANCE_BITS, np.int64)
    if query.near is not None:
        key = key | metres(context.snapshot.columns, query.near, ranked.rows)
    words = _made_for_age(query, context, ranked.rows) if ranked.words is None else ranked.words
    key = (key << WORD_BITS) | (MAX_WORDS - words)
    return np.asarray(key << NAME_BITS, np.int64)
