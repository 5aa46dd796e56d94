"""What leaves after the commit: an outbox table, drained by whoever holds the lock.

An errand is written in the transaction of the act that needs it. The committing process tries it at once; if another
process is draining, that one takes it. The lock file spares the processes of one machine useless work; what makes an
errand be done by one of them, on one machine or several, is that it is claimed in one transaction. A failed errand
stays with its error and is tried again, later each time; one that was claimed by a process that died is freed after
ten minutes.

Slow errands (mail) have a lane of their own: nobody who clicks waits for a mail server, nor learns from the time of an
answer whether a mail left. Long errands (minutes of work: a printed guide) have another, so that no mail waits for
them. Each of these lanes has its lock, and a thread of the process that drains it just after the answer; `run_all`
drains them all.
"""

from __future__ import annotations

import fcntl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, current_app
from sqlalchemy import JSON, Index, Row, String, Text, bindparam, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import clock, commits
from app.foundation.db import Base, UtcDateTime, begin_taking_rows, session
from app.foundation.i18n.catalog import DEFAULT, speaking

log = structlog.get_logger()

Handler = Callable[[dict[str, Any]], None]

#: After this long a claimed errand is taken to have died with its process.
CLAIM_LASTS = timedelta(minutes=10)
#: Wait before the second, third… try; the last one repeats for ever.
BACK_OFF = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
#: Errands one request drains before it answers; the rest is for the next one or the loop.
AT_ONCE = 50
#: Seconds the other lanes wait before they start: the answer of the act has left by then.
ANSWER_FIRST = 0.3


class Lane(StrEnum):
    """Where an errand waits: before the answer (the index), just after it (mail), or apart (minutes of work)."""

    FAST = "fast"
    SLOW = "slow"
    LONG = "long"


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


_DUE = (
    Errand.done_at.is_(None),
    Errand.due_at <= bindparam("now"),
    or_(Errand.claimed_at.is_(None), Errand.claimed_at < bindparam("dead_since")),
)
_KINDS_DUE = select(Errand.kind).where(*_DUE).distinct()


def init_app(app: Flask, lock: Path) -> None:
    """Give the application its table of handlers and the file that serialises the draining."""
    app.extensions["errand_handlers"] = {}
    others = {lane: lock.with_stem(f"{lock.stem}-{lane}") for lane in (Lane.SLOW, Lane.LONG)}
    app.extensions["errand_locks"] = {Lane.FAST: lock, **others}
    app.extensions["errand_lanes"] = {}
    app.extensions["errand_together"] = set()
    app.extensions["errand_threads"] = {lane: threading.Lock() for lane in others}


def handle(app: Flask, kind: str, handler: Handler, *, lane: Lane = Lane.FAST, together: bool = False) -> None:
    """Have `handler` do every errand of that kind; it must be safe to run twice. `lane`: SLOW when it asks another
    machine, LONG when it takes more than a few seconds. `together`: those left by `leave_for` that wait at the same
    moment are done as one, of all their ids."""
    app.extensions["errand_handlers"][kind] = handler
    if together:
        app.extensions["errand_together"].add(kind)
    if lane is not Lane.FAST:
        app.extensions["errand_lanes"][kind] = lane


def leave(kind: str, payload: dict[str, Any], *, due_at: datetime | None = None) -> None:
    """Write an errand in the current transaction, to be done at once, or from that moment on."""
    moment = clock.now()
    session().add(Errand(kind=kind, payload=payload, created_at=moment, due_at=due_at or moment))


def leave_for(kind: str, ids: Iterable[int]) -> None:
    """Write an errand about these ids, or add them to the one of the same kind that this act is already leaving."""
    for waiting in session().new:
        if isinstance(waiting, Errand) and waiting.kind == kind:
            waiting.payload = {"ids": sorted({*waiting.payload["ids"], *ids})}
            return
    leave(kind, {"ids": sorted(ids)})


def run_due(limit: int = AT_ONCE) -> int:
    """Do what is due, the other lanes left to threads, unless another process is at it; returns how many were tried."""
    due = _lanes_due()
    tried = _drain_alone(limit, Lane.FAST) if Lane.FAST in due else 0
    if not current_app.testing:
        for lane in due - {Lane.FAST}:
            begin(lane)
    return tried


def run_all(limit: int = AT_ONCE, *, long_apart: bool = False) -> int:
    """Do what is due in every lane, in this thread; returns how many errands were tried. `long_apart`: the long ones in
    a thread, so that a loop never keeps a mail waiting."""
    tried = _run(limit, Lane.FAST) + _run(limit, Lane.SLOW)
    if long_apart:
        begin(Lane.LONG)
        return tried
    return tried + _run(limit, Lane.LONG)


def begin(lane: Lane) -> None:
    """Have a thread of this process drain that lane, unless one is at it or nothing is due."""
    if lane not in _lanes_due():
        return
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    busy: threading.Lock = app.extensions["errand_threads"][lane]
    # Not a daemon: a command that has just ended waits for the mails that it left.
    if busy.acquire(blocking=False):
        threading.Thread(target=_drain_apart, args=(app, lane, busy), name=f"{lane}-errands").start()


