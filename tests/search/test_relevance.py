"""Searching the real and the demonstration listings: whole names, families' words, hostile text."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from app.search.engine import SearchEngine
from app.search.finding import Answer, search
from app.search.query import Order, SearchQuery
from app.search.understanding import Lexicon
from app.search.words import name_key
from tests.support.hostile import HOSTILE
from tests.support.search_samples import NOW
from tests.support.territory_words import listings, vocabulary

ASK = SearchQuery(now=NOW)
BY_ID = {one.id: one for one in listings()}


def ask(text: str, engine: SearchEngine, lexicon: Lexicon) -> Answer:
    return search(replace(ASK, text=text), engine, lexicon)


def test_every_listing_is_first_for_its_own_name(full_engine: SearchEngine, lexicon: Lexicon):
    assert len(BY_ID) >= 140
    others = []
    for one in BY_ID.values():
        first = BY_ID[ask(one.name, full_engine, lexicon).found.hits[0].id]
        if name_key(first.name) != name_key(one.name):
            others.append((one.name, first.name))
    assert others == []


def test_every_word_of_families_leads_to_its_type_or_asks(full_engine: SearchEngine, lexicon: Lexicon):
    listed = {one.type for one in BY_ID.values()}
    lost = []
    for term, types in vocabulary().items():
        answer = ask(term, full_engine, lexicon)
        first = {BY_ID[hit.id].type for hit in answer.found.hits[:1]}
        asks = any(one.kind == "question" for one in answer.guidance)
        if types & listed and not first & types and not asks:
            lost.append((term, types, first))
    assert lost == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mairie Montbeton", "Mairie de Montbeton"),
        ("mairie lacourt saint pierre", "Mairie de Lacourt-Saint-Pierre"),
        ("ludotheque bresols", "Ludothèque municipale de Bressols"),
        ("mairie reynies", "Mairie de Reyniès"),
    ],
)
def test_the_asked_commune_comes_first(text: str, name: str, full_engine: SearchEngine, lexicon: Lexicon):
    assert BY_ID[ask(text, full_engine, lexicon).found.hits[0].id].name == name


def test_a_commune_alone_shows_everything_its_own_first(full_engine: SearchEngine, lexicon: Lexicon):
    found = ask("bressols", full_engine, lexicon).found
    assert found.total == len(BY_ID)
    assert found.full_matches == sum("82025" in one.communes for one in BY_ID.values())
    shown = min(20, found.full_matches)
    assert all("82025" in BY_ID[hit.id].communes for hit in found.hits[:shown])


def test_nothing_is_found_for_words_that_nothing_holds(full_engine: SearchEngine, lexicon: Lexicon):
    assert ask("zzzzqqq xkcdw", full_engine, lexicon).found.total == 0


def test_no_text_breaks_or_slows_the_search(full_engine: SearchEngine, lexicon: Lexicon):
    assert len(HOSTILE) >= 300
    slowest = 0.0
    for text in HOSTILE:
        for order in (Order.RELEVANCE, Order.DISTANCE):
            start = time.perf_counter()
            answer = search(replace(ASK, text=text, order=order), full_engine, lexicon)
            slowest = max(slowest, time.perf_counter() - start)
            assert answer.found.total <= len(BY_ID)
            full_engine.suggest(text)
    assert slowest < 0.25
