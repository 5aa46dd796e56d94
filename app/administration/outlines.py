"""The outline of a commune, pasted as GeoJSON: geo.api.gouv.fr gives it so."""

from __future__ import annotations

import json
from typing import Any

from app.administration.fields import Field, Wrong
from app.foundation.i18n import gettext as _
from app.territory.reference import Reference

LONGEST = 80_000
MOST_POINTS = 20_000


def outline(_field: Field, text: str, _known: Reference) -> list[Any]:
    """The polygons of a GeoJSON feature or geometry. Raises Wrong."""
    try:
        polygons = _polygons(json.loads(text)) if len(text) <= LONGEST else []
        points = [point for polygon in polygons for ring in polygon for point in ring]
        sound = all(_is_point(point) for point in points)
    except (ValueError, TypeError, LookupError, RecursionError):
        points, sound = [], False
    if not sound or not 3 <= len(points) <= MOST_POINTS:
        raise Wrong(_("Collez le contour en GeoJSON : un polygone, ou plusieurs, en degrés."))
    return polygons


def geojson(polygons: Any) -> str:
    """The same, as it is pasted; '' for none."""
    return json.dumps({"type": "MultiPolygon", "coordinates": polygons}, separators=(",", ":")) if polygons else ""


def _polygons(data: Any) -> list[Any]:
    geometry = data.get("geometry") or data.get("contour") or data if isinstance(data, dict) else {}
    found: list[Any] = geometry["coordinates"]
    match geometry["type"]:
        case "Polygon":
            return [found]
        case "MultiPolygon":
            return found
    return []


def _is_point(point: Any) -> bool:
    lon, lat = point[0], point[1]
    return len(point) == 2 and all(isinstance(each, int | float) and abs(each) <= 180 for each in (lon, lat))
