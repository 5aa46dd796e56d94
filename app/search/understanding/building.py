"""From the data of a territory to its lexicon: every phrase in the tables where it is looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from app.search.understanding.everyday import NOT
from app.search.understanding.lexicon import NEIGHBOUR, SENSITIVE, Entry, Kind, Lexicon, Place, Term
from app.search.understanding.phrasebook import WORD, Phrases
from app.search.words import fold, tokens

_INSIDE = re.compile(r"\(([^()]*)\)")
#: A word of phrases of more types than this hints at none of them.
_FEW = 4
_LANGUAGE = re.compile("[a-z]{2}")


def build(places: Iterable[Place], kinds: Iterable[Kind], terms: Iterable[Term]) -> Lexicon:
    """The lexicon of plain data. A phrase that several rows give leads to all their types."""
    places, kinds, terms = list(places), list(kinds), list(terms)
    leads = {kind.slug: kind.leads_to for kind in kinds if kind.leads_to}
    foreign = _only_foreign(terms)
    phrases = Phrases(foreign)
    near = _neighbours(kinds, terms)
    for phrase, said in [*_of_kinds(kinds), *_of_terms(terms)]:  # of its own name, a type is the best answer
        phrases.add(phrase, said | _besides(said, leads, near))
    named = _place_names(places)
    return Lexicon(
        by_words=phrases.plurals | phrases.words,
        by_stems=phrases.stems,
        by_joined=phrases.joined,
        by_part={key: entry for key, entry in phrases.parts.items() if len(entry.types) == 1},
        by_hint={key: entry.types for key, entry in phrases.hints.items() if len(entry.types) <= _FEW},
        exact=phrases.exact,
        by_topic=_by_topic(terms),
        places=named,
        postcodes=_by_postcode(places),
        leads=leads,
        spelled=phrases.spelled | _spelled_places(named),
        together=phrases.together,
        foreign=foreign,
        grave=_only_grave(terms),
        stems=frozenset(one for key in phrases.stems for one in key) - {NOT},
        longest=max((len([one for one in key if one != NOT]) for key in phrases.stems), default=1),
    )


def _besides(said: Entry, leads: Mapping[str, str], near: Mapping[str, tuple[str, ...]]) -> Entry:
    """What else answers: for types that are never listed, those that they lead to; and the neighbours of all."""
    types = tuple(leads[slug] for slug in said.types if slug in leads)
    return Entry(types, near=tuple(one for slug in said.types for one in near.get(slug, ())))


def _neighbours(kinds: Iterable[Kind], terms: Iterable[Term]) -> dict[str, tuple[str, ...]]:
    """The lesser answers of each type: those of its names."""
    named = {tuple(tokens(name)): entry.types[0] for name, entry in _of_kinds(kinds)}
    near: dict[str, tuple[str, ...]] = {}
    for term in terms:
        if term.topic == NEIGHBOUR and (slug := named.get(tuple(tokens(term.term)))):
            near[slug] = (*near.get(slug, ()), term.type)
    return near


def _spelled_places(named: Mapping[tuple[str, ...], Place]) -> dict[str, str]:
    """How each word that is a commune alone is written: « lacourt » is « Lacourt », whatever follows."""
    written = {fold(word): word for place in named.values() for word in WORD.findall(place.name)}
    return {word: written.get(word, place.name) for key, place in named.items() if len(key) == 1 for word in key}


def _only_foreign(terms: Iterable[Term]) -> frozenset[str]:
    """The words of the other languages (the note of their line is a language code) that no French phrase has."""
    foreign: set[str] = set()
    french: set[str] = set()
    for term in terms:
        (foreign if _LANGUAGE.fullmatch(term.topic) else french).update(tokens(term.term))
    return frozenset(foreign - french)


def _only_grave(terms: Iterable[Term]) -> frozenset[str]:
    """The words of grave terms that no other term has."""
    grave: set[str] = set()
    others: set[str] = set()
    for term in terms:
        (grave if term.kind == SENSITIVE else others).update(tokens(term.term))
    return frozenset(grave - others)


def _by_topic(terms: Iterable[Term]) -> dict[str, Entry]:
    topics: dict[str, Entry] = {}
    for term in terms:
        if term.kind == SENSITIVE and term.topic:
            entry = Entry((term.type,), frozenset((SENSITIVE,)), (term.topic,))
            topics[term.topic] = topics[term.topic] | entry if term.topic in topics else entry
    return topics


def _of_terms(terms: Iterable[Term]) -> Iterable[tuple[str, Entry]]:
    for term in terms:
        if term.topic == NEIGHBOUR:
            yield term.term, Entry((), near=(term.type,))
            continue
        kinds = frozenset({term.kind} - {""})
        yield term.term, Entry((term.type,), kinds, (term.topic,) if term.kind and term.topic else ())


def _of_kinds(kinds: Iterable[Kind]) -> Iterable[tuple[str, Entry]]:
    for kind in kinds:
        names = {kind.acronym, kind.meaning}
        for name in (kind.label, kind.plural):
            names |= {_INSIDE.sub(" ", name), *_INSIDE.findall(name)}
        for name in sorted(names):
            yield name, Entry((kind.slug,))


def _by_postcode(places: Sequence[Place]) -> dict[str, tuple[str, ...]]:
    codes = sorted({code for place in places for code in place.postcodes})
    return {code: tuple(place.insee for place in places if code in place.postcodes) for code in codes}


def _place_names(places: list[Place]) -> dict[tuple[str, ...], Place]:
    """Whole names, and the first word of a name when it is long enough to mean that commune alone."""
    whole = {tuple(tokens(place.name)): place for place in places}
    first: dict[str, list[Place]] = {}
    for words, place in whole.items():
        telling = [word for word in words if word not in ("saint", "sainte")]
        if len(words) > 1 and telling and len(telling[0]) >= 6:
            first.setdefault(telling[0], []).append(place)
    return {(word,): found[0] for word, found in first.items() if len(found) == 1} | whole
