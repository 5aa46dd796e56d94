"""Which listings answer the text, how well, and with which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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

#: Listings in order, how well each answers (out of 100), and the weight of its words.
Answers = tuple[NDArray[Any], Ints, Ints]
#: When the listings to unite are at least one in so many, marking them all is quicker than sorting them.
_DENSE = 16


@dataclass(frozen=True)
class Match:
    """The listings that answer, and for each of them its tier and its words' weight (None without text)."""

    rows: Rows
    tiers: Ints | None = None
    words: Ints | None = None


def match(snapshot: Snapshot, wanted: Wanted) -> Match:
    """See `app.search.wanted` for what answering means, `ranking` for the tiers."""
    own_name = snapshot.bearing(wanted.name) if wanted.name else []
    if not wanted.units and not own_name:
        return Match(ALL)
    parts = [_answers(snapshot, unit) for unit in wanted.units]
    importances = [unit.importance for unit in wanted.units]
    if own_name:
        parts.append((np.array(sorted(own_name)), *np.zeros((2, len(own_name)), np.int32)))
        importances.append(1)
    rows, answered, words = _added(len(snapshot), parts, importances)
    tiers = FULL_TIER * answered // (100 * max(1, sum(unit.importance for unit in wanted.units)))
    rows = rows.astype(np.intp, copy=False)
    if own_name:
        tiers[np.searchsorted(rows, own_name)] = OWN_NAME_TIER
    return Match(rows, tiers, np.minimum(words, MAX_WORDS))


def _added(size: int, parts: Sequence[Answers], importances: Sequence[int]) -> Answers:
    """The listings that answer one need at least, with the sums."""
    if len(parts) == 1:
        rows, strength, words = parts[0]
        return rows, strength * np.int32(importances[0]), words
    answered, words = np.zeros(size, np.int32), np.zeros(size, np.int32)
    for (rows, strength, weight), importance in zip(parts, importances, strict=True):
        answered[rows] += strength * np.int32(importance)
        words[rows] += weight
    rows = _united(size, [part[0] for part in parts])
    return rows, answered[rows], words[rows]


def _answers(snapshot: Snapshot, unit: Unit) -> Answers:
    """How well each listing answers this need: the best of its type and of its words, each apart."""
    in_name = IN_NAME_OF_ANOTHER_TYPE if unit.types else IN_NAME
    parts = [found for stems in unit.words if (found := _hits(snapshot, stems, in_name)) is not None]
    for slug, worth in unit.types:
        docs = snapshot.documents_of_type(slug)
        parts.append((docs, np.full(len(docs), worth, np.int32), np.zeros(len(docs), np.int32)))
    if len(parts) == 1:
        return parts[0]
    best, words = np.zeros(len(snapshot), np.int32), np.zeros(len(snapshot), np.int32)
    for docs, strength, weight in parts:
        best[docs] = np.maximum(best[docs], strength)
        words[docs] = np.maximum(words[docs], weight)
    rows = _united(len(snapshot), [part[0] for part in parts])
    return rows, best[rows], words[rows]


def _united(size: int, parts: Sequence[NDArray[Any]]) -> NDArray[np.intp]:
    """The numbers of all these lists, in order, once each."""
    if not parts:
        return np.empty(0, np.intp)
    if _DENSE * sum(len(part) for part in parts) < size:
        return np.unique(np.concatenate(parts)).astype(np.intp)
    mark = np.zeros(size, np.bool_)
    for part in parts:
        mark[part] = True
    return np.flatnonzero(mark)


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
    return docs, _strength(named, in_name), impact


def _strength(named: Bools, in_name: int) -> Ints:
    return np.array((IN_BODY, in_name), np.int32)[named.view(np.int8)]
