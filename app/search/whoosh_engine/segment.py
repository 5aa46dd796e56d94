"""One segment of the index, decoded once: its columns, and its postings with the counts of both fields together."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.ranking import NAME_BOOST
from app.search.row import Row, digest
from app.search.snippets import fold_in_place
from app.search.whoosh_engine.arrays import Ints, Rows
from app.search.whoosh_engine.blocks import FieldPostings, RawSegment
from app.search.whoosh_engine.columns import Columns, from_rows, joined
from app.search.whoosh_engine.kept import Kept
from app.search.whoosh_engine.schema import BODY, NAME

#: A document number never has more bits than this in the key that sorts postings by term, then document.
_DOC_BITS = 32
#: A word is not counted more often than this in one text: BM25 makes no difference long before.
_OFTEN = 10_000
#: A multiple of 64: only the last rows of a segment are followed by blank ones.
_CHUNK = 1024
#: Texts kept ready for the pages, about two kilobytes each.
_SHOWN = 2_000


@dataclass(frozen=True)
class Postings:
    """`numbers[term]` gives i: the listings that hold the term are `docs[starts[i]:starts[i + 1]]`, in order."""

    numbers: dict[str, int]
    starts: Ints
    docs: Ints
    in_name: NDArray[np.uint16]
    in_body: NDArray[np.uint16]

    def of(self, term: str) -> slice | None:
        """Where the listings of this term stand."""
        number = self.numbers.get(term)
        return None if number is None else slice(self.starts[number], self.starts[number + 1])


@dataclass(frozen=True)
class Segment:
    """A segment never changes but by deletions, which the table of contents holds: all its work is done once.

    `count` listings stand first; blank ones follow, up to a multiple of 64 (see `bits`).
    """

    count: int
    columns: Columns
    postings: Postings
    digests: list[str]
    shown: dict[int, tuple[str, str]] = field(default_factory=dict)
    fixed: Kept = field(default_factory=Kept)
    asked: Kept = field(default_factory=Kept)

    def __len__(self) -> int:
        return len(self.columns)

    def text(self, number: int) -> tuple[str, str]:
        """The text of one listing, and the same folded in place; those that pages show come back."""
        found = self.shown.get(number)
        if found is None:
            if len(self.shown) >= _SHOWN:
                self.shown.clear()
            body = self.columns.bodies[number]
            found = self.shown[number] = body, fold_in_place(body)
        return found

    @cached_property
    def lengths(self) -> NDArray[np.float64]:
        """How many words each listing has, those of the name worth more."""
        postings = self.postings
        weights = NAME_BOOST * postings.in_name + postings.in_body
        return np.bincount(postings.docs, weights=weights, minlength=len(self)).astype(np.float64)

    @cached_property
    def by_name(self) -> tuple[list[str], Rows]:
        """The folded names in order, and the listing of each (of two with one name, the smaller id first)."""
        keys, ids = self.columns.keys, self.columns.ids.tolist()
        order = sorted(range(self.count), key=lambda number: (keys[number], ids[number]))
        return [keys[number] for number in order], np.array(order, np.intp)

    def bearing(self, name: str) -> Iterator[int]:
        """The listings of that whole name."""
        names, order = self.by_name
        at = bisect_left(names, name)
        while at < len(names) and names[at] == name:
            yield int(order[at])
            at += 1

    @cached_property
    def name_words(self) -> Counter[str]:
        """In how many names each word is."""
        return words_of(self.columns.keys)

    @cached_property
    def name_endings(self) -> list[tuple[str, int, int]]:
        """The names from each of their words on, in order: (text, how many words were left out, listing)."""
        endings = []
        for number, key in enumerate(self.columns.keys[: self.count]):
            words = key.split(" ")
            endings += [(" ".join(words[start:]), start, number) for start in range(len(words))]
        return sorted(endings)


def words_of(keys: list[str]) -> Counter[str]:
    """In how many of these names each word is."""
    return Counter(word for key in keys for word in set(key.split()))


def take_rows(rows: Iterator[Any]) -> tuple[Columns, list[str]]:
    """Rows to columns and digests, some at a time: as objects, all the rows of a segment are ten times as large."""
    parts, digests = [], []
    while chunk := [Row(*row) for row in islice(rows, _CHUNK)]:
        parts.append(from_rows(chunk))
        digests += [digest(row) for row in chunk]
    return (joined(parts) if parts else from_rows([])), digests


def decode(raw: RawSegment[tuple[Columns, list[str]]]) -> Segment:
    """Two fields to one list per term."""
    columns, digests = raw.rows
    return Segment(len(digests), columns, merge_fields(raw.fields[NAME], raw.fields[BODY]), digests)


def empty() -> Segment:
    """A segment without listings."""
    nothing = FieldPostings([], np.zeros(1, np.int32), np.empty(0, np.int32), np.empty(0, np.int32))
    return Segment(0, from_rows([]), merge_fields(nothing, nothing), [])


def merge_fields(name: FieldPostings, body: FieldPostings) -> Postings:
    """One list of listings per term, with its count in each field."""
    numbers: dict[str, int] = {term: number for number, term in enumerate(sorted({*name.terms, *body.terms}))}
    keys, weights = [], []
    for field_ in (name, body):
        terms = np.array([numbers[term] for term in field_.terms], np.int64)
        keys.append((np.repeat(terms, np.diff(field_.starts)) << _DOC_BITS) | field_.docs)
        weights.append(field_.counts)
    merged, inverse = np.unique(np.concatenate(keys), return_inverse=True)
    in_name, in_body = np.zeros(len(merged), np.uint16), np.zeros(len(merged), np.uint16)
    in_name[inverse[: len(name.docs)]] = np.minimum(weights[0], _OFTEN)
    in_body[inverse[len(name.docs) :]] = np.minimum(weights[1], _OFTEN)
    starts = np.searchsorted(merged >> _DOC_BITS, np.arange(len(numbers) + 1))
    docs = (merged & ((1 << _DOC_BITS) - 1)).astype(np.int32)
    return Postings(numbers, starts.astype(np.int32), docs, in_name, in_body)
