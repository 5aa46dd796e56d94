"""The same acts on the other database: single use, limits, the whole life of an account."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from app.accounts import personal_data
from app.accounts.rules import Role, WantedRole
from app.foundation import clock
from app.foundation.unit_of_work import unit_of_work
from app.history.operations import first_broken
from scripts.common import ROOT
from tests.support import instance
from tests.support.people import Browser, add_person, last_letter, link_of
from tests.support.postgresql import Server

SEED = ROOT / "tests" / "fixtures" / "petit-territoire"
LEA, SAM = "lea@creche.exemple.fr", "sam@creche.exemple.fr"


@pytest.fixture(scope="module")
def site(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The small territory on PostgreSQL, with Léa."""
    app = instance.open_app(tmp_path_factory.mktemp("accounts"), database_url=postgresql.create("accounts"))
    instance.command(app, "db", "upgrade")
    instance.command(app, "seed", "load", str(SEED))
    add_person(app, LEA, WantedRole(Role.OWNER, UUID(int=1)), name="Léa")
    yield app
    instance.close(app)


def test_eight_clicks_at_once_open_one_session(site: Flask):
    lea = Browser(site)
    lea.ask(LEA)
    link, asking, token = link_of(last_letter(site, LEA)), lea.cookie("demande"), lea.token()

    def press(_number: int) -> int:
        hand = Browser(site, strict=False)
        hand.client.set_cookie("demande", asking)
        return hand.client.post(link, data={"csrf_token": token}).status_code

    with ThreadPoolExecutor(8) as hands:
        assert sorted(hands.map(press, range(8))) == [303] + [410] * 7


def test_the_life_of_an_account(site: Flask):
    lea, sam = Browser(site), Browser(site)
    lea.sign_in(LEA)
    assert lea.post(f"/compte/equipe/{UUID(int=1)}/inviter", {"email": SAM}).status_code == 303
    assert sam.post(link_of(last_letter(site, SAM)), {"name": "Sam"}).location == "/compte"
    said = json.loads(lea.get("/compte/mes-donnees.json").text)
    assert said["invitations_sent"][0]["email"] == SAM and said["acts"][0]["verb"] == "invite"
    paul = Browser(site)
    paul.post("/connexion/demonstration", {"personne": "paul"})
    assert "Sam" in paul.client.page("/administration/comptes?q=SAM").visible
    assert sam.post("/compte/effacer", {"code": "effacer"}).location == "/"
    assert "Sam" not in paul.client.page("/administration/comptes").visible
    with site.app_context(), clock.freeze(clock.now() + timedelta(days=400)), unit_of_work():
        assert personal_data.purge()["connexions"] >= 2
        assert first_broken() is None


def test_too_many_links(site: Flask):
    with clock.freeze(clock.now() + timedelta(hours=1)):
        lea = Browser(site, strict=False)
        assert [lea.ask(LEA).status_code for _ in range(6)] == [303] * 5 + [429]
