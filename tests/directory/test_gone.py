"""Renamed, closed, never there: an address always leads somewhere (U37, U40)."""

from __future__ import annotations

import pytest
from flask import Flask

from app.catalogue.facts import PlaceFacts, Status
from tests.directory.support import MONTAUBAN, added, changed
from tests.support.page import Page
from tests.support.strict_client import StrictClient

HERE = PlaceFacts(MONTAUBAN, "1 rue de l’Essai", "82000", 44.0175, 1.3549, "numero")


def helps(page: Page) -> None:
    """An error page has a search, a number to call and a way home."""
    form = page.one("form", role="search")
    assert form.get("action") == "/recherche"
    assert any(link.startswith("tel:") for link in page.links())
    assert "/" in page.links()
    assert page.root.get("lang") == "fr"


def test_a_renamed_listing_redirects_for_ever(module_app: Flask, module_client: StrictClient):
    first = added(module_app, name="Ludothèque du Premier Nom")
    second = changed(module_app, first, name="Ludothèque du Deuxième Nom")
    third = changed(module_app, second, name="Ludothèque du Troisième Nom")
    assert len({first, second, third}) == 3 and third == "ludotheque-du-troisieme-nom"
    for old in (first, second):
        response = module_client.get(f"/services/{old}")
        assert (response.status_code, response.headers["Location"]) == (301, f"/services/{third}")
    assert module_client.page(f"/services/{third}").h1 == "Ludothèque du Troisième Nom"


def test_an_old_address_is_not_given_to_another(module_app: Flask, module_client: StrictClient):
    first = added(module_app, name="Ludothèque Convoitée")
    renamed = changed(module_app, first, name="Ludothèque Partie")
    other = added(module_app, name="Ludothèque Convoitée")
    assert other != first
    assert module_client.get(f"/services/{first}").headers["Location"] == f"/services/{renamed}"


@pytest.mark.parametrize("status", [Status.CLOSED, Status.ARCHIVED])
def test_a_closed_listing_says_so_and_shows_the_nearest(module_app: Flask, module_client: StrictClient, status: Status):
    slug = added(module_app, name=f"Ludothèque Finie {status}", place=HERE)
    changed(module_app, slug, status=status)
    page = module_client.page(f"/services/{slug}", 410)
    assert page.h1.startswith("Ludothèque Finie") and page.h1.endswith("\u00a0: fermé")
    assert "Les plus proches de ce service" in page.visible
    assert "/services/ludotheque-le-de-perche" in page.links()
    helps(page)
    found = module_client.get(f"/api/recherche?q=Ludothèque Finie {status}").get_json()["items"]
    assert slug not in [item["slug"] for item in found]


def test_a_draft_is_unknown(module_app: Flask, module_client: StrictClient):
    slug = added(module_app, name="Ludothèque Secrète en Projet", status=Status.DRAFT)
    page = module_client.page(f"/services/{slug}", 404)
    assert "Projet" not in page.visible


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("mairie-montbeton", "mairie-de-montbeton"), ("mairie-de-montbetonn", "mairie-de-montbeton"),
     ("MAIRIE-DE-MONTBETON", "mairie-de-montbeton"), ("micro-creche-bulle-dair", "micro-creche-bulle-d-air")],
)  # fmt: skip
def test_a_slip_in_an_address_leads_to_the_nearest_names(client: StrictClient, typed: str, meant: str):
    page = client.page(f"/services/{typed}", 404)
    assert "Cherchiez-vous ceci" in page.visible and f"/services/{meant}" in page.links()
    helps(page)


@pytest.mark.parametrize(
    "address", ["/rien", "/services/xxxxxx", "/themes/rien", "/types/rien", "/communes/rien", "/organisations/rien",
                "/situations/rien", "/services/", "/recherche/"],
)  # fmt: skip
def test_unknown_pages_help(client: StrictClient, address: str):
    helps(client.page(address, 404))


@pytest.mark.parametrize(
    ("address", "meant"),
    [("/themes/petite-enfanc", "/themes/petite-enfance"), ("/types/ludoteque", "/types/ludotheque"),
     ("/communes/montaubann", "/communes/montauban")],
)  # fmt: skip
def test_slips_in_themes_types_and_communes_too(client: StrictClient, address: str, meant: str):
    assert meant in client.page(address, 404).links()


def test_machines_are_answered_in_their_language(client: StrictClient):
    response = client.get("/api/rien")
    assert response.status_code == 404 and response.mimetype == "application/json"
    assert response.get_json()["error"]["message"].endswith(".")


def test_bad_requests_are_explained_on_a_page(client: StrictClient):
    helps(client.page("/recherche?q=%00", 400))
    helps(client.page("/recherche?q=" + "a" * 5000, 414))


@pytest.mark.raw_pages
def test_a_busy_database_is_said_and_asked_again_later(own_app: Flask, monkeypatch: pytest.MonkeyPatch):
    from sqlalchemy.exc import OperationalError

    def locked(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("database is locked"))

    monkeypatch.setattr("app.directory.routes.service.service_page", locked)
    client = own_app.test_client()
    response = client.get("/services/mairie-de-montbeton")
    assert response.status_code == 503 and int(response.headers["Retry-After"]) > 0
    page = Page(response.get_data(as_text=True))
    helps(page)
    assert "locked" not in page.text
