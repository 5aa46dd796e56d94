"""The agents' desk in a real browser: accessible, valid, counted button, one click, keyboard alone, without scripts."""

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

ADDRESSES = {
    "file": "/moderation",
    "fiches": "/moderation/fiches?q=platanes",
    "nouvelle": "/moderation/fiches/nouvelle",
    "qualite": "/moderation/qualite?manque=en-retard",
    "fraicheur": "/moderation/fraicheur",
    "appels": "/moderation/appels",
    "annonces": "/moderation/annonces",
    "recherches": "/moderation/recherches-vaines",
    "doublons": "/moderation/doublons",
    "structures": "/moderation/organismes",
    "nouvelle-structure": "/moderation/organismes/nouveau",
    "publication": "/moderation/publication",
    "vous": "/moderation/vous",
}
#: Reached by the first link of a page that says these words.
LINKED = {
    "proposition": ("/moderation", "propose 3 changements"),
    "signalement": ("/moderation", "signale une erreur"),
    "fiche": ("/moderation/fiches?q=platanes", "Accueil de loisirs Les Platanes"),
    "structure": ("/moderation/organismes?q=ribambelle", "La Ribambelle"),
    "comparaison": ("/moderation/doublons", "Dé perché"),
}
SECTIONS = ("horaires", "prix", "lieu")


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A demonstration where work waits."""
    folder = instance.copy_of("seeded", tmp_path_factory.mktemp("desk"))

    def opened(base: str) -> object:
        app = instance.open_app(folder, base_url=base)
        instance.command(app, "demonstration", "prepare")
        return app

    with served(opened) as (base, app):  # type: ignore[arg-type]
        yield Site(base, app)


def enter(browser: Browser, site: Site, **options: object) -> Page:
    """Nadia, in a browser of her own."""
    page = browser.new_context(locale="fr-FR", reduced_motion="reduce", **options).new_page()  # type: ignore[arg-type]
    page.goto(f"{site.base}/connexion")
    page.get_by_role("button", name="Entrer comme Nadia").click()
    page.wait_for_url("**/compte")
    return page


@pytest.fixture(scope="module")
def inspector(browser: Browser, own_site: Site) -> Iterator[Page]:
    page = let_axe_in(enter(browser, own_site))
    yield page
    page.context.close()


def open_one(page: Page, site: Site, name: str) -> None:
    """Go to the page of that name."""
    if name in ADDRESSES:
        page.goto(site.base + ADDRESSES[name])
        return
    start, words = LINKED["fiche" if name in SECTIONS else name]
    page.goto(site.base + start)
    page.locator("a", has_text=words).first.click()
    if name in SECTIONS:
        page.goto(f"{page.url}/modifier/{name}")


@pytest.mark.parametrize("name", [*ADDRESSES, *LINKED, *SECTIONS])
def test_pages_of_the_desk(own_site: Site, inspector: Page, name: str):
    inspector.set_viewport_size({"width": 320, "height": 640})
    open_one(inspector, own_site, name)
    for radio in inspector.locator('.choices input[value="corriger"]').all():
        radio.check()
    assert overflow(inspector) == []
    found = axe_faults(inspector)
    assert not found, "\n".join(found)


def test_validators_find_nothing(own_site: Site, inspector: Page, tmp_path: Path):
    if not (HTML_VALIDATE.exists() and VNU.exists()):
        not_run("html-validate ou vnu n’est pas installé (npm)", "make setup")
    for name in (*ADDRESSES, *LINKED, *SECTIONS):
        open_one(inspector, own_site, name)
        sent = inspector.context.request.get(inspector.url)
        (tmp_path / f"{name}.html").write_bytes(sent.body())
    node = str(node_folder() / "node")
    command = [node, str(HTML_VALIDATE), "--config", str(RULES), "--formatter", "json", f"{tmp_path}/*.html"]
    answer = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "CI": "1"}, check=False
    )
    faults = [
        f"{Path(page['filePath']).name}:{one['line']} {one['message']}"
        for page in json.loads(answer.stdout or "[]")
        for one in page["messages"]
    ]
    java = program("java")
    told = subprocess.run([java, "-jar", str(VNU), "--format", "json", "--stdout", "--asciiquotes", str(tmp_path)],
                          capture_output=True, text=True, check=False)  # fmt: skip
    faults += [f"{Path(one.get('url', '')).name} {one['message']}" for one in json.loads(told.stdout)["messages"]
               if one["type"] == "error" or one.get("subType") == "warning"]  # fmt: skip
    assert not faults, "\n".join(faults)


def test_the_button_counts_what_it_will_do(own_site: Site, browser: Browser):
    page = enter(browser, own_site)
    open_one(page, own_site, "proposition")
    button = page.locator(".decide button")
    assert button.inner_text() == "Publier 3 changements"
    page.get_by_role("group", name="Téléphones").get_by_label("Refuser").check()
    assert button.inner_text() == "Publier 2 changements, en refuser 1"
    assert page.get_by_role("group", name="Téléphones").get_by_label("Pourquoi").is_visible()
    assert not page.get_by_role("group", name="Résumé").get_by_label("Pourquoi").is_visible()
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_one_click_decides_and_the_next_one_opens(own_site: Site, browser: Browser, scripts: bool):
    page = enter(browser, own_site, java_script_enabled=scripts, viewport={"width": 360, "height": 740})
    page.goto(own_site.base + "/moderation")
    words = "signale une erreur" if scripts else "propose 1 changement"
    page.locator("a", has_text=words).first.click()
    here = page.url
    if scripts:
        page.get_by_label("Ce que vous répondez").fill("Les horaires sont justes.")
        page.get_by_role("button", name="La fiche est juste").click()
    else:
        assert page.locator(".decide button").inner_text() == "Publier 1 changement"
        page.get_by_role("button", name="Publier 1 changement").click()
    assert "C’est fait" in page.locator(".done").first.inner_text()
    assert page.url != here and "/moderation/propositions/" in page.url, "the next one opened by itself"
    page.context.close()


def test_without_scripts_the_button_never_lies(own_site: Site, browser: Browser):
    page = enter(browser, own_site, java_script_enabled=False)
    open_one(page, own_site, "proposition")
    page.get_by_role("group", name="Téléphones").get_by_label("Refuser").check()
    assert page.locator(".decide button").inner_text() == "Enregistrer ces décisions"
    page.context.close()


def test_the_keyboard_alone_refuses_with_a_reason(own_site: Site, browser: Browser):
    page = enter(browser, own_site)
    open_one(page, own_site, "proposition")
    page.locator("#decision-summary").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "modele-summary"
    page.keyboard.press("ArrowDown")
    page.locator(".decide button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**?fait=2-1")  # the tray, or the next one that waits
    assert "2 changements publiés, 1 refusé" in page.locator(".done").inner_text()
    page.context.close()
