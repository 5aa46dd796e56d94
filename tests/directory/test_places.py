"""“Où ?”: communes first, then streets and places once they are loaded, and never a wall."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.directory.searching.places import place_named
from app.search.query import Point
from app.territory.queries import reference
from tests.support.instance import command
from tests.territory.test_places import FICTIONAL, write

Ask = Callable[[str], tuple[Point | None, str]]


@pytest.fixture
def ask(own_app: Flask, tmp_path: Path) -> Iterator[Ask]:
    """Ask for a place on a site whose made-up streets are loaded."""
    command(own_app, "territory", "load-addresses", str(write(tmp_path, *FICTIONAL)))
    with own_app.test_request_context("/"):
        yield lambda text: place_named(text, reference())


@pytest.mark.parametrize("text", ["Montbeton", "montbeton", "MONTBETTON", "montbet", " Montbéton "])
def test_a_commune_in_every_spelling(ask: Ask, text: str):
    point, sentence = ask(text)
    assert point and (point.commune, point.label, sentence) == ("82124", "Montbeton", "")


def test_a_postcode_of_one_commune_and_of_several(ask: Ask):
    point, _ = ask("82000")
    assert point and point.commune == "82121"
    point, sentence = ask("82290")
    assert point is None and "plusieurs communes" in sentence and "Montbeton" in sentence
    point, _ = ask("82290 Montbeton")
    assert point and point.label == "Montbeton"


@pytest.mark.parametrize(
    ("text", "label", "commune", "lat"),
    [
        ("12 rue de la Girafe Bleue Montbeton", "12 Rue de la Girafe Bleue, Montbeton", "82124", 44.01),
        ("12 r. girafe bleue, 82290 montbeton", "12 Rue de la Girafe Bleue, Montbeton", "82124", 44.01),
        ("12 rue de la Girafe Bleue montbetton", "12 Rue de la Girafe Bleue, Montbeton", "82124", 44.01),
        ("Montbeton rue de la girafe bleue", "Rue de la Girafe Bleue, Montbeton", "82124", 44.011),
        ("3 rue de la girafe bleue 82000", "3 Rue de la Girafe Bleue, Montauban", "82121", 44.03),
        ("av du gal pamplemousse", "Avenue du Général Pamplemousse, Montauban", "82121", 44.02),
        ("avenue du general pamplemouse", "Avenue du Général Pamplemousse, Montauban", "82121", 44.02),
        ("99 rue girafe bleue montauban", "Rue de la Girafe Bleue, Montauban", "82121", 44.03),
        ("les quatre lunes", "Les Quatre Lunes, Montbeton", "82124", 44.012),
    ],
)
def test_streets_and_places(ask: Ask, text: str, label: str, commune: str, lat: float):
    point, sentence = ask(text)
    assert sentence == ""
    assert point and (point.label, point.commune) == (label, commune)
    assert point.lat == pytest.approx(lat, abs=1e-4)


def test_a_street_of_several_communes_asks_which(ask: Ask):
    point, sentence = ask("rue de la girafe bleue")
    assert point is None and "plusieurs communes" in sentence and "Montauban ou Montbeton" in sentence


def test_an_unknown_street_of_a_known_commune_counts_from_the_commune_and_says_so(ask: Ask):
    point, sentence = ask("7 rue Qui N’Existe Pas, Montbeton")
    assert sentence == ""
    assert point and point.commune == "82124" and "ne connaissons pas cette rue" in point.label


@pytest.mark.parametrize("text", ["zzzz", "12", "99999", "🦒", "<b>", "' OR 1=1 --", "rue", "a" * 120, "خريطة", ",;"])
def test_what_nobody_knows_is_said_with_the_nearest_names(ask: Ask, text: str):
    point, sentence = ask(text)
    assert point is None and sentence.startswith("Nous ne connaissons pas") and "Écrivez" in sentence


def test_without_addresses_an_address_is_its_commune(app: Flask):
    with app.test_request_context("/"):
        point, sentence = place_named("12 rue des Lilas Montbeton", reference())
    assert point and point.commune == "82124" and sentence == ""


def test_nothing_typed_is_nothing_asked(ask: Ask):
    assert ask("") == ask("   ") == (None, "")
