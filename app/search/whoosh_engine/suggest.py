"""Completing what is being typed, from the names of the listings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from heapq import merge
from itertools import islice

from app.search.whoosh_engine.snapshot import Part, Snapshot
from app.search.words import name_key


class SnapshotWords:
    """See `CatalogueWords`."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def has_stem(self, stem: str) -> bool:
        """Whether some listing holds that stem."""
        return self._snapshot.posting(stem) is not None

    def name_words(self) -> frozenset[str]:
        """The whole words of the names, folded."""
        return self._snapshot.name_words


def names_with(snapshot: Snapshot, prefix: str, limit: int) -> list[str]:
    """Names with a word that starts so (the following words going on), those that begin so first."""
    wanted = name_key(prefix[:120])
    if not wanted:
        return []
    found: dict[str, int] = {}
    for _, left_out, name in islice(merge(*(_starting(part, wanted) for part in snapshot.parts)), 50 * limit):
        found[name] = min(left_out, found.get(name, left_out))
    return sorted(found, key=lambda name: (found[name] > 0, name_key(name)))[:limit]


def _starting(part: Part, wanted: str) -> Iterator[tuple[str, int, str]]:
    """The names of one segment, in order of what follows: (from the word on, how many words before it, name)."""
    segment, deleted = part
    endings, names = segment.name_endings, segment.columns.names
    for at in range(bisect_left(endings, (wanted,)), len(endings)):
        text, left_out, number = endings[at]
        if not text.startswith(wanted):
            return
        if number not in deleted:
            yield text, left_out, names[number]
