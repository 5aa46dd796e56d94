"""What stands around a listing, asked at once of PostgreSQL, is what the ORM reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, select

from app.catalogue.models import Service
from app.catalogue.parts import ONE, parts_of
from app.foundation.db import db, session
from scripts.common import ROOT
from tests.support import instance
from tests.support.instance import SEEDS


@pytest.fixture
def seeded(migrated_postgresql: str, tmp_path: Path) -> Iterator[None]:
    app = instance.open_app(tmp_path / "parts", database_url=migrated_postgresql)
    instance.command(app, "seed", "load", *(str(ROOT / seed) for seed in SEEDS))
    with app.app_context():
        yield
        db.session.remove()
    instance.close(app)


@pytest.mark.usefixtures("seeded")
def test_every_row_of_every_listing():
    names = [one.key for one in inspect(Service).relationships if one.key != "organization"]
    columns = {name: inspect(Service).relationships[name].mapper.local_table.columns.keys() for name in names}
    met = set()
    for service in session().scalars(select(Service)):
        found = parts_of(service)
        for name in names:
            wanted = getattr(service, name)
            for ours, theirs in zip(rows(name, getattr(found, name)), rows(name, wanted), strict=True):
                met.add(name)
                assert {key: getattr(ours, key) for key in columns[name]} == {
                    key: getattr(theirs, key) for key in columns[name]
                }
    assert met >= set(names) - {"photo", "special_openings"}


def rows(name: str, held: object) -> list[object]:
    if name in ONE:
        return [] if held is None else [held]
    return list(held)  # type: ignore[call-overload]
