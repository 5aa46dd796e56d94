"""Sensitive acts ask again for the second factor after fifteen minutes, and lose nothing of what was typed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Invitation
from app.accounts.rules import PROOF_LASTS, Role, WantedRole
from app.foundation import clock
from app.foundation.db import session
from tests.accounts.conftest import KARIM, RIBAMBELLE, Open
from tests.support.people import Browser, add_person, person

NADIA = "nadia@agglo.exemple.fr"
DESK = "/administration/comptes"
NOON = datetime.fromisoformat("2026-11-18T12:00:00+00:00")
LATER = NOON + PROOF_LASTS + timedelta(seconds=1)
TYPED = {"email": "sam@agglo.exemple.fr", "role": "agent", "commune": ["82121", "82124"], "theme": "enfance"}


@pytest.fixture
def application(cast: Flask) -> pyotp.TOTP:
    """Nadia’s application of codes, installed at noon."""
    add_person(cast, NADIA, WantedRole(Role.ADMIN), name="Nadia")
    with clock.freeze(NOON - timedelta(minutes=1)):
        first = Browser(cast)
        first.sign_in(NADIA)
        return installed(first)


def installed(browser: Browser) -> pyotp.TOTP:
    page = browser.get("/connexion/application").text
    key = re.search(r'<code translate="no">([A-Z2-7 ]+)</code>', page)
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)
    assert key and ticket
    found = pyotp.TOTP(key[1].replace(" ", ""))
    fields = {"ticket": ticket[1], "code": found.at(clock.now())}
    assert browser.post("/connexion/application", fields).status_code == 200
    return found


@pytest.fixture
def nadia(cast: Flask, browser: Open, application: pyotp.TOTP) -> Browser:
    """She gave her code at noon."""
    opened = browser()
    with clock.freeze(NOON):
        opened.sign_in(NADIA)
        assert opened.post("/connexion/verification", {"code": application.at(NOON)}).status_code == 303
    return opened


def offers(app: Flask) -> list[Invitation]:
    with app.app_context():
        return list(session().scalars(select(Invitation)))


def kept(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<input type="hidden" name="([a-z_-]+)" value="([^"]*)">', page)


def test_within_fifteen_minutes_nothing_is_asked(nadia: Browser, cast: Flask):
    with clock.freeze(NOON + PROOF_LASTS - timedelta(seconds=1)):
        assert nadia.post(f"{DESK}/inviter", TYPED).location == f"{DESK}?fait=invite"
    assert len(offers(cast)) == 1


def test_after_fifteen_minutes_the_form_is_kept_and_goes_on_with_the_code(
    nadia: Browser, cast: Flask, application: pyotp.TOTP
):
    with clock.freeze(LATER):
        page = nadia.post(f"{DESK}/inviter", TYPED)
        assert page.status_code == 403 and offers(cast) == []
        fields = kept(page.text)
        assert {name for name, _ in fields} == {"csrf_token", "email", "role", "commune", "theme"}
        assert [value for name, value in fields if name == "commune"] == ["82121", "82124"]
        data = {name: [value for each, value in fields if each == name] for name, _ in fields}
        wrong = nadia.client.post(f"{DESK}/inviter", data={**data, "preuve-code": "000000"})
        assert wrong.status_code == 403 and offers(cast) == [] and "sam@agglo" in wrong.text
        before = nadia.cookie()
        right = nadia.client.post(f"{DESK}/inviter", data={**data, "preuve-code": application.at(LATER)})
        assert right.location == f"{DESK}?fait=invite" and nadia.cookie() != before
        assert nadia.get(DESK).status_code == 200, "the session goes on under its new cookie"
        (offer,) = offers(cast)
        assert (offer.email, offer.role["communes"]) == ("sam@agglo.exemple.fr", ["82121", "82124"])
        assert nadia.post(f"{DESK}/inviter", TYPED).status_code == 303, "fresh again"


def test_a_mistake_in_the_form_itself_comes_back_with_a_form_that_can_be_sent(nadia: Browser, application: pyotp.TOTP):
    """The page that answers under the new cookie carries a token of that cookie."""
    with clock.freeze(LATER):
        answer = nadia.post(f"{DESK}/inviter", {"email": "x", "role": "agent", "preuve-code": application.at(LATER)})
        assert answer.status_code == 400
        token = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
        assert token
        assert nadia.client.post(f"{DESK}/inviter", data={**TYPED, "csrf_token": token[1]}).status_code == 303


def test_guessing_there_stops(nadia: Browser):
    with clock.freeze(LATER):
        answers = [nadia.post(f"{DESK}/inviter", {**TYPED, "preuve-code": "000000"}).status_code for _ in range(7)]
    assert answers == [403] * 5 + [429] * 2


def test_every_sensitive_act_asks(nadia: Browser, cast: Flask):
    with cast.app_context():
        karim, me = person(KARIM), person(NADIA)
    acts: list[tuple[str, dict[str, Any]]] = [
        (f"{DESK}/inviter", TYPED),
        *((f"{DESK}/{karim.uuid}/{act}", {}) for act in ("fermer", "ouvrir", "verification")),
        (f"{DESK}/{me.uuid}/roles/1/retirer", {}),
        ("/compte/codes-de-secours", {}),
        ("/compte/effacer", {"code": "effacer"}),
        ("/compte/cles/1/retirer", {}),
        ("/connexion/application", {"code": "1", "ticket": "x"}),
        ("/connexion/cle", {"name": "x", "key": "{}"}),
        ("/connexion/cle/question", {}),
    ]
    with clock.freeze(LATER):
        for address, fields in acts:
            answer = nadia.post(address, fields)
            assert answer.status_code == 403 and "preuve-code" in answer.text, address
        for address in ("/connexion/application", "/connexion/cle"):
            assert nadia.get(address).location == f"/connexion/verification?suite={address}"
        assert (
            nadia.get(DESK).status_code == 200
            and nadia.post("/compte", {"name": "N", "language": "fr"}).status_code == 303
        )
        page = nadia.client.page("/connexion/verification?suite=/connexion/application")
        assert "Code à six chiffres" in page.visible


def test_agents_who_invite_and_owners_with_a_factor_are_asked_too(cast: Flask, browser: Open, application: pyotp.TOTP):
    karim = browser()
    with clock.freeze(NOON):
        karim.sign_in(KARIM)
        code = installed(karim)
    team = f"/compte/equipe/{RIBAMBELLE}"
    fields = {"email": "sam@creche.exemple.fr", "role": "editor"}
    with clock.freeze(LATER):
        assert "preuve-code" in karim.post(f"{team}/inviter", fields).text
        assert "preuve-code" in karim.post(f"{team}/retirer/1").text
        assert karim.post(f"{team}/inviter", {**fields, "preuve-code": code.at(LATER)}).status_code == 303


def test_nothing_is_asked_of_a_structure_without_a_second_factor(karim: Browser):
    with clock.freeze(clock.now() + timedelta(minutes=20)):
        fields = {"email": "sam@creche.exemple.fr", "role": "editor"}
        assert karim.post(f"/compte/equipe/{RIBAMBELLE}/inviter", fields).status_code == 303


def test_an_account_erased_after_a_proof_leaves_no_cookie(nadia: Browser, application: pyotp.TOTP, cast: Flask):
    add_person(cast, "autre@agglo.exemple.fr", WantedRole(Role.ADMIN))
    with clock.freeze(LATER):
        fields = {"code": "effacer", "preuve-code": application.at(LATER)}
        assert nadia.post("/compte/effacer", fields).location == "/"
        assert nadia.cookie() == ""
