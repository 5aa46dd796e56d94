"""Every page that anybody can reach is well made, and no link leads nowhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from tests.support.pages import PUBLIC_PAGES, PublicPage, by_fullness
from tests.support.strict_client import IllMade, StrictClient

HREF = re.compile(r"""<a\b[^>]*?\bhref="([^"#]+)["#]""")
NAMED = re.compile(r"(?<=/)(services|organisations|types|communes|themes|situations)/[^/]+")
IN_OTHER_WORDS = re.compile(r"/[a-z]{2}(/|$)")
PARTS, A_FEW = 4, 3


@pytest.mark.parametrize("wanted", PUBLIC_PAGES, ids=lambda page: page.name)
def test_every_kind_of_page_is_well_made(wanted: PublicPage, app: Flask, client: StrictClient, frozen: datetime):
    client.page(wanted.on(app), wanted.status)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_listing_is_well_made(part: int, app: Flask, client: StrictClient, frozen: datetime):
    faults = []
    for slug in by_fullness(app)[part::PARTS]:
        try:
            client.page(f"/services/{slug}")
        except IllMade as fault:
            faults.append(str(fault))
    assert not faults, f"{len(faults)} listings:\n" + "\n".join(faults[:40])


@pytest.mark.slow
def test_no_link_leads_nowhere(app: Flask, frozen: datetime):
    """From the home page, every page in French, and of what is without number a few of each kind."""
    client, met, broken = FlaskClient(app, Response), Met(), []
    waiting = [("/", "nowhere")]
    while waiting:
        address, origin = waiting.pop()
        answer = client.get(address)
        if answer.status_code >= 400:
            broken.append(f"{address} ({answer.status_code}), linked from {origin}")
        links = _links(answer.get_data(as_text=True), address) if answer.mimetype == "text/html" else ()
        waiting += [(link, address) for link in links if met.is_worth_a_visit(link)]
    assert not broken, "\n".join(broken)
    assert len(met.seen) > len(by_fullness(app)), "some listings cannot be reached by links"


class Met:
    """The links met so far. Searches and selections have addresses without number, each listing has six pages, and each
    page stands in five languages: a crawl that followed them all would not end."""

    def __init__(self) -> None:
        self.seen: set[str] = {"/"}
        self._kinds: Counter[str] = Counter()

    def is_worth_a_visit(self, link: str) -> bool:
        """True for a link never met, unless enough of its kind were."""
        if link in self.seen:
            return False
        path, has_words, _ = link.partition("?")
        kind = NAMED.sub(r"\1/*", path) + has_words
        self._kinds[kind] += 1
        is_one_of_many = has_words or "/*/" in kind or IN_OTHER_WORDS.match(path)
        if is_one_of_many and self._kinds[kind] > A_FEW:
            return False
        self.seen.add(link)
        return True


def _links(text: str, here: str) -> Iterator[str]:
    for href in HREF.findall(text):
        parts = urlsplit(urljoin(f"http://localhost{here}", unescape(href)))
        if parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1"):
            yield parts.path + (f"?{parts.query}" if parts.query else "")
