"""The point of a listing: seen on its commune, pushed by buttons, put at an address, refused outside."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from flask import Flask

from app.territory.outlines import distance, moved
from tests.contribution.support import fields_of, live, page_of, proposals, save, send
from tests.support.page import Page
from tests.support.people import Browser


def address(uuid: UUID) -> str:
    return f"/espace/fiches/{uuid}/modifier/lieu"


def point(page: Page) -> tuple[float, float]:
    sent = fields_of(page, "/modifier/lieu")
    return float(sent["lat"].replace(",", ".")), float(sent["lon"].replace(",", "."))


def pins(page: Page) -> list[str]:
    """Where each point is drawn."""
    return re.findall(r'<g class="pin[^"]*" transform="([^"]+)"', page.text)


@pytest.mark.parametrize(
    ("side", "north", "east"), [("nord", 200, 0), ("sud", -20, 0), ("est", 0, 20), ("ouest", 0, -200)]
)
def test_a_button_pushes_the_point(cast: Flask, karim: Browser, platanes: UUID, side: str, north: int, east: int):
    opened = page_of(karim.get(address(platanes)))
    start = point(opened)
    metres = abs(north or east)
    page = page_of(save(karim, address(platanes), geste=f"pousser:{side}-{metres}"))
    assert distance(start, point(page)) == pytest.approx(metres, abs=1)
    assert distance(moved(start, north=north, east=east), point(page)) < 1
    assert proposals(cast) == [], "pushing keeps nothing yet"
    if metres == 200:
        assert pins(page) != pins(opened) and len(pins(page)) == 1
    sent = fields_of(page, "/modifier/lieu")
    sent.pop("csrf_token")
    send(karim, karim.post(address(platanes), sent).location)
    wanted = proposals(cast)[-1].fields[0].wanted
    assert (wanted["lat"], wanted["lon"]) == point(page) and wanted["precision"] == "structure"


def test_what_was_typed_stays_while_the_point_moves(karim: Browser, platanes: UUID):
    page = page_of(save(karim, address(platanes), geste="pousser:nord-20", transport="Bus 12"))
    assert fields_of(page, "/modifier/lieu")["transport"] == "Bus 12"


def test_the_point_is_said_in_words(karim: Browser, platanes: UUID):
    page = page_of(karim.get(address(platanes)))
    assert "de la mairie de Montbeton" in page.visible
    nearer = page_of(save(karim, address(platanes), geste="vue:pres"))
    assert "Voir toute la commune" in nearer.visible and "pres" in fields_of(nearer, "/modifier/lieu")["view"]


def test_a_point_in_another_commune_is_pointed_out(karim: Browser, platanes: UUID):
    page = page_of(save(karim, address(platanes), lat="44,0176", lon="1,3549", geste="vue:commune"))
    assert "Ce point est à Montauban, pas à Montbeton" in page.visible


def test_a_point_outside_is_refused_unless_it_is_meant(cast: Flask, karim: Browser, platanes: UUID):
    toulouse = {"lat": "43,6045", "lon": "1,4440"}
    page = page_of(save(karim, address(platanes), **toulouse), 400)
    assert "hors de notre territoire" in page.visible and "#outside" in page.links()
    assert proposals(cast) == []
    sent = fields_of(page, "/modifier/lieu")
    sent.pop("csrf_token")
    assert karim.post(address(platanes), {**sent, "outside": "oui"}).status_code == 303
    assert proposals(cast)[-1].draft["place"]["lat"] == 43.6045


def test_the_address_gives_the_point(cast: Flask, karim: Browser, platanes: UUID, monkeypatch: pytest.MonkeyPatch):
    """Through a geocoder that answers, then one that does not."""
    answer = {
        "features": [{
            "geometry": {"coordinates": [1.2901, 44.0203]},
            "properties": {"score": 0.9, "citycode": "82124", "label": "1 Rue Neuve 82290 Montbeton"},
        }]
    }  # fmt: skip
    geocoder = cast.extensions["geocoder"]
    monkeypatch.setattr(geocoder, "url", "https://geocodeur.exemple.fr/search")
    monkeypatch.setattr(geocoder, "fetch", lambda _address: answer)
    page = page_of(save(karim, address(platanes), address="1 rue Neuve", geste="placer:adresse"))
    assert point(page) == (44.0203, 1.2901)
    answer["features"] = []
    page = page_of(save(karim, address(platanes), address="99 rue de Nulle Part", geste="placer:adresse"))
    assert "Nous ne trouvons pas cette adresse" in page.visible
    assert point(page) == (live(cast, platanes).place.lat, live(cast, platanes).place.lon)  # type: ignore[union-attr]


@pytest.mark.parametrize("gesture", ["pousser:nord-9999999", "pousser:haut-20", "pousser:", "vue:lune"])
def test_a_foreign_gesture_is_only_a_save(cast: Flask, karim: Browser, platanes: UUID, gesture: str):
    assert save(karim, address(platanes), geste=gesture).status_code == 303 and proposals(cast) == []


def test_the_agent_sees_both_points(cast: Flask, karim: Browser, nadia: Browser, platanes: UUID):
    page = page_of(save(karim, address(platanes), geste="pousser:nord-200"))
    sent = fields_of(page, "/modifier/lieu")
    sent.pop("csrf_token")
    send(karim, karim.post(address(platanes), sent).location)
    desk = page_of(nadia.get(f"/moderation/propositions/{proposals(cast)[-1].uuid}"))
    assert len(pins(desk)) == 2 and "Le point bouge de 200" in desk.visible
