"""Every page of administration opens, for administrators alone, and its links lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.administration.support import add_word, change, form_of
from tests.support.people import Browser

PAGES = (
    "/administration", "/administration/vocabulaire", "/administration/vocabulaire?q=creche",
    "/administration/vocabulaire?essai=creche+montauban+mercredi+2+ans", "/administration/vocabulaire/ajouter?mot=nounou",
    "/administration/vocabulaire?essai=violences", "/administration/vocabulaire?essai=garderie",
    "/administration/types", "/administration/types/creche-collective", "/administration/types/assistant-maternel",
    "/administration/themes", "/administration/themes/enfance", "/administration/textes",
    "/administration/textes/aide", "/administration/textes/editeur", "/administration/textes/convention",
    "/administration/textes/site", "/administration/situations", "/administration/situations/j-attends-un-enfant",
    "/administration/communes", "/administration/communes/82121", "/administration/calendriers",
    "/administration/vacances/ajouter", "/administration/jours/ajouter", "/administration/historique",
    "/administration/historique?quoi=types&page=2", "/administration/publics", "/administration/publics/ado",
    "/administration/urgences/territoire", "/administration/urgences/territoire/ajouter",
    "/administration/questions/territoire", "/administration/etapes/j-attends-un-enfant",
    "/administration/besoins/ado", "/administration/publication/toutes", "/administration/types/ajouter",
    "/administration/communes/ajouter", "/administration/themes/ajouter", "/administration/situations/ajouter",
)  # fmt: skip


def test_every_page_opens(paul: Browser):
    for address in PAGES:
        assert paul.client.page(address).h1, address


def test_every_link_of_the_desk_leads_somewhere(paul: Browser):
    waiting, seen = ["/administration"], set()
    while waiting:
        here = waiting.pop()
        page = paul.client.page(here)
        for link in page.all("a"):
            address = (link.get("href") or "").split("#")[0]
            if address.startswith("/administration") and address not in seen:
                seen.add(address)
                waiting.append(address)
    assert len(seen) > 100


@pytest.mark.parametrize("email", ["nadia@exemple.fr", "karim@exemple.fr", "claire@exemple.fr"])
def test_nobody_else_may(come_in: Callable[..., Browser], email: str):
    somebody = come_in(email)
    for address in PAGES:
        assert somebody.get(address).status_code == 403
    for address in ("types/creche-collective", "vocabulaire/ajouter", "historique/1/annuler"):
        assert somebody.post(f"/administration/{address}").status_code == 403


def test_nobody_is_asked_to_sign_in(desk):
    assert (Browser(desk).get("/administration").location or "").startswith("/connexion?suite=")


def test_what_does_not_exist(paul: Browser):
    for address in ("types/rien", "vocabulaire/rien", "textes/rien", "jours/rien", "jours/2026-02-30", "textes/ajouter",
                    "communes/99999", "vacances/rien", "situations/rien", "themes/rien", "rien/rien",
                    "urgences/rien/ajouter", "etapes/rien/ajouter",
                    "publication/rien", "publics/rien"):  # fmt: skip
        assert paul.get(f"/administration/{address}").status_code == 404, address
        assert paul.post(f"/administration/{address}", {"label": "x"}).status_code == 404, address
        assert paul.post(f"/administration/{address}/retirer").status_code == 404, address


def test_the_home_page_says_what_waits(paul: Browser):
    assert re.search(r"\d+ mentions légales à compléter", paul.client.page("/administration").visible)
    fields = form_of(paul.client.page("/administration/textes/editeur"))
    full = {name.replace(".", "__"): value or "12 rue des Lilas" for name, value in fields.items() if "facts" in name}
    full |= {name: "contact@exemple.fr" for name in full if name.endswith(("email", "accessibility_contact"))}
    full |= {name: "05 63 00 00 00" for name in full if name.endswith("phone")}
    assert change(paul, "/administration/textes/editeur", **full).status_code == 303
    assert "mentions légales à compléter" not in paul.client.page("/administration").visible
    assert "à compléter par l’exploitant" not in Browser(paul.app).client.page("/mentions-legales").visible


def test_the_account_leads_to_the_desk(paul: Browser):
    assert "Administrer l’annuaire" in paul.client.page("/compte").visible


def test_a_removed_word_is_read_in_the_history(paul: Browser):
    address = add_word(paul, "zébulon", "ludotheque")
    fields = form_of(paul.client.page(address), f"{address}/retirer")
    assert paul.post(f"{address}/retirer", fields).status_code == 303
    said = paul.client.page("/administration/historique").visible
    assert said.count("zébulon") >= 2
    assert paul.get(address).status_code == 404
