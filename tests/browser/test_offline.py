"""The network cut: a family still finds “ludothèque”, its hours and its number."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Site


@pytest.fixture
def phone(browser: Browser) -> BrowserContext:
    """A phone that lets sites install themselves."""
    made = browser.new_context(viewport={"width": 360, "height": 740}, locale="fr-FR")
    made.set_default_timeout(15_000)
    return made


def kept(phone: BrowserContext, site: Site) -> Page:
    page = phone.new_page()
    page.goto(f"{site.base}/hors-ligne")
    page.get_by_role("button", name="Garder sur cet appareil").click()
    expect(page.get_by_role("button", name="Retirer de cet appareil")).to_be_visible()
    return page


def test_without_network_a_search_gives_hours_and_a_number_to_call(phone: BrowserContext, site: Site):
    page = kept(phone, site)
    phone.set_offline(True)
    page.goto(f"{site.base}/hors-ligne")
    page.get_by_label("Que cherchez-vous").fill("ludotheques")
    first = page.locator("#offline-results article").first
    expect(first.get_by_role("heading")).to_contain_text("Ludoth")
    expect(first.locator("a[href^='tel:']")).to_be_visible()
    expect(first).to_contain_text(" h")
    expect(page.locator("#offline-date")).to_contain_text("18 novembre 2026")
    phone.close()


def test_any_address_asked_without_network_answers_with_what_is_kept(phone: BrowserContext, site: Site):
    page = kept(phone, site)
    phone.set_offline(True)
    page.goto(f"{site.base}/recherche?q=mairie&ou=Montbeton")
    first = page.locator("#offline-results article").first
    expect(first.get_by_role("heading")).to_contain_text("Montbeton")
    expect(first.locator("a[href='tel:+33563674010']")).to_be_visible()
    phone.close()


def test_what_was_kept_can_be_removed(phone: BrowserContext, site: Site):
    page = kept(phone, site)
    page.get_by_role("button", name="Retirer de cet appareil").click()
    expect(page.get_by_role("button", name="Garder sur cet appareil")).to_be_visible()
    assert page.evaluate("async () => (await caches.keys()).length") == 0
    phone.close()


def test_nothing_is_kept_before_it_is_asked(phone: BrowserContext, site: Site):
    page = phone.new_page()
    page.goto(f"{site.base}/")
    page.goto(f"{site.base}/hors-ligne")
    expect(page.get_by_role("button", name="Garder sur cet appareil")).to_be_visible()
    assert page.evaluate("async () => [(await caches.keys()).length, document.cookie.length]") == [0, 0]
    phone.close()


def test_without_scripts_the_page_says_what_to_do(context_without_scripts: BrowserContext, site: Site):
    page = context_without_scripts.new_page()
    page.goto(f"{site.base}/hors-ligne")
    expect(page.get_by_text("navigateur récent")).to_be_visible()
