"""What the engines index of a listing, from its public card."""

from __future__ import annotations

from app.catalogue.cards import Card
from app.search.document import IndexDocument


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
        hours=card.hours,
        free=card.free,
        has_places=card.has_places,
        accessible=card.accessible,
        inclusive=card.inclusive,
        languages=card.languages,
        assured_on=card.assured_on,
        completeness=card.completeness,
    )
