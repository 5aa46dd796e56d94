"""What leaves after the commit: an outbox table, drained by whoever holds the lock.

An errand is written in the transaction of the act that needs it. The committing process tries it at once; if another
process is draining, that one takes it. A failed errand stays with its error and is tried again, later each time; one
that was claimed by a process that died is freed after ten minutes.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, current_app
from sqlalchemy import JSON, CursorResult, Index, String, Text, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import clock
from app.foundation.db import Base, UtcDateTime, session

log = structlog.get_logger()

Handler = Callable[[dict[str, Any]], None]

#: After this long a claimed errand is taken to have died with its process.
CLAIM_LASTS = timedelta(minutes=10)
#: Wait before the second, third… try; the last one repeats for ever.
BACK_OFF = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
#: Errands one request drains before it answers; the rest is for the next one or the loop.
AT_ONCE = 50


class Errand(Base):
    """One thing to do after a commit. `claimed_at` is set while a process works on it."""

    __tablename__ = "errand"
    __table_args__ = (Index("ix_errand_due", "done_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")


def init_app(app: Flask, lock: Path) -> None:
    """Give the application its table of handlers and the file that serialises the draining."""
    app.extensions["errand_handlers"] = {}
    app.extensions["errand_lock"] = lock


def handle(app: Flask, kind: str, handler: Handler) -> None:
    """Have `handler` do every errand of that kind; it must be safe to run twice."""
    app.extensions["errand_handlers"][kind] = handler


def leave(kind: str, payload: dict[str, Any]) -> None:
    """Write an errand in the current transaction."""
    moment = clock.now()
    session().add(Errand(kind=kind, payload=payload, created_at=moment, due_at=moment))


def leave_for(kind: str, ids: Iterable[int]) -> None:
    """Write an errand about these ids, or add them to the one of the same kind that this act is already leaving."""
    for waiting in session().new:
        if isinstance(waiting, Errand) and waiting.kind == kind:
            waiting.payload = {"ids": sorted({*waiting.payload["ids"], *ids})}
            return
    leave(kind, {"ids": sorted(ids)})


def run_due(limit: int = AT_ONCE) -> int:
    """Do what is due, unless another process is at it; returns how many errands were tried."""
    tried = 0
    while tried < limit and _something_due():
        # Asked again after the lock is free: what another process left meanwhile found it taken.
        with _lock() as held:
            if not held:
                break
            tried += _drain(limit - tried)
    return tried


def _drain(limit: int) -> int:
    tried = 0
    while tried < limit and (errand_id := _claim()):
        _attempt(errand_id)
        tried += 1
    return tried


def pending() -> int:
    """How many errands are still to be done."""
    return len(session().scalars(select(Errand.id).where(Errand.done_at.is_(None))).all())


def _due() -> Any:
    moment = clock.now()
    free = or_(Errand.claimed_at.is_(None), Errand.claimed_at < moment - CLAIM_LASTS)
    return select(Errand.id).where(Errand.done_at.is_(None), Errand.due_at <= moment, free).order_by(Errand.id).limit(1)


def _something_due() -> bool:
    found = session().scalar(_due()) is not None
    session().commit()
    return found


def _claim() -> int | None:
    errand_id: int | None = session().scalar(_due())
    if errand_id is not None:
        _write(errand_id, claimed_at=clock.now(), attempts=Errand.attempts + 1)
    return errand_id


def _attempt(errand_id: int) -> None:
    errand = session().get_one(Errand, errand_id)
    kind, payload, attempts = errand.kind, dict(errand.payload), errand.attempts
    session().commit()
    try:
        current_app.extensions["errand_handlers"][kind](payload)
    except Exception as failure:
        session().rollback()
        log.warning("errand_failed", kind=kind, errand=errand_id, error=type(failure).__name__)
        wait = BACK_OFF[min(attempts - 1, len(BACK_OFF) - 1)]
        _write(errand_id, claimed_at=None, due_at=clock.now() + wait, error=repr(failure)[:2000])
    else:
        _write(errand_id, claimed_at=None, done_at=clock.now(), error="")


def _write(errand_id: int, **values: Any) -> CursorResult[Any]:
    session().commit()
    session().connection(execution_options={"writing": True})
    result = session().execute(update(Errand).where(Errand.id == errand_id).values(**values))
    session().commit()
    return result  # type: ignore[return-value]


@contextmanager
def _lock() -> Iterator[bool]:
    path: Path = current_app.extensions["errand_lock"]
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
