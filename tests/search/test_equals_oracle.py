"""Random catalogues, random questions: the engine equals the naive scan in ids, order, facets, and what it left out."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.search.document import IndexDocument
from app.search.query import SearchQuery
from app.search.whoosh_engine import WhooshEngine
from tests.support.oracle import Oracle
from tests.support.search_samples import SmallCalendar, catalogues, queries

CALENDAR = SmallCalendar()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(catalogue=catalogues(), later=catalogues(most=4), asked=st.lists(queries(), min_size=1, max_size=8))
def test_answers_are_those_of_the_naive_scan(
    catalogue: tuple[IndexDocument, ...], later: tuple[IndexDocument, ...], asked: list[SearchQuery]
):
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder) / "index", CALENDAR)
        engine.replace_all(catalogue)
        engine.put(later)
        engine.remove({doc.id for doc in catalogue[:2]} - {doc.id for doc in later})
        held = {doc.id: doc for doc in (*catalogue[2:], *later)}
        held |= {doc.id: doc for doc in later}
        oracle = Oracle(tuple(held.values()), CALENDAR)
        assert engine.ids() == set(held)
        assert engine.fingerprints() == {one: engine.fingerprint(doc) for one, doc in held.items()}
        for query in asked:
            found, expected = engine.find(query), oracle.answer(query)
            assert [hit.id for hit in found.hits] == expected.ids
            assert found.total == len(expected.ids)
            assert found.facets == expected.facets
            assert found.left_out == expected.left_out
            assert found.full_matches == expected.full_matches
