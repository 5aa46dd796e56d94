"""Connections to PostgreSQL that have waited are tried before they are used: the server may have been restarted.

SQLAlchemy's own way tries them each time: an act, which uses a dozen one after the other, would ask a dozen times.
"""

from __future__ import annotations

import time
from functools import partial

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

#: Seconds for which a connection that has just been used is taken to be alive.
TRUSTED = 1.0
_USED = "used_at"


def watch(engine: Engine) -> None:
    """Try the connections of this engine when they come out of its pool; a dead one is replaced, and nobody knows."""
    event.listen(engine, "checkin", _note)
    event.listen(engine, "checkout", partial(_try, engine))


def _note(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.info[_USED] = time.monotonic()


def _try(engine: Engine, connection: DBAPIConnection, entry: ConnectionPoolEntry, _: PoolProxiedConnection) -> None:
    used = entry.info.get(_USED)
    if used is None or time.monotonic() - used < TRUSTED:
        return
    try:
        engine.dialect.do_ping(connection)
    except Exception as failure:
        raise DisconnectionError from failure
