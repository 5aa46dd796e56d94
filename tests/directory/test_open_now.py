"""“Où aller en ce moment”, what opens next, and no dead end when nothing is open or free."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from app.catalogue.facts import AvailabilityFacts, FeeKind, Status
from app.foundation import clock
from tests.directory.support import MONDAY, added, api, paris, weekly
from tests.support.page import Page, text_of
from tests.support.strict_client import StrictClient

NIGHT = paris(2026, 11, 24, 3, 30)


def names(page: Page) -> list[str]:
    return [text_of(h3) for h3 in page.all("h3") if "card" in page.text]


def test_it_shows_what_the_search_calls_open(client: StrictClient):
    page = client.page("/en-ce-moment?ou=Montauban")
    items = api(client, ouvert="maintenant", ou="Montauban", tri="distance", per_page=12)
    assert f"{items['total']} lieux ouverts" in re.sub(r"\s", " ", page.visible)
    assert names(page)[:12] == [item["name"].replace("'", "’") for item in items["items"]]
    assert page.link("avec des filtres") == "/recherche?ouvert=maintenant&ou=Montauban&tri=distance"
    assert "23 novembre 2026" in re.sub(r"\s", " ", page.visible)


def test_at_night_it_says_what_opens_next(client: StrictClient):
    with clock.freeze(NIGHT):
        page = client.page("/en-ce-moment?ou=Bressols")
        assert "Ce qui ouvre ensuite" in page.visible
        soon = page.text[page.text.index("Ce qui ouvre ensuite") :]
        assert len(re.findall(r'class="card"', soon)) == 5 and "Fermé, ouvre" in soon
        assert "Quelqu’un peut vous aider" in page.visible


def test_a_search_for_open_doors_says_it_too(module_app: Flask, module_client: StrictClient):
    added(module_app, name="Essais du matin", type="ludotheque", slots=weekly(540, 720), hours_known=True)
    added(module_app, name="Essais de midi", type="ludotheque", slots=weekly(700, 720), hours_known=True)
    stopped: dict[str, Any] = {"status": Status.TEMPORARILY_CLOSED, "slots": weekly(300, 720), "hours_known": True}
    added(module_app, name="Essais fermés", type="ludotheque", **stopped)
    with clock.freeze(NIGHT):
        page = module_client.page("/recherche?type=ludotheque&q=Essais&ouvert=maintenant")
    assert page.h1 == "Aucun service trouvé" and "voici ce qui ouvre ensuite" in page.visible
    assert names(page) == ["Essais du matin", "Essais de midi"]


def test_nothing_free_leads_to_the_nearest_offer(module_app: Flask, module_client: StrictClient):
    full = (AvailabilityFacts(MONDAY.date(), "le lieu", free=0),)
    added(module_app, name="Essais complets", type="ludotheque", availability=full, fee_kind=FeeKind.FLAT)
    page = module_client.page("/recherche?type=ludotheque&q=Essais&places=1&gratuit=1")
    assert page.h1 == "Aucun service trouvé" and "Essais complets" in names(page)
    assert "places" not in page.link("pas de place") and "gratuit=1" in page.link("pas de place")
    assert "gratuit" not in page.link("ce qui est payant")


@pytest.mark.parametrize("where", ["zzzzz", "<script>", "82000", "x" * 400, "\u202e", "Montauban\x07"])
def test_any_place_is_answered(client: StrictClient, where: str):
    response = client.get("/en-ce-moment", query_string={"ou": where})
    assert response.status_code == 200 and "<script>" not in response.get_data(as_text=True).replace("<script ", "")


def test_the_home_page_leads_there_and_counts_each_commune(app: Flask, client: StrictClient):
    page = client.page("/")
    assert page.link("Où aller en ce moment") == "/en-ce-moment"
    counts = api(client, per_page=1)["facets"]["commune"]
    with app.app_context():
        from app.territory.queries import reference

        communes = reference().communes.values()
    (drawn,) = page.of_class("map")
    inside = list(drawn.iter("{http://www.w3.org/2000/svg}a"))
    links = {link.get("href"): text_of(link) for link in inside}
    for commune in communes:
        said = links[f"/communes/{commune.slug}"]
        assert commune.name in said and str(counts.get(commune.insee, 0)) in said
        assert f"/communes/{commune.slug}" in page.links(), "the list beside says the same"
    assert drawn.get("aria-hidden") == "true" and all(link.get("tabindex") == "-1" for link in inside)
