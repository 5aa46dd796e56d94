"""Counting how many listings of a set have each word of a column, when a line of bits for each would be too many."""

from __future__ import annotations

import numpy as np

from app.search.whoosh_engine.arrays import Coded
from app.search.whoosh_engine.bits import WORD, Bits

_ONE = np.uint64(1)


class Tally:
    """Listings stand in runs that have one first word: not many, for an index is written by commune (see `store`)."""

    def __init__(self, coded: Coded) -> None:
        self.words = coded.words
        starts = np.concatenate([[0], np.flatnonzero(np.diff(coded.first)) + 1])
        self._run_words = coded.first[starts].astype(np.intp)
        self._words, self._from = starts // WORD, ~((_ONE << (starts % WORD).astype(np.uint64)) - _ONE)
        order = coded.more.argsort(kind="stable")
        docs = coded.more_docs[order]
        self._more_bytes, self._more_shifts = docs // 8, (docs % 8).astype(np.uint8)
        self._more_words, self._more_starts = np.unique(coded.more[order], return_index=True)

    def counts(self, within: Bits) -> list[int]:
        """For each word."""
        ones = np.bitwise_count(within)
        until = np.cumsum(ones, dtype=np.int64)
        before = until.take(self._words) - np.bitwise_count(within.take(self._words) & self._from)
        by_run = np.diff(before, append=until[-1:])
        found = np.bincount(self._run_words, weights=by_run, minlength=len(self.words) + 1)[:-1].astype(np.int64)
        if len(self._more_words):
            held = within.view(np.uint8).take(self._more_bytes) >> self._more_shifts & np.uint8(1)
            found[self._more_words] += np.add.reduceat(held, self._more_starts, dtype=np.int64)
        counted: list[int] = found.tolist()
        return counted
