"""A small country for tests that write: the invented territory, and short ways to say what a listing says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from app.catalogue.facts import ServiceFacts, SourceFacts
from app.catalogue.mapping import facts_of
from app.catalogue.models import Service
from app.catalogue.operations import create_service
from app.foundation.actors import Actor, ActorKind
from app.foundation.db import session
from app.foundation.tables import Report
from app.foundation.unit_of_work import unit_of_work
from app.seeding import load_folder
from scripts.common import ROOT

SMALL = ROOT / "tests/fixtures/petit-territoire"
NADIA = Actor(ActorKind.PERSON, "Nadia", 1)
UP, DOWN = "99001", "99002"


def facts(**changes: Any) -> ServiceFacts:
    """A plain listing of the small country."""
    source = SourceFacts("Essai", dated=date(2026, 9, 1))
    return ServiceFacts(**{"name": "Garderie des Tilleuls", "type": "garderie-exemple", "source": source, **changes})


def created(said: ServiceFacts | None = None, **changes: Any) -> int:
    """Add a listing in an act of its own; its id."""
    with unit_of_work():
        return create_service(said or facts(**changes), by=NADIA).id


def load(folder: Path) -> Report:
    """Load a folder without a word."""
    return load_folder(folder, quiet=True)


def everything() -> list[tuple[Any, ...]]:
    """Identity, version and facts of every listing, to compare before and after."""
    rows = session().query(Service).order_by(Service.id)
    return [(row.id, row.slug, row.version, row.changed_at, facts_of(row)) for row in rows]
