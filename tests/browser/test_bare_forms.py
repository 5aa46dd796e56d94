"""The three forms of families, filled and sent without scripts: without style, without images, in a text browser (U26)."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode, urljoin

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab
from sqlalchemy import select

from app.foundation import clock
from app.foundation.db import session
from app.needs.models import Need
from app.proposals.models import Proposal
from tests.browser.conftest import Site
from tests.browser.test_bare import LACKS, opened_without
from tests.conftest import WEDNESDAY_IN_TERM
from tests.contribution.support import fields_of
from tests.support import instance
from tests.support.chromium import program
from tests.support.live import served
from tests.support.page import Page
from tests.support.smtp import Postbox, postbox

PLATANES = "accueil-de-loisirs-les-platanes"
CONFIRM = re.compile(r"https?://\S+/alertes/confirmer/\S+")
#: Somebody who reads before writing; a letter arrives within so many seconds, on a loaded machine.
READS_FOR, ARRIVES_WITHIN = timedelta(seconds=40), 20


class Hand(Protocol):
    """Somebody in front of a browser: opens a page, types in its form, sends it, reads the answer."""

    def send(self, address: str, action: str, button: str, **typed: str) -> str: ...


class InTab:
    """A browser that draws."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab

    def send(self, address: str, action: str, button: str, **typed: str) -> str:
        with clock.freeze(clock.now() - READS_FOR):
            self.tab.goto(address)
        for name, value in typed.items():
            field = self.tab.locator(f"main [name={name}]")
            if field.evaluate("each => each.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        self.tab.locator("main button", has_text=button).first.click()
        self.tab.wait_for_load_state()
        return self.tab.locator("main").inner_text()


class InText:
    """w3m: what it reads in the page is what it sends."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "sent"

    def send(self, address: str, action: str, button: str, **typed: str) -> str:
        with clock.freeze(clock.now() - READS_FOR):
            source = Page(_w3m("-dump_source", address), address)
        form = next(form for form in source.all("form") if action in (form.get("action") or ""))
        assert any(button in "".join(each.itertext()) for each in form.iter("button"))
        where = urljoin(address, form.get("action") or "")
        self.file.write_text(urlencode({**fields_of(source, action), **typed}, doseq=True), encoding="ascii")
        return _w3m("-dump", "-cols", "200", "-post", str(self.file), where)


def _w3m(*words: str) -> str:
    command = [program("w3m"), "-O", "UTF-8", "-o", "accept_encoding=identity", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


@pytest.fixture(scope="module")
def box() -> Iterator[Postbox]:
    with postbox() as opened:
        yield opened


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, box: Postbox) -> Iterator[Site]:
    """A site that is written to, whose letters leave by themselves."""
    folder = instance.copy_of("seeded", tmp_path_factory.mktemp("forms") / "instance")
    with clock.freeze(WEDNESDAY_IN_TERM):
        with served(lambda base: instance.open_app(folder, base_url=base, smtp_url=box.url)) as (base, app):
            app.testing = False
            yield Site(base, app)
        instance.close(app)


@pytest.fixture(params=[*LACKS, "w3m"])
def hand(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Hand]:
    if request.param == "w3m":
        yield InText(tmp_path)
        return
    with opened_without(browser, request.param) as tab:
        yield InTab(tab)


def test_an_alert_begins_in_two_steps(site: Site, hand: Hand, box: Postbox, request: pytest.FixtureRequest):
    reader = f"{request.node.callspec.id.partition(' ')[0]}@exemple.fr"
    said = hand.send(f"{site.base}/me-prevenir?fiche={PLATANES}", "/me-prevenir", "Me prévenir", email=reader)
    assert "Regardez vos courriels" in said
    link = CONFIRM.search(_letter(box, reader))
    assert link
    assert "C’est confirmé" in hand.send(link[0], link[0].partition("/alertes")[2], "Confirmer")


def _letter(box: Postbox, to: str) -> str:
    limit = time.monotonic() + ARRIVES_WITHIN
    while not (found := [each for each in box.messages if each["To"] == to]):
        assert time.monotonic() < limit, f"no letter to {to}"
        time.sleep(0.05)
    part = found[-1].get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_a_mistake_is_reported(site: Site, hand: Hand, request: pytest.FixtureRequest):
    words = f"Le portail est fermé le mercredi ({request.node.callspec.id})."
    address = f"{site.base}/services/{PLATANES}/signaler"
    said = hand.send(address, "/signaler", "Envoyer le message", message=words, about="hours")
    assert "Et après" in said
    assert [each.about for each in _kept(site, Proposal) if each.message == words] == ["hours"]


def test_a_need_is_said(site: Site, hand: Hand, request: pytest.FixtureRequest):
    words = f"Un accueil avant 7 heures ({request.node.callspec.id})."
    said = hand.send(f"{site.base}/besoin", "/besoin", "Envoyer", theme="enfance", text=words)
    assert "Merci, c’est noté" in said
    assert words in [each.text for each in _kept(site, Need)]


def _kept(site: Site, kind: type[Any]) -> list[Any]:
    with site.app.app_context():
        found = list(session().scalars(select(kind)))
        session().expunge_all()
        return found
