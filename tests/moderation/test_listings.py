"""Agents keep the whole catalogue true: they find, read, write, close, reopen and restore, with the same history."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from flask import Flask

from tests.moderation.conftest import listing, live
from tests.support.page import Page
from tests.support.people import Browser, last_letter

PLATANES = "Accueil de loisirs Les Platanes"


def form_of(page: Page, action: str) -> dict[str, str]:
    """What the form of this address would send as it stands."""
    sent: dict[str, str] = {}
    for form in page.all("form"):
        if form.get("action") != action:
            continue
        for box in form.iter():
            name = box.get("name")
            if name and box.tag == "select":
                chosen = [one.get("value") or "" for one in box.iter("option") if one.get("selected") is not None]
                sent[name] = (chosen or [next(box.iter("option")).get("value") or ""])[0]
            elif name and box.tag == "textarea":
                sent[name] = "".join(box.itertext())
            elif name and box.tag == "input" and box.get("type") not in ("radio", "checkbox"):
                sent[name] = box.get("value") or ""
    return sent


def test_everything_is_found_drafts_and_closed_ones_too(desk: Flask, nadia: Browser):
    for words, name in (("grange", "Mercredis de la Grange"), ("tourniquet", "Halte-garderie Le Tourniquet"),
                        ("platanes ribambelle", PLATANES)):  # fmt: skip
        assert name in nadia.client.page(f"/moderation/fiches?q={words}").visible
    assert PLATANES not in nadia.client.page("/moderation/fiches?etat=draft").visible
    assert "Aucune fiche" in nadia.client.page("/moderation/fiches?q=rien-de-tel").visible
    assert nadia.get(f"/moderation/fiches/{uuid4()}").status_code == 404


def test_an_agent_writes_a_section_and_families_read_it(desk: Flask, nadia: Browser):
    uuid, slug = listing(desk, PLATANES)
    address = f"/moderation/fiches/{uuid}/modifier/identite"
    form = form_of(nadia.client.page(address), address)
    assert nadia.post(address, form).location.endswith("fait=rien"), "nothing typed, nothing changed"
    form |= {"valeur-summary-summary": "Écrit par un agent.", "motif": "Appel du 18 novembre."}
    assert nadia.post(address, form).location.endswith("fait=enregistre")
    assert "Écrit par un agent." in desk.test_client().get(f"/services/{slug}").text
    page = nadia.client.page(f"/moderation/fiches/{uuid}")
    assert "Nadia\u00a0: change\u00a0: Résumé" in page.visible and "Appel du 18 novembre." in page.visible


def test_every_section_opens_and_saves_as_it_stands(desk: Flask, nadia: Browser):
    uuid, _slug = listing(desk, PLATANES)
    page = nadia.client.page(f"/moderation/fiches/{uuid}")
    sections = [link for link in page.links() if "/modifier/" in link]
    assert len(sections) == 12
    for address in sections:
        answer = nadia.post(address, form_of(nadia.client.page(address), address))
        assert (answer.location or answer.text).endswith("fait=rien"), address


def test_two_agents_write_the_same_section(desk: Flask, nadia: Browser):
    uuid, _slug = listing(desk, PLATANES)
    address = f"/moderation/fiches/{uuid}/modifier/identite"
    first = form_of(nadia.client.page(address), address)
    second = first | {"valeur-summary-summary": "La mienne."}
    nadia.post(address, first | {"valeur-summary-summary": "La sienne."})
    answer = nadia.post(address, second)
    assert answer.status_code == 409 and "La mienne." in answer.text and "La sienne." in answer.text
    assert live(desk, uuid, "summary") == "La sienne."
    again = form_of(Page(answer.text), address)
    assert again["valeur-summary-summary"] == "La mienne." and nadia.post(address, again).status_code == 303
    assert live(desk, uuid, "summary") == "La mienne."


def test_what_makes_no_sense_is_told_and_kept(desk: Flask, nadia: Browser):
    uuid, _slug = listing(desk, PLATANES)
    for part, box, typed, said in (
        ("horaires", "valeur-hours-slots", "n’importe quoi", "Ligne 1"),
        ("horaires", "valeur-hours-slots", "Été | lundi | 8:00-12:00\nÉté | lundi | 9:00-10:00", "se chevauchent"),
        ("public", "valeur-ages-age_min_months", "douze", "Écrivez un nombre"),
        ("public", "valeur-ages-age_min_months", "900", "le début vient après la fin"),
        ("identite", "valeur-name-name", "", "il manque une réponse"),
        ("lieu", "valeur-place-lat", "412", "trop grand"),
        ("identite", "valeur-summary-summary", "x" * 300, "trop long"),
    ):
        address = f"/moderation/fiches/{uuid}/modifier/{part}"
        answer = nadia.post(address, form_of(nadia.client.page(address), address) | {box: typed})
        assert answer.status_code == 400 and said in answer.text, (box, typed)
        assert typed.split("\n")[0] in answer.text
    assert nadia.get(f"/moderation/fiches/{uuid}/modifier/autre-chose").status_code == 404


def test_close_reopen_and_restore(desk: Flask, nadia: Browser):
    uuid, slug = listing(desk, PLATANES)
    page = f"/moderation/fiches/{uuid}"
    assert nadia.post(f"{page}/etat", {"etat": "closed"}).status_code == 400, "why?"
    assert nadia.post(f"{page}/etat", {"etat": "draft", "motif": "x"}).status_code == 400
    assert nadia.post(f"{page}/etat", {"etat": "closed", "motif": "Fin du bail."}).status_code == 303
    family = desk.test_client()
    assert family.get(f"/services/{slug}").status_code == 410
    assert PLATANES not in family.get("/recherche?q=platanes&theme=enfance").text
    assert nadia.post(f"{page}/etat", {"etat": "published", "motif": "Erreur."}).status_code == 303
    assert family.get(f"/services/{slug}").status_code == 200
    assert nadia.post(f"{page}/revenir", {"numero": "2"}).status_code == 400
    assert nadia.post(f"{page}/revenir", {"numero": "99", "motif": "x"}).status_code == 404
    assert nadia.post(f"{page}/revenir", {"numero": "x", "motif": "x"}).status_code == 400
    assert nadia.post(f"{page}/revenir", {"numero": "3", "motif": "Pour voir."}).location.endswith("fait=restaure")
    assert family.get(f"/services/{slug}").status_code == 410


def test_a_new_listing_is_a_draft_until_it_is_published(desk: Flask, nadia: Browser):
    address = "/moderation/fiches/nouvelle"
    form = form_of(nadia.client.page(address), address)
    assert nadia.post(address, form).status_code == 400
    form |= {
        "valeur-name-name": "Ludothèque du Pont",
        "valeur-type-type": "ludotheque",
        "valeur-place-commune": "82121",
    }
    made = nadia.post(address, form)
    assert made.status_code == 303, made.text
    uuid, slug = listing(desk, "Ludothèque du Pont")
    assert str(uuid) in made.location and desk.test_client().get(f"/services/{slug}").status_code == 404
    nadia.post(f"/moderation/fiches/{uuid}/etat", {"etat": "published", "motif": "Prête."})
    assert desk.test_client().get(f"/services/{slug}").status_code == 200


def test_agents_stay_in_their_scope(desk: Flask, come_in: Callable[..., Browser]):
    uuid, _slug = listing(desk, PLATANES)
    for who in ("sonia@mairie.exemple.fr", "tarek@agglo.exemple.fr"):
        agent = come_in(who)
        assert PLATANES not in agent.client.page("/moderation/fiches?q=platanes").visible
        assert agent.get(f"/moderation/fiches/{uuid}").status_code == 403
        address = f"/moderation/fiches/{uuid}/modifier/identite"
        assert agent.get(address).status_code == agent.post(address, {"valeur-name-name": "x"}).status_code == 403
        for verb in ("etat", "revenir", "inviter"):
            sent = {"etat": "closed", "numero": "1", "motif": "x", "courriel": "a@exemple.fr"}
            assert agent.post(f"/moderation/fiches/{uuid}/{verb}", sent).status_code == 403
    form = {"valeur-name-name": "Ailleurs", "valeur-type-type": "ludotheque", "valeur-place-commune": "82121"}
    sonia = come_in("sonia@mairie.exemple.fr")
    whole = form_of(sonia.client.page("/moderation/fiches/nouvelle"), "/moderation/fiches/nouvelle") | form
    assert sonia.post("/moderation/fiches/nouvelle", whole).status_code == 403
    whole["valeur-place-commune"] = "82025"
    assert sonia.post("/moderation/fiches/nouvelle", whole).status_code == 303


def test_a_structure_is_invited(desk: Flask, nadia: Browser):
    uuid, _slug = listing(desk, PLATANES)
    assert nadia.post(f"/moderation/fiches/{uuid}/inviter", {"courriel": "pas une adresse"}).status_code == 400
    assert nadia.post(f"/moderation/fiches/{uuid}/inviter", {"courriel": "nouvelle@exemple.fr"}).status_code == 303
    assert "Nadia vous invite" in last_letter(desk, "nouvelle@exemple.fr")


def test_quality_calls_and_what_is_sought(desk: Flask, nadia: Browser, come_in: Callable[..., Browser]):
    page = nadia.client.page("/moderation/qualite")
    links = [link for link in page.links() if "manque=" in link]
    assert links
    for link in links:
        assert len(nadia.client.page(link).links()) > 20
    assert nadia.client.page("/moderation/appels").h1.endswith("à confirmer")
    assert nadia.client.page("/moderation/recherches-vaines").h1.startswith("Ce que les familles cherchent")
    tarek = come_in("tarek@agglo.exemple.fr")
    assert PLATANES not in tarek.client.page("/moderation/qualite?manque=jamais-confirmees").visible
