"""One generation of the index, ready to answer. Read-only: what a question needs is made at its first use, and kept.

Listings are numbered through the segments, each of which takes a multiple of 64 places: after one listing has changed,
nearly everything comes from the large segments that did not, and a new generation costs milliseconds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.search.ranking import K1, B
from app.search.whoosh_engine.arrays import Bools, Coded
from app.search.whoosh_engine.bits import Bits, pack
from app.search.whoosh_engine.kept import Kept
from app.search.whoosh_engine.naming import ranks
from app.search.whoosh_engine.postings import Posting, posting
from app.search.whoosh_engine.segment import Segment, empty, words_of

T = TypeVar("T")
Part = tuple[Segment, frozenset[int]]


class Snapshot:
    """Every read of the engine goes through one of these, so that a page is of one generation."""

    def __init__(self, parts: Sequence[Part]) -> None:
        """From the segments and the documents deleted in each."""
        self.parts: Sequence[Part] = parts or [(empty(), frozenset())]
        self.starts: list[int] = np.cumsum([0, *(len(segment) for segment, _ in self.parts)]).tolist()
        self.size = self.starts[-1]
        self.live = np.zeros(self.size, np.bool_)
        for start, (segment, deleted) in zip(self.starts, self.parts, strict=False):
            self.live[start : start + segment.count] = True
            self.live[[start + number for number in deleted]] = False
        self.live_bits: Bits = pack(self.live)
        self._count = int(np.count_nonzero(self.live))
        self._postings: dict[str, Posting | None] = {}
        self._fixed, self._asked = Kept(), Kept()
        #: The facets' board of the last question, with its key (see `facets`).
        self.last_board: tuple[Hashable, Any] | None = None

    def __len__(self) -> int:
        return self._count

    def fixed(self, key: Hashable, make: Callable[[Segment], NDArray[Any]]) -> NDArray[Any]:
        """Something of each listing (along the last axis), put together from the segments; few keys, never public."""
        return self._fixed.get(key, lambda: _joined([s.fixed.get(key, lambda s=s: make(s)) for s, _ in self.parts]))  # type: ignore[misc]

    def asked(self, key: Hashable, make: Callable[[Segment], NDArray[Any]]) -> NDArray[Any]:
        """The same, for keys that depend on the question."""
        return self._asked.get(key, lambda: _joined([s.asked.get(key, lambda s=s: make(s)) for s, _ in self.parts]))  # type: ignore[misc]

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Something of the whole generation; few keys, never public."""
        return self._fixed.get(key, make)

    def while_asked(self, key: Hashable, make: Callable[[], T]) -> T:
        """The same, for keys that depend on the question."""
        return self._asked.get(key, make)

    def column(self, name: str) -> NDArray[Any]:
        """One of the arrays of `Columns`."""
        return self.fixed(name, lambda segment: getattr(segment.columns, name))

    def coded(self, name: str) -> Coded:
        """One of the coded columns."""
        return self.once(("coded", name), lambda: Coded.joined([getattr(s.columns, name) for s, _ in self.parts]))

    def text(self, row: int) -> tuple[str, str]:
        """The text of one listing, and the same folded in place (see `snippets`)."""
        at = bisect_right(self.starts, row) - 1
        return self.parts[at][0].text(row - self.starts[at])

    @cached_property
    def name_rank(self) -> NDArray[np.int64]:
        """The place of each listing by name, then id: no two listings share one."""
        return ranks([segment for segment, _ in self.parts], self.starts, self.live)

    @cached_property
    def name_words(self) -> frozenset[str]:
        """The whole words of the names, folded."""
        found: set[str] = set()
        for segment, deleted in self.parts:
            gone = words_of([segment.columns.keys[number] for number in deleted])
            found.update(word for word, times in segment.name_words.items() if times > gone[word])
        return frozenset(found)

    def bearing(self, name: str) -> list[int]:
        """The listings that bear this whole name, folded; in no order."""
        return [
            start + number
            for start, (segment, deleted) in zip(self.starts, self.parts, strict=False)
            for number in segment.bearing(name)
            if number not in deleted
        ]

    def of_type(self, slug: str) -> Bools:
        """Whether each listing is of that type."""
        return self.while_asked(("of type", slug), lambda: self.coded("types").any_of((slug,)) & self.live)

    def posting(self, stem: str) -> Posting | None:
        """The listings that hold this stem, None when there is none."""
        try:
            return self._postings[stem]
        except KeyError:
            made = self._make_posting(stem)
            if made is not None:  # unknown words are not kept: they come from the public, without end
                self._postings[stem] = made
            return made

    def warm(self) -> None:
        """Prepare what every question needs, so that the first visitor does not pay for it."""
        _ = self.name_rank, self._norms

    @cached_property
    def _norms(self) -> NDArray[np.float64]:
        """The length part of BM25 for each listing."""
        lengths = self.fixed("lengths", lambda segment: segment.lengths)
        average = float(lengths[self.live].sum()) / len(self) if len(self) else 1.0
        return np.asarray(K1 * (1 - B + B * lengths / (average or 1.0)))

    def _make_posting(self, stem: str) -> Posting | None:
        found = [
            (postings.docs[place] + np.int32(start), postings.in_name[place], postings.in_body[place])
            for start, (segment, _) in zip(self.starts, self.parts, strict=False)
            if (place := (postings := segment.postings).of(stem)) is not None
        ]
        if not found:
            return None
        docs, in_name, in_body = (_joined([part[which] for part in found]) for which in range(3))
        return posting(docs, in_name, in_body, self._norms, self.live)


def _joined(parts: list[NDArray[Any]]) -> NDArray[Any]:
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=-1)
