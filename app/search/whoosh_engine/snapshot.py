"""One generation of the index, ready to answer: columns, postings, and what is computed once from them. Read-only."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine import columns as listing_columns
from app.search.whoosh_engine.arrays import Bools, Ints
from app.search.whoosh_engine.columns import Columns
from app.search.whoosh_engine.ranking import IMPACT_SCALE, K1, NAME_BOOST, B
from app.search.whoosh_engine.segment import Segment

T = TypeVar("T")


@dataclass(frozen=True)
class Posting:
    """The listings that hold a stem, in order; `impact` is its share of BM25F, rounded; `named`: in the name."""

    docs: Ints
    impact: Ints
    named: Bools


class Snapshot:
    """Every read of the engine goes through one of these, so that a page is of one generation."""

    def __init__(self, parts: Sequence[tuple[Segment, frozenset[int]]]) -> None:
        """From the segments and the documents deleted in each."""
        numbered = [_kept(segment, deleted) for segment, deleted in parts]
        offset = 0
        self._parts: list[tuple[Segment, Ints, bool]] = []
        for (segment, _), (kept, numbers) in zip(parts, numbered, strict=True):
            shifted = np.where(numbers >= 0, numbers + offset, numbers).astype(np.int32) if offset else numbers
            offset += int(numbers.max(initial=-1)) + 1
            self._parts.append((segment, shifted, kept is not None))
        self.columns: Columns = (
            listing_columns.joined(
                [(s.columns, kept, n) for (s, n, _), (kept, _) in zip(self._parts, numbered, strict=True)]
            )
            if parts
            else listing_columns.from_rows([])
        )
        self._postings: dict[str, Posting | None] = {}
        self.caches = Caches()

    def __len__(self) -> int:
        return len(self.columns)

    def posting(self, stem: str) -> Posting | None:
        """The listings that hold this stem, None when there is none."""
        try:
            return self._postings[stem]
        except KeyError:
            made = self._make_posting(stem)
            if made is not None:  # unknown words are not kept: they come from the public, without end
                self._postings[stem] = made
            return made

    def documents_of_type(self, slug: str) -> NDArray[np.intp]:
        """The listings of one type, in order."""
        code = self._type_codes.get(slug)
        if code is None:
            return np.empty(0, np.intp)
        order, starts = self._by_type
        return order[starts[code] : starts[code + 1]]

    def bearing(self, name: str) -> list[int]:
        """The listings that bear this whole name, folded; in no order."""
        return self.named.get(name, [])

    def warm(self) -> None:
        """Prepare what every question needs, so that the first visitor does not pay for it."""
        _ = self.named, self.name_rank, self._by_type, self._norms

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Something computed from this generation, kept as long as it lives."""
        if name not in self.caches.made:
            self.caches.made[name] = make()
        made: T = self.caches.made[name]
        return made

    @cached_property
    def named(self) -> dict[str, list[int]]:
        """The listings that bear each whole name."""
        found: dict[str, list[int]] = {}
        for number, key in enumerate(self.columns.keys):
            found.setdefault(key, []).append(number)
        return found

    @cached_property
    def name_rank(self) -> NDArray[np.int64]:
        """The place of each listing by name, then id: no two listings share one."""
        keys, ids = self.columns.keys, self.columns.ids.tolist()
        order = sorted(range(len(keys)), key=lambda number: (keys[number], ids[number]))
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        return rank

    @cached_property
    def name_words(self) -> frozenset[str]:
        """The whole words of the names, folded."""
        return frozenset(word for key in self.columns.keys for word in key.split())

    def fingerprints(self) -> dict[int, str]:
        """For each listing: the digest of its row, and a sum of its terms as the postings have them."""
        sums = np.zeros(len(self), np.int64)
        digests: list[str] = [""] * len(self)
        for segment, numbers, _ in self._parts:
            _add_terms(sums, segment, numbers)
            for number, text in zip(numbers.tolist(), segment.digests, strict=True):
                if number >= 0:
                    digests[number] = text
        return {
            one: f"{text}:{total}"
            for one, text, total in zip(self.columns.ids.tolist(), digests, sums.tolist(), strict=True)
        }

    @cached_property
    def _type_codes(self) -> dict[str, int]:
        return {value[0]: code for code, value in enumerate(self.columns.types.table)}

    @cached_property
    def _by_type(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        codes = self.columns.types.codes
        order = np.argsort(codes, kind="stable")
        return order, np.searchsorted(codes[order], np.arange(len(self.columns.types.table) + 1))

    @cached_property
    def _norms(self) -> NDArray[np.float64]:
        """The length part of BM25 for each listing."""
        lengths = np.zeros(len(self), np.float64)
        for segment, numbers, _ in self._parts:
            postings = segment.postings
            weights = NAME_BOOST * postings.in_name + postings.in_body
            local = np.bincount(postings.docs, weights=weights, minlength=len(numbers))
            lengths[numbers[numbers >= 0]] = local[numbers >= 0]
        average = float(lengths.sum()) / len(self) if len(self) else 1.0
        return np.asarray(K1 * (1 - B + B * lengths / (average or 1.0)))

    def _make_posting(self, stem: str) -> Posting | None:
        found = [part for segment in self._parts if (part := _live(segment, stem)) is not None]
        if not found or not sum(len(docs) for docs, _, _ in found):
            return None
        docs, in_name, in_body = (np.concatenate([part[which] for part in found]) for which in range(3))
        rarity = math.log(1 + (len(self) - len(docs) + 0.5) / (len(docs) + 0.5))
        frequency = (NAME_BOOST * in_name + in_body).astype(np.float64)
        impact = np.rint(IMPACT_SCALE * rarity * frequency * (K1 + 1) / (frequency + self._norms[docs]))
        return Posting(docs, impact.astype(np.int32), in_name > 0)


@dataclass
class Caches:
    """What depends on the question but is worth keeping for the next one; each is small and bounded by its owner."""

    weeks: dict[tuple[int, int | None, int | None], NDArray[np.uint8]] = field(default_factory=dict)
    known_weeks: dict[tuple[int, int, int | None, int | None], NDArray[np.uint8]] = field(default_factory=dict)
    trusted: dict[int, Bools] = field(default_factory=dict)
    open_now: dict[tuple[int, int], NDArray[np.int8]] = field(default_factory=dict)
    moments: dict[tuple[int, int], NDArray[np.uint16]] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)


