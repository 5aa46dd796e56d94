"""Needs that families say: nothing in them leads back to anyone; machines are forgotten; agents read and erase."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.foundation import clock
from app.foundation.db import session
from app.needs.models import Need
from app.needs.stated import trace_of
from tests.conftest import WEDNESDAY_IN_TERM
from tests.support.page import Page
from tests.support.people import Browser
from tests.support.strict_client import StrictClient

SAID = {"theme": "enfance", "commune": "82121", "text": "Un accueil avant 7 h 30, près de la gare."}

TRACES = {
    "05 63 22 12 00": "phone",
    "Appelez-moi au 0639980017": "phone",
    "+33 6 39 98 00 17": "phone",
    "06.39.98.00.17": "phone",
    "famille@exemple.fr": "mail",
    "famille (at) exemple.fr": "mail",
    "voir www.exemple.fr": "link",
    "https://exemple.test": "link",
    "12 rue des Lilas": "address",
    "au 3 bis, avenue Jean-Jaurès": "address",
    "Je m’appelle Inès": "name",
    "Mme Dupont attend une place": "name",
    "pour mon fils Léo, trois jours": "name",
}
CLEAN = (
    "Un accueil avant 7 h 30, près de la gare.",
    "Une place en crèche pour un bébé de 8 mois, 3 jours par semaine.",
    "Rien le mercredi entre 12 h et 14 h à Montauban",
    "Un centre de loisirs à 5 km ; ma fille de 4 ans, mon fils de 8 ans.",
    "Place pour 2 enfants (3 et 5 ans), été 2027",
    "",
)


@pytest.mark.parametrize(("text", "kind"), TRACES.items())
def test_what_may_lead_back_to_someone_is_recognised(text: str, kind: str):
    assert trace_of(text) == kind


@pytest.mark.parametrize("text", CLEAN)
def test_ordinary_words_pass(text: str):
    assert trace_of(text) == ""


def needs(app: Flask) -> list[Need]:
    with app.app_context():
        return list(session().scalars(select(Need).order_by(Need.id)))


def write(client: StrictClient, seconds: float = 30, **typed: Any) -> TestResponse:
    """Open the page, take some time, send; the answers of `typed` replace those of SAID."""
    began = WEDNESDAY_IN_TERM
    with clock.freeze(began):
        text = client.get("/besoin").get_data(as_text=True)
    hidden = dict(re.findall(r'name="(csrf_token|ouvert)" value="([^"]+)"', text))
    with clock.freeze(began + timedelta(seconds=seconds)):
        return client.post("/besoin", data={**hidden, **SAID, **typed})


def test_a_family_says_what_it_sought(own_app: Flask, own_client: StrictClient):
    answer = write(own_client, jour=["mer", "ven"], age="0-2", periode="scolaire", type="multi-accueil")
    assert answer.status_code == 303 and not answer.headers.getlist("Set-Cookie")
    page = Page(own_client.get(answer.location).get_data(as_text=True))
    assert "Et après" in page.visible and page.h1 == "Merci, c’est noté"
    (need,) = needs(own_app)
    kept = {name: value for name, value in vars(need).items() if not name.startswith("_")}
    assert kept == {
        "id": need.id, "day": WEDNESDAY_IN_TERM.date(), "theme": "enfance", "type": "multi-accueil", "commune": "82121",
        "age_band": "0-2", "period": "scolaire", "weekdays": "mer,ven", "text": SAID["text"],
    }  # fmt: skip


@pytest.mark.parametrize("text", TRACES)
def test_what_leads_back_to_someone_is_refused_and_given_back(own_app: Flask, own_client: StrictClient, text: str):
    answer = write(own_client, text=text)
    page = Page(answer.get_data(as_text=True))
    assert answer.status_code == 400 and page.title.startswith("Erreur") and "Retirez" in page.visible
    assert text in "".join(page.one("textarea").itertext()) and needs(own_app) == []


@pytest.mark.parametrize(
    "typed",
    [
        {"theme": "", "text": ""},
        {"theme": "nulle-part"},
        {"commune": "75056"},
        {"jour": ["lundi"]},
        {"text": "x" * 201},
        {"age": "3"},
    ],
)
def test_what_is_wrong_is_said(own_app: Flask, own_client: StrictClient, typed: dict[str, Any]):
    assert write(own_client, **typed).status_code == 400
    assert needs(own_app) == []


@pytest.mark.parametrize(("seconds", "typed"), [(1, {}), (30, {"website": "http://spam.exemple"})])
def test_machines_are_thanked_and_forgotten(own_app: Flask, own_client: StrictClient, seconds: float, typed: Any):
    assert write(own_client, seconds, **typed).status_code == 303
    assert needs(own_app) == []


def test_an_old_or_forged_mark_asks_to_send_again(own_app: Flask, own_client: StrictClient):
    answer = write(own_client, ouvert="forgé")
    assert answer.status_code == 409 and SAID["text"] in answer.get_data(as_text=True) and needs(own_app) == []
    again = dict(re.findall(r'name="(csrf_token|ouvert)" value="([^"]+)"', answer.get_data(as_text=True)))
    with clock.freeze(WEDNESDAY_IN_TERM + timedelta(seconds=40)):
        assert own_client.post("/besoin", data={**again, **SAID}).status_code == 303
    assert len(needs(own_app)) == 1


def test_six_an_hour_from_one_place(own_app: Flask, own_client: StrictClient):
    codes = [write(own_client).status_code for _ in range(7)]
    assert codes == [303] * 6 + [429] and len(needs(own_app)) == 6


def test_a_search_in_vain_leads_there_with_its_choices_and_without_its_words(client: StrictClient):
    page = client.page("/recherche?q=xyzzy+Dupont&theme=enfance&jour=mer&age_mois=30&commune=82121&places=1")
    address = page.link("Dire ce qui vous manque")
    assert address.startswith("/besoin?") and "Dupont" not in address and "xyzzy" not in address
    form = client.page(address)
    chosen = [option.get("value") for option in form.all("option") if option.get("selected") is not None]
    assert {"enfance", "82121", "0-2"} <= set(chosen)
    assert [box.get("value") for box in form.all("input") if box.get("checked") is not None] == ["mer"]


@pytest.mark.parametrize(
    "query", ["theme=x&type=y&commune=z&jour=w&periode=v&age_mois=u", "age_mois=99999", "theme=a&theme=b"]
)
def test_any_address_opens_the_form(client: StrictClient, query: str):
    assert client.page(f"/besoin?{query}").h1 == "Dites-nous ce que vous cherchiez"


def test_an_agent_reads_and_erases_others_do_not(own_app: Flask, own_client: StrictClient):
    assert write(own_client).status_code == 303
    with clock.freeze(WEDNESDAY_IN_TERM):
        nadia, nobody = Browser(own_app), Browser(own_app)
        nadia.post("/connexion/demonstration", {"personne": "nadia"})
        page = Page(nadia.get("/moderation/recherches-vaines").get_data(as_text=True))
        assert "Un accueil avant 7" in page.visible and "Montauban" in page.visible
        number = needs(own_app)[0].id
        assert nobody.post(f"/moderation/besoins/{number}/effacer").status_code in (302, 303, 401, 403)
        assert len(needs(own_app)) == 1
        for _ in range(2):
            assert nadia.post(f"/moderation/besoins/{number}/effacer").status_code == 303
        assert needs(own_app) == []


def test_the_day_without_the_hour_and_no_network(own_app: Flask, own_client: StrictClient):
    columns = set(Need.__table__.columns.keys())
    assert columns == {"id", "day", "theme", "type", "commune", "age_band", "period", "weekdays", "text"}
