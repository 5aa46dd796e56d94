"""The desk of families on the seeded site, on a Monday of term at ten in the morning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from app.foundation import clock
from tests.directory.support import MONDAY


@pytest.fixture(autouse=True)
def monday() -> Iterator[datetime]:
    """The clock stopped; `clock.freeze(…)` inside a test stops it elsewhere."""
    with clock.freeze(MONDAY):
        yield MONDAY
