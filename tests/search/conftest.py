"""Every engine that exists, empty; each test of the contract runs on each of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.search.engine import SearchEngine
from app.search.whoosh_engine import WhooshEngine
from tests.support.search_samples import SmallCalendar


@pytest.fixture(params=["whoosh"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> SearchEngine:
    """An engine with an empty index."""
    assert request.param == "whoosh"
    made = WhooshEngine(tmp_path / "index", SmallCalendar())
    made.clear()
    return made
