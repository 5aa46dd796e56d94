"""The database: UTC in and out, links enforced, writers that wait for each other."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from app.foundation import errands
from app.foundation.db import db, session
from app.foundation.errands import Errand
from app.foundation.unit_of_work import unit_of_work
from tests.support.instance import open_app


@pytest.fixture
def site(empty_app: Flask) -> Iterator[Flask]:
    errands.handle(empty_app, "x", lambda _payload: None)
    with empty_app.app_context():
        yield empty_app


def test_moments_are_kept_in_utc_and_come_back_aware(site: Flask):
    paris = datetime(2026, 7, 14, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    session().add(Errand(kind="x", payload={}, created_at=paris, due_at=paris))
    session().commit()
    found = session().scalars(select(Errand)).one()
    assert found.created_at == paris
    assert found.created_at.tzinfo is UTC
    assert str(session().execute(text("SELECT created_at FROM errand")).scalar_one()).startswith("2026-07-14 10:00")


def test_a_moment_of_no_zone_is_refused(site: Flask):
    naive = datetime(2026, 7, 14, 12, 0)
    session().add(Errand(kind="x", payload={}, created_at=naive, due_at=naive))
    with pytest.raises(StatementError, match="naive"):
        session().flush()
    session().rollback()


def test_every_connection_enforces_links_keeps_a_journal_and_waits(site: Flask):
    for _ in range(3):
        with db.engine.connect() as one:
            said = {name: one.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("journal_mode", "foreign_keys")}
            assert said == {"journal_mode": "wal", "foreign_keys": 1}
            assert one.execute(text("PRAGMA busy_timeout")).scalar_one() >= 5000
            assert one.execute(text("PRAGMA recursive_triggers")).scalar_one() == 1
            one.invalidate()


def test_a_row_that_points_nowhere_is_refused(site: Flask):
    with pytest.raises(IntegrityError):
        session().execute(text("INSERT INTO service_area (service_id, commune) VALUES (1, '82121')"))
    session().rollback()


def test_a_read_that_becomes_a_write_while_another_writes_waits_instead_of_failing(site: Flask, tmp_path):
    """With a deferred transaction this is “database is locked” at once, whatever the timeout."""
    other = open_app(tmp_path / "instance")
    begun = threading.Event()

    def write_slowly() -> None:
        with other.app_context(), unit_of_work():
            errands.leave("slow", {})
            session().flush()
            begun.set()
            time.sleep(0.5)

    thread = threading.Thread(target=write_slowly)
    thread.start()
    begun.wait(10)
    with unit_of_work():
        count = len(session().scalars(select(Errand)).all())
        errands.leave("x", {})
    thread.join()
    assert count == 1, "it waited, then saw what the other wrote"
    assert {errand.kind for errand in session().scalars(select(Errand))} == {"slow", "x"}


def test_readers_are_not_held_up_by_a_writer(site: Flask):
    with unit_of_work():
        errands.leave("x", {})
        session().flush()
        with db.engine.connect() as reader:
            assert reader.execute(text("SELECT count(*) FROM errand")).scalar_one() == 0


def test_an_error_never_repeats_the_values_of_a_row(site: Flask):
    statement = text("INSERT INTO service_area (service_id, commune) VALUES (1, :commune)")
    with pytest.raises(IntegrityError) as refusal:
        session().execute(statement, {"commune": "privé"})
    session().rollback()
    assert "privé" not in str(refusal.value)
