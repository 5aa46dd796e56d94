"""The calendar: what administrators add is read by the hours at once; beyond what is known, nothing is guessed."""

from __future__ import annotations

from datetime import date

from flask import Flask

from app.foundation import clock
from app.territory.periods import Period
from app.territory.queries import calendar, forget
from tests.administration.support import change, form_of
from tests.conftest import WEDNESDAY_IN_TERM
from tests.support.people import Browser

HOLIDAYS, DAYS = "/administration/vacances/ajouter", "/administration/jours/ajouter"
TODAY = WEDNESDAY_IN_TERM.date()


def period(app: Flask, day: date) -> Period | None:
    with app.app_context():
        forget()
        return calendar().period(day)


def is_public(app: Flask, day: date) -> bool:
    with app.app_context():
        forget()
        return calendar().is_public_holiday(day)


def open_now(app: Flask) -> int:
    """How many places a family finds open."""
    answer = app.test_client().get("/api/recherche?ouvert=maintenant")
    return int(answer.get_json()["total"])


def test_a_bridge_of_one_day(paul: Browser):
    day = date(2026, 11, 20)
    assert period(paul.app, day) is Period.TERM
    answer = change(paul, HOLIDAYS, name="Pont d’ici", kind="petites-vacances", starts="2026-11-20", ends="2026-11-20")
    assert answer.status_code == 303
    assert period(paul.app, day) is Period.SHORT_HOLIDAYS
    address = (answer.location or "").split("?")[0]
    assert change(paul, address, ends="2026-11-21").status_code == 303
    assert period(paul.app, date(2026, 11, 21)) is Period.SHORT_HOLIDAYS
    paul.post(f"{address}/retirer", form_of(paul.client.page(address), f"{address}/retirer"))
    assert period(paul.app, day) is Period.TERM


NOT_HOLIDAYS = [
    ("2026-12-01", "2026-11-30", "Le dernier jour est avant le premier"),
    ("2026-11-10", "2027-03-30", "Le dernier jour est avant le premier"),
    ("2026-12-20", "2026-12-21", "Ces jours sont déjà dans : Vacances de Noël."),
    ("2030-12-20", "2030-12-30", "Le calendrier s’arrête au"),
    ("2026-02-30", "2026-03-01", "Écrivez une date"),
    ("demain", "2026-03-01", "Écrivez une date"),
    ("", "", "Cette réponse est nécessaire."),
]


def test_holidays_that_cannot_be(paul: Browser):
    for starts, ends, said in NOT_HOLIDAYS:
        answer = change(paul, HOLIDAYS, name="Vacances", kind="petites-vacances", starts=starts, ends=ends)
        assert answer.status_code == 400, starts
        assert said in answer.get_data(as_text=True).replace("\u00a0", " "), starts


def test_the_year_after_the_published_one_is_added(paul: Browser):
    assert period(paul.app, date(2028, 10, 25)) is None
    said = paul.client.page("/administration/calendriers").visible
    assert "31 août 2028" in said.replace("\u00a0", " ")
    answer = change(paul, HOLIDAYS, name="Vacances de la Toussaint", kind="petites-vacances", starts="2028-10-21",
                    ends="2028-11-05")  # fmt: skip
    assert answer.status_code == 303
    assert period(paul.app, date(2028, 10, 25)) is Period.SHORT_HOLIDAYS
    assert period(paul.app, date(2028, 9, 25)) is Period.TERM
    assert period(paul.app, date(2028, 11, 25)) is None, "nothing is guessed after the last known day"


def test_a_day_closed_here_closes_what_was_open_now(paul: Browser):
    with clock.freeze(WEDNESDAY_IN_TERM):
        assert open_now(paul.app) > 0
        answer = change(paul, DAYS, day=TODAY.isoformat(), name="Fête d’ici", closed="oui")
        assert answer.status_code == 303
        assert is_public(paul.app, TODAY)
        assert open_now(paul.app) == 0
        assert "Fête d’ici" in paul.client.page("/administration/calendriers").visible
        address = (answer.location or "").split("?")[0]
        paul.post(f"{address}/retirer", form_of(paul.client.page(address), f"{address}/retirer"))
        assert open_now(paul.app) > 0


def test_a_public_holiday_that_is_an_ordinary_day_here(paul: Browser):
    monday = date(2027, 5, 17)
    assert is_public(paul.app, monday)
    answer = change(paul, DAYS, day=monday.isoformat(), name="Lundi de Pentecôte travaillé", closed="non")
    assert answer.status_code == 303
    assert not is_public(paul.app, monday)


NOT_SPECIAL = [
    ("2027-05-17", "oui", "Ce jour est déjà férié : Lundi de Pentecôte."),
    ("2026-11-18", "non", "Ce jour n’est pas férié"),
    ("2026-11-18", "", "Cette réponse est nécessaire."),
    ("1026-11-18", "oui", "Écrivez une date"),
]


def test_days_that_correct_nothing(paul: Browser):
    for day, closed, said in NOT_SPECIAL:
        answer = change(paul, DAYS, day=day, name="Un jour", closed=closed)
        assert answer.status_code == 400, day
        assert said in answer.get_data(as_text=True).replace("\u00a0", " "), day


def test_the_same_day_twice(paul: Browser):
    for status in (303, 400):
        assert change(paul, DAYS, day="2026-11-18", name="Un jour", closed="oui").status_code == status


def test_removing_a_day_is_undone(paul: Browser):
    answer = change(paul, DAYS, day="2026-11-18", name="Fête d’ici", closed="oui")
    address = (answer.location or "").split("?")[0]
    paul.post(f"{address}/retirer", form_of(paul.client.page(address), f"{address}/retirer"))
    page = paul.client.page("/administration/historique")
    undo = next(form.get("action") for form in page.all("form") if "annuler" in (form.get("action") or ""))
    assert paul.post(undo or "").status_code == 303
    assert is_public(paul.app, TODAY)
