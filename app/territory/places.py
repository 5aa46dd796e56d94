"""Reads of the gazetteer: the names in memory once per version of the territory, the house numbers when asked."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import select

from app.foundation.db import session
from app.territory.gazetteer import Gazetteer, PlaceRef
from app.territory.models import Place
from app.territory.queries import reference


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
