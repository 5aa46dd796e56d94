"""The verbs of the catalogue, on a real database."""

from __future__ import annotations

from app.catalogue.models import Service
from app.foundation.db import session
from tests.catalogue.support import created


def test_base(small):
    key = created()
    assert session().get_one(Service, key).slug == "garderie-des-tilleuls"
