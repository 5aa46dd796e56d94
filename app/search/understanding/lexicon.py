"""The words of the territory, prepared for recognition: communes, types of service, families' vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.search.wanted import FULL

AMBIGUOUS, SENSITIVE = "ambigu", "sensible"
#: The note of a line whose type is a lesser answer; on the name of a type, it is one to all that leads to that type.
NEIGHBOUR = "voisin"
#: What a lesser answer is worth: more than a mention in a text, less than a hint.
_NEAR = 40


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
    """One phrase: the types that it leads to, those that come after them, and whether it asks for care."""

    types: tuple[str, ...]
    kinds: frozenset[str] = frozenset()
    topics: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    def __or__(self, other: Entry) -> Entry:
        return Entry(
            _each_once(self.types, other.types),
            self.kinds | other.kinds,
            _each_once(self.topics, other.topics),
            _each_once(self.near, other.near),
        )

    @property
    def weighted(self) -> tuple[tuple[str, int], ...]:
        """Its types as a unit wants them."""
        near = (slug for slug in self.near if slug not in self.types)
        return (*((slug, FULL) for slug in self.types), *((slug, _NEAR) for slug in near))


def _each_once(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *others)))


@dataclass(frozen=True)
class Exact:
    """A phrase that is recognised only with its small words, in their order."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    entry: Entry


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Built once for each version of the territory. Keys are sorted words, sorted stems, or words joined."""

    by_words: Mapping[tuple[str, ...], Entry]
    by_stems: Mapping[tuple[str, ...], Entry]
    by_joined: Mapping[str, Entry]
    #: Two neighbouring words of a longer phrase, when they are of that phrase alone (« protection maternelle »).
    by_part: Mapping[tuple[str, ...], Entry]
    #: The one telling word of a phrase whose small words matter (« à la rue », « nouveau-né »): what stands before and
    #: after it.
    exact: Mapping[str, tuple[Exact, ...]]
    #: The stem of a word of longer phrases that hint at few types (« peser », « litige »), and these types.
    by_hint: Mapping[str, tuple[str, ...]]
    #: The types of all the grave terms of a topic.
    by_topic: Mapping[str, Entry]
    places: Mapping[tuple[str, ...], Place]
    #: The communes of each postcode.
    postcodes: Mapping[str, tuple[str, ...]]
    leads: Mapping[str, str]
    #: Every single word that may be completed or mistyped, and how it is written.
    spelled: Mapping[str, str]
    #: Two words of a phrase written as one (« centreaéré »), and how they are written.
    together: Mapping[str, str]
    #: Those words that are of another language only, and those that only bring the emergency numbers.
    foreign: frozenset[str]
    grave: frozenset[str]
    stems: frozenset[str]
    longest: int
