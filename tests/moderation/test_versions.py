"""Every version of a listing is shown with what it changed, and can be taken up again; a moved point is drawn."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from app.foundation.unit_of_work import unit_of_work
from app.proposals.operations import edit_listing
from tests.moderation.conftest import SONIA, actor, listing, live, propose
from tests.support.people import Browser

PLATANES = "Accueil de loisirs Les Platanes"


def write(desk: Flask, summary: str) -> None:
    uuid, _slug = listing(desk, PLATANES)
    with desk.app_context(), unit_of_work():
        edit_listing(uuid, {"summary": summary}, by=actor("nadia@exemple.fr"), reason=f"Appel : {summary}")


def test_every_version_is_there_with_what_it_changed(desk: Flask, nadia: Browser):
    uuid, _slug = listing(desk, PLATANES)
    for number in range(45):
        write(desk, f"Résumé numéro {number:02}.")
    pages = [nadia.client.page(f"/moderation/fiches/{uuid}/versions?page={page}") for page in (1, 2, 3)]
    told = " ".join(page.visible for page in pages)
    assert all(f"{number:02}" in told for number in range(45))
    shown = [link for page in pages for link in page.links() if f"{uuid}/versions/" in link]
    assert len(shown) == len(set(shown)) >= 46
    assert "vient d’être écrite" in pages[2].visible and "vient d’être écrite" not in told[: len(pages[0].visible)]
    assert pages[1].all("del") and pages[1].all("ins")
    assert nadia.get(f"/moderation/fiches/{uuid}/versions?page=9").status_code == 404


def test_a_version_says_what_coming_back_changes_then_does_it(desk: Flask, nadia: Browser):
    uuid, _slug = listing(desk, PLATANES)
    first = live(desk, uuid, "summary")
    write(desk, "Tout autre chose.")
    page = nadia.client.page(f"/moderation/fiches/{uuid}/versions/1")
    assert "Tout autre chose" in page.visible.replace(" .", ".") and "Reprendre cette version" in page.visible
    answer = nadia.post(f"/moderation/fiches/{uuid}/revenir", {"numero": "1"})
    assert answer.status_code == 400 and "Dites pourquoi" in answer.text
    assert nadia.post(f"/moderation/fiches/{uuid}/revenir", {"numero": "1", "motif": "Erreur."}).status_code == 303
    assert live(desk, uuid, "summary") == first
    assert "la même chose" in nadia.client.page(f"/moderation/fiches/{uuid}/versions/1").visible
    assert nadia.get(f"/moderation/fiches/{uuid}/versions/99").status_code == 404


def test_an_agent_of_elsewhere_reads_no_version(desk: Flask, come_in: Callable[..., Browser]):
    uuid, _slug = listing(desk, PLATANES)
    for address in ("versions", "versions/1"):
        assert come_in(SONIA).get(f"/moderation/fiches/{uuid}/{address}").status_code == 403


def test_a_listing_is_found_by_its_address(desk: Flask, nadia: Browser):
    uuid, _slug = listing(desk, PLATANES)
    street = live(desk, uuid, "place")["address"]
    assert PLATANES in nadia.client.page(f"/moderation/fiches?q={street}").visible


def test_a_moved_point_is_drawn_in_its_commune_without_any_network(desk: Flask, nadia: Browser):
    uuid, _slug = listing(desk, PLATANES)
    place = live(desk, uuid, "place")
    sent = propose(desk, PLATANES, {"place": {**place, "lat": place["lat"] + 0.004}})
    page = nadia.client.page(f"/moderation/propositions/{sent}")
    assert "Le point bouge de" in page.visible
    (figure,) = [one for one in page.text.split("<svg")[1:] if "was" in one.partition("</svg>")[0]]
    drawing = figure.partition("</svg>")[0]
    assert "<path" in drawing and "http" not in drawing, "outlines and points of ours, asked of nobody"
