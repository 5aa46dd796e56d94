"""Sets of listings as bits, 64 to a word: uniting, crossing and counting them costs next to nothing at any size.

Segments are padded to a multiple of 64 listings, so that the bits of several segments stand one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine.arrays import Bools

Bits = NDArray[np.uint64]
WORD = 64
#: In sets of so many words at least, those that hold something are picked out first, if they are one in so many.
_LONG, _SPARSE = 128, 8


def padded(count: int) -> int:
    """How many places so many listings take: never none, so that no array is ever empty."""
    return max(1, -(-count // WORD)) * WORD


def pack(marks: Bools) -> Bits:
    """A bit for each mark, along the last axis."""
    return np.packbits(marks, axis=-1, bitorder="little").view(np.uint64)


def pack_rows(rows: NDArray[np.intp], size: int) -> Bits:
    """The set of these numbers, all below `size`."""
    marks = np.zeros(size, np.bool_)
    marks[rows] = True
    return pack(marks)


def unpack(bits: Bits) -> Bools:
    """A mark for each listing."""
    return np.unpackbits(bits.view(np.uint8), bitorder="little").view(np.bool_)


def rows_of(bits: Bits) -> NDArray[np.intp]:
    """The numbers of a set, in order."""
    if (words := _few_words(bits)) is None:
        return unpack(bits).nonzero()[0]
    found = unpack(bits[words]).nonzero()[0]
    return words[found // WORD] * WORD + found % WORD


def count(bits: Bits) -> int:
    """How many listings."""
    return int(np.bitwise_count(bits).sum())


def counts(sets: Bits, within: Bits) -> list[int]:
    """How many listings each of these sets (one a line) has within another."""
    if (words := _few_words(within)) is not None:
        sets, within = sets.take(words, axis=1), within.take(words)
    found: list[int] = np.add.reduce(np.bitwise_count(sets & within), axis=1, dtype=np.uint32).tolist()
    return found


def _few_words(bits: Bits) -> NDArray[np.intp] | None:
    """The words that hold something, when nearly all are empty."""
    if len(bits) < _LONG:
        return None
    words = bits.nonzero()[0]
    return words if _SPARSE * len(words) < len(bits) else None


def crossed(first: Bits, others: Iterable[Bits]) -> Bits:
    """The listings that are in all these sets."""
    for other in others:
        first = first & other
    return first
