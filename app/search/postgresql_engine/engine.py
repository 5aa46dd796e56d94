"""The engine port on PostgreSQL: each call is one transaction on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from psycopg import errors
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from app.catalogue.hours.model import Calendar
from app.search.document import IndexDocument
from app.search.engine import CatalogueWords, Found, IndexBusy, IndexUnavailable
from app.search.postgresql_engine import store
from app.search.postgresql_engine.find import find
from app.search.postgresql_engine.rows import entry_of, fingerprint
from app.search.postgresql_engine.suggest import Words, has_stem, name_words, suggest
from app.search.query import SearchQuery


class PostgresqlEngine:
    """See `SearchEngine`. Its connections are not those of the request: a search sees committed facts only."""

    def __init__(self, database: Callable[[], Engine], calendar: Calendar) -> None:
        """`database` gives the pool when it is first needed (the site's own needs its application)."""
        self._database = database
        self._calendar = calendar
        self._words: tuple[int | None, Words] | None = None

    def put(self, documents: Iterable[IndexDocument]) -> None:
        """Add these listings, or replace them by id."""
        with self._connection() as connection:
            store.put(connection, documents)

    def remove(self, ids: Iterable[int]) -> None:
        """Forget these listings."""
        with self._connection() as connection:
            store.remove(connection, ids)

    def clear(self) -> None:
        """Forget everything."""
        self.replace_all(())

    def replace_all(self, documents: Iterable[IndexDocument]) -> None:
        """Hold these listings and no other."""
        with self._connection() as connection:
            store.replace_all(connection, documents)

    def ids(self) -> set[int]:
        """The listings that the index holds."""
        with self._connection() as connection:
            return set(connection.exec_driver_sql("SELECT id FROM search_index.listing").scalars())

    def fingerprints(self) -> Mapping[int, str]:
        """What the index holds of each listing."""
        with self._connection() as connection:
            return store.fingerprints(connection)

    def fingerprint(self, document: IndexDocument) -> str:
        """What it should hold of this one."""
        return fingerprint(entry_of(document))

    def words(self) -> CatalogueWords:
        """The words of the listings as they are now; those of the names are read again when something changed."""
        with self._connection() as connection:
            generation: int | None = connection.exec_driver_sql(
                "SELECT generation FROM search_index.state"
            ).scalar_one_or_none()
            kept = self._words
            if kept is None or kept[0] != generation:
                kept = self._words = (generation, Words(self._has_stem, name_words(connection)))
            return kept[1]

    def find(self, query: SearchQuery) -> Found:
        """The listings that answer."""
        with self._connection() as connection:
            return find(connection, query, self._calendar)

    def suggest(self, prefix: str, limit: int = 8) -> Sequence[str]:
        """Names that continue what is being typed."""
        with self._connection() as connection:
            return suggest(connection, prefix, limit)

    def _has_stem(self, stem: str) -> bool:
        with self._connection() as connection:
            return has_stem(connection, stem)

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        try:
            with self._database().connect() as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            if isinstance(error.orig, errors.LockNotAvailable):
                raise IndexBusy("another process is writing the index") from error
            if isinstance(error.orig, errors.UndefinedTable | errors.UndefinedColumn | errors.InvalidSchemaName):
                raise IndexUnavailable("the tables of the index are missing: flask db upgrade") from error
            raise
