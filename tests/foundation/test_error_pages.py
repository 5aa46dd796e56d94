"""Error pages appear whatever is missing: no site, no route, no style, no database."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.foundation.errors import PAGES
from app.foundation.i18n import give_words

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
DUTIES = (
    "/accessibilite",
    "/mentions-legales",
    "/donnees-personnelles",
    "/plan-du-site",
    "/eco-conception",
    "/contact",
)


@pytest.fixture(scope="module")
def bare() -> Environment:
    """Templates and sentences, nothing of the application."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    give_words(environment)
    return environment


@pytest.mark.parametrize("code", PAGES)
def test_it_needs_nothing_and_offers_search_phone_and_duties(bare: Environment, code: int) -> None:
    page = bare.get_template(f"errors/{code}.html").render()
    heading = page.split("<h1>")[1].split("</h1>")[0]
    assert page.count("<h1>") == 1
    assert f"<title>{heading} – Trait d’union</title>" in page
    assert '<html lang="fr"' in page and 'name="q"' in page and 'href="tel:' in page
    assert all(f'href="{address}"' in page for address in DUTIES)


def test_a_closed_service_is_named_and_leads_to_its_neighbours(bare: Environment) -> None:
    page = bare.get_template("errors/410.html").render(
        service_name="La Ribambelle", nearest=[("/services/x", "Les Platanes")]
    )
    assert "La Ribambelle" in page and 'href="/services/x"' in page


def test_only_the_icons_of_the_page_are_laid(bare: Environment) -> None:
    page = bare.get_template("errors/500.html").render()
    assert page.count("<symbol") == 2
    assert 'id="i-search"' in page and 'id="i-tel"' in page
