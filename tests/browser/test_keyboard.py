"""Without a mouse: from the link that skips to the number that dials, every stop visible, none a trap (U28)."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Site
from tests.support.pages import PUBLIC_PAGES, PublicPage

NAMES = {"accueil", "recherche-mots", "fiche-la-plus-pleine", "demande-mal-faite", "situation"}
each_page = pytest.mark.parametrize(
    "wanted", [page for page in PUBLIC_PAGES if page.name in NAMES], ids=lambda page: page.name
)
FOCUSED = """() => {
    const each = document.activeElement;
    if (!each || each === document.body) return null;
    const box = each.getBoundingClientRect();
    const style = getComputedStyle(each);
    const inside = each.closest('label') ? getComputedStyle(each.closest('label')) : style;
    const ring = s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
    return {
        what: `${each.tagName} ${each.id || each.getAttribute('href') || each.getAttribute('name') || ''}`,
        href: each.getAttribute('href') || '', text: each.textContent.trim(),
        ring: ring(style) || ring(inside) || style.boxShadow !== 'none',
        color: style.outlineColor,
        seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0,
        index: [...document.querySelectorAll('*')].indexOf(each),
    };
}"""


def stops(page: Page, most: int = 250) -> list[dict[str, object]]:
    """Every stop of the tabulation, in order, until it leaves the page."""
    found: list[dict[str, object]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or (found and stop["index"] == found[0]["index"]):
            return found
        found.append(stop)
    raise AssertionError(f"{most} stops and still not out: a trap?")


@each_page
def test_every_stop_is_seen_in_order_and_none_is_a_trap(site: Site, context: BrowserContext, wanted: PublicPage):
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(site.address(wanted), wait_until="networkidle")  # the form’s last help comes after the page
    found = stops(page)
    assert found[0]["href"] == "#contenu", "the first stop skips to the content"
    assert [stop["what"] for stop in found if not stop["ring"]] == []
    assert [stop["what"] for stop in found if not stop["seen"]] == []
    order = [stop["index"] for stop in found]
    assert order == sorted(order)  # type: ignore[type-var]
    reachable = page.locator(
        "a[href]:visible:not([tabindex='-1']), button:visible, input:visible:not([type=hidden]), select:visible, summary:visible"
    )
    radios = page.locator("input[type=radio]:visible").count()
    assert len(found) >= reachable.count() - radios


def test_the_skip_link_leads_to_the_content(site: Site, context: BrowserContext):
    page = context.new_page()
    page.goto(f"{site.base}/services/mairie-de-montbeton")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_from_the_first_page_to_the_phone_number_without_a_mouse(site: Site, context: BrowserContext):
    page = context.new_page()
    page.goto(site.base + "/")
    _tab_to(page, "#q")
    page.keyboard.type("mairie Montbeton")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche?**")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # skip to the content
    _tab_to(page, 'a[href="/services/mairie-de-montbeton"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/services/mairie-de-montbeton")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    _tab_to(page, 'a[href="tel:+33563674010"]')


def test_filters_open_and_answer_to_the_keyboard(site: Site, context: BrowserContext):
    page = context.new_page()
    page.goto(f"{site.base}/recherche?theme=enfance")
    _tab_to(page, "details.filters > summary")
    page.keyboard.press("Enter")
    _tab_to(page, "input[type=checkbox][name=jour][value=mer]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**jour=mer**")


def test_the_ring_stands_out(site: Site, context: BrowserContext):
    """3:1 at least against the page, light and dark."""
    page = context.new_page()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{site.base}/services/mairie-de-montbeton")
        for _ in range(4):
            page.keyboard.press("Tab")
        ring, ground = page.evaluate(
            "() => [getComputedStyle(document.activeElement).outlineColor, getComputedStyle(document.body).backgroundColor]"
        )
        assert _contrast(_rgb(page, ring), _rgb(page, ground)) >= 3, (scheme, ring, ground)


def _tab_to(page: Page, selector: str, most: int = 240) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached in {most} tabulations")


def _rgb(page: Page, color: str) -> tuple[float, ...]:
    """Any CSS colour, as the three numbers a canvas paints."""
    painted: list[float] = page.evaluate(
        """color => { const context = new OffscreenCanvas(1, 1).getContext('2d'); context.fillStyle = color;
        context.fillRect(0, 0, 1, 1); return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3); }""",
        color,
    )
    return tuple(painted)


def _contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: tuple[float, ...]) -> float:
    red, green, blue = (c / 255 / 12.92 if c <= 10.31 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
