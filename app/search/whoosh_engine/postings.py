"""The listings that hold a stem, and what it weighs in each: a few numbers for a rare stem, all for a common one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.search.ranking import IMPACT_SCALE, IN_BODY, IN_NAME, K1, NAME_BOOST
from app.search.whoosh_engine.arrays import Bools, Ints

#: A stem that one listing in so many holds is common; so is any stem among so few listings.
_COMMON, _FEW = 8, 1_024
#: A byte: the rarest stem among a million listings weighs 243 (8 × ln 1,000,000 × 2.2).
_HEAVIEST = 255

Counts = NDArray[np.uint16]
Bytes = NDArray[np.uint8]
_STRENGTHS = np.array([IN_BODY, IN_NAME], np.uint8)


class Posting(Protocol):
    """What is known of one stem."""

    @property
    def strengths(self) -> Bytes:
        """How well every listing answers the stem, out of 100; 0 where it is not."""
        ...

    @property
    def weights(self) -> Bytes:
        """The stem's share of BM25F in every listing; 0 where it is not."""
        ...


@dataclass(frozen=True)
class Common:
    """Everything is ready, for every listing."""

    strengths: Bytes
    weights: Bytes


@dataclass(frozen=True)
class Rare:
    """Only of the listings that hold it: there are many such stems."""

    size: int
    docs: Ints
    theirs: tuple[Bytes, Bytes]

    @property
    def strengths(self) -> Bytes:
        """See `Posting`."""
        return _everywhere(self.size, self.docs, self.theirs[0])

    @property
    def weights(self) -> Bytes:
        """See `Posting`."""
        return _everywhere(self.size, self.docs, self.theirs[1])


def posting(docs: Ints, in_name: Counts, in_body: Counts, norms: NDArray[np.float64], live: Bools) -> Posting | None:
    """BM25F, rounded, from the occurrences in the name and elsewhere, among the living listings; None when all died.

    `norms` is the length part of BM25 for every listing.
    """
    if not (alive := live[docs]).all():
        docs, in_name, in_body = docs[alive], in_name[alive], in_body[alive]
    count, size = np.count_nonzero(live), len(live)
    if not len(docs):
        return None
    rarity = math.log(1 + (count - len(docs) + 0.5) / (len(docs) + 0.5))
    frequency = (NAME_BOOST * in_name + in_body).astype(np.float64)
    weights = np.rint(IMPACT_SCALE * rarity * frequency * (K1 + 1) / (frequency + norms[docs]))
    theirs = _STRENGTHS.take((in_name > 0).view(np.int8)), np.minimum(weights, _HEAVIEST).astype(np.uint8)
    if size > _FEW and len(docs) * _COMMON < size:
        return Rare(size, docs, theirs)
    return Common(_everywhere(size, docs, theirs[0]), _everywhere(size, docs, theirs[1]))


def _everywhere(size: int, docs: Ints, theirs: Bytes) -> Bytes:
    values = np.zeros(size, np.uint8)
    values[docs] = theirs
    return values
