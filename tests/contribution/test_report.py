"""“Signaler une erreur”: a family, no account, no cookie (U19)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.foundation import clock
from tests.contribution.support import fields_of, page_of, proposals
from tests.support.people import Browser
from tests.support.strict_client import StrictClient

ADDRESS = "/services/accueil-de-loisirs-les-platanes/signaler"
SAID = "Le lieu est fermé le mercredi."


def write(client: StrictClient, morning: datetime, seconds: float = 30, **typed: str) -> TestResponse:
    """Open the page, take some time, send."""
    with clock.freeze(morning):
        sent = fields_of(page_of(client.get(ADDRESS)), "/signaler")
    with clock.freeze(morning + timedelta(seconds=seconds)):
        return client.post(ADDRESS, data={**sent, "message": SAID, **typed})


def test_a_family_reports_a_mistake(own_app: Flask, own_client: StrictClient, morning: datetime):
    answer = write(own_client, morning, about="hours", reply_to="famille@exemple.fr")
    assert answer.status_code == 303
    thanks = page_of(own_client.get(answer.location))
    assert "Et après" in thanks.visible
    (found,) = proposals(own_app)
    assert (found.kind, found.message, found.about, found.reply_to) == ("report", SAID, "hours", "famille@exemple.fr")


def test_the_listing_leads_there(own_client: StrictClient):
    page = page_of(own_client.get(ADDRESS.removesuffix("/signaler")))
    assert page.link("Signaler une erreur") == ADDRESS


@pytest.mark.parametrize("typed", [{"website": "http://spam.exemple"}, {}])
def test_machines_are_thanked_and_forgotten(
    own_app: Flask, own_client: StrictClient, morning: datetime, typed: dict[str, str]
):
    answer = write(own_client, morning, seconds=30 if typed else 1, **typed)
    assert answer.status_code == 303
    assert proposals(own_app) == []


@pytest.mark.parametrize(
    "typed", [{"message": ""}, {"message": "non"}, {"reply_to": "pas une adresse"}, {"about": "internal_note"}]
)
def test_what_is_wrong_is_said_and_kept(
    own_app: Flask, own_client: StrictClient, morning: datetime, typed: dict[str, Any]
):
    page = page_of(write(own_client, morning, **typed), 400)
    assert page.title.startswith("Erreur")
    assert typed.get("message", SAID) in page.text
    assert proposals(own_app) == []


def test_too_many_from_one_place(own_app: Flask, own_client: StrictClient, morning: datetime):
    codes = [write(own_client, morning).status_code for _ in range(10)]
    assert codes.count(429) == 2 and codes[-1] == 429
    page = page_of(write(own_client, morning), 429)
    assert SAID in page.text


def test_a_page_left_open_for_days(own_client: StrictClient, morning: datetime):
    with clock.freeze(morning - timedelta(days=2)):
        old = fields_of(page_of(own_client.get(ADDRESS)), "/signaler")["ouvert"]
    page = page_of(write(own_client, morning, ouvert=old), 409)
    assert SAID in page.text
    with clock.freeze(morning + timedelta(seconds=2)):
        again = own_client.post(ADDRESS, data={**fields_of(page, "/signaler")})
    assert again.status_code == 303


def test_a_listing_that_does_not_exist(own_client: StrictClient):
    assert own_client.get("/services/nulle-part/signaler").status_code == 404


def test_a_structure_may_report_too(own_app: Flask):
    assert Browser(own_app).get(ADDRESS).status_code == 200
