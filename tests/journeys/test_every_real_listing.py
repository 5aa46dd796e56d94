"""Every real listing of the seed is found first by its own name; every row of the seed is accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from app.catalogue.cards import Card
from app.foundation import clock
from app.foundation.tables import rows
from scripts.common import ROOT
from tests.directory.support import MONDAY, api, catalogue
from tests.support.strict_client import StrictClient

SEED = ROOT / "seed_data" / "grand-montauban"


@pytest.fixture(autouse=True)
def monday() -> Iterator[datetime]:
    with clock.freeze(MONDAY):
        yield MONDAY


def _real() -> list[dict[str, str]]:
    return [row.values for row in rows(SEED / "services.csv")]


@pytest.fixture(scope="module")
def real(app: Flask) -> list[Card]:
    return [card for card in catalogue(app) if not card.is_fictional]


def test_every_published_row_is_shown(real: list[Card]):
    published = [row["name"] for row in _real() if row["status"] in ("published", "temporarily_closed", "")]
    assert sorted(card.name for card in real) == sorted(published)
    assert len(published) >= 140


def test_every_real_listing_is_first_for_its_own_name(client: StrictClient, real: list[Card]):
    """Those of one name share the first places."""
    namesakes: dict[str, set[str]] = {}
    for card in real:
        namesakes.setdefault(card.name, set()).add(card.slug)
    missed = []
    for name, expected in namesakes.items():
        items = api(client, q=name)["items"]
        first = {item["slug"] for item in items[: len(expected)]}
        if first != expected:
            missed.append((name, sorted(expected - first), [item["name"] for item in items[:2]]))
    assert missed == []


def test_no_draft_is_found(app: Flask, client: StrictClient):
    drafts = [row["name"] for row in _real() if row["status"] == "draft"]
    assert drafts
    for name in drafts:
        assert name not in [item["name"] for item in api(client, q=name, per_page=100)["items"]]
