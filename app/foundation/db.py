"""The database: one declarative base, UTC times, and SQLite made safe for several processes."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from threading import Lock
from typing import Any, cast
from uuid import UUID
from weakref import WeakKeyDictionary

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, Row, event
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from app.foundation import lines, turns

#: Seconds a writer waits for another before it gives up.
BUSY_SECONDS = 20
#: `recursive_triggers`: without it, INSERT OR REPLACE deletes a row of the history and no trigger sees it.
PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "synchronous=NORMAL",
    f"busy_timeout={BUSY_SECONDS * 1000}",
)

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

_TURNS: WeakKeyDictionary[Engine, Lock] = WeakKeyDictionary()
_KEPT: WeakKeyDictionary[SessionTransaction, dict[Any, Any]] = WeakKeyDictionary()


class Base(DeclarativeBase):
    """The base of every table; constraints have names, so that migrations can find them on SQLite."""

    metadata = MetaData(naming_convention=NAMES)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC (SQLite keeps no zone of its own)."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments: they would be read as another hour elsewhere."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


db = SQLAlchemy(model_class=Base)
migrate = Migrate(render_as_batch=True)


def session() -> Session:
    """The session of this request or command."""
    return cast(Session, db.session())


def quick_rows(sql: str, values: Sequence[object] = ()) -> Sequence[Sequence[Any]]:
    """The rows of a read that every page makes, `?` standing for each value: the driver's own cost, a tenth of the
    ORM's. What the session holds is written first, as for its own queries; while nothing holds a transaction, SQLite
    answers on a connection of the pool, without opening one."""
    if _reads_apart():
        try:
            return _rows_apart(sql, values)
        except sqlite3.Error:
            pass  # the session meets the same and says it as SQLAlchemy does
    return _rows_of_session(sql, values)


def _reads_apart() -> bool:
    """Whether `quick_rows` reads what is committed and nothing that this session has begun: SQLite, outside acts."""
    return db.engine.dialect.name == "sqlite" and not (db.session.registry.has() and session().in_transaction())


def _rows_apart(sql: str, values: Sequence[object]) -> Sequence[Sequence[Any]]:
    connection = db.engine.raw_connection()
    try:
        return cast(sqlite3.Connection, connection.dbapi_connection).execute(sql, values).fetchall()
    finally:
        connection.close()


def _rows_of_session(sql: str, values: Sequence[object]) -> Sequence[Row[Any]]:
    current = session()
    current.flush()
    connection = current.connection()
    if connection.dialect.paramstyle != "qmark":
        sql = sql.replace("?", "%s")
    return connection.exec_driver_sql(sql, tuple(values)).all()


def kept_for_this_transaction() -> dict[Any, Any]:
    """A place for what has been read in this transaction and will be asked again before it ends."""
    current = session()
    current.connection()  # begins the transaction, if nothing did
    return _KEPT.setdefault(cast(SessionTransaction, current.get_nested_transaction() or current.get_transaction()), {})


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # Python's driver opens transactions by itself, too late and always deferred: we open them (see _begin).
    cast(Any, connection).isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once: a read that becomes a write in mid-transaction fails without waiting.
    if connection.get_execution_options().get("writing", False):
        _begin_in_turn(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_in_turn(connection: Connection) -> None:
    # SQLite's own waiting asks less and less often: under a steady stream of acts, whoever has waited longest loses to
    # each newcomer until the time is up. Here all processes ask equally often, each with one thread at a time.
    limit = time.monotonic() + BUSY_SECONDS
    turn = _TURNS.setdefault(connection.engine, Lock())
    is_ours = turn.acquire(timeout=BUSY_SECONDS)
    try:
        _ask_until(limit, connection)
    finally:
        if is_ours:
            turn.release()


def _ask_until(limit: float, connection: Connection) -> None:
    cursor = cast(DBAPIConnection, connection.connection.dbapi_connection).cursor()
    cursor.execute("PRAGMA busy_timeout=0")
    try:
        while _is_busy(cursor) and time.monotonic() < limit:
            time.sleep(random.uniform(0.001, 0.01))  # noqa: S311  chance, not a secret
        if not cast(Any, connection.connection.dbapi_connection).in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # raises what the pages know how to say
    finally:
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        cursor.close()


def _is_busy(cursor: DBAPICursor) -> bool:
    try:
        cursor.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as failure:
        return failure.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    return False


def _take_turn(connection: Connection) -> None:
    turns.take_turn(connection, BUSY_SECONDS)


def begin_writing(about: UUID | None = None) -> None:
    """Start the write transaction of an act: what was read before is read again, what was changed before is dropped.

    `about`: the only listing that it looks at and changes (or the proposal of a listing that does not exist yet). On
    PostgreSQL acts about others are then written at the same time; without it, none is.
    """
    session().rollback()
    session().connection(execution_options={"writing": True, "about": about})


def begin_taking_rows() -> None:
    """Start a write transaction that locks the few rows it changes, and nothing else: on PostgreSQL it waits for no
    act, and no act for it. What was changed before is kept."""
    session().commit()
    session().connection(execution_options={"writing": "rows"})


def init_app(app: Flask, url: str, migrations: str) -> None:
    """Attach the database at `url` to the application."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {"hide_parameters": True})
    db.init_app(app)
    migrate.init_app(app, db, directory=migrations)
    with app.app_context():
        _listen(db.engine)


def _listen(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin)
    else:
        event.listen(engine, "begin", _take_turn)
        lines.watch(engine)
