"""Every public page in a real browser: accessible light and dark, wide and narrow; sober; nothing sticks out."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response

from scripts.common import ROOT
from tests.browser.conftest import Site
from tests.support.chromium import overflow
from tests.support.closing import not_run
from tests.support.pages import LIGHT_PAGES, PUBLIC_PAGES, PublicPage

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
VIEWS: tuple[tuple[Literal["light", "dark"], int], ...] = (
    ("light", 360), ("dark", 360), ("light", 1280), ("dark", 1280),
)  # fmt: skip
MOST_BYTES, MOST_REQUESTS = 100_000, 15
each_page = pytest.mark.parametrize("wanted", PUBLIC_PAGES, ids=lambda page: page.name)


@pytest.fixture(scope="module")
def inspector(browser: Browser) -> Iterator[Page]:
    """A tab that lets axe in through the policy; nothing else is measured with it."""
    if not AXE.exists():
        not_run("axe-core n’est pas installé (npm)", "make setup")
    context = browser.new_context(bypass_csp=True, locale="fr-FR", reduced_motion="reduce")
    yield context.new_page()
    context.close()


@each_page
def test_axe_finds_nothing(site: Site, inspector: Page, wanted: PublicPage):
    inspector.goto(site.address(wanted))
    inspector.evaluate(AXE.read_text(encoding="utf-8"))
    found = []
    for scheme, width in VIEWS:
        inspector.set_viewport_size({"width": width, "height": 900})
        inspector.emulate_media(color_scheme=scheme)
        found += [f"{scheme} {width} px: {fault}" for fault in _axe(inspector)]
    assert not found, "\n".join(found)


def _axe(page: Page) -> list[str]:
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    answer = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']} ({rule['help']}) {node['target']} {node['html'][:150]}"
        for rule in answer["violations"]
        for node in rule["nodes"][:3]
    ]


@each_page
def test_nothing_sticks_out_at_320_pixels(site: Site, context: BrowserContext, wanted: PublicPage):
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(site.address(wanted))
    assert overflow(page) == []


@each_page
def test_the_browser_complains_of_nothing(site: Site, context: BrowserContext, wanted: PublicPage):
    """No refused style or script, no missing file, no error in a script; the status that was announced."""
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = page.goto(site.address(wanted))
    assert answer and answer.status == wanted.status
    # Chromium says every error status of the page itself in its console.
    assert [line for line in said if wanted.status < 400 or "Failed to load resource" not in line] == []


@pytest.mark.parametrize("wanted", LIGHT_PAGES, ids=lambda page: page.name)
def test_page_budget(site: Site, context: BrowserContext, wanted: PublicPage):
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)  # Playwright cannot listen with a method of a built-in

    page = context.new_page()
    page.on("response", keep)
    page.goto(site.address(wanted), wait_until="networkidle")
    strangers = [answer.url for answer in answers if not answer.url.startswith((site.base, "data:"))]
    weight = {answer.url: _weight(answer) for answer in answers}
    assert strangers == []
    assert context.cookies() == []
    assert len(answers) <= MOST_REQUESTS, list(weight)
    assert sum(weight.values()) <= MOST_BYTES, weight


def _weight(answer: Response) -> int:
    """Bytes as they travel: a server in front compresses text that is not compressed yet."""
    body = answer.body()
    kind = answer.headers.get("content-type", "")
    is_text = kind.startswith("text/") or any(each in kind for each in ("json", "javascript", "svg", "xml"))
    return len(gzip.compress(body, 6)) if is_text else len(body)


@pytest.mark.parametrize("wanted", LIGHT_PAGES, ids=lambda page: page.name)
def test_pages_are_whole_without_scripts(
    site: Site, context: BrowserContext, context_without_scripts: BrowserContext, wanted: PublicPage
):
    words = []
    for each in (context, context_without_scripts):
        page = each.new_page()
        page.goto(site.address(wanted))
        words.append(page.locator("main").inner_text())
    assert words[1] and len(words[1]) >= len(words[0]) * 0.9
