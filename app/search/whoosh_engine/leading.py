"""The listings that may be on a page of the order « pertinence », without ranking those that surely are not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.search.whoosh_engine.arrays import Bools, Rows
from app.search.whoosh_engine.bits import Bits, crossed, unpack
from app.search.whoosh_engine.largest import heaviest
from app.search.whoosh_engine.matching import Match
from app.search.whoosh_engine.needs import Numbers


def leading(matched: Match, within: Bits, wanted: int, ideal: Sequence[Bits], by_words: bool) -> Rows:
    """The best of those within, which are more than wanted: so many at least, and all their equals.

    Of one tier, those in all the sets of `ideal` come before others; then words decide, if they are asked to.
    """
    weights, marks = matched.weights if by_words else None, unpack(within)
    if matched.answers is None:
        return _best(marks, wanted, ideal, weights)
    better, alike = _last_tier(matched, matched.answers * marks.view(np.uint8), wanted)
    if better is None:
        return _best(alike, wanted, ideal, weights)
    surely = better.nonzero()[0]
    return np.concatenate([surely, _best(alike, wanted - len(surely), ideal, weights)])


def _last_tier(matched: Match, answers: Numbers, wanted: int) -> tuple[Bools | None, Bools]:
    """The tier with which so many are reached: the listings of better ones, if any, and its own."""
    tier, better = matched.tier(int(answers.max())), None
    while np.count_nonzero(reached := answers >= matched.least(tier)) < wanted and tier:
        better, tier = reached, tier - 1
    return better, reached if better is None else reached ^ better


def _best(alike: Bools, wanted: int, ideal: Sequence[Bits], weights: Numbers | None) -> Rows:
    """Of one tier, so many at least."""
    best = alike
    if ideal:
        best = alike & unpack(crossed(ideal[0], ideal[1:]))
        if np.count_nonzero(best) < wanted:
            return np.asarray(alike.nonzero()[0])
    return np.asarray(best.nonzero()[0]) if weights is None else heaviest(weights, best, wanted)
