"""Every public page in a real browser, loaded once: silent, accessible in all colours, whole in every window."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Response

from tests.browser.conftest import Site
from tests.support.axe import SMALLEST, WITHOUT_COLOURS, axe_faults, let_axe_in, show
from tests.support.pages import LIGHT_PAGES, PUBLIC_PAGES, PublicPage, one_for_each_address
from tests.support.window import reading_faults, window_faults

MOST_BYTES, MOST_REQUESTS = 100_000, 15


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """One tab for the whole file: opening one costs more than all that is looked at in it."""
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce", service_workers="block")
    yield let_axe_in(context.new_page())
    context.close()


@pytest.fixture(scope="module")
def tab_without_scripts(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="fr-FR", java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("wanted", PUBLIC_PAGES, ids=lambda page: page.name)
def test_each_page(site: Site, tab: Page, wanted: PublicPage):
    """No complaint of the browser, nothing for axe to say, nothing that sticks out or is cut: all that is wrong."""
    show(tab, SMALLEST)
    found = _complaints(site, tab, wanted)
    found += axe_faults(tab)
    found += reading_faults(tab)
    assert not found, "\n".join(found)


def _complaints(site: Site, page: Page, wanted: PublicPage) -> list[str]:
    """Open the page: a refused style or script, a missing file, an error in a script, another status."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # Chromium says every error status of the page itself in its console.
        if message.type in ("error", "warning") and (wanted.status < 400 or "Failed to load" not in message.text):
            said.append(f"console : {message.text}")

    def hear_error(error: Error) -> None:
        said.append(f"script : {error}")

    page.on("console", hear)
    page.on("pageerror", hear_error)
    answer = page.goto(site.address(wanted))
    page.remove_listener("console", hear)
    page.remove_listener("pageerror", hear_error)
    got = answer.status if answer else None
    return said if got == wanted.status else [*said, f"statut : {got}"]


@pytest.mark.parametrize("language", ["en", "es", "pt", "ar"])
def test_each_address_in_another_language(site: Site, tab: Page, language: str):
    """Colours do not depend on the language (tests/house/test_styles.py): the other rules are enough."""
    show(tab, SMALLEST)
    found = []
    for wanted in one_for_each_address(site.app):
        tab.goto(f"{site.base}/{language}{wanted.on(site.app)}")
        assert f"{site.base}/{language}/" in f"{tab.url}/", f"{wanted.name} left its language"
        faults = window_faults(tab, SMALLEST.name) + axe_faults(tab, (WITHOUT_COLOURS,))
        found += [f"{wanted.name}, {fault}" for fault in faults]
    assert not found, "\n".join(found)


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
def test_pages_are_whole_without_scripts(site: Site, tab: Page, tab_without_scripts: Page, wanted: PublicPage):
    words = []
    for page in (tab, tab_without_scripts):
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(site.address(wanted))
        words.append(page.locator("main").inner_text())
    assert words[1] and len(words[1]) >= len(words[0]) * 0.9
