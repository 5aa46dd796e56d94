"""On paper: the fullest listing is one A4 page, with what is needed to go there and no menu (U36)."""

from __future__ import annotations

import re
import zlib

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Site
from tests.support.pages import by_fullness


def printed(page: Page) -> bytes:
    """The PDF that Chromium would print on A4."""
    return page.pdf(format="A4", prefer_css_page_size=True)


def count_pages(pdf: bytes) -> int:
    """How many pages, read from the page tree, compressed or not."""
    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    whole = b"\n".join(parts)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", whole))


@pytest.mark.parametrize("rank", [-1, -2, -3])
def test_the_fullest_listings_fit_on_one_page(site: Site, context: BrowserContext, rank: int):
    page = context.new_page()
    page.goto(f"{site.base}/services/{by_fullness(site.app)[rank]}")
    assert count_pages(printed(page)) == 1


def test_the_count_of_pages_counts(site: Site, context: BrowserContext):
    page = context.new_page()
    page.goto(f"{site.base}/types")
    assert count_pages(printed(page)) > 1


def test_paper_keeps_what_is_needed_and_nothing_to_touch(site: Site, context: BrowserContext):
    page = context.new_page()
    page.goto(f"{site.base}/services/accueil-de-loisirs-les-platanes")
    page.emulate_media(media="print")
    said = page.locator("body").inner_text().replace("\u00a0", " ")
    for wanted in ("Accueil de loisirs Les Platanes", "12 chemin des Platanes", "82290 Montbeton", "05 36 49 12 08",
                   "7 h 30 – 18 h 30", "Été", "12,40 €", "Source", "Fermé du 21 décembre 2026"):  # fmt: skip
        assert wanted in said, wanted
    for name in ("nav", ".dock", ".skip", ".find", "form", "#proches"):
        assert page.locator(f"{name}:visible").count() == 0, name


def test_every_period_of_the_week_is_on_paper(site: Site, context: BrowserContext):
    page = context.new_page()
    page.goto(f"{site.base}/services/accueil-de-loisirs-les-platanes")
    assert page.locator("table.week:visible").count() == 1
    page.emulate_media(media="print")
    assert page.locator("table.week:visible").count() == 3
