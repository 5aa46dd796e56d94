"""Writing the tables of `search_index`, one writer at a time, and reading back what they hold."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from app.search.document import IndexDocument
from app.search.postgresql_engine.rows import PERIODS, Entry, Listing, Numbered, Posting, digest, entry_of

#: Seconds that a writer waits for another.
PATIENCE = 20
#: Any number that no other lock of ours uses.
WRITER_LOCK = 824_821
#: Listings whose rows are sent together.
AT_ONCE = 500

_TEXTS = {"closures", "specials"}
_TYPE = {"week": "int4multirange", "word_set": "text"}
_LOOKED_UP = {
    **{f"week_{name}": ("week", "minutes::text") for name in PERIODS.values()},
    **dict.fromkeys(("type", "themes", "communes", "languages"), ("word_set", "words")),
}
_VALUES = [
    f"(SELECT {value} FROM search_index.{table} WHERE id = l.{one})" for one, (table, value) in _LOOKED_UP.items()
]
_HELD = f"""
SELECT {", ".join(f"l.{one}::text" if one in _TEXTS else f"l.{one}" for one in Listing._fields)}, d.name, d.body,
    {", ".join(_VALUES)},
    (SELECT md5(coalesce(string_agg(p.stem || ' ' || p.in_name || ' ' || p.in_body || ' ' || p.length, ','
        ORDER BY p.stem), '')) FROM search_index.posting p WHERE p.listing_id = l.id)
FROM search_index.listing l LEFT JOIN search_index.document d ON d.listing_id = l.id
"""
_STATE = """
INSERT INTO search_index.state (id, generation, listings, words)
    SELECT 1, 1, count(*), coalesce(sum(length), 0) FROM search_index.listing
ON CONFLICT (id) DO UPDATE
    SET generation = state.generation + 1, listings = excluded.listings, words = excluded.words
"""


def put(connection: Connection, documents: Iterable[IndexDocument]) -> None:
    """Add these listings, or replace them by id; of two with the same id the last one holds."""
    _begin(connection)
    last = {document.id: document for document in documents}
    _forget(connection, last)
    _add(connection, last.values())
    connection.exec_driver_sql(_STATE)


def remove(connection: Connection, ids: Iterable[int]) -> None:
    """Forget these listings."""
    _begin(connection)
    _forget(connection, ids)
    connection.exec_driver_sql(_STATE)


def replace_all(connection: Connection, documents: Iterable[IndexDocument]) -> None:
    """Hold these listings and no other. Not TRUNCATE, which would make readers wait, then find nothing."""
    _begin(connection)
    for table in ("posting", "document", "listing", "week", "word_set"):
        connection.exec_driver_sql(f"DELETE FROM search_index.{table}")
    # Those of one stem are put side by side, so that a common word is read from few pages.
    connection.exec_driver_sql("CREATE TEMPORARY TABLE said (LIKE search_index.posting) ON COMMIT DROP")
    _add(connection, documents, postings="said")
    connection.exec_driver_sql("INSERT INTO search_index.posting SELECT * FROM said ORDER BY stem, listing_id")
    connection.exec_driver_sql(_STATE)
    connection.exec_driver_sql("ANALYZE search_index.listing, search_index.posting, search_index.word_set")


def fingerprints(connection: Connection) -> dict[int, str]:
    """What the tables hold of each listing, digested."""
    return {row[0]: digest(tuple(row[:-1]), row[-1]) for row in connection.exec_driver_sql(_HELD)}


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")


def _forget(connection: Connection, ids: Iterable[int]) -> None:
    gone = {"ids": list(ids)}
    for table, column in (("posting", "listing_id"), ("document", "listing_id"), ("listing", "id")):
        connection.exec_driver_sql(f"DELETE FROM search_index.{table} WHERE {column} = ANY(%(ids)s::bigint[])", gone)


def _add(connection: Connection, documents: Iterable[IndexDocument], postings: str = "search_index.posting") -> None:
    known: set[int] = set()
    remaining = map(entry_of, documents)
    while entries := list(islice(remaining, AT_ONCE)):
        _number(connection, "week", "minutes", (week for entry in entries for week in entry.weeks), known)
        _number(connection, "word_set", "words", (words for entry in entries for words in entry.sets), known)
        _copy(connection, "search_index.listing", Listing._fields, (entry.listing for entry in entries))
        _copy(connection, "search_index.document", ("listing_id", "name", "body"), map(_texts, entries))
        _copy(connection, postings, Posting._fields, (posting for entry in entries for posting in entry.postings))


def _texts(entry: Entry) -> tuple[int, str, str]:
    return entry.listing.id, entry.name, entry.body


def _number(connection: Connection, table: str, column: str, values: Iterable[Numbered], known: set[int]) -> None:
    """Write the values that no listing of this writing had before; the others are there already."""
    new = {value.id: value for value in values if value.id not in known}
    known.update(new)
    if new:
        columns, value = f"search_index.{table} (id, {column})", f"%s::text::{_TYPE[table]}"
        statement = f"INSERT INTO {columns} VALUES (%s, {value}) ON CONFLICT DO NOTHING"
        with _cursor(connection) as cursor:
            cursor.executemany(statement, list(new.values()))


def _copy(connection: Connection, table: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    with (
        _cursor(connection) as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _cursor(connection: Connection) -> Any:
    """psycopg's own cursor: SQLAlchemy has no COPY."""
    return connection.connection.cursor()
