"""The table of guides on paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, UtcDateTime


class PaperGuide(Base):
    """One document. `key` is its address, which nobody can guess; `sender` a hash that leaves with the row."""

    __tablename__ = "paper_guide"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'making', 'ready', 'cancelled', 'failed')", "state"),
        CheckConstraint("wanted_by >= 0", "wanted_by"),
        CheckConstraint("state <> 'ready' OR (pages > 0 AND bytes > 0)", "ready_whole"),
        Index("ix_paper_guide_sender", "sender", "created_at"),
        Index("ix_paper_guide_state", "state", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(43), unique=True)
    #: One living guide for one request of the same data; nothing once it was given up.
    fingerprint: Mapped[str | None] = mapped_column(String(64), unique=True)
    wanted: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(12))
    sender: Mapped[str] = mapped_column(String(64))
    #: How many people asked for it and still want it.
    wanted_by: Mapped[int] = mapped_column(default=1)
    pages: Mapped[int] = mapped_column(default=0)
    bytes: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
