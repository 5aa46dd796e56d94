"""Words that are not finished, or not well typed: what they may begin, and what they may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

#: Fewer letters begin too many words.
_SHORTEST_PREFIX = 3
_MAX_COMPLETIONS = 8
#: One wrong letter from this length on, two from that one: shorter words become other words.
_ONE_EDIT, _TWO_EDITS = 4, 8


class KnownWords:
    """The words of the vocabulary and of the names, to complete and to correct. Built once for each generation."""

    def __init__(self, first: Iterable[str], then: Iterable[str]) -> None:
        """`first` are preferred to `then` at equal distance."""
        preferred = {word for word in first if len(word) >= _SHORTEST_PREFIX}
        self._rank = dict.fromkeys(then, 1) | dict.fromkeys(preferred, 0)
        self._sorted = sorted(word for word in self._rank if not word.isdecimal())
        self._by_length: dict[int, list[str]] = {}
        for word in self._sorted:
            self._by_length.setdefault(len(word), []).append(word)
        self.nearest = lru_cache(maxsize=1024)(self._nearest)

    def completions(self, prefix: str) -> list[str]:
        """The shortest words that begin so."""
        if len(prefix) < _SHORTEST_PREFIX:
            return []
        from bisect import bisect_left

        start = bisect_left(self._sorted, prefix)
        found = []
        for word in self._sorted[start : start + 20 * _MAX_COMPLETIONS]:
            if not word.startswith(prefix):
                break
            found.append(word)
        return sorted(found, key=lambda word: (self._rank[word], len(word), word))[:_MAX_COMPLETIONS]

    def _nearest(self, word: str) -> str | None:
        """The word that was meant, None when nothing is near enough."""
        edits = 0 if len(word) < _ONE_EDIT else 1 if len(word) < _TWO_EDITS else 2
        if not edits or any(char.isdecimal() for char in word):
            return None
        near = [
            (distance, candidate[0] != word[0], self._rank[candidate], candidate)
            for length in range(len(word) - edits, len(word) + edits + 1)
            for candidate, distance, _ in extract(
                word, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=edits, limit=None
            )
            if distance <= self._edits_of(candidate)
        ]
        return min(near)[3] if near else None

    @staticmethod
    def _edits_of(candidate: str) -> int:
        return 0 if len(candidate) < _ONE_EDIT else 1 if len(candidate) < _TWO_EDITS else 2
