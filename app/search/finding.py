"""From a query to an answer: understand the text, ask the engine, say what was understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.search.engine import Found, SearchEngine
from app.search.lexicons import known_words
from app.search.query import Point, SearchQuery
from app.search.understanding import Guidance, Lexicon, Understood, understand

__all__ = ["Answer", "Guidance", "search"]


@dataclass(frozen=True)
class Answer:
    """What was found and what was understood.

    `understood` is plain data for the API (`Understood.as_dict`); `reading` is the same for the pages, with each part
    recognised, the words that said it, and the text without them. `did_you_mean` is the text with its typing errors
    corrected, which is also what was searched. `place` is the one commune that was named instead of “Où ?”.
    """

    found: Found
    understood: Mapping[str, Any] = field(default_factory=dict)
    did_you_mean: str = ""
    guidance: tuple[Guidance, ...] = ()
    reading: Understood | None = None
    place: str = ""


def search(query: SearchQuery, engine: SearchEngine, lexicon: Lexicon | None) -> Answer:
    """Understand the text, then ask the engine. Without lexicon, or without text, only the engine answers."""
    if lexicon is None:
        return Answer(engine.find(query))
    if not query.text.strip():
        centre = _named_place(query, (), lexicon)
        return Answer(_found(query, centre, engine), place=centre.label if centre else "")
    words = engine.words()
    read = understand(query.text, lexicon, words, known_words(lexicon, words.name_words()), query.now.weekday())
    centre = _named_place(query, read.wanted.facts.communes, lexicon)
    found = _found(replace(query, wanted=read.wanted), centre, engine)
    return Answer(found, read.as_dict(), read.mended, read.guidance, read, centre.label if centre else "")


def _found(query: SearchQuery, centre: Point | None, engine: SearchEngine) -> Found:
    """Ordered from that place, without the distances: nobody asked for them."""
    if centre is None:
        return engine.find(query)
    found = engine.find(replace(query, near=centre))
    return replace(found, hits=tuple(hit._replace(distance_m=None) for hit in found.hits))


def _named_place(query: SearchQuery, said: Sequence[str], lexicon: Lexicon) -> Point | None:
    """The centre of the one commune that the filter, else the text, names: its listings first, then the nearest."""
    named = query.communes or said
    if query.near is not None or len(named) != 1:
        return None
    insee = named[0]
    place = next((one for one in lexicon.places.values() if one.insee == insee), None)
    if place is None or place.lat is None or place.lon is None:
        return None
    return Point(place.lat, place.lon, place.name, place.insee)
