"""The words of the territory, prepared for recognition: communes, types of service, families' vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from app.search.wanted import FULL
from app.search.words import content, fold, stem, tokens

AMBIGUOUS, SENSITIVE = "ambigu", "sensible"
_INSIDE = re.compile(r"\(([^)]*)\)")
_WORD = re.compile(r"[^\W_]+")

K = TypeVar("K")


@dataclass(frozen=True)
class Place:
    """A commune, and its centre when it is known."""

    insee: str
    name: str
    lat: float | None = None
    lon: float | None = None


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
    places: Mapping[tuple[str, ...], Place]
    leads: Mapping[str, str]
    #: Every single word that may be completed or mistyped, and how it is written.
    spelled: Mapping[str, str]
    stems: frozenset[str]
    longest: int


def build(places: Iterable[Place], kinds: Iterable[Kind], terms: Iterable[Term]) -> Lexicon:
    """The lexicon of plain data. A phrase that several rows give leads to all their types."""
    by_words: dict[tuple[str, ...], Entry] = {}
    by_stems: dict[tuple[str, ...], Entry] = {}
    by_joined: dict[str, Entry] = {}
    parts: dict[tuple[str, ...], Entry] = {}
    spelled: dict[str, str] = {}
    kinds = list(kinds)
    leads = {kind.slug: kind.leads_to for kind in kinds if kind.leads_to}
    for phrase, said in [*_of_terms(terms), *_of_kinds(kinds)]:
        words = content(phrase) or tokens(phrase)
        if not words:
            continue
        entry = said | Entry(tuple(leads[slug] for slug in said.types if slug in leads))
        _add(by_words, tuple(sorted(words)), entry)
        _add(by_stems, tuple(sorted({stem(word) for word in words})), entry)
        _add(by_joined, "".join(words), entry)
        if len(words) > 2:
            for pair in pairwise(words):
                if any(word.isdecimal() for word in pair):  # « 3 ans » is an age
                    continue
                _add(parts, tuple(sorted({stem(word) for word in pair})), entry)
        spelled |= {fold(written): written.lower() for written in _WORD.findall(phrase) if fold(written) in words}
    named = _place_names(list(places))
    spelled |= {word: place.name for key, place in named.items() if len(key) == 1 for word in key}
    return Lexicon(
        by_words=by_words,
        by_stems=by_stems,
        by_joined=by_joined,
        by_part={key: entry for key, entry in parts.items() if len(entry.types) == 1},
        places=named,
        leads=leads,
        spelled=spelled,
        stems=frozenset(one for key in by_stems for one in key),
        longest=max((len(key) for key in by_stems), default=1),
    )


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


def _place_names(places: list[Place]) -> dict[tuple[str, ...], Place]:
    """Whole names, and the first word of a name when it is long enough to mean that commune alone."""
    whole = {tuple(tokens(place.name)): place for place in places}
    first: dict[str, list[Place]] = {}
    for words, place in whole.items():
        telling = [word for word in words if word not in ("saint", "sainte")]
        if len(words) > 1 and telling and len(telling[0]) >= 6:
            first.setdefault(telling[0], []).append(place)
    return {(word,): found[0] for word, found in first.items() if len(found) == 1} | whole
