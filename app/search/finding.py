"""From a query to an answer: understand the text, ask the engine, say what was understood."""

from __future__ import annotations

from collections.abc import Mapping
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
    corrected, which is also what was searched.
    """

    found: Found
    understood: Mapping[str, Any] = field(default_factory=dict)
    did_you_mean: str = ""
    guidance: tuple[Guidance, ...] = ()
    reading: Understood | None = None


def search(query: SearchQuery, engine: SearchEngine, lexicon: Lexicon | None) -> Answer:
    """Understand the text, then ask the engine. Without lexicon, or without text, only the engine answers."""
    if lexicon is None or not query.text.strip():
        return Answer(engine.find(query))
    words = engine.words()
    read = understand(query.text, lexicon, words, known_words(lexicon, words.name_words()), query.now.weekday())
    asked = replace(query, wanted=read.wanted)
    centre = None if query.near else _named_place(read, lexicon)
    found = engine.find(replace(asked, near=centre) if centre else asked)
    if centre:  # used to order only: nobody asked for a distance from there
        found = replace(found, hits=tuple(hit._replace(distance_m=None) for hit in found.hits))
    return Answer(found, read.as_dict(), read.mended, read.guidance, read)


def _named_place(read: Understood, lexicon: Lexicon) -> Point | None:
    """The centre of the one commune that the text names: its listings first, then the nearest."""
    if len(read.wanted.facts.communes) != 1:
        return None
    insee = read.wanted.facts.communes[0]
    place = next((one for one in lexicon.places.values() if one.insee == insee), None)
    if place is None or place.lat is None or place.lon is None:
        return None
    return Point(place.lat, place.lon, place.name, place.insee)
