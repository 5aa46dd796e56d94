"""Which listings answer the text, and how well: a number for every listing, which costs little at any size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial, reduce

import numpy as np

from app.search.ranking import FULL_TIER, MAX_WORDS, OWN_NAME_TIER, WORD_BITS
from app.search.wanted import Wanted
from app.search.whoosh_engine.arrays import Ints, Rows
from app.search.whoosh_engine.bits import Bits, pack
from app.search.whoosh_engine.needs import Numbers, groups_of, strengths_of, weights_of
from app.search.whoosh_engine.snapshot import Snapshot

_BYTE = 255


@dataclass(frozen=True)
class Match:
    """The listings that answer, and how well: `answers` out of 100 × `whole`. Without text all do, alike."""

    bits: Bits
    whole: int = 1
    answers: Numbers | None = None
    weights: Numbers | None = None

    def tier(self, answer: int) -> int:
        """See `ranking`."""
        return answer * FULL_TIER // (100 * self.whole)

    def least(self, tier: int) -> int:
        """The smallest answer of that tier."""
        return max(1, _least(tier, self.whole))

    def scores(self, rows: Rows) -> Ints | None:
        """The tier of these listings, above the weight of their words."""
        if self.answers is None:
            return None
        tiers = self.answers.take(rows).astype(np.int32) * FULL_TIER // (100 * self.whole) << WORD_BITS
        if self.weights is not None:
            tiers |= np.minimum(self.weights.take(rows), np.uint16(MAX_WORDS))
        return np.asarray(tiers)


def match(snapshot: Snapshot, wanted: Wanted) -> Match:
    """See `app.search.wanted` for what answering means, `ranking` for the tiers."""
    own_name = snapshot.bearing(wanted.name) if wanted.name else []
    if not wanted.units and not own_name:
        return Match(snapshot.live_bits)
    groups = [groups_of(snapshot, unit) for unit in wanted.units]
    strengths = [strengths_of(snapshot, *both) for both in zip(wanted.units, groups, strict=True)]
    shares = [(each, unit.importance) for each, unit in zip(strengths, wanted.units, strict=True) if each is not None]
    whole = max(1, sum(unit.importance for unit in wanted.units))
    answers = _sum([_times(*share) for share in shares], 100 * whole)
    if answers is None:
        answers = np.zeros(snapshot.size, np.uint16)
    if own_name:
        answers = answers.astype(np.uint16)
        answers[own_name] = _least(OWN_NAME_TIER, whole)
    weights = [
        found
        for unit, each in zip(wanted.units, groups, strict=True)
        if (found := weights_of(snapshot, unit, each)) is not None
    ]
    most = sum(int(each.max()) for each in weights)
    return Match(pack(answers != 0), whole, answers, _sum(weights, most))


def _least(tier: int, whole: int) -> int:
    return -(-100 * whole * tier // FULL_TIER)


def _times(strengths: Numbers, importance: int) -> Numbers:
    return strengths if importance == 1 else np.multiply(strengths, importance, dtype=np.uint16)


def _sum(parts: Sequence[Numbers], most: int) -> Numbers | None:
    """Bytes while they hold this sum, for they are four times as quick to add; never more than two of them."""
    kind = np.uint8 if most <= _BYTE else np.uint16
    return reduce(partial(np.add, dtype=kind), parts) if parts else None
