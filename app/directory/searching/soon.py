"""When nothing is open: what opens next, so that nobody is left before a closed door."""

from __future__ import annotations

from dataclasses import replace

from app.catalogue.hours.rules import next_opening
from app.directory.presenting.card import CardView, card_view, is_stopped
from app.directory.searching.answers import ask, moment_now
from app.search.query import SearchQuery
from app.territory.queries import local_reference

#: Listings looked at, the best answers first; those shown; and how far ahead, in days.
LOOKED_AT, SHOWN, DAYS = 200, 5, 7


def opening_soon(query: SearchQuery) -> tuple[CardView, ...]:
    """The listings of this search that open next, the first first; those that nobody can tell are left out."""
    found = ask(replace(query, open_now=False, page=1, per_page=LOOKED_AT))
    known, moment = local_reference(), moment_now()
    awaited = []
    for card, hit in zip(found.cards, found.hits, strict=True):
        opens = None if is_stopped(card) else next_opening(card.hours, moment.now, moment.calendar, DAYS)
        if opens is not None and opens > moment.now:
            awaited.append((opens, card, hit))
    awaited.sort(key=lambda one: one[0])
    return tuple(card_view(card, known, moment, hit) for _opens, card, hit in awaited[:SHOWN])
