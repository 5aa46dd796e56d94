"""From an answer to the news of it: what was sought, as plain words and codes."""

from __future__ import annotations

from collections.abc import Callable

from app.search.engine import CatalogueWords
from app.search.events import SearchAnswered
from app.search.finding import Answer
from app.search.lexicons import known_words
from app.search.query import SearchQuery
from app.search.understanding import Lexicon
from app.search.wanted import FULL, Facts
from app.search.words import content, stem
from app.territory.reference import Reference

Catalogue = Callable[[], CatalogueWords]

WEEKDAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")


def answered(
    query: SearchQuery, answer: Answer, known: Reference, lexicon: Lexicon | None, catalogue: Catalogue
) -> SearchAnswered:
    """What this search sought and how much it found. `catalogue` is asked only when the vocabulary lacks a word."""
    reading = answer.reading
    facts = reading.wanted.facts if reading else Facts()
    types = _types(query, answer)
    found = [known.types[slug] for slug in types if slug in known.types]
    words, unknown = _words(answer, lexicon, catalogue)
    # “Où ?” only orders: a listing of the next commune is an answer. What the words ask for, they ask.
    full = answer.found.full_matches if facts else None
    period = query.period or facts.period
    place = query.near.commune if query.near else None
    return SearchAnswered(
        themes=tuple(dict.fromkeys((*query.themes, *(kind.theme for kind in found)))),
        types=types,
        sensitive=any(kind.sensitive for kind in found),
        communes=query.communes or facts.communes or ((place,) if place else ()),
        age_months=facts.age_months if query.age_months is None else query.age_months,
        period=period.value if period else "",
        weekdays=tuple(WEEKDAYS[day] for day in query.weekdays or facts.weekdays),
        words=words,
        unknown_words=unknown,
        total=answer.found.total if full is None else full,
    )


def _types(query: SearchQuery, answer: Answer) -> tuple[str, ...]:
    """The types that were asked, and those that the words name fully."""
    units = answer.reading.wanted.units if answer.reading else ()
    understood = (slug for unit in units for slug, weight in unit.types if weight >= FULL)
    return tuple(dict.fromkeys((*query.types, *understood)))


def _words(answer: Answer, lexicon: Lexicon | None, catalogue: Catalogue) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of the text that somebody knows, and those that nobody knows nor can complete."""
    if answer.reading is None or lexicon is None:
        return (), ()
    told = [word for part in answer.reading.parts if part.kind == "type" for word in content(part.text)]
    words = dict.fromkeys((*told, *answer.reading.words))
    known = [word for word in words if word in lexicon.spelled or stem(word) in lexicon.stems]
    others = [word for word in words if word not in known]
    if not others:
        return tuple(known), ()
    listed = catalogue()
    completed = known_words(lexicon, listed.name_words())
    in_listings = [word for word in others if listed.has_stem(stem(word))]
    lost = [word for word in others if word not in in_listings and word not in told]
    return (*known, *in_listings), tuple(word for word in lost if not completed.completions(word))
