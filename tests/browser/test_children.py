"""Several children at once: which place suits whom, in the browser alone; remembered only when asked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Site
from tests.directory.support import catalogue

ADDRESS = "/recherche?theme=enfance"


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def opened(site: Site, page: Page, address: str = ADDRESS) -> Page:
    page.goto(site.base + address, wait_until="load")
    expect(page.locator("[data-children]")).to_be_visible()
    return page


def typed(page: Page, text: str) -> None:
    if not page.locator("details.children").evaluate("box => box.open"):
        page.get_by_text("Plusieurs enfants").click()
    page.get_by_label("Leurs âges").fill(text)


def test_each_card_says_whom_it_suits(site: Site, page: Page):
    opened(site, page)
    ages = {"8 mois": 8, "3 ans": 36, "11 ans": 132}
    typed(page, ", ".join(ages))
    cards = {card.name: card for card in catalogue(site.app)}
    shown = page.locator("li.card")
    assert shown.count() == 20
    for rank in range(shown.count()):
        card = cards[shown.nth(rank).locator("h3").inner_text().replace("\u00a0", " ")]
        low, high = card.age_min, card.age_max
        if low is None and high is None:
            expected = "Âges non communiqués"
        else:
            suited = [word for word, age in ages.items() if (low or 0) <= age <= (1200 if high is None else high)]
            expected = f"Convient à : {', '.join(suited)}" if suited else "Ne convient à aucun de ces âges"
        assert re.sub(r"\s", " ", shown.nth(rank).locator(".suits").inner_text()) == expected, card.name


@pytest.mark.parametrize(
    "text", ["abc", "8 moi", "-3", "3 ans, ", "1,2,3,4,5,6", "300 ans", "999 mois", "3;<b>", "٣ ans", "3 ans 8 mois"]
)
def test_what_cannot_be_read_is_answered_by_a_sentence(site: Site, page: Page, text: str):
    opened(site, page)
    typed(page, text)
    readable = text == "3 ans, "
    expect(page.locator("[data-children] [role=status]")).to_have_text(
        "" if readable else re.compile("Écrivez cinq âges au plus")
    )
    assert (page.locator(".suits").count() > 0) is readable


def test_five_children_and_none(site: Site, page: Page):
    opened(site, page)
    typed(page, "0, 8 mois, 3 ans et demi; 11 et 17 ans")
    assert page.locator(".suits").count() == 20
    typed(page, "")
    assert page.locator(".suits").count() == 0


def test_ages_leave_by_no_door(site: Site, page: Page):
    """Not in an address, not in a form, not on the device until the box is ticked."""
    opened(site, page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.post_data}"))
    typed(page, "7 ans, 13 ans")
    page.get_by_label("Leurs âges").press("Enter")
    assert page.url.endswith(ADDRESS) and page.evaluate("() => localStorage.length") == 0
    page.locator(".filters summary").click()
    page.locator(".filters button").click()
    page.wait_for_load_state()
    assert not [url for url in asked if re.search(r"\b(7|13)(\+|%20| )ans|enfants?=|ages?=7", url)], asked
    expect(page.get_by_label("Leurs âges")).to_have_value("7 ans, 13 ans")
    page.get_by_label("Se souvenir sur cet appareil").check()
    assert page.evaluate("() => localStorage.getItem('enfants')") == "7 ans, 13 ans"
    page.get_by_label("Se souvenir sur cet appareil").uncheck()
    assert page.evaluate("() => localStorage.length") == 0


def test_remembered_in_another_tab_only_when_asked(site: Site, context: BrowserContext):
    first = opened(site, context.new_page())
    typed(first, "8 mois")
    expect(opened(site, context.new_page()).locator("#ages")).to_have_value("")
    first.get_by_label("Se souvenir").check()
    other = opened(site, context.new_page())
    expect(other.locator("#ages")).to_have_value("8 mois")
    assert other.locator(".suits").count() == 20


def test_without_scripts_one_age_filter_remains(site: Site, context_without_scripts: BrowserContext):
    page = context_without_scripts.new_page()
    page.goto(site.base + ADDRESS)
    expect(page.locator("[data-children]")).to_be_hidden()
    page.locator(".filters summary").click()
    expect(page.get_by_label("Âge de l’enfant")).to_be_visible()
