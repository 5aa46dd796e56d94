"""A family's journeys without style, without images, mostly without scripts, then in a text browser (U26)."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site
from tests.support.chromium import program

#: What a browser that lacks it never fetches, and whether it runs scripts.
LACKS = {
    "style": (("stylesheet", "font"), False),
    "images": (("image", "media"), False),
    "style-but-scripts": (("stylesheet", "font"), True),
}


@dataclass(frozen=True)
class Journey:
    """Where it begins, the links to follow by their first words, and what must then be readable."""

    name: str
    start: str
    links: tuple[str, ...]
    said: tuple[str, ...]


JOURNEYS = (
    Journey("chercher", "/recherche?q=ludotheque&ou=Bressols", ("Ludothèque municipale de Bressols",),
            ("Pour qui", "Pas encore confirmée par la structure", "15 mars 2014")),
    Journey("parcourir", "/", ("Petite enfance", "Crèches collectives"), ("1 service", "Crèche Les Petits Nuages")),
    Journey("horaires", "/services/accueil-de-loisirs-les-platanes", (),
            ("Fermé du 21 décembre", "Pendant l’école", "7 h 30 – 18 h 30", "05 36 49 12 08", "12,40 €")),
    Journey("situation", "/", ("Je reprends le travail",), ("relais petite enfance", "À apporter")),
    Journey("commune", "/communes", ("Bressols",), ("La mairie", "05 63 02 95 16")),
    Journey("sans réponse", "/recherche?q=xyzzy", ("Dire ce qui vous manque",), ("Dites-nous ce que vous cherchiez", "Quel thème")),
    Journey("comparer", "/ma-selection?fiches=accueil-de-loisirs-les-platanes,mercredis-du-lavoir",
            ("Comparer côte à côte",), ("Combien", "Mercredis du Lavoir")),
    Journey("guider", "/trouver", ("Mon enfant a moins de 3 ans",), ("Question 2 sur 3",)),
    Journey("en arabe", "/ar/communes/montauban", (), ("05 63 22 12 00",)),
)  # fmt: skip
each_journey = pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.name)


@contextmanager
def opened_without(browser: Browser, what: str) -> Iterator[Page]:
    """A tab of a browser that lacks this."""
    kinds, scripts = LACKS[what]
    context = browser.new_context(java_script_enabled=scripts, locale="fr-FR", viewport={"width": 360, "height": 740})
    context.set_default_timeout(10_000)
    context.route("**/*", lambda route: route.abort() if route.request.resource_type in kinds else route.continue_())
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module", params=list(LACKS))
def bare(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    with opened_without(browser, request.param) as tab:
        yield tab


@each_journey
def test_in_a_browser_without(site: Site, bare: Page, journey: Journey):
    bare.goto(site.base + journey.start)
    for words in journey.links:
        bare.locator("main a", has_text=words).first.click()
        bare.wait_for_load_state()
    _expect(journey, bare.locator("main").inner_text())


@each_journey
def test_in_a_text_browser(site: Site, journey: Journey):
    """w3m draws the page and numbers its links: each one followed is found by its words."""
    address = site.base + journey.start
    for words in journey.links:
        address = _link(w3m(address), words)
    _expect(journey, w3m(address).partition("References:")[0])


def test_the_logo_has_words(site: Site):
    assert w3m(site.base).lstrip().find("Trait d’union, accueil") >= 0


def w3m(address: str) -> str:
    """The page as w3m shows it, then the addresses of its links."""
    command = [program("w3m"), "-dump", "-cols", "200", "-O", "UTF-8", "-o", "display_link_number=1", address]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def _link(page: str, words: str) -> str:
    """The address behind the first link that begins with these words."""
    number = re.search(rf"\[(\d+)\](?:\s|\[[^\]]*\])*{re.escape(words)}", page)
    assert number, f"« {words} » is not a link of the page"
    address = re.search(rf"^\[{number[1]}\]\s+(\S+)", page.partition("References:")[2], re.MULTILINE)
    assert address
    return address[1]


def _expect(journey: Journey, said: str) -> None:
    plain = re.sub(r"\s+", " ", said)
    assert [words for words in journey.said if words not in plain] == [], plain[:1500]
