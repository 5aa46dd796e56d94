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
    def _pairs(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Every (value, word of it), as two lists of numbers."""
        position = {word: number for number, word in enumerate(self.words)}
        pairs = [(code, position[word]) for code, value in enumerate(self.table) for word in set(value)]
        both = np.array(pairs, np.intp).reshape(-1, 2).T
        return both[0], both[1]

    def any_of(self, wanted: Sequence[str], rows: Rows) -> Bools:
        """Which listings have at least one of these words."""
        chosen = set(wanted)
        table = np.array([not chosen.isdisjoint(value) for value in self.table], np.bool_)
        return table[self.codes[rows]] if len(table) else np.zeros(0, np.bool_)

    def none_at_all(self, rows: Rows) -> Bools:
        """Which listings have no word."""
        table = np.array([not value for value in self.table], np.bool_)
        return table[self.codes[rows]] if len(table) else np.zeros(0, np.bool_)

    def counts(self, rows: Rows) -> dict[str, int]:
        """How many of these listings have each word; words that none has are left out."""
        by_value = np.bincount(self.codes[rows], minlength=len(self.table))
        values, words = self._pairs
        by_word = np.bincount(words, weights=by_value[values], minlength=len(self.words)).astype(np.int64)
        there = np.flatnonzero(by_word)
        return {self.words[at]: count for at, count in zip(there.tolist(), by_word[there].tolist(), strict=True)}


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
