"""A real browser on the seeded site."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext

from app.foundation import clock
from tests.conftest import WEDNESDAY_IN_TERM
from tests.support.chromium import chromium
from tests.support.live import served
from tests.support.pages import PublicPage

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Site:
    """The seeded site behind its port."""

    base: str
    app: Flask

    def address(self, page: PublicPage) -> str:
        return self.base + page.on(self.app)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site on a free port, on a Wednesday of term, for every browser test of this worker."""
    from tests.support import instance

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    folder = instance.copy_of("seeded", tmp_path_factory.mktemp("live"))
    with clock.freeze(WEDNESDAY_IN_TERM), served(lambda base: instance.open_app(folder, base_url=base)) as (base, app):
        yield Site(base, app)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A new person: no cookie, a phone, French."""
    made = browser.new_context(viewport={"width": 360, "height": 740}, locale="fr-FR", service_workers="block")
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def context_without_scripts(browser: Browser) -> Iterator[BrowserContext]:
    """The same person, whose browser runs no JavaScript."""
    made = browser.new_context(viewport={"width": 360, "height": 740}, locale="fr-FR", java_script_enabled=False)
    made.set_default_timeout(10_000)
    yield made
    made.close()
