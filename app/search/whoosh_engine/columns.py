"""The listings' facts as arrays: one value for each listing of a segment, in its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.row import UNKNOWN, WEEKS, Row
from app.search.whoosh_engine.arrays import Bools, Coded, Ints, Times
from app.search.whoosh_engine.bits import padded
from app.search.whoosh_engine.texts import Texts
from app.search.words import name_key

#: An upper age that nobody said, when the lower is known.
NO_LIMIT = 32_767
#: What stands after the last listing of a segment, up to a multiple of 64. Never alive: nobody sees it.
BLANK = Row(
    id=0,
    name="",
    body="",
    type="",
    themes=(),
    communes=(),
    languages=(),
    lat=None,
    lon=None,
    age_min=None,
    age_max=None,
    answers=(UNKNOWN,) * 4,
    assured=0,
    trusted=0,
    year_round=True,
    weeks=((),) * len(WEEKS),
    closures=(),
    specials=(),
)


@dataclass(frozen=True)
class Columns:
    """All arrays are as long as the padded segment, but `weeks`, `closures` and `specials`, which are lists of times.

    `answers` has four lines: free, has_places, accessible and inclusive as 1, 0 or -1. `sphere` has three: where each
    listing is on a sphere of radius 1, NaN when unknown.
    """

    ids: NDArray[np.int64]
    names: list[str]
    keys: list[str]
    bodies: Texts
    types: Coded
    themes: Coded
    communes: Coded
    languages: Coded
    sphere: NDArray[np.float64]
    age_min: Ints
    age_max: Ints
    age_known: Bools
    answers: NDArray[np.int8]
    assured: Ints
    trusted: Ints
    year_round: Bools
    weeks: tuple[Times, ...]
    closures: Times
    specials: Times

    def __len__(self) -> int:
        return len(self.names)


def on_sphere(lat: Any, lon: Any) -> NDArray[np.float64]:
    """Degrees to the three coordinates of a sphere of radius 1: distances then need no trigonometry."""
    lat, lon = np.radians(lat), np.radians(lon)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def from_rows(listings: Sequence[Row]) -> Columns:
    """The columns of one segment, padded."""
    rows = [*listings, *[BLANK] * (padded(len(listings)) - len(listings))]
    places = np.array([_degrees(row) for row in rows], np.float64)
    return Columns(
        ids=np.array([row.id for row in rows], np.int64),
        names=[row.name for row in rows],
        keys=[name_key(row.name) for row in rows],
        bodies=Texts.of(row.body for row in rows),
        types=Coded.of((row.type,) for row in rows),
        themes=Coded.of(row.themes for row in rows),
        communes=Coded.of(row.communes for row in rows),
        languages=Coded.of(row.languages for row in rows),
        sphere=on_sphere(places[:, 0], places[:, 1]),
        age_min=np.array([row.age_min or 0 for row in rows], np.int32),
        age_max=np.array([NO_LIMIT if row.age_max is None else row.age_max for row in rows], np.int32),
        age_known=np.array([row.age_min is not None or row.age_max is not None for row in rows], np.bool_),
        answers=np.array([row.answers for row in rows], np.int8).T.copy(),
        assured=np.array([row.assured for row in rows], np.int32),
        trusted=np.array([row.trusted for row in rows], np.int32),
        year_round=np.array([row.year_round for row in rows], np.bool_),
        weeks=tuple(Times.of(row.weeks[which] for row in rows) for which in range(len(WEEKS))),
        closures=Times.of([(0, *closure) for closure in row.closures] for row in rows),
        specials=Times.of(row.specials for row in rows),
    )


def _degrees(row: Row) -> tuple[float, float]:
    if row.lat is None or row.lon is None:
        return float("nan"), float("nan")
    return row.lat, row.lon


def joined(parts: Sequence[Columns]) -> Columns:
    """One after the other; all but the last must need no padding."""
    if len(parts) == 1:
        return parts[0]
    starts = np.cumsum([0, *(len(part) for part in parts)]).tolist()
    return Columns(
        **{one.name: _joined([getattr(part, one.name) for part in parts], starts) for one in fields(Columns)}
    )


def _joined(values: list[Any], starts: list[int]) -> Any:
    if isinstance(values[0], Coded | Texts):
        return type(values[0]).joined(values)
    if isinstance(values[0], Times):
        return Times.joined(values, starts)
    if isinstance(values[0], tuple):
        return tuple(Times.joined([value[which] for value in values], starts) for which in range(len(values[0])))
    if isinstance(values[0], list):
        return [item for value in values for item in value]
    return np.concatenate(values, axis=-1)
