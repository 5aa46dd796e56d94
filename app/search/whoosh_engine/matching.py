"""Which listings answer the text, how well, and with which words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.search.wanted import Unit, Wanted
from app.search.whoosh_engine.arrays import ALL, Bools, Ints, Rows
from app.search.whoosh_engine.ranking import (
    FULL_TIER,
    IN_BODY,
    IN_NAME,
    IN_NAME_OF_ANOTHER_TYPE,
    MAX_WORDS,
    OWN_NAME_TIER,
)
from app.search.whoosh_engine.snapshot import Snapshot


@dataclass(frozen=True)
class Match:
    """The listings that answer, and for each of them its tier and its words' weight (None without text)."""

    rows: Rows
    tiers: NDArray[np.int64] | None = None
    words: NDArray[np.int64] | None = None


def match(snapshot: Snapshot, wanted: Wanted) -> Match:
    """See `app.search.wanted` for what answering means, `ranking` for the tiers."""
    own_name = snapshot.named.get(wanted.name, []) if wanted.name else []
    if not wanted.units and not own_name:
        return Match(ALL)
    answered = np.zeros(len(snapshot), np.int32)
    words = np.zeros(len(snapshot), np.int32)
    for unit in wanted.units:
        _add_unit(snapshot, unit, answered, words)
    answered[own_name] = np.maximum(answered[own_name], 1)
    rows = np.flatnonzero(answered)
    needs = 100 * max(1, sum(unit.importance for unit in wanted.units))
    tiers = FULL_TIER * answered[rows].astype(np.int64) // needs
    tiers[np.isin(rows, own_name)] = OWN_NAME_TIER
    return Match(rows, tiers, np.minimum(words[rows], MAX_WORDS).astype(np.int64))


def _add_unit(snapshot: Snapshot, unit: Unit, answered: Ints, words: Ints) -> None:
    """Add how well each listing answers this need: the best of its type and of its words."""
    if not unit.types and len(unit.words) == 1:
        for docs, strength, impact in _hits(snapshot, unit.words[0], IN_NAME):
            answered[docs] += strength * unit.importance
            words[docs] += impact
        return
    in_name = IN_NAME_OF_ANOTHER_TYPE if unit.types else IN_NAME
    best, weight = np.zeros(len(snapshot), np.int32), np.zeros(len(snapshot), np.int32)
    for slug, type_weight in unit.types:
        best[snapshot.documents_of_type(slug)] = type_weight
    for stems in unit.words:
        for docs, strength, impact in _hits(snapshot, stems, in_name):
            best[docs] = np.maximum(best[docs], strength)
            weight[docs] = np.maximum(weight[docs], impact)
    answered += best * unit.importance
    words += weight


def _hits(snapshot: Snapshot, stems: tuple[str, ...], in_name: int) -> list[tuple[Ints, Ints, Ints]]:
    """The listings that hold all these stems (at most one group), the strength and the words' weight of each."""
    postings = [snapshot.posting(stem) for stem in dict.fromkeys(stems)]
    found = [posting for posting in postings if posting is not None]
    if not found or len(found) < len(postings):
        return []
    docs, impact, named = found[0].docs, found[0].impact, found[0].named
    for other in found[1:]:
        docs, mine, theirs = np.intersect1d(docs, other.docs, assume_unique=True, return_indices=True)
        impact, named = impact[mine] + other.impact[theirs], named[mine] & other.named[theirs]
    return [(docs, _strength(named, in_name), impact)]


def _strength(named: Bools, in_name: int) -> Ints:
    return np.where(named, in_name, IN_BODY).astype(np.int32)
