"""A passkey signs what it is asked, once, for our address, for its owner."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Passkey
from app.accounts.rules import Role, WantedRole
from app.foundation import clock
from app.foundation.db import session
from app.history.models import HistoryEntry
from tests.support import instance
from tests.support.authenticator import Authenticator
from tests.support.people import Browser, add_person

NADIA, PAUL = "nadia@agglo.exemple.fr", "paul@agglo.exemple.fr"
DESK = "/administration/comptes"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Flask]:
    """The site under a name, as passkeys want."""
    folder = instance.copy_of("seeded", tmp_path / "instance")
    app = instance.open_app(folder, base_url="http://localhost:8000")
    for email in (NADIA, PAUL):
        add_person(app, email, WantedRole(Role.ADMIN), name=email.partition("@")[0].title())
    yield app
    instance.close(app)


def asked(browser: Browser, address: str) -> dict[str, Any]:
    """What the script asks of the site before it asks the key."""
    answer = browser.post(address)
    assert answer.status_code == 200, answer.status
    found: dict[str, Any] = json.loads(answer.text)
    return found


def with_key(site: Flask, email: str, name: str = "téléphone") -> tuple[Browser, Authenticator, list[str]]:
    """Somebody who has just made their first key; their recovery codes."""
    browser, key = Browser(site), Authenticator()
    browser.sign_in(email)
    answer = browser.post("/connexion/cle", {"name": name, "key": key.make(asked(browser, "/connexion/cle/question"))})
    assert answer.status_code == 200
    return browser, key, re.findall(r'<li><code translate="no">([^<]+)</code>', answer.text)


def at_the_second_step(site: Flask, email: str) -> Browser:
    opened = Browser(site)
    opened.sign_in(email)
    assert opened.get(DESK).location.startswith("/connexion/verification")
    return opened


def give(browser: Browser, answer: str) -> int:
    return browser.post("/connexion/verification", {"cle": answer, "suite": DESK}).status_code


def test_the_first_key_opens_the_desk_and_gives_recovery_codes(site: Flask):
    nadia, key, codes = with_key(site, NADIA)
    assert len(set(codes)) == 10 and nadia.get(DESK).status_code == 200
    page = nadia.client.page("/compte")
    assert "téléphone" in page.visible and "Il reste 10 codes" in page.visible
    again = at_the_second_step(site, NADIA)
    before = again.cookie()
    question = asked(again, "/connexion/verification/question")
    assert [each["id"] for each in question["allowCredentials"]] and question["rpId"] == "localhost"
    assert give(again, key.sign(question)) == 303
    assert again.get(DESK).status_code == 200 and again.cookie() != before
    with_code = at_the_second_step(site, NADIA)
    assert "Code de secours" in with_code.client.page("/connexion/verification").visible
    assert with_code.post("/connexion/verification", {"code": codes[0]}).status_code == 303


def test_an_answer_serves_once(site: Flask):
    _nadia, key, _codes = with_key(site, NADIA)
    opened = at_the_second_step(site, NADIA)
    answer = key.sign(asked(opened, "/connexion/verification/question"))
    assert give(opened, answer) == 303
    other = at_the_second_step(site, NADIA)
    assert give(other, answer) == 400, "replayed in another session"
    asked(other, "/connexion/verification/question")
    assert give(other, answer) == 400, "replayed to another question"


def test_a_question_is_over_once_answered_even_wrongly_and_after_five_minutes(site: Flask):
    _nadia, key, _codes = with_key(site, NADIA)
    opened = at_the_second_step(site, NADIA)
    question = asked(opened, "/connexion/verification/question")
    assert give(opened, key.sign(question, origin="https://evil.example")) == 400
    assert give(opened, key.sign(question)) == 400, "the same question does not serve twice"
    moment = clock.now()
    late = asked(opened, "/connexion/verification/question")
    with clock.freeze(moment + timedelta(minutes=5, seconds=10)):
        assert give(opened, key.sign(late)) == 400


@pytest.mark.parametrize(
    "lie", [{"origin": "https://evil.example"}, {"origin": "http://localhost:8001"}, {"host": "evil.example"}]
)
def test_a_page_of_another_site_opens_nothing(site: Flask, lie: dict[str, str]):
    _nadia, key, _codes = with_key(site, NADIA)
    opened = at_the_second_step(site, NADIA)
    assert give(opened, key.sign(asked(opened, "/connexion/verification/question"), **lie)) == 400
    assert opened.get(DESK).status_code == 302


def test_the_key_of_somebody_else_opens_nothing(site: Flask):
    with_key(site, NADIA)
    _paul, his, _codes = with_key(site, PAUL)
    opened = at_the_second_step(site, NADIA)
    assert give(opened, his.sign(asked(opened, "/connexion/verification/question"))) == 400
    assert opened.get(DESK).status_code == 302


def test_the_question_of_another_session_is_no_question(site: Flask):
    _nadia, key, _codes = with_key(site, NADIA)
    first, second = at_the_second_step(site, NADIA), at_the_second_step(site, NADIA)
    question = asked(first, "/connexion/verification/question")
    assert give(second, key.sign(question)) == 400


def test_a_count_that_goes_back_is_a_copied_key(site: Flask):
    _nadia, key, _codes = with_key(site, NADIA)
    key.count = 40
    opened = at_the_second_step(site, NADIA)
    assert give(opened, key.sign(asked(opened, "/connexion/verification/question"))) == 303
    for count, status in ((30, 400), (40, 400), (41, 303)):
        key.count = count
        other = at_the_second_step(site, NADIA)
        assert give(other, key.sign(asked(other, "/connexion/verification/question"))) == status, count


def test_a_signature_that_is_not_right(site: Flask):
    _nadia, key, _codes = with_key(site, NADIA)
    opened = at_the_second_step(site, NADIA)
    copy = Authenticator(name=key.name)
    assert give(opened, copy.sign(asked(opened, "/connexion/verification/question"))) == 400


@pytest.mark.parametrize(
    "answer", ["{}", "[]", "null", "{", '{"id": 3}', "[" * 5000, "é" * 300, '{"id":"a","rawId":"a","response":{}}']
)
def test_nonsense_is_refused(site: Flask, answer: str):
    with_key(site, NADIA)
    opened = at_the_second_step(site, NADIA)
    asked(opened, "/connexion/verification/question")
    assert give(opened, answer) == 400


@pytest.mark.parametrize("lie", [{"origin": "https://evil.example"}, {"host": "evil.example"}])
def test_a_key_made_elsewhere_is_not_kept(site: Flask, lie: dict[str, str]):
    nadia, key = Browser(site), Authenticator()
    nadia.sign_in(NADIA)
    made = key.make(asked(nadia, "/connexion/cle/question"), **lie)
    assert nadia.post("/connexion/cle", {"name": "x", "key": made}).status_code == 400
    good = key.make(asked(nadia, "/connexion/cle/question"))
    assert nadia.post("/connexion/cle", {"name": "", "key": good}).status_code == 400
    assert nadia.get(DESK).status_code == 302
    assert nadia.post("/connexion/cle", {"name": "x", "key": good}).status_code == 200, "a missing name costs nothing"
    assert nadia.post("/connexion/cle", {"name": "x", "key": good}).status_code == 400, "its question is over"


def test_guessing_with_keys_stops_too(site: Flask):
    _nadia, key, _codes = with_key(site, NADIA)
    opened = at_the_second_step(site, NADIA)
    with clock.freeze(clock.now()):
        assert [give(opened, key.sign({"challenge": "AAAA"})) for _ in range(7)] == [400] * 5 + [429] * 2


def test_whoever_has_not_proved_adds_nothing(site: Flask):
    with_key(site, NADIA)
    opened = at_the_second_step(site, NADIA)
    assert opened.get("/connexion/cle").status_code == 403
    assert opened.post("/connexion/cle/question").status_code == 403
    assert opened.post("/connexion/cle", {"name": "x", "key": "{}"}).status_code == 403


def test_several_keys_each_removed_by_its_owner_the_last_one_stays(site: Flask):
    nadia, _key, _codes = with_key(site, NADIA)
    second = Authenticator()
    made = second.make(asked(nadia, "/connexion/cle/question"))
    assert nadia.post("/connexion/cle", {"name": "clé bleue", "key": made}).location == "/compte?fait=cle"
    paul, _his, _codes = with_key(site, PAUL)
    with site.app_context():
        numbers = list(session().scalars(select(Passkey.id).order_by(Passkey.id)))
    assert paul.post(f"/compte/cles/{numbers[0]}/retirer").status_code == 409, "his own is his only one"
    assert nadia.post(f"/compte/cles/{numbers[2]}/retirer").status_code == 404, "Paul’s is not hers"
    assert nadia.post(f"/compte/cles/{numbers[0]}/retirer").status_code == 303
    assert nadia.post(f"/compte/cles/{numbers[1]}/retirer").status_code == 409
    opened = at_the_second_step(site, NADIA)
    assert give(opened, second.sign(asked(opened, "/connexion/verification/question"))) == 303
    with site.app_context():
        verbs = list(session().scalars(select(HistoryEntry.verb).where(HistoryEntry.verb.contains("passkey"))))
    assert verbs == ["add_passkey", "add_passkey", "add_passkey", "remove_passkey"]


def test_the_same_key_is_not_kept_for_two_people(site: Flask):
    _nadia, key, _codes = with_key(site, NADIA)
    paul = Browser(site)
    paul.sign_in(PAUL)
    made = key.make(asked(paul, "/connexion/cle/question"))
    assert paul.post("/connexion/cle", {"name": "x", "key": made}).status_code == 400


def test_a_lost_telephone_loses_its_keys(site: Flask):
    nadia, _key, _codes = with_key(site, NADIA)
    paul, _his, _codes2 = with_key(site, PAUL)
    page = paul.client.page(f"{DESK}?q=nadia")
    (reset,) = [form.get("action") or "" for form in page.all("form") if "verification" in (form.get("action") or "")]
    assert paul.post(reset).status_code == 303
    assert nadia.get(DESK).status_code == 302
    with site.app_context():
        assert session().query(Passkey).count() == 1


def test_under_a_bare_number_codes_remain(own_app: Flask):
    """127.0.0.1 is no name: browsers refuse keys there, so none is offered."""
    add_person(own_app, NADIA, WantedRole(Role.ADMIN))
    nadia = Browser(own_app)
    nadia.sign_in(NADIA)
    assert "clé d’accès" not in nadia.client.page("/connexion/application").visible
    assert nadia.post("/connexion/cle/question").status_code == 400
