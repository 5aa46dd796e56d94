"""The listings that hold a stem, and what holding it is worth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.ranking import IMPACT_SCALE, IN_BODY, IN_NAME, K1, NAME_BOOST
from app.search.whoosh_engine.arrays import Bools, Ints, Rows

#: How well a listing answers (out of 100) stands above these bits, the weight of its words in them: both are added at
#: once. As many needs as anyone can write do not carry over.
STRENGTH_SHIFT = 20
WORDS_MASK = (1 << STRENGTH_SHIFT) - 1


def strengths(named: Bools, in_name: int) -> Ints:
    """What words are worth in the name or elsewhere, shifted."""
    return np.array((IN_BODY << STRENGTH_SHIFT, in_name << STRENGTH_SHIFT), np.int32).take(named.view(np.int8))


@dataclass(frozen=True)
class Posting:
    """The listings that hold a stem, in order; `alone`: their strength and weight when the stem is the whole need."""

    docs: Rows
    alone: Ints

    @classmethod
    def of(
        cls,
        docs: Rows,
        in_name: NDArray[np.uint16],
        in_body: NDArray[np.uint16],
        norms: NDArray[np.float64],
        count: int,
    ) -> Posting:
        """BM25F, rounded, from the occurrences in the name and elsewhere, among so many listings."""
        rarity = math.log(1 + (count - len(docs) + 0.5) / (len(docs) + 0.5))
        frequency = (NAME_BOOST * in_name + in_body).astype(np.float64)
        impact = np.rint(IMPACT_SCALE * rarity * frequency * (K1 + 1) / (frequency + norms))
        return cls(docs, strengths(in_name > 0, IN_NAME) | impact.astype(np.int32))

    @property
    def impact(self) -> Ints:
        """The stem's share of BM25F."""
        return self.alone & WORDS_MASK

    @property
    def named(self) -> NDArray[Any]:
        """Whether the stem is in the name."""
        return self.alone >= IN_NAME << STRENGTH_SHIFT
