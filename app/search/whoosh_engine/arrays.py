"""The two shapes that columns are made of besides plain arrays: values from a small table, and lists of times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
Rows = NDArray[np.intp]

Values = tuple[str, ...]


@dataclass(frozen=True)
class Coded:
    """One tuple of words for each listing (its themes…), kept as a number in the table of the distinct tuples."""

    codes: Ints
    table: list[Values]

    @classmethod
    def of(cls, values: Iterable[Values]) -> Coded:
        """Number the distinct values in order of appearance."""
        seen: dict[Values, int] = {}
        codes = np.array([seen.setdefault(value, len(seen)) for value in values], np.int32)
        return cls(codes, list(seen))

    @classmethod
    def joined(cls, parts: Sequence[Coded]) -> Coded:
        """The listings of each part, one after the other, with one table."""
        if len(parts) == 1:
            return parts[0]
        seen: dict[Values, int] = {}
        codes = []
        for part in parts:
            renumbered = np.array([seen.setdefault(value, len(seen)) for value in part.table], np.int32)
            codes.append(renumbered[part.codes])
        return cls(np.concatenate(codes), list(seen))

    @cached_property
    def words(self) -> list[str]:
        """The distinct words of the table."""
        return sorted({word for value in self.table for word in value})

    @cached_property
    def _holders(self) -> dict[str, list[int]]:
        """The values that hold each word."""
        found: dict[str, list[int]] = {}
        for code, value in enumerate(self.table):
            for word in value:
                found.setdefault(word, []).append(code)
        return found

    def any_of(self, wanted: Sequence[str]) -> Bools:
        """Which listings have at least one of these words."""
        table = np.zeros(len(self.table), np.bool_)
        for word in wanted:
            table[self._holders.get(word, [])] = True
        return table[self.codes]

    @property
    def none_at_all(self) -> Bools:
        """Which listings have no word."""
        nothing = self.table.index(()) if () in self.table else -1
        return np.asarray(self.codes == nothing)

    @cached_property
    def _first(self) -> tuple[NDArray[Any], Ints, Ints]:
        """For each listing its only word, or how many words there are (none), or that plus one (several words).

        Then, for each value, its number among those of several words, and the words of those, as long as the longest.
        """
        place, end = {word: at for at, word in enumerate(self.words)}, len(self.words)
        several = {code: value for code, value in enumerate(self.table) if len(set(value)) > 1}
        only = [end + 1 if code in several else place[v[0]] if v else end for code, v in enumerate(self.table)]
        longest = max((len(set(value)) for value in several.values()), default=1)
        more = np.full((len(several), longest), end, np.int32)
        numbers = np.zeros(len(self.table), np.int32)
        for number, (code, value) in enumerate(several.items()):
            numbers[code] = number
            more[number, : len(set(value))] = [place[word] for word in set(value)]
        return np.array(only, np.uint16 if end < 65_000 else np.uint32)[self.codes], numbers, more

    def counts(self, rows: Rows) -> list[int]:
        """How many of these listings have each of `words`."""
        first, numbers, more = self._first
        mine, end = first[rows], len(self.words)
        by_word = np.bincount(mine, minlength=end + 2)
        if by_word[end + 1]:
            codes = self.codes[rows[mine == end + 1]]
            by_word[: end + 1] += np.bincount(more[numbers[codes]].ravel(), minlength=end + 1)
        found: list[int] = by_word[:end].tolist()
        return found


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
