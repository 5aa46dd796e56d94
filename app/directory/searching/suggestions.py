"""What completes a field while it is being typed: types and listings for “Que cherchez-vous ?”, communes, streets and
places for “Où ?”. Only what any page shows; the words of families lead to the type they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from flask import current_app

from app.foundation.text import typography
from app.search.engine import IndexUnavailable, SearchEngine
from app.search.words import name_key
from app.territory.gazetteer import PlaceRef
from app.territory.places import gazetteer
from app.territory.prefixes import Prefixes
from app.territory.queries import reference
from app.territory.reference import Reference
from app.territory.streets import read_address

MOST = 8
#: Types leave room for listings.
MOST_TYPES = 5
SHORTEST, LONGEST = 2, 120
TYPE, SERVICE, COMMUNE, PLACE = "type", "service", "commune", "place"


@dataclass(frozen=True)
class Suggestion:
    """`label` is shown, `value` goes into the field."""

    kind: str
    label: str
    value: str

    def as_dict(self) -> dict[str, str]:
        """For the API."""
        return asdict(self)


def suggestions(field: str, text: str) -> list[Suggestion]:
    """At most eight, the best first; none for fewer than two letters."""
    text = text.strip()[:LONGEST]
    if len(name_key(text)) < SHORTEST:
        return []
    return (_what(text) if field == "q" else _where(text))[:MOST]


def _what(text: str) -> list[Suggestion]:
    known = reference()
    types = _types(known).starting(text, MOST_TYPES)
    found = [_suggestion(TYPE, known.types[slug].label) for slug in types]
    return found + [_suggestion(SERVICE, name) for name in _names(text, MOST - len(found))]


def _names(text: str, limit: int) -> list[str]:
    engine: SearchEngine = current_app.extensions["search_engine"]
    try:
        return list(engine.suggest(text, limit))
    except IndexUnavailable:
        return []


def _where(text: str) -> list[Suggestion]:
    known = reference()
    communes = _communes(known).starting(text, MOST)
    written = read_address(text)
    places = gazetteer().starting(written.rest, MOST)
    return [_suggestion(COMMUNE, name) for name in communes] + [
        _place(place, written.number, known) for place in places
    ]


def _place(place: PlaceRef, number: str, known: Reference) -> Suggestion:
    name = f"{number} {place.name}" if number else place.name
    return _suggestion(PLACE, f"{name}, {known.communes[place.commune].name}")


def _suggestion(kind: str, label: str) -> Suggestion:
    return Suggestion(kind, typography(label), label)


def _types(known: Reference) -> Prefixes[str]:
    """The names of the types, then the words of families that mean one."""

    def named() -> Iterator[tuple[str, str]]:
        for slug, kind in known.types.items():
            yield from ((name, slug) for name in (kind.label, kind.plural, kind.acronym))
        yield from ((one.term, one.type) for one in known.vocabulary if one.type in known.types)

    return _kept("suggested_types", known, named)


def _communes(known: Reference) -> Prefixes[str]:
    def named() -> Iterator[tuple[str, str]]:
        for one in known.communes.values():
            yield from ((name, one.name) for name in (one.name, *one.postcodes))

    return _kept("suggested_communes", known, named)


def _kept(name: str, known: Reference, named: Callable[[], Iterator[tuple[str, str]]]) -> Prefixes[str]:
    """Made once for each version of the territory."""
    kept: tuple[int, Prefixes[str]] | None = current_app.extensions.get(name)
    if kept is None or kept[0] != known.version:
        kept = current_app.extensions[name] = (known.version, Prefixes(named(), name_key))
    return kept[1]
