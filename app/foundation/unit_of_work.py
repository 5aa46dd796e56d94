"""One transaction per act: commit once, then let the errands leave.

    with unit_of_work():
        accept(proposal, by=nadia)      # changes, records, emits; never commits

Events emitted inside reach their listeners (wired on the roof) before the commit, in the same transaction; listeners
leave errands, which run after it. Nothing leaves before the commit, nothing is lost after it.
On PostgreSQL, `unit_of_work(about=listing)` goes on beside the acts about other listings (`turns`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

import structlog
from flask import Flask, current_app

from app.foundation import commits, db, errands, turns

log = structlog.get_logger()

Event = TypeVar("Event")
Listener = Callable[[Any], None]


@dataclass(frozen=True)
class _Act:
    about: UUID | None
    events: list[Any] = field(default_factory=list)


_open: ContextVar[_Act | None] = ContextVar("open_unit_of_work", default=None)


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
    act = _open.get()
    if act is None:
        raise NoUnitOfWork(type(event).__name__)
    act.events.append(event)


def is_acting() -> bool:
    """Whether an act is open: what it reads may never be committed."""
    return _open.get() is not None


def hold(name: str) -> None:
    """See `turns.hold`."""
    turns.hold(db.session().connection(), name)


def require_alone() -> None:
    """See `turns.require_alone`."""
    turns.require_alone(db.session().connection())


@contextmanager
def unit_of_work(about: UUID | None = None) -> Iterator[None]:
    """Open the transaction of an act; an act inside an act belongs to the outer one.

    `about`: see `db.begin_writing`. Raises NotAlone when the outer act is about one listing and this one is not.
    """
    outer = _open.get()
    if outer is not None:
        if outer.about not in (None, about):
            raise turns.NotAlone
        yield
        return
    act = _Act(about)
    token = _open.set(act)
    try:
        db.begin_writing(about)
        yield
        _hear(act.events)
        db.session().commit()
    except BaseException:
        db.session().rollback()
        raise
    finally:
        _open.reset(token)
        commits.forget()
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
