"""The answers of a search on the outlines of the communes: a drawing without any network; a script may enliven it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, url_for

from app.catalogue.cards import Card
from app.directory.presenting.territory import Frame, Shape, counted_drawing, frame_of
from app.foundation.settings import Settings
from app.foundation.text import typography
from app.territory.reference import Reference

#: Listings on one map; the list always has them all.
MOST = 300


@dataclass(frozen=True)
class MapPoint:
    """A listing on the map, at its public position: `x`, `y` on the drawing."""

    x: int
    y: int
    lat: float
    lon: float
    name: str
    href: str


@dataclass(frozen=True)
class MapView:
    """The drawing, what stands on it, how many have no place on it, and the tiles when the operator set some."""

    shapes: tuple[Shape, ...]
    view_box: str
    frame: Frame
    points: tuple[MapPoint, ...]
    placeless: int
    tiles: str
    attribution: str


def map_view(cards: Sequence[Card], total: int, reference: Reference) -> MapView | None:
    """The map of these listings; None when the territory has no outline."""
    frame = frame_of(reference)
    drawn = counted_drawing(reference, Counter(card.commune for card in cards if card.commune))
    if frame is None or drawn is None:
        return None
    points = tuple(_point(card, frame) for card in cards if card.lat is not None and card.lon is not None)
    settings: Settings = current_app.extensions["settings"]
    credits = [str(reference.facts.get("attribution", "")), settings.tiles_attribution if settings.tiles_url else ""]
    return MapView(
        shapes=drawn.shapes,
        view_box=drawn.view_box,
        frame=frame,
        points=points,
        placeless=total - len(points),
        tiles=settings.tiles_url,
        attribution=typography(". ".join(said for said in credits if said)),
    )


def _point(card: Card, frame: Frame) -> MapPoint:
    lat, lon = card.lat or 0.0, card.lon or 0.0
    x, y = frame.place(lon, lat)
    href = url_for("directory.service", slug=card.slug)
    return MapPoint(x, y, round(lat, 5), round(lon, 5), typography(card.name), href)
