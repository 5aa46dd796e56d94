"""The order of the listings by name, across segments: only the names of the small ones are put in their place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine.arrays import Bools
from app.search.whoosh_engine.segment import Segment


def ranks(segments: Sequence[Segment], starts: Sequence[int], live: Bools) -> NDArray[np.int64]:
    """The place of each listing by folded name, then id, among those alive."""
    largest = max(range(len(segments)), key=lambda at: segments[at].count)
    others = sorted(
        (name, int(segment.columns.ids[number]), start + number)
        for at, (segment, start) in enumerate(zip(segments, starts, strict=False))
        if at != largest
        for name, number in zip(segment.by_name[0], segment.by_name[1].tolist(), strict=True)
    )
    order = segments[largest].by_name[1] + starts[largest]
    places = [_place(segments[largest], name, one) for name, one, _ in others]
    order = np.insert(order, places, [number for _, _, number in others])
    order = order[live[order]]
    rank = np.zeros(len(live), np.int64)
    rank[order] = np.arange(len(order))
    return rank


def _place(segment: Segment, name: str, one: int) -> int:
    names, order = segment.by_name
    at = bisect_left(names, name)
    while at < len(names) and names[at] == name and int(segment.columns.ids[order[at]]) < one:
        at += 1
    return at
