"""Debian’s Chromium, driven by Playwright, and what to say when it is not there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.system_packages import TOOLS, command_for
from tests.support.closing import not_run

NAMES = ("chromium", "chromium-browser", "google-chrome")
#: Nothing in the background: the network of a test machine may refuse it, and a test must not depend on it.
QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip


def program(name: str, *others: str) -> str:
    """The path of a program, or this test is not run and the closing summary says how to have it."""
    found = next((path for each in (name, *others) if (path := shutil.which(each))), None)
    if found is None:
        package = next(tool.package for tool in TOOLS if tool.program == name)
        not_run(f"{name} n’est pas installé", command_for([package]))
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for the whole run."""
    path = program(*NAMES)
    unsafe = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *unsafe])
        yield browser
        browser.close()


def overflow(page: Page) -> list[str]:
    """The elements that stick out of the window, on the side where a page is read on (the left in Arabic)."""
    found: list[str] = page.evaluate(
        """() => {
        const width = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= width) return [];
        const mirrored = document.documentElement.dir === 'rtl';
        const sticksOut = box => mirrored ? box.left < -1 : box.right > width + 1;
        const found = [...document.body.querySelectorAll('*')].filter(each => sticksOut(each.getBoundingClientRect()))
            .map(each => `${each.tagName.toLowerCase()}.${each.className}`).slice(0, 8);
        return found.length ? found : ['something'];
        }"""
    )
    return found
