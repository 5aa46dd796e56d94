"""From the listings that answer to one page: a single whole-number key for each, so that the order is total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.search.query import Order, SearchQuery
from app.search.ranking import (
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
from app.search.wanted import Facts
from app.search.whoosh_engine.arrays import Ints, Rows
from app.search.whoosh_engine.bits import Bits, rows_of, unpack
from app.search.whoosh_engine.distances import metres
from app.search.whoosh_engine.filters import Context, answering_yes, fits_age, having
from app.search.whoosh_engine.hours import fits_week, is_open
from app.search.whoosh_engine.largest import nth_largest
from app.search.whoosh_engine.leading import leading
from app.search.whoosh_engine.matching import Match

Keys = NDArray[np.int64]

#: Beyond this many listings, those that surely are not of the page are left aside before the others are sorted.
_SORT_ALL = 400


@dataclass(frozen=True)
class Ranked:
    """The listings that answer everything, with what ranks them: None where the question says nothing of it."""

    rows: Rows
    scores: Ints | None
    fitted: Ints | None

    def at(self, positions: Rows) -> Ranked:
        """Some of them."""
        scores, fitted = (None if part is None else part[positions] for part in (self.scores, self.fitted))
        return Ranked(self.rows[positions], scores, fitted)


def fact_tests(context: Context, facts: Facts) -> list[Bits]:
    """For each of the recognised facts, the listings that surely fit it."""
    snapshot, now, near = context.snapshot, context.query.now, context.query.near
    tests: list[Bits] = []
    if facts.communes:
        tests.append(having(snapshot, "commune", facts.communes))
    if facts.age_months is not None:
        tests.append(fits_age(snapshot, facts.age_months))
    window = (facts.opens_by, facts.closes_after)
    if facts.weekdays or facts.period or window != (None, None):
        tests.append(fits_week(snapshot, now, facts.weekdays, facts.period, window))
    if facts.open_now:
        tests.append(is_open(snapshot, now, context.calendar))
    if facts.free:
        tests.append(answering_yes(snapshot, 0))
    if near is not None and near.commune and not facts.communes:
        tests.append(having(snapshot, "commune", (near.commune,)))
    return tests


def page_of(context: Context, matched: Match, counted: tuple[Bits, int], facts: Sequence[Bits]) -> Rows:
    """Those of the asked page, in order, out of these, so many."""
    query, (selected, total) = context.query, counted
    first, last = (query.page - 1) * query.per_page, query.page * query.per_page
    if first >= total:
        return np.empty(0, np.intp)
    ranked = _contenders(query, matched, selected, facts) if total > max(_SORT_ALL, last) else None
    ranked = ranked or _ranked(matched, rows_of(selected), facts)
    return ranked.rows[_cut(_sort_keys(context, ranked), first, last)]


def _contenders(query: SearchQuery, matched: Match, selected: Bits, facts: Sequence[Bits]) -> Ranked | None:
    """Of many, those that may be on the page or before it; None when the order looks at them all."""
    if query.real_order is not Order.RELEVANCE:
        return None
    last, by_words = query.page * query.per_page, query.near is None
    ranked = _ranked(matched, leading(matched, selected, last, facts, by_words), facts)
    return _best(ranked, last, by_words) if facts or not by_words else ranked


def _cut(keys: Keys, first: int, last: int) -> Rows:
    """Where the keys of the page stand, in order."""
    if len(keys) <= _SORT_ALL or 2 * last >= len(keys):
        return keys.argsort()[first:last]
    nearest = keys.argpartition(last)[:last]
    return nearest[keys[nearest].argsort()][first:]


def _ranked(matched: Match, rows: Rows, facts: Sequence[Bits]) -> Ranked:
    return Ranked(rows, matched.scores(rows), _fitted(facts, rows))


def _fitted(facts: Sequence[Bits], rows: Rows) -> Ints | None:
    """How many of the facts each listing fits."""
    return np.add.reduce([unpack(fact)[rows].astype(np.int32) for fact in facts]) if facts else None


def _best(ranked: Ranked, wanted: int, by_words: bool) -> Ranked:
    """Without those whose tier, facts, and words (when they decide next), already put after as many as are wanted."""
    classes = ranked.scores if by_words or ranked.scores is None else ranked.scores >> WORD_BITS
    if ranked.fitted is not None:
        classes = ranked.fitted if classes is None else _between(classes, ranked.fitted, WORD_BITS if by_words else 0)
    if classes is None or len(classes) <= _SORT_ALL:
        return ranked
    return ranked.at((classes >= nth_largest(classes, wanted)).nonzero()[0])


def _between(scores: Ints, fitted: Ints, bits: int) -> Ints:
    """The facts below the tiers and above these last bits."""
    return (((scores >> bits) << FACT_BITS | fitted) << bits) | (scores & ((1 << bits) - 1))


def _sort_keys(context: Context, ranked: Ranked) -> Keys:
    """Smaller comes first. The name's rank, in every key, makes them all different."""
    snapshot, query, rows = context.snapshot, context.query, ranked.rows
    rank: Keys = snapshot.name_rank[rows]
    if query.real_order is Order.NAME:
        return rank
    if query.real_order is Order.VERIFICATION:
        return (-snapshot.column("assured")[rows].astype(np.int64) << NAME_BITS) + rank
    if query.real_order is Order.DISTANCE and query.near is not None:
        return (metres(snapshot, query.near, rows) << NAME_BITS) | rank
    return _by_relevance(context, ranked) | rank


def _by_relevance(context: Context, ranked: Ranked) -> Keys:
    query = context.query
    tier = OWN_NAME_TIER - (
        np.int64(FULL_TIER) if ranked.scores is None else ranked.scores.astype(np.int64) >> WORD_BITS
    )
    fitted = 0 if ranked.fitted is None else ranked.fitted
    key = np.asarray(((tier << FACT_BITS) | (MAX_FACTS - fitted)) << DISTANCE_BITS, np.int64)
    if query.near is not None:
        key = key | metres(context.snapshot, query.near, ranked.rows)
    words = _made_for_age(query, context, ranked.rows) if ranked.scores is None else ranked.scores & MAX_WORDS
    key = (key << WORD_BITS) | (MAX_WORDS - words)
    return np.asarray(key << NAME_BITS, np.int64)


def _made_for_age(query: SearchQuery, context: Context, rows: Rows) -> Keys:
    """Without words: how narrow the ages of each listing are, when an age was said and it fits."""
    snapshot, weights = context.snapshot, np.zeros(len(rows), np.int64)
    age = query.wanted.facts.age_months if query.wanted else None
    if age is not None:
        width = snapshot.column("age_max")[rows] - snapshot.column("age_min")[rows]
        fits = unpack(fits_age(snapshot, age))[rows]
        for widest, weight in MADE_FOR_AGE:
            weights = np.where(fits & (width <= widest), np.maximum(weights, weight), weights)
    return weights
