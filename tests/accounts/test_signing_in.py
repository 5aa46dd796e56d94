"""Coming in by a link (T3–T5, T7–T9, T17)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.accounts.operations import disable
from app.foundation import clock
from app.foundation.actors import SYSTEM
from app.foundation.unit_of_work import unit_of_work
from tests.accounts.conftest import INES, KARIM, NOBODY, Open
from tests.support.people import Browser, code_of, last_letter, letters, link_of, person


def test_a_link_lets_in_by_its_button(cast: Flask, browser: Open):
    karim = browser()
    answer = karim.ask(KARIM)
    assert answer.status_code == 303 and answer.location == "/connexion/code"
    page = karim.client.page(link_of(last_letter(cast, KARIM)))
    assert page.h1 == "Entrer dans votre espace"
    entered = karim.post(page.address)
    assert entered.status_code == 303 and entered.location == "/compte"
    assert KARIM in karim.client.page("/compte").visible


def test_three_readings_by_a_scanner_use_nothing(cast: Flask, browser: Open):
    karim, scanner = browser(), browser()
    karim.ask(KARIM)
    link = link_of(last_letter(cast, KARIM))
    for reader in (scanner, karim):  # an antivirus, then the browser itself, which reads ahead
        assert [reader.get(link).status_code for _ in range(3)] == [200, 200, 200]
        assert reader.client.head(link).status_code == 200
        assert reader.cookie() == "" and reader.get("/compte").status_code == 302
    assert karim.post(link).status_code == 303 and karim.get("/compte").status_code == 200


def test_a_link_serves_once(cast: Flask, browser: Open):
    karim = browser()
    karim.ask(KARIM)
    link = link_of(last_letter(cast, KARIM))
    assert karim.post(link).status_code == 303
    karim.post("/deconnexion")
    again = karim.post(link)
    assert again.status_code == 410 and "a déjà servi" in again.text
    assert karim.get("/compte").status_code == 302


def test_a_link_is_over_after_ten_minutes(cast: Flask, browser: Open):
    karim = browser()
    karim.ask(KARIM)
    text = last_letter(cast, KARIM)
    with clock.freeze(clock.now() + timedelta(minutes=11)):
        late = karim.post(link_of(text))
        assert late.status_code == 410 and "plus de dix minutes" in late.text
        assert karim.post("/connexion/code", {"code": code_of(text)}).status_code == 400
    assert karim.cookie() == ""


def test_a_link_opens_only_in_the_browser_that_asked(cast: Flask, browser: Open):
    karim, other = browser(), browser()
    karim.ask(KARIM)
    other.ask(INES)
    link = link_of(last_letter(cast, KARIM))
    refused = other.post(link)
    assert refused.status_code == 403 and "dans le navigateur où vous l’avez demandé" in refused.text
    assert other.cookie() == "" and browser().post(link).status_code == 403
    assert karim.post(link).status_code == 303, "a stranger who had the link did not use it up"


def test_the_code_lets_in_where_it_was_asked_for_and_nowhere_else(cast: Flask, browser: Open):
    karim, other = browser(), browser()
    karim.ask(KARIM)
    code = code_of(last_letter(cast, KARIM))
    assert other.post("/connexion/code", {"code": code}).status_code == 400
    assert karim.post("/connexion/code", {"code": code.lower().replace("-", " ")}).status_code == 303
    assert karim.get("/compte").status_code == 200
    assert karim.post("/connexion/code", {"code": code}).status_code == 400


def test_a_newer_link_does_not_spoil_the_older_one_before_one_is_used(cast: Flask, browser: Open):
    karim = browser()
    karim.ask(KARIM)
    first = link_of(last_letter(cast, KARIM))
    karim.ask(KARIM)
    second = link_of(last_letter(cast, KARIM))
    assert first != second and karim.post(first).status_code == 303
    assert karim.post(second).status_code == 410


@pytest.mark.parametrize("typed", ["", "n’importe quoi", "a@", "a b@exemple.fr", "a@exemple.fr\r\nBcc: b@exemple.fr"])
def test_what_is_not_an_address_is_said(browser: Open, typed: str):
    answer = browser().ask(typed)
    assert answer.status_code == 400 and "field--error" in answer.text


def test_the_session_changes_at_sign_in_and_dies_at_sign_out(cast: Flask, browser: Open):
    karim = browser()
    planted = "A" * 43
    karim.client.set_cookie("session", planted)
    karim.sign_in(KARIM)
    first = karim.cookie()
    assert first not in ("", planted)
    karim.sign_in(KARIM)
    second = karim.cookie()
    assert second != first
    thief = browser()
    thief.client.set_cookie("session", first)
    assert thief.get("/compte").status_code == 302, "the session before is over"
    karim.post("/deconnexion")
    assert karim.cookie() == ""
    thief.client.set_cookie("session", second)
    assert thief.get("/compte").status_code == 302


def test_every_session_of_a_disabled_account_dies_at_once(cast: Flask, browser: Open):
    here, there = browser(), browser()
    here.sign_in(KARIM)
    there.sign_in(KARIM)
    waiting = browser()
    waiting.ask(KARIM)
    link = link_of(last_letter(cast, KARIM))
    with cast.app_context(), unit_of_work():
        disable(person(KARIM), by=SYSTEM)
    assert here.get("/compte").status_code == there.get("/compte").status_code == 302
    assert waiting.post(link).status_code == 410 and waiting.cookie() == ""
    assert browser().ask(KARIM).status_code == 303
    assert "connexion/lien" not in "".join(letters(cast, KARIM)[3:])


def test_a_session_ends_when_it_sleeps_and_when_it_is_old(cast: Flask, browser: Open):
    start = clock.now()
    karim = browser()
    karim.sign_in(KARIM)
    with clock.freeze(start + timedelta(minutes=61)):
        assert karim.get("/compte").status_code == 302
    for minutes in range(50, 12 * 60, 50):
        with clock.freeze(start + timedelta(minutes=minutes)):
            assert karim.get("/compte").status_code == 200
    with clock.freeze(start + timedelta(hours=12, seconds=5)):
        assert karim.get("/compte").status_code == 302


@pytest.mark.parametrize(
    "path", ["//evil.example", "https:evil", "/\\evil", "/%0d%0aX: y", "https://a@b", "/connexion"]
)
def test_after_sign_in_one_stays_here(cast: Flask, browser: Open, path: str):
    karim = browser()
    answer = karim.sign_in(KARIM, suite=path)
    assert answer.location in ("/compte", "/%0d%0aX:%20y") and len(answer.headers.getlist("Location")) == 1
    assert "X" not in answer.headers


def test_one_goes_where_one_wanted_to_go(cast: Flask, browser: Open):
    karim = browser()
    asked = karim.get("/compte/mes-donnees.json?a=1")
    assert asked.status_code == 302 and asked.location == "/connexion?suite=/compte/mes-donnees.json?a%3D1"
    assert 'name="suite" value="/compte/mes-donnees.json?a=1"' in karim.get(asked.location).text
    assert karim.sign_in(KARIM, suite="/compte/mes-donnees.json?a=1").location == "/compte/mes-donnees.json?a=1"


def test_cookies(own_app: Flask, tmp_path: Path, cast: Flask):
    from tests.support import instance

    app = instance.open_app(instance.copy_of("seeded", tmp_path / "https"), base_url="https://annuaire.test")
    try:
        visitor = Browser(app, base_url="https://annuaire.test")
        for address in ("/", "/recherche", "/connexion", "/connexion/code"):
            assert not visitor.get(address).headers.getlist("Set-Cookie")
        (asking,) = visitor.ask(NOBODY).headers.getlist("Set-Cookie")
        entered = visitor.post("/connexion/demonstration", {"personne": "karim"})
        (cookie,) = entered.headers.getlist("Set-Cookie")
    finally:
        instance.close(app)
    assert asking.startswith("__Host-demande=") and "Max-Age=600" in asking
    assert cookie.startswith("__Host-session=") and "Max-Age" not in cookie and "Expires" not in cookie
    for given in (asking, cookie):
        assert all(word in given for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
        assert "Domain" not in given


def test_eight_clicks_at_once_open_one_session(cast: Flask, browser: Open):
    karim = browser()
    karim.ask(KARIM)
    link = link_of(last_letter(cast, KARIM))
    asking, token = karim.cookie("demande"), karim.token()

    def press(_number: int) -> int:
        hand = browser(strict=False)
        hand.client.set_cookie("demande", asking)
        return hand.client.post(link, data={"csrf_token": token}).status_code

    with ThreadPoolExecutor(8) as hands:
        assert sorted(hands.map(press, range(8))) == [303] + [410] * 7
