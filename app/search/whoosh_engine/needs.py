"""One need of a text: how well every listing answers it, and what its words weigh there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.ranking import FIRST_TYPE, IN_NAME_OF_ANOTHER_TYPE
from app.search.wanted import Unit
from app.search.whoosh_engine.postings import Bytes, Posting
from app.search.whoosh_engine.snapshot import Snapshot

#: A number for every listing: two bytes where sums do not hold in one.
Numbers = NDArray[np.unsignedinteger[Any]]
#: Stems that are wanted together.
Group = Sequence[Posting]


def groups_of(snapshot: Snapshot, unit: Unit) -> list[Group]:
    """The alternatives whose stems are all known."""
    found = ([snapshot.posting(stem) for stem in dict.fromkeys(stems)] for stems in unit.words)
    return [[one for one in group if one is not None] for group in found if group and None not in group]


def strengths_of(snapshot: Snapshot, unit: Unit, groups: Sequence[Group]) -> Bytes | None:
    """The best of the listing's type and of its words, out of 100; None when nothing of the need is known."""
    parts = [reduce(np.minimum, [one.strengths for one in group]) for group in groups]
    if unit.types:
        parts = [np.minimum(part, np.uint8(IN_NAME_OF_ANOTHER_TYPE)) for part in parts]
    parts += [snapshot.of_type(slug) * np.uint8(worth) for slug, worth in unit.types]
    return reduce(np.maximum, parts) if parts else None


def weights_of(snapshot: Snapshot, unit: Unit, groups: Sequence[Group]) -> Numbers | None:
    """The weight of the best words, or of the first type; None without words nor several types."""
    parts = [_together(group) for group in groups]
    if unit.first_type:
        parts.append(snapshot.of_type(unit.first_type) * np.uint8(FIRST_TYPE))
    return reduce(np.maximum, parts) if parts else None


def _together(group: Group) -> Numbers:
    if len(group) == 1:
        return group[0].weights
    sums = np.add.reduce([one.weights for one in group], dtype=np.uint16)
    return np.asarray(sums * np.logical_and.reduce([one.strengths for one in group]))
