"""What the last visit of each web address said."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, UtcDateTime


class LinkCheck(Base):
    """One address, whichever listings give it. `failing_since` is when it began to fail, `failures` how many visits in
    a row did."""

    __tablename__ = "link_check"
    __table_args__ = (
        CheckConstraint("outcome IN ('answers', 'gone', 'silent', 'refused')", "outcome"),
        CheckConstraint("(outcome = 'answers') = (failures = 0)", "failures"),
        CheckConstraint("(outcome = 'answers') = (failing_since IS NULL)", "failing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(500), unique=True)
    outcome: Mapped[str] = mapped_column(String(10))
    why: Mapped[str] = mapped_column(String(20), default="")
    status: Mapped[int | None]
    failures: Mapped[int] = mapped_column(default=0)
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
