"""Those who try again and again wait; the others do not (T10, T11, T12, T13)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.foundation import clock
from tests.accounts.conftest import INES, KARIM, Open
from tests.support.people import Browser, code_of, last_letter, letters, link_of


def from_(address: str) -> dict[str, Any]:
    return {"environ_overrides": {"REMOTE_ADDR": address}}


def test_asking_too_often_waits_and_then_works_again(browser: Open):
    start = clock.now()
    karim = browser()
    with clock.freeze(start):
        assert [karim.ask(KARIM).status_code for _ in range(6)] == [303] * 5 + [429]
        refused = karim.ask(KARIM)
        assert 0 < int(refused.headers["Retry-After"]) <= 900
        assert browser().ask(INES).status_code == 303, "somebody else, same place"
        assert browser(**from_("192.0.2.7")).ask(KARIM).status_code == 303, "the same person, at home"
    with clock.freeze(start + timedelta(minutes=15, seconds=1)):
        assert karim.ask(KARIM).status_code == 303


def test_many_places_do_not_fill_a_mailbox_nor_lock_its_owner_out(cast: Flask, browser: Open):
    start = clock.now()
    with clock.freeze(start):
        answers = [browser(strict=False, **from_(f"10.0.0.{n}")).ask(KARIM).status_code for n in range(30)]
    assert answers == [303] * 20 + [429] * 10 and len(letters(cast, KARIM)) <= 20
    with clock.freeze(start + timedelta(minutes=31)):
        assert browser().ask(KARIM).status_code == 303


def test_one_place_does_not_try_every_address(browser: Open):
    with clock.freeze(clock.now()):
        answers = [browser(strict=False).ask(f"a{n}@exemple.fr").status_code for n in range(45)]
        assert answers == [303] * 40 + [429] * 5
        assert browser(**from_("192.0.2.7")).ask(KARIM).status_code == 303


def test_a_made_up_forwarding_header_changes_nothing(browser: Open):
    with clock.freeze(clock.now()):
        karim = browser()
        answers = [
            karim.ask(KARIM, headers={"X-Forwarded-For": place, "Forwarded": f"for={place}"}).status_code
            for place in (f"203.0.113.{n}" for n in range(7))
        ]
    assert answers == [303] * 5 + [429] * 2


def test_guessing_codes_stops_and_the_link_still_works(cast: Flask, browser: Open):
    karim = browser()
    karim.ask(KARIM)
    text = last_letter(cast, KARIM)
    for _ in range(5):
        assert karim.post("/connexion/code", {"code": "BBBB-2222"}).status_code == 400
    assert karim.post("/connexion/code", {"code": code_of(text)}).status_code == 400, "the right code comes too late"
    assert karim.post(link_of(text)).status_code == 303


def test_fifty_wrong_codes_from_one_place(browser: Open):
    with clock.freeze(clock.now()):
        guesser = browser(strict=False)
        token = guesser.token()
        answers = [
            guesser.client.post("/connexion/code", data={"csrf_token": token, "code": f"BBBB{n}"}).status_code
            for n in range(2222, 2272)
        ]
        assert answers == [400] * 30 + [429] * 20
        assert browser(**from_("192.0.2.7")).sign_in(KARIM).status_code == 303


FORMS = [
    ("/connexion", {"email": KARIM}),
    ("/connexion/code", {"code": "BBBB-2222"}),
    ("/connexion/demonstration", {"personne": "karim"}),
    ("/deconnexion", {}),
    ("/compte", {"name": "Volé", "language": "fr"}),
    ("/compte/sessions/terminer", {}),
    ("/compte/effacer", {"code": "effacer"}),
]


@pytest.mark.parametrize(("address", "fields"), FORMS)
def test_forms_from_elsewhere_change_nothing(karim: Browser, browser: Open, address: str, fields: dict[str, str]):
    cookie, stranger = karim.cookie(), browser()
    for sent, headers in (
        (fields, {}),
        ({**fields, "csrf_token": stranger.token()}, {}),
        ({**fields, "csrf_token": karim.token()}, {"Origin": "https://evil.example"}),
        ({**fields, "csrf_token": karim.token()}, {"Sec-Fetch-Site": "cross-site"}),
    ):
        answer = karim.client.post(address, data=sent, headers=headers)
        assert answer.status_code == 403 and not answer.headers.getlist("Set-Cookie")
    assert karim.cookie() == cookie
    assert "Karim" in karim.get("/compte").text


def test_a_link_cannot_be_pressed_by_another_site(cast: Flask, browser: Open):
    karim = browser()
    karim.ask(KARIM)
    link = link_of(last_letter(cast, KARIM))
    refused = karim.post(link, headers={"Origin": "https://evil.example"})
    assert refused.status_code == 403 and karim.cookie() == ""
    assert karim.post(link).status_code == 303


@pytest.mark.parametrize(
    "address", ["/deconnexion", "/compte/sessions/terminer", "/compte/codes-de-secours", "/connexion/demonstration"]
)
def test_acts_are_not_links(karim: Browser, address: str):
    assert karim.get(address).status_code == 405
    assert karim.get("/compte").status_code == 200
