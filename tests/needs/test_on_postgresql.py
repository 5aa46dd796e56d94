"""Streets and counts on the other database: the same upserts, the same comparisons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.directory.searching.places import place_named
from app.foundation.db import session
from app.needs.buffer import Buffer
from app.needs.queries import sought_in_vain, unknown_words
from app.needs.rules import Sought
from app.territory.queries import reference
from scripts.common import ROOT
from tests.support import instance
from tests.support.postgresql import Server
from tests.territory.test_places import line, write

SEED = ROOT / "tests" / "fixtures" / "petit-territoire"
DAY = date(2026, 11, 2)
STREETS = (
    line("Rue de la Girafe Bleue", "12", "bis", "99001", "2.99", "47.01"),
    line("Rue de la Girafe Bleue", "3", "", "99001", "2.991", "47.011"),
)


@pytest.fixture(scope="module")
def site(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The small territory on PostgreSQL, in a context."""
    app = instance.open_app(tmp_path_factory.mktemp("needs"), database_url=postgresql.create("needs"))
    instance.command(app, "db", "upgrade")
    instance.command(app, "seed", "load", str(SEED))
    with app.test_request_context("/"):
        yield app
        session().rollback()
    instance.close(app)


def test_streets_are_loaded_once_and_found(site: Flask, tmp_path: Path):
    path = str(write(tmp_path, *STREETS))
    assert "Enregistrés" in instance.command(site, "territory", "load-addresses", path)
    assert "Rien n’a changé" in instance.command(site, "territory", "load-addresses", path)
    session().rollback()
    with site.test_request_context("/"):
        point, sentence = place_named("12 bis rue girafe bleue exemple le haut", reference())
    assert sentence == "" and point and (point.lat, point.commune) == (47.01, "99001")


def test_counts_add_up_and_words_wait_for_their_fifth_day(site: Flask):
    for number in range(6):
        buffer = Buffer(site, writes_alone=False)
        buffer.note(Sought(types=("lac",), unknown_words=("trampoline",)), DAY + timedelta(days=number))
        buffer.flush()
    session().rollback()
    span = (DAY, DAY + timedelta(days=9))
    assert [(count.kind, count.in_vain) for count in sought_in_vain(*span) if count.kind == "type"] == [("type", 6)]
    assert [(count.value, count.asked) for count in unknown_words(*span)] == [("trampoline", 6)]
