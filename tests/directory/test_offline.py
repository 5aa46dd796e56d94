"""What a phone keeps to answer without network: small, dated, the same facts, nothing private."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask

from app.catalogue.queries import count_shown
from app.directory.presenting import offline
from app.directory.presenting.offline import LARGEST, offline_data
from app.directory.searching.answers import moment_now
from app.territory.queries import reference
from tests.support.strict_client import StrictClient

pytestmark = pytest.mark.usefixtures("frozen")


def data_of(client: StrictClient) -> Mapping[str, Any]:
    answer = client.get("/hors-ligne/donnees.json")
    assert answer.status_code == 200 and len(answer.data) < 300_000
    found: Mapping[str, Any] = json.loads(answer.data)
    return found


def test_every_listing_is_there_dated_and_under_300_kilobytes(client: StrictClient, app: Flask) -> None:
    data = data_of(client)
    with app.app_context():
        assert len(data["rows"]) == data["total"] == count_shown()
    assert data["made"] == "18\u00a0novembre 2026"


def test_a_listing_keeps_its_hours_and_its_number(client: StrictClient) -> None:
    row = next(row for row in data_of(client)["rows"] if row["t"] == "ludotheque" and row.get("o") and row.get("p"))
    page = client.page(f"/services/{row['s']}").visible
    assert row["n"] in page and row["p"][1].replace(" ", "\u00a0") in page.replace(" ", "\u00a0")


def test_it_is_sent_again_only_when_something_changed(client: StrictClient) -> None:
    tag = client.get("/hors-ligne/donnees.json").headers["ETag"]
    assert client.get("/hors-ligne/donnees.json", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/hors-ligne/donnees.json", headers={"If-None-Match": '"autre"'}).status_code == 200


def test_a_large_territory_is_cut_and_says_so(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.test_request_context():
        whole = json.loads(offline_data(reference(), moment_now()))
        monkeypatch.setattr(offline, "LARGEST", LARGEST // 2)
        cut = offline_data(reference(), moment_now())
    assert len(cut) <= LARGEST // 2
    assert 0 < len(json.loads(cut)["rows"]) < len(whole["rows"]) == json.loads(cut)["total"]


def test_a_private_address_is_not_kept(own_client: StrictClient, own_app: Flask) -> None:
    from app.catalogue.models import Location
    from app.foundation.db import session

    with own_app.app_context():
        private = [one.address for one in session().query(Location) if one.address_is_private and one.address]
    assert private, "the seeds hold a shelter"
    text = own_client.get("/hors-ligne/donnees.json").get_data(as_text=True)
    assert not [address for address in private if address in text]


def test_the_worker_keeps_files_that_exist(client: StrictClient) -> None:
    answer = client.get("/service-worker.js")
    assert answer.mimetype == "text/javascript"
    kept = json.loads(answer.get_data(as_text=True).splitlines()[1].removeprefix("const KEPT = ").rstrip(";"))
    assert kept[0] == "/hors-ligne" and len(kept) >= 6
    assert all(client.get(address).status_code == 200 for address in kept)


def test_the_manifest_makes_it_installable(client: StrictClient) -> None:
    manifest = json.loads(client.get("/manifest.webmanifest").data)
    assert manifest["display"] == "standalone" and manifest["start_url"] == "/hors-ligne"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert all(client.get(icon["src"]).mimetype == "image/png" for icon in manifest["icons"])
