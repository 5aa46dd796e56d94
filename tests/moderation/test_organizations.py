"""Structures: agents add, change, close and reopen them, say what they publish at once, give listings to others."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.catalogue.models import Organization
from app.foundation.db import session
from app.history.operations import first_broken
from tests.moderation.conftest import SONIA, listing, live, proposal, propose
from tests.moderation.test_listings import form_of
from tests.support.page import Page
from tests.support.people import Browser

PLATANES = "Accueil de loisirs Les Platanes"
PHONES = [{"value": "+33536491280", "label": "", "is_public": True}]
NEW = {"name": "Les Copains du lac", "kind": "association", "siren": "123 456 789", "phone": "05 36 49 12 80",
       "email": "copains@exemple.fr", "website": "https://copains.exemple.fr"}  # fmt: skip


def organization(app: Flask, name: str) -> Organization:
    with app.app_context():
        found = session().scalars(select(Organization).where(Organization.name.startswith(name))).one()
        session().expunge_all()
        return found


@pytest.fixture
def added(desk: Flask, nadia: Browser) -> str:
    """The address of a structure that an agent has just added."""
    answer = nadia.post("/moderation/organismes/nouveau", NEW)
    assert answer.location.endswith("?fait=ajoute"), answer.text
    address: str = answer.location.partition("?")[0]
    return address


def give(nadia: Browser, desk: Flask, address: str, reason: str = "Reprise par l’association.") -> None:
    uuid, _slug = listing(desk, PLATANES)
    page = nadia.client.page(f"/moderation/fiches/{uuid}/transferer")
    form = form_of(page, f"/moderation/fiches/{uuid}/transferer")
    answer = nadia.post(f"/moderation/fiches/{uuid}/transferer", form | {"structure": address[-36:], "motif": reason})
    assert answer.status_code == 303, answer.text


def test_an_agent_adds_a_structure_and_its_history_begins(desk: Flask, nadia: Browser, added: str):
    page = nadia.client.page(added)
    assert page.h1 == "Les Copains du lac" and "ajoute la structure" in page.visible
    found = organization(desk, "Les Copains")
    assert (found.siren, found.phone) == ("123456789", "+33536491280")
    assert "Les Copains du lac" in nadia.client.page("/moderation/organismes?q=copains").visible
    with desk.app_context():
        assert first_broken() is None


@pytest.mark.parametrize(
    ("box", "typed"),
    [("name", ""), ("name", "x" * 201), ("kind", "secte"), ("siren", "12"), ("siren", "١٢٣٤٥٦٧٨٩"), ("phone", "123"),
     ("email", "copains"), ("website", "javascript:alert(1)"), ("website", "//mal.exemple")],
)  # fmt: skip
def test_what_makes_no_sense_is_told_and_what_was_typed_is_kept(nadia: Browser, desk: Flask, box: str, typed: str):
    answer = nadia.post("/moderation/organismes/nouveau", NEW | {box: typed})
    assert answer.status_code == 400 and f'href="#{box}"' in answer.text
    assert form_of(Page(answer.text), "/moderation/organismes/nouveau")["email"] == NEW["email"] or box == "email"
    with desk.app_context():
        assert session().scalar(select(Organization).where(Organization.siren == "123456789")) is None


def test_a_change_is_written_told_and_can_be_put_back(desk: Flask, nadia: Browser, added: str):
    form = form_of(nadia.client.page(added), added)
    assert nadia.post(added, form | {"phone": "05 36 49 12 81", "motif": "Appel."}).location.endswith("enregistre")
    page = nadia.client.page(added)
    assert "Téléphone, «\u00a0+33536491280\u00a0» devient «\u00a0+33536491281\u00a0»" in page.visible
    undo = [form.get("action") or "" for form in page.all("form") if "/remettre/" in (form.get("action") or "")]
    assert len(undo) == 1, "the addition itself is not put back"
    assert nadia.post(undo[0]).location.endswith("remis")
    assert organization(desk, "Les Copains").phone == "+33536491280"
    assert nadia.post(undo[0]).status_code == 409, "a second click does no harm"


def test_two_agents_change_the_same_structure(desk: Flask, nadia: Browser, added: str):
    form = form_of(nadia.client.page(added), added)
    nadia.post(added, form | {"phone": "05 36 49 12 81"})
    answer = nadia.post(added, form | {"phone": "05 36 49 12 82"})
    assert (
        answer.status_code == 409 and "05 36 49 12 82" in answer.text.replace("\xa0", " ")
    ) or "12 82" in answer.text
    assert "+33536491281" in answer.text and organization(desk, "Les Copains").phone == "+33536491281"
    again = form_of(Page(answer.text), added)
    assert nadia.post(added, again).status_code == 303
    assert organization(desk, "Les Copains").phone == "+33536491282"


def test_a_listing_given_to_another_structure_changes_hands(
    desk: Flask, nadia: Browser, karim: Browser, come_in: Callable[..., Browser], added: str
):
    uuid, slug = listing(desk, PLATANES)
    assert karim.get(f"/espace/fiches/{uuid}").status_code == 200
    address = f"/moderation/fiches/{uuid}/transferer"
    form = form_of(nadia.client.page(address), address) | {"structure": added[-36:]}
    assert nadia.post(address, form).status_code == 400, "a reason is asked"
    assert nadia.post(address, form | {"motif": "x", "version": "1"}).status_code == 409
    assert nadia.post(address, form | {"motif": "x", "structure": str(UUID(int=3))}).status_code == 400
    assert come_in(SONIA).post(address, form | {"motif": "x"}).status_code == 403
    assert nadia.post(address, form | {"motif": "Reprise."}).location.endswith("fait=transfere")
    assert live(desk, uuid, "organization") == added[-36:]
    assert karim.get(f"/espace/fiches/{uuid}").status_code == 404
    assert "Les Copains du lac" in desk.test_client().get(f"/services/{slug}").text
    assert "Reprise." in nadia.client.page(f"/moderation/fiches/{uuid}").visible


def test_a_structure_closes_when_it_offers_nothing_and_then_receives_nothing(desk: Flask, nadia: Browser, added: str):
    give(nadia, desk, added)
    assert nadia.post(f"{added}/fermer", {"motif": "Dissoute."}).status_code == 409
    ribambelle = f"/moderation/organismes/{organization(desk, 'Association La Ribambelle').uuid}"
    give(nadia, desk, ribambelle)
    assert nadia.post(f"{added}/fermer", {}).status_code == 400, "a reason is asked"
    assert nadia.post(f"{added}/fermer", {"motif": "Dissoute."}).location.endswith("ferme")
    assert "Fermée" in nadia.client.page(added).visible and "Dissoute." in nadia.client.page(added).visible
    uuid, _slug = listing(desk, PLATANES)
    page = nadia.client.page(f"/moderation/fiches/{uuid}/transferer")
    assert "Les Copains du lac" not in page.visible
    edit = f"/moderation/fiches/{uuid}/modifier/etat"
    form = form_of(nadia.client.page(edit), edit)
    answer = nadia.post(edit, form | {"valeur-organization-organization": added[-36:]})
    assert answer.status_code == 400 and "cette structure est fermée" in answer.text
    assert nadia.post(f"{added}/rouvrir", {"motif": "Finalement non."}).location.endswith("rouvre")
    give(nadia, desk, added)


def test_what_a_trusted_structure_sends_is_public_at_once_until_an_agent_takes_it_back(desk: Flask, nadia: Browser):
    uuid, _slug = listing(desk, PLATANES)
    address = f"/moderation/organismes/{organization(desk, 'Association La Ribambelle').uuid}"
    assert "Aucune structure" in nadia.client.page("/moderation/publication").visible
    assert nadia.post(f"{address}/publication", {"groupe-contacts": "aussitot"}).location.endswith("publication")
    sent = propose(desk, PLATANES, {"phones": PHONES, "summary": "Jeux."})
    assert live(desk, uuid, "phones") == PHONES and live(desk, uuid, "summary") != "Jeux."
    assert {row.field: row.decision for row in proposal(desk, sent).fields} == {
        "phones": "accepted",
        "summary": "pending",
    }
    board = nadia.client.page("/moderation/publication")
    assert "La Ribambelle" in board.visible and "Contacts\u00a0: publié aussitôt" in board.visible
    page = nadia.client.page(address)
    (undo,) = [form.get("action") or "" for form in page.all("form") if "/remettre/" in (form.get("action") or "")]
    assert nadia.post(undo).location.endswith("remis")
    assert nadia.post(undo).status_code == 409
    other = [{**PHONES[0], "value": "+33536491281"}]
    propose(desk, PLATANES, {"phones": other})
    assert live(desk, uuid, "phones") == PHONES, "read first, as before"


def test_the_announcements_of_a_trusted_structure_are_public_at_once(desk: Flask, nadia: Browser, karim: Browser):
    uuid, slug = listing(desk, PLATANES)
    address = f"/moderation/organismes/{organization(desk, 'Association La Ribambelle').uuid}"
    assert "Annonces" in nadia.client.page("/moderation/publication").visible
    assert form_of(nadia.client.page(address), f"{address}/publication")["groupe-annonces"] == "tous"
    assert nadia.post(f"{address}/publication", {"groupe-annonces": "aussitot"}).location.endswith("publication")
    assert "Annonces\u00a0: publié aussitôt" in nadia.client.page(address).visible
    form = form_of(karim.client.page(f"/espace/fiches/{uuid}/annonces"), f"/espace/fiches/{uuid}/annonces")
    told = {**form, "title": "Portes ouvertes", "text": "Samedi de 10 h à midi."}
    assert karim.post(f"/espace/fiches/{uuid}/annonces", told).location.endswith("publiee")
    assert "Portes ouvertes" in desk.test_client().get(f"/services/{slug}").text
    page = nadia.client.page(address)
    (undo,) = [form.get("action") or "" for form in page.all("form") if "/remettre/" in (form.get("action") or "")]
    assert nadia.post(undo).location.endswith("remis")
    assert karim.post(f"/espace/fiches/{uuid}/annonces", {**told, "key": "b" * 32}).location.endswith("envoyee")


def test_figures_of_freshness_are_of_ones_scope(desk: Flask, nadia: Browser, come_in: Callable[..., Browser]):
    assert "/moderation/fraicheur" in nadia.client.page("/moderation/qualite").links()
    late = ["".join(page.all("td")[0].itertext()) for page in (nadia.client.page("/moderation/fraicheur"),
                                                          come_in(SONIA).client.page("/moderation/fraicheur"))]  # fmt: skip
    assert int(late[0]) > int(late[1])


def test_an_agent_of_a_part_of_it_reads_and_changes_nothing(
    desk: Flask, come_in: Callable[..., Browser], added: str, nadia: Browser
):
    ribambelle = f"/moderation/organismes/{organization(desk, 'Association La Ribambelle').uuid}"
    sonia = come_in(SONIA)
    page = sonia.client.page(ribambelle)
    assert (
        "hors de votre périmètre" in page.visible and not [f for f in page.all("form") if f.get("method") == "post"][1:]
    )
    for verb, fields in (("", NEW), ("/publication", {"groupe-horaires": "aussitot"}), ("/fermer", {"motif": "x"}),
                         ("/remettre/1", {})):  # fmt: skip
        assert sonia.post(f"{ribambelle}{verb}", fields).status_code == 403, verb
    give(nadia, desk, added)
    assert sonia.get(added).status_code == 403
    assert "Les Copains" not in sonia.client.page("/moderation/organismes").visible
