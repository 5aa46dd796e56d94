"""Every door has a name on it: an address says whom it is for, and stands in docs/routes.md."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from app.accounts.gate import audiences_of
from app.foundation.actors import Audience
from tests.support.instance import open_app
from tests.support.pages import PUBLIC_PAGES
from tests.support.routes_table import DOCUMENT, routes_table

#: What answers data or files.
NOT_PAGES = (
    "/hors-ligne/donnees.json",
    "/service-worker.js",
    "/manifest.webmanifest",
    "/api/",
    "/static/",
    "/photos/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/robots.txt",
    "/sitemap.xml",
    "/favicon",
)
#: What programs read: tests/directory/test_following.py validates each kind.
FILES = (".atom", ".ics", ".vcf", ".pdf")


def test_every_address_says_whom_it_is_for(app: Flask):
    views = app.view_functions
    mute = sorted({rule.rule for rule in app.url_map.iter_rules() if not audiences_of(views[rule.endpoint])})
    assert not mute, f"no audience declared: {mute}"


def test_an_address_that_does_not_say_is_for_nobody(tmp_path: Path):
    app = open_app(tmp_path)
    app.add_url_rule("/sans-public", view_func=lambda: "secret", endpoint="mute")
    client = app.test_client()
    answer = client.get("/sans-public")
    assert answer.status_code == 403
    assert "secret" not in answer.get_data(as_text=True)


def test_every_address_is_documented(app: Flask, request: pytest.FixtureRequest):
    table = routes_table(app)
    if request.config.getoption("--update-docs"):
        DOCUMENT.write_text(table, encoding="utf-8")
    known = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
    assert known == table, "docs/routes.md is not up to date: pytest tests/house/test_doors.py --update-docs"


def test_every_public_page_is_looked_at(app: Flask):
    """A new kind of page joins PUBLIC_PAGES, so that axe, the validators and the budget see it."""
    urls = app.url_map.bind("localhost")
    known = (page for page in PUBLIC_PAGES if urls.test(urlsplit(page.on(app)).path))
    seen = {urls.match(urlsplit(page.on(app)).path)[0] for page in known}
    unseen = {
        rule.rule for rule in app.url_map.iter_rules()
        if Audience.PUBLIC in audiences_of(app.view_functions[rule.endpoint])
        and "GET" in (rule.methods or ()) and rule.endpoint not in seen and not rule.rule.startswith(NOT_PAGES)
            and not rule.rule.endswith(FILES)
    }  # fmt: skip
    assert not unseen, f"missing in tests/support/pages.py: {sorted(unseen)}"


def test_every_address_says_what_it_is(app: Flask):
    silent = sorted({rule.rule for rule in app.url_map.iter_rules() if not app.view_functions[rule.endpoint].__doc__})
    assert not silent, f"views without a docstring: {silent}"
