"""What the main pages ask of the database is a reviewed snapshot: a query in a loop cannot creep in.

`pytest tests/house/test_sql.py --update-sql` rewrites tests/house/sql/*.txt; read the diff before you commit it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from tests.support.pages import by_fullness
from tests.support.sql import normalised, reviewed, statements
from tests.support.strict_client import StrictClient

SNAPSHOTS = Path(__file__).with_name("sql")
PAGES = {
    "accueil": "/",
    "recherche": "/recherche?q=creche",
    "commune": "/communes/montauban",
    "theme": "/themes/petite-enfance",
    "fiche": "",
}
#: However full the page: more than this and something is asked line by line.
MOST = 25


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_asks_of_the_database(
    name: str, app: Flask, client: StrictClient, frozen: datetime, request: pytest.FixtureRequest
):
    address = PAGES[name] or f"/services/{by_fullness(app)[-1]}"
    client.page(address)  # what is read once for the whole process is read
    with statements(app) as heard:
        client.page(address)
    snapshot = SNAPSHOTS / f"{name}.txt"
    if request.config.getoption("--update-sql"):
        SNAPSHOTS.mkdir(exist_ok=True)
        snapshot.write_text(reviewed(heard), encoding="utf-8")
    assert reviewed(heard) == (snapshot.read_text(encoding="utf-8") if snapshot.exists() else "")
    assert len(heard) <= MOST


def test_statements_are_compared_without_their_columns_and_lengths():
    many = "SELECT service.id, service.name\nFROM service WHERE service.id IN (?, ?, ?)"
    assert normalised(many) == "SELECT … FROM service WHERE service.id IN (…)"
    assert normalised("SELECT count(*) FROM service") == "SELECT count(*) FROM service"
