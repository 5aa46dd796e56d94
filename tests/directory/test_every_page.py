"""What every page of the desk has, and has for itself alone (U25, U30, U31, U39)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.catalogue.models import Organization
from app.foundation.db import session
from app.guides.queries import all_guides
from app.territory.queries import reference
from tests.directory.support import catalogue
from tests.support.page import text_of
from tests.support.pages import PUBLIC_PAGES
from tests.support.strict_client import StrictClient

FOOT = (
    "Accessibilité\u00a0: non conforme",
    "Mentions légales",
    "Données personnelles",
    "Plan du site",
    "Éco-conception",
    "Nous contacter",
)
MENU = ("Thèmes", "Communes", "Situations de vie")


def addresses(app: Flask) -> Iterator[str]:
    """Every page of the site that is not a search."""
    yield from (
        "/",
        "/themes",
        "/types",
        "/communes",
        "/situations",
        "/ctg",
        "/contact",
        "/facile-a-lire",
        "/accessibilite",
        "/mentions-legales",
        "/donnees-personnelles",
        "/plan-du-site",
        "/eco-conception",
        "/recherche",
    )
    with app.app_context():
        known = reference()
        yield from (f"/themes/{slug}" for slug in known.themes)
        yield from (f"/types/{slug}" for slug in known.types)
        yield from (f"/communes/{one.slug}" for one in known.communes.values())
        yield from (f"/situations/{one.slug}" for one in all_guides() if not one.sensitive)
        yield from (f"/organisations/{slug}" for slug in session().scalars(select(Organization.slug)))
    yield from (f"/services/{card.slug}" for card in catalogue(app))


@pytest.mark.slow
def test_each_page_has_a_title_of_its_own_one_heading_and_no_cookie(app: Flask):
    client = FlaskClient(app, app.response_class)
    titles: dict[str, list[str]] = {}
    for address in addresses(app):
        response = client.get(address)
        body = response.get_data(as_text=True)
        assert response.status_code == 200, address
        assert not response.headers.getlist("Set-Cookie")
        assert body.count("<h1") == 1 and '<html lang="fr"' in body, address
        (title,) = re.findall(r"<title>(.*?)</title>", body.partition("</head>")[0], re.DOTALL)
        assert title.strip().endswith("– Trait d’union"), address
        titles.setdefault(title.strip(), []).append(address)
    assert {title: where for title, where in titles.items() if len(where) > 1} == {}


def test_titles_of_searches_tell_them_apart(client: StrictClient):
    asked = (
        "",
        "?q=creche",
        "?q=creche&ou=Bressols",
        "?theme=enfance",
        "?theme=enfance&page=2",
        "?theme=enfance&jour=mer",
        "?theme=enfance&jour=jeu",
        "?commune=82121",
        "?age_mois=18",
        "?q=zzzz",
    )
    titles = Counter(client.page(f"/recherche{each}").title for each in asked)
    assert [title for title, count in titles.items() if count > 1] == []


@pytest.mark.parametrize("wanted", PUBLIC_PAGES, ids=lambda page: page.name)
def test_the_same_frame_everywhere(app: Flask, client: StrictClient, wanted):
    page = client.page(wanted.on(app), wanted.status)
    assert page.root.get("lang") == "fr"
    (main,) = page.all("main")
    (header,) = [each for each in page.all("header") if each.get("class") == "site-head"]
    (footer,) = page.all("footer")
    links = [text_of(each) for each in footer.iter("a")]
    assert [name for name in FOOT if name not in links] == []
    menu = next(each for each in header.iter("nav") if each.get("aria-label") == "Menu principal")
    assert [text_of(each) for each in menu.iter("a")] == list(MENU)
    assert any(each.get("href") == "/recherche" for each in header.iter("a")), "the search, beside the menu"
    assert page.links()[0] == "#contenu", "the first link skips to the content"
    order = [each for each in page.all() if each in (header, main, footer)]
    assert order == [header, main, footer]


def test_the_place_in_the_menu_is_told(client: StrictClient):
    for address, name in (("/themes", "Thèmes"), ("/communes", "Communes"), ("/communes/montauban", "Communes")):
        page = client.page(address)
        current = [
            text_of(each) for each in page.one("nav", aria_label="Menu principal").iter("a") if each.get("aria-current")
        ]
        assert current == [name]


def test_the_map_of_the_site_leads_to_each_kind_of_page(app: Flask, client: StrictClient):
    links = set(client.page("/plan-du-site").links())
    with app.app_context():
        known = reference()
    assert {f"/communes/{one.slug}" for one in known.communes.values()} <= links
    assert {f"/themes/{slug}" for slug in known.themes} <= links


def test_each_commune_and_each_theme_shows_services(app: Flask, client: StrictClient):
    with app.app_context():
        known = reference()
    assert (len(known.communes), len(known.themes)) == (12, 7)
    for address in [f"/communes/{one.slug}" for one in known.communes.values()] + [
        f"/themes/{slug}" for slug in known.themes
    ]:
        assert client.page(address).of_class("card"), address


def test_without_style_a_listing_reads_in_the_right_order(client: StrictClient):
    """U26: the words, one after the other, as a text browser gives them."""
    said = client.page("/services/accueil-de-loisirs-les-platanes").visible
    order = [
        "Aller au contenu",
        "Menu principal",
        "Fermé du 21\u00a0décembre",
        "Accueil de loisirs Les Platanes",
        "Pour qui",
        "Où",
        "Quand",
        "Combien",
        "Contact",
        "Appeler\u00a0le",
        "Horaires",
        "Prix",
        "S’inscrire",
        "Accueil et accès",
        "Source\u00a0:",
        "Accessibilité\u00a0: non conforme",
    ]
    places: list[int] = []
    for words in order:
        if words != "Menu principal":
            places.append(said.index(words, places[-1] if places else 0))
    assert places == sorted(places)


def test_without_style_the_results_read_in_the_right_order(client: StrictClient):
    said = client.page("/recherche?theme=enfance&jour=mer").visible
    order = [
        "Que cherchez-vous",
        "services trouvés",
        "Nous avons compris",
        "Affiner la recherche",
        "Résultats",
        "Page suivante",
        "Rien ne convient",
    ]
    places = [said.index(words) for words in order]
    assert places == sorted(places)
