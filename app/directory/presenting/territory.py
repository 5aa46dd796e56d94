"""Themes, types and communes as pages show them, and the outline of the territory as a drawing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from flask import url_for

from app.foundation.i18n import ngettext
from app.foundation.text import typography
from app.territory.reference import CommuneRef, Reference, ThemeRef, TypeRef

WIDTH = 560


@dataclass(frozen=True)
class ThemeView:
    """A tile of the wall."""

    slug: str
    label: str
    short: str
    definition: str
    icon: str
    href: str


@dataclass(frozen=True)
class Shape:
    """The outline of a commune, as an SVG path."""

    insee: str
    path: str
    is_hub: bool
    is_here: bool = False
    href: str = ""
    title: str = ""
    count: int = 0
    x: int = 0
    y: int = 0


@dataclass(frozen=True)
class Drawing:
    """The territory, north up; `view_box` in SVG units."""

    shapes: tuple[Shape, ...]
    view_box: str


@dataclass(frozen=True)
class Frame:
    """Where the drawing stands on Earth: its west and north, the units of a degree across and down, its height."""

    west: float
    north: float
    across: float
    down: float
    height: int

    def place(self, lon: float, lat: float) -> tuple[int, int]:
        """The point of the drawing at that place."""
        return round((lon - self.west) * self.across), round((self.north - lat) * self.down)


def theme_view(theme: ThemeRef) -> ThemeView:
    """A theme with its address."""
    href = url_for("directory.theme", slug=theme.slug)
    return ThemeView(
        theme.slug, typography(theme.label), typography(theme.short), typography(theme.definition), theme.icon, href
    )


def type_links(types: Iterable[TypeRef], counts: Mapping[str, int]) -> list[tuple[str, str, str]]:
    """(address, label, definition) of the types that have listings here."""
    return [
        (url_for("directory.type", slug=kind.slug), typography(kind.plural), typography(kind.definition))
        for kind in types
        if counts.get(kind.slug)
    ]


def commune_links(reference: Reference) -> list[tuple[str, str]]:
    """(address, name) of every commune."""
    return [(url_for("directory.commune", slug=one.slug), one.name) for one in reference.communes.values()]


def counted_drawing(reference: Reference, counts: Mapping[str, int]) -> Drawing | None:
    """The outlines as links to the communes, each with how many services it has."""
    plain = drawing(reference)
    return replace(plain, shapes=tuple(_counted(shape, reference, counts) for shape in plain.shapes)) if plain else None


def _counted(shape: Shape, reference: Reference, counts: Mapping[str, int]) -> Shape:
    commune, count = reference.communes[shape.insee], counts.get(shape.insee, 0)
    services = ngettext("%(num)d service", "%(num)d services", count)
    x, y = _frame(_drawn(reference)).place(commune.centre[1], commune.centre[0])
    href = url_for("directory.commune", slug=commune.slug)
    return replace(shape, href=href, title=f"{commune.name}, {services}", count=count, x=x, y=y)


def _drawn(reference: Reference) -> tuple[CommuneRef, ...]:
    return tuple(commune for commune in reference.communes.values() if commune.outline)


def drawing(reference: Reference, here: str = "") -> Drawing | None:
    """The outlines of the communes, one of them marked; None when the territory has none."""
    communes = _drawn(reference)
    if not communes:
        return None
    paths, height = _paths(communes)
    hub = max(communes, key=lambda commune: commune.population or 0).insee
    shapes = tuple(Shape(code, path, code == hub, code == here) for code, path in paths)
    return Drawing(shapes, f"-4 -4 {WIDTH + 8} {height + 8}")


@lru_cache(maxsize=4)
def _paths(communes: tuple[CommuneRef, ...]) -> tuple[tuple[tuple[str, str], ...], int]:
    frame = _frame(communes)

    def path(commune: CommuneRef) -> str:
        rings = (ring for polygon in commune.outline for ring in polygon)
        return "".join(
            "M" + "L".join("{} {}".format(*frame.place(lon, lat)) for lon, lat in ring) + "z" for ring in rings
        )

    return tuple((commune.insee, path(commune)) for commune in communes), frame.height


def frame_of(reference: Reference) -> Frame | None:
    """Where the drawing of the territory stands on Earth; None when there is no outline."""
    communes = _drawn(reference)
    return _frame(communes) if communes else None


@lru_cache(maxsize=4)
def _frame(communes: tuple[CommuneRef, ...]) -> Frame:
    points = [point for commune in communes for polygon in commune.outline for ring in polygon for point in ring]
    west, east = min(lon for lon, _ in points), max(lon for lon, _ in points)
    south, north = min(lat for _, lat in points), max(lat for _, lat in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * squeeze)

    return Frame(west, north, round(squeeze * scale, 3), round(scale, 3), round((north - south) * scale))
