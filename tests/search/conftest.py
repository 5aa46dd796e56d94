"""Every engine that exists, empty; each test of the contract runs on each of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from app.search.engine import SearchEngine
from app.search.postgresql_engine import PostgresqlEngine
from app.search.understanding import Lexicon
from app.search.whoosh_engine import WhooshEngine
from tests.support.search_samples import SmallCalendar
from tests.support.territory_words import lexicon as real_lexicon
from tests.support.territory_words import listings


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


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The words of Grand Montauban."""
    return real_lexicon()


@pytest.fixture(scope="session")
def full_engine(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    """All the listings of both seeds. Not to be written to."""
    made = WhooshEngine(tmp_path_factory.mktemp("seeds") / "index", SmallCalendar())
    made.replace_all(listings())
    return made
