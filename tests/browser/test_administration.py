"""Administration in a real browser: accessible, valid, and a word added with the keyboard is understood at once."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from scripts.common import ROOT
from scripts.node_packages import node_folder
from tests.browser.conftest import Site
from tests.browser.test_valid_html import HTML_VALIDATE, RULES, VNU
from tests.support import instance
from tests.support.axe import axe_faults, let_axe_in
from tests.support.chromium import overflow, program
from tests.support.closing import not_run
from tests.support.live import served

PAGES = {
    "accueil": "/administration",
    "vocabulaire": "/administration/vocabulaire?q=creche",
    "essai": "/administration/vocabulaire?essai=creche+montauban+mercredi+toupie",
    "mot": "/administration/vocabulaire/ajouter?mot=toupie",
    "types": "/administration/types",
    "type": "/administration/types/ludotheque",
    "convention": "/administration/textes/convention",
    "commune": "/administration/communes/82121",
    "situation": "/administration/situations/j-attends-un-enfant",
    "etapes": "/administration/etapes/j-attends-un-enfant",
    "numero": "/administration/urgences/territoire/ajouter",
    "commune-nouvelle": "/administration/communes/ajouter",
    "publication": "/administration/publication/toutes",
    "calendriers": "/administration/calendriers",
    "vacances": "/administration/vacances/ajouter",
    "jour": "/administration/jours/ajouter",
    "historique": "/administration/historique",
}


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = instance.copy_of("seeded", tmp_path_factory.mktemp("administration"))
    with served(lambda base: instance.open_app(folder, base_url=base)) as (base, app):
        yield Site(base, app)


@pytest.fixture(scope="module")
def paul(browser: Browser, own_site: Site) -> Iterator[Page]:
    page = let_axe_in(browser.new_context(locale="fr-FR", reduced_motion="reduce").new_page())
    page.goto(f"{own_site.base}/connexion")
    page.get_by_role("button", name="Entrer comme Paul").click()
    page.wait_for_url("**/compte")
    yield page
    page.context.close()


def test_a_word_added_by_keyboard_is_understood_at_once(own_site: Site, paul: Page):
    paul.goto(own_site.base + PAGES["mot"])
    paul.get_by_label("Type de service").focus()
    paul.keyboard.type("Ludot")
    paul.get_by_label("Pourquoi ce changement").focus()
    paul.keyboard.type("Dit par une famille")
    paul.keyboard.press("Enter")
    paul.wait_for_url("**?fait=ajoute")
    assert "C’est ajouté" in paul.locator(".done").inner_text()
    paul.goto(own_site.base + PAGES["essai"])
    assert "Ludothèque" in paul.locator(".meanings").inner_text()
    paul.goto(own_site.base + PAGES["historique"])
    paul.get_by_role("button", name="Annuler ce changement").first.click()
    assert "Le changement est annulé" in paul.locator(".done").inner_text()
    paul.goto(own_site.base + PAGES["essai"])
    assert "Ludothèque" not in paul.locator(".meanings").inner_text()


def test_accessible_at_every_width(own_site: Site, paul: Page):
    found = []
    for name, address in PAGES.items():
        paul.set_viewport_size({"width": 320, "height": 640})
        paul.goto(own_site.base + address)
        found += [f"{name}: {fault}" for fault in overflow(paul)]
        found += [f"{name}: {fault}" for fault in axe_faults(paul)]
    assert not found, "\n".join(found)


def test_validators_find_nothing(own_site: Site, paul: Page, tmp_path: Path):
    if not (HTML_VALIDATE.exists() and VNU.exists()):
        not_run("html-validate ou vnu n’est pas installé (npm)", "make setup")
    for name, address in PAGES.items():
        (tmp_path / f"{name}.html").write_bytes(paul.context.request.get(own_site.base + address).body())
    command = [str(node_folder() / "node"), str(HTML_VALIDATE), "--config", str(RULES), "--formatter", "json",
               f"{tmp_path}/*.html"]  # fmt: skip
    answer = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "CI": "1"}, check=False
    )
    faults = [
        f"{Path(page['filePath']).name}:{one['line']} {one['message']}"
        for page in json.loads(answer.stdout or "[]")
        for one in page["messages"]
    ]
    told = subprocess.run([program("java"), "-jar", str(VNU), "--format", "json", "--stdout", "--asciiquotes",
                           str(tmp_path)], capture_output=True, text=True, check=False)  # fmt: skip
    faults += [f"{Path(one.get('url', '')).name} {one['message']}" for one in json.loads(told.stdout)["messages"]
               if one["type"] == "error" or one.get("subType") == "warning"]  # fmt: skip
    assert not faults, "\n".join(faults)
