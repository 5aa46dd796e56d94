"""Types, themes, texts, communes, life situations: a change is seen at once, kept in the history, and undone."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from app.administration.subjects import BY_KIND
from app.catalogue.models import Service
from app.foundation.actors import SYSTEM
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.history.models import HistoryEntry
from app.history.operations import Change, first_broken, record
from app.territory.models import Commune
from app.territory.queries import reference
from tests.administration.support import change, form_of, send
from tests.support.people import Browser


def entries(app: Flask) -> list[HistoryEntry]:
    """The acts on the reference data."""
    with app.app_context():
        kinds = tuple(BY_KIND)
        found = session().scalars(select(HistoryEntry).where(HistoryEntry.subject_kind.in_(kinds)).order_by("id"))
        return list(found)


def seen(app: Flask, address: str) -> str:
    """What a family reads."""
    return Browser(app).client.page(address).visible


#: Address of the form, one field, what is typed, where families read it, what they read.
CHANGES = [
    ("types/ludotheque", "definition", "On y joue.", "/types/ludotheque", "On y joue."),
    ("types/ludotheque", "label", "Maison du jeu", "/types/ludotheque", "Maison du jeu"),
    ("themes/enfance", "definition", "De trois à onze ans.", "/themes/enfance", "De trois à onze ans."),
    ("communes/82121", "town_hall.phone", "05.63.11.22.33", "/communes/montauban", "05 63 11 22 33"),
    ("textes/aide", "facts.help_desk.phone", "0563445566", "/", "05 63 44 55 66"),
    ("textes/editeur", "facts.publisher.director", "Camille Exemple", "/mentions-legales", "Camille Exemple"),
    ("textes/editeur", "facts.publisher.email", "contact@exemple.fr", "/contact", "contact@exemple.fr"),
    ("textes/convention", "facts.ctg.stakes.1.text", "Un seul enjeu.", "/ctg", "Un seul enjeu."),
    ("textes/convention", "facts.ctg.orientations.0.text", "Des places.", "/ctg", "Des places."),
    ("textes/convention", "facts.ctg.purposes", "Une chose.\n\nUne autre.", "/ctg", "Une autre."),
    ("textes/site", "tagline", "tout pour les familles", "/", "tout pour les familles"),
    ("situations/j-attends-un-enfant", "summary", "Neuf mois.", "/situations", "Neuf mois."),
    ("publics/ado", "hint", "Sorties et écoute", "/trouver", "Sorties et écoute"),
]  # fmt: skip


def test_a_change_is_read_kept_and_undone(paul: Browser):
    for case in CHANGES:
        _is_read_kept_and_undone(paul, *case)


def _is_read_kept_and_undone(paul: Browser, page: str, path: str, typed: str, read_at: str, said: str) -> None:
    address = f"/administration/{page}"
    assert said not in seen(paul.app, read_at)
    answer = change(paul, address, **{path: typed, "pourquoi": "Demandé par la mairie."})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert said in seen(paul.app, read_at).replace("\u00a0", " ")
    entry = entries(paul.app)[-1]
    (one,) = entry.changes
    assert (entry.verb, one["field"], entry.reason) == ("change", path, "Demandé par la mairie.")
    assert entry.actor_id is not None
    history = paul.client.page("/administration/historique").visible
    assert "Paul a changé" in history and "Demandé par la mairie." in history

    assert paul.post(f"/administration/historique/{entry.id}/annuler").status_code == 303
    assert said not in seen(paul.app, read_at).replace("\u00a0", " ")
    undone = entries(paul.app)[-1]
    assert undone.changes == [{"field": path, "before": one["after"], "after": one["before"]}]
    assert paul.post(f"/administration/historique/{undone.id}/annuler").status_code == 303, "undoing is a change too"
    assert said in seen(paul.app, read_at).replace("\u00a0", " ")
    assert paul.post(f"/administration/historique/{entries(paul.app)[-1].id}/annuler").status_code == 303
    with paul.app.app_context():
        assert first_broken() is None


def test_usual_ages_and_themes_reach_the_listings_and_the_search(paul: Browser):
    def found(**asked: Any) -> int:
        answer = paul.app.test_client().get("/api/recherche", query_string={"type": "ludotheque", **asked})
        return int(answer.get_json()["total"])

    with paul.app.app_context():
        aged = select(Service).where(
            Service.type_slug == "ludotheque", Service.age_min_months.is_(None), Service.age_max_months.is_(None)
        )
        assert session().scalars(aged).first() is not None
    assert found(theme="logement") == 0
    before = found(age_mois=1199)
    answer = change(paul, "/administration/types/ludotheque", age_min_months="1100", age_max_months="1200",
                    secondary_themes=["logement"])  # fmt: skip
    assert answer.status_code == 303
    assert found(theme="logement") == found() > 0
    assert found(age_mois=1199) > before or found(age_mois=24) < found()


IMPOSSIBLE: list[tuple[str, dict[str, str], str]] = [
    ("types/ludotheque", {"label": ""}, "Cette réponse est nécessaire."),
    ("types/ludotheque", {"age_min_months": "40", "age_max_months": "20"}, "Le dernier âge est avant le premier."),
    ("types/ludotheque", {"age_min_months": "deux ans"}, "Écrivez un nombre entier entre 0 et 1200."),
    ("types/ludotheque", {"age_min_months": "-1"}, "Écrivez un nombre entier"),
    ("types/ludotheque", {"age_min_months": "٣"}, "Écrivez un nombre entier"),
    ("types/ludotheque", {"verify_every_months": "0"}, "Écrivez un nombre entier entre 1 et 60."),
    ("types/ludotheque", {"definition": "x" * 2001}, "2000 signes au plus"),
    ("types/ludotheque", {"theme_slug": "sport"}, "Choisissez dans la liste."),
    ("types/ludotheque", {"listable": "non"}, "de ce type : donnez-"),
    ("types/ludotheque", {"listable": "peut-être"}, "Choisissez oui ou non."),
    ("types/rpe", {"listable": "non"}, "donnez-"),
    ("communes/82121", {"postcodes": "82 000"}, "Un code postal a cinq chiffres."),
    ("communes/82121", {"postcodes": ""}, "Cette réponse est nécessaire."),
    ("communes/82121", {"town_hall__phone": "12"}, "Écrivez un numéro comme 05 63 00 00 00."),
    ("communes/82121", {"town_hall__website": "javascript:alert(1)"}, "Écrivez une adresse complète"),
    ("communes/82121", {"town_hall__email": "mairie@"}, "Écrivez une adresse comme nom@exemple.fr."),
    ("textes/convention", {"facts__ctg__purposes": "x\n" * 41}, "40 lignes au plus."),
]


def test_what_cannot_be_is_said_and_nothing_typed_is_lost(paul: Browser):
    for page, typed, said in IMPOSSIBLE:
        answer = change(paul, f"/administration/{page}", **typed, pourquoi="Une raison gardée.")
        text = answer.get_data(as_text=True)
        assert answer.status_code == 400, typed
        assert said in text.replace("\u00a0", " ").replace("\u202f", " ") and "Une raison gardée." in text, typed
        assert all(value[:20] in text or value in ("", "sport", "peut-être", "non") for value in typed.values()), typed
    assert not entries(paul.app)


def test_a_type_without_listings_rests_and_leads_elsewhere(paul: Browser):
    free = "ludotheque"
    with paul.app.app_context(), unit_of_work():
        session().execute(update(Service).where(Service.type_slug == free).values(type_slug="pmi"))
    address = f"/administration/types/{free}"
    refused = change(paul, address, listable="non", leads_to="")
    assert refused.status_code == 400 and "Choisissez le type qui répondra" in refused.get_data(as_text=True)
    assert change(paul, address, listable="non", leads_to=free).status_code == 400
    assert change(paul, address, listable="non", leads_to="rpe").status_code == 303
    with paul.app.app_context():
        assert not reference().types[free].listable and reference().types[free].leads_to == "rpe"


def test_two_administrators_do_not_overwrite_each_other(paul: Browser, rose: Browser):
    address = "/administration/types/ludotheque"
    mine = form_of(paul.client.page(address))
    assert change(rose, address, definition="La définition de Rose.", acronym="ROSE").status_code == 303
    answer = send(paul, address, mine, definition="La définition de Paul.", plural="Les maisons de Paul")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "La définition de Rose." in text and "La définition de Paul." in text and "Les maisons de Paul" in text
    with paul.app.app_context():
        assert reference().types["ludotheque"].definition == "La définition de Rose."

    again = form_of_text(paul, text, address)
    assert again["acronym"] == "ROSE", "what only the other changed is kept"
    assert send(paul, address, again).status_code == 303
    with paul.app.app_context():
        kind = reference().types["ludotheque"]
        assert (kind.definition, kind.plural, kind.acronym) == ("La définition de Paul.", "Les maisons de Paul", "ROSE")


def test_two_administrators_on_different_fields_both_are_kept(paul: Browser, rose: Browser):
    address = "/administration/communes/82121"
    mine = form_of(paul.client.page(address))
    assert change(rose, address, town_hall__phone="05 63 11 11 11").status_code == 303
    assert send(paul, address, mine, town_hall__email="mairie@exemple.fr").status_code == 303
    with paul.app.app_context():
        hall = reference().communes["82121"].town_hall
        assert (hall.phone, hall.email) == ("05 63 11 11 11", "mairie@exemple.fr")


def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(paul: Browser):
    for marks in ("", "n’importe quoi", "definition:000000000000", "x" * 30_000):
        answer = change(paul, "/administration/types/ludotheque", definition="Autre chose.", vu=marks)
        assert answer.status_code == 409 and "Autre chose." in answer.get_data(as_text=True)
    assert not entries(paul.app)


def test_an_act_that_moved_since_cannot_be_undone_first(paul: Browser):
    address = "/administration/themes/enfance"
    change(paul, address, short="Un.")
    change(paul, address, short="Deux.")
    first, second = entries(paul.app)
    answer = paul.post(f"/administration/historique/{first.id}/annuler")
    assert answer.status_code == 409 and "annulez d’abord le changement le plus récent" in answer.get_data(as_text=True)
    page = paul.client.page("/administration/historique")
    assert [form.get("action") for form in page.all("form") if "annuler" in (form.get("action") or "")] == [
        f"/administration/historique/{second.id}/annuler"
    ]
    for entry in (second, first):
        assert paul.post(f"/administration/historique/{entry.id}/annuler").status_code == 303
    assert paul.client.page(address).one("input", id="short").get("value") == "Périscolaire, mercredi, vacances"


def test_the_outline_of_a_commune_is_changed_and_undone(paul: Browser):
    address, square = "/administration/communes/82121", [[[[1.1, 44.1], [1.2, 44.1], [1.2, 44.2], [1.1, 44.1]]]]

    def outline() -> Any:
        with paul.app.app_context():
            return session().get_one(Commune, "82121").outline

    before = outline()
    assert before and change(paul, address, name="Montauban").status_code in (302, 303)
    assert entries(paul.app) == [] and outline() == before, "sent as it stands, nothing changes"
    assert change(paul, address, outline='{"type": "Polygon", "coordinates": [["x"]]}').status_code == 400
    assert change(paul, address, outline=json.dumps({"type": "MultiPolygon", "coordinates": square})).status_code == 303
    assert outline() == square
    (entry,) = entries(paul.app)
    assert paul.post(f"/administration/historique/{entry.id}/annuler").status_code == 303 and outline() == before


def test_an_act_on_lines_that_are_now_a_list_says_what_to_do(paul: Browser):
    """Acts kept before the steps of a situation were a list named each value of each step."""
    with paul.app.app_context(), unit_of_work():
        record(
            "change", ("guide", "j-attends-un-enfant"), by=SYSTEM, changes=[Change("steps.0.title", "Avant", "Après")]
        )
    (entry,) = entries(paul.app)
    assert "écrivez l’ancienne valeur sur la page d’aujourd’hui" in seen_by(paul, "/administration/historique")
    answer = paul.post(f"/administration/historique/{entry.id}/annuler")
    assert answer.status_code == 409 and "écrivez l’ancienne valeur" in answer.get_data(as_text=True)


def seen_by(browser: Browser, address: str) -> str:
    return browser.client.page(address).visible


def test_undoing_twice_does_no_harm(paul: Browser):
    change(paul, "/administration/themes/enfance", short="Un.")
    (entry,) = entries(paul.app)
    answers = [paul.post(f"/administration/historique/{entry.id}/annuler").status_code for _ in range(2)]
    assert answers == [303, 409]
    assert len(entries(paul.app)) == 2


def test_only_acts_of_this_desk_are_undone_here(paul: Browser):
    with paul.app.app_context():
        other = session().scalars(select(HistoryEntry).where(HistoryEntry.subject_kind == "service")).first()
        assert other is not None
        number = other.id
    assert paul.post(f"/administration/historique/{number}/annuler").status_code == 404
    assert paul.post("/administration/historique/999999/annuler").status_code == 404


def test_no_get_changes_anything(paul: Browser):
    change(paul, "/administration/themes/enfance", short="Un.")
    (entry,) = entries(paul.app)
    assert paul.get(f"/administration/historique/{entry.id}/annuler").status_code == 405
    assert paul.get("/administration/vocabulaire/x/retirer").status_code in (404, 405)


def form_of_text(browser: Browser, text: str, address: str) -> dict[str, Any]:
    """The form that an answer holds."""
    from tests.support.page import Page

    return form_of(Page(text, address))
