"""The whole site on PostgreSQL: migrations, seeds, pages, search, and a history that cannot be rewritten."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from app.foundation import db as db_tools
from app.foundation.db import db
from app.search.postgresql_engine import PostgresqlEngine
from scripts.common import ROOT
from tests.support import instance
from tests.support.instance import command
from tests.support.postgresql import Server
from tests.support.strict_client import StrictClient

SEED = ROOT / "tests" / "fixtures" / "petit-territoire"


@pytest.fixture(scope="module")
def site(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The small territory, migrated, loaded and indexed on PostgreSQL."""
    app = instance.open_app(tmp_path_factory.mktemp("site"), database_url=postgresql.create("site"))
    command(app, "db", "upgrade")
    command(app, "seed", "load", str(SEED))
    yield app
    instance.close(app)


@pytest.fixture
def family(site: Flask) -> StrictClient:
    made = site.test_client()
    assert isinstance(made, StrictClient)
    return made


def test_its_database_chooses_its_engine(site: Flask):
    assert isinstance(site.extensions["search_engine"], PostgresqlEngine)


def test_migrations_build_what_the_models_declare(site: Flask):
    with site.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, db.metadata) == []


def test_migrations_can_be_gone_through_both_ways(postgresql: Server, tmp_path: Path):
    app = instance.open_app(tmp_path / "instance", database_url=postgresql.create("both-ways"))
    command(app, "db", "upgrade")
    command(app, "db", "downgrade", "base")
    with app.app_context():
        looked = inspect(db.engine)
        assert (looked.get_table_names(), "search_index" in looked.get_schema_names()) == (["alembic_version"], False)
    command(app, "db", "upgrade")
    instance.close(app)


@pytest.mark.parametrize("address", ["/", "/recherche", "/recherche?q=creche", "/plan-du-site", "/readyz"])
def test_pages_answer(family: StrictClient, address: str):
    assert family.get(address).status_code == 200


def test_every_listing_of_the_seed_is_found_and_has_its_page(family: StrictClient):
    found = family.get("/api/recherche?per_page=100").get_json()
    assert found["total"] == len(found["items"]) > 0
    for item in found["items"]:
        assert family.get(f"/services/{item['slug']}").status_code == 200


def test_index_and_database_agree_and_loading_again_changes_nothing(site: Flask):
    command(site, "search", "check")
    assert " 0 ajoutées, 0 changées" in command(site, "seed", "load", str(SEED))
    command(site, "search", "rebuild")
    command(site, "search", "check")


@pytest.mark.parametrize(
    "verb", ["UPDATE history_entry SET reason = 'x'", "DELETE FROM history_entry", "TRUNCATE history_entry"]
)
def test_the_past_cannot_be_rewritten(site: Flask, verb: str):
    with site.app_context(), db.engine.connect() as connection, pytest.raises(DBAPIError, match="history cannot be"):
        connection.execute(text(verb))


def test_acts_are_written_one_at_a_time(site: Flask):
    begun = Event()

    def other_act() -> None:
        with site.app_context():
            db_tools.begin_writing()
            begun.set()

    with site.app_context(), ThreadPoolExecutor(1) as other:
        db_tools.begin_writing()
        later = other.submit(other_act)
        assert not begun.wait(0.3)
        db_tools.session().commit()
        later.result(timeout=10)
        assert begun.is_set()
