"""A row as a page sees it: values by path, read from its columns and put back into them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from app.administration.fields import Field, Kind
from app.foundation.db import Base
from app.foundation.sowing import plain, write


def values_of(row: Base, fields: Iterable[Field]) -> dict[str, Any]:
    """What the row says in each of these fields."""
    columns = plain(row)
    found = {field.path: _at(columns, field.path, field.empty) for field in fields}
    # Boxes that are ticked have no order.
    return found | {field.path: sorted(found[field.path]) for field in fields if field.kind is Kind.BOXES}


def put(row: Base, values: Mapping[str, Any]) -> None:
    """Make the row say these values; the rest of its columns stays."""
    columns = deepcopy(plain(row))
    moved = set()
    for path, value in values.items():
        _put(columns, path, value)
        moved.add(path.partition(".")[0])
    write(row, {name: columns[name] for name in moved})


def _at(found: Any, path: str, empty: Any) -> Any:
    for step in path.split("."):
        if isinstance(found, list):
            found = found[int(step)] if int(step) < len(found) else None
        else:
            found = (found or {}).get(step)
    return empty if found is None or found == "" else found


def _put(place: Any, path: str, value: Any) -> None:
    *way, last = path.split(".")
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
    if isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
