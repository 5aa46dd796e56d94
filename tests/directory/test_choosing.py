"""Choosing among results: what is missing of the asked hours, near misses apart, what each card answers."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.catalogue.facts import AvailabilityFacts, PlaceFacts, Status
from app.catalogue.hours.model import Period
from tests.directory.support import BRESSOLS, MONTAUBAN, added, weekly
from tests.support.page import Page, text_of
from tests.support.strict_client import StrictClient

#: A type and a commune that hold nothing else, so that a page shows these listings alone.
HERE = "type=ludotheque&q=Essais"


@pytest.fixture(scope="module")
def day_care(module_app: Flask) -> None:
    """Five toy libraries whose hours differ by little."""
    place: dict[str, Any] = {"place": PlaceFacts(MONTAUBAN, "", "82000", 44.01, 1.35), "hours_known": True}
    added(module_app, name="Essais Juste", slots=weekly(450, 1110), **place)
    added(module_app, name="Essais Tôt", slots=weekly(450, 1080), **place)
    added(module_app, name="Essais Tard", slots=weekly(465, 1110), **place)
    added(module_app, name="Essais Pause", slots=weekly(450, 720) + weekly(765, 1110), **place)
    added(module_app, name="Essais Loin", slots=weekly(540, 1020), **place)
    added(module_app, name="Essais Muets", **{**place, "hours_known": False})
    added(
        module_app,
        name="Essais Mercredi",
        slots=weekly(450, 1110, [0, 1], Period.TERM) + weekly(450, 1080, [2], Period.TERM),
        **place,
    )


def words_of(page: Page) -> str:
    """What is read, every space an ordinary one."""
    return re.sub(r"\s+", " ", page.visible)


def names(page: Page, *, near: bool) -> list[str]:
    """The listings under the exact results, or under “À une heure près”."""
    sections = [each for each in page.all("section") if each.get("aria-labelledby") == "presque"]
    apart = [text_of(h3) for section in sections for h3 in section.iter("h3")]
    everything = [text_of(h3) for h3 in page.all("h3")]
    return apart if near else [name for name in everything if name not in apart]


def test_near_misses_stand_apart_with_what_is_missing(day_care: None, module_client: StrictClient):
    page = module_client.page(f"/recherche?{HERE}&jour=lun&jour=mer&de=07:30&a=18:30")
    assert names(page, near=False) == ["Essais Juste"]
    assert names(page, near=True) == ["Essais Tard", "Essais Mercredi", "Essais Tôt", "Essais Pause"]
    said = words_of(page)
    assert "Lundi et mercredi : ouvre 15 minutes trop tard (à 7 h 45)" in said
    assert "Mercredi : ferme 30 minutes trop tôt (à 18 h)" in said
    assert "fermé 45 minutes dans la journée" in said
    assert "Essais Loin" not in said and "Essais Muets" not in said


def test_without_asked_hours_nothing_is_missing(day_care: None, module_client: StrictClient):
    page = module_client.page(f"/recherche?{HERE}&jour=lun")
    assert names(page, near=True) == [] and "trop tôt" not in page.visible


def test_when_nothing_covers_the_near_ones_are_there(day_care: None, module_client: StrictClient):
    page = module_client.page(f"/recherche?{HERE}&jour=lun&de=07:00&a=18:30")
    assert page.h1 == "Aucun service trouvé"
    assert "Essais Juste" in names(page, near=True)


def test_they_wait_for_the_last_page(module_client: StrictClient, day_care: None):
    first = module_client.page("/recherche?de=09:00&a=17:00&inconnus=1")
    assert "Page suivante" in first.visible and names(first, near=True) == []


def test_a_listing_closed_for_a_time_is_not_nearly_right(module_app: Flask, module_client: StrictClient):
    place = PlaceFacts(BRESSOLS, "", "82710", 43.96, 1.33)
    added(module_app, name="Essais Arrêtés", status=Status.TEMPORARILY_CLOSED, place=place, slots=weekly(450, 1080),
          hours_known=True)  # fmt: skip
    page = module_client.page(f"/recherche?{HERE}&jour=lun&de=07:30&a=18:30")
    assert "Essais Arrêtés" not in names(page, near=True)


def test_the_card_answers_what_was_asked_in_three_states(module_app: Flask, module_client: StrictClient):
    places = (AvailabilityFacts(date(2026, 11, 12), "la crèche", label="Bébés", free=2, authorised=10),)
    said = PlaceFacts(BRESSOLS, "", "82710", 43.96, 1.33, accessible=True)
    added(module_app, name="Essais Disants", place=said, availability=places, inclusive=True, languages=("fr", "es"))
    added(module_app, name="Essais Refusants", inclusive=False, place=PlaceFacts(BRESSOLS, accessible=False))
    everything = "&accessible=1&handicap=1&places=1&langue=es"
    page = module_client.page(f"/recherche?type=ludotheque{everything}")
    assert names(page, near=False) == ["Essais Disants"]
    for words in (
        "Bébés : 2 places libres au 12 novembre 2026",
        "Bâtiment accessible en fauteuil",
        "Accueille une personne handicapée",
        "On y parle : français et espagnol",
    ):
        assert words in words_of(page), words
    more = module_client.page("/recherche?q=Essais+Muets&type=ludotheque&accessible=1&places=1&inconnus=1")
    assert "Non communiqué : places et accès en fauteuil" in words_of(more), "several unknowns, one sentence"
    one = module_client.page("/recherche?q=Essais+Muets&type=ludotheque&accessible=1&inconnus=1")
    assert "Bâtiment accessible en fauteuil : non communiqué" in words_of(one)
    assert "les voir aussi" not in words_of(one), "they are already there"
    plain = module_client.page("/recherche?q=Essais+Disants&type=ludotheque")
    assert "Bâtiment accessible" not in plain.visible
