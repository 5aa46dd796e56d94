"""The search port: one small contract, kept by every engine and tested once against each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from app.search.document import IndexDocument
from app.search.query import SearchQuery


class IndexUnavailable(RuntimeError):
    """The index is absent or unreadable: `flask search rebuild` mends it. Searching is impossible meanwhile."""


class IndexBusy(RuntimeError):
    """Another process kept the index for longer than a writer waits; nothing was written."""


class Hit(NamedTuple):
    """A listing that answers. `distance_m` is straight-line metres from `query.near`, None without one."""

    id: int
    distance_m: int | None = None
    open_now: bool | None = None
    snippet: str = ""


@dataclass(frozen=True)
class Found:
    """A page of answers. Facets: {filter: {value: count}}, each ignoring its own filter.

    A facet's count is how many listings would answer if its filter were that one value, those unknown apart.
    `left_out` tells, for each filter that was asked, how many listings answer everything else but are unknown there;
    its keys are those of the facets, and `age_mois`, `rayon`, and `horaires` for all of jour, periode, de and a.
    `full_matches` counts the hits that fit every fact recognised in the text; they come first among equals. None when
    no fact was recognised.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    full_matches: int | None = None


class CatalogueWords(Protocol):
    """The words of the listings, for completing and correcting what was typed. All are folded."""

    def has_stem(self, stem: str) -> bool:
        """Whether some listing holds that stem."""
        ...

    def name_words(self) -> frozenset[str]:
        """The whole words of the names."""
        ...


class SearchEngine(Protocol):
    """What an engine must do. Writes are idempotent; reads see every acknowledged write."""

    def put(self, documents: Iterable[IndexDocument]) -> None:
        """Add these listings, or replace them by id."""

    def remove(self, ids: Iterable[int]) -> None:
        """Forget these listings; unknown ids are no error."""

    def clear(self) -> None:
        """Forget everything."""

    def replace_all(self, documents: Iterable[IndexDocument]) -> None:
        """Hold these listings and no other; readers see the old ones until all are there. Mends a broken index."""

    def ids(self) -> set[int]:
        """The listings that the index holds, for `flask search check`."""
        ...

    def fingerprints(self) -> Mapping[int, str]:
        """What the index holds of each listing, digested; compared with `fingerprint(document)` by the check."""
        ...

    def fingerprint(self, document: IndexDocument) -> str:
        """What `fingerprints` says of a listing that is rightly indexed."""
        ...

    def words(self) -> CatalogueWords:
        """The words of the listings as they are now."""
        ...

    def find(self, query: SearchQuery) -> Found:
        """The listings that answer, in the asked order, with exact total and facets."""
        ...

    def suggest(self, prefix: str, limit: int = 8) -> Sequence[str]:
        """Names that continue what is being typed."""
        ...
