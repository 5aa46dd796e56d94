"""The two shapes that columns are made of besides plain arrays: values from a small table, and lists of times."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Coded:
    """The words of each listing (its themes…), as their places in a sorted list of words.

    `first` is the place of its first word, or how many words there are when it has none; the few listings that have
    more stand in `more_docs`, once for each further word, whose place is in `more`.
    """

    words: list[str]
    first: Ints
    more_docs: Rows
    more: Ints

    @classmethod
    def of(cls, values: Iterable[tuple[str, ...]]) -> Coded:
        """From the words of each listing."""
        listed = [tuple(dict.fromkeys(words)) for words in values]
        words = sorted({word for value in listed for word in value})
        place = {word: at for at, word in enumerate(words)}
        more = [(doc, place[word]) for doc, value in enumerate(listed) for word in value[1:]]
        docs, places = np.array(more, np.intp).reshape(-1, 2).T
        first = np.array([place[value[0]] if value else len(words) for value in listed], np.int32)
        return cls(words, first, docs, places.astype(np.int32))

    @classmethod
    def joined(cls, parts: Sequence[Coded]) -> Coded:
        """The listings of each part, one after the other, with one list of words."""
        if len(parts) == 1:
            return parts[0]
        words = sorted({word for part in parts for word in part.words})
        moved = [part._renumbered(words) for part in parts]
        starts = np.cumsum([0, *(len(part.first) for part in parts)])
        docs = [part.more_docs + start for part, start in zip(parts, starts, strict=False)]
        first, more = ([pair[which] for pair in moved] for which in range(2))
        return cls(words, np.concatenate(first), np.concatenate(docs), np.concatenate(more))

    def _renumbered(self, words: list[str]) -> tuple[Ints, Ints]:
        if words == self.words:
            return self.first, self.more
        place = {word: at for at, word in enumerate(words)}
        places = np.array([*(place[word] for word in self.words), len(words)], np.int32)
        return places[self.first], places[self.more]

    def any_of(self, wanted: Sequence[str]) -> Bools:
        """Which listings have at least one of these words."""
        table = np.zeros(len(self.words) + 1, np.bool_)
        table[[at for word in wanted if (at := self.place(word)) is not None]] = True
        marks = table.take(self.first)
        marks[self.more_docs[table[self.more]]] = True
        return marks

    def place(self, word: str) -> int | None:
        """Where a word stands among the words, None when no listing has it."""
        at = bisect_left(self.words, word)
        return at if at < len(self.words) and self.words[at] == word else None

    @property
    def none_at_all(self) -> Bools:
        """Which listings have no word."""
        return np.asarray(self.first == len(self.words))


@dataclass(frozen=True)
class Times:
    """Any number of times for each listing: a label (weekday or day), a start and an end, by listing in order."""

    docs: Ints
    labels: Ints
    starts: Ints
    ends: Ints

    @classmethod
    def of(cls, rows: Iterable[Iterable[tuple[int, int, int]]]) -> Times:
        """From the (label, start, end) of each listing."""
        flat = [(doc, *time) for doc, times in enumerate(rows) for time in times]
        table = np.array(flat, np.int32).reshape(-1, 4).T
        return cls(*(np.ascontiguousarray(column) for column in table))

    @classmethod
    def joined(cls, parts: Sequence[Times], starts: Sequence[int]) -> Times:
        """The times of each part, whose listings begin at these numbers."""
        docs = [part.docs + np.int32(start) for part, start in zip(parts, starts, strict=False)]
        others = (np.concatenate([getattr(part, name) for part in parts]) for name in ("labels", "starts", "ends"))
        return cls(np.concatenate(docs), *others)
