"""What structures write is text, wherever it is shown; a private address is shown nowhere (T14)."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from app.catalogue.facts import (
    AvailabilityFacts,
    CampaignFacts,
    ContactFacts,
    FeeFacts,
    FeeKind,
    PlaceFacts,
    ServiceFacts,
    SourceFacts,
)
from app.catalogue.hours.model import Closure
from app.catalogue.operations import create_service, save_organization
from app.catalogue.queries import shown_cards
from app.foundation.unit_of_work import unit_of_work
from app.territory.queries import reference
from tests.directory.support import MONTAUBAN, NADIA, added, api, everything, facts, no_refusal, weekly
from tests.support.page import Page
from tests.support.strict_client import StrictClient

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "{{7*7}}{% raw %}",
    "</title><script>alert(1)</script>",
    "<!--",
    "-->",
    "]]>",
    "&lt;script&gt;",
    "\u2028\u2029</script>",
    "[a](javascript:alert(1))",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<style>*{display:none}",
    "<a href=javascript:alert(1)>x</a>",
    "<math><mi xlink:href=javascript:alert(1)>",
    "${alert(1)}",
    "\\u003cscript\\u003e",
    "<svg><animate onbegin=alert(1) attributeName=x>",
)
#: Elements that none of the templates writes in a page of the desk, save the one data block of JSON-LD.
NEVER = ("iframe", "object", "embed", "math", "style", "animate", "img", "video", "base")


def everywhere(bad: str, organization: str) -> ServiceFacts:
    """The facts of a listing whose every text is that payload."""
    return facts(
        name=f"Essai {bad}",
        type="ludotheque",
        organization=organization,
        source=SourceFacts(f"Source {bad}", url=bad, dated=date(2026, 9, 1), licence=bad, confidence="A"),
        summary=bad,
        description=bad,
        age_note=bad,
        eligibility=bad,
        inclusive=True,
        inclusive_note=bad,
        documents=(bad, "x"),
        registration=bad,
        hours_known=True,
        hours_note=bad,
        fee_kind=FeeKind.FLAT,
        fee_note=bad,
        languages=("fr",),
        place=PlaceFacts(
            MONTAUBAN, bad, "82000", 44.01, 1.35, "numero", transport=bad, accessible=True, accessibility_note=bad
        ),
        contacts=(
            ContactFacts("phone", "05 63 22 12 00", label=bad),
            ContactFacts("phone", bad),
            ContactFacts("email", bad),
            ContactFacts("website", bad),
            ContactFacts("person", bad),
        ),
        slots=weekly(540, 1080),
        closures=(Closure(date(2026, 12, 1), date(2026, 12, 2), bad),),
        fees=(FeeFacts(500, "annee", label=bad),),
        availability=(AvailabilityFacts(date(2026, 11, 1), bad, label=bad, free=1, authorised=2),),
        campaigns=(CampaignFacts(bad, date(2026, 11, 1), date(2026, 12, 31), bad),),
    )


@pytest.fixture(scope="module")
def poisoned(module_app: Flask) -> dict[str, str]:
    """The address of the listing of each payload; its organization bears it too."""
    made = {}
    with module_app.app_context(), unit_of_work():
        for bad in PAYLOADS:
            values = {"name": f"Org {bad}"[:150], "kind": "association", "website": bad}
            who = save_organization(uuid4(), values, by=NADIA)
            made[bad] = create_service(everywhere(bad, str(who.uuid)), by=NADIA).slug
    return made


def harmless(page: Page) -> None:
    """Only what the templates write is markup: nothing runs, nothing is loaded, no attribute was made."""
    for each in page.all():
        names = [name for name in each.keys() if name.startswith("on") or name in ("style", "srcdoc")]  # noqa: SIM118
        assert not names, (each.tag, names)
    assert not page.all(*NEVER)
    scripts = [each for each in page.all("script") if each.get("type") != "application/ld+json"]
    assert all((each.get("src") or "").startswith("/static/") for each in scripts)
    assert not [link for link in page.links() if "script:" in link.lower() and not link.startswith(("/", "mailto:"))]
    assert "49" not in re.findall(r"Essai (\d+)", page.visible)


@pytest.mark.parametrize("bad", PAYLOADS, ids=range(len(PAYLOADS)))
def test_every_text_of_a_listing_is_shown_as_text(module_client: StrictClient, poisoned: dict[str, str], bad: str):
    with no_refusal(module_client) as client:
        page = client.page(f"/services/{poisoned[bad]}")
        harmless(page)
        (block,) = (each for each in page.all("script") if each.get("type") == "application/ld+json")
        raw = "".join(block.itertext())
        assert not set("<>&\u2028\u2029") & set(raw), "nothing in it may end the element, or begin another"
        said = json.loads(raw)
        assert said["name"] == f"Essai {bad}" and said["description"] == bad
        (meta,) = (each for each in page.all("meta") if each.get("name") == "description")
        assert len(page.all("title")) == 1 and meta.get("content")
        harmless(client.page(page.link("Org ")))


@pytest.mark.parametrize("address", ["/recherche?type=ludotheque&tri=nom", "/types/ludotheque", "/communes/montauban"])
def test_lists_show_them_as_text(module_client: StrictClient, poisoned: dict[str, str], address: str):
    with no_refusal(module_client) as client:
        harmless(client.page(address))


def test_the_api_hands_them_on_as_they_are(module_client: StrictClient, poisoned: dict[str, str]):
    names = {item["name"] for item in api(module_client, "type=ludotheque&per_page=100")["items"]}
    assert {f"Essai {bad}" for bad in PAYLOADS} <= names
    assert module_client.get("/api/recherche?type=ludotheque").mimetype == "application/json"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_was_typed_is_shown_as_text(client: StrictClient, payload: str):
    with no_refusal(client):
        for name in ("q", "ou", "theme", "langue"):
            response = client.get("/recherche", query_string={name: payload})
            harmless(Page(response.get_data(as_text=True), name))


# ---------------------------------------------------------------- private

SECRET = PlaceFacts(
    MONTAUBAN,
    "17 impasse du Secret-Absolu",
    "82017",
    44.0666,
    1.4777,
    "numero",
    True,
    "Bus 99, arrêt Cachette",
    True,
    "Sonnez au portail dissimulé",
)
TRACES = (
    "Secret-Absolu",
    "Secret",
    "82017",
    "44.066",
    "1.477",
    "Bus 99",
    "Cachette",
    "dissimulé",
    "06 39 98 00 17",
    "0639980017",
    "Confidence",
    "abri-cache@exemple.fr",
    "Mme Inconnue",
)


@pytest.fixture(scope="module")
def shelter(module_app: Flask) -> str:
    return added(
        module_app,
        name="Abri des Essais",
        type="accueil-violences",
        place=SECRET,
        internal_note="Confidence",
        contacts=(
            ContactFacts("phone", "05 36 49 90 99"),
            ContactFacts("phone", "06 39 98 00 17", is_public=False),
            ContactFacts("email", "abri-cache@exemple.fr", is_public=False),
            ContactFacts("person", "Mme Inconnue", is_public=False),
        ),
    )


@pytest.mark.parametrize(
    "address",
    [
        "/services/abri-des-essais",
        "/recherche?q=Abri+des+Essais",
        "/recherche?type=accueil-violences&ou=Montauban&tri=distance",
        "/recherche?type=accueil-violences&lat=44.0666&lon=1.4777",
        "/types/accueil-violences",
        "/communes/montauban",
        "/api/recherche?q=Abri+des+Essais&lat=44.0666&lon=1.4777",
        "/themes/action-sociale-acces-aux-droits",
    ],
)
def test_a_private_address_is_nowhere(module_client: StrictClient, shelter: str, address: str):
    response = module_client.get(address)
    assert response.status_code == 200
    shown = response.get_data(as_text=True).replace("lat=44.0666", "").replace("lon=1.4777", "")
    shown = re.sub(r'value="(44\.0666|1\.4777)"', "", shown)
    assert [trace for trace in TRACES if trace in shown] == []


def test_the_page_says_why_there_is_no_address(module_client: StrictClient, shelter: str):
    page = module_client.page(f"/services/{shelter}")
    assert "L’adresse n’est pas publique" in page.visible and "Montauban" in page.visible
    assert not [link for link in page.links() if "openstreetmap" in link]
    assert "GeoCoordinates" not in page.text


@pytest.mark.parametrize(
    "word", ["Secret-Absolu", "impasse Secret", "Cachette", "Confidence", "dissimulé", "0639980017", "82017"]
)
def test_no_private_word_finds_it(module_client: StrictClient, shelter: str, word: str):
    assert shelter not in [item["slug"] for item in api(module_client, q=word, per_page=100)["items"][:5]]


def test_neither_order_nor_distance_betrays_where_it_is(module_app: Flask, module_client: StrictClient, shelter: str):
    """Asked from its own door, it stands exactly where the commune’s centre does."""
    with module_app.app_context():
        lat, lon = reference().communes[MONTAUBAN].centre
    items = api(module_client, f"type=accueil-violences&lat={SECRET.lat}&lon={SECRET.lon}&tri=distance")["items"]
    distance = next(item["distance_m"] for item in items if item["slug"] == shelter)
    open_door = added(
        module_app, name="Abri au centre", type="accueil-violences", place=PlaceFacts(MONTAUBAN, "", "", lat, lon)
    )
    items = api(module_client, f"type=accueil-violences&lat={SECRET.lat}&lon={SECRET.lon}&tri=distance")["items"]
    assert distance == next(item["distance_m"] for item in items if item["slug"] == open_door) > 1000
    near = everything(module_client, f"type=accueil-violences&lat={SECRET.lat}&lon={SECRET.lon}&rayon=0.5")
    assert shelter not in [item["slug"] for item in near]


def test_neither_card_nor_index_holds_it(module_app: Flask, shelter: str):
    with module_app.app_context():
        card = next(card for card in shown_cards() if card.slug == shelter)
    assert not [trace for trace in TRACES if trace in repr(card)]
    settings = module_app.extensions["settings"]
    for path in Path(settings.instance, "index").rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert not [
            trace for trace in ("secret-absolu", "cachette", "abri-cache", "dissimul") if trace.encode() in data.lower()
        ]
