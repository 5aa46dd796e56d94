"""The invented territory, for tests that write."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.catalogue.support import SMALL, load
from tests.support import instance


@pytest.fixture(scope="session")
def small_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the invented territory, loaded once."""
    folder = instance.copy_of("empty", tmp_path_factory.mktemp("small") / "instance")
    app = instance.open_app(folder)
    with app.app_context():
        load(SMALL)
    instance.close(app)
    return folder


@pytest.fixture
def small(small_instance: Path, tmp_path: Path) -> Iterator[Flask]:
    """The invented territory with its four listings, context open, to write in."""
    shutil.copytree(small_instance, tmp_path / "instance")
    app = instance.open_app(tmp_path / "instance")
    with app.app_context():
        yield app
    instance.close(app)
