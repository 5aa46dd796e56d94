"""How a segment is written: in Whoosh's format, but a term at a time.

Whoosh itself keeps a tuple for each word of each listing and sorts them, on disk beyond some megabytes: more than half
the time of a rebuild at 30,000 listings. Listings come in order, so that one list for each term is already sorted.
"""

from __future__ import annotations

import secrets
from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3PostingsWriter, W3Segment
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from app.search.row import Row
from app.search.whoosh_engine.schema import INDEX_NAME, schema

#: Postings of a block; every posting is read at opening, so that skipping inside a term would never serve.
BLOCK = 4096

#: A term of a field: the listings that hold it, in order, and how often.
Term = tuple[str, bytes, "array[int]", "array[float]"]


class TermPool:
    """Stands for Whoosh's `PostingPool`: eight bytes for an occurrence, and nothing to sort but the terms."""

    def __init__(self) -> None:
        self._terms: dict[tuple[str, bytes], tuple[array[int], array[float]]] = {}

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """One word of one listing; listings come in order."""
        name, text, number, weight, _ = item
        try:
            numbers, weights = self._terms[name, text]
        except KeyError:
            numbers, weights = self._terms[name, text] = array("I"), array("f")
        numbers.append(number)
        weights.append(weight)

    def iter_postings(self) -> Iterator[Term]:
        """All the terms, in the order of the file."""
        return ((*key, *self._terms[key]) for key in sorted(self._terms))

    def cleanup(self) -> None:
        """Nothing is on disk."""


class PostingsWriter(W3PostingsWriter):  # type: ignore[misc]
    """Takes the postings of a term at once."""

    _ids: array[int]

    def add_all(self, numbers: array[int], weights: array[float]) -> None:
        """Blocks of them; `finish_postings` writes the last one."""
        for start in range(0, len(numbers), BLOCK):
            if self._ids:
                self._write_block()
            self._ids, self._weights = numbers[start : start + BLOCK], weights[start : start + BLOCK]
            self._maxweight = max(self._weights)


class FieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Takes what `TermPool` gives."""

    def add_postings(self, schema: Schema, lengths: None, terms: Iterable[Term]) -> None:
        """Write every term of every field."""
        for name, held in groupby(terms, itemgetter(0)):
            self.start_field(name, schema[name])
            for _, text, numbers, weights in held:
                self.start_term(text)
                self._postwriter.add_all(numbers, weights)
                self.finish_term()
            self.finish_field()


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's third format, written in bulk."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=BLOCK, compression=1)

    def new_segment(self, storage: FileStorage, indexname: str) -> W3Segment:
        """Whoosh draws names from `random`, whose state forked workers share: one would overwrite another's files."""
        return W3Segment(self, indexname, segid=secrets.token_hex(8))

    def field_writer(self, storage: FileStorage, segment: W3Segment) -> FieldWriter:
        """Ours."""
        return FieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> PostingsWriter:
        """Ours."""
        return PostingsWriter(dbfile, BLOCK, byteids, self._compression, self._inlinelimit)


class Light(FileStorage):  # type: ignore[misc]
    """For a few listings: what is only in passing stays in memory, without a folder to make and remove each time."""

    def temp_storage(self, name: str | None = None) -> RamStorage:
        """In memory."""
        return RamStorage()


def writer_in(storage: FileStorage, patience: float) -> SegmentWriter:
    """A writer that holds the index's lock; LockError after so many seconds."""
    writer = FileIndex(storage, schema(), INDEX_NAME).writer(timeout=patience, codec=Codec(), compound=False)
    writer.pool = TermPool()
    return writer


def add_rows(writer: SegmentWriter, rows: Iterable[Row]) -> None:
    """One document for each row."""
    for row in rows:
        writer.add_document(name=row.name, body=row.body, row=tuple(row))
