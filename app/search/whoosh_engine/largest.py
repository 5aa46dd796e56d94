"""The largest values among many, without sorting them all."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine.arrays import Bools, Ints, Rows

#: Groups of values for each one sought: enough for nearly all of the largest to fall in different ones.
_GROUPS = 16


def heaviest(weights: NDArray[np.unsignedinteger[Any]], marks: Bools, wanted: int) -> Rows:
    """Of those marked, in order, so many at least: all that weigh no less than the one that stands there by weight."""
    mine = weights * marks.view(np.uint8)
    bound = _bound(mine, wanted)
    return np.asarray((mine >= bound if bound else marks).nonzero()[0])


def nth_largest(values: Ints, nth: int) -> int:
    """The value that stands nth in decreasing order."""
    values = values[values >= _bound(values, nth)]
    return int(np.partition(values, -nth)[-nth])


def _bound(values: NDArray[Any], nth: int) -> int:
    """What the nth largest value is not below: the nth largest of the maxima of some groups.

    One quick pass, where partitioning the whole takes several.
    """
    groups = nth * _GROUPS
    if len(values) <= 2 * groups:
        return int(values.min())
    maxima = values[: len(values) // groups * groups].reshape(-1, groups).max(axis=0)
    return int(np.partition(maxima, -nth)[-nth])
