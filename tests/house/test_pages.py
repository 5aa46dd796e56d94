"""Every page that anybody can reach is well made, and no link leads nowhere."""

from __future__ import annotations

import re
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
PARTS = 4


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
    """From the home page, through every link but the searches, which are without number."""
    client, seen, broken = FlaskClient(app, Response), {"/"}, []
    waiting = [("/", "nowhere")]
    while waiting:
        address, origin = waiting.pop()
        answer = client.get(address)
        if answer.status_code >= 400:
            broken.append(f"{address} ({answer.status_code}), linked from {origin}")
        for link in _links(answer.get_data(as_text=True), address) if answer.mimetype == "text/html" else ():
            if link not in seen:
                seen.add(link)
                waiting.append((link, address))
    assert not broken, "\n".join(broken)
    assert len(seen) > len(by_fullness(app)), "some listings cannot be reached by links"


def _links(text: str, here: str) -> Iterator[str]:
    for href in HREF.findall(text):
        parts = urlsplit(urljoin(f"http://localhost{here}", unescape(href)))
        is_ours = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
        is_search = parts.path == "/recherche" and here != "/" and not here.startswith(("/situations", "/plan-du-site"))
        if is_ours and not is_search:
            yield parts.path + (f"?{parts.query}" if parts.query else "")
