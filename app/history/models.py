"""The history: who changed what, when and why; each row sealed by the one before it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, JSON, Index, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, UtcDateTime


class HistoryEntry(Base):
    """One act. `changes` lists {field, before, after}; `seal` is a hash of this row and of the seal before it."""

    __tablename__ = "history_entry"
    __table_args__ = (Index("ix_history_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor_name: Mapped[str] = mapped_column(String(200))
    actor_id: Mapped[int | None]
    verb: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(60))
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text, default="")
    seal: Mapped[str] = mapped_column(String(64), unique=True)


#: The same statements stand in the migration: a database made by either refuses to rewrite its past.
SQLITE_GUARDS = tuple(
    f"CREATE TRIGGER history_entry_no_{verb.lower()} BEFORE {verb} ON history_entry "
    "BEGIN SELECT RAISE(ABORT, 'history cannot be changed'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL_GUARDS = (
    "CREATE OR REPLACE FUNCTION history_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'history cannot be changed'; END $$",
    "CREATE TRIGGER history_entry_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON history_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()",
)


def _guard(dialect: str, statements: tuple[str, ...]) -> None:
    for statement in statements:
        ddl: Any = DDL(statement)  # type: ignore[no-untyped-call]
        event.listen(HistoryEntry.__table__, "after_create", ddl.execute_if(dialect=dialect))


_guard("sqlite", SQLITE_GUARDS)
_guard("postgresql", POSTGRESQL_GUARDS)
