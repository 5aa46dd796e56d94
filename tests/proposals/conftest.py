"""The small country with its cast: Nadia looks after everything, Ugo only the upper commune, Karim and Inès run
structures of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import unit_of_work
from tests.catalogue.small import small, small_instance
from tests.catalogue.support import SMALL, load
from tests.conftest import WEDNESDAY_IN_TERM
from tests.proposals.support import listing, structure
from tests.support import instance
from tests.support.postgresql import Server

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


@pytest.fixture
def on_postgresql(postgresql: Server, tmp_path: Path) -> Iterator[tuple[Flask, str]]:
    """The invented territory on PostgreSQL, context open."""
    url = postgresql.create("proposals")
    app = instance.open_app(tmp_path / "postgresql", database_url=url)
    instance.command(app, "db", "upgrade")
    with app.app_context(), clock.freeze(WEDNESDAY_IN_TERM):
        load(SMALL)
        yield app, url
        db.session.remove()
    instance.close(app)
