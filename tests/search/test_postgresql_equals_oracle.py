"""PostgreSQL's answers are those of the naive scan, hence those of the other engine: ids, order, facets, left out."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.search.document import IndexDocument
from app.search.postgresql_engine import PostgresqlEngine
from app.search.query import SearchQuery
from tests.support.oracle import Oracle, distance
from tests.support.search_samples import SmallCalendar, catalogues, queries

CALENDAR = SmallCalendar()
# Many questions to each catalogue: writing one takes longer than answering.


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(catalogue=catalogues(most=20), later=catalogues(most=4), asked=st.lists(queries(), min_size=12, max_size=20))
def test_answers_are_those_of_the_naive_scan(
    postgresql_engine: PostgresqlEngine,
    catalogue: tuple[IndexDocument, ...],
    later: tuple[IndexDocument, ...],
    asked: list[SearchQuery],
):
    engine = postgresql_engine
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
        assert [hit.distance_m for hit in found.hits] == [_away(oracle, one, query) for one in expected.ids]
        assert found.total == len(expected.ids)
        assert found.facets == expected.facets
        assert found.left_out == expected.left_out
        assert found.full_matches == expected.full_matches


def _away(oracle: Oracle, listing: int, query: SearchQuery) -> int | None:
    document = next(one for one in oracle.documents if one.id == listing)
    return None if query.near is None else distance(document, query.near)
