"""The lexicon of the territory, made once for each version of its reference data."""

from __future__ import annotations

from functools import lru_cache

from app.search.understanding import Kind, KnownWords, Lexicon, Place, Term, build
from app.territory.reference import Reference


def lexicon_of(reference: Reference) -> Lexicon:
    """The words of this territory, as the understanding needs them."""
    return build(
        [Place(one.insee, one.name, *one.centre, one.postcodes) for one in reference.communes.values()],
        [
            Kind(one.slug, one.label, one.plural, one.acronym, one.acronym_meaning, one.leads_to)
            for one in reference.types.values()
        ],
        [Term(one.term, one.type, one.kind, one.note or one.language) for one in reference.vocabulary],
    )


@lru_cache(maxsize=2)
def known_words(lexicon: Lexicon, names: frozenset[str]) -> KnownWords:
    """The words that may be completed or mistyped, for one lexicon and one generation of the index."""
    return KnownWords(lexicon.spelled, names, lexicon.foreign, lexicon.grave, lexicon.together)
