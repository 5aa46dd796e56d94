"""Exact counts of what each filter's values would leave. Every facet ignores its own filter.

Each value of each facet is one line of bits, one for each listing; all are counted at once. Only the communes of a
large territory are too many for that: they are counted by the number of each listing's communes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress

import numpy as np

from app.catalogue.hours.model import DAY_PERIODS
from app.search.whoosh_engine.arrays import Coded
from app.search.whoosh_engine.bits import WORD, Bits, counts, pack
from app.search.whoosh_engine.filters import ANSWERS, HOURS, WORDS, Context, answering_yes
from app.search.whoosh_engine.hours import moment, moments
from app.search.whoosh_engine.segment import Segment
from app.search.whoosh_engine.selected import Selected
from app.search.whoosh_engine.snapshot import Snapshot
from app.search.whoosh_engine.tally import Tally

#: The values of the `jour` parameter, Monday first.
DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
PERIODS = tuple(str(period) for period in DAY_PERIODS)
NOW = "maintenant"
YES = "1"
#: Communes stand in the lines while they take fewer bytes than this in all.
_FEW = 200_000


@dataclass(frozen=True)
class Facet:
    """One facet: the filter that it ignores, its values, and their lines."""

    name: str
    filter: str
    values: Sequence[str]
    lines: slice


@dataclass(frozen=True)
class Board:
    """All the facets of one moment."""

    facets: list[Facet]
    lines: Bits


def count_facets(context: Context, selected: Selected) -> dict[str, Mapping[str, int]]:
    """All the facets; values that would leave nothing are not listed."""
    board = _board(context)
    all_counts = counts(board.lines, selected.bits)
    facets: dict[str, Mapping[str, int]] = {}
    for facet in board.facets:
        mine = all_counts[facet.lines]
        if selected.asks(facet.filter):
            mine = counts(board.lines[facet.lines], selected.without(facet.filter))
        facets[facet.name] = _named(facet.values, mine)
    if "commune" not in facets:
        tally = context.snapshot.once("tally", lambda: Tally(context.snapshot.coded("communes")))
        facets["commune"] = _named(tally.words, tally.counts(selected.without("commune")))
    return facets


def _named(values: Sequence[str], found: list[int]) -> dict[str, int]:
    """What was counted, by value, without the zeros."""
    if 0 not in found:
        return dict(zip(values, found, strict=True))
    return dict(zip(compress(values, found), filter(None, found), strict=True))


def _board(context: Context) -> Board:
    """The lines of the asked hours at this minute, then those that never change; the last board is kept."""
    query, snapshot = context.query, context.snapshot
    asked = tuple(query.weekdays), query.period, (query.opens_by, query.closes_after)
    key = *moment(query.now, context.calendar), asked
    last = snapshot.last_board
    if last is None or last[0] != key:
        lines = [moments(snapshot, query.now, context.calendar, asked)]
        facets = [
            Facet("jour", HOURS, DAYS, slice(0, 7)),
            Facet("periode", HOURS, PERIODS, slice(7, 10)),
            Facet("ouvert", "ouvert", (NOW,), slice(10, 11)),
        ]
        start = 11
        for name, values, held in snapshot.once("values", lambda: _values(snapshot)):
            facets.append(Facet(name, name, values, slice(start, start := start + len(values))))
            lines.append(held)
        snapshot.last_board = last = key, Board(facets, np.concatenate(lines))
    return last[1]


def _values(snapshot: Snapshot) -> list[tuple[str, Sequence[str], Bits]]:
    """The facets that do not depend on the hour, with their values and their lines."""
    found: list[tuple[str, Sequence[str], Bits]] = []
    for name, column in WORDS.items():
        words = snapshot.coded(column).words
        if name != "commune" or len(words) * snapshot.size < 8 * _FEW:
            found.append((name, words, _lines(snapshot, column, words)))
    for which, name in enumerate(ANSWERS):
        found.append((name, (YES,), answering_yes(snapshot, which)[np.newaxis]))
    return found


def _lines(snapshot: Snapshot, column: str, words: list[str]) -> Bits:
    """A line for each word; those of a segment are kept with it, for its own words."""
    place = {word: at for at, word in enumerate(words)}

    def make(segment: Segment) -> Bits:
        coded: Coded = getattr(segment.columns, column)
        return np.stack([pack(coded.any_of((word,))) for word in coded.words] or [_no_line(segment)])

    parts = []
    for segment, _ in snapshot.parts:
        own: list[str] = getattr(segment.columns, column).words
        lines = np.zeros((len(words), len(segment) // WORD), np.uint64)
        lines[[place[word] for word in own]] = segment.fixed.get(("lines", column), partial(make, segment))[: len(own)]
        parts.append(lines)
    return np.concatenate(parts, axis=1)


def _no_line(segment: Segment) -> Bits:
    return np.zeros(len(segment) // WORD, np.uint64)
