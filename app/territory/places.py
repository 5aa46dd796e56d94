"""Reads of the gazetteer: the names in memory once per version of the territory, the house numbers when asked."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import select

from app.foundation.db import session
from app.foundation.i18n import gettext as _
from app.territory.gazetteer import Gazetteer, PlaceRef
from app.territory.geocoder import Geocoder
from app.territory.models import Place
from app.territory.queries import reference
from app.territory.reference import CommuneRef
from app.territory.streets import read_address


def gazetteer() -> Gazetteer:
    """The streets and places of the territory; empty until `flask territory load-addresses` has been run."""
    version = reference().version
    kept: tuple[int, Gazetteer] | None = current_app.extensions.get("gazetteer")
    if kept is None or kept[0] != version:
        kept = current_app.extensions["gazetteer"] = (version, Gazetteer(_places()))
    return kept[1]


def _places() -> list[PlaceRef]:
    names = (Place.id, Place.kind, Place.name, Place.key, Place.commune_insee, Place.lat, Place.lon)
    rows = session().execute(select(*names).order_by(Place.name, Place.commune_insee))
    return [PlaceRef(*row) for row in rows]


def house_position(place: PlaceRef, number: str) -> tuple[float, float] | None:
    """Where that house is; without its suffix when the base does not know it; None when it is unknown."""
    numbers: dict[str, list[float]] = session().scalar(select(Place.numbers).where(Place.id == place.id)) or {}
    found = numbers.get(number) or numbers.get(number.partition(" ")[0])
    return (found[0], found[1]) if found else None


def position_of(address: str, commune: CommuneRef) -> tuple[float, float] | None:
    """Where that address of the commune is: from the streets that were loaded, else from the geocoder when one is set;
    None when nobody knows."""
    written = read_address(address)
    if not written.rest:
        return None
    here = frozenset({commune.insee})
    places = gazetteer().named(written.rest, here) or gazetteer().alike(written.rest, here)
    if len(places) == 1:
        house = house_position(places[0], written.number) if written.number else None
        return house or (places[0].lat, places[0].lon)
    geocoder: Geocoder = current_app.extensions["geocoder"]
    found = geocoder.find(f"{address} {commune.name}", reference())
    return (found.lat, found.lon) if found and found.commune == commune.insee else None


def landmarks(commune: CommuneRef, *, streets: bool) -> list[tuple[tuple[float, float], str]]:
    """Names to find one's way on a drawing of the commune: its town hall, and its streets and places if asked."""
    known = [place for place in gazetteer().places if streets and place.commune == commune.insee]
    return [((commune.lat, commune.lon), _("Mairie")), *(((place.lat, place.lon), place.name) for place in known)]
