"""What almost answers the asked hours: offered apart, under the exact answers, with what is missing said."""

from __future__ import annotations

from dataclasses import replace

from app.catalogue.hours.gaps import is_near, missing
from app.directory.presenting.asked import card_gaps
from app.directory.presenting.card import CardView, card_view, is_stopped
from app.directory.searching.answers import ask, asked_of, moment_now
from app.search.query import SearchQuery
from app.territory.queries import local_reference

#: Listings looked at, the best answers to everything else first; and those shown.
LOOKED_AT, SHOWN = 200, 5


def near_misses(query: SearchQuery) -> tuple[CardView, ...]:
    """The listings that answer everything but miss an hour at most of the asked times, the closest first."""
    if query.opens_by is None and query.closes_after is None:
        return ()
    free = {"opens_by": None, "closes_after": None, "include_unknown": False, "page": 1, "per_page": LOOKED_AT}
    found = ask(replace(query, **free))  # type: ignore[arg-type]
    known, moment, asked = local_reference(), moment_now(), asked_of(query)
    near = []
    for card, hit in zip(found.cards, found.hits, strict=True):
        gaps = card_gaps(card, asked, moment.today)
        if is_near(gaps) and not is_stopped(card):
            near.append((missing(gaps) or 0, card, hit))
    near.sort(key=lambda one: one[0])
    return tuple(card_view(card, known, moment, hit, asked) for _minutes, card, hit in near[:SHOWN])
