"""The paths that matter most, link after link as a family follows them, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

import pytest

from app.foundation import clock
from tests.directory.support import MONDAY
from tests.support.page import Page, text_of
from tests.support.strict_client import StrictClient


@pytest.fixture(autouse=True)
def monday() -> Iterator[datetime]:
    with clock.freeze(MONDAY):
        yield MONDAY


def sent(client: StrictClient, page: Page, **typed: str) -> Page:
    """Fill the search of this page and send it, as a browser does."""
    form = page.one("form", role="search")
    pairs = [(each.get("name") or "", each.get("value") or "") for each in form.iter("input")]
    filled = [(name, typed.get(name, value)) for name, value in pairs if name]
    return client.page(f"{form.get('action')}?{urlencode(filled)}")


def first_listing(client: StrictClient, page: Page) -> Page:
    """Open the first card."""
    link = page.of_class("card")[0].find(".//a")
    assert link is not None
    return client.page(link.get("href") or "")


def test_home_to_the_phone_of_a_town_hall(client: StrictClient):
    results = sent(client, client.page("/"), q="mairie Montbeton")
    listing = first_listing(client, results)
    assert listing.h1 == "Mairie de Montbeton"
    assert "tel:+33563674010" in listing.links()


def test_home_theme_commune_listing(client: StrictClient):
    theme = client.page(client.page("/").link("Petite enfance"))
    (section,) = [each for each in theme.all("section") if "Dans quelle commune" in text_of(each)]
    address = next(each.get("href") or "" for each in section.iter("a") if text_of(each).startswith("Montauban"))
    results = client.page(address)
    assert int(results.h1.split()[0]) > 5
    listing = first_listing(client, results)
    assert "Montauban" in listing.visible and any(link.startswith("tel:") for link in listing.links())


def test_the_toy_library_of_bressols(client: StrictClient):
    results = sent(client, client.page("/"), q="ludothèque", ou="Bressols")
    listing = first_listing(client, results)
    assert listing.h1 == "Ludothèque municipale de Bressols"
    assert "Source\u00a0: " in listing.visible and "15\u00a0mars 2014" in listing.visible
    assert "Pas encore confirmée par la structure" in listing.visible


def test_a_life_situation_leads_to_searches_that_find(client: StrictClient):
    guides = [link for link in client.page("/situations").links() if link.startswith("/situations/")]
    assert guides
    for address in guides:
        searches = [link for link in client.page(address).links() if link.startswith("/recherche?")]
        assert searches, address
        for search in searches:
            assert client.page(search).h1 != "Aucun service trouvé", (address, search)


def test_narrowing_step_by_step_never_lies(client: StrictClient):
    """Each count beside a filter is what its choice gives."""
    page = client.page("/recherche?theme=enfance")
    for name, value in (("jour", "mer"), ("gratuit", "1")):
        box = next(
            each
            for each in page.all("input")
            if (each.get("type"), each.get("name"), each.get("value")) == ("checkbox", name, value)
        )
        label = text_of(next(each for each in page.all("label") if box in list(each)))
        count = label.rpartition("(")[2].rstrip(")")
        assert client.page(f"/recherche?theme=enfance&{name}={value}").h1.startswith(f"{count} service")
