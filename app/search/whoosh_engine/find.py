"""Answering one query on one generation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.catalogue.hours.model import Calendar
from app.search.engine import Found, Hit
from app.search.query import SearchQuery
from app.search.wanted import Unit, Wanted
from app.search.whoosh_engine.arrays import Rows
from app.search.whoosh_engine.distances import metres
from app.search.whoosh_engine.facets import Selected, count_facets
from app.search.whoosh_engine.filters import Context, asked_filters
from app.search.whoosh_engine.hours import UNKNOWN, open_now
from app.search.whoosh_engine.matching import Match, match
from app.search.whoosh_engine.ordering import facts_fitted, page_of, sort_keys
from app.search.whoosh_engine.ranking import NOWHERE
from app.search.whoosh_engine.snapshot import Snapshot
from app.search.whoosh_engine.snippets import needles, snippet
from app.search.words import name_key, stems


def find(snapshot: Snapshot, query: SearchQuery, calendar: Calendar) -> Found:
    """Select by the text, filter, count, order, and cut the page out."""
    context = Context(snapshot, query, calendar)
    wanted = query.wanted or plain_words(query.text)
    matched = match(snapshot, wanted)
    filters = asked_filters(context, matched.rows)
    size = len(snapshot) if isinstance(matched.rows, slice) else len(matched.rows)
    selected = Selected(matched.rows, size, filters, query.include_unknown)
    hits, total, full = _page(context, wanted, matched, selected.rows)
    return Found(hits, total, count_facets(context, selected), selected.left_out(), full)


def plain_words(text: str) -> Wanted:
    """Each word is a need: what an engine makes of a text that nobody understood first."""
    return Wanted(tuple(Unit(words=((stem,),)) for stem in dict.fromkeys(stems(text))), name=name_key(text))


def _page(context: Context, wanted: Wanted, matched: Match, rows: Rows) -> tuple[tuple[Hit, ...], int, int | None]:
    fitted, facts = facts_fitted(context, wanted.facts, rows)
    tiers, words = _of(matched.tiers, matched, rows), _of(matched.words, matched, rows)
    keys = sort_keys(context, rows, tiers, words, fitted)
    positions = page_of(context, rows, keys)
    docs = positions if isinstance(rows, slice) else rows[positions]
    full = int(np.count_nonzero(fitted == facts)) if facts else None
    return _hits(context, wanted, docs), len(keys), full


def _of(values: NDArray[np.int64] | None, matched: Match, rows: Rows) -> NDArray[np.int64] | None:
    """The values of these listings, which are some of those that matched (both in order)."""
    if values is None or isinstance(matched.rows, slice) or isinstance(rows, slice) or len(rows) == len(matched.rows):
        return values
    return values[np.searchsorted(matched.rows, rows)]


def _hits(context: Context, wanted: Wanted, docs: NDArray[np.intp]) -> tuple[Hit, ...]:
    snapshot, query = context.snapshot, context.query
    ids = snapshot.columns.ids[docs].tolist()
    states = open_now(snapshot, query.now, context.calendar)[docs].tolist()
    away = [NOWHERE] * len(ids) if query.near is None else metres(snapshot.columns, query.near, docs).tolist()
    bodies, sought = snapshot.columns.bodies, needles(wanted)
    return tuple(
        Hit(
            one,
            None if distance == NOWHERE else distance,
            None if state == UNKNOWN else bool(state),
            snippet(bodies[doc], sought),
        )
        for one, distance, state, doc in zip(ids, away, states, docs.tolist(), strict=True)
    )
