"""Completing what is being typed, from the names of the listings."""

from __future__ import annotations

from bisect import bisect_left

from app.search.whoosh_engine.snapshot import Snapshot
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


class Suggestions:
    """The names, found by the beginning of any of their words."""

    def __init__(self, names: list[str], keys: list[str]) -> None:
        entries = []
        for number, key in enumerate(keys):
            words = key.split(" ")
            entries += [(" ".join(words[start:]), start, number) for start in range(len(words))]
        self._entries = sorted(entries)
        self._names = names

    @classmethod
    def of(cls, snapshot: Snapshot) -> Suggestions:
        """Those of a generation, prepared once."""
        return snapshot.once("suggestions", lambda: cls(snapshot.columns.names, snapshot.columns.keys))

    def starting_with(self, prefix: str, limit: int) -> list[str]:
        """Names with a word that starts so (the following words going on), those that begin so first."""
        wanted = name_key(prefix[:120])
        if not wanted:
            return []
        start = bisect_left(self._entries, (wanted,))
        found: dict[str, int] = {}
        for text, position, number in self._entries[start : start + 50 * limit]:
            if not text.startswith(wanted):
                break
            name = self._names[number]
            found[name] = min(position, found.get(name, position))
        return sorted(found, key=lambda name: (found[name] > 0, name_key(name)))[:limit]
