"""Both desks on the other database: a structure sends, an agent decides, families read, the history holds; twenty
clicks at once are one decision (T24)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from flask import Flask

from app.accounts.rules import Role, WantedRole
from app.accounts.sessions import open_session
from app.contribution.sections import SECTIONS
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import unit_of_work
from tests.catalogue.support import SMALL
from tests.conftest import WEDNESDAY_IN_TERM
from tests.contribution.support import fields_of, page_of, save, send
from tests.moderation.conftest import decision_form, proposal, propose
from tests.moderation.test_deciding import decisions_kept
from tests.proposals.support import TILLEULS, structure, tilleuls
from tests.proposals.support import listing as add_listing
from tests.support import instance
from tests.support.people import Browser, add_person, letters, person
from tests.support.postgresql import Server

KARIM, NADIA, NAME = "karim@creche.exemple.fr", "nadia@agglo.exemple.fr", "Garderie des Tilleuls"
DESK = ("", "/fiches", "/fiches?q=tilleuls", "/fiches/nouvelle", "/qualite", "/appels", "/recherches-vaines", "/doublons",
        "/organismes", "/organismes/nouveau", "/annonces", "/publication", "/vous", f"/organismes/{TILLEULS}")  # fmt: skip
SPACE = ("", "/apercu", "/historique", "/a-jour", "/annonces", "/fermer", "/relire", "/modifier/photo",
         *(f"/modifier/{slug}" for slug in SECTIONS))  # fmt: skip


@pytest.fixture(scope="module")
def site(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, UUID]]:
    """The small territory on PostgreSQL, with Karim, Nadia and the listing of his structure."""
    with clock.freeze(WEDNESDAY_IN_TERM):
        app = instance.open_app(tmp_path_factory.mktemp("desks"), database_url=postgresql.create("desks"))
        instance.command(app, "db", "upgrade")
        instance.command(app, "seed", "load", str(SMALL))
        with app.app_context():
            with unit_of_work():
                structure("Les Tilleuls")
            service = add_listing()
        add_person(app, KARIM, WantedRole(Role.OWNER, TILLEULS), name="Karim")
        add_person(app, NADIA, WantedRole(Role.AGENT), name="Nadia")
        yield app, service
        instance.close(app)


def enter(app: Flask, email: str, **options: bool) -> Browser:
    """Somebody's browser, already signed in."""
    opened = Browser(app, **options)
    with app.test_request_context(), unit_of_work():
        token = open_session(person(email).id, browser="test", proved=True)
    opened.client.set_cookie("session", token)
    return opened


def test_sent_decided_read_and_verified(site: tuple[Flask, UUID]):
    app, service = site
    karim, nadia = enter(app, KARIM), enter(app, NADIA)
    fiche = f"/espace/fiches/{service}"
    for address in ("/espace", "/espace/nouvelle", *(fiche + end for end in SPACE)):
        assert karim.get(address).status_code == 200, address
    save(karim, f"{fiche}/modifier/identite", summary="Cabanes et tyrolienne.")
    sent = send(karim, save(karim, f"{fiche}/modifier/public", eligibility="Tout le monde.").location).location
    assert karim.post(f"{fiche}/a-jour").status_code == 303
    number = UUID(sent.rpartition("/")[2])
    for address in (*DESK, f"/fiches/{service}", f"/fiches/{service}/modifier/horaires", f"/propositions/{number}"):
        assert nadia.get(f"/moderation{address}").status_code == 200, address
    form = decision_form(nadia, number, eligibility="refuser") | {"motif-eligibility": "À préciser."}
    assert nadia.post(f"/moderation/propositions/{number}", form).status_code == 303
    assert "À préciser." in page_of(karim.get(sent)).visible and "À préciser." in letters(app, KARIM)[-1]
    for end in ("versions", "versions/1"):
        assert nadia.get(f"/moderation/fiches/{service}/{end}").status_code == 200
    family = app.test_client()
    assert NAME in family.get("/recherche?q=tyrolienne").text
    instance.command(app, "history", "verify")
    instance.command(app, "search", "check")


def test_a_family_reports_and_is_answered(site: tuple[Flask, UUID]):
    app, _service = site
    family, nadia = Browser(app), enter(app, NADIA)
    address = next(link for link in family.client.page("/recherche?q=tilleuls").links() if "/services/" in link)
    page = page_of(family.get(f"{address}/signaler"))
    form = fields_of(page, "/signaler") | {"message": "Le numéro ne répond plus.", "about": "phones"}
    with clock.freeze(WEDNESDAY_IN_TERM.replace(minute=5)):
        assert family.client.post(f"{address}/signaler", data=form).status_code == 303
        opened = nadia.get("/moderation/suivante").location
        number = UUID(opened.partition("?")[0].rpartition("/")[2])
        answer = decision_form(nadia, number) | {"reponse": "Le numéro est le bon.", "issue": "refuser"}
        assert nadia.post(f"/moderation/propositions/{number}", answer).status_code == 303
    assert proposal(app, number).status == "refused"
    instance.command(app, "history", "verify")


def test_twenty_clicks_at_once_are_one_decision(site: tuple[Flask, UUID]):
    app, _service = site
    sent = propose(app, NAME, {"summary": "Jeux le mercredi."}, by=KARIM)
    hands = [enter(app, NADIA, strict=False) for _ in range(10)]
    form = decision_form(hands[0], sent)
    forms = [form | {"csrf_token": hand.token()} for hand in hands]

    def press(number: int) -> int:
        hand = hands[number % 10]
        status = hand.client.post(f"/moderation/propositions/{sent}", data=forms[number % 10]).status_code
        with app.app_context():
            db.session.remove()
        return status

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(press, range(20))) == {303}
    assert decisions_kept(app, sent) == 1 and proposal(app, sent).status == "accepted"
    assert tilleuls().name == NAME
    instance.command(app, "history", "verify")
