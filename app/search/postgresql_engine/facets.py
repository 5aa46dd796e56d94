"""Exact counts of what each filter's values would leave. Every facet ignores its own filter.

Listings that fail the same filters and share the same answers are counted together first (a *profile*): some dozens of
profiles are then read for each count, instead of all the listings. In the same way, sets of words are counted first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.catalogue.hours.model import DAY_PERIODS
from app.search.postgresql_engine import hours
from app.search.postgresql_engine.filters import ANSWERS, HOURS, SETS, Question
from app.search.postgresql_engine.rows import SEPARATOR
from app.search.postgresql_engine.statement import bits

#: The values of the `jour` parameter, Monday first.
DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
#: Facets whose values are few: (facet, value), one bit each in `answers`, in this order.
VALUES = (
    *(("jour", day) for day in DAYS),
    *(("periode", str(period)) for period in DAY_PERIODS),
    ("ouvert", "maintenant"),
    *((name, "1") for name in ANSWERS),
)
_OWN_FILTER = {"jour": HOURS, "periode": HOURS}


def answers(question: Question) -> str:
    """One bit for each of VALUES that holds for `l`."""
    query, weeks = question.query, question.weeks
    window = (query.opens_by, query.closes_after)
    days = f"CASE WHEN {weeks.trusted()} THEN {weeks.days(query.period, window)}::int ELSE 0 END"
    periods = [
        f"{weeks.trusted()} AND {hours.on_days(weeks.days(period, window), query.weekdays)}" for period in DAY_PERIODS
    ]
    others = bits([*periods, "coalesce(l.open_now, false)"])
    return f"{days} | (({others}) << 7) | (l.answers::int << 11)"


def verdicts(filters: Iterable[str]) -> str:
    """Two bits for each of these conditions, which is so evaluated once: 0 passes, 1 fails, 2 is unknown."""
    said = (f"(coalesce(1 - ({filter_})::int, 2) << {2 * at})" for at, filter_ in enumerate(filters))
    return " | ".join(said) or "0"


class Counts:
    """The counting part of a statement, and the reading of its result."""

    def __init__(self, filters: Sequence[str], facts: int, *, include_unknown: bool) -> None:
        """`filters` are the asked ones, in the order of the `verdicts`; `facts` is how many were recognised."""
        self._filters = list(filters)
        self._refused = 1 if include_unknown else 3
        self._facts = facts

    def profiles(self) -> str:
        """The table `profile`."""
        return (
            f"SELECT verdicts, answers, fitted = {self._facts} AS complete, count(*) AS listings "
            "FROM judged GROUP BY 1, 2, 3"
        )

    def columns(self) -> list[str]:
        """The counted columns of the result, over `profile`; `read` takes them in this order."""
        counted = [_sum(self.passing()), _sum(f"{self.passing()} AND complete")]
        counted += [
            _sum(f"{self._without(name)} AND verdicts & {2 << 2 * at} <> 0") for at, name in enumerate(self._filters)
        ]
        counted += [
            _sum(f"{self._without(_OWN_FILTER.get(facet, facet))} AND answers & {1 << at} <> 0")
            for at, (facet, _) in enumerate(VALUES)
        ]
        return counted + [self._sets(name, column) for name, column in SETS.items()]

    def read(self, row: Sequence[Any]) -> tuple[int, int | None, dict[str, Mapping[str, int]], dict[str, int]]:
        """Total, those that fit every fact, facets, left out."""
        values = iter(row)
        total, full = next(values), next(values)
        left_out = {name: next(values) for name in self._filters}
        facets: dict[str, Mapping[str, int]] = dict(_few(values))
        facets |= {name: _by_word(next(values)) for name in SETS}
        return total, full if self._facts else None, facets, left_out

    def passing(self) -> str:
        """The condition of the listings that pass every filter."""
        return self._without("")

    def _without(self, name: str) -> str:
        """The listings that pass every filter but perhaps that one."""
        mask = sum(self._refused << 2 * at for at, one in enumerate(self._filters) if one != name)
        return f"verdicts & {mask} = 0" if mask else "true"

    def _sets(self, name: str, column: str) -> str:
        counted = f"SELECT {column} AS id, count(*) AS listings FROM judged WHERE {self._without(name)} GROUP BY 1"
        words = f"SELECT words, listings FROM ({counted}) counted JOIN search_index.word_set USING (id)"
        return f"(SELECT json_object_agg(words, listings) FROM ({words}) counted)"


def _sum(condition: str) -> str:
    return f"coalesce(sum(listings) FILTER (WHERE {condition}), 0)::int"


def _few(values: Iterator[int]) -> Iterator[tuple[str, dict[str, int]]]:
    found: dict[str, dict[str, int]] = {facet: {} for facet, _ in VALUES}
    for facet, value in VALUES:
        if count := next(values):
            found[facet][value] = count
    yield from found.items()


def _by_word(sets: Mapping[str, int] | None) -> dict[str, int]:
    """Counts of words from counts of sets of words."""
    counts: Counter[str] = Counter()
    for held, count in (sets or {}).items():
        for word in held.split(SEPARATOR) if held else ():
            counts[word] += count
    return dict(counts)
