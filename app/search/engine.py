"""The search port: one small contract, kept by every engine and tested once against each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.search.document import IndexDocument
from app.search.query import SearchQuery


@dataclass(frozen=True)
class Hit:
    """A listing that answers. `distance_m` is straight-line metres from `query.near`, None without one."""

    id: int
    distance_m: int | None = None
    open_now: bool | None = None
    snippet: str = ""


@dataclass(frozen=True)
class Found:
    """A page of answers. Facets: {filter: {value: count}}, each ignoring its own filter.

    `left_out` tells, for each filter that was asked, how many listings answer everything else but are unknown there.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)


class SearchEngine(Protocol):
    """What an engine must do. Writes are idempotent; reads see every acknowledged write."""

    def put(self, documents: Iterable[IndexDocument]) -> None:
        """Add these listings, or replace them by id."""

    def remove(self, ids: Iterable[int]) -> None:
        """Forget these listings; unknown ids are no error."""

    def clear(self) -> None:
        """Forget everything."""

    def ids(self) -> set[int]:
        """The listings that the index holds, for `flask search check`."""
        ...

    def find(self, query: SearchQuery) -> Found:
        """The listings that answer, in the asked order, with exact total and facets."""
        ...

    def suggest(self, prefix: str, limit: int = 8) -> Sequence[str]:
        """Names that continue what is being typed."""
        ...
