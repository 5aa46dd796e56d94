"""Families' own words, on the listings of both seeds: both engines answer the same listings in the same order."""

from __future__ import annotations

import math
from dataclasses import replace

from app.search.engine import Found, SearchEngine
from app.search.finding import search
from app.search.postgresql_engine import PostgresqlEngine
from app.search.query import SearchQuery
from app.search.understanding import Lexicon
from tests.support.search_samples import NOW
from tests.support.territory_words import listings, vocabulary

ASK = SearchQuery(now=NOW)
FACTS = ("", " 3 ans", " à Montbeton", " mercredi", " gratuit")


def test_families_words_give_the_same_answers_in_the_same_order(
    postgresql_engine: PostgresqlEngine, full_engine: SearchEngine, lexicon: Lexicon
):
    postgresql_engine.replace_all(listings())
    terms = sorted(vocabulary())[::6]
    nearness = []
    for number, term in enumerate(terms):
        query = replace(ASK, text=term + FACTS[number % len(FACTS)])
        ours, theirs = (search(query, engine, lexicon).found for engine in (postgresql_engine, full_engine))
        assert (ours.total, ours.facets, ours.left_out) == (theirs.total, theirs.facets, theirs.left_out), query.text
        nearness.append(ndcg(ours, theirs))
    assert len(nearness) >= 80
    assert sum(nearness) / len(nearness) >= 0.95
    assert min(nearness) >= 0.95


def ndcg(ours: Found, theirs: Found) -> float:
    """How near the first ten of one are to the first ten of the other, whose order is taken for the right one."""
    gains = {hit.id: 10 - rank for rank, hit in enumerate(theirs.hits[:10])}
    ideal = sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains.values()))
    found = sum(gains.get(hit.id, 0) / math.log2(rank + 2) for rank, hit in enumerate(ours.hits[:10]))
    return found / ideal if ideal else 1.0
