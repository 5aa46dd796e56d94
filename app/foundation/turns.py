"""PostgreSQL: whose turn it is to write. Acts about one listing are written beside those about others; the rest, alone.

What an act checks before it changes anything stays true until it commits, as on SQLite, which has one writer at a time.
Locks are taken in one order, so that nobody waits in a circle: all acts, one listing, a name, rows, the history.
"""

from __future__ import annotations

from uuid import UUID
from zlib import crc32

from sqlalchemy import Connection

#: The locks of all acts, of one listing, of one name: numbers that no other lock of ours uses.
ACTS, LISTINGS, NAMES = 824_822, 824_823, 824_824


class NotAlone(RuntimeError):
    """An act about one listing does what only an act that is written alone may do."""


def take_turn(connection: Connection, patience: int) -> None:
    """Wait at most `patience` seconds for the turn of what begins, as its execution options say."""
    options = connection.get_execution_options()
    about: UUID | None = options.get("about")
    if about is not None:
        wanted = f"pg_advisory_xact_lock_shared({ACTS}), {_held(LISTINGS, about.bytes)}"
    elif options.get("writing", False) is True:
        wanted = f"pg_advisory_xact_lock({ACTS})"
    else:
        return
    connection.exec_driver_sql(f"SELECT set_config('lock_timeout', '{patience}s', true), {wanted}")


def hold(connection: Connection, name: str) -> None:
    """From here to their commit, acts about several listings that share this name come one after the other.

    Never after the history was written: acts would wait for each other in a circle."""
    if connection.dialect.name == "postgresql" and connection.get_execution_options().get("about"):
        connection.exec_driver_sql(f"SELECT {_held(NAMES, name.encode())}")


def require_alone(connection: Connection) -> None:
    """Raises NotAlone in an act about one listing: what comes next looks at more than that listing."""
    if connection.get_execution_options().get("about"):
        raise NotAlone


def _held(kind: int, name: bytes) -> str:
    return f"pg_advisory_xact_lock({kind}, {crc32(name) - 2**31})"