def _drain_apart(app: Flask, lane: Lane, busy: threading.Lock) -> None:
    try:
        time.sleep(ANSWER_FIRST)
        with app.app_context():
            _run(AT_ONCE, lane)
    except Exception as failure:
        log.error("errands_not_run_apart", lane=lane.value, error=type(failure).__name__)
    finally:
        busy.release()


def _kinds(lane: Lane) -> list[str]:
    lanes: dict[str, Lane] = current_app.extensions["errand_lanes"]
    return sorted(kind for kind, its_own in lanes.items() if its_own is lane)


def _run(limit: int, lane: Lane) -> int:
    return _drain_alone(limit, lane) if lane in _lanes_due() else 0


def _drain_alone(limit: int, lane: Lane) -> int:
    """Drain a lane where something is due, unless another process is at it."""
    tried = 0
    while tried < limit:
        with _lock(lane) as held, speaking(DEFAULT):
            if not held:
                break
            tried += _drain(limit - tried, lane)
        # Asked again after the lock is free: what another process left meanwhile found it taken.
        if lane not in _lanes_due():
            break
    return tried


def _drain(limit: int, lane: Lane) -> int:
    tried = 0
    while tried < limit and (taken := _claim(lane, limit - tried)):
        _attempt(taken)
        tried += len(taken)
        # Looked at before it is claimed: claiming takes the pen of the database, even for nothing.
        if lane not in _lanes_due():
            break
    return tried


def pending() -> int:
    """How many errands are still to be done."""
    return len(session().scalars(select(Errand.id).where(Errand.done_at.is_(None))).all())


def _lanes_due() -> set[Lane]:
    """The lanes where something waits to be done now; one statement, for every act asks."""
    lanes: dict[str, Lane] = current_app.extensions["errand_lanes"]
    kinds = session().scalars(_KINDS_DUE, _moment()).all()
    session().commit()
    return {lanes.get(kind, Lane.FAST) for kind in kinds}


def _moment() -> dict[str, datetime]:
    return {"now": clock.now(), "dead_since": clock.now() - CLAIM_LASTS}


def _claim(lane: Lane, limit: int) -> list[Row[Any]]:
    """Take the next one, and with it the others of a kind that is done together.

    Drainers of several machines share no lock file, and never share an errand: on PostgreSQL one that another drainer
    is taking is stepped over; SQLite has one writer at a time.
    """
    begin_taking_rows()
    others = sorted(current_app.extensions["errand_lanes"])
    its_own = Errand.kind.not_in(others) if lane is Lane.FAST else Errand.kind.in_(_kinds(lane))
    due = select(Errand.id, Errand.kind).where(*_DUE, its_own).order_by(Errand.id).limit(limit)
    found = session().execute(due.with_for_update(skip_locked=True), _moment()).all()
    together = bool(found) and found[0].kind in current_app.extensions["errand_together"]
    ids = [row.id for row in found if row.kind == found[0].kind] if together else [row.id for row in found[:1]]
    taken = update(Errand).where(Errand.id.in_(ids)).values(claimed_at=clock.now(), attempts=Errand.attempts + 1)
    wanted = taken.returning(Errand.id, Errand.kind, Errand.payload, Errand.attempts)
    claimed = list(session().execute(wanted, execution_options={"synchronize_session": False})) if ids else []
    session().commit()
    return claimed


def _attempt(taken: list[Row[Any]]) -> None:
    kind, ids = taken[0].kind, [one.id for one in taken]
    commits.forget()  # an errand reads what is there now, not what the one before it found
    try:
        current_app.extensions["errand_handlers"][kind](_payload(taken))
    except Exception as failure:
        session().rollback()
        log.warning("errand_failed", kind=kind, errand=ids, error=type(failure).__name__)
        _put_off(taken, failure)
    else:
        _write(ids, claimed_at=None, done_at=clock.now(), error="")


def _payload(taken: list[Row[Any]]) -> dict[str, Any]:
    if len(taken) == 1:
        return dict(taken[0].payload)
    return {"ids": sorted({number for one in taken for number in one.payload["ids"]})}


def _put_off(taken: list[Row[Any]], failure: Exception) -> None:
    if len(taken) > 1:
        for one in taken:  # each on its own: one that fails does not hold back the others
            _attempt([one])
        return
    wait = BACK_OFF[min(taken[0].attempts - 1, len(BACK_OFF) - 1)]
    _write([taken[0].id], claimed_at=None, due_at=clock.now() + wait, error=repr(failure)[:2000])


def _write(ids: list[int], **values: Any) -> None:
    begin_taking_rows()
    session().execute(update(Errand).where(Errand.id.in_(ids)).values(**values))
    session().commit()


@contextmanager
def _lock(lane: Lane) -> Iterator[bool]:
    path: Path = current_app.extensions["errand_locks"][lane]
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
