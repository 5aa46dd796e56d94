"""A server of PostgreSQL that was restarted: nobody meets its dead connections."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, text

from app.foundation import lines
from app.foundation.db import db, session
from tests.support import instance


@pytest.fixture
def site(migrated_postgresql: str, tmp_path: Path) -> Iterator[Flask]:
    app = instance.open_app(tmp_path / "lines", database_url=migrated_postgresql)
    with app.app_context():
        yield app
        db.session.remove()
    instance.close(app)


def ended(url: str) -> None:
    """Every connection but ours ends, as when the server restarts."""
    other = create_engine(url, isolation_level="AUTOCOMMIT")
    with other.connect() as connection:
        connection.execute(text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ))  # fmt: skip
    other.dispose()


def test_a_connection_that_waited_is_tried_first(
    site: Flask, migrated_postgresql: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(lines, "TRUSTED", 0.0)
    session().execute(text("SELECT 1"))
    session().rollback()
    ended(migrated_postgresql)
    assert session().scalar(text("SELECT 2")) == 2


def test_one_that_has_just_been_used_is_not_tried_again(site: Flask, monkeypatch: pytest.MonkeyPatch):
    tried: list[object] = []
    monkeypatch.setattr(db.engine.dialect, "do_ping", tried.append)
    for _ in range(3):
        session().execute(text("SELECT 1"))
        session().rollback()
    assert tried == []
    monkeypatch.setattr(lines, "TRUSTED", 0.0)
    session().execute(text("SELECT 1"))
    assert len(tried) == 1
    assert event.contains(db.engine, "checkin", lines._note)
