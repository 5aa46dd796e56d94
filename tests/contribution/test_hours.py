"""Karim changes the hours of Les Platanes: signs in, opens the listing, types, reads again, sends."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from tests.contribution.support import fields_of, live, page_of, proposals, save, send
from tests.support.page import Page
from tests.support.people import Browser


def test_the_way_through(cast: Flask, karim: Browser, platanes: UUID):
    home = page_of(karim.get("/espace"))
    assert home.h1 == "Mes fiches"
    listing = page_of(karim.get(home.link("Accueil de loisirs Les Platanes")))
    hours = listing.link("Horaires")
    answer = save(karim, f"{hours}?periode=scolaire", mer__0__a="19:00")
    assert answer.status_code == 303, answer.get_data(as_text=True)
    before = live(cast, platanes)
    review = page_of(karim.get(answer.location))
    assert "7 h 30 – 18 h 30" in review.visible.replace("\u00a0", " ").replace("\u202f", " ")
    assert "7 h 30 – 19 h" in review.visible.replace("\u00a0", " ").replace("\u202f", " ")
    sent = send(karim, answer.location)
    assert sent.status_code == 303
    done = page_of(karim.get(sent.location))
    assert "Et après" in done.visible
    assert live(cast, platanes) == before, "families read the approved truth until a decision"
    (proposal,) = proposals(cast)
    assert proposal.status == "submitted" and [row.field for row in proposal.fields] == ["hours"]
    wednesday = [
        slot for slot in proposal.fields[0].wanted["slots"] if slot["weekday"] == 2 and slot["period"] == "scolaire"
    ]
    assert wednesday == [{"period": "scolaire", "weekday": 2, "opens": 450, "closes": 1140}]


def week(browser: Browser, platanes: UUID, gesture: str, **typed: Any) -> Page:
    """The page of the week after one of its small buttons."""
    return page_of(
        save(browser, f"/espace/fiches/{platanes}/modifier/horaires?periode=scolaire", geste=gesture, **typed)
    )


def times(page: Page, day: str) -> list[tuple[str, str]]:
    sent = fields_of(page, "/modifier/horaires")
    pairs = [(sent.get(f"{day}-{rank}-de"), sent.get(f"{day}-{rank}-a")) for rank in range(4)]
    return [(opens, closes or "") for opens, closes in pairs if opens is not None]


def test_a_day_is_copied_on_others(karim: Browser, platanes: UUID):
    page = week(karim, platanes, "copier", lun__0__de="08:00", copied="lun", onto=["mar", "sam"])
    assert times(page, "mar") == times(page, "sam") == [("08:00", "08:30"), ("16:30", "18:30")]
    assert times(page, "jeu")[0] == ("07:30", "08:30")


def test_a_slot_more_and_a_closed_day(cast: Flask, karim: Browser, platanes: UUID):
    assert times(week(karim, platanes, "creneau:lun"), "lun")[-1] == ("", "")
    assert times(week(karim, platanes, "ferme:lun"), "lun") == [("", "")]
    assert proposals(cast) == [], "nothing is kept by a small button"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"mer-0-a": "06:30"}, "Mercredi : la fermeture est avant l’ouverture"),
        ({"mer-0-a": ""}, "Mercredi : écrivez les deux heures"),
        ({"mer-0-a": "bientôt"}, "Mercredi : écrivez les deux heures"),
        ({"lun-1-de": "08:00"}, "Lundi : deux créneaux se recouvrent"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_lost(karim: Browser, platanes: UUID, typed: dict[str, str], said: str):
    address = f"/espace/fiches/{platanes}/modifier/horaires?periode=scolaire"
    page = page_of(save(karim, address, **typed, hours_note="Gardé."), 400)
    assert page.title.startswith("Erreur")
    assert said in page.visible.replace("\u00a0", " ") and "Gardé." in page.text
    assert page.link(said.split(" :", maxsplit=1)[0]).startswith("#")


def test_other_periods_are_left_alone(cast: Flask, karim: Browser, platanes: UUID):
    answer = save(karim, f"/espace/fiches/{platanes}/modifier/horaires?periode=ete", all_closed="oui")
    send(karim, answer.location)
    (proposal,) = proposals(cast)
    kept = {slot["period"] for slot in proposal.fields[0].wanted["slots"]}
    assert kept == {"scolaire", "petites-vacances"}


def test_going_to_another_period_keeps_what_was_typed(karim: Browser, platanes: UUID):
    address = f"/espace/fiches/{platanes}/modifier/horaires?periode=scolaire"
    answer = save(karim, address, geste="periode:ete", mer__0__a="19:00")
    assert answer.status_code == 303 and "periode=ete" in answer.location
    assert times(page_of(karim.get(address)), "mer") == [("07:30", "19:00")]


def test_hours_that_change_all_the_time(cast: Flask, karim: Browser, platanes: UUID):
    send(karim, save(karim, f"/espace/fiches/{platanes}/modifier/horaires", not_fixed="oui").location)
    assert proposals(cast)[0].fields[0].wanted["hours_known"] is False


def test_holidays_close_in_two_taps(cast: Flask, karim: Browser, platanes: UUID):
    address = f"/espace/fiches/{platanes}/modifier/fermetures"
    before = len(live(cast, platanes).closures)
    assert "Noël" in page_of(karim.get(address)).visible
    answer = save(karim, address, geste="vacances:0")
    assert answer.location.endswith("/relire")
    send(karim, answer.location)
    (row,) = proposals(cast)[0].fields
    assert row.field == "closures" and len(row.wanted) == before + 1
