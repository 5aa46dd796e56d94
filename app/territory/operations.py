"""Writes of the territory that are not the loading of its folder."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from app.foundation.db import session
from app.territory.addresses import Addresses
from app.territory.models import Place, Territory
from app.territory.queries import forget

BATCH = 500


def replace_places(found: Addresses) -> bool:
    """Make the gazetteer hold these streets and no other, inside an act; False when it held them already."""
    rows = [_row(street_key, found) for street_key in sorted(found.streets)]
    columns = (Place.kind, Place.name, Place.key, Place.commune_insee, Place.lat, Place.lon, Place.numbers)
    held = session().execute(select(*columns).order_by(Place.commune_insee, Place.key)).mappings()
    if sorted(map(_comparable, map(dict, held))) == sorted(map(_comparable, rows)):
        return False
    session().execute(delete(Place))
    for start in range(0, len(rows), BATCH):
        session().execute(insert(Place), rows[start : start + BATCH])
    session().get_one(Territory, 1).version += 1
    session().flush()
    forget()
    return True


def _row(where: tuple[str, str], found: Addresses) -> dict[str, object]:
    street = found.streets[where]
    lat, lon = street.centre
    return {
        "kind": street.kind, "name": street.name, "key": street.key, "commune_insee": street.commune,
        "lat": lat, "lon": lon, "numbers": street.numbers,
    }  # fmt: skip


def _comparable(row: dict[str, object]) -> tuple[str, ...]:
    # Dictionaries come back from JSON with their keys in another order on some databases.
    numbers = row["numbers"]
    told = sorted(numbers.items()) if isinstance(numbers, dict) else numbers
    return (*(str(row[name]) for name in ("commune_insee", "key", "kind", "name", "lat", "lon")), str(told))
