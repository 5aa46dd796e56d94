"""How Whoosh 2.7.4 lays out a segment, to read it: all its postings and rows, at once, as arrays.

Whoosh has no public way to read a term's postings but one by one (30 times slower). What is used here and in `writing`,
and nowhere else, is private, so the version is checked: a newer Whoosh must be read again before it is allowed.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pickle import loads
from typing import Any, Generic, TypeVar

import numpy as np
import whoosh
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import SegmentReader

from app.search.whoosh_engine.schema import INDEX_NAME, ROW, schema

if whoosh.__version__ != (2, 7, 4):  # pragma: no cover
    raise ImportError(f"Whoosh 2.7.4 is required, not {whoosh.__version__}: see {__name__}")

Ints = NDArray[np.int32]
T = TypeVar("T")


@dataclass(frozen=True)
class FieldPostings:
    """The postings of one field: those of `terms[i]` are `starts[i]:starts[i + 1]` of `docs` and `counts`."""

    terms: list[str]
    starts: Ints
    docs: Ints
    counts: Ints


@dataclass(frozen=True)
class RawSegment(Generic[T]):
    """All that one segment holds, deleted documents included: what was made of its rows, and its postings."""

    rows: T
    fields: dict[str, FieldPostings]


def table_of_contents(storage: FileStorage) -> TOC:
    """The current generation and its segments."""
    return TOC.read(storage, INDEX_NAME, schema=schema())


def latest_generation(storage: FileStorage) -> int:
    """The number of the current generation, -1 without index."""
    return int(TOC._latest_generation(storage, INDEX_NAME))


def read_segment(
    storage: FileStorage, segment: Any, fields: tuple[str, ...], take: Callable[[Iterator[Any]], T]
) -> RawSegment[T]:
    """Read a whole segment; `take` is given its rows one by one. Any exception means that it is gone or broken."""
    reader = SegmentReader(storage, schema(), segment)
    try:
        rows = take(reader.stored_fields(number)[ROW] for number in range(segment.doc_count_all()))
        return RawSegment(rows, {field: _read_field(reader, field) for field in fields})
    finally:
        reader.close()


def living_rows(storage: FileStorage, segment: Any) -> Iterator[Any]:
    """The rows of a segment but the deleted ones."""
    reader = segment.codec().per_document_reader(storage, segment)
    try:
        yield from (fields[ROW] for _, fields in reader.iter_docs())
    finally:
        reader.close()


def _read_field(reader: SegmentReader, field: str) -> FieldPostings:
    terms: list[str] = []
    starts, docs, counts = [0], [], []
    postings_file = reader._terms._postfile
    for (name, text), info in reader._terms.items_from(field, b""):
        if name != field:
            break
        for ids, weights in _blocks(postings_file, info):
            docs.append(ids)
            counts.append(weights)
        terms.append(text.decode("utf-8"))
        starts.append(starts[-1] + info.doc_frequency())
    return FieldPostings(terms, np.array(starts, np.int32), _joined(docs), _joined(counts))


def _blocks(postings_file: Any, info: Any) -> Iterator[tuple[Ints, Ints]]:
    """Each block of a term: document numbers are stored as gaps, weights as one number when they are all equal."""
    offset, _ = info.extent()
    postings_file.seek(offset)
    if postings_file.read(4) != b"W3Bl":
        raise ValueError("not a posting list")
    length = 1
    position = offset + 4
    while length > 0:
        postings_file.seek(position)
        length = postings_file.read_int()
        size, _last, _weight, compressed, _shortest, _longest = postings_file.read_pickle()
        start = postings_file.tell()
        position += 4 + abs(length)
        packed = bytes(postings_file.get(start, position - start))
        gaps, weights, _values = loads(zlib.decompress(packed) if compressed else packed)  # noqa: S301 our own files
        ids = np.cumsum(np.array(gaps, np.int32), dtype=np.int32)
        yield ids, np.full(size, 1 if weights is None else weights, np.int32)


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.empty(0, np.int32)
