"""A selection kept on the device when a family touches a link, read by eye and ear, printed on one sheet."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Site
from tests.support.chromium import overflow
from tests.support.pages import by_fullness

ADD, REMOVE = "Ajouter à ma sélection", "Retirer de ma sélection"


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def kept(page: Page) -> list[str]:
    found: list[str] = json.loads(page.evaluate("() => localStorage.getItem('selection')") or "[]")
    return found


def test_nothing_is_kept_before_a_touch(site: Site, page: Page):
    page.goto(f"{site.base}/recherche?theme=enfance", wait_until="load")
    expect(page.locator("[data-selection]")).to_be_hidden()
    assert page.evaluate("() => localStorage.length + sessionStorage.length") == 0


def test_a_touch_adds_and_another_removes(site: Site, page: Page):
    page.goto(f"{site.base}/recherche?theme=enfance", wait_until="load")
    links = page.locator(".pick")
    for rank in (0, 1):
        links.nth(rank).click()
        expect(links.nth(rank)).to_contain_text(REMOVE)
    assert "/recherche" in page.url and len(kept(page)) == 2
    expect(page.locator("[data-selection]")).to_contain_text("Voir ma sélection (2)")
    expect(page.locator("[data-selection]")).to_be_in_viewport()  # under the thumb, wherever one picks
    links.nth(0).click()
    expect(links.nth(0)).to_contain_text(ADD)
    assert len(kept(page)) == 1
    page.goto(f"{site.base}/ma-selection")
    page.wait_for_url(re.compile(r"/ma-selection\?fiches=[a-z0-9-]+$"))
    expect(page.locator("main")).to_contain_text("1 service gardé")
    page.get_by_role("link", name="Tout retirer").click()
    expect(page.locator("main")).to_contain_text("Rien n’est encore gardé ici")
    assert kept(page) == []


def test_a_selection_that_was_sent_is_kept_only_when_asked(site: Site, page: Page):
    slugs = by_fullness(site.app)[-3:]
    page.goto(f"{site.base}/ma-selection?fiches={','.join(slugs)}", wait_until="load")
    assert kept(page) == []
    page.get_by_role("button", name="Garder sur cet appareil").click()
    expect(page.locator("[data-keep]")).to_have_text("Gardée sur cet appareil.")
    assert kept(page) == slugs


@pytest.mark.parametrize("rubbish", ["{", "null", "[1, {}, '<b>']", '["../x", "A B", 7]', '{"a": 1}', "[" * 5000])
def test_rubbish_on_the_device_harms_nothing(site: Site, page: Page, rubbish: str):
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(f"{site.base}/ma-selection")
    page.evaluate("value => localStorage.setItem('selection', value)", rubbish)
    page.goto(f"{site.base}/ma-selection", wait_until="load")
    expect(page.locator("main")).to_contain_text("Rien n’est encore gardé ici")
    page.goto(f"{site.base}/recherche?theme=enfance", wait_until="load")
    page.locator(".pick").first.click()
    expect(page.locator("[data-selection]")).to_contain_text("(1)")
    assert failed == []


def test_a_device_that_keeps_nothing_follows_the_link(site: Site, page: Page):
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    page.goto(f"{site.base}/recherche?theme=enfance", wait_until="load")
    page.locator(".pick").first.click()
    page.wait_for_url("**/ma-selection?fiches=*")


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_sticks_out(site: Site, page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    slugs = by_fullness(site.app)
    for address in (f"/ma-selection?fiches={','.join(slugs[-20:])}", f"/comparer?fiches={','.join(slugs[-4:])}"):
        page.goto(site.base + address)
        assert overflow(page) == [], address


def test_stacked_cells_still_belong_to_their_headers(site: Site, page: Page):
    """At 360 px, Chromium’s own accessibility tree still has rows, cells and headers."""
    page.goto(f"{site.base}/comparer?fiches={','.join(by_fullness(site.app)[-3:])}")
    assert page.get_by_role("table").count() == 1
    assert page.get_by_role("columnheader").count() >= 3
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Pour qui", exact=True))
    assert row.get_by_role("cell").count() == 3
    said = page.locator("td[data-name]").first.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert len(said) > 4, "the name of the place stands above each answer"


def test_twenty_listings_are_printed_on_one_sheet(site: Site, browser: Browser):
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(f"{site.base}/ma-selection?fiches={','.join(by_fullness(site.app)[-20:])}")
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1
    context.close()
