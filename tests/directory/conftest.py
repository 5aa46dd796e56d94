"""The desk of families on the seeded site, on a Monday of term at ten in the morning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.foundation import clock
from tests.directory.support import MONDAY
from tests.support.strict_client import StrictClient


@pytest.fixture(autouse=True)
def monday() -> Iterator[datetime]:
    """The clock stopped; `clock.freeze(…)` inside a test stops it elsewhere."""
    with clock.freeze(MONDAY):
        yield MONDAY


@pytest.fixture(scope="module")
def module_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A copy of the site for one module, whose tests may add listings of names of their own."""
    from tests.support import instance

    app = instance.open_app(instance.copy_of("seeded", tmp_path_factory.mktemp("module") / "instance"))
    yield app
    instance.close(app)


@pytest.fixture
def module_client(module_app: Flask) -> StrictClient:
    """Nobody, on the copy of the module."""
    client = module_app.test_client()
    assert isinstance(client, StrictClient)
    return client


@pytest.fixture
def raw(app: Flask) -> FlaskClient:
    """Nobody, without the strict look: hundreds of pages."""
    return FlaskClient(app, app.response_class)
