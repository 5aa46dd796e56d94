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
#: Which listings: all of them, or those at these positions.
Rows = slice | NDArray[np.intp]
ALL = slice(None)

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
    def joined(cls, parts: Sequence[tuple[Coded, Bools | None]]) -> Coded:
        """The kept listings of each part, one after the other, with one table."""
        seen: dict[Values, int] = {}
        codes = []
        for part, kept in parts:
            renumbered = np.array([seen.setdefault(value, len(seen)) for value in part.table], np.int32)
            codes.append((renumbered[part.codes] if len(renumbered) else part.codes)[ALL if kept is None else kept])
        return cls(np.concatenate(codes) if codes else np.empty(0, np.int32), list(seen))

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

    @cached_property
    def _nothing(self) -> int:
        """The code of the value without words, -1 when there is none."""
        return self.table.index(()) if () in self.table else -1

    def any_of(self, wanted: Sequence[str], rows: Rows) -> Bools:
        """Which listings have at least one of these words."""
        table = np.zeros(len(self.table) + 1, np.bool_)
        for word in wanted:
            table[self._holders.get(word, [])] = True
        return table[self.codes[rows]]

    def none_at_all(self, rows: Rows) -> Bools:
        """Which listings have no word."""
        return np.asarray(self.codes[rows] == self._nothing)

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
        first = np.array(only, np.uint16 if end < 65_000 else np.uint32)
        return (first[self.codes] if only else np.empty(0, np.uint16)), numbers, more

    def counts(self, rows: Rows) -> dict[str, int]:
        """How many of these listings have each word; words that none has are left out."""
        first, numbers, more = self._first
        mine, end = first[rows], len(self.words)
        by_word = np.bincount(mine, minlength=end + 2)
        if by_word[end + 1]:
            several = np.flatnonzero(mine == end + 1)
            codes = self.codes[several] if isinstance(rows, slice) else self.codes[rows[several]]
            by_word[: end + 1] += np.bincount(more[numbers[codes]].ravel(), minlength=end + 1)
        return named(self.words, by_word)


def named(words: Sequence[str], counts: NDArray[np.int64]) -> dict[str, int]:
    """What was counted, by word, without the zeros."""
    return {word: count for word, count in zip(words, counts.tolist(), strict=False) if count}


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
    def joined(cls, parts: Sequence[tuple[Times, Ints]]) -> Times:
        """From parts whose listings are renumbered (-1: left out)."""
        columns: list[list[Any]] = [[], [], [], []]
        for part, numbers in parts:
            docs = numbers[part.docs] if len(part.docs) else part.docs
            kept: Any = ALL if not len(docs) or docs.min() >= 0 else docs >= 0
            for column, values in zip(columns, (docs, part.labels, part.starts, part.ends), strict=True):
                column.append(values[kept])
        return cls(*(np.concatenate(column) if column else np.empty(0, np.int32) for column in columns))
