"""Without any answer: the same search, asked for less (U6)."""

from __future__ import annotations

from dataclasses import replace

from app.directory.presenting.card import CardView
from app.directory.searching.answers import ask
from app.search.query import SearchQuery


def come_nearest(query: SearchQuery) -> tuple[CardView, ...]:
    """Without any answer: what comes nearest, free places and free of charge forgotten; then when only the words, then
    only the place, are kept."""
    without_need = replace(query, has_places=False, free=False, page=1)
    words = SearchQuery(query.now, text=query.text, near=query.near)
    for looser in (without_need, words, SearchQuery(query.now, near=query.near)):
        if looser.text or looser.near or looser is without_need:
            views = ask(replace(looser, per_page=3)).views
            if views:
                return views
    return ()
