"""The structures’ desk in a real browser: accessible, valid, and a week changed with one thumb."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pytest
from flask import Response
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from app.contribution.sections import SECTIONS
from app.foundation import clock
from tests.browser.conftest import Site
from tests.browser.test_valid_html import test_html_validate_finds_nothing, test_the_w3c_validator_finds_nothing
from tests.conftest import WEDNESDAY_IN_TERM
from tests.support import instance
from tests.support.axe import axe_faults, let_axe_in
from tests.support.chromium import overflow
from tests.support.live import served

__all__ = ["test_html_validate_finds_nothing", "test_the_w3c_validator_finds_nothing"]
pytestmark = pytest.mark.xdist_group("structures")
PLATANES = uuid5(NAMESPACE_URL, "trait-d-union:service:demo-accueil-de-loisirs-les-platanes")
FICHE = f"/espace/fiches/{PLATANES}"
RIBAMBELLE = uuid5(NAMESPACE_URL, "trait-d-union:organization:demo-ribambelle")
ENDS = (
    "",
    "/apercu",
    "/historique",
    "/a-jour",
    "/fermer",
    "/relire",
    "/annonces",
    *(f"/modifier/{slug}" for slug in SECTIONS),
)
OTHERS = ("/espace", "/espace/nouvelle", "/espace/nouvelle/structure", f"/espace/structures/{RIBAMBELLE}")
ADDRESSES = (*OTHERS, *(f"{FICHE}{end}" for end in ENDS))
#: Taps and typed times, from “Mes fiches” to the confirmation (issue 4).
MOST_INTERACTIONS = 12


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of these tests’ own: this room writes."""
    folder = instance.copy_of("seeded", tmp_path_factory.mktemp("structures"))
    with clock.freeze(WEDNESDAY_IN_TERM), served(lambda base: instance.open_app(folder, base_url=base)) as (base, app):
        yield Site(base, app)


def enter(page: Page, site: Site) -> None:
    """Come in as Karim."""
    page.goto(f"{site.base}/connexion?suite=/espace")
    page.get_by_role("button", name="Entrer comme Karim").click()
    page.wait_for_url("**/espace")


@pytest.fixture(scope="module")
def karim(browser: Browser, own_site: Site) -> Iterator[Page]:
    """Karim, with a draft begun."""
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    page = let_axe_in(context.new_page())
    enter(page, own_site)
    page.goto(f"{own_site.base}{FICHE}/modifier/public")
    page.get_by_role("textbox", name="Conditions").fill("Les enfants du Grand Montauban.")
    page.get_by_role("button", name="Relire avant d’envoyer").click()
    yield page
    context.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing(own_site: Site, karim: Page, address: str):
    karim.set_viewport_size({"width": 320, "height": 640})
    karim.goto(own_site.base + address)
    assert overflow(karim) == []
    found = axe_faults(karim)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("scripts", [False, True], ids=["without-scripts", "with-scripts"])
def test_a_whole_week_with_one_thumb(browser: Browser, tmp_path: Path, scripts: bool):
    """Monday typed, copied on the four other days, read again, sent."""
    folder = instance.copy_of("seeded", tmp_path / "instance")
    with clock.freeze(WEDNESDAY_IN_TERM), served(lambda base: instance.open_app(folder, base_url=base)) as (base, app):
        context = browser.new_context(
            viewport={"width": 360, "height": 740}, locale="fr-FR", java_script_enabled=scripts, has_touch=True
        )
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        enter(page, Site(base, app))
        steps = [
            lambda: page.get_by_role("link", name="Accueil de loisirs Les Platanes").tap(),
            lambda: page.get_by_role("link", name="Horaires").tap(),
            lambda: page.get_by_label("Lundi, ouvre à").first.fill("07:45"),
            lambda: page.get_by_label("Lundi, ferme à").first.fill("08:40"),
            lambda: page.get_by_label("Lundi, ouvre à").last.fill("16:15"),
            lambda: page.get_by_label("Lundi, ferme à").last.fill("18:45"),
            lambda: page.get_by_role("button", name="Copier sur les jours cochés").tap(),
            lambda: page.get_by_role("button", name="Relire avant d’envoyer").tap(),
            lambda: page.get_by_role("button", name="Envoyer ces").tap(),
        ]
        for step in steps:
            step()
            page.wait_for_load_state()
        assert len(steps) <= MOST_INTERACTIONS
        assert "Et après" in page.locator("main").inner_text()
        assert "Vendredi" in page.locator("main").inner_text() or "vendredi" in page.locator("main").inner_text()
        assert said == []
        context.close()
        instance.close(app)


@pytest.fixture(scope="module")
def saved(own_site: Site, karim: Page, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every page of the room as a file, as Karim’s browser receives it."""
    folder = tmp_path_factory.mktemp("desk-pages")
    client = FlaskClient(own_site.app, Response)
    for cookie in karim.context.cookies():
        client.set_cookie(cookie["name"], cookie["value"], domain="127.0.0.1")
    for rank, address in enumerate(ADDRESSES):
        answer = client.get(address, base_url=own_site.base)
        assert answer.status_code == 200, f"{address}: {answer.status}"
        (folder / f"{rank}-{address.rpartition('/')[2]}.html").write_bytes(answer.data)
    return folder
