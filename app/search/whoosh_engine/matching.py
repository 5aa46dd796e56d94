"""Which listings answer the text, how well, and with which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.ranking import (
    FULL_TIER,
    IN_NAME,
    IN_NAME_OF_ANOTHER_TYPE,
    MAX_WORDS,
    OWN_NAME_TIER,
    WORD_BITS,
)
from app.search.wanted import Unit, Wanted
from app.search.whoosh_engine.arrays import Ints, Rows
from app.search.whoosh_engine.bits import Bits, pack, pack_rows
from app.search.whoosh_engine.postings import STRENGTH_SHIFT, WORDS_MASK, strengths
from app.search.whoosh_engine.snapshot import Snapshot

#: Listings in order, and for each how well it answers and the weight of its words (see `postings`).
Answers = tuple[Rows, NDArray[Any]]
#: Up to this sum of importances, 32 bits hold everything.
_SMALL = 20


@dataclass(frozen=True)
class Match:
    """The listings that answer, and for each its tier above the weight of its words (None without text)."""

    bits: Bits
    rows: Rows
    scores: Ints | None = None

    def only(self, kept: Rows, bits: Bits) -> Match:
        """Those at these positions, which are this set."""
        return Match(bits, self.rows.take(kept), None if self.scores is None else self.scores.take(kept))


def match(snapshot: Snapshot, wanted: Wanted) -> Match:
    """See `app.search.wanted` for what answering means, `ranking` for the tiers."""
    own_name = snapshot.bearing(wanted.name) if wanted.name else []
    if not wanted.units and not own_name:
        return Match(snapshot.live_bits, snapshot.live_rows)
    whole = max(1, sum(unit.importance for unit in wanted.units))
    size, kind = snapshot.size, np.int32 if whole <= _SMALL else np.int64
    parts = [_times(_answers(snapshot, unit), unit.importance, kind) for unit in wanted.units]
    if len(parts) == 1 and not own_name:
        rows, found = parts[0]
        bits = pack_rows(rows, size)
    else:
        rows, found, bits = _added(size, parts, own_name, kind)
    scores = _scores(found, whole)
    if own_name:
        places = np.searchsorted(rows, own_name)
        scores[places] = OWN_NAME_TIER << WORD_BITS | scores[places] & MAX_WORDS
    return Match(bits, rows, scores)


def _scores(found: NDArray[Any], whole: int) -> Ints:
    tiers = found >> STRENGTH_SHIFT
    tiers *= FULL_TIER
    tiers //= 100 * whole
    tiers <<= WORD_BITS
    tiers |= np.minimum(found & WORDS_MASK, MAX_WORDS)
    return tiers.astype(np.int32, copy=False)


def _times(answers: Answers, importance: int, kind: type[np.signedinteger[Any]]) -> Answers:
    rows, found = answers
    if importance == 1:
        return answers
    found = found.astype(kind, copy=False)
    return rows, found + ((found >> STRENGTH_SHIFT) * kind(importance - 1) << STRENGTH_SHIFT)


def _added(
    size: int, parts: Sequence[Answers], own_name: list[int], kind: type[np.signedinteger[Any]]
) -> tuple[Rows, NDArray[Any], Bits]:
    """The listings that answer one need at least, or bear the name, with the sums."""
    sums = np.zeros(size, kind)
    for rows, found in parts:
        np.add.at(sums, rows, found)  # twice as quick as +=, which reads and writes apart
    marks = sums != 0
    marks[own_name] = True
    rows = marks.nonzero()[0]
    return rows, sums.take(rows), pack(marks)


def _answers(snapshot: Snapshot, unit: Unit) -> Answers:
    """How well each listing answers this need: the best of its type and of its words, each apart."""
    in_name = IN_NAME_OF_ANOTHER_TYPE if unit.types else IN_NAME
    parts = [found for stems in unit.words if (found := _hits(snapshot, stems, in_name)) is not None]
    for slug, worth in unit.types:
        docs = snapshot.documents_of_type(slug)
        parts.append((docs, np.full(len(docs), worth << STRENGTH_SHIFT, np.int32)))
    if len(parts) == 1:
        return parts[0]
    best = np.zeros((2, snapshot.size), np.int32)
    for docs, worths in parts:
        strength, words = worths & ~WORDS_MASK, worths & WORDS_MASK
        best[0, docs] = np.maximum(best[0, docs], strength)
        best[1, docs] = np.maximum(best[1, docs], words)
    rows = best[0].nonzero()[0]
    return rows, best[0, rows] | best[1, rows]


def _hits(snapshot: Snapshot, stems: tuple[str, ...], in_name: int) -> Answers | None:
    """The listings that hold all these stems, the strength and the words' weight of each."""
    postings = [snapshot.posting(stem) for stem in dict.fromkeys(stems)]
    found = [posting for posting in postings if posting is not None]
    if not found or len(found) < len(postings):
        return None
    if len(found) == 1 and in_name == IN_NAME:
        return found[0].docs, found[0].alone
    docs, impact, named = found[0].docs, found[0].impact, found[0].named
    for other in found[1:]:
        docs, mine, theirs = np.intersect1d(docs, other.docs, assume_unique=True, return_indices=True)
        impact, named = impact[mine] + other.impact[theirs], named[mine] & other.named[theirs]
    return docs, strengths(named, in_name) | np.minimum(impact, MAX_WORDS)
