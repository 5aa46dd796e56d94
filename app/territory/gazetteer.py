"""Streets and places of the territory, found by their name. Pure: made from rows, once per version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from app.territory.prefixes import Prefixes
from app.territory.streets import street_key

STREET, LOCALITY = "rue", "lieu"
#: Out of 100: below, two names are not the same with a slip of the finger.
ALIKE = 84


@dataclass(frozen=True)
class PlaceRef:
    """A street or a place; `commune` is an INSEE code, the position its centre."""

    id: int
    kind: str
    name: str
    key: str
    commune: str
    lat: float
    lon: float


class Gazetteer:
    """What a typed street may be."""

    def __init__(self, places: Iterable[PlaceRef]) -> None:
        self.places = tuple(places)
        self._by_key: dict[str, list[PlaceRef]] = {}
        for place in self.places:
            self._by_key.setdefault(place.key, []).append(place)
        self._prefixes = Prefixes(((place.name, place) for place in self.places), street_key)

    def __len__(self) -> int:
        return len(self.places)

    def named(self, text: str, communes: frozenset[str] = frozenset()) -> list[PlaceRef]:
        """The places of that very name, else those that end so (“pasteur”); in these communes when some are given."""
        key = street_key(text)
        if not key:
            return []
        exact = _within(self._by_key.get(key, []), communes)
        return exact or _within(self._ending(key), communes)

    def alike(self, text: str, communes: frozenset[str] = frozenset()) -> list[PlaceRef]:
        """The places whose name is that one but for a slip; several when they are equally near."""
        key = street_key(text)
        keys = self._keys(communes)
        best = process.extractOne(key, keys, scorer=fuzz.ratio, score_cutoff=ALIKE) if key else None
        return _within(self._by_key[best[0]], communes) if best else []

    def nearest(self, text: str, limit: int, communes: frozenset[str] = frozenset()) -> list[PlaceRef]:
        """The names that look most like that one, the best first."""
        keys = self._keys(communes)
        found = process.extract(street_key(text), keys, scorer=fuzz.ratio, limit=limit, score_cutoff=60)
        return [_within(self._by_key[key], communes)[0] for key, _score, _index in found]

    def starting(self, text: str, limit: int) -> list[PlaceRef]:
        """Places with a word that begins so."""
        return self._prefixes.starting(text, limit)

    def _ending(self, key: str) -> list[PlaceRef]:
        if len(key) < 4:
            return []
        found = self._prefixes.starting(key, 50)
        return [place for place in found if place.key.endswith(f" {key}")]

    def _keys(self, communes: frozenset[str]) -> list[str]:
        if not communes:
            return list(self._by_key)
        return [key for key, places in self._by_key.items() if any(place.commune in communes for place in places)]


def _within(places: list[PlaceRef], communes: frozenset[str]) -> list[PlaceRef]:
    return [place for place in places if not communes or place.commune in communes]
