"""Drawings that speak: in a PDF every figure says in words what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

import segno
from markupsafe import Markup

from app.foundation.i18n import ngettext
from app.territory.outlines import WIDTH, LatLon, picture
from app.territory.reference import CommuneRef, Reference

#: SVG units within which two places share a mark: their letters would cover each other.
TOGETHER = 26


def qr_figure(address: str, title: str) -> Markup:
    """The QR code of an address, with its alternative."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=2, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None, title=title
    )
    return Markup(drawn)  # noqa: S704  modules and an escaped title


@dataclass(frozen=True)
class Mark:
    """A letter on a plan, and the numbers of the listings that are there."""

    letter: str
    x: int
    y: int
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """The outline of a commune and its marks; `alt` says the same in words."""

    view_box: str
    paths: tuple[tuple[str, bool], ...]
    marks: tuple[Mark, ...]
    alt: str


def plan_of(reference: Reference, commune: CommuneRef, places: Sequence[tuple[int, LatLon]]) -> Plan | None:
    """The plan of a commune with these numbered places; None without an outline or without a place."""
    if not commune.outline or not places:
        return None
    drawn = picture(reference, commune, [point for _number, point in places])
    marks = _marks([(number, *drawn.points[rank]) for rank, (number, _point) in enumerate(places)])
    paths = tuple((one.path, one.is_here) for one in drawn.outlines if _is_seen(one.path, drawn.frame.height))
    alt = ngettext(
        "Plan de %(commune)s, avec %(num)d repère. La liste des repères suit.",
        "Plan de %(commune)s, avec %(num)d repères. La liste des repères suit.",
        len(marks),
        commune=commune.name,
    )
    return Plan(drawn.frame.view_box, paths, marks, alt)


def _is_seen(path: str, height: int) -> bool:
    """Whether the box around this outline meets the drawing."""
    pairs = [pair.split() for ring in path.split("M") for pair in ring.rstrip("z").split("L") if pair]
    xs, ys = [int(x) for x, _y in pairs], [int(y) for _x, y in pairs]
    return max(xs) >= 0 and min(xs) <= WIDTH and max(ys) >= 0 and min(ys) <= height


def _marks(points: Sequence[tuple[int, int, int]]) -> tuple[Mark, ...]:
    groups: list[list[tuple[int, int, int]]] = []
    for number, x, y in points:
        near = (group for group in groups if abs(group[0][1] - x) < TOGETHER and abs(group[0][2] - y) < TOGETHER)
        group = next(near, None)
        if group is None:
            groups.append(group := [])
        group.append((number, x, y))
    groups.sort(key=lambda group: (group[0][2] // 40, group[0][1]))
    return tuple(
        Mark(_letters(rank), group[0][1], group[0][2], tuple(sorted(number for number, _x, _y in group)))
        for rank, group in enumerate(groups)
    )


def _letters(rank: int) -> str:
    """A, B… Z, AA, AB…"""
    first, last = divmod(rank, len(ascii_uppercase))
    return (ascii_uppercase[first - 1] if first else "") + ascii_uppercase[last]
