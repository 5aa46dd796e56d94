"""Another territory is a folder of data: its own names everywhere, and nothing of Grand Montauban."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from scripts.common import ROOT
from tests.directory.support import api
from tests.support.strict_client import StrictClient

SMALL = ROOT / "tests" / "fixtures" / "petit-territoire"
#: Words that only the territory of reference has.
FOREIGN = re.compile(
    r"Montauban|Montbeton|Bressols|Tarn|Occitanie|Léojac|\b82\d{3}\b|248200099|France services Mont", re.IGNORECASE
)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    from tests.support import instance

    app = instance.open_app(instance.copy_of("empty", Path(tmp_path_factory.mktemp("elsewhere") / "instance")))
    instance.command(app, "seed", "load", str(SMALL))
    yield app
    instance.close(app)


@pytest.fixture
def there(elsewhere: Flask) -> StrictClient:
    client = elsewhere.test_client()
    assert isinstance(client, StrictClient)
    return client


PAGES = (
    "/",
    "/recherche",
    "/recherche?q=garderie",
    "/recherche?q=zzz&ou=nulle+part",
    "/themes",
    "/types",
    "/communes",
    "/situations",
    "/ctg",
    "/contact",
    "/plan-du-site",
    "/mentions-legales",
    "/accessibilite",
    "/donnees-personnelles",
    "/eco-conception",
    "/facile-a-lire",
    "/services/garderie-du-haut",
    "/services/maison-de-l-exemple",
    "/themes/les-enfants",
    "/types/garderie-exemple",
)


@pytest.mark.parametrize("address", PAGES)
def test_nothing_of_the_territory_of_reference(there: StrictClient, address: str):
    page = there.page(address)
    assert FOREIGN.findall(page.text) == []
    assert "les services du Pays de l’Exemple" in page.visible


@pytest.mark.parametrize("address", ["/rien", "/services/garderie-du-hautt"])
def test_its_error_pages_are_its_own_too(there: StrictClient, address: str):
    page = there.page(address, 404)
    assert FOREIGN.findall(page.text) == [] and "Maison de l’Exemple" in page.visible
    assert "tel:+33536499001" in page.links()


def test_its_own_names_stand_where_they_are_wanted(there: StrictClient):
    assert "Pays de l’Exemple" in there.page("/recherche").visible
    assert "Communauté de communes de l’Exemple" in there.page("/ctg").visible
    assert "Garder les enfants dans les deux communes." in there.page("/ctg").visible
    assert there.page("/services/garderie-du-haut").h1 == "Garderie du Haut"
    assert "tel:+33536499002" in there.page("/services/garderie-du-haut").links()


def test_its_search_answers(there: StrictClient):
    assert api(there, q="garderie")["total"] == 2
    assert api(there, commune="99001")["total"] >= 2
    assert there.get("/api/recherche?commune=82121").status_code == 400


def test_its_private_address_is_nowhere(there: StrictClient):
    for address in ("/services/abri-de-l-exemple", "/recherche", "/api/recherche?q=abri", "/communes"):
        assert "Secret" not in there.get(address).get_data(as_text=True)
