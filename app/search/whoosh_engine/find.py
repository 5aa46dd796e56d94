"""Answering one query on one generation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.catalogue.hours.model import Calendar
from app.search.engine import Found, Hit
from app.search.query import SearchQuery
from app.search.wanted import Unit, Wanted
from app.search.whoosh_engine.distances import metres
from app.search.whoosh_engine.facets import count_facets
from app.search.whoosh_engine.filters import Context, asked_filters
from app.search.whoosh_engine.hours import UNKNOWN, open_now
from app.search.whoosh_engine.matching import Match, match
from app.search.whoosh_engine.ordering import Ranked, facts_fitted, page_of
from app.search.whoosh_engine.ranking import NOWHERE
from app.search.whoosh_engine.selected import Selected
from app.search.whoosh_engine.snapshot import Snapshot
from app.search.whoosh_engine.snippets import needles, snippet
from app.search.words import name_key, stems


def find(snapshot: Snapshot, query: SearchQuery, calendar: Calendar) -> Found:
    """Select by the text, filter, count, order, and cut the page out."""
    context = Context(snapshot, query, calendar)
    wanted = query.wanted or plain_words(query.text)
    matched = match(snapshot, wanted)
    selected = Selected(matched.rows, asked_filters(context, matched.rows), query.include_unknown)
    hits, total, full = _page(context, wanted, matched, selected)
    return Found(hits, total, count_facets(context, selected), selected.left_out(), full)


def plain_words(text: str) -> Wanted:
    """Each word is a need: what an engine makes of a text that nobody understood first."""
    return Wanted(tuple(Unit(words=((stem,),)) for stem in dict.fromkeys(stems(text))), name=name_key(text))


def _page(
    context: Context, wanted: Wanted, matched: Match, selected: Selected
) -> tuple[tuple[Hit, ...], int, int | None]:
    rows, at = selected.rows, selected.positions
    total = len(context.snapshot) if isinstance(rows, slice) else len(rows)
    fitted, facts = facts_fitted(context, wanted.facts, rows)
    full = None if fitted is None else int(np.count_nonzero(fitted == facts))
    tiers, words = matched.tiers, matched.words
    if tiers is not None and words is not None and at is not None:
        tiers, words = tiers[at], words[at]
    return _hits(context, wanted, page_of(context, total, Ranked(rows, tiers, words, fitted))), total, full


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
