"""What is sought, as counts by day: no person, no address, no sentence. See docs/decisions/words-sought-in-vain.md."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base


class SearchCount(Base):
    """How often one thing was asked on one day, and how often in vain. Each row stands alone: rows of one search
    cannot be put together again."""

    __tablename__ = "search_count"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(120), primary_key=True)
    asked: Mapped[int] = mapped_column(default=0)
    in_vain: Mapped[int] = mapped_column(default=0)


class UnknownWordDay(Base):
    """That a word nobody knows was asked on that day: its keyed digest, never the word."""

    __tablename__ = "unknown_word_day"

    digest: Mapped[str] = mapped_column(String(32), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
