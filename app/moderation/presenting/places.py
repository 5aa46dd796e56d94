"""Where it was, where it would be: how far, and both points on a map of somebody else, opened on demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Any

from app.foundation.i18n import format_distance
from app.foundation.i18n import gettext as _

EARTH = 6_371_000


@dataclass(frozen=True)
class MapView:
    """A sentence and the links to both points."""

    sentence: str
    links: tuple[tuple[str, str], ...]


def map_view(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> MapView | None:
    """None when neither side has a position."""
    old, new = _point(before), _point(after)
    links = [(_address(point), label) for point, label in ((old, _("Carte avant")), (new, _("Carte après"))) if point]
    if not links:
        return None
    if old and new:
        sentence = _("Le point bouge de %(distance)s.", distance=format_distance(distance(old, new)))
        return MapView(sentence if old != new else _("Le point ne bouge pas."), tuple(links))
    return MapView(_("Le point est nouveau.") if new else _("Le point disparaît."), tuple(links))


def distance(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Metres between two (latitude, longitude)."""
    (lat1, lon1), (lat2, lon2) = ((radians(a), radians(b)) for a, b in (start, end))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))


def _point(place: Mapping[str, Any] | None) -> tuple[float, float] | None:
    if not place or place.get("lat") is None or place.get("lon") is None:
        return None
    return place["lat"], place["lon"]


def _address(point: tuple[float, float]) -> str:
    lat, lon = point
    return f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=18/{lat}/{lon}"
