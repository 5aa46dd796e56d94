"""Those who decide for others give a code besides."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pyotp
import pytest
from flask import Flask

from app.accounts.rules import Role, WantedRole
from app.foundation import clock
from tests.accounts.conftest import KARIM, Open
from tests.support.people import Browser, add_person

NADIA = "nadia@agglo.exemple.fr"
DESK = "/administration/comptes"


@pytest.fixture
def nadia(cast: Flask, browser: Open) -> Browser:
    """An administrator at her very first sign-in."""
    add_person(cast, NADIA, WantedRole(Role.AGENT), WantedRole(Role.ADMIN), name="Nadia")
    opened = browser()
    assert opened.sign_in(NADIA, suite=DESK).location == DESK
    return opened


def set_up(nadia: Browser, moment: datetime) -> tuple[pyotp.TOTP, list[str]]:
    """Photograph the picture (read the key), type the first code; the application and the recovery codes."""
    page = nadia.get("/connexion/application").text
    key = re.search(r'<code translate="no">([A-Z2-7 ]+)</code>', page)
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)
    assert key and ticket and "<svg" in page
    application = pyotp.TOTP(key[1].replace(" ", ""))
    wrong = nadia.post("/connexion/application", {"ticket": ticket[1], "code": "000000"})
    assert wrong.status_code == 400 and key[1] in wrong.text
    answer = nadia.post("/connexion/application", {"ticket": ticket[1], "code": application.at(moment)})
    assert answer.status_code == 200
    codes = re.findall(r'<li><code translate="no">([^<]+)</code>', answer.text)
    assert len(set(codes)) == 10
    return application, codes


def test_nothing_opens_before_the_code(nadia: Browser, cast: Flask):
    for address in (DESK, "/compte", "/compte/mes-donnees.json"):
        assert nadia.get(address).location == f"/connexion/verification?suite={address}"
    assert nadia.get("/connexion/verification?suite=" + DESK).location == f"/connexion/application?suite={DESK}"
    for address in ("/compte", "/compte/effacer", "/administration/comptes/inviter"):
        assert nadia.post(address, {"name": "x", "code": "effacer"}).status_code == 403


def test_set_up_then_every_sign_in(nadia: Browser, browser: Open):
    moment = clock.now()
    with clock.freeze(moment):
        before = nadia.cookie()
        application, _codes = set_up(nadia, moment)
        assert nadia.cookie() != before, "a new cookie for a stronger session"
        assert nadia.get(DESK).status_code == 200
        thief = browser()
        thief.client.set_cookie("session", before)
        assert thief.get(DESK).status_code == 302
    later = moment + timedelta(minutes=5)
    with clock.freeze(later):
        again = browser()
        again.sign_in(NADIA)
        assert again.get(DESK).location.startswith("/connexion/verification")
        assert again.get("/connexion/application").status_code == 403, "who has not proved cannot replace it"
        code = application.at(later)
        spaced = {"code": f"{code[:3]} {code[3:]}", "suite": DESK}
        assert again.post("/connexion/verification", spaced).location == DESK
        assert again.get(DESK).status_code == 200
        third = browser()
        third.sign_in(NADIA)
        assert third.post("/connexion/verification", {"code": code}).status_code == 400, "a code serves once"


def test_a_code_may_be_half_a_minute_late_not_more(nadia: Browser, browser: Open):
    moment = datetime.fromtimestamp(1_800_000_000, clock.now().tzinfo)
    application, _codes = set_up_at(nadia, moment - timedelta(minutes=4))
    for drift, status in ((61, 400), (30, 303)):
        with clock.freeze(moment + timedelta(seconds=drift)):
            opened = browser()
            opened.sign_in(NADIA)
            assert opened.post("/connexion/verification", {"code": application.at(moment)}).status_code == status


def set_up_at(nadia: Browser, moment: datetime) -> tuple[pyotp.TOTP, list[str]]:
    with clock.freeze(moment):
        nadia.sign_in(NADIA)
        return set_up(nadia, moment)


def test_recovery_codes_serve_once_and_are_replaced(nadia: Browser, browser: Open):
    _application, codes = set_up(nadia, clock.now())
    for code, status in ((codes[0].lower(), 303), (codes[0], 400), (codes[1], 303)):
        opened = browser()
        opened.sign_in(NADIA)
        assert opened.post("/connexion/verification", {"code": code}).status_code == status
    assert "Il reste 8 codes" in nadia.client.page("/compte").visible
    assert nadia.post("/compte/codes-de-secours").status_code == 200
    opened = browser(environ_overrides={"REMOTE_ADDR": "192.0.2.9"})
    opened.sign_in(NADIA)
    assert opened.post("/connexion/verification", {"code": codes[2]}).status_code == 400


def test_guessing_stops(nadia: Browser, browser: Open):
    start = clock.now()
    with clock.freeze(start):
        application, _codes = set_up(nadia, start)
        opened = browser()
        opened.sign_in(NADIA)
        answers = [opened.post("/connexion/verification", {"code": f"00000{n}"}).status_code for n in range(7)]
        assert answers == [400] * 5 + [429] * 2
        assert nadia.get(DESK).status_code == 200, "whoever is in stays in"
    later = start + timedelta(minutes=16)
    with clock.freeze(later):
        assert opened.post("/connexion/verification", {"code": application.at(later)}).status_code == 303


def test_a_ticket_is_worth_nothing_to_somebody_else(nadia: Browser, karim: Browser):
    page = nadia.get("/connexion/application").text
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)
    key = re.search(r'<code translate="no">([A-Z2-7 ]+)</code>', page)
    assert ticket and key
    code = pyotp.TOTP(key[1].replace(" ", "")).at(clock.now())
    assert karim.post("/connexion/application", {"ticket": ticket[1], "code": code}).status_code == 400


def test_a_structure_may_have_one_too(karim: Browser, browser: Open):
    set_up(karim, clock.now())
    assert karim.get("/compte").status_code == 200
    opened = browser()
    opened.sign_in(KARIM)
    assert opened.get("/compte").location.startswith("/connexion/verification")
