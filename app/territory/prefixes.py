"""Completing what is being typed: labels found by the beginning of any of their words. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

Item = TypeVar("Item")

#: However short the beginning, no more entries than this are looked at.
MOST_LOOKED_AT = 2000


class Prefixes(Generic[Item]):
    """Items by key; `key` makes keys and typed texts comparable. Order: whole beginnings, then the order given."""

    def __init__(self, named: Iterable[tuple[str, Item]], key: Callable[[str], str]) -> None:
        self._key = key
        self._items: list[Item] = []
        entries: list[tuple[str, int, int]] = []
        for rank, (name, item) in enumerate(named):
            words = key(name).split(" ")
            self._items.append(item)
            entries += [(" ".join(words[start:]), start, rank) for start in range(len(words)) if words[start]]
        self._entries = sorted(entries)

    def starting(self, text: str, limit: int) -> list[Item]:
        """At most `limit` items with a word that begins so, each once; none for an empty text."""
        found: dict[int, int] = {}
        for position, rank in self._matching(self._key(text)):
            found[rank] = min(position > 0, found.get(rank, 1))
        ranks = sorted(found, key=lambda rank: (found[rank], rank))
        return list(dict.fromkeys(self._items[rank] for rank in ranks))[:limit]

    def _matching(self, wanted: str) -> Iterator[tuple[int, int]]:
        start = bisect_left(self._entries, (wanted,))
        for text, position, rank in self._entries[start : start + MOST_LOOKED_AT] if wanted else ():
            if not text.startswith(wanted):
                return
            yield position, rank
