"""What the engines index of a listing, from its public card."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.catalogue.cards import Card
from app.catalogue.facts import Status
from app.catalogue.hours.model import Closure, Hours
from app.search.document import IndexDocument

#: Until somebody says that it opens again.
STOPPED = Closure(date.min, date.max)


def document_of(card: Card) -> IndexDocument:
    """The index document of a card; nothing private can be in it, for nothing private is in a card."""
    return IndexDocument(
        id=card.id,
        name=card.name,
        type=card.type,
        themes=card.themes,
        communes=card.communes,
        body=card.body,
        organization=card.organization,
        lat=card.lat,
        lon=card.lon,
        age_min=card.age_min,
        age_max=card.age_max,
        hours=_hours(card),
        free=card.free,
        has_places=card.has_places,
        accessible=card.accessible,
        inclusive=card.inclusive,
        languages=card.languages,
        assured_on=card.assured_on,
        completeness=card.completeness,
    )


def _hours(card: Card) -> Hours:
    """A listing that is closed for a time opens at no moment, whatever its week says."""
    if card.status != Status.TEMPORARILY_CLOSED:
        return card.hours
    return replace(card.hours, closures=(*card.hours.closures, STOPPED), special_openings=())
