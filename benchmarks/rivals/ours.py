"""Our two engines. PostgreSQL's starts a server of its own, for the time of the measure."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import create_engine

from app.search.document import IndexDocument
from app.search.engine import SearchEngine
from app.search.query import SearchQuery
from app.search.whoosh_engine import WhooshEngine
from benchmarks.rivals.common import NOW, Counts, Question
from tests.support.search_samples import SmallCalendar


class Ours:
    """The engine of the product on Whoosh's index, by its own port."""

    def __init__(self, folder: Path, documents: Sequence[IndexDocument]) -> None:
        self.engine = self._open(folder)
        self.engine.replace_all(documents)

    def _open(self, folder: Path) -> SearchEngine:
        return WhooshEngine(folder / "ours", SmallCalendar())

    def ask(self, question: Question) -> tuple[int, Counts]:
        query = SearchQuery(
            now=NOW,
            text=question.text,
            themes=(question.theme,) if question.theme else (),
            communes=(question.commune,) if question.commune else (),
            age_months=question.age,
        )
        found = self.engine.find(query)
        return found.total, found.facets


class OursOnPostgresql(Ours):
    """The other engine of the product."""

    def _open(self, folder: Path) -> SearchEngine:
        from app.search.postgresql_engine import PostgresqlEngine
        from tests.support import instance
        from tests.support.postgresql import server

        self._kept = ExitStack()
        running = self._kept.enter_context(server())
        self.url = url = running.create("bench")
        app = instance.open_app(Path(tempfile.mkdtemp(dir=folder)), database_url=url)
        instance.command(app, "db", "upgrade")
        instance.close(app)
        pool = create_engine(url)
        self._kept.callback(pool.dispose)
        return PostgresqlEngine(lambda: pool, SmallCalendar())

    def close(self) -> None:
        """Stop the server."""
        self._kept.close()
