"""Asking the search, and bringing back cards that may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flask import current_app

from app.catalogue.cards import Card
from app.catalogue.shelf import cards
from app.directory.presenting.asked import Asked as AskedOnCard
from app.directory.presenting.card import CardView, card_views
from app.directory.presenting.moments import Moment
from app.search.engine import Hit
from app.search.finding import Answer, search
from app.search.query import SearchQuery
from app.search.wanted import Facts
from app.territory.queries import calendar, local_reference, now

NOTHING_SAID = Facts()


@dataclass(frozen=True)
class Results:
    """A page of answers, ready to be shown. `answer` says what was understood."""

    answer: Answer
    query: SearchQuery
    hits: tuple[Hit, ...]
    cards: tuple[Card, ...]

    @cached_property
    def views(self) -> tuple[CardView, ...]:
        """The cards as they are shown; written only for pages that show them."""
        known, moment = local_reference(), moment_now()
        return card_views(zip(self.cards, self.hits, strict=True), known, moment, asked_of(self.query, self.said))

    @property
    def said(self) -> Facts:
        """What the words of the search say of whom, where and when."""
        return self.answer.reading.wanted.facts if self.answer.reading else NOTHING_SAID

    @property
    def total(self) -> int:
        """How many listings answer."""
        return self.answer.found.total


def asked_of(query: SearchQuery, said: Facts = NOTHING_SAID) -> AskedOnCard:
    """What the cards of this search answer: its filters, else what its words say (« mercredi », « été »)."""
    return AskedOnCard(
        weekdays=query.weekdays or said.weekdays,
        period=query.period or said.period,
        opens_by=said.opens_by if query.opens_by is None else query.opens_by,
        closes_after=said.closes_after if query.closes_after is None else query.closes_after,
        places=query.has_places,
        accessible=query.accessible,
        inclusive=query.inclusive,
        languages=bool(query.languages),
    )


def ask(query: SearchQuery) -> Results:
    """Search, then read the cards of this page in one query."""
    answer = search(query, current_app.extensions["search_engine"], current_app.extensions["lexicon"]())
    found = {card.id: card for card in cards([hit.id for hit in answer.found.hits])}
    hits = tuple(hit for hit in answer.found.hits if hit.id in found)
    return Results(answer, query, hits, tuple(found[hit.id] for hit in hits))


def moment_now() -> Moment:
    """The present moment in the territory, with its calendar."""
    return Moment(now(), calendar())
