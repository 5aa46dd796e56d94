"""Where it was, where it would be: how far, and both points on a map of somebody else, opened on demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.foundation.i18n import format_distance
from app.foundation.i18n import gettext as _
from app.territory.outlines import LatLon, Picture, distance, picture
from app.territory.queries import reference


@dataclass(frozen=True)
class MapView:
    """A sentence, a drawing of the commune with both points, and the links to them; `sides` names each point."""

    sentence: str
    links: tuple[tuple[str, str], ...]
    picture: Picture | None = None
    sides: tuple[str, ...] = ()


def map_view(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> MapView | None:
    """None when neither side has a position."""
    old, new = _point(before), _point(after)
    links = [(_address(point), label) for point, label in ((old, _("Carte avant")), (new, _("Carte après"))) if point]
    if not links:
        return None
    drawn = [(point, side) for point, side in ((old, "was"), (new, "")) if point]
    commune = reference().communes.get(str((after or before or {}).get("commune")))
    made = picture(reference(), commune, [point for point, _side in drawn]) if commune else None
    return MapView(_sentence(old, new), tuple(links), made, tuple(side for _point, side in drawn))


def _sentence(old: LatLon | None, new: LatLon | None) -> str:
    if old and new:
        gone = _("Le point bouge de %(distance)s.", distance=format_distance(distance(old, new)))
        return gone if old != new else _("Le point ne bouge pas.")
    return _("Le point est nouveau.") if new else _("Le point disparaît.")


def _point(place: Mapping[str, Any] | None) -> tuple[float, float] | None:
    if not place or place.get("lat") is None or place.get("lon") is None:
        return None
    return place["lat"], place["lon"]


def _address(point: tuple[float, float]) -> str:
    lat, lon = point
    return f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=18/{lat}/{lon}"
