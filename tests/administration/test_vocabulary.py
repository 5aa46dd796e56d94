"""Words: what is added, changed or removed is understood at once, in every worker; what cannot stand is said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from app.accounts.rules import Role, WantedRole
from app.foundation import clock
from app.foundation.unit_of_work import unit_of_work
from app.needs.operations import Batch, add
from tests.administration.support import add_word, change, form_of
from tests.conftest import WEDNESDAY_IN_TERM
from tests.support import instance
from tests.support.page import plain
from tests.support.people import Browser, add_person

NEW = "/administration/vocabulaire/ajouter"


def types_of(app: Flask, text: str) -> list[str]:
    """What the public search understands."""
    answer = app.test_client().get("/api/recherche", query_string={"q": text}).get_json()
    return list(answer["understood"].get("types", []))


def test_the_search_changes_when_a_word_is_added_changed_and_removed(paul: Browser):
    assert types_of(paul.app, "zébulon") == []
    address = add_word(paul, "Zébulon", "ludotheque")
    assert types_of(paul.app, "zebulon") == ["ludotheque"]
    assert "Ludothèque" in paul.client.page("/administration/vocabulaire?essai=zebulons").visible
    assert change(paul, address, type_slug="pmi").status_code == 303
    assert types_of(paul.app, "zebulon") == ["pmi"]
    paul.post(f"{address}/retirer", form_of(paul.client.page(address), f"{address}/retirer"))
    assert types_of(paul.app, "zebulon") == []


def test_every_worker_knows_it(paul: Browser, tmp_path: Path):
    other = instance.open_app(tmp_path / "instance")
    assert types_of(other, "zébulon") == []
    add_word(paul, "zébulon", "ludotheque")
    assert types_of(other, "zébulon") == ["ludotheque"]
    instance.close(other)


def test_a_sensitive_word_shows_the_numbers_first(paul: Browser):
    refused = change(paul, NEW, term="zébulon", type_slug="ludotheque", kind="sensible")
    assert refused.status_code == 400
    assert "Choisissez les numéros d’urgence à montrer." in refused.get_data(as_text=True)
    add_word(paul, "zébulon", "ludotheque", kind="sensible", note="violences")
    page = Browser(paul.app).client.page("/recherche?q=zebulon")
    assert "3919" in page.visible
    assert "numéros d’urgence viennent d’abord" in paul.client.page("/administration/vocabulaire?essai=zebulon").visible


def test_an_ambiguous_word_asks_its_question(paul: Browser):
    assert change(paul, NEW, term="zébulon", type_slug="ludotheque", kind="ambigu").status_code == 400
    add_word(paul, "zébulon", "ludotheque", kind="ambigu", note="garderie")
    assert "Quel âge a votre enfant" in Browser(paul.app).client.page("/recherche?q=zebulon").visible


NOT_WORDS = [
    ({"term": ""}, "Cette réponse est nécessaire."),
    ({"term": "  \u200b "}, "Cette réponse est nécessaire."),
    ({"term": "?!…"}, "Écrivez un à 8 mots"),
    ({"term": "un deux trois quatre cinq six sept huit neuf"}, "Écrivez un à 8 mots"),
    ({"term": "x" * 121}, "120 signes au plus"),
    ({"type_slug": ""}, "Cette réponse est nécessaire."),
    ({"type_slug": "rien-de-tel"}, "Choisissez dans la liste."),
    ({"kind": "autre"}, "Choisissez dans la liste."),
    ({"language": "xx"}, "Choisissez dans la liste."),
    ({"note": "x" * 5000}, "Choisissez dans la liste."),
    ({"pourquoi": "x" * 301}, "300 signes au plus"),
]


def test_what_cannot_be_a_word(paul: Browser):
    for typed, said in NOT_WORDS:
        answer = change(paul, NEW, **{"term": "zébulon", "type_slug": "ludotheque", "pourquoi": "Pour voir.", **typed})
        page = answer.get_data(as_text=True)
        assert answer.status_code == 400, typed
        assert said in page and "<title>Erreur" in page, typed
        assert "Pour voir." in page or "pourquoi" in typed, "what was typed is kept"
    assert types_of(paul.app, "zébulon") == []


def test_a_word_stands_once_for_a_type(paul: Browser):
    for term in ("crèche", "CRECHE", "  Creche "):
        answer = change(paul, NEW, term=term, type_slug="micro-creche")
        assert answer.status_code == 400
        assert "Ce mot mène déjà à ce type." in answer.get_data(as_text=True)


def test_hostile_words_are_shown_as_text(paul: Browser):
    add_word(paul, "<script>alert(1)</script> zébulon", "ludotheque")
    for address in ("/administration/vocabulaire?q=script", "/administration/historique", "/administration"):
        assert "<script>" not in paul.get(address).get_data(as_text=True)


def test_extra_fields_are_ignored(paul: Browser):
    address = add_word(paul, "zébulon", "ludotheque")
    assert change(paul, address, uuid="x", position="0", id="1").status_code == 303
    assert "Rien n’a changé." in paul.client.page(f"{address}?fait=pareil").visible


def test_words_sought_in_vain_lead_to_adding_them(paul: Browser):
    with clock.freeze(WEDNESDAY_IN_TERM), paul.app.app_context():
        counts = Counter({("mot-inconnu", "zébulon"): 9})
        with unit_of_work():
            add(Batch(WEDNESDAY_IN_TERM.date(), asked=counts, in_vain=counts))
        page = paul.client.page("/administration/vocabulaire")
        link = next(one.get("href") for one in page.all("a") if "mot=z" in (one.get("href") or ""))
        assert paul.client.page(link or "").one("input", id="term").get("value") == "zébulon"
        assert "1 mot que la recherche ne connaît pas" in paul.client.page("/administration").visible
        add_word(paul, "Zebulon", "ludotheque")
        assert "que la recherche ne connaît pas" not in paul.client.page("/administration").visible


def test_an_agent_who_administers_adds_the_word_from_the_agents_page(desk: Flask, come_in: Callable[..., Browser]):
    add_person(desk, "lea@agglo.exemple.fr", WantedRole(Role.AGENT), WantedRole(Role.ADMIN), name="Léa")
    counts = Counter({("mot-inconnu", "zébulon"): 9})
    with clock.freeze(WEDNESDAY_IN_TERM):
        with desk.app_context(), unit_of_work():
            add(Batch(WEDNESDAY_IN_TERM.date(), asked=counts, in_vain=counts))
        for email, status in (("lea@agglo.exemple.fr", True), ("nadia@exemple.fr", False)):
            page = come_in(email).client.page("/moderation/recherches-vaines")
            assert any("mot=z" in (one.get("href") or "") for one in page.all("a")) is status


def test_two_spellings_in_the_files_can_each_be_changed_removed_and_come_back(paul: Browser):
    page = paul.client.page("/administration/vocabulaire?q=creche")
    address = next(one.get("href") for one in page.all("a") if re.match("crèche", plain("".join(one.itertext()))))
    assert address is not None
    assert change(paul, address, kind="ambigu", note="garderie").status_code == 303
    paul.post(f"{address}/retirer", form_of(paul.client.page(address), f"{address}/retirer"))
    assert paul.get(address).status_code == 404
    past = paul.client.page("/administration/historique")
    undo = next(form.get("action") for form in past.all("form") if "annuler" in (form.get("action") or ""))
    assert paul.post(undo or "").status_code == 303
    assert paul.get(address).status_code == 200
