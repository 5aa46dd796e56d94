"""One segment of the index, decoded once: its columns, and its postings with the counts of both fields together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.search.whoosh_engine.arrays import Ints
from app.search.whoosh_engine.blocks import FieldPostings, RawSegment
from app.search.whoosh_engine.columns import Columns, from_rows
from app.search.whoosh_engine.row import Row, digest
from app.search.whoosh_engine.schema import BODY, NAME

#: A document number never has more bits than this in the key that sorts postings by term, then document.
_DOC_BITS = 32


@dataclass(frozen=True)
class Postings:
    """`numbers[term]` gives i: the listings that hold the term are `docs[starts[i]:starts[i + 1]]`, in order."""

    numbers: dict[str, int]
    starts: Ints
    docs: Ints
    in_name: Ints
    in_body: Ints

    def of(self, term: str) -> tuple[Ints, Ints, Ints] | None:
        """Listings, occurrences in the name, in the body."""
        number = self.numbers.get(term)
        if number is None:
            return None
        part = slice(self.starts[number], self.starts[number + 1])
        return self.docs[part], self.in_name[part], self.in_body[part]


@dataclass(frozen=True)
class Segment:
    """A segment never changes but by deletions, which the table of contents holds."""

    columns: Columns
    postings: Postings
    digests: list[str]


def decode(raw: RawSegment) -> Segment:
    """Rows to columns, two fields to one list per term."""
    rows = [Row(*row) for row in raw.rows]
    return Segment(from_rows(rows), merge_fields(raw.fields[NAME], raw.fields[BODY]), [digest(row) for row in rows])


def merge_fields(name: FieldPostings, body: FieldPostings) -> Postings:
    """One list of listings per term, with its count in each field."""
    numbers: dict[str, int] = {term: number for number, term in enumerate(sorted({*name.terms, *body.terms}))}
    keys, weights = [], []
    for field in (name, body):
        terms = np.array([numbers[term] for term in field.terms], np.int64)
        keys.append((np.repeat(terms, np.diff(field.starts)) << _DOC_BITS) | field.docs)
        weights.append(field.counts)
    merged, inverse = np.unique(np.concatenate(keys), return_inverse=True)
    in_name, in_body = np.zeros(len(merged), np.int32), np.zeros(len(merged), np.int32)
    in_name[inverse[: len(name.docs)]] = weights[0]
    in_body[inverse[len(name.docs) :]] = weights[1]
    starts = np.searchsorted(merged >> _DOC_BITS, np.arange(len(numbers) + 1))
    docs = (merged & ((1 << _DOC_BITS) - 1)).astype(np.int32)
    return Postings(numbers, starts.astype(np.int32), docs, in_name, in_body)
