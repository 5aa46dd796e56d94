"""What is private never leaves: not on a card, not among shown facts, not in the index, not by a position."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

import pytest

from app.catalogue.cards import to_json
from app.catalogue.facts import ContactFacts, PlaceFacts, Status
from app.catalogue.models import Service
from app.catalogue.operations import assure, change_service
from app.catalogue.queries import gone_service, organization_page, service_page, shown_cards
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.search.documents import document_of
from app.territory.queries import reference
from tests.catalogue.support import NADIA, UP, created, facts

PLACE = ("secret-garde", "99123", "47.0123", "2.9876", "bus 7", "digicode")
SECRETS = (*PLACE, "05 36 49 90 44", "nadia-seule", "a prevenir")


def shelter(**changes):
    place = PlaceFacts(
        UP,
        "1 impasse du secret-garde",
        "99123",
        lat=47.0123,
        lon=2.9876,
        precision="numero",
        address_is_private=True,
        transport="arrêt du bus 7",
        accessible=True,
        accessibility_note="digicode 12",
    )
    contacts = (
        ContactFacts("phone", "05 36 49 90 44", is_public=False),
        ContactFacts("person", "nadia-seule", is_public=False),
        ContactFacts("phone", "05 36 49 90 11"),
    )
    return facts(place=place, contacts=contacts, internal_note="a prevenir", **changes)


def leaks(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


@pytest.fixture
def key(small) -> int:
    return created(shelter())


def test_the_secrets_are_in_the_database(key: int):
    service = session().get_one(Service, key)
    assert service.location
    assert service.location.address == "1 impasse du secret-garde"


def test_nothing_private_is_on_the_card_that_is_stored(key: int):
    assert not leaks(json.dumps(session().get_one(Service, key).card, ensure_ascii=False))


def test_nothing_private_is_in_the_index(key: int):
    (card,) = shown_cards([key])
    document = document_of(card)
    assert not leaks(repr(asdict(document)))
    assert (document.lat, document.lon) == reference().communes[UP].centre


def test_nothing_private_is_on_the_page(key: int):
    page = service_page("garderie-des-tilleuls")
    assert page
    assert not leaks(repr((page.facts, page.card)))
    assert page.facts.place
    assert (page.facts.place.lat, page.facts.place.lon) == reference().communes[UP].centre
    assert not page.card.position_is_exact
    assert page.facts.place.accessible is True, "that says nothing of where it is"
    assert [contact.value for contact in page.facts.contacts] == ["05 36 49 90 11"]


def test_nothing_private_is_left_by_a_listing_that_closes(key: int):
    with unit_of_work():
        change_service(session().get_one(Service, key), shelter(status=Status.CLOSED), by=NADIA)
    assert not leaks(repr(gone_service("garderie-des-tilleuls")))


def test_a_place_that_becomes_private_leaves_the_card(small):
    service = created(facts(place=PlaceFacts(UP, "1 impasse du secret-garde", "99123", lat=47.0123, lon=2.9876)))
    assert leaks(json.dumps(session().get_one(Service, service).card))
    with unit_of_work():
        change_service(session().get_one(Service, service), shelter(), by=NADIA)
    assert not leaks(json.dumps(session().get_one(Service, service).card))


def test_two_private_places_of_one_commune_cannot_be_told_apart_by_their_position(small):
    one = created(shelter())
    other = created(facts(place=PlaceFacts(UP, "ailleurs", lat=47.04, lon=3.04, address_is_private=True)))
    cards = list(shown_cards([one, other]))
    assert len({(card.lat, card.lon, card.postcode, card.address) for card in cards}) == 1


def test_the_private_place_of_the_small_country_is_nowhere(small):
    for card in shown_cards():
        assert "Secret" not in json.dumps(to_json(card), ensure_ascii=False)
    assert organization_page("communaute-de-communes-de-l-exemple")


def test_the_demonstration_has_a_private_place_and_hides_it(app):
    with app.app_context():
        rows = session().query(Service).filter(Service.location.has(address_is_private=True)).all()
        assert rows
        for row in rows:
            (card,) = shown_cards([row.id])
            centre = reference().communes[card.commune or ""].centre
            assert (card.address, card.postcode, card.lat, card.lon) == ("", "", *centre)
            assert row.location
            assert not row.location.address or row.location.address not in repr(document_of(card))


def test_dates_of_confirmation_are_public(key: int):
    with unit_of_work():
        assure(session().get_one(Service, key), date(2026, 11, 1), by=NADIA, said_by="la structure")
    page = service_page("garderie-des-tilleuls")
    assert page
    assert (page.card.assured_on, page.card.assured_by) == (date(2026, 11, 1), "la structure")