def term_sum(term: str, in_name: int, in_body: int) -> int:
    """What one term adds to the fingerprint of a listing."""
    return crc32(term.encode()) * (7 * in_name + in_body)


def _add_terms(sums: NDArray[np.int64], segment: Segment, numbers: Ints) -> None:
    postings = segment.postings
    hashes = np.array([crc32(term.encode()) for term in postings.numbers], np.int64)
    each = np.repeat(hashes, np.diff(postings.starts)) * (7 * postings.in_name + postings.in_body)
    local = np.zeros(len(numbers), np.int64)
    np.add.at(local, postings.docs, each)
    sums[numbers[numbers >= 0]] = local[numbers >= 0]


def _kept(segment: Segment, deleted: frozenset[int]) -> tuple[Bools | None, Ints]:
    count = len(segment.columns)
    if not deleted:
        return None, np.arange(count, dtype=np.int32)
    kept = np.ones(count, np.bool_)
    kept[list(deleted)] = False
    return kept, np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)


def _live(part: tuple[Segment, Ints, bool], stem: str) -> tuple[Ints, Ints, Ints] | None:
    segment, numbers, some_deleted = part
    found = segment.postings.of(stem)
    if found is None:
        return None
    docs, in_name, in_body = found
    docs = numbers[docs]
    if not some_deleted:
        return docs, in_name, in_body
    kept = docs >= 0
    return docs[kept], in_name[kept], in_body[kept]
