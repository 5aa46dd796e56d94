"""Points and outlines, without a map of anybody else: where a point falls, and a drawing of it. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.territory.reference import CommuneRef, Reference

METRES_PER_DEGREE = 111_320.0
#: A point this far outside an outline (degrees, about two hundred metres) may be the other side of the street.
MARGIN = 0.002
#: SVG units across a drawing, and the most that it is high.
WIDTH, MOST_HEIGHT = 560, 480
#: Metres around a point that is seen from near.
NEAR = 400

LatLon = tuple[float, float]


def inside(commune: CommuneRef, point: LatLon) -> bool:
    """Whether a point is in the outline of a commune; never without an outline."""
    lat, lon = point
    rings = (ring for polygon in commune.outline for ring in polygon)
    crossed = sum(_crosses(ring[rank - 1], ring[rank], lon, lat) for ring in rings for rank in range(len(ring)))
    return crossed % 2 == 1


def near(commune: CommuneRef, lat: float, lon: float) -> bool:
    """Whether a point is in the outline of a commune, or just beside; a commune without outline says yes."""
    if not commune.outline:
        return True
    steps = (-MARGIN, 0.0, MARGIN)
    return any(inside(commune, (lat + up, lon + right)) for up in steps for right in steps)


def in_territory(reference: Reference, point: LatLon) -> bool:
    """Whether a point is in one of the communes, or just beside."""
    return any(near(commune, *point) for commune in reference.communes.values())


def commune_at(reference: Reference, point: LatLon) -> CommuneRef | None:
    """The commune whose outline holds that point."""
    return next((commune for commune in reference.communes.values() if inside(commune, point)), None)


def moved(point: LatLon, *, north: float = 0, east: float = 0) -> LatLon:
    """The point so many metres further."""
    lat = max(-89.0, min(89.0, point[0] + north / METRES_PER_DEGREE))
    squeeze = math.cos(math.radians(lat))
    return round(lat, 6), round(point[1] + east / (METRES_PER_DEGREE * squeeze), 6)


def distance(start: LatLon, end: LatLon) -> float:
    """Metres between two points of one territory."""
    north, east = _offset(start, end)
    return math.hypot(north, east)


def bearing(start: LatLon, end: LatLon) -> int:
    """The eighth of the compass in which the second lies: 0 north, 2 east, 4 south, 6 west."""
    north, east = _offset(start, end)
    return round(math.degrees(math.atan2(east, north)) / 45) % 8


def _offset(start: LatLon, end: LatLon) -> LatLon:
    squeeze = math.cos(math.radians((start[0] + end[0]) / 2))
    return (end[0] - start[0]) * METRES_PER_DEGREE, (end[1] - start[1]) * METRES_PER_DEGREE * squeeze


@dataclass(frozen=True)
class Frame:
    """A window on the ground, north up: `x` and `y` in SVG units, `across` and `up` in units a degree."""

    west: float
    north: float
    across: float
    up: float
    height: int

    @property
    def view_box(self) -> str:
        """Of the <svg>."""
        return f"0 0 {WIDTH} {self.height}"

    def at(self, point: LatLon) -> tuple[int, int]:
        """Where a point is drawn."""
        return round((point[1] - self.west) * self.across), round((self.north - point[0]) * self.up)


@dataclass(frozen=True)
class Outline:
    """A commune as an SVG path."""

    path: str
    is_here: bool


@dataclass(frozen=True)
class Picture:
    """The commune and its neighbours, some points, some names to find one's way."""

    frame: Frame
    outlines: tuple[Outline, ...]
    points: tuple[tuple[int, int], ...]
    landmarks: tuple[tuple[int, int, str], ...]


def picture(
    reference: Reference, commune: CommuneRef, points: Sequence[LatLon], landmarks: Iterable[tuple[LatLon, str]] = (),
    *, closely: bool = False,
) -> Picture:  # fmt: skip
    """The drawing of that commune with these points, whole or around the first of them."""
    frame = _around(points[0]) if closely and points else _frame(commune, tuple(points))
    shown = [(frame.at(point), name) for point, name in landmarks]
    return Picture(
        frame,
        _outlines(tuple(reference.communes.values()), commune.insee, frame),
        tuple(frame.at(point) for point in points),
        tuple((*place, name) for place, name in shown if 0 <= place[0] <= WIDTH and 0 <= place[1] <= frame.height),
    )


def _around(point: LatLon) -> Frame:
    south, west = moved(point, north=-NEAR, east=-NEAR * 1.4)
    north, east = moved(point, north=NEAR, east=NEAR * 1.4)
    return _fitted((south, north), (west, east))


def _frame(commune: CommuneRef, points: tuple[LatLon, ...]) -> Frame:
    corners = [(lat, lon) for polygon in commune.outline for ring in polygon for lon, lat in ring]
    around = [moved(commune.centre, north=far, east=far) for far in (-2000, 2000)]
    seen = [*(corners or around), *points]
    return _fitted((min(lat for lat, _ in seen), max(lat for lat, _ in seen)),
                   (min(lon for _, lon in seen), max(lon for _, lon in seen)))  # fmt: skip


def _fitted(lats: LatLon, lons: LatLon) -> Frame:
    margin = 0.06 * max(lats[1] - lats[0], lons[1] - lons[0], 0.001)
    south, north, west, east = lats[0] - margin, lats[1] + margin, lons[0] - margin, lons[1] + margin
    squeeze = math.cos(math.radians((south + north) / 2))
    up = min(WIDTH / ((east - west) * squeeze), MOST_HEIGHT / (north - south))
    spare = WIDTH / (up * squeeze) - (east - west)
    return Frame(west - spare / 2, north, up * squeeze, up, round((north - south) * up))


@lru_cache(maxsize=64)
def _outlines(communes: tuple[CommuneRef, ...], here: str, frame: Frame) -> tuple[Outline, ...]:
    drawn = [Outline(_path(one, frame), one.insee == here) for one in communes if one.outline]
    return tuple(sorted(drawn, key=lambda one: one.is_here))


def _path(commune: CommuneRef, frame: Frame) -> str:
    rings = (ring for polygon in commune.outline for ring in polygon)
    return "".join("M" + "L".join("{} {}".format(*frame.at((lat, lon))) for lon, lat in ring) + "z" for ring in rings)


def _crosses(start: Sequence[float], end: Sequence[float], x: float, y: float) -> bool:
    """Whether a line going east from the point meets this side."""
    (x1, y1), (x2, y2) = start, end
    return (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
