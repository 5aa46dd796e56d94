"""Fixtures for every test. See docs/developers (tests) for who uses which."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from app.foundation import clock
from tests.support import closing
from tests.support.strict_client import StrictClient

if TYPE_CHECKING:
    from tests.support.postgresql import Server

#: A Wednesday morning in term, in Montauban (winter time): 18 November 2026, 10:00.
WEDNESDAY_IN_TERM = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


#: Half the time of a test that opens a site of its own went to looking for cycles among the objects of all the others.
gc.set_threshold(50_000, 20, 50)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-sql", action="store_true", help="rewrite tests/house/sql/*.txt: review the diff")
    parser.addoption("--update-docs", action="store_true", help="rewrite the generated pages of docs/")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    closing.close(terminalreporter)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The site with the real and the demonstration seeds. Shared by the whole run: read it, do not write in it."""
    yield from _opened("seeded", tmp_path_factory.mktemp("shared-instance"))


@pytest.fixture
def own_app(tmp_path: Path) -> Iterator[Flask]:
    """The same site, in a copy of this test's own: write in it as you like."""
    yield from _opened("seeded", tmp_path / "instance")


@pytest.fixture
def empty_app(tmp_path: Path) -> Iterator[Flask]:
    """A site whose tables exist and hold nothing, in a folder of this test's own."""
    yield from _opened("empty", tmp_path / "instance")


def _opened(kind: str, folder: Path) -> Iterator[Flask]:
    from tests.support import instance  # late: most tests of rules need no application

    app = instance.open_app(instance.copy_of(kind, folder))
    yield app
    instance.close(app)


@pytest.fixture
def client(app: Flask, request: pytest.FixtureRequest) -> StrictClient:
    """Nobody: a family with no account and no cookie. Every page it opens is checked."""
    return _client(app, request)


@pytest.fixture
def own_client(own_app: Flask, request: pytest.FixtureRequest) -> StrictClient:
    """The same, on the copy that this test may change."""
    return _client(own_app, request)


def _client(app: Flask, request: pytest.FixtureRequest) -> StrictClient:
    client = app.test_client()
    assert isinstance(client, StrictClient)
    client.refuses_ill_made_pages = request.node.get_closest_marker("raw_pages") is None
    return client


@pytest.fixture
def frozen() -> Iterator[datetime]:
    """The clock stopped on a Wednesday morning of term; `clock.freeze(…)` inside a test stops it elsewhere."""
    with clock.freeze(WEDNESDAY_IN_TERM):
        yield WEDNESDAY_IN_TERM


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL of this run’s own; the tests that need it are not run, and it is said, where there is none."""
    from tests.support.postgresql import server  # late: few tests need it

    with server() as running:
        yield running


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database whose tables exist; a test that writes in it leaves it as it likes."""
    from tests.support import instance

    url = postgresql.create("migrated")
    app = instance.open_app(tmp_path_factory.mktemp("postgresql"), database_url=url)
    instance.command(app, "db", "upgrade")
    instance.close(app)
    return url
