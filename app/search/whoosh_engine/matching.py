"""Which listings answer the text, how well, and with which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.wanted import Unit, Wanted
from app.search.whoosh_engine.arrays import Rows
from app.search.whoosh_engine.bits import Bits, pack, pack_rows
from app.search.whoosh_engine.ranking import (
    FULL_TIER,
    IN_BODY,
    IN_NAME,
    IN_NAME_OF_ANOTHER_TYPE,
    MAX_WORDS,
    OWN_NAME_TIER,
)
from app.search.whoosh_engine.snapshot import Snapshot

#: Listings in order, and for each how well it answers (out of 100) above these bits, the weight of its words in them.
#: So that both are added at once; as many needs as anyone can write do not carry over.
Answers = tuple[Rows, NDArray[Any]]
_WORDS = 20
_ONLY_WORDS = (1 << _WORDS) - 1
#: Up to this sum of importances, 32 bits hold everything.
_SMALL = 20


@dataclass(frozen=True)
class Match:
    """The listings that answer, and for each of them its tier and its words' weight (None without text)."""

    bits: Bits
    rows: Rows
    tiers: NDArray[Any] | None = None
    words: NDArray[Any] | None = None

    def only(self, kept: Rows, bits: Bits) -> Match:
        """Those at these positions, which are this set."""
        tiers, words = (None if part is None else part[kept] for part in (self.tiers, self.words))
        return Match(bits, self.rows[kept], tiers, words)


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
    tiers = (found >> _WORDS) * FULL_TIER // (100 * whole)
    if own_name:
        tiers[np.searchsorted(rows, own_name)] = OWN_NAME_TIER
    return Match(bits, rows, tiers, np.minimum(found & _ONLY_WORDS, MAX_WORDS))


def _times(answers: Answers, importance: int, kind: type[np.signedinteger[Any]]) -> Answers:
    rows, found = answers
    if importance == 1:
        return answers
    found = found.astype(kind, copy=False)
    return rows, found + ((found >> _WORDS) * kind(importance - 1) << _WORDS)


def _added(
    size: int, parts: Sequence[Answers], own_name: list[int], kind: type[np.signedinteger[Any]]
) -> tuple[Rows, NDArray[Any], Bits]:
    """The listings that answer one need at least, or bear the name, with the sums."""
    sums = np.zeros(size, kind)
    for rows, found in parts:
        sums[rows] += found
    marks = sums != 0
    marks[own_name] = True
    rows = marks.nonzero()[0]
    return rows, sums[rows], pack(marks)


def _answers(snapshot: Snapshot, unit: Unit) -> Answers:
    """How well each listing answers this need: the best of its type and of its words, each apart."""
    in_name = IN_NAME_OF_ANOTHER_TYPE if unit.types else IN_NAME
    parts = [found for stems in unit.words if (found := _hits(snapshot, stems, in_name)) is not None]
    for slug, worth in unit.types:
        docs = snapshot.documents_of_type(slug)
        parts.append((docs, np.full(len(docs), worth << _WORDS, np.int32)))
    if len(parts) == 1:
        return parts[0]
    best = np.zeros((2, snapshot.size), np.int32)
    for docs, found in parts:
        strength, words = found & ~_ONLY_WORDS, found & _ONLY_WORDS
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
    docs, impact, named = found[0].docs, found[0].impact, found[0].named
    for other in found[1:]:
        docs, mine, theirs = np.intersect1d(docs, other.docs, assume_unique=True, return_indices=True)
        impact, named = impact[mine] + other.impact[theirs], named[mine] & other.named[theirs]
    strength = np.array((IN_BODY << _WORDS, in_name << _WORDS), np.int32)[named.view(np.int8)]
    return docs, strength | (impact if len(found) == 1 else np.minimum(impact, MAX_WORDS))
