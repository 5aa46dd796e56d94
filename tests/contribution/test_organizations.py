"""Owners say what their structure is; a structure that nobody knows is proposed with its first listing."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from app.catalogue.models import Organization
from app.foundation.db import session
from app.history.operations import first_broken
from tests.contribution.conftest import Open
from tests.contribution.support import (
    INES,
    KARIM,
    LEA,
    RIBAMBELLE,
    accept,
    fields_of,
    page_of,
    proposals,
    save,
    send,
)
from tests.support.hostile import HOSTILE
from tests.support.people import Browser, letters

ADDRESS = f"/espace/structures/{RIBAMBELLE}"
NEW = "/espace/nouvelle/structure"


def row(app: Flask, uuid: UUID = RIBAMBELLE) -> Organization:
    with app.app_context():
        found = session().scalars(select(Organization).where(Organization.uuid == uuid)).one()
        session().expunge_all()
        return found


def form_of(browser: Browser, address: str = ADDRESS) -> dict[str, str]:
    sent = fields_of(page_of(browser.get(address)), address)
    sent.pop("csrf_token")
    return sent


def test_an_owner_changes_it_families_read_it_an_agent_puts_it_back(cast: Flask, karim: Browser, nadia: Browser):
    before = row(cast)
    typed = {
        "phone": "05 36 49 12 99",
        "website": "https://ribambelle.exemple.fr",
        "description": "Des jeux.\nDu calme.",
    }
    assert karim.post(ADDRESS, {**form_of(karim), **typed}).location.endswith("fait=enregistre")
    public = page_of(Browser(cast).get(f"/organisations/{before.slug}"))
    assert "Des jeux." in public.visible and "05 36 49 12 99" in public.visible.replace("\xa0", " ")
    assert "05 36 49 12 99" in form_of(karim)["phone"].replace("\xa0", " ")
    board = page_of(nadia.get("/moderation/publication"))
    assert "Ribambelle" in board.visible and "Des jeux." in board.visible
    page = page_of(nadia.get(f"/moderation/organismes/{RIBAMBELLE}"))
    assert "Karim" in page.visible
    (undo,) = [one.get("action") or "" for one in page.all("form") if "/remettre/" in (one.get("action") or "")]
    assert nadia.post(undo).location.endswith("remis")
    after = row(cast)
    assert (after.phone, after.website, after.description) == (before.phone, before.website, before.description)
    with cast.app_context():
        assert first_broken() is None


def test_another_name_waits_for_an_agent(cast: Flask, karim: Browser, nadia: Browser, enter: Open):
    before, desk = row(cast), f"/moderation/organismes/{RIBAMBELLE}"
    for name in ("Les Farfelus", "Les Farfelus", "Les Lutins"):  # twice the same asks once, another one replaces it
        assert karim.post(ADDRESS, {**form_of(karim), "name": name}).status_code == 303
    assert row(cast).name == before.name
    assert before.name in page_of(Browser(cast).get(f"/organisations/{before.slug}")).visible
    assert "Le nom «\xa0Les Lutins\xa0» attend un agent" in page_of(karim.get(ADDRESS)).visible
    assert "demande à s’appeler Les Lutins" in page_of(nadia.get("/moderation")).visible
    assert nadia.post(f"{desk}/nom", {"nom": "Les Farfelus", "reponse": "accepter"}).status_code == 409, (
        "not what waits"
    )
    assert nadia.post(f"{desk}/nom", {"nom": "Les Lutins", "reponse": "refuser", "motif": ""}).status_code == 400
    assert enter(INES).post(f"{desk}/nom", {"nom": "Les Lutins", "reponse": "accepter"}).status_code == 403
    assert (
        nadia.post(f"{desk}/nom", {"nom": "Les Lutins", "reponse": "refuser", "motif": "Déjà pris."}).status_code == 303
    )
    assert "Déjà pris." in page_of(karim.get(ADDRESS)).visible and row(cast).name == before.name
    letter = letters(cast, KARIM)[-1]
    assert "Les Lutins" in letter and "n’est pas retenu" in letter and "Déjà pris." in letter and ADDRESS in letter

    assert karim.post(ADDRESS, {**form_of(karim), "name": "La Ronde"}).status_code == 303
    for status in (303, 409):  # a second click does no harm
        assert nadia.post(f"{desk}/nom", {"nom": "La Ronde", "reponse": "accepter"}).status_code == status
    assert row(cast).name == "La Ronde"
    told = letters(cast, KARIM)
    assert "s’appelle maintenant «\xa0La Ronde\xa0»" in told[-1]
    assert sum("La Ronde" in one for one in told) == 1, "once, whatever was pressed"
    assert "attend un agent" not in page_of(karim.get(ADDRESS)).visible
    page = page_of(nadia.get(desk))
    assert "ne retient pas le nom" in page.visible
    undo = next(one.get("action") or "" for one in page.all("form") if "/remettre/" in (one.get("action") or ""))
    assert nadia.post(undo).location.endswith("remis") and row(cast).name == before.name


def test_an_owner_renounces_and_a_trusted_structure_does_not_wait(cast: Flask, karim: Browser, nadia: Browser):
    before = row(cast)
    assert karim.post(ADDRESS, {**form_of(karim), "name": "Les Lutins"}).status_code == 303
    assert form_of(karim)["name"] == "Les Lutins", "the form opens on what waits"
    assert karim.post(ADDRESS, {**form_of(karim), "name": before.name}).status_code == 303
    assert "Les Lutins" not in page_of(nadia.get("/moderation")).visible
    policy = f"/moderation/organismes/{RIBAMBELLE}/publication"
    assert nadia.post(policy, {"groupe-nom": "aussitot"}).status_code == 303
    assert karim.post(ADDRESS, {**form_of(karim), "name": "Les Lutins"}).status_code == 303
    assert row(cast).name == "Les Lutins"


def test_the_kind_and_the_number_are_not_the_owners_to_say(cast: Flask, karim: Browser):
    before = row(cast)
    sent = {
        **form_of(karim),
        "kind": "state",
        "siren": "123456789",
        "slug": "vole",
        "is_fictional": "",
        "closed_at": "1",
    }
    assert karim.post(ADDRESS, {**sent, "description": "Des jeux."}).status_code == 303
    after = row(cast)
    assert after.description == "Des jeux."
    assert (after.kind, after.siren, after.slug, after.is_fictional) == (
        before.kind, before.siren, before.slug, before.is_fictional,
    )  # fmt: skip


def test_colleagues_read_strangers_find_nothing(cast: Flask, karim: Browser, enter: Open):
    sent, lea, ines = {**form_of(karim), "description": "Volé"}, enter(LEA), enter(INES)
    assert not [one for one in page_of(lea.get(ADDRESS)).all("form") if one.get("action") == ADDRESS]
    assert lea.post(ADDRESS, sent).status_code == 403
    assert ines.get(ADDRESS).status_code == 404 and ines.post(ADDRESS, sent).status_code == 404
    assert karim.get(f"/espace/structures/{uuid4()}").status_code == 404
    assert row(cast).description == ""


@pytest.mark.parametrize(
    ("box", "typed"),
    [("name", " "), ("name", "x" * 201), ("phone", "douze"), ("email", "a@"), ("website", "javascript:alert(1)"),
     ("description", "mot " * 10_000)],
)  # fmt: skip
def test_what_cannot_be_is_told_and_everything_typed_is_kept(cast: Flask, karim: Browser, box: str, typed: str):
    sent = {**form_of(karim), "email": "nous@ribambelle.exemple.fr", box: typed}
    page = page_of(karim.post(ADDRESS, sent), 400)
    assert f"#{box}" in page.links() and page.title.startswith("Erreur")
    back = fields_of(page, ADDRESS)
    assert back["email"] == sent["email"] and back[box].strip() == typed.strip()
    assert row(cast).email != "nous@ribambelle.exemple.fr"


def test_two_owners_or_two_tabs_see_both_versions(cast: Flask, karim: Browser):
    first, second = form_of(karim), form_of(karim)
    assert karim.post(ADDRESS, {**first, "description": "Une."}).status_code == 303
    assert karim.post(ADDRESS, {**first, "description": "Une."}).status_code == 303, "the same sent twice"
    answer = page_of(karim.post(ADDRESS, {**second, "description": "Deux."}), 409)
    assert "Une." in answer.visible and fields_of(answer, ADDRESS)["description"] == "Deux."
    again = fields_of(answer, ADDRESS)
    again.pop("csrf_token")
    assert karim.post(ADDRESS, again).status_code == 303
    assert row(cast).description == "Deux."


@pytest.mark.parametrize("payload", [each for each in HOSTILE if "<" in each][:8])
def test_hostile_words_are_only_words(cast: Flask, karim: Browser, nadia: Browser, payload: str):
    karim.post(ADDRESS, {**form_of(karim), "name": payload[:200] or "x", "description": payload})
    for browser, address in ((karim, ADDRESS), (karim, "/espace"), (nadia, "/moderation/publication"),
                             (Browser(cast), f"/organisations/{row(cast).slug}")):  # fmt: skip
        page_of(browser.get(address))


def propose(karim: Browser, **typed: str) -> str:
    sent = {**form_of(karim, NEW), "structure-name": "Les Saules", "structure-kind": "association",
            "structure-phone": "05 36 49 12 80", "name": "Halte des Saules", "type": "accueil-mercredi"}  # fmt: skip
    answer = karim.post(NEW, {**sent, **typed})
    assert answer.status_code == 303, page_of(answer, 400).visible
    return answer.location


def test_a_structure_and_its_first_listing(cast: Flask, karim: Browser, enter: Open, nadia: Browser):
    assert NEW in page_of(karim.get("/espace/nouvelle")).links()
    home = propose(karim)
    assert "Les Saules" in page_of(karim.get(home)).visible
    assert "Halte des Saules" in page_of(karim.get("/espace")).visible
    assert enter(LEA).get(home).status_code == 404, "of no structure yet: its author's alone"
    save(karim, f"{home}/modifier/lieu", commune="82121", address="1 rue du Pont")
    sent = send(karim, f"{home}/relire").location
    assert "Les Saules" in page_of(karim.get(sent)).visible
    (waiting,) = proposals(cast)
    seen = page_of(nadia.get(f"/moderation/propositions/{waiting.uuid}")).visible
    assert "Les Saules" in seen and "05 36 49 12 80" in seen.replace("\xa0", " ") and "Association" in seen
    assert "Les Saules" not in page_of(karim.get("/espace/nouvelle")).visible
    assert accept(nadia, waiting.uuid).status_code == 303
    made = proposals(cast)[0].organization
    assert made is not None and row(cast, made).name == "Les Saules"
    assert "Halte des Saules" in page_of(karim.get("/espace")).visible, "whoever proposed it keeps it"
    page_of(karim.get(f"/espace/structures/{made}"))
    with cast.app_context():
        assert first_broken() is None


def test_a_refused_structure_is_not_made(cast: Flask, karim: Browser, nadia: Browser):
    send(karim, f"{propose(karim)}/relire")
    (waiting,) = proposals(cast)
    names = [one.field for one in waiting.fields]
    refused = {f"decision-{name}": "refuser" for name in names} | {
        f"motif-{name}": "Elle existe déjà." for name in names
    }
    assert accept(nadia, waiting.uuid, **refused).status_code == 303
    assert proposals(cast)[0].status == "refused" and proposals(cast)[0].organization is None
    with cast.app_context():
        assert session().scalar(select(Organization).where(Organization.name == "Les Saules")) is None


def test_mistakes_in_either_half_keep_both(cast: Flask, karim: Browser):
    sent = {**form_of(karim, NEW), "structure-name": "Les Saules", "structure-phone": "douze", "name": ""}
    page = page_of(karim.post(NEW, sent), 400)
    assert {"#structure-kind", "#structure-phone", "#name"} <= set(page.links())
    assert fields_of(page, NEW)["structure-name"] == "Les Saules"
    assert proposals(cast) == []
