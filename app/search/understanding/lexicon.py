"""The words of the territory, prepared for recognition: communes, types of service, families' vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from app.search.understanding.everyday import CONTEXT, NOT, same
from app.search.wanted import FULL
from app.search.words import content, fold, stem, tokens

AMBIGUOUS, SENSITIVE = "ambigu", "sensible"
_INSIDE = re.compile(r"\(([^()]*)\)")
_WORD = re.compile(r"[^\W_]+")
#: From this length on a word has endings.
_INFLECTED = 4
#: A word of phrases of more types than this hints at none of them.
_FEW = 4
_LANGUAGE = re.compile("[a-z]{2}")

K = TypeVar("K")


@dataclass(frozen=True)
class Place:
    """A commune, its centre when it is known, and its postcodes, which others may share."""

    insee: str
    name: str
    lat: float | None = None
    lon: float | None = None
    postcodes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A type of service under all its names. `leads_to` answers for a type that is never listed."""

    slug: str
    label: str
    plural: str = ""
    acronym: str = ""
    meaning: str = ""
    leads_to: str = ""


@dataclass(frozen=True)
class Term:
    """What families say for a type; `kind` is '', 'ambigu' or 'sensible', `topic` says which question or numbers."""

    term: str
    type: str
    kind: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Entry:
    """One phrase: the types that it leads to, and whether it asks for care."""

    types: tuple[str, ...]
    kinds: frozenset[str] = frozenset()
    topics: tuple[str, ...] = ()

    def __or__(self, other: Entry) -> Entry:
        types = tuple(dict.fromkeys((*self.types, *other.types)))
        return Entry(types, self.kinds | other.kinds, tuple(dict.fromkeys((*self.topics, *other.topics))))

    @property
    def weighted(self) -> tuple[tuple[str, int], ...]:
        """Its types as a unit wants them."""
        return tuple((slug, FULL) for slug in self.types)


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Built once for each version of the territory by `build`. Keys are sorted words, sorted stems, or words joined."""

    by_words: Mapping[tuple[str, ...], Entry]
    by_stems: Mapping[tuple[str, ...], Entry]
    by_joined: Mapping[str, Entry]
    #: Two neighbouring words of a longer phrase, when they are of that phrase alone (« protection maternelle »).
    by_part: Mapping[tuple[str, ...], Entry]
    #: The stem of a word of longer phrases that hint at few types (« peser », « litige »), and these types.
    by_hint: Mapping[str, tuple[str, ...]]
    places: Mapping[tuple[str, ...], Place]
    #: The communes of each postcode.
    postcodes: Mapping[str, tuple[str, ...]]
    leads: Mapping[str, str]
    #: Every single word that may be completed or mistyped, and how it is written.
    spelled: Mapping[str, str]
    #: Those of them that are of another language only.
    foreign: frozenset[str]
    stems: frozenset[str]
    longest: int


class _Phrases:
    """The tables of the phrases, as they are read one after the other."""

    def __init__(self, foreign: frozenset[str]) -> None:
        self.words: dict[tuple[str, ...], Entry] = {}
        self.stems: dict[tuple[str, ...], Entry] = {}
        self.joined: dict[str, Entry] = {}
        self.parts: dict[tuple[str, ...], Entry] = {}
        self.hints: dict[str, Entry] = {}
        self.spelled: dict[str, str] = {}
        self._foreign = foreign

    def add(self, phrase: str, entry: Entry) -> None:
        """One phrase and what it leads to."""
        written = content(phrase) or tokens(phrase)
        if not written:
            return
        words = [same(word) for word in written]
        denied = (NOT,) if NOT in tokens(phrase) else ()
        _add(self.words, tuple(sorted((*words, *denied))), entry)
        if not _only_itself(words, self._foreign):
            _add(self.stems, _stems((*words, *denied)), entry)
        if not denied:
            _add(self.joined, "".join(written), entry)
        for word in _telling(words):
            _add(self.hints, stem(word), entry)
        for pair in _telling_pairs(words):
            _add(self.parts, _stems(pair), entry)
        self.spelled |= {fold(one): one.lower() for one in _WORD.findall(phrase) if fold(one) in written}


def build(places: Iterable[Place], kinds: Iterable[Kind], terms: Iterable[Term]) -> Lexicon:
    """The lexicon of plain data. A phrase that several rows give leads to all their types."""
    places, kinds, terms = list(places), list(kinds), list(terms)
    leads = {kind.slug: kind.leads_to for kind in kinds if kind.leads_to}
    foreign = _only_foreign(terms)
    phrases = _Phrases(foreign)
    for phrase, said in [*_of_terms(terms), *_of_kinds(kinds)]:
        phrases.add(phrase, said | Entry(tuple(leads[slug] for slug in said.types if slug in leads)))
    named = _place_names(places)
    return Lexicon(
        by_words=phrases.words,
        by_stems=phrases.stems,
        by_joined=phrases.joined,
        by_part={key: entry for key, entry in phrases.parts.items() if len(entry.types) == 1},
        by_hint={key: entry.types for key, entry in phrases.hints.items() if len(entry.types) <= _FEW},
        places=named,
        postcodes=_by_postcode(places),
        leads=leads,
        spelled=phrases.spelled | {word: place.name for key, place in named.items() if len(key) == 1 for word in key},
        foreign=foreign,
        stems=frozenset(one for key in phrases.stems for one in key) - {NOT},
        longest=max((len([one for one in key if one != NOT]) for key in phrases.stems), default=1),
    )


def _stems(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({stem(word) for word in words}))


def _only_itself(words: Sequence[str], foreign: frozenset[str]) -> bool:
    """Short words and other languages have no French endings: « payer » is not the PAI, nor « rendez » « renda »."""
    return len(words) == 1 and (len(words[0]) < _INFLECTED or words[0] in foreign)


def _telling(words: Sequence[str]) -> list[str]:
    """The words of a phrase that hint at its types when they are met alone."""
    return [word for word in words if len(word) >= _INFLECTED and word not in CONTEXT] if len(words) > 1 else []


def _telling_pairs(words: list[str]) -> list[tuple[str, str]]:
    """The neighbours of a long phrase; « 3 ans » is an age, and « enfant parle » says nothing."""
    if len(words) < 3:
        return []
    return [pair for pair in pairwise(words) if not any(word.isdecimal() or word in CONTEXT for word in pair)]


def _only_foreign(terms: Iterable[Term]) -> frozenset[str]:
    """The words of the other languages (the note of their line is a language code) that no French phrase has."""
    foreign: set[str] = set()
    french: set[str] = set()
    for term in terms:
        (foreign if _LANGUAGE.fullmatch(term.topic) else french).update(tokens(term.term))
    return frozenset(foreign - french)


def _add(table: dict[K, Entry], key: K, entry: Entry) -> None:
    table[key] = table[key] | entry if key in table else entry


def _of_terms(terms: Iterable[Term]) -> Iterable[tuple[str, Entry]]:
    for term in terms:
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
