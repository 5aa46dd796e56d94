"""One transaction per act: commit once, then let the errands leave.

    with unit_of_work():
        accept(proposal, by=nadia)      # changes, records, emits; never commits

Events emitted inside reach their listeners (wired on the roof) before the commit, in the same transaction; listeners
leave errands, which run after it. Nothing leaves before the commit, nothing is lost after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import structlog
from flask import Flask, current_app

from app.foundation import db, errands

log = structlog.get_logger()

Event = TypeVar("Event")
Listener = Callable[[Any], None]

_open: ContextVar[list[Any] | None] = ContextVar("open_unit_of_work", default=None)


class NoUnitOfWork(RuntimeError):
    """An event was emitted outside of an act."""


def init_app(app: Flask) -> None:
    """Give the application its table of listeners."""
    app.extensions["listeners"] = defaultdict(list)


def listen(app: Flask, kind: type[Event], listener: Callable[[Event], None]) -> None:
    """Have `listener` hear every event of that kind, inside the transaction that emits it."""
    app.extensions["listeners"][kind].append(listener)


def emit(event: object) -> None:
    """Say that something changed. Raises NoUnitOfWork outside of an act."""
    events = _open.get()
    if events is None:
        raise NoUnitOfWork(type(event).__name__)
    events.append(event)


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Open the transaction of an act; an act inside an act belongs to the outer one."""
    if _open.get() is not None:
        yield
        return
    events: list[Any] = []
    token = _open.set(events)
    try:
        db.begin_writing()
        yield
        _hear(events)
        db.session().commit()
    except BaseException:
        db.session().rollback()
        raise
    finally:
        _open.reset(token)
    _let_leave()


def _let_leave() -> None:
    # The act is done and kept: what goes wrong from here is for the next act or the loop, never for its author.
    try:
        errands.run_due()
    except Exception as failure:
        db.session().rollback()
        log.error("errands_not_run", error=type(failure).__name__)


def _hear(events: list[Any]) -> None:
    while events:
        event = events.pop(0)
        listeners: list[Listener] = current_app.extensions["listeners"][type(event)]
        for listener in listeners:
            listener(event)
