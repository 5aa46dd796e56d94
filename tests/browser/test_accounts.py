"""The pages of somebody signed in, in a real browser: accessible, and nothing sticks out."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import Site
from tests.support import instance
from tests.support.axe import axe_faults, let_axe_in
from tests.support.chromium import overflow
from tests.support.live import served

RIBAMBELLE = uuid5(NAMESPACE_URL, "trait-d-union:organization:demo-ribambelle")
PAGES = {
    "compte": ("Karim", "/compte"),
    "equipe": ("Karim", f"/compte/equipe/{RIBAMBELLE}"),
    "effacer": ("Karim", "/compte/effacer"),
    "application": ("Karim", "/connexion/application"),
    "comptes": ("Paul", "/administration/comptes"),
}


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of these tests’ own: signing in writes."""
    folder = instance.copy_of("seeded", tmp_path_factory.mktemp("accounts"))
    with served(lambda base: instance.open_app(folder, base_url=base)) as (base, app):
        yield Site(base, app)


@pytest.fixture(scope="module")
def inspectors(browser: Browser, own_site: Site) -> Iterator[dict[str, Page]]:
    """Karim and Paul, each in a browser of their own."""
    contexts: dict[str, BrowserContext] = {}
    for name in ("Karim", "Paul"):
        contexts[name] = browser.new_context(locale="fr-FR", reduced_motion="reduce")
        page = let_axe_in(contexts[name].new_page())
        page.goto(f"{own_site.base}/connexion")
        page.get_by_role("button", name=f"Entrer comme {name}").click()
        page.wait_for_url("**/compte")
    yield {name: context.pages[0] for name, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_accounts(own_site: Site, inspectors: dict[str, Page], name: str):
    who, address = PAGES[name]
    page = inspectors[who]
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(own_site.base + address)
    assert page.url == own_site.base + address
    assert overflow(page) == []
    found = axe_faults(page)
    assert not found, "\n".join(found)
