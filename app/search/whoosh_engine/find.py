"""Answering one query on one generation."""

from __future__ import annotations

from app.catalogue.hours.model import Calendar
from app.search.engine import Found, Hit
from app.search.query import SearchQuery
from app.search.ranking import NOWHERE
from app.search.snippets import needles, snippet
from app.search.wanted import Unit, Wanted
from app.search.whoosh_engine.arrays import Rows
from app.search.whoosh_engine.bits import count, crossed
from app.search.whoosh_engine.distances import metres
from app.search.whoosh_engine.facets import count_facets
from app.search.whoosh_engine.filters import Context, asked_filters
from app.search.whoosh_engine.hours import UNKNOWN, open_now
from app.search.whoosh_engine.matching import match
from app.search.whoosh_engine.ordering import fact_tests, page_of
from app.search.whoosh_engine.selected import Selected
from app.search.whoosh_engine.snapshot import Snapshot
from app.search.words import SMALL_WORDS, stem, tokens


def find(snapshot: Snapshot, query: SearchQuery, calendar: Calendar) -> Found:
    """Select by the text, filter, count, order, and cut the page out."""
    context = Context(snapshot, query, calendar)
    wanted = query.wanted or plain_words(query.text)
    matched = match(snapshot, wanted)
    selected = Selected(matched.bits, asked_filters(context, matched.bits), query.include_unknown)
    facts, total = fact_tests(context, wanted.facts), count(selected.bits)
    return Found(
        hits=_hits(context, wanted, page_of(context, matched, (selected.bits, total), facts)),
        total=total,
        facets=count_facets(context, selected),
        left_out=selected.left_out(),
        full_matches=count(crossed(selected.bits, facts)) if facts else None,
    )


def plain_words(text: str) -> Wanted:
    """Each word is a need: what an engine makes of a text that nobody understood first."""
    words = tokens(text)
    stems = dict.fromkeys(stem(word) for word in words if word not in SMALL_WORDS)
    return Wanted(tuple(Unit(words=((one,),)) for one in stems), name=" ".join(words))


def _hits(context: Context, wanted: Wanted, rows: Rows) -> tuple[Hit, ...]:
    snapshot, query = context.snapshot, context.query
    ids = snapshot.column("ids")[rows].tolist()
    states = open_now(snapshot, query.now, context.calendar)[rows].tolist()
    away = [NOWHERE] * len(ids) if query.near is None else metres(snapshot, query.near, rows).tolist()
    sought = needles(wanted) if query.snippets else ()
    return tuple(
        Hit(
            one,
            None if distance == NOWHERE else distance,
            None if state == UNKNOWN else bool(state),
            snippet(*snapshot.text(row), sought) if sought else "",
        )
        for one, distance, state, row in zip(ids, away, states, rows.tolist(), strict=True)
    )
