"""Communes, types, themes and situations are added and removed on screen; never while others need them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.administration.subjects import BY_KIND
from app.foundation.db import session
from app.history.models import HistoryEntry
from app.territory.queries import forget, reference
from tests.administration.support import add_word, change, form_of, undo_last
from tests.support.page import plain
from tests.support.people import Browser

SQUARE = '{"type": "Polygon", "coordinates": [[[1.1, 44.1], [1.2, 44.1], [1.2, 44.2], [1.1, 44.1]]]}'
#: Room, what is typed, the key it gets, where families read it, what they read.
ADDED: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("types", {"label": "Bébé nageur", "plural": "Bébés nageurs", "definition": "Nager avec son bébé.",
               "theme_slug": "enfance", "listable": "oui", "sensitive": "non", "verify_every_months": "6"},
     "bebe-nageur", "/types/bebe-nageur", "Nager avec son bébé."),
    ("themes", {"label": "Mobilité", "short": "Vélo, bus", "definition": "Se déplacer.", "icon": "enfance"},
     "mobilite", "/themes/mobilite", "Se déplacer."),
    ("communes", {"name": "Trifouilly", "postcodes": "82999", "insee": "82999", "lat": "44,15", "lon": "1.15",
                  "centre_lat": "44.15", "centre_lon": "1.15", "outline": SQUARE, "ctg_signatory": "non"},
     "82999", "/communes/trifouilly", "Trifouilly"),
    ("situations", {"title": "Je déménage", "summary": "Tout refaire ailleurs.", "icon": "theme", "sensitive": "non"},
     "je-demenage", "/situations/je-demenage", "Tout refaire ailleurs."),
    ("publics", {"label": "Ajouter"}, "ajouter-2", "/trouver", "Ajouter"),
    ("publics", {"label": "Je suis grand-parent", "hint": "Garde, sorties"},
     "je-suis-grand-parent", "/trouver", "Je suis grand-parent"),
]  # fmt: skip


def remove(browser: Browser, address: str) -> tuple[int, str]:
    """Take away; the status and the sentence of the answer."""
    form = form_of(browser.client.page(address), f"{address}/retirer")
    answer = browser.post(f"{address}/retirer", form)
    return answer.status_code, plain(answer.get_data(as_text=True))


def test_what_is_added_is_read_removed_and_comes_back(paul: Browser):
    family = Browser(paul.app)
    for room, typed, key, page, said in ADDED:
        address = f"/administration/{room}/{key}"
        answer = change(paul, f"/administration/{room}/ajouter", **typed)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        assert (answer.location or "").split("?")[0] == address
        assert said in family.client.page(page).visible, room
        before = whole(paul, room, key)
        assert remove(paul, address)[0] == 303, room
        assert paul.get(address).status_code == 404
        assert undo_last(paul) == 303, room
        assert whole(paul, room, key) == before, "it comes back whole"
        assert said in family.client.page(page).visible, room


def whole(browser: Browser, room: str, key: str) -> object:
    with browser.app.test_request_context():
        subject = next(one for one in BY_KIND.values() if one.room == room)
        row = subject.find(key)
        assert row is not None
        return subject.values(row, subject.kept(reference()))


#: What listings, words, links or people still need, and the sentence that says so.
NEEDED = [
    ("types/ludotheque", ["fiches y sont encore classées", "mots du vocabulaire y mènent", "Un lien des situations"]),
    ("themes/enfance", ["Des types y sont classés", "Une orientation de la convention"]),
    ("communes/82121", ["fiches y sont encore classées"]),
]


def test_what_others_need_stays(paul: Browser):
    for page, sentences in NEEDED:
        status, said = remove(paul, f"/administration/{page}")
        assert status == 409, page
        assert all(each in said for each in sentences), page
        assert paul.get(f"/administration/{page}").status_code == 200
    with paul.app.app_context():
        assert not session().scalars(select(HistoryEntry).where(HistoryEntry.verb == "remove")).all()


def test_adding_is_not_undone_while_a_word_leads_there(paul: Browser):
    room, typed, key, *_rest = ADDED[0]
    change(paul, f"/administration/{room}/ajouter", **typed)
    with paul.app.app_context():
        number = session().scalars(select(HistoryEntry.id).order_by(HistoryEntry.id.desc())).first()
    add_word(paul, "bébé dauphin", key)
    answer = paul.post(f"/administration/historique/{number}/annuler")
    assert answer.status_code == 409 and "vocabulaire y mène" in answer.get_data(as_text=True)
    with paul.app.app_context():
        forget()
        assert key in reference().types


IMPOSSIBLE = [
    ("communes", {"insee": "82121"}, "Cette commune est déjà dans la liste."),
    ("communes", {"insee": "82 99"}, "Un code de l’Insee a cinq signes"),
    ("communes", {"insee": "82999", "name": "Montauban"}, "Une commune porte déjà ce nom."),
    ("communes", {"lat": "quarante-quatre"}, "Écrivez un nombre de degrés"),
    ("communes", {"lat": "144"}, "Écrivez un nombre de degrés"),
    ("communes", {"outline": '{"type": "Polygon", "coordinates": [[["x", 44.1]]]}'}, "Collez le contour en GeoJSON"),
    ("communes", {"outline": "[" * 50_000}, "Collez le contour en GeoJSON"),
    ("communes", {"outline": '{"type": "Polygon", "coordinates": ["xyz"]}'}, "Collez le contour en GeoJSON"),
    ("types", {"theme_slug": "rien"}, "Choisissez dans la liste."),
    ("themes", {"icon": "rien"}, "Choisissez dans la liste."),
]


def test_what_cannot_be_added(paul: Browser):
    whole_form = {room: typed for room, typed, *_rest in ADDED}
    for room, typed, said in IMPOSSIBLE:
        answer = change(paul, f"/administration/{room}/ajouter", **{**whole_form[room], **typed})
        assert answer.status_code == 400, typed
        assert said in plain(answer.get_data(as_text=True)), typed


def test_what_all_structures_publish_at_once(paul: Browser):
    page = "/administration/publication/toutes"
    assert change(paul, page, horaires="oui", pourquoi="Décidé en comité.").status_code == 303
    history = paul.client.page("/administration/historique").visible
    assert "Horaires" in history and "Décidé en comité." in history
    assert form_of(paul.client.page(page))["horaires"] == "oui"
    assert undo_last(paul) == 303
    assert form_of(paul.client.page(page))["horaires"] == "non"
