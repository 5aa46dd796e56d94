"""Small windows, large letters, wide spacing, no style at all: nothing is lost (U26, U27)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import Site
from tests.support.chromium import overflow
from tests.support.pages import PUBLIC_PAGES, PublicPage

NAMES = {
    "accueil",
    "recherche-filtres",
    "fiche-la-plus-pleine",
    "commune",
    "contact",
    "page-inconnue",
    "demande-mal-faite",
}
PAGES = tuple(page for page in PUBLIC_PAGES if page.name in NAMES)
each_page = pytest.mark.parametrize("wanted", PAGES, ids=lambda page: page.name)
#: WCAG 1.4.12: what a reader's own style may set.
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""


def adopt(page: Page, css: str) -> None:
    """A reader's own style sheet, which the policy of the site cannot refuse."""
    page.evaluate(
        """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; }""",
        css,
    )


def cut_texts(page: Page) -> list[str]:
    """Texts that a box hides because they do not fit in it."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('main *, header *, footer *')].filter(each => {
            const style = getComputedStyle(each);
            const hides = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY);
            const unseen = each.closest('.vh, .call i, .pick i') || each.closest('svg') || each.getClientRects().length === 0;
            return hides && !unseen && (each.scrollWidth > each.clientWidth + 2 || each.scrollHeight > each.clientHeight + 2)
                && each.textContent.trim();
        }).map(each => `${each.tagName}.${each.className}`).slice(0, 5)"""
    )
    return found


@each_page
def test_at_320_pixels_which_is_1280_at_four_hundred_percent(site: Site, browser: Browser, wanted: PublicPage):
    """400 % of a window of 1280 × 1024 is a window of 320 × 256 whose pixels are four times as large."""
    context = browser.new_context(viewport={"width": 320, "height": 256}, device_scale_factor=4, locale="fr-FR")
    page = context.new_page()
    page.goto(site.address(wanted))
    assert overflow(page) == []
    assert cut_texts(page) == []
    context.close()


@each_page
@pytest.mark.parametrize("width", [768, 1280])
def test_letters_twice_as_large(site: Site, context: BrowserContext, wanted: PublicPage, width: int):
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site.address(wanted))
    before = float(page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"))
    adopt(page, "html { font-size: 200% !important }")
    after = float(page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"))
    assert after >= before * 1.9, "letters must follow the size that the reader asks for"
    assert overflow(page) == []
    assert cut_texts(page) == []


@each_page
def test_lines_letters_and_words_further_apart(site: Site, context: BrowserContext, wanted: PublicPage):
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(site.address(wanted))
    adopt(page, SPACING)
    assert overflow(page) == []
    assert cut_texts(page) == []


@pytest.mark.parametrize(
    "wanted", [page for page in PAGES if page.name.startswith("fiche")], ids=lambda page: page.name
)
def test_without_style_the_order_is_the_same(site: Site, context: BrowserContext, wanted: PublicPage):
    """What stands first for the eye stands first in the text too."""
    page = context.new_page()
    page.goto(site.address(wanted))
    tops: list[float] = page.evaluate(
        "() => [...document.querySelectorAll('main h1, main h2:not(.vh)')].map(each => each.getBoundingClientRect().top)"
    )
    assert len(tops) > 4 and tops == sorted(tops)
