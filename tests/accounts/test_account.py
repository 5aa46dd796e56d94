"""One’s own account: sessions, a copy of one’s data, erasure, what time erases."""

from __future__ import annotations

import json
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from app.accounts import personal_data
from app.accounts.models import Attempt, Person, SignInRequest, WebSession
from app.accounts.operations import disable
from app.accounts.queries import names_of
from app.accounts.rules import Role, WantedRole
from app.foundation import clock
from app.foundation.actors import SYSTEM
from app.foundation.db import session
from app.foundation.mail import Letter
from app.foundation.unit_of_work import unit_of_work
from app.history.models import HistoryEntry
from app.history.operations import first_broken
from tests.accounts.conftest import INES, KARIM, Open
from tests.support.instance import command
from tests.support.people import Browser, add_person, last_letter, person


def test_name_and_language(karim: Browser):
    assert karim.post("/compte", {"name": " Karim B. ", "language": "es"}).status_code == 303
    page = karim.client.page("/compte?fait=enregistre")
    assert page.one("input", id="name").get("value") == "Karim B." and "enregistré" in page.visible
    assert karim.post("/compte", {"name": "", "language": "fr"}).status_code == 400
    assert karim.post("/compte", {"name": "K", "language": "xx"}).status_code == 400


def test_sent_fields_that_no_form_shows_are_ignored(karim: Browser, cast: Flask):
    extra = {"email": INES, "disabled_at": "", "role": "admin", "kind": "admin", "uuid": "x", "person_id": "1"}
    karim.post("/compte", {"name": "Karim", "language": "fr", **extra})
    with cast.app_context():
        assert person(KARIM).name == "Karim"
    assert karim.get("/administration/comptes").status_code == 403


def test_a_lost_telephone_is_signed_out_from_elsewhere(karim: Browser, browser: Open, cast: Flask):
    phone = browser(headers={"User-Agent": "Mozilla/5.0 (Android 14; Mobile) Gecko/130 Firefox/130.0"})
    phone.sign_in(KARIM)
    page = karim.client.page("/compte")
    assert "Firefox, Android" in page.visible
    (action,) = [form.get("action") or "" for form in page.all("form") if "/sessions/" in (form.get("action") or "")
                 and (form.get("action") or "")[17:].split("/")[0].isdigit()]  # fmt: skip
    stranger = browser()
    stranger.sign_in(INES)
    assert stranger.post(action).status_code == 404 and phone.get("/compte").status_code == 200
    assert karim.post(action).status_code == 303
    assert phone.get("/compte").status_code == 302 and karim.get("/compte").status_code == 200
    phone.sign_in(KARIM)
    assert karim.post("/compte/sessions/terminer").status_code == 303
    assert phone.get("/compte").status_code == 302 and karim.get("/compte").status_code == 200


def test_a_copy_of_what_is_known(karim: Browser):
    answer = karim.get("/compte/mes-donnees.json")
    assert answer.mimetype == "application/json" and "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    said = json.loads(answer.text)
    assert said["account"]["email"] == KARIM and said["roles"][0]["kind"] == "owner" and len(said["sessions"]) == 1
    assert INES not in answer.text


def test_an_erased_account_leaves_a_pseudonym(karim: Browser, browser: Open, cast: Flask):
    with cast.app_context():
        number, pseudonym = person(KARIM).id, person(KARIM).pseudonym
    assert karim.post("/compte/effacer", {"code": "non"}).status_code == 400
    assert karim.get("/compte").status_code == 200
    assert karim.post("/compte/effacer", {"code": "Effacer"}).location == "/"
    assert karim.get("/compte").status_code == 302
    with cast.app_context():
        gone = session().get_one(Person, number)
        assert (gone.email, gone.name) == (None, "") and gone.disabled_at and gone.erased_at
        assert names_of([number]) == {number: pseudonym}
        written = session().scalars(select(HistoryEntry).where(HistoryEntry.actor_id == number)).all()
        assert [entry.verb for entry in written] == ["erase_account"] and written[0].actor_name == pseudonym
        everything = str([entry.__dict__ for entry in session().scalars(select(HistoryEntry))])
        assert KARIM not in everything and first_broken() is None
        assert not session().scalars(select(Letter).where(Letter.recipient == KARIM)).all()
        assert not session().scalars(select(WebSession).where(WebSession.person_id == number)).all()
    again = browser()
    again.ask(KARIM)
    with cast.app_context():
        assert not session().scalars(select(Letter).where(Letter.recipient == KARIM)).all()


def test_time_forgets(cast: Flask, browser: Open):
    opened = browser()
    opened.sign_in(KARIM)
    with cast.app_context(), unit_of_work():
        disable(person(INES), by=SYSTEM)
    start = clock.now()
    with cast.app_context(), clock.freeze(start + timedelta(days=2)), unit_of_work():
        gone = personal_data.purge()
    assert gone["demandes"] == 1 and gone["tentatives"] == 3 and gone["comptes"] == gone["connexions"] == 0
    with cast.app_context(), clock.freeze(start + timedelta(days=366)), unit_of_work():
        gone = personal_data.purge()
        assert gone["comptes"] == 1 and gone["connexions"] == 1 and gone["courriels"] >= 1
        assert not session().scalars(select(Person).where(Person.email == INES)).all()
        for table in (Attempt, SignInRequest, WebSession):
            assert not session().scalars(select(table)).all()
    assert "comptes : 0" in command(cast, "accounts", "purge").splitlines()


def test_the_commands(cast: Flask, browser: Open):
    said = command(cast, "accounts", "create-admin", "paule@mairie.exemple.fr")
    path = said.split("http://127.0.0.1:8000")[1].strip()
    assert path in last_letter(cast, "paule@mairie.exemple.fr")
    paule = browser()
    assert paule.post(path, {"name": "Paule"}).location == "/compte"
    assert paule.get("/compte").location.startswith("/connexion/verification")
    refused = cast.test_cli_runner().invoke(args=["accounts", "disable", "paule@mairie.exemple.fr"])
    assert refused.exit_code == 1 and "dernier compte" in refused.output
    opened = browser()
    opened.sign_in(KARIM)
    assert "fermé" in command(cast, "accounts", "disable", KARIM)
    assert opened.get("/compte").status_code == 302
    for wrong in (["create-admin", "x"], ["disable", "x@exemple.fr"]):
        assert cast.test_cli_runner().invoke(args=["accounts", *wrong]).exit_code == 1


def test_reading_writes_nothing(cast: Flask, browser: Open, karim: Browser):
    """T13: every page of accounts, read and headed, leaves every table as it was."""
    add_person(cast, "paul@mairie.exemple.fr", WantedRole(Role.ADMIN))
    pages = [rule.rule for rule in cast.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments]
    before = content(cast)
    for address in [page for page in pages if page.startswith(("/co", "/dec", "/adm", "/dev", "/inv"))]:
        karim.get(address)
        karim.client.head(address)
    assert content(cast) == before


def content(app: Flask) -> dict[str, list[str]]:
    from app.foundation.db import db

    with app.app_context():
        tables = db.metadata.sorted_tables
        return {table.name: sorted(map(str, session().execute(table.select()).all())) for table in tables}
