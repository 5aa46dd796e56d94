"""Random catalogues, random questions: the engine equals the naive scan in ids, order, facets, and what it left out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.search.document import IndexDocument
from app.search.query import Point, SearchQuery
from app.search.wanted import Facts, Wanted
from app.search.whoosh_engine import WhooshEngine, facets, ordering, postings
from app.search.whoosh_engine.find import plain_words
from benchmarks.generate import documents
from benchmarks.rivals.common import NOW
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


MANY = tuple(documents(400))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    """What is done for hundreds of thousands of listings, done for hundreds."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ordering, "_SORT_ALL", 8)
        patched.setattr(postings, "_FEW", 0)
        patched.setattr(facets, "_FEW", 0)
        engine = WhooshEngine(tmp_path_factory.mktemp("many") / "index", CALENDAR)
        engine.replace_all(MANY)
        yield engine


@pytest.mark.parametrize("facts", [Facts(), Facts(age_months=48, weekdays=(2,))])
@pytest.mark.parametrize("near", [None, Point(44.02, 1.36, commune="82001")])
@pytest.mark.parametrize("text", ["", "crèche", "aide devoirs", "sommeil alimentation", "les lutins crèche"])
def test_pages_among_many_are_those_of_the_naive_scan(many: WhooshEngine, text: str, near: Point | None, facts: Facts):
    query = SearchQuery(now=NOW, text=text, wanted=Wanted(plain_words(text).units, facts, text), near=near, per_page=3)
    expected = Oracle(MANY, CALENDAR).answer(query)
    for page in (1, 2, 9, 40):
        found = many.find(replace(query, page=page))
        assert [hit.id for hit in found.hits] == expected.ids[3 * (page - 1) : 3 * page]
        assert (found.total, found.facets) == (len(expected.ids), expected.facets)
