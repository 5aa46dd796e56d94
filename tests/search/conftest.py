"""Every engine that exists, empty; each test of the contract runs on each of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from app.search.engine import SearchEngine
from app.search.postgresql_engine import PostgresqlEngine
from app.search.whoosh_engine import WhooshEngine
from tests.support.search_samples import SmallCalendar


@pytest.fixture(params=["whoosh", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> SearchEngine:
    """An engine with an empty index."""
    made: SearchEngine
    if request.param == "whoosh":
        made = WhooshEngine(tmp_path / "index", SmallCalendar())
    else:
        made = request.getfixturevalue("postgresql_engine")
    made.clear()
    return made


@pytest.fixture(scope="session")
def postgresql_engine(migrated_postgresql: str) -> Iterator[PostgresqlEngine]:
    """The other engine, for the whole run; each test empties or replaces its index."""
    database = create_engine(migrated_postgresql)
    yield PostgresqlEngine(lambda: database, SmallCalendar())
    database.dispose()
