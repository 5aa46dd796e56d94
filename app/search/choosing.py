"""Which engine answers: PostgreSQL's when the site's database is PostgreSQL, Whoosh's index in a folder otherwise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from app.catalogue.hours.model import Calendar
from app.search.engine import SearchEngine


def engine_of(database_url: str, database: Callable[[], Engine], folder: Path, calendar: Calendar) -> SearchEngine:
    """The engine of that database; the other one is not even imported."""
    if database_url.startswith("postgresql"):
        from app.search.postgresql_engine import PostgresqlEngine

        return PostgresqlEngine(database, calendar)
    from app.search.whoosh_engine import WhooshEngine

    return WhooshEngine(folder, calendar)
