"""What every engine must do, by examples; random catalogues are in test_equals_oracle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.catalogue.hours.model import Hours, Period, Slot
from app.search.document import IndexDocument
from app.search.engine import SearchEngine
from app.search.query import Order, Point, SearchQuery
from app.search.wanted import FULL, Unit, Wanted
from tests.support.search_samples import NOW

CRECHE = IndexDocument(1, "Crèche Les Lutins", "creche", ("petite-enfance",), ("82121",), "Accueil en cœur de ville")
ALSH = IndexDocument(2, "Accueil de loisirs", "alsh", ("enfance",), ("82124", "82025"), lat=44.02, lon=1.30, free=True)
MAIRIE = IndexDocument(3, "Mairie", "mairie", (), (), lat=44.018, lon=1.355, free=False, assured_on=date(2026, 5, 1))
ASK = SearchQuery(now=NOW)


def ids(engine: SearchEngine, query: SearchQuery) -> list[int]:
    return [hit.id for hit in engine.find(query).hits]


def test_what_is_put_is_found_and_what_is_removed_is_not(engine: SearchEngine):
    engine.put([CRECHE, ALSH])
    assert engine.ids() == {1, 2}
    engine.remove([1, 999])
    assert engine.ids() == {2}
    assert ids(engine, replace(ASK, text="lutins")) == []
    engine.clear()
    assert engine.ids() == set()
    assert engine.find(ASK).total == 0


def test_putting_again_replaces(engine: SearchEngine):
    engine.put([CRECHE])
    engine.put([replace(CRECHE, name="Crèche Les Elfes", type="alsh")])
    assert ids(engine, replace(ASK, text="lutins")) == []
    assert ids(engine, replace(ASK, text="elfes")) == [1]
    assert engine.find(ASK).facets["type"] == {"alsh": 1}


def test_replacing_all_forgets_the_others(engine: SearchEngine):
    engine.put([CRECHE, ALSH])
    engine.replace_all([MAIRIE])
    assert engine.ids() == {3}


def test_accents_ligatures_plurals_and_elisions_do_not_matter(engine: SearchEngine):
    engine.put([CRECHE, ALSH, MAIRIE])
    for text in ("CRECHE", "crèches", "la crèche", "coeur", "cœur", "d’accueils cœurs"):
        assert 1 in ids(engine, replace(ASK, text=text)), text


def test_a_facet_ignores_its_own_filter(engine: SearchEngine):
    engine.put([CRECHE, ALSH, MAIRIE])
    found = engine.find(replace(ASK, types=("creche",)))
    assert found.total == 1
    assert found.facets["type"] == {"creche": 1, "alsh": 1, "mairie": 1}
    assert found.facets["commune"] == {"82121": 1}


def test_the_unknown_is_left_out_and_told(engine: SearchEngine):
    engine.put([CRECHE, ALSH, MAIRIE])
    found = engine.find(replace(ASK, free=True))
    assert ([hit.id for hit in found.hits], found.left_out) == ([2], {"gratuit": 1})
    assert ids(engine, replace(ASK, free=True, include_unknown=True)) == [2, 1]


def test_distance_orders_and_is_told_and_the_radius_cuts(engine: SearchEngine):
    engine.put([CRECHE, ALSH, MAIRIE])
    near = replace(ASK, near=Point(44.018, 1.355), order=Order.DISTANCE)
    found = engine.find(near)
    assert [(hit.id, hit.distance_m) for hit in found.hits] == [(3, 0), (2, 4403), (1, None)]
    within = engine.find(replace(near, radius_km=1))
    assert ([hit.id for hit in within.hits], within.left_out) == ([3], {"rayon": 1})


def test_verified_last_month_comes_before_never(engine: SearchEngine):
    engine.put([CRECHE, ALSH, MAIRIE])
    assert ids(engine, replace(ASK, order=Order.VERIFICATION)) == [3, 2, 1]


def test_where_no_word_is_written_the_type_that_is_given_first_comes_first(engine: SearchEngine):
    engine.put([CRECHE, ALSH, MAIRIE])
    for first, expected in (("mairie", [1, 3, 2]), ("creche", [1, 2, 3]), ("alsh", [1, 2, 3])):
        types = sorted(("creche", "mairie", "alsh"), key=lambda slug: slug != first)
        unit = Unit(tuple((slug, FULL) for slug in types), (("coeur",),))
        assert ids(engine, replace(ASK, wanted=Wanted((unit,)))) == expected, first


def test_pages_do_not_overlap_and_one_beyond_the_last_is_empty(engine: SearchEngine):
    engine.put(IndexDocument(number, "Même nom", "creche", (), ()) for number in range(1, 46))
    pages = [ids(engine, replace(ASK, page=page)) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [20, 20, 5, 0]
    assert sorted(number for page in pages for number in page) == list(range(1, 46))
    assert engine.find(replace(ASK, page=10**9)).total == 45


def test_open_now_is_yes_no_or_unknown(engine: SearchEngine):
    week = Hours((Slot(Period.ALL_YEAR, 2, 540, 720),), known=True, trusted_until=date(2030, 1, 1))
    engine.put([replace(CRECHE, hours=week), ALSH])
    assert {hit.id: hit.open_now for hit in engine.find(ASK).hits} == {1: True, 2: None}
    evening = replace(ASK, now=NOW.replace(hour=19))
    assert {hit.id: hit.open_now for hit in engine.find(evening).hits} == {1: False, 2: None}


def test_names_are_completed_from_any_of_their_words(engine: SearchEngine):
    engine.put([CRECHE, ALSH, MAIRIE])
    assert engine.suggest("les lu") == ["Crèche Les Lutins"]
    assert engine.suggest("ACC") == ["Accueil de loisirs"]
    assert engine.suggest("") == engine.suggest("zzz") == []


def test_the_text_shows_where_the_word_is(engine: SearchEngine):
    engine.put([CRECHE])
    asked = replace(ASK, text="ville")
    assert "cœur de ville" in engine.find(asked).hits[0].snippet
    assert engine.find(replace(asked, snippets=False)).hits[0].snippet == ""


def test_fingerprints_tell_what_changed(engine: SearchEngine):
    engine.put([CRECHE, ALSH])
    assert engine.fingerprints()[1] == engine.fingerprint(CRECHE)
    assert engine.fingerprints()[1] != engine.fingerprint(replace(CRECHE, body="Autre texte"))
