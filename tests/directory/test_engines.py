"""Search engines find every real listing, in every language, and nothing that asks not to be kept."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from xml.etree import ElementTree as Xml

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.catalogue.models import Service
from app.directory.routes import engines
from app.foundation.db import session

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def lists(client: FlaskClient) -> list[str]:
    """The paths of the lists that robots.txt names."""
    return [urlsplit(found).path for found in re.findall(r"^Sitemap: (\S+)$", client.get("/robots.txt").text, re.M)]


def told(client: FlaskClient, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200 and "max-age" in answer.headers["Cache-Control"]
    return [urlsplit(str(one.text)).path for one in Xml.fromstring(answer.data).findall("s:url/s:loc", NAMES)]


def test_robots_name_one_list_for_each_language(app: Flask):
    assert lists(app.test_client()) == [f"{code}/sitemap.xml" for code in ("", "/en", "/es", "/pt", "/ar")]


@pytest.mark.parametrize("code", ["", "/ar"])
def test_every_address_that_is_told_answers_and_may_be_kept(app: Flask, code: str):
    client = app.test_client()
    paths = told(client, f"{code}/sitemap.xml")
    assert len(paths) == len(set(paths)) > 100
    for path in paths if not code else paths[:60]:
        page = client.get(path)
        assert page.status_code == 200 and f"{path}/".startswith(f"{code}/"), path
        assert 'name="robots"' not in page.text, path


def test_every_real_listing_is_told_and_no_example(app: Flask):
    paths = set(told(app.test_client(), "/sitemap.xml"))
    with app.app_context():
        rows = session().execute(select(Service.slug, Service.is_fictional, Service.status)).all()
    real = {f"/services/{row.slug}" for row in rows if row.status == "published" and not row.is_fictional}
    others = {f"/services/{row.slug}" for row in rows if row.is_fictional or row.status in ("draft", "archived")}
    assert real <= paths and not others & paths
    assert {"/", "/communes/montauban", "/themes/petite-enfance", "/situations/je-reprends-le-travail"} <= paths
    assert "/types/alae" in paths


def test_a_list_is_bounded_and_is_not_sent_twice(app: Flask, monkeypatch: pytest.MonkeyPatch):
    client = app.test_client()
    etag = client.get("/sitemap.xml").headers["ETag"]
    assert client.get("/sitemap.xml", headers={"If-None-Match": etag}).status_code == 304
    monkeypatch.setattr(engines, "MOST", 10)
    assert len(told(client, "/sitemap.xml")) == 10
