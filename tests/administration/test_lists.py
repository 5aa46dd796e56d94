"""Emergency numbers, questions, steps and needs: one line at a time, with history and undo."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from app.administration.fields import Field, Kind, Wrong
from app.administration.searches import ASKED, search
from app.directory.searching.form import SearchForm
from app.territory.queries import reference
from tests.administration.support import add_word, change, undo_last
from tests.support.page import Page, plain
from tests.support.people import Browser

NUMBERS = "/administration/urgences/territoire"
PAGE = "/recherche?q=violences"


def line(browser: Browser, page: str, name: str) -> str:
    """The address of the page of one line."""
    links = browser.client.page(page).all("a")
    return next(link.get("href") or "" for link in links if (link.text or "").startswith(name))


def act(browser: Browser, page: str, name: str, verb: str) -> TestResponse:
    """Press one of the buttons of a line."""
    return browser.post(f"{line(browser, page, name)}/{verb}")


def order(browser: Browser, *names: str) -> list[str]:
    """These names as the list of numbers has them."""
    return sorted(names, key=browser.client.page(NUMBERS).visible.index)


def seen(browser: Browser, address: str) -> str:
    text = plain(Browser(browser.app).client.page(address).visible)
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_an_emergency_number_is_added_changed_raised_and_removed(paul: Browser):
    assert "Allô ici" not in seen(paul, PAGE)
    typed = {"number": "0800 05 95 95", "label": "Allô ici", "when": "Jour et nuit.", "sms": "non",
             "topics": "violences"}  # fmt: skip
    assert change(paul, f"{NUMBERS}/ajouter", **typed).status_code == 303
    assert "Allô ici. Jour et nuit." in seen(paul, PAGE)
    address = line(paul, NUMBERS, "0 800 05 95 95")
    assert change(paul, address, when="Le soir.").status_code == 303
    assert "Allô ici. Le soir." in seen(paul, PAGE)
    assert paul.get(address).status_code == 404, "that line says something else now"
    assert order(paul, "Allô ici", "Urgences en Europe") == ["Urgences en Europe", "Allô ici"]
    assert act(paul, NUMBERS, "0 800 05 95 95", "monter").status_code == 303
    assert order(paul, "Allô ici", "Urgences en Europe") == ["Allô ici", "Urgences en Europe"]
    assert act(paul, NUMBERS, "0 800 05 95 95", "retirer").status_code == 303
    assert "Allô ici" not in seen(paul, PAGE)
    assert undo_last(paul) == 303
    assert "Allô ici. Le soir." in seen(paul, PAGE)
    assert "Allô ici" in paul.client.page("/administration/historique?quoi=urgences").visible


def test_a_subject_keeps_one_number_at_least(paul: Browser):
    answer = act(paul, NUMBERS, "115", "retirer")  # the only one of those who have no roof tonight, with 112
    assert answer.status_code == 303
    answer = act(paul, NUMBERS, "112", "retirer")
    assert answer.status_code == 409
    assert "mots sensibles de ces sujets\u00a0: rue" in plain(answer.get_data(as_text=True))


def test_a_line_that_somebody_changed_meanwhile_overwrites_nothing(paul: Browser, rose: Browser):
    address = line(paul, NUMBERS, "3919")
    assert change(rose, address, when="Dit par Rose.").status_code == 303
    mine = {"number": "3919", "label": "Violences", "when": "Dit par Paul.", "sms": "non", "topics": "violences"}
    answer = paul.post(address, mine)
    assert answer.status_code == 409
    page = Page(answer.get_data(as_text=True), address)
    assert "Quelqu’un a changé ou retiré cette ligne" in page.visible
    assert "Dit par Paul." in answer.get_data(as_text=True)
    assert "Dit par Rose." in seen(paul, PAGE) and "Dit par Paul." not in seen(paul, PAGE)
    assert paul.post(f"{address}/retirer").status_code == 404


def test_steps_and_needs_lead_to_searches(paul: Browser):
    steps, public = "/administration/etapes/j-attends-un-enfant", "/administration/besoins/ado"
    typed = {"title": "Respirez", "text": "Tout va bien.", "bring": "Un stylo",
             "links": "Trouver une PMI | https://exemple.fr/recherche?type=pmi&page=2#liste"}  # fmt: skip
    assert change(paul, f"{steps}/ajouter", **typed).status_code == 303
    text = seen(paul, "/situations/j-attends-un-enfant")
    assert "Respirez" in text and "Un stylo" in text
    assert act(paul, steps, "Respirez", "retirer").status_code == 303
    assert "Respirez" not in seen(paul, "/situations/j-attends-un-enfant")
    answer = change(paul, f"{steps}/ajouter", **{**typed, "links": "Rien | /recherche?type=licorne"})
    assert answer.status_code == 400 and "licorne" in answer.get_data(as_text=True)

    assert change(paul, f"{public}/ajouter", label="Faire du sport", search="/recherche?q=sport").status_code == 303
    assert "Faire du sport" in seen(paul, "/trouver?pour=ado")
    assert change(paul, f"{public}/ajouter", label="Faire du sport", search="/recherche?q=sport").status_code == 400


def test_a_question_that_a_word_asks_stays(paul: Browser):
    page = "/administration/questions/territoire"
    typed = {"text": "Pour quel âge ?", "answers": "Petit | type=pmi\nGrand | type=ludotheque"}
    assert change(paul, f"{page}/ajouter", **typed).status_code == 303
    add_word(paul, "zébulon", "ludotheque", kind="ambigu", note="pour-quel-age")
    assert "Pour quel âge ?" in seen(paul, "/recherche?q=zébulon")
    answer = act(paul, page, "Pour quel âge", "retirer")
    assert answer.status_code == 409 and "posent encore cette question" in answer.get_data(as_text=True)


SEARCH = Field("search", "Recherche", Kind.SEARCH)


def test_what_a_pasted_address_gives(app):
    with app.test_request_context():
        known = reference()
        for typed, kept in (
            ("type=pmi", "type=pmi"),
            ("/recherche?type=pmi&type=rpe&carte=1", "type=pmi&type=rpe"),
            ("https://exemple.fr/en/recherche?theme=enfance&gratuit=1#x", "theme=enfance&gratuit=1"),
            ("q=centre aéré", "q=centre+a%C3%A9r%C3%A9"),
        ):
            assert search(SEARCH, typed, known) == kept
        for typed in ("https://exemple.fr/", "javascript:alert(1)", "type=licorne", "commune=99999", "page=2", "q="):
            with pytest.raises(Wrong):
                search(SEARCH, typed, known)
    assert all(hasattr(SearchForm, name) for name in ASKED)
