"""Judged searches: what is relevant, and the three measures. A file of `query,relevant_types,kind`, one search a line.

A listing is relevant when its type is listed; for `commune:INSEE`, when it is also in that commune or, if none of that
commune answers, when it is the nearest. Searches to which nothing in the catalogue answers are counted apart.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.search.document import IndexDocument

COMMUNE = "commune:"
#: Listings that are not further than this beyond the nearest are as near, for a family.
_AS_NEAR = 500.0


@dataclass(frozen=True)
class Judged:
    """A search and the types that answer it."""

    text: str
    types: frozenset[str]
    kind: str


@dataclass(frozen=True)
class Scores:
    """Means over the searches that something answers."""

    success_1: float
    success_3: float
    ndcg_10: float
    searches: int
    #: The searches whose first result is not relevant.
    lost: tuple[str, ...]


def load(path: Path) -> list[Judged]:
    """The searches of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Judged(row["query"], frozenset(row["relevant_types"].split(";")), row["kind"])
            for row in csv.DictReader(file)
        ]


def relevant(judged: Judged, listings: Sequence[IndexDocument], centres: dict[str, tuple[float, float]]) -> set[int]:
    """The listings that answer."""
    right = [one for one in listings if one.type in judged.types]
    if not judged.kind.startswith(COMMUNE):
        return {one.id for one in right}
    insee = judged.kind.removeprefix(COMMUNE)
    there = {one.id for one in right if insee in one.communes}
    if there:
        return there
    away = {one.id: _metres((one.lat, one.lon), centres[insee]) for one in right if one.lat and one.lon}
    nearest = min(away.values(), default=0.0)
    return {one for one, metres in away.items() if metres <= nearest + _AS_NEAR}


def scores(
    searches: Sequence[Judged],
    listings: Sequence[IndexDocument],
    centres: dict[str, tuple[float, float]],
    ask: Callable[[str], Sequence[int]],
) -> Scores:
    """`ask` gives the ids of the first results of a text, in order."""
    first, three, gains, lost = 0, 0, 0.0, []
    answered = [(one, right) for one in searches if (right := relevant(one, listings, centres))]
    for judged, right in answered:
        found = [one in right for one in list(ask(judged.text))[:10]]
        first += any(found[:1])
        three += any(found[:3])
        gains += _gain(found) / _gain([True] * min(10, len(right)))
        if not any(found[:1]):
            lost.append(judged.text)
    count = max(1, len(answered))
    return Scores(first / count, three / count, gains / count, len(answered), tuple(lost))


def _gain(found: Sequence[bool]) -> float:
    return sum(1 / math.log2(place + 2) for place, right in enumerate(found) if right)


def _metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    wide = math.cos(math.radians(one[0]))
    return 111_195 * math.hypot(one[0] - other[0], wide * (one[1] - other[1]))
