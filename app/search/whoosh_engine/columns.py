"""The listings' facts as arrays: one value for each listing, in the order of the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine.arrays import ALL, Bools, Coded, Ints, Times
from app.search.whoosh_engine.row import WEEKS, Row
from app.search.words import name_key

Place3D = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
#: An upper age that nobody said, when the lower is known.
NO_LIMIT = 32_767


@dataclass(frozen=True)
class Columns:
    """All arrays are as long as there are listings, but `weeks`, `closures` and `specials`, which are lists of times.

    `answers` holds free, has_places, accessible and inclusive as 1, 0 or -1. Coordinates are NaN when unknown.
    """

    ids: NDArray[np.int64]
    names: list[str]
    keys: list[str]
    bodies: list[str]
    types: Coded
    themes: Coded
    communes: Coded
    languages: Coded
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    age_min: Ints
    age_max: Ints
    age_known: Bools
    answers: tuple[NDArray[np.int8], ...]
    assured: Ints
    trusted: Ints
    year_round: Bools
    weeks: tuple[Times, ...]
    closures: Times
    specials: Times

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def yes(self) -> NDArray[np.uint8]:
        """One bit for each of the answers that is yes."""
        bits = np.zeros(len(self), np.uint8)
        for which, answers in enumerate(self.answers):
            bits |= (answers == 1).astype(np.uint8) << which
        return bits

    @cached_property
    def kinds(self) -> Kinds:
        """What each listing is: its type, its themes and its answers, together."""
        return Kinds.of(self)

    @cached_property
    def on_sphere(self) -> Place3D:
        """Where each listing is on a sphere of radius 1."""
        return on_sphere(self.lat, self.lon)


@dataclass(frozen=True)
class Kinds:
    """For each listing, 16 times the number of its type and themes, plus its answers; what each number has."""

    codes: NDArray[np.uint16] | NDArray[np.uint32]
    types: list[str]
    themes: list[str]
    has_type: NDArray[np.int64]
    has_theme: NDArray[np.int64]

    @classmethod
    def of(cls, columns: Columns) -> Kinds:
        """From the columns."""
        types, themes = columns.types, columns.themes
        width = max(1, len(themes.table))
        both, codes = np.unique(types.codes.astype(np.int64) * width + themes.codes, return_inverse=True)
        small = np.uint16 if len(both) < 4096 else np.uint32
        return cls(
            (codes.reshape(-1) * 16 + columns.yes).astype(small),
            types.words,
            themes.words,
            _holding([types.table[at // width] for at in both.tolist()], types.words),
            _holding([themes.table[at % width] for at in both.tolist()], themes.words),
        )


def _holding(values: Sequence[tuple[str, ...]], words: Sequence[str]) -> NDArray[np.int64]:
    """A row of zeros and ones for each value: which of the words it has."""
    return np.array([[one in value for one in words] for value in values], np.int64).reshape(len(values), len(words))


def on_sphere(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> Place3D:
    """Degrees to the three coordinates of a sphere of radius 1: distances then need no trigonometry."""
    lat, lon = np.radians(lat), np.radians(lon)
    return np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)


def from_rows(rows: Sequence[Row]) -> Columns:
    """The columns of one segment."""
    nowhere = float("nan")
    return Columns(
        ids=np.array([row.id for row in rows], np.int64),
        names=[row.name for row in rows],
        keys=[name_key(row.name) for row in rows],
        bodies=[row.body for row in rows],
        types=Coded.of((row.type,) for row in rows),
        themes=Coded.of(row.themes for row in rows),
        communes=Coded.of(row.communes for row in rows),
        languages=Coded.of(row.languages for row in rows),
        lat=np.array([nowhere if row.lat is None or row.lon is None else row.lat for row in rows], np.float64),
        lon=np.array([nowhere if row.lat is None or row.lon is None else row.lon for row in rows], np.float64),
        age_min=np.array([row.age_min or 0 for row in rows], np.int32),
        age_max=np.array([NO_LIMIT if row.age_max is None else row.age_max for row in rows], np.int32),
        age_known=np.array([row.age_min is not None or row.age_max is not None for row in rows], np.bool_),
        answers=tuple(np.array([row.answers[which] for row in rows], np.int8) for which in range(4)),
        assured=np.array([row.assured for row in rows], np.int32),
        trusted=np.array([row.trusted for row in rows], np.int32),
        year_round=np.array([row.year_round for row in rows], np.bool_),
        weeks=tuple(Times.of(row.weeks[which] for row in rows) for which in range(len(WEEKS))),
        closures=Times.of([(0, *closure) for closure in row.closures] for row in rows),
        specials=Times.of(row.specials for row in rows),
    )


def joined(parts: Sequence[tuple[Columns, Bools | None, Ints]]) -> Columns:
    """Those of the listings that each part keeps (None: all), renumbered as the third value says (-1: dropped)."""
    if len(parts) == 1 and parts[0][1] is None:
        return parts[0][0]
    return Columns(**{field.name: _joined_field(parts, field.name) for field in fields(Columns)})


def _joined_field(parts: Sequence[tuple[Columns, Bools | None, Ints]], name: str) -> Any:
    values = [(getattr(columns, name), kept, numbers) for columns, kept, numbers in parts]
    if name in ("weeks", "answers"):
        width = len(WEEKS) if name == "weeks" else 4
        return tuple(_join([(v[which], kept, numbers) for v, kept, numbers in values]) for which in range(width))
    return _join(values)


def _join(values: Sequence[tuple[Any, Bools | None, Ints]]) -> Any:
    sample = values[0][0]
    if isinstance(sample, Coded):
        return Coded.joined([(value, kept) for value, kept, _ in values])
    if isinstance(sample, Times):
        return Times.joined([(value, numbers) for value, _, numbers in values])
    if isinstance(sample, list):
        return [item for value, kept, _ in values for item in _kept_items(value, kept)]
    return np.concatenate([value[ALL if kept is None else kept] for value, kept, _ in values])


def _kept_items(items: list[str], kept: Bools | None) -> list[str]:
    if kept is None:
        return items
    return [item for item, keep in zip(items, kept.tolist(), strict=True) if keep]
