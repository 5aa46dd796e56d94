"""What a family does on a phone, thumb and all: search, browse, come back, call (U2, U10, U13, U25)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import Site

MOST_TAPS = 3


@pytest.fixture(params=["with scripts", "without scripts"])
def phone(request: pytest.FixtureRequest, site: Site) -> Iterator[Page]:
    """A phone 360 pixels wide, with and without JavaScript, on the first page."""
    name = "context" if request.param == "with scripts" else "context_without_scripts"
    context: BrowserContext = request.getfixturevalue(name)
    page = context.new_page()
    page.goto(site.base + "/")
    yield page


class Taps:
    """Counts the taps; typing, focusing a field and Enter are not counted (U2)."""

    def __init__(self) -> None:
        self.count = 0

    def on(self, what: Locator) -> None:
        what.first.scroll_into_view_if_needed()
        what.first.click()
        self.count += 1


def search(page: Page, what: str, where: str = "") -> None:
    page.get_by_label("Que cherchez-vous").first.fill(what)
    if where:
        page.get_by_label("Où").first.fill(where)
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche?**")


def can_be_tapped(link: Locator) -> bool:
    """Visible, not covered by anything at its centre, and large enough for a thumb."""
    link.scroll_into_view_if_needed()
    box = link.bounding_box()
    covered = not link.evaluate(
        """link => { const box = link.getBoundingClientRect();
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return link === top || link.contains(top); }"""
    )
    return bool(box and box["height"] >= 24 and box["width"] >= 24 and not covered)


def test_from_home_to_the_phone_of_a_town_hall(phone: Page):
    taps = Taps()
    search(phone, "mairie Montbeton")
    taps.on(phone.get_by_role("link", name="Mairie de Montbeton", exact=True))
    phone.wait_for_url("**/services/mairie-de-montbeton")
    call = phone.locator('a[href="tel:+33563674010"]').first
    assert can_be_tapped(call)
    taps.count += 1  # the call itself: the browser would leave the page
    assert taps.count <= MOST_TAPS


def test_the_phone_is_even_nearer_in_the_results(phone: Page):
    search(phone, "mairie Montbeton")
    assert can_be_tapped(phone.locator('.card a[href="tel:+33563674010"]').first)


def test_from_home_by_theme_and_commune_to_a_listing(phone: Page):
    phone.get_by_role("link", name="Petite enfance").first.click()
    phone.wait_for_url("**/themes/petite-enfance")
    phone.locator("main").get_by_role("link", name="Montauban").first.click()
    phone.wait_for_url("**/recherche?**")
    asked = parse_qsl(urlsplit(phone.url).query)
    assert sorted(asked) == [("commune", "82121"), ("theme", "petite-enfance")]
    card = phone.locator(".card h3 a").first
    name = card.inner_text()
    card.click()
    phone.wait_for_url("**/services/**")
    expect(phone.get_by_role("heading", level=1)).to_have_text(name)
    assert can_be_tapped(phone.locator('main a[href^="tel:"]').first)


def test_the_toy_library_of_bressols_shows_its_source_and_date(phone: Page):
    search(phone, "ludothèque", "Bressols")
    phone.get_by_role("link", name="Ludothèque municipale de Bressols").first.click()
    phone.wait_for_url("**/services/**")
    said = phone.locator("main").inner_text()
    assert "Source\u00a0: " in said and "15\u00a0mars 2014" in said and "Pas encore confirmée par la structure" in said


def test_back_finds_filters_page_and_place_again(phone: Page, site: Site):
    phone.goto(f"{site.base}/recherche?theme=enfance&jour=mer&page=2")
    links = phone.locator(".card h3 a")
    last = links.nth(links.count() - 1)
    last.scroll_into_view_if_needed()
    place, name = phone.evaluate("scrollY"), last.inner_text()
    assert place > 500
    last.click()
    phone.wait_for_url("**/services/**")
    phone.go_back()
    phone.wait_for_url("**/recherche?theme=enfance&jour=mer&page=2")
    expect(links.nth(links.count() - 1)).to_have_text(name)
    phone.wait_for_timeout(200)
    assert abs(phone.evaluate("scrollY") - place) < 60
    expect(phone.locator("input[type=checkbox][name=jour][value=mer]")).to_be_checked()


def test_a_filter_is_chosen_then_removed_by_touch(phone: Page, site: Site):
    phone.goto(f"{site.base}/recherche?theme=enfance")
    phone.get_by_text("Affiner la recherche").click()
    phone.locator("input[type=checkbox][name=jour][value=mer]").check()
    phone.locator("form[aria-label='Affiner la recherche'] button[type=submit]").click()
    phone.wait_for_url("**jour=mer**")
    before = phone.locator("h1").inner_text()
    phone.locator(".chip", has_text="mercredi").click()
    phone.wait_for_url(lambda url: "jour=mer" not in url)
    assert "theme=enfance" in phone.url and phone.locator("h1").inner_text() != before


def test_nobody_else_is_asked_for_anything_and_nothing_is_kept(site: Site, context: BrowserContext):
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.base + "/")
    search(page, "crèche", "Montauban")
    page.locator(".card h3 a").first.click()
    page.wait_for_url("**/services/**")
    page.wait_for_load_state("networkidle")
    assert len(asked) > 3
    assert [url for url in asked if not url.startswith((site.base, "data:"))] == []
    assert context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_the_position_is_never_asked_before_a_click(site: Site, context: BrowserContext):
    page = context.new_page()
    page.add_init_script(
        "window.askedPosition = 0; navigator.geolocation.getCurrentPosition = () => { window.askedPosition += 1 };"
    )
    for path in ("/", "/recherche?q=creche", "/services/mairie-de-montbeton"):
        page.goto(site.base + path)
        assert page.evaluate("window.askedPosition") == 0
