"""What must be known of the index before a statement is written for a text: how rare its words are, whose name."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from app.search.postgresql_engine.statement import storable
from app.search.wanted import Wanted

#: Statements of a few milliseconds: compiling them or sharing them out costs more than it saves; each plan is made for
#: its own values; and as PostgreSQL cannot guess how many listings pass our filters, it must not sort to group them.
_QUICK = (
    "SELECT set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true), "
    "set_config('work_mem', '64MB', true), set_config('plan_cache_mode', 'force_custom_plan', true), "
    "set_config('enable_sort', 'off', true)"
)
_KNOWN = """
SELECT listings, words, ARRAY(SELECT id FROM search_index.listing WHERE key = %(name)s AND key <> '')
FROM search_index.state
"""
_COUNTS = "SELECT stem, count(*) FROM search_index.posting WHERE stem = ANY(%(stems)s::text[]) GROUP BY stem"
#: Looking up more than this share of the listings one by one costs more than reading them all.
_MANY = 0.02


@dataclass(frozen=True)
class Corpus:
    """The size of the index, the listings that bear the very name that was typed, and how many hold each stem."""

    listings: int
    average: float
    own: tuple[int, ...] = ()
    holding: Mapping[str, int] = field(default_factory=dict)

    def rarity(self, stem: str) -> float:
        """The share of BM25 that says how telling a stem is."""
        holding = self.holding[stem]
        return math.log(1 + (self.listings - holding + 0.5) / (holding + 0.5))


def look(connection: Connection, wanted: Wanted) -> Corpus:
    """Prepare this transaction for a question, and read what its text needs."""
    connection.exec_driver_sql(_QUICK)
    known = connection.exec_driver_sql(_KNOWN, {"name": storable(wanted.name)}).one_or_none()
    if known is None:
        return Corpus(0, 1.0)
    listings, words, own = known
    stems = sorted({storable(stem) for unit in wanted.units for group in unit.words for stem in group})
    counted = connection.exec_driver_sql(_COUNTS, {"stems": stems}).all() if stems else []
    holding = {row.stem: row[1] for row in counted}
    corpus = Corpus(listings, words / listings if words else 1.0, tuple(own), holding)
    if any(unit.types for unit in wanted.units) or sum(corpus.holding.values()) > _MANY * listings:
        connection.exec_driver_sql("SET LOCAL enable_nestloop = off")
    return corpus
