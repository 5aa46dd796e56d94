"""What the index holds of each listing, digested, and what it should hold."""

from __future__ import annotations

from collections import Counter
from zlib import crc32

import numpy as np

from app.search.row import Row, digest
from app.search.whoosh_engine.segment import Segment
from app.search.whoosh_engine.snapshot import Snapshot
from app.search.words import stems


def fingerprint(row: Row) -> str:
    """Equal to `fingerprints(…)[row.id]` when the row and its words are rightly indexed."""
    name, body = Counter(stems(row.name)), Counter(stems(row.body))
    total = sum(term_sum(term, name[term], body[term]) for term in {*name, *body})
    return f"{digest(row)}:{total}"


def fingerprints(snapshot: Snapshot) -> dict[int, str]:
    """For each listing: the digest of its row, and a sum of its terms as the postings have them."""
    return {
        one: f"{text}:{total}"
        for segment, deleted in snapshot.parts
        for number, (one, text, total) in enumerate(zip(*_of_segment(segment), strict=True))
        if number not in deleted
    }


def term_sum(term: str, in_name: int, in_body: int) -> int:
    """What one term adds to the fingerprint of a listing."""
    return crc32(term.encode()) * (7 * in_name + in_body)


def _of_segment(segment: Segment) -> tuple[list[int], list[str], list[int]]:
    postings = segment.postings
    hashes = np.array([crc32(term.encode()) for term in postings.numbers], np.int64)
    each = np.repeat(hashes, np.diff(postings.starts)) * (7 * postings.in_name + postings.in_body)
    sums = np.zeros(len(segment), np.int64)
    np.add.at(sums, postings.docs, each)
    return segment.columns.ids[: segment.count].tolist(), segment.digests, sums[: segment.count].tolist()
