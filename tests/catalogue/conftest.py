"""Fixtures of the catalogue's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.catalogue.support import small_country


@pytest.fixture
def small(empty_app: Flask) -> Iterator[Flask]:
    """The invented territory with its four listings, context open, to write in."""
    with small_country(empty_app):
        yield empty_app
