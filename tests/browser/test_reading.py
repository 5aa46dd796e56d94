"""No style at all: what stands first for the eye stands first in the text too (U26)."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Site
from tests.support.pages import PUBLIC_PAGES, PublicPage


@pytest.mark.parametrize(
    "wanted", [page for page in PUBLIC_PAGES if page.name == "fiche-la-plus-pleine"], ids=lambda page: page.name
)
def test_without_style_the_order_is_the_same(site: Site, context: BrowserContext, wanted: PublicPage):
    """What stands first for the eye stands first in the text too."""
    page = context.new_page()
    page.goto(site.address(wanted))
    tops: list[float] = page.evaluate(
        "() => [...document.querySelectorAll('main h1, main h2:not(.vh)')].map(each => each.getBoundingClientRect().top)"
    )
    assert len(tops) > 4 and tops == sorted(tops)
