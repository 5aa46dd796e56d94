"""What is done in one tap, and what happens to what was sent."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from app.accounts.rules import Role, WantedRole
from app.catalogue.facts import Status
from app.catalogue.models import Service
from app.catalogue.queries import service_by_uuid
from app.foundation.actors import SYSTEM
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.proposals.operations import ask
from tests.contribution.conftest import Open
from tests.contribution.support import INES, live, page_of, proposals, save, send
from tests.support.people import Browser, add_person


def test_everything_is_right(cast: Flask, karim: Browser, platanes: UUID):
    page_of(karim.get(f"/espace/fiches/{platanes}/a-jour"))
    with cast.app_context():
        before = service_by_uuid(platanes)
        assert before and before.assured_on != date(2026, 11, 18)
    answer = karim.post(f"/espace/fiches/{platanes}/a-jour")
    assert "vérifiée" in page_of(karim.get(answer.location)).visible
    with cast.app_context():
        after = service_by_uuid(platanes)
        assert after and after.assured_on == date(2026, 11, 18) and "Ribambelle" in after.assured_by


def test_places_in_one_tap(cast: Flask, karim: Browser, platanes: UUID):
    answer = karim.post(f"/espace/fiches/{platanes}/places-libres", {"libres": "3"})
    page_of(karim.get(answer.location))
    (row,) = proposals(cast)[0].fields
    assert row.field == "availability" and row.wanted[0]["free"] == 3
    assert row.wanted[0]["observed_on"] == "2026-11-18"


def test_places_that_are_no_number(cast: Flask, karim: Browser, platanes: UUID):
    for typed in ("trois", "-1", "99999999999", ""):
        page = page_of(karim.post(f"/espace/fiches/{platanes}/places-libres", {"libres": typed}), 400)
        assert "#libres" in page.links()
    assert proposals(cast) == []


def test_taking_back(cast: Flask, karim: Browser, enter: Open, platanes: UUID):
    review = save(karim, f"/espace/fiches/{platanes}/modifier/public", eligibility="Un").location
    sent = send(karim, review).location
    assert enter(INES).get(sent).status_code == 404
    assert enter(INES).post(f"{sent}/retirer").status_code == 404
    assert karim.post(f"{sent}/retirer").status_code == 303
    assert "Retiré par vous" in page_of(karim.get(sent)).visible
    page_of(karim.post(f"{sent}/retirer"), 409)
    assert proposals(cast)[0].status == "withdrawn"


def test_the_draft_is_thrown_away(cast: Flask, karim: Browser, platanes: UUID):
    save(karim, f"/espace/fiches/{platanes}/modifier/public", eligibility="Un")
    karim.post(f"/espace/fiches/{platanes}/brouillon/effacer")
    assert proposals(cast) == []


def test_the_agent_asks_and_karim_answers(cast: Flask, karim: Browser, enter: Open, platanes: UUID):
    sent = send(karim, save(karim, f"/espace/fiches/{platanes}/modifier/public", eligibility="Un").location).location
    with cast.app_context(), unit_of_work():
        ask(UUID(sent.rpartition("/")[2]), "Depuis quand ?", by=SYSTEM)
    assert "vous pose une question" in page_of(karim.get("/espace")).visible
    page_of(karim.post(f"{sent}/repondre", {"body": " "}), 400)
    assert enter(INES).post(f"{sent}/repondre", {"body": "Moi"}).status_code == 404
    assert karim.post(f"{sent}/repondre", {"body": "Depuis lundi."}).status_code == 303
    assert "Depuis lundi." in page_of(karim.get(sent)).visible


def test_the_service_stops(cast: Flask, karim: Browser, platanes: UUID):
    page_of(karim.get(f"/espace/fiches/{platanes}/fermer"))
    page_of(karim.post(f"/espace/fiches/{platanes}/fermer", {"message": ""}), 400).title.startswith("Erreur")
    answer = karim.post(f"/espace/fiches/{platanes}/fermer", {"duree": "toujours", "message": "L’équipe part."})
    assert "Fermeture" in page_of(karim.get(answer.location)).h1
    assert live(cast, platanes).status is Status.PUBLISHED
    assert karim.get(f"/espace/fiches/{platanes}/rouvrir").status_code == 409


def test_history_shows_what_changed_and_names_colleagues_only(cast: Flask, karim: Browser, platanes: UUID):
    karim.post(f"/espace/fiches/{platanes}/a-jour")
    page = page_of(karim.get(f"/espace/fiches/{platanes}/historique"))
    assert "Karim" in page.visible


def test_preview_hides_what_families_may_not_see(cast: Flask, karim: Browser, platanes: UUID):
    answer = save(karim, f"/espace/fiches/{platanes}/modifier/lieu", address_is_private="oui")
    assert answer.status_code == 303
    assert "12 chemin des Platanes" not in page_of(karim.get(f"/espace/fiches/{platanes}/apercu")).visible


def test_every_listing_of_the_structure_opens(cast: Flask, karim: Browser):
    with cast.app_context():
        found = select(Service.uuid).where(Service.organization.has(slug="association-la-ribambelle-exemple"))
        uuids = list(session().scalars(found))
    assert len(uuids) > 5
    for uuid in uuids:
        for end in ("", "/apercu", "/historique", "/modifier/horaires", "/modifier/lieu", "/modifier/prix"):
            page_of(karim.get(f"/espace/fiches/{uuid}{end}"))


def test_a_new_listing(cast: Flask, karim: Browser, enter: Open):
    page_of(karim.get("/espace/nouvelle"))
    page_of(karim.post("/espace/nouvelle", {"name": ""}), 400).title.startswith("Erreur")
    own = {"organization": str(_ribambelle()), "name": "Mercredis du Pont", "type": "accueil-mercredi"}
    home = karim.post("/espace/nouvelle", own).location
    assert "Mercredis du Pont" in page_of(karim.get(home)).h1
    assert enter(INES).get(home).status_code == 404
    hours = save(karim, f"{home}/modifier/horaires?periode=scolaire", mer__0__de="14:00", mer__0__a="18:00")
    assert hours.status_code == 303
    assert save(karim, f"{home}/modifier/lieu", commune="82121", address="1 rue du Pont").status_code == 303
    page_of(karim.get(f"{home}/apercu"))
    done = send(karim, f"{home}/relire")
    assert "Nouvelle fiche" in page_of(karim.get(done.location)).h1
    (proposal,) = proposals(cast)
    assert proposal.status == "submitted" and proposal.commune == "82121"
    assert karim.get(home).status_code == 303
    assert (
        "Mercredis du Pont"
        not in Browser(cast)
        .get("/recherche?q=mercredis+du+pont")
        .get_data(as_text=True)
        .partition("<main")[2]
        .partition("cards")[2]
    )


def test_a_new_listing_for_another_structure(cast: Flask, karim: Browser):
    from tests.contribution.support import PETITS_PAS

    theirs = {"organization": str(PETITS_PAS), "name": "Volée", "type": "accueil-mercredi"}
    page_of(karim.post("/espace/nouvelle", theirs), 400)
    assert proposals(cast) == []


def test_someone_without_any_listing(cast: Flask, enter: Open):
    add_person(cast, "seul@creche.exemple.fr", WantedRole(Role.OWNER, UUID(int=7)), name="Seul")
    page_of(enter("seul@creche.exemple.fr").get("/espace"))


def _ribambelle() -> UUID:
    from tests.contribution.support import RIBAMBELLE

    return RIBAMBELLE
