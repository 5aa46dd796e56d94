"""Which segments a commit rewrites: all would keep a family waiting, none would leave more and more of them."""

from __future__ import annotations

from typing import Any

from whoosh.writing import SegmentWriter

from app.search.row import Row
from app.search.whoosh_engine.blocks import living_rows
from app.search.whoosh_engine.writing import add_rows

#: Segments below this many documents are merged with others of their size, once there are this many of them.
SMALL, TOGETHER = 500, 8
#: A larger one is left alone, until this share of it is deleted.
MOSTLY_GONE = 0.5


def merge_small(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Whoosh's merge policy: rewrite some segments, and return those that stay.

    A listing is rewritten once for each power of TOGETHER below SMALL, not at every update. Its words are read again
    from its row: Whoosh's way of copying postings, one at a time, takes five times as long.
    """
    left, merged = [], _to_merge(segments)
    for segment in segments:
        if segment in merged:
            add_rows(writer, (Row(*row) for row in living_rows(writer.storage, segment)))
        elif _alive(segment):
            left.append(segment)
    return left


def _to_merge(segments: list[Any]) -> list[Any]:
    """The segments mostly deleted, and the small ones of each size that have become many."""
    gone = [one for one in segments if 0 < _alive(one) < MOSTLY_GONE * one.doc_count_all()]
    small = [one for one in segments if one not in gone and _alive(one) > 0 and one.doc_count_all() < SMALL]
    merged, limit = gone, 1
    while limit < SMALL:
        limit *= TOGETHER
        below = [one for one in small if one.doc_count_all() < limit]
        if sum(one.doc_count_all() * TOGETHER >= limit for one in below) >= TOGETHER - 1:
            merged = gone + below
    return merged


def _alive(segment: Any) -> int:
    return int(segment.doc_count_all() - segment.deleted_count())
