"""The small country with its cast: Nadia looks after everything, Ugo only the upper commune, Karim and Inès run
structures of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest
from flask import Flask

from app.foundation import clock
from app.foundation.unit_of_work import unit_of_work
from tests.catalogue.small import small, small_instance
from tests.conftest import WEDNESDAY_IN_TERM
from tests.proposals.support import listing, structure

__all__ = ["small", "small_instance"]


@pytest.fixture(autouse=True)
def morning() -> Iterator[datetime]:
    with clock.freeze(WEDNESDAY_IN_TERM):
        yield WEDNESDAY_IN_TERM


@pytest.fixture
def garderie(small: Flask) -> UUID:
    """Karim's listing."""
    with unit_of_work():
        structure("Les Tilleuls")
    return listing()
