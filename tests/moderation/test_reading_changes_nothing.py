"""Reading every page of both desks, signed in, by GET and HEAD, leaves the database as it was (T13)."""

from __future__ import annotations

import hashlib
from uuid import UUID

import pytest
from flask import Flask

from app.foundation.db import db
from tests.moderation.conftest import listing, propose
from tests.support.people import Browser

#: What a visit may write: when a session was last seen, what families look for, which has no names.
VISITS = ("web_session", "need", "sought", "search")


def content(app: Flask) -> dict[str, str]:
    """A fingerprint of each table that a reading may not touch."""
    with app.app_context():
        tables = [table for name, table in db.metadata.tables.items() if not name.startswith(VISITS)]
        with db.engine.connect() as connection:
            rows = {table.name: sorted(map(repr, connection.execute(table.select()))) for table in tables}
    return {name: hashlib.sha256(repr(found).encode()).hexdigest() for name, found in rows.items()}


def addresses(app: Flask, service: UUID, proposal: UUID) -> list[str]:
    """Every address that is read and that needs nothing but a listing, a proposal or a section."""
    given = {"uuid": proposal, "slug": "public", "partie": "public", "number": 1}
    found = []
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or set()) and rule.arguments <= set(given):
                uuid = proposal if "propositions" in rule.rule else service
                wanted = {name: value for name, value in (given | {"uuid": uuid}).items() if name in rule.arguments}
                found.append(adapter.build(rule.endpoint, wanted, method="GET"))
    return sorted(set(found))


@pytest.mark.parametrize("verb", ["GET", "HEAD"])
def test_reading_changes_nothing(desk: Flask, nadia: Browser, karim: Browser, verb: str):
    name = "Accueil de loisirs Les Platanes"
    sent, (service, _slug) = propose(desk, name, {"summary": "Jeux le mercredi."}), listing(desk, name)
    before, seen = content(desk), 0
    for browser in (nadia, karim):
        browser.client.refuses_ill_made_pages = False
        for address in addresses(desk, service, sent):
            seen += browser.client.open(address, method=verb).status_code == 200
    assert seen > 60
    after = content(desk)
    assert [name for name in before if before[name] != after[name]] == []
