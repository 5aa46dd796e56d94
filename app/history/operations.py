"""Writing the history, and proving that nobody rewrote it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text

from app.foundation import clock
from app.foundation.actors import Actor
from app.foundation.db import session
from app.history.models import HistoryEntry

#: Any number that no other lock of ours uses: serialises the chain on PostgreSQL.
CHAIN_LOCK = 824_820
FIRST_SEAL = "0" * 64


@dataclass(frozen=True)
class Change:
    """One field, before and after (JSON-ready values)."""

    field: str
    before: Any
    after: Any


def record(verb: str, subject: tuple[str, str], *, by: Actor, changes: Iterable[Change], reason: str = "") -> None:
    """Add one act to the history, in the current transaction. `subject` is (kind, stable id)."""
    _serialise()
    entry = HistoryEntry(
        made_at=clock.now().replace(microsecond=0),
        actor_kind=by.kind.value,
        actor_name=by.name,
        actor_id=by.person_id,
        verb=verb,
        subject_kind=subject[0],
        subject_id=subject[1],
        changes=[{"field": change.field, "before": change.before, "after": change.after} for change in changes],
        reason=reason,
        seal="",
    )
    entry.seal = _seal(entry, _last_seal())
    session().add(entry)
    session().flush()


def first_broken() -> int | None:
    """The id of the first row whose seal does not follow from the row before it; None when the chain is whole."""
    before = FIRST_SEAL
    for entry in session().scalars(select(HistoryEntry).order_by(HistoryEntry.id)).yield_per(500):
        if entry.seal != _seal(entry, before):
            return entry.id
        before = entry.seal
    return None


def _serialise() -> None:
    if session().get_bind().dialect.name == "postgresql":
        session().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})


def _last_seal() -> str:
    return session().scalar(select(HistoryEntry.seal).order_by(HistoryEntry.id.desc()).limit(1)) or FIRST_SEAL


def _seal(entry: HistoryEntry, before: str) -> str:
    said = [
        entry.made_at.isoformat(),
        entry.actor_kind,
        entry.actor_name,
        entry.actor_id,
        entry.verb,
        entry.subject_kind,
        entry.subject_id,
        entry.changes,
        entry.reason,
    ]
    body = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256((before + body).encode()).hexdigest()
