"""Whether anything was committed since a process last looked, whoever did it: what it remembers holds until then.

SQLite tells a connection when another has committed (`PRAGMA data_version`): each process keeps one that does nothing
else. PostgreSQL has nothing as cheap, and is asked each time.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Lock

from flask import current_app, g

from app.foundation.db import db

#: For each process, so that none speaks on the connection of the one that it was forked from.
_WATCHERS = "commit_watchers"
_OPENING = Lock()


class _Watcher:
    def __init__(self, path: str) -> None:
        address = f"{Path(path).absolute().as_uri()}?mode=ro"  # a folder may hold « ? » or « # »
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._lock = Lock()

    def look(self) -> int:
        with self._lock, closing(self._connection.execute("PRAGMA data_version")) as found:
            return int(found.fetchone()[0])


def last_commit() -> int | None:
    """A number that is another one after every commit, as this request first read it or since `forget`; None where
    there is no such number: look each time."""
    if "last_commit" not in g:
        g.last_commit = _look()
    seen: int | None = g.last_commit
    return seen


def forget() -> None:
    """Have the next `last_commit` of this request look again."""
    g.pop("last_commit", None)


def _look() -> int | None:
    path = db.engine.url.database if db.engine.dialect.name == "sqlite" else None
    if not path:
        return None
    try:
        return _watcher(path).look()
    except sqlite3.Error:
        return None  # whoever reads the database meets the same, and says it


def _watcher(path: str) -> _Watcher:
    watchers: dict[int, _Watcher] = current_app.extensions.setdefault(_WATCHERS, {})
    if (me := os.getpid()) not in watchers:
        with _OPENING:
            watchers.setdefault(me, _Watcher(path))
    return watchers[me]
