"""Two listings that are one: found, compared, merged, led to, parted again; or said to be two.

That any merge undone is as before is proved in tests/proposals/test_duplicates.py; here it goes through the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.catalogue.facts import ContactFacts, Status
from app.catalogue.mapping import facts_of
from app.catalogue.models import Service
from app.catalogue.operations import change_service, create_service
from app.foundation.actors import SYSTEM
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from tests.moderation.conftest import listing, live, propose
from tests.proposals.test_duplicates import everything
from tests.support.page import Page
from tests.support.people import Browser

PLATANES = "Accueil de loisirs Les Platanes"
TWIN = "Accueil de loisir des Platanes"
PHONES = (ContactFacts("phone", "05 36 49 12 99", "bureau"),)


@pytest.fixture
def pair(desk: Flask) -> tuple[UUID, UUID]:
    """Les Platanes, and the same written a second time with another telephone and fewer words."""
    first, _slug = listing(desk, PLATANES)
    with desk.app_context(), unit_of_work():
        facts = facts_of(session().scalars(select(Service).where(Service.uuid == first)).one())
        twin = replace(facts, name=TWIN, contacts=PHONES, description="", eligibility="Tout le monde.", summary="")
        return first, create_service(twin, by=SYSTEM).uuid


def address(pair: tuple[UUID, UUID]) -> str:
    return f"/moderation/doublons/{pair[0]}/{pair[1]}"


def form_of(page: Page, action: str, **changes: str) -> dict[str, str]:
    """What the form sends as the page opens it."""
    (form,) = (each for each in page.all("form") if each.get("action") == action)
    sent = {}
    for box in form.iter("input"):
        if box.get("type") != "radio" or box.get("checked") is not None:
            sent[box.get("name") or ""] = box.get("value") or ""
    return sent | changes


def test_a_likely_pair_is_listed_and_leads_to_the_comparison(desk: Flask, nadia: Browser, pair: tuple[UUID, UUID]):
    page = nadia.client.page("/moderation/doublons")
    assert "doublons possibles" in page.h1 and TWIN in page.visible and "noms semblables" in page.visible
    assert address(pair) in page.links()
    compared = nadia.client.page(address(pair))
    assert "(bureau)" in compared.visible and "Tout le monde." in compared.visible


def test_what_the_page_offers_keeps_the_older_and_fills_its_gaps(nadia: Browser, pair: tuple[UUID, UUID]):
    form = form_of(nadia.client.page(address(pair)), address(pair))
    assert form["garder"] == "1" and form["choix-name"] == "1"
    assert form["choix-summary"] == "1", "the twin says nothing"
    turned = address((pair[1], pair[0]))
    assert form_of(nadia.client.page(turned), turned)["choix-summary"] == "2"


def test_merging_takes_what_was_chosen_and_the_old_address_leads_to_the_other_for_ever(
    desk: Flask, nadia: Browser, pair: tuple[UUID, UUID]
):
    _uuid, slug = listing(desk, PLATANES)
    _twin, old = listing(desk, TWIN)
    assert desk.test_client().get(f"/services/{old}").status_code == 200
    sent = form_of(nadia.client.page(address(pair)), address(pair), **{"choix-phones": "2", "motif": "La même."})
    answer = nadia.post(address(pair), sent)
    assert answer.location == f"/moderation/fiches/{pair[0]}?fait=fusion"
    assert "05 36 49 12 99" in str(live(desk, pair[0], "phones"))
    assert live(desk, pair[0], "summary"), "what was not chosen stays"
    answer = desk.test_client().get(f"/services/{old}")
    assert (answer.status_code, answer.location) == (301, f"/services/{slug}")
    assert TWIN not in desk.test_client().get("/recherche?q=platanes").text
    page = nadia.client.page(f"/moderation/fiches/{pair[0]}")
    assert "réunit deux fiches" in page.visible or "La même." in page.visible


def test_what_waited_on_the_twin_waits_on_the_one_that_stays(desk: Flask, nadia: Browser, pair: tuple[UUID, UUID]):
    sent = propose(desk, TWIN, {"eligibility": "Habitants."})
    nadia.post(address(pair), form_of(nadia.client.page(address(pair)), address(pair)))
    page = nadia.client.page(f"/moderation/propositions/{sent}")
    assert f"/moderation/fiches/{pair[0]}" in page.links() and TWIN not in page.one("aside").itertext()


@pytest.mark.parametrize("where", ["/moderation/doublons", "/moderation/fiches/{0}", "/moderation/fiches/{1}"])
def test_undoing_through_the_page_gives_everything_back(
    desk: Flask, nadia: Browser, pair: tuple[UUID, UUID], where: str
):
    with desk.app_context():
        before = everything()
    sent = form_of(nadia.client.page(address(pair)), address(pair), **{"choix-phones": "2", "choix-eligibility": "2"})
    nadia.post(address(pair), sent)
    with desk.app_context():
        assert everything() != before
    page = nadia.client.page(where.format(*pair))
    (undo,) = (form.get("action") or "" for form in page.all("form") if "/defaire" in (form.get("action") or ""))
    assert nadia.post(undo, {"motif": "Deux lieux."}).location == "/moderation/doublons?fait=separe"
    with desk.app_context():
        assert everything() == before
    assert nadia.post(undo).status_code == 404, "a second click does no harm"
    assert desk.test_client().get(f"/services/{listing(desk, TWIN)[1]}").status_code == 200


def test_two_different_services_are_not_offered_again(desk: Flask, nadia: Browser, pair: tuple[UUID, UUID]):
    assert nadia.post(f"{address(pair)}/differentes").location == "/moderation/doublons?fait=differentes"
    page = nadia.client.page("/moderation/doublons?fait=differentes")
    assert TWIN not in page.visible and "ne seront plus proposées ensemble" in page.visible
    assert nadia.get(address(pair)).status_code == 200, "an agent may change their mind"


def test_a_listing_that_changed_meanwhile_is_shown_again_with_the_choices(
    desk: Flask, nadia: Browser, pair: tuple[UUID, UUID]
):
    sent = form_of(nadia.client.page(address(pair)), address(pair), **{"choix-phones": "2"})
    with desk.app_context(), unit_of_work():
        service = session().scalars(select(Service).where(Service.uuid == pair[1])).one()
        change_service(service, replace(facts_of(service), eligibility="Sur dossier."), by=SYSTEM)
    answer = nadia.post(address(pair), sent)
    assert answer.status_code == 409 and "Sur dossier." in answer.text
    again = form_of(Page(answer.text), address(pair))
    assert again["choix-phones"] == "2" and live(desk, pair[1], "status") == Status.PUBLISHED
    assert nadia.post(address(pair), again).status_code == 303
    assert nadia.post(address(pair), again).status_code == 409, "merged already: a second click does no harm"
    assert nadia.get(address(pair)).status_code == 409


def test_an_agent_of_elsewhere_neither_sees_nor_merges(
    desk: Flask, nadia: Browser, come_in: Callable[..., Browser], pair: tuple[UUID, UUID]
):
    form = form_of(nadia.client.page(address(pair)), address(pair))
    for who in ("sonia@mairie.exemple.fr", "tarek@agglo.exemple.fr"):
        other = come_in(who)
        assert TWIN not in other.client.page("/moderation/doublons").visible
        assert other.get(address(pair)).status_code == 403
        assert other.post(address(pair), form).status_code == 403
        assert other.post(f"{address(pair)}/differentes").status_code == 403
    nadia.post(address(pair), form)
    page = nadia.client.page("/moderation/doublons")
    (undo,) = (form.get("action") or "" for form in page.all("form") if "/defaire" in (form.get("action") or ""))
    assert come_in("sonia@mairie.exemple.fr").post(undo).status_code == 403
    assert "mène à" not in come_in("sonia@mairie.exemple.fr").client.page("/moderation/doublons").visible
    assert live(desk, pair[1], "status") == Status.ARCHIVED


def test_a_listing_is_not_its_own_twin(nadia: Browser, pair: tuple[UUID, UUID]):
    assert nadia.get(address((pair[0], pair[0]))).status_code == 404
