"""The verbs of the catalogue, on a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.catalogue.cards import from_json as card_from_json
from app.catalogue.facts import ContactFacts, PlaceFacts, Status
from app.catalogue.facts import from_json as facts_from_json
from app.catalogue.hours.model import HoursError, Period, Slot
from app.catalogue.mapping import UnknownOrganization, facts_of
from app.catalogue.models import CatalogueState, Organization, Revision, Service, SlugRedirect
from app.catalogue.operations import (
    StaleVersion,
    UnknownCommune,
    UnknownType,
    assure,
    change_service,
    create_service,
    refresh_cards,
    restore,
    save_organization,
    set_status,
)
from app.catalogue.queries import gone_service, redirected_slug, service_page, shown_ids
from app.catalogue.shelf import cards
from app.foundation import clock
from app.foundation.db import db, session
from app.foundation.unit_of_work import unit_of_work
from app.history.models import HistoryEntry
from tests.catalogue.support import NADIA, UP, created, facts

pytestmark = pytest.mark.usefixtures("small")


def test_a_listing_is_what_its_facts_say():
    said = facts(summary="On garde.", contacts=(ContactFacts("phone", "05 36 49 90 09"),), place=PlaceFacts(UP))
    service = get(created(said))
    assert facts_of(service) == said
    assert service.slug == "garderie-des-tilleuls"
    assert card(service).phone == "05 36 49 90 09"
    assert service.id in shown_ids()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"type": "inconnu"}, UnknownType),
        ({"place": PlaceFacts("31555")}, UnknownCommune),
        ({"communes_served": ("31555",)}, UnknownCommune),
        ({"organization": "00000000-0000-0000-0000-000000000000"}, UnknownOrganization),
        ({"slots": (Slot(Period.TERM, 0, 480, 720), Slot(Period.TERM, 0, 700, 800))}, HoursError),
    ],
)
def test_what_cannot_be_true_is_neither_created_nor_changed(changes: dict[str, Any], refusal: type[Exception]):
    good = created()
    before = counts()
    with pytest.raises(refusal), unit_of_work():
        create_service(facts(**changes), by=NADIA)
    with pytest.raises(refusal), unit_of_work():
        change_service(get(good), facts(**changes), by=NADIA)
    assert counts() == before
    assert facts_of(get(good)) == facts()


def test_a_change_says_its_fields_keeps_a_revision_and_moves_the_versions():
    key = created()
    version, state = get(key).version, session().scalar(select(CatalogueState.version))
    with unit_of_work():
        changed = change_service(get(key), facts(summary="Neuf", age_note="Petits"), by=NADIA, reason="appel")
    assert changed == ("summary", "age_note")
    assert get(key).version > version
    assert (session().scalar(select(CatalogueState.version)) or 0) > (state or 0)
    last = revisions(key)[-1]
    assert (last.number, last.made_by, last.reason) == (2, "Nadia", "appel")
    assert facts_from_json(last.snapshot) == facts_of(get(key))
    assert card(get(key)).summary == "Neuf"


def test_saying_the_same_again_changes_nothing():
    key = created()
    before = (get(key).version, get(key).changed_at, counts())
    with unit_of_work():
        assert change_service(get(key), facts(), by=NADIA) == ()
    assert (get(key).version, get(key).changed_at, counts()) == before


def test_the_version_moves_even_within_one_tick_of_the_clock():
    key = created()
    hidden = ContactFacts("phone", "05 36 49 90 09", is_public=False)  # in no column and on no card
    with clock.freeze(datetime(2026, 11, 18, 9, 0, tzinfo=UTC)):
        for said in (facts(summary="A"), facts(summary="A", contacts=(hidden,))):
            before = get(key).version
            with unit_of_work():
                change_service(get(key), said, by=NADIA)
            assert get(key).version > before


def test_an_author_who_saw_an_older_version_is_refused():
    key = created()
    seen = get(key).version
    with unit_of_work():
        change_service(get(key), facts(summary="Inès"), by=NADIA, expected=seen)
    with pytest.raises(StaleVersion) as refusal, unit_of_work():
        change_service(get(key), facts(summary="Karim"), by=NADIA, expected=seen)
    assert refusal.value.current == get(key).version
    assert facts_of(get(key)).summary == "Inès"


def test_two_sessions_cannot_both_write_what_they_read():
    key = created()
    with Session(db.engine, expire_on_commit=False) as ines, Session(db.engine, expire_on_commit=False) as karim:
        first, second = ines.get_one(Service, key), karim.get_one(Service, key)
        ines.commit()
        karim.commit()
        first.summary, second.summary = "Inès", "Karim"
        ines.commit()
        with pytest.raises(StaleDataError):
            karim.commit()
    assert get(key).summary == "Inès"


def test_a_renamed_listing_redirects_for_ever():
    key = created()
    for name in ("Garderie du Lac", "Garderie du Pont", "Garderie du Parc"):
        rename(key, name)
    for old in ("garderie-des-tilleuls", "garderie-du-lac", "garderie-du-pont"):
        assert redirected_slug(old) == "garderie-du-parc"
    assert redirected_slug("garderie-du-parc") is None
    assert service_page("garderie-du-parc")


def test_an_address_is_never_given_to_another_listing():
    first = created()
    rename(first, "Garderie du Lac")
    assert get(created(name="Garderie des Tilleuls")).slug == "garderie-des-tilleuls-2"
    assert get(created(name="Garderie du Lac")).slug == "garderie-du-lac-2"
    assert get(created(name="GARDERIE DU LAC !")).slug == "garderie-du-lac-3"
    assert redirected_slug("garderie-des-tilleuls") == "garderie-du-lac"


def test_a_listing_may_take_back_its_own_address():
    key = created()
    rename(key, "Garderie du Lac")
    rename(key, "Garderie des Tilleuls")
    assert get(key).slug == "garderie-des-tilleuls"
    assert redirected_slug("garderie-du-lac") == "garderie-des-tilleuls"
    assert session().get(SlugRedirect, ("garderie-des-tilleuls", "service")) is None


def test_a_spelling_that_reads_the_same_keeps_the_address():
    created()
    second = created()
    assert get(second).slug == "garderie-des-tilleuls-2"
    rename(second, "Garderie des tilleuls")
    assert get(second).slug == "garderie-des-tilleuls-2"


def test_names_that_give_no_address_or_a_very_long_one():
    assert get(created(name="!!!")).slug
    long = [get(created(name="très longue " * 16)).slug for _ in range(2)]
    assert len(set(long)) == 2
    assert all(len(slug) <= 160 for slug in long)


@pytest.mark.parametrize("status", list(Status))
def test_only_published_and_temporarily_closed_listings_are_shown(status: Status):
    key = created()
    with unit_of_work():
        set_status(get(key), status, by=NADIA, reason="essai")
    is_shown = status in (Status.PUBLISHED, Status.TEMPORARILY_CLOSED)
    assert (key in shown_ids()) is is_shown
    assert (service_page("garderie-des-tilleuls") is not None) is is_shown
    is_gone = status in (Status.CLOSED, Status.ARCHIVED)
    assert (gone_service("garderie-des-tilleuls") is not None) is is_gone
    assert card(get(key)).status == status.value


def test_an_assurance_is_dated_signed_and_due_again_after_the_delay_of_its_type():
    usual, slow = created(), created(type="guichet-exemple")
    with unit_of_work():
        for key in (usual, slow):
            assure(get(key), date(2026, 8, 31), by=NADIA, said_by="la directrice")
    assert (get(usual).assured_by, get(usual).next_due) == ("la directrice", date(2027, 2, 28))
    assert get(slow).next_due == date(2027, 8, 31)
    assert card(get(usual)).assured_on == date(2026, 8, 31)
    assert facts_of(get(usual)) == facts(), "confirming is not modifying"


def test_restoring_gives_back_that_revision_exactly_and_forgets_nothing():
    first = facts(summary="Avant", place=PlaceFacts(UP, "1 place Haute", lat=47.0, lon=3.0))
    key = created(first)
    with unit_of_work():
        change_service(get(key), facts(name="Autre", type="abri-exemple", status=Status.CLOSED), by=NADIA)
    with unit_of_work():
        assert restore(get(key), revisions(key)[0], by=NADIA, reason="erreur")
    assert facts_of(get(key)) == first
    assert get(key).slug == "garderie-des-tilleuls"
    assert [revision.number for revision in revisions(key)] == [1, 2, 3]
    assert facts_from_json(revisions(key)[2].snapshot) == first


def test_an_organization_that_changes_its_name_changes_the_cards_of_its_listings():
    organization = session().scalars(select(Organization)).one()
    concerned = [row.id for row in services() if row.organization_id == organization.id]
    assert concerned
    versions = {row.id: row.version for row in services()}
    with unit_of_work():
        save_organization(organization.uuid, {"name": "Nouveau nom"}, by=NADIA)
    assert {card(get(key)).organization for key in concerned} == {"Nouveau nom"}
    assert {row.id for row in services() if row.card_turn} == set(concerned)
    assert {row.id: row.version for row in services()} == versions, "the listings say the same: no open form is stale"
    assert last_entry().verb == "save"


def test_an_organization_saved_as_it_is_leaves_no_trace():
    organization = session().scalars(select(Organization)).one()
    before = counts()
    with unit_of_work():
        save_organization(organization.uuid, {"name": organization.name, "phone": organization.phone}, by=NADIA)
    assert counts() == before


def test_cards_of_another_shape_or_of_other_facts_are_made_again_and_the_others_left_alone():
    old, wrong, right = created(name="Un"), created(name="Deux"), created(name="Trois")
    versions = {row.id: row.version for row in services()}
    with db.engine.begin() as raw:
        raw.exec_driver_sql("UPDATE service SET card = '{\"shape\": 0}' WHERE id = ?", (old,))
        raw.exec_driver_sql("UPDATE service SET card = json_set(card, '$.name', 'Faux') WHERE id = ?", (wrong,))
    with unit_of_work():
        assert refresh_cards() == 2
    assert [card(get(key)).name for key in (old, wrong, right)] == ["Un", "Deux", "Trois"]
    assert {row.id: row.version for row in services()} == versions, "the listings say the same: no open form is stale"
    assert (get(old).card_turn, get(right).card_turn) == (1, 0)
    with unit_of_work():
        assert refresh_cards() == 0


def test_what_is_kept_in_memory_is_read_again_when_a_card_is_made_again():
    organization = session().scalars(select(Organization)).one()
    keys = [row.id for row in services()]
    assert "Encore un nom" not in {each.organization for each in cards(keys)}
    with unit_of_work():
        save_organization(organization.uuid, {"name": "Encore un nom"}, by=NADIA)
    assert "Encore un nom" in {each.organization for each in cards(keys)}


def get(key: int) -> Service:
    return session().get_one(Service, key)


def card(service: Service):
    return card_from_json(service.card)


def services() -> list[Service]:
    return list(session().scalars(select(Service).order_by(Service.id)))


def rename(key: int, name: str) -> None:
    with unit_of_work():
        change_service(get(key), replace(facts_of(get(key)), name=name), by=NADIA)


def revisions(key: int) -> list[Revision]:
    return list(session().scalars(select(Revision).where(Revision.service_id == key).order_by(Revision.number)))


def last_entry() -> HistoryEntry:
    return session().scalars(select(HistoryEntry).order_by(HistoryEntry.id.desc()).limit(1)).one()


def counts() -> tuple[int, ...]:
    return tuple(session().query(table).count() for table in (Service, Revision, HistoryEntry, SlugRedirect))
