"""Writing the tables of `search_index`, one writer at a time, and reading back what they hold."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from app.search.document import IndexDocument
from app.search.postgresql_engine.rows import WEEK_COLUMNS, Entry, Listing, Posting, Week, digest, entry_of

#: Seconds that a writer waits for another.
PATIENCE = 20
#: Any number that no other lock of ours uses.
WRITER_LOCK = 824_821
#: Listings whose rows are sent together.
AT_ONCE = 500

_TEXTS = {"closures", "specials"}
_HELD = f"""
SELECT {", ".join(f"l.{one}::text" if one in _TEXTS else f"l.{one}" for one in Listing._fields)}, d.name, d.body,
    {", ".join(f"{week}.minutes::text, {week}.days" for week in WEEK_COLUMNS.values())},
    (SELECT md5(coalesce(string_agg(p.stem || ' ' || p.in_name || ' ' || p.in_body || ' ' || p.length, ','
        ORDER BY p.stem), '')) FROM search_index.posting p WHERE p.listing_id = l.id)
FROM search_index.listing l LEFT JOIN search_index.document d ON d.listing_id = l.id
    {" ".join(f"LEFT JOIN search_index.week {week} ON {week}.id = l.{week}" for week in WEEK_COLUMNS.values())}
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
    for table in ("posting", "document", "listing", "week"):
        connection.exec_driver_sql(f"DELETE FROM search_index.{table}")
    _add(connection, documents)
    connection.exec_driver_sql(_STATE)
    connection.exec_driver_sql("ANALYZE search_index.listing, search_index.posting, search_index.week")


def fingerprints(connection: Connection) -> dict[int, str]:
    """What the tables hold of each listing, digested."""
    facts = len(Listing._fields) + 2
    found = {}
    for row in connection.exec_driver_sql(_HELD):
        weeks = row[facts:-1]
        found[row.id] = digest((*row[:facts], *zip(weeks[::2], weeks[1::2], strict=True)), row[-1])
    return found


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")


def _forget(connection: Connection, ids: Iterable[int]) -> None:
    # The other tables follow by their foreign keys.
    connection.exec_driver_sql("DELETE FROM search_index.listing WHERE id = ANY(%(ids)s::bigint[])", {"ids": list(ids)})


def _add(connection: Connection, documents: Iterable[IndexDocument]) -> None:
    known: set[int] = set()
    remaining = map(entry_of, documents)
    while entries := list(islice(remaining, AT_ONCE)):
        _add_weeks(connection, entries, known)
        _copy(connection, "listing", Listing._fields, (entry.listing for entry in entries))
        _copy(connection, "document", ("listing_id", "name", "body"), ((e.listing.id, e.name, e.body) for e in entries))
        _copy(connection, "posting", Posting._fields, (posting for entry in entries for posting in entry.postings))


def _add_weeks(connection: Connection, entries: Iterable[Entry], known: set[int]) -> None:
    new = {week.id: week for entry in entries for week in entry.weeks if week.id not in known}
    known.update(new)
    if new:
        with _cursor(connection) as cursor:
            columns = ", ".join(Week._fields)
            cursor.executemany(
                f"INSERT INTO search_index.week ({columns}) VALUES (%s, %s::text::int4multirange, %s) "
                "ON CONFLICT DO NOTHING",
                list(new.values()),
            )


def _copy(connection: Connection, table: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    with (
        _cursor(connection) as cursor,
        cursor.copy(f"COPY search_index.{table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _cursor(connection: Connection) -> Any:
    """psycopg's own cursor: SQLAlchemy has no COPY."""
    return connection.connection.cursor()
